"""Causes as lines: what is read again is what was found, to the last zero, and only by what found it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import chain

import pytest
from hypothesis import strategies as st

from kamengine.diff import Cause, RuleChange
from kamengine.problems import Place
from kamengine.review.kept_causes import read, written
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


def kept(found, by=BY):
    """What is kept of accounts with their causes, as a file."""
    rules = dict.fromkeys(cause.rule for why in found.values() for cause in why if cause.rule is not None)
    return BytesIO(b"".join(written(found.items(), [*rules], by)))


@holds_for(st.dictionaries(texts, st.tuples(causes, st.booleans()), max_size=4), few=25, many=500)
def test_what_is_read_is_what_was_found(found):
    file = kept({account: why for account, (why, _) in found.items()})

    wanted = {account: why for account, (why, asked) in found.items() if asked}
    assert repr(read(file, BY, {*wanted, "who did not move"})) == repr(wanted)


def test_rules_that_moved_many_are_written_once():
    rule = RuleChange("tier", "key", "spend >= 1000", "spend >= 2000", Place("shop.toml", 19, "when"))
    file = kept({f"A{n}": (Cause("rule", {}, rule),) for n in range(50)})

    assert file.getvalue().count(b"spend >= 2000") == 1
    assert read(file, BY, ["A49"]) == {"A49": (Cause("rule", {}, rule),)}


def test_rules_that_moved_nobody_may_be_among_them():
    idle, rule = RuleChange("tier", "key", "a", "b"), RuleChange("scope", "", "c", "d")
    lines = BytesIO(b"".join(written([("A", (Cause("rule", {}, rule),))], [idle, rule], BY)))

    assert read(lines, BY, ["A"]) == {"A": (Cause("rule", {}, rule),)}


def test_values_keep_their_kind():
    pair = (Decimal("990.50"), date(2024, 2, 29))

    again = read(kept({"A\t1": (Cause("facts", {"spend": pair}),)}), BY, ["A\t1"])
    assert again is not None
    (cause,) = again["A\t1"]
    assert [str(value) for value in cause.facts["spend"]] == ["990.50", "2024-02-29"]


def test_no_more_lines_are_taken_than_are_needed():
    file = kept({account: (Cause("facts", {"spend": (1, 2)}),) for account in "ABC"})
    lines = list(file)

    def never():
        pytest.fail("a line too many was taken")
        yield b""

    assert read(chain(lines[:2], never()), BY, []) == {}
    found = read(chain(lines[:4], never()), BY, ["A", "B"])
    assert found is not None and list(found) == ["A", "B"]


def test_a_file_is_written_while_the_causes_are_found():
    found = iter([("A", ()), ("B", ())])
    lines = written(found, [], BY)

    assert [next(lines), next(lines)] == [f"{BY}\n[]".encode(), b'\n"A"\t[]']
    assert next(found) == ("B", ())


def test_what_another_program_found_is_found_anew():
    assert read(kept({}), '{"program":"2"}', ["A"]) is None
    assert read(BytesIO(), BY, ["A"]) is None
