"""Lookup tables: exact keys, ranges of numbers and dates, and which row counts on which day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.language.tables import Range, lookup
from kamengine.pack.bind import bind
from tests.pack.made import SOUND, changed, checked, messages

TABLES = """
[tables.discount]
keys = ["size", "since"]
rows = [
  { key = [ { to = 100 }, { from = 2020-01-01 } ], value = 1, source = "s" },
  { key = [ { from = 100, to = 500 }, { from = 2020-01-01 } ], value = 2, source = "s" },
  { key = [ { from = 500 }, { from = 2020-01-01, to = 2025-01-01 } ], value = 3, source = "s" },
  { key = [ { from = 500 }, 2025-01-01 ], value = 4, source = "s" },
]
[tables.cut_anew]
keys = ["size"]
rows = [
  { key = { from = 0, to = 100 }, value = 1, source = "s" },
  { key = { from = 100 }, value = 2, source = "s" },
  { key = { from = 50, to = 150 }, value = 3, from = 2025-01-01, source = "s" },
  { key = 60, value = 4, from = 2026-01-01, source = "s" },
]
"""
PACK = checked(SOUND + TABLES)


def value(table: str, *keys: object, as_of: str = "2026-06-30") -> object:
    return lookup(bind(PACK, date.fromisoformat(as_of)).tables[table], *keys)


@pytest.mark.parametrize(
    ("size", "since", "expected"),
    [
        ("99.99", "2020-01-01", 1),
        ("-5", "2030-01-01", 1),
        ("100", "2020-01-01", 2),  # from is in the range
        ("499.99", "2020-01-01", 2),
        ("500", "2020-01-01", 3),  # to is not
        ("500", "2024-12-31", 3),
        ("500", "2025-01-01", 4),
        ("500", "2025-01-02", None),
        ("5", "2019-12-31", None),
    ],
)
def test_a_range_holds_its_from_and_not_its_to(size, since, expected):
    assert value("discount", Decimal(size), date.fromisoformat(since)) == expected


def test_an_unknown_key_is_in_no_row():
    assert value("discount", None, date(2024, 1, 1)) is None
    assert value("discount", Decimal(1), None) is None


@pytest.mark.parametrize(
    ("as_of", "size", "expected"),
    [
        ("2024-12-31", 60, 1),
        ("2025-01-01", 60, 3),
        ("2025-01-01", 49, 1),
        ("2025-01-01", 120, 3),
        ("2025-01-01", 150, 2),
        ("2026-01-01", 60, 4),
        ("2026-01-01", 61, 3),
    ],
)
def test_of_the_rows_that_hold_a_key_the_newest_counts(as_of, size, expected):
    assert value("cut_anew", Decimal(size), as_of=as_of) == expected


@pytest.mark.parametrize(
    ("keys", "rows", "message"),
    [
        (
            "['size']",
            "{ key = { from = 0, to = 10 }, value = 1, source = 's' }, { key = { from = 9 }, value = 2, source = 's' }",
            "tables.t.rows: the keys (≥ 0, < 10) and (≥ 9) overlap, and both rows start on the same day"
            " — end one range where the next begins: from is in it, to is not",
        ),
        (
            "['size']",
            "{ key = { to = 10 }, value = 1, source = 's' }, { key = 5, value = 2, source = 's' }",
            "tables.t.rows: the keys (< 10) and (5) overlap",
        ),
        (
            "['day', 'city']",
            "{ key = [{ from = 2024-01-01 }, 'a'], value = 1, source = 's', from = 2025-01-01 },"
            " { key = [{ to = 2024-01-02 }, 'a'], value = 2, source = 's', from = 2025-01-01 }",
            "tables.t.rows: the keys (< 2024-01-02, a) and (≥ 2024-01-01, a) overlap",
        ),
        ("['size']", "{ key = {}, value = 1, source = 's' }", "tables.t.rows[1].key: a range has from, to or both"),
        (
            "['size']",
            "{ key = { from = 5, to = 5 }, value = 1, source = 's' }",
            "tables.t.rows[1].key: the range holds nothing — its from is below its to, which is not in it",
        ),
        (
            "['size']",
            "{ key = { from = 5, to = 2024-01-01 }, value = 1, source = 's' }",
            "tables.t.rows[1].key: from and to are of different kinds",
        ),
        (
            "['size']",
            "{ key = { from = 'a' }, value = 1, source = 's' }",
            "tables.t.rows[1].key.from: must be a number or a date, not a text",
        ),
        (
            "['size']",
            "{ key = { form = 5, to = 6 }, value = 1, source = 's' }",
            "tables.t.rows[1].key.form: unknown key — did you mean from?",
        ),
        (
            "['size', 'city']",
            "{ key = [{ from = 5 }, { from = true }], value = 1, source = 's' }",
            "tables.t.rows[1].key[2].from: must be a number or a date, not true or false",
        ),
        (
            "['size']",
            "{ key = { from = 5 }, value = 1, source = 's' }, { key = 'a', value = 2, source = 's' }",
            "tables.t.rows: the rows are of different kinds",
        ),
        (
            "['size']",
            "{ key = { from = 5 }, value = 1, source = 's' }, { key = { to = 2024-01-01 }, value = 2, source = 's' }",
            "tables.t.rows: the rows are of different kinds",
        ),
    ],
)
def test_mistakes(keys, rows, message):
    text = f'[tables.t]\nkeys = {keys}\nrows = [ {rows} ]\n\n[[tiers]]\nid = "key"'
    found = messages(changed('[[tiers]]\nid = "key"', text))

    assert any(message in problem for problem in found), found


def test_ranges_of_other_rows_may_overlap():
    rows = """
  { key = [ { to = 10 }, "a" ], value = 1, source = "s" },
  { key = [ { from = 5 }, "b" ], value = 2, source = "s" },
  { key = [ { from = 10 }, "a" ], value = 3, source = "s" },
  { key = [ { from = 5 }, "a" ], value = 4, from = 2025-01-01, source = "s" },
"""
    text = f'[tables.t]\nkeys = ["size", "city"]\nrows = [ {rows} ]\n\n[[tiers]]\nid = "key"'

    assert messages(changed('[[tiers]]\nid = "key"', text)) == []


bounds = st.none() | st.integers(-3, 3).map(Decimal)


def is_range(range: Range) -> bool:
    """Whether a pack may have it."""
    ends = [end for end in (range.start, range.end) if end is not None]
    return bool(ends) and (len(ends) == 1 or ends[0] < ends[1])  # type: ignore[operator]  # of one kind


ranges = st.builds(Range, bounds, bounds).filter(is_range)


@given(ranges, ranges)
def test_ranges_meet_exactly_when_some_number_is_in_both(one, other):
    halves = [Decimal(n) / 2 for n in range(-9, 10)]

    assert one.meets(other) == other.meets(one) == any(one.holds(n) and other.holds(n) for n in halves)


@given(ranges, st.integers(-6, 6))
def test_a_double_is_in_a_range_as_the_same_decimal_is(one, halves):
    assert one.holds(Decimal(halves) / 2) == one.holds(halves / 2)
