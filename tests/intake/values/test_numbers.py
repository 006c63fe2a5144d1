from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake import IntakeOptions, take_in
from tests.intake.taking import notes_of, read_cells, refusal, rows_of, take, wanted, write_csv

BAD = "bad"

NUMBERS = [
    # cell, number, integer, money
    ("12", 12.0, 12, Decimal("12")),
    ("+12", 12.0, 12, Decimal("12")),
    ("-12.50", -12.5, BAD, Decimal("-12.5")),
    ("12.0", 12.0, 12, Decimal("12")),
    ("12.", 12.0, 12, Decimal("12")),
    ("12.7", 12.7, BAD, Decimal("12.7")),
    (".5", 0.5, BAD, Decimal("0.5")),
    ("007", 7.0, 7, Decimal("7")),
    ("1e3", 1000.0, 1000, Decimal("1000")),
    ("1.5E-2", 0.015, BAD, Decimal("0.015")),
    ("12,400.00", 12400.0, 12400, Decimal("12400")),
    ("1,234,567.89", 1234567.89, BAD, Decimal("1234567.89")),
    ("  12 ", 12.0, 12, Decimal("12")),
    ("\u300012\u00a0", 12.0, 12, Decimal("12")),
    ("１２．５", 12.5, BAD, Decimal("12.5")),
    ("－１，２００", -1200.0, -1200, Decimal("-1200")),
    ("\u22125", -5.0, -5, Decimal("-5")),
    # blank is unknown
    ("", None, None, None),
    (" ", None, None, None),
    ("\u3000", None, None, None),
    ("nan", None, None, None),
    ("-Infinity", None, None, None),
    ("INF", None, None, None),
    # what DuckDB would take, and we do not
    ("1_000", BAD, BAD, BAD),
    ("0x1f", BAD, BAD, BAD),
    ("1 000", BAD, BAD, BAD),
    ("1,2", BAD, BAD, BAD),
    ("12,34,567", BAD, BAD, BAD),
    ("1234,567", BAD, BAD, BAD),
    (",123", BAD, BAD, BAD),
    ("1.234,56", BAD, BAD, BAD),
    ("12a", BAD, BAD, BAD),
    ("--1", BAD, BAD, BAD),
    ("1e", BAD, BAD, BAD),
    ("e5", BAD, BAD, BAD),
    (".", BAD, BAD, BAD),
    ("-", BAD, BAD, BAD),
    ("true", BAD, BAD, BAD),
    ("¥12", BAD, BAD, BAD),
    ("85%", BAD, BAD, BAD),
    ("1万", BAD, BAD, BAD),
    # too large
    ("1e999", BAD, BAD, BAD),
    ("99999999999999.9999", 99999999999999.9999, BAD, Decimal("99999999999999.9999")),
    ("99999999999999.99995", 1e14, BAD, BAD),
    ("100000000000000", 1e14, 10**14, BAD),
    ("9223372036854775807", 2.0**63, 2**63 - 1, BAD),
    ("9223372036854775808", 2.0**63, BAD, BAD),
    ("-9223372036854775808.00", -(2.0**63), -(2**63), BAD),
    # money: half away from zero
    ("0.00005", 0.00005, BAD, Decimal("0.0001")),
    ("-0.00005", -0.00005, BAD, Decimal("-0.0001")),
    ("0.00004999999", 0.00004999999, BAD, Decimal("0")),
    ("1.00005", 1.00005, BAD, Decimal("1.0001")),
    ("5e-5", 5e-5, BAD, Decimal("0.0001")),
]


@pytest.mark.parametrize(("kind", "column"), [("number", 1), ("ratio", 1), ("integer", 2), ("money", 3)])
def test_cells_become_numbers_or_are_bad(tmp_path, kind, column):
    cells = [case[0] for case in NUMBERS]
    read = read_cells(tmp_path / "a.csv", Field("x", kind), cells)
    assert dict(zip(cells, read, strict=True)) == {case[0]: case[column] for case in NUMBERS}


PLAIN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+(\.\d*)?|\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?")
LARGEST_MONEY = Decimal("99999999999999.9999")


def reference(cell: str, kind: str):
    """What a cell means, in plain Python."""
    text = cell.strip()
    if not text:
        return None
    if not PLAIN.fullmatch(text):
        return BAD
    exact = Decimal(text.replace(",", ""))
    if kind == "integer":
        return int(exact) if exact == exact.to_integral_value() and -(2**63) <= exact < 2**63 else BAD
    if kind == "money":
        fits = abs(exact) < LARGEST_MONEY + Decimal("0.00005")
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP) if fits else BAD
    return float(exact) if math.isfinite(float(exact)) else BAD


digits = st.text("0123456789", min_size=1, max_size=9)
groups = st.lists(st.text("0123456789", min_size=3, max_size=3), max_size=3)
numbers = st.builds(
    lambda sign, head, tail, point, exponent, blank: (
        f"{blank}{sign}{','.join([head[:3], *tail])}{point}{exponent}{blank}"
    ),
    st.sampled_from(["", "", "+", "-"]),
    digits,
    groups,
    st.one_of(st.just(""), st.just("."), digits.map(lambda text: f".{text}")),
    st.one_of(st.just(""), st.integers(-12, 6).map(lambda power: f"e{power}")),
    st.sampled_from(["", "", " "]),
)
mistakes = st.text("0123456789,.eE+-_x ", max_size=8)


@given(
    cells=st.lists(numbers | digits | mistakes, min_size=1, max_size=40),
    kind=st.sampled_from(["number", "integer", "money"]),
)
def test_numbers_are_read_as_plain_python_reads_them(tmp_path_factory, cells, kind):
    read = read_cells(tmp_path_factory.mktemp("numbers") / "a.csv", Field("x", kind), cells)
    assert dict(zip(cells, read, strict=True)) == {cell: reference(cell, kind) for cell in cells}


def test_a_bad_number_is_named_with_its_row_and_value(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "Spend"], [("A", "1"), ("B", "ten"), ("C", "1e999"), ("D", " 12.7 ")])
    assert refusal(connection, file, Field("spend", "integer")) == [
        f"a.csv:{line}: Spend: '{value}' in data row {line - 1} is {reason} — "
        "correct it, or leave such rows out with --on-error quarantine"
        for line, value, reason in [
            (3, "ten", "not a number"),
            (4, "1e999", "too large"),
            (5, "12.7", "not a whole number"),
        ]
    ]


def test_five_bad_values_of_a_column_are_named_and_the_others_counted(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x", "y"], [(f"A{n}", f"bad {n}", "1" if n else "?") for n in range(8)])
    problems = refusal(connection, file, Field("x", "number"), Field("y", "money"))
    assert [problem.split(" — ")[0] for problem in problems] == [
        *(f"a.csv:{n + 2}: x: 'bad {n}' in data row {n + 1} is not a number" for n in range(5)),
        "a.csv: x: 3 more values in this column are bad",
        "a.csv:2: y: '?' in data row 1 is not a number",
    ]


def test_a_long_or_hostile_value_is_shown_short_and_harmless(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [("A", "\x1b[31m[/]" + "x" * 10_000)])
    (problem,) = refusal(connection, file, Field("x", "number"))
    assert problem.startswith(f"a.csv:2: x: '␛[31m[/]{'x' * 31}…' in data row 1 is not a number")


def test_what_was_rounded_or_not_finite_is_noted(connection, tmp_path):
    cells = ["1.00001", "1.00010", "nan", "1.000010e0", "5"]
    file = write_csv(tmp_path / "a.csv", ["id", "Fee"], [(f"A{n}", cell) for n, cell in enumerate(cells)])
    assert notes_of(take(connection, file, Field("fee", "money")), tmp_path) == [
        "a.csv: Fee: nan or infinity, taken as unknown: 1",
        "a.csv: Fee: amounts rounded to 4 decimals: 2",
    ]


def test_sums_of_money_are_exact(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [(f"A{n}", "0.10") for n in range(1000)])
    intake = take(connection, file, Field("x", "money"), options=IntakeOptions())
    assert sum(value for _, value in rows_of(intake)) == Decimal("100.0000")


def test_a_number_that_is_too_large_is_unknown_where_its_row_stays(connection, tmp_path):
    accounts = write_csv(tmp_path / "a.csv", ["id"], [("A",)])
    bills = write_csv(tmp_path / "b.csv", ["id", "x"], [("A", "1"), ("A", "1e999")])
    options = IntakeOptions(on_error="quarantine", quarantine=tmp_path / "q.csv")
    tables = {"bills": wanted(Field("x", "number"))}
    intake = take_in(connection, accounts, {"bills": bills}, wanted(), tables, options)
    assert rows_of(intake, "bills") == [("A", 1.0), ("A", None)]
