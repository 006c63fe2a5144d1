"""Causes as bytes: what is read again is what was found, to the last zero, and only by what found it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kamengine.diff import Cause, Mover, RuleChange
from kamengine.problems import Place
from kamengine.review.kept_causes import from_bytes, to_bytes
from tests.examples import holds_for

BY = '{"program":"1"}'
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    texts,
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
)
pairs = st.dictionaries(texts, st.tuples(values, values), max_size=3)
places = st.builds(Place, st.none() | texts, st.none() | st.integers(1, 99), st.none() | texts)
single = st.builds(
    RuleChange,
    st.sampled_from(["parameter", "tier", "scope", "date"]),
    texts,
    values,
    values,
    places,
    st.none() | texts,
)
rules = single | st.builds(
    lambda parts: RuleChange("together", parts=tuple(parts)), st.lists(single, min_size=2, max_size=3)
)
facts = st.builds(Cause, st.just("facts"), pairs, st.none(), st.booleans(), pairs)
causes = st.lists(facts | st.builds(lambda rule: Cause("rule", {}, rule), rules), max_size=3).map(tuple)


def mover(account, causes):
    return Mover(account, None, "key", "other", "key", "other", None, causes)


@holds_for(st.dictionaries(texts, st.tuples(causes, st.booleans()), max_size=4), few=25, many=500)
def test_what_is_read_is_what_was_found(found):
    content = to_bytes([mover(account, causes) for account, (causes, _) in found.items()], BY)

    wanted = {account: causes for account, (causes, asked) in found.items() if asked}
    assert repr(from_bytes(content, BY, {*wanted, "who did not move"})) == repr(wanted)


def test_rules_that_moved_many_are_written_once():
    rule = RuleChange("tier", "key", "spend >= 1000", "spend >= 2000", Place("shop.toml", 19, "when"))
    content = to_bytes([mover(f"A{n}", (Cause("rule", {}, rule),)) for n in range(50)], BY)

    assert content.count(b"spend >= 2000") == 1
    assert from_bytes(content, BY, ["A49"]) == {"A49": (Cause("rule", {}, rule),)}


def test_values_keep_their_kind():
    pair = (Decimal("990.50"), date(2024, 2, 29))
    content = to_bytes([mover("A\t1", (Cause("facts", {"spend": pair}),))], BY)

    read = from_bytes(content, BY, ["A\t1"])
    assert read is not None
    (cause,) = read["A\t1"]
    assert [str(value) for value in cause.facts["spend"]] == ["990.50", "2024-02-29"]


def test_what_another_program_found_is_found_anew():
    assert from_bytes(to_bytes([], BY), '{"program":"2"}', ["A"]) is None
