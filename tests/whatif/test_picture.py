"""Charts in characters: the values below the columns are said as people say values of the unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.locale import Messages
from kamengine.locale.display import width
from kamengine.whatif.distribution import distribution
from kamengine.whatif.picture import histogram
from tests.whatif.made import kept, pack

PACK = pack({"top": "margin >= 0.9", "others": None}, '[indicators.margin]\nvalue = "size / 100"\nunit = "ratio"\n')


def axis(values, language):
    """What stands below the columns of a margin, or of the size itself."""
    with kept(PACK, [{"size": Decimal(value)} for value in values]) as resident:
        step = resident.step(resident.bindings)
        return {
            name: "".join(
                text for text, _ in histogram(distribution(step, name), PACK, Messages.of(language), 60, 4)[-1]
            ).split("  ")
            for name in ("margin", "size")
        }


@pytest.mark.parametrize(("language", "least"), [("en", "0 %"), ("zh", "0%")])
def test_shares_are_percentages_on_the_axis_and_other_numbers_are_not(language, least):
    found = axis(range(0, 101, 5), language)
    shares = [text.strip() for text in found["margin"] if text.strip()]
    assert shares[0] == least and len(shares) > 3 and all(text.endswith("%") for text in shares)
    assert not any("%" in text for text in found["size"])


def test_every_line_of_a_chart_of_shares_is_as_wide_as_it_may_be():
    with kept(PACK, [{"size": Decimal(value)} for value in (1, 50, 99)]) as resident:
        spread = distribution(resident.step(resident.bindings), "margin")
        drawn = histogram(spread, PACK, Messages.of("en"), 60, 4)
    assert all(width("".join(text for text, _ in line)) <= 60 for line in drawn)
