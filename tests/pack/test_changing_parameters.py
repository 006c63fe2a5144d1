"""A new value is written where its neighbours stand and as they are written; every other byte of the file stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import unified_diff
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kamengine.pack.editing.parameters import ParameterChange, change_parameters
from kamengine.pack.model import DatedValue, Pack
from kamengine.pack.read import read_pack
from tests.engine.packs import PackMaker
from tests.examples import holds_for
from tests.pack.layouts import ODD_LAYOUT

NEXT_YEAR = DatedValue(Decimal(12), date(2027, 1, 1), "us")


def diff(param: str, new: DatedValue = NEXT_YEAR, index: int | None = None, text: str = ODD_LAYOUT) -> list[str]:
    """The lines that go and come when a parameter of the pack changes."""
    after = change_parameters(text.encode(), [ParameterChange(param, index, new)]).decode()
    lines = unified_diff(text.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_one_value_becomes_two_and_comments_go_along():
    assert diff("line") == [
        "-\tvalue   = 10_000   # agreed in March",
        "+\tvalues   = [",
        "+\t  { value = 10_000, source = 'the board' }, # agreed in March # minutes of 3 March",
        '+\t  { value = 12, from = 2027-01-01, source = "us" },',
        "+\t]",
        "-\tsource  = 'the board'  # minutes of 3 March",
    ]


def test_in_braces():
    assert diff("in_braces") == [
        '-in_braces = { value = 1, source = "a", label = { en = "In braces" } }',
        '+in_braces = { values = [ { value = 1, source = "a" }, { value = 12, from = 2027-01-01, source = "us" } ], '
        'label = { en = "In braces" } }',
    ]


def test_with_dots():
    assert diff("dotted") == [
        "-dotted.value = 2.50",
        '-dotted.source = "b"',
        "+dotted.values = [",
        '+  { value = 2.50, source = "b" },',
        '+  { value = 12, from = 2027-01-01, source = "us" },',
        "+]",
    ]


def test_a_row_at_the_end_of_a_list_keeps_that_it_had_no_comma():
    assert diff("listed") == [
        '-  { source = "third", value = 7, from = 2026-01-01 } # no comma here',
        '+  { source = "third", value = 7, from = 2026-01-01 }, # no comma here',
        '+  { source = "us", value = 12, from = 2027-01-01 }',
    ]


def test_a_row_in_the_middle_is_spaced_like_the_one_before_it():
    assert diff("listed", DatedValue(Decimal(12), date(2025, 1, 1), "us")) == [
        '+  {value=12,from=2025-01-01,source="us"},'
    ]


def test_a_list_with_the_newest_first_stays_one():
    assert diff("newest_first") == ['+  { value = 12, from = 2027-01-01, source = "us" },']
    before = DatedValue(Decimal(12), date(2024, 1, 1), "us")
    lines = (
        change_parameters(ODD_LAYOUT.encode(), [ParameterChange("newest_first", None, before)]).decode().splitlines()
    )
    assert lines[lines.index('  { value = 1, from = 2025-01-01, source = "a" },') + 1].startswith("  { value = 12")


def test_a_list_on_one_line():
    assert diff("on_a_line") == [
        '-values = [ { value = 1, source = "a" }, { value = 2, from = 2025-01-01, source = "b" } ]',
        '+values = [ { value = 1, source = "a" }, { value = 2, from = 2025-01-01, source = "b" }, '
        '{ value = 12, from = 2027-01-01, source = "us" } ]',
    ]


def test_a_list_of_tables():
    assert diff("tables") == [
        "+[[params.tables.values]]",
        '+  source = "us"',
        "+  value = 12",
        "+  from = 2027-01-01",
        "+",
    ]
    assert diff("tables", DatedValue(Decimal(12), date(2024, 1, 1), "us"))[:4] == [
        "+[[params.tables.values]]",
        '+  source = "us"',
        "+  value = 12",
        "+  from = 2024-01-01",
    ]


def test_texts_and_dates():
    assert '+  { value = "the \\"west\\"", from = 2027-01-01, source = "us" },' in diff(
        "home", DatedValue('the "west"', date(2027, 1, 1), "us")
    )
    assert '+  { value = 2020-02-29, from = 2019-01-01, source = "us" },' in diff(
        "opened", DatedValue(date(2021, 1, 1), date(2027, 1, 1), "us")
    )


@pytest.mark.parametrize(
    ("param", "index", "lines"),
    [
        ("line", 0, ["-\tvalue   = 10_000   # agreed in March", "+\tvalue   = 9   # agreed in March"]),
        ("listed", 1, ['-  {value=6,from=2024-01-01, source="second"}, # close',
                       '+  {value=9,from=2024-01-01, source="second"}, # close']),
        ("tables", 1, ["-  value = 2", "+  value = 9"]),
        ("dotted", 0, ["-dotted.value = 2.50", "+dotted.value = 9"]),
    ],
)  # fmt: skip
def test_a_value_is_corrected_where_it_stands(param, index, lines):
    old = pack(ODD_LAYOUT.encode()).params[param].values[index]
    assert diff(param, DatedValue(Decimal(9), old.start, old.source), index) == lines


def test_what_says_the_same_already_keeps_its_spelling():
    same = DatedValue(Decimal(10000), None, "the board")
    assert diff("line", same, 0) == []


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

PARAMS = ("line", "in_braces", "dotted", "listed", "newest_first", "on_a_line", "tables", "opened")
FORMS = {
    "as it is": lambda text: text.encode(),
    "with CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "with a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "with blank lines": lambda text: text.replace("\n\n", "\n\n\n").encode() + b"\n\n",
    "with Chinese names": lambda text: text.replace("params.listed", 'params."门槛"').encode(),
}
values = st.decimals(-(10**15) + 1, 10**15 - 1, places=10, allow_nan=False).map(lambda number: number.normalize())
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
sources = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def pack(content: bytes) -> Pack:
    found, problems = read_pack("odd.toml", content)
    assert found is not None and not problems, problems
    return found


@st.composite
def changes(draw: st.DrawFn) -> Sequence[ParameterChange]:
    """A few changes to different parameters, most of them one more value."""
    found = []
    for name in draw(st.lists(st.sampled_from(PARAMS), min_size=1, max_size=3, unique=True)):
        known = pack(ODD_LAYOUT.encode()).params[name].values
        value: Any = draw(days if name == "opened" else values)
        taken = {one.start for one in known}
        if draw(st.integers(0, 2)):
            start = draw(days)
            assume(start not in taken)
            found.append(ParameterChange(name, None, DatedValue(value, start, draw(sources))))
        else:
            index = draw(st.integers(0, len(known) - 1))
            found.append(ParameterChange(name, index, DatedValue(value, known[index].start, draw(sources))))
    return found


def test_a_value_may_be_asked_for_with_an_exponent():
    lines = diff("line", DatedValue(Decimal("1.25E+4"), date(2027, 1, 1), "us"))
    assert '+\t  { value = 12500, from = 2027-01-01, source = "us" },' in lines


@holds_for(changes(), st.sampled_from(list(FORMS)), few=12, many=100)
def test_the_pack_differs_in_these_values_only_and_every_other_line_is_there(wanted, form):
    content = FORMS[form](ODD_LAYOUT)
    wanted = [
        ParameterChange("门槛" if "Chinese" in form and one.param == "listed" else one.param, one.index, one.new)
        for one in wanted
    ]

    after = change_parameters(content, wanted)

    old, new = pack(content), pack(after)
    for change in wanted:
        kept = [value for index, value in enumerate(old.params[change.param].values) if index != change.index]
        assert Counter(new.params[change.param].values) == Counter([*kept, change.new])
    untouched = set(old.params) - {change.param for change in wanted}
    assert {name: new.params[name] for name in untouched} == {name: old.params[name] for name in untouched}
    assert (new.tiers, new.criteria, new.fields, new.score) == (old.tiers, old.criteria, old.fields, old.score)
    assert sorted(comments(after)) == sorted(comments(content))
    assert is_part(untouched_lines(content), after.decode().splitlines())
    assert after.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in after.replace(b"\r\n", b"") or "CRLF" not in form


@settings(max_examples=5)
@given(st.integers(0, 10**9), values, days.filter(lambda day: day.year > 2024))
def test_random_packs_get_a_value_and_lose_two_lines_at_most(seed, value, day):
    text = PackMaker(Random(seed)).pack()
    new = DatedValue(value, day, "us")

    assert [line for line in diff("line", new, text=text) if line[0] == "-"][1:] == ['-source = "assumption"']
    assert len(diff("line", new, text=text)) == 6
    assert [line[0] for line in diff("factor", new, text=text)] == ["+"]


def comments(content: bytes) -> list[str]:
    """The comments of the pack that are in a text, however they are joined."""
    text = content.decode()
    written = [line.split("#", 1)[1] for line in ODD_LAYOUT.splitlines() if "#" in line]
    return [comment for comment in written if comment in text]


def untouched_lines(content: bytes) -> list[str]:
    """The lines on which no value of a parameter stands."""
    touched = ("value", "source", "from")
    return [line for line in content.decode().splitlines() if not any(word in line for word in touched)]


def is_part(lines: list[str], text: list[str]) -> bool:
    """Whether all the lines stand in a text, in this order."""
    rest = iter(text)
    return all(line in rest for line in lines)
