"""Weights that a run sets: the parts that are not named share the rest, and together they are always 100."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kamengine.pack.bind import bind, weight_of
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from tests.pack.made import SOUND, checked

TODAY = date(2026, 6, 30)


def scored(**weights: object) -> CheckedPack:
    """A pack with a part for each weight."""
    head, tail = SOUND.split("[score]\n")[0], SOUND[SOUND.index("[[tiers]]") :]
    part = '[[score.parts]]\nid = "{id}"\nindicator = "spend"\nweight = {weight}\nline = [ [0, 0], [10, 100] ]\n'
    params = '[params.heavy]\nvalue = 50\nsource = "s"\n'
    parts = "".join(part.format(id=id, weight=weight) for id, weight in weights.items())
    return checked(head + params + "[score]\n" + parts + tail)


PACK = scored(a=50, b=30, c=20)


def weights(pack: CheckedPack, **asked: str) -> dict[str, Decimal]:
    bindings = bind(pack, TODAY, {f"weights.{id}": weight for id, weight in asked.items()})
    return {part.id: weight_of(part, bindings) for part, _ in pack.parts}


def test_without_any_the_pack_has_its_own():
    assert weights(PACK) == {"a": 50, "b": 30, "c": 20}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"a": "75"}, {"a": 75, "b": 15, "c": 10}),
        ({"a": "0"}, {"a": 0, "b": 60, "c": 40}),
        ({"a": "100"}, {"a": 100, "b": 0, "c": 0}),
        ({"a": "50", "b": "10"}, {"a": 50, "b": 10, "c": 40}),
        ({"a": "20", "b": "30", "c": "50"}, {"a": 20, "b": 30, "c": 50}),
        ({"c": "33"}, {"a": Decimal("41.875"), "b": Decimal("25.125"), "c": 33}),
        ({"c": "0.0000005"}, {"a": Decimal("62.4999995"), "b": Decimal("37.5"), "c": Decimal("0.0000005")}),
    ],
)
def test_the_others_share_the_rest_in_proportion(asked, expected):
    assert weights(PACK, **asked) == expected


def test_what_rounding_leaves_goes_to_those_that_lost_most_by_it():
    pack = scored(a=25, b=30, c=15, d=10, e=10, f=10)
    assert weights(pack, a="50") == {
        "a": 50,
        "b": 20,
        "c": 10,
        "d": Decimal("6.666667"),
        "e": Decimal("6.666667"),
        "f": Decimal("6.666666"),
    }


def test_a_weight_that_is_a_parameter_is_replaced_as_well():
    pack = scored(a='"heavy"', b=50)
    assert weights(pack, a="80") == {"a": 80, "b": 20}
    both = bind(pack, TODAY, {"weights.a": "80", "heavy": "10"})
    assert [weight_of(part, both) for part, _ in pack.parts] == [80, 20]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"aa": "1"}, "weights.aa: aa is not a part of the scorecard — did you mean a?"),
        ({"spend": "1"}, "weights.spend: spend is not a part of the scorecard — its parts are: "),
        ({"a": "much"}, "--set weights.a: much is not a number"),
        ({"a": "-1"}, "weights.a: -1 is outside the range 0 to 100"),
        ({"a": "100.1"}, "weights.a: 100.1 is outside the range 0 to 100"),
        ({"a": "60", "b": "50"}, "weights: the weights add to 110, not to 100 — lower one of them"),
        ({"a": "20", "b": "30", "c": "49"}, "weights: the weights add to 99, not to 100 — leave one of them out"),
    ],
)
def test_weights_that_cannot_be(asked, message):
    with pytest.raises(KamError) as error:
        weights(PACK, **asked)
    assert message in str(error.value)


def test_parts_that_weigh_nothing_cannot_share_a_rest():
    pack = scored(a=100, b=0, c=0)
    assert weights(pack, b="25") == {"a": 75, "b": 25, "c": 0}
    with pytest.raises(KamError, match="the parts that are not named weigh nothing"):
        weights(pack, a="90")


def test_a_pack_without_a_scorecard_says_so():
    head, tail = SOUND.split("[score]\n")[0], '[[tiers]]\nid = "key"\nwhen = "big"\n'
    with pytest.raises(KamError, match="the pack has no scorecard"):
        weights(checked(head + tail), a="1")


hundredths = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)


@given(hundredths, hundredths, hundredths)
def test_they_add_to_a_hundred_exactly(a, b, asked):
    assume(a + b <= 100)
    pack = scored(a=a, b=b, c=100 - a - b)
    assume(asked == 100 or a < 100)
    found = weights(pack, a=str(asked))
    assert sum(found.values()) == 100
    assert all(weight >= 0 for weight in found.values())
    assert found["a"] == asked
