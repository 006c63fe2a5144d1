"""What a run says of the whole list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.engine.whole_list import figures_of_the_list
from tests.pack.made import checked

PACK = """
[pack]
id = "list"
version = "1"
[fields.spend]
type = "money"
[params.part]
value = 0.5
source = "assumption"
[indicators.held]
value = "top_share(spend, part)"
informative = true
[indicators.tens]
value = "portfolio_count(spend) * 10"
informative = true
[indicators.uneven]
value = "gini(spend)"
[indicators.share]
value = "share_of_total(spend)"
informative = true
[indicators.over]
value = "top_share(spend, part) - spend"
informative = true
[indicators.double]
value = "spend * 2"
informative = true
[criteria.short]
when = "tens < 50"
[criteria.rich]
when = "tens < 50 and spend > 5"
[[tiers]]
id = "all"
"""


def figures(*accounts):
    pack = checked(PACK)
    with scratch() as connection:
        made = [{"account_id": f"A{index}", **facts} for index, facts in enumerate(accounts)]
        return dict(figures_of_the_list(classify(pack, made_up(connection, pack, made), date(2026, 6, 30))))


def spends(*values):
    return [{"spend": None if value is None else Decimal(value)} for value in values]


def test_figures_that_are_the_same_for_every_account():
    assert figures(*spends(60, 30, 10, None)) == {"held": 0.9, "tens": 30, "short": True}


def test_a_list_that_says_nothing():
    assert figures(*spends(None, None)) == {"held": None, "tens": 0, "short": True}


def test_nobody():
    assert figures() == {}


@pytest.mark.parametrize("brought", [0.25, None])
def test_what_a_file_brings_ready_made_and_not_alike_is_no_figure_of_the_list(brought):
    first, second = spends(60, 40)
    assert figures({**first, "held": 0.5}, {**second, "held": brought}) == {"tens": 20, "short": True}
