"""Unknown follows Kleene's logic: in the reference and in the SQL, which `value` holds to be the same."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.reference.expressions import all_of, any_of, negated
from tests.language.made import value

TRUTHS = (True, False, None)
truths = st.sampled_from(TRUTHS)
_WORDS = {True: "true", False: "false", None: "null"}


def of(text: str, vip: bool | None = None, late: bool | None = None, paid: bool | None = None) -> bool | None:
    result = value(text, vip=vip, late=late, paid=paid)
    assert result is None or isinstance(result, bool)
    return result


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_and_and_or(a, b, both, either):
    assert of("vip and late", a, b) is of("late and vip", a, b) is both
    assert of("vip or late", a, b) is of("late or vip", a, b) is either
    assert all_of((a, b)) is both
    assert any_of((a, b)) is either


@pytest.mark.parametrize(("a", "opposite"), [(True, False), (False, True), (None, None)])
def test_not(a, opposite):
    assert of("not vip", a) is negated(a) is opposite


LAWS = [
    ("not (vip and late)", "not vip or not late"),
    ("not (vip or late)", "not vip and not late"),
    ("not not vip", "vip"),
    ("vip and late", "late and vip"),
    ("vip or late", "late or vip"),
    ("vip and (late and paid)", "(vip and late) and paid"),
    ("vip or (late or paid)", "(vip or late) or paid"),
    ("vip and (late or paid)", "(vip and late) or (vip and paid)"),
    ("vip or (late and paid)", "(vip or late) and (vip or paid)"),
    ("vip and (vip or late)", "vip"),
    ("vip and vip", "vip"),
    ("vip and true", "vip"),
    ("vip or false", "vip"),
    ("vip and false", "false"),
    ("vip or true", "true"),
    ("vip <> late", "not (vip = late)"),
    ("at_least(1, vip, late, paid)", "vip or late or paid"),
    ("at_least(3, vip, late, paid)", "vip and late and paid"),
    ("at_least(2, vip, late, paid)", "(vip and late) or (vip and paid) or (late and paid)"),
    ("at_least(2, vip, late, paid)", "not at_least(2, not vip, not late, not paid)"),
    ("at_least(0, vip)", "true"),
    ("at_least(2, vip)", "false"),
    ("at_least(1.5, vip, late)", "vip and late"),
    ("case when vip then late else paid end", "case when not vip then paid else late end"),
    ("case when vip then true else false end", "vip"),
    ("vip is not null", "not (vip is null)"),
    ("coalesce(vip, late, paid)", "coalesce(vip, coalesce(late, paid))"),
    ("vip in (true, false)", "vip = true or vip = false"),
    ("vip in (true, null)", "vip = true or null"),
]


@pytest.mark.parametrize(("left", "right"), LAWS)
def test_laws_hold_for_true_false_and_unknown(left, right):
    for vip, late, paid in product(TRUTHS, TRUTHS, TRUTHS):
        assert of(left, vip, late, paid) is of(right, vip, late, paid)


@given(
    st.recursive(
        truths.map(_WORDS.__getitem__),
        lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        max_leaves=8,
    )
)
def test_de_morgan_for_any_condition(text):
    swapped = text.replace("and", "&").replace("or", "and").replace("&", "or")
    for word, opposite in (("true", "FALSE"), ("false", "TRUE")):
        swapped = swapped.replace(word, opposite)

    assert of(f"not {text}") is of(swapped.lower())


@given(truths, st.data())
def test_learning_a_fact_never_overturns_what_was_certain(known, data):
    """What is true or false with an unknown fact stays so, whatever the fact turns out to be."""
    text = data.draw(
        st.sampled_from([side for law in LAWS for side in law if "null" not in side and "coalesce" not in side])
    )
    others = data.draw(st.tuples(truths, truths))
    before = of(text, None, *others)

    assert before is None or of(text, known, *others) is before


UNKNOWN = [
    "size = 1",
    "size <> 1",
    "size = size",
    "size between 0 and 5",
    "weight between size and 5",
    "size in (1, 2)",
    "size in (1, null)",
    "not size in (1, 2)",
    "region like '%'",
    "region = 'a'",
    "joined > as_of",
    "size + 1 > 0",
    "size * 0 = 0",
    "weight / size > 1",
    "-size < 0",
    "abs(size) >= 0",
    "round(size) = 0",
    "least(size, 1) <= 1",
    "greatest(7, size) >= 7",
    "days_between(joined, as_of) > 0",
    "months_between(as_of, joined) > 0",
    "lookup(lines, region) > 0",
    "case when size > 1 then true else true end",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_whatever_looks_at_an_unknown_fact_is_unknown(text):
    assert value(text, weight=3.0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size is null", True),
        ("size is not null", False),
        ("(size + 1) is null", True),
        ("(weight / 0) is null", True),
        ("(size > 1) is null", True),
        ("(size > 1 and false) is null", False),
        ("coalesce(size, 5) = 5", True),
        ("coalesce(size, weight, 5) = 3", True),
        ("null is null", True),
        ("weight in (3, null)", True),
        ("weight in (4, null)", None),
        ("weight not in (4, null)", None),
        ("weight in (4, 5)", False),
        ("case when weight > 2 then 1 when size > 1 then 2 end = 1", True),
        ("case when weight > 5 then 1 when size > 1 then 2 else 3 end = 3", None),
        ("case when weight > 5 then 1 end is null", True),
        ("at_least(1, size > 1, weight > 1)", True),
        ("at_least(2, size > 1, weight > 1)", None),
        ("at_least(2, size > 1, weight > 5)", False),
    ],
)
def test_what_can_be_said_in_spite_of_it(text, expected):
    assert value(text, weight=3.0) is expected


def test_an_unknown_date_is_not_the_earliest_nor_the_latest():
    assert value("least(joined, ended) = ended", ended=date(2026, 1, 1)) is None
    assert value("coalesce(joined, ended) = ended", ended=date(2026, 1, 1)) is True
