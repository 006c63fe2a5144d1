from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.options import ValueOptions
from kamengine.locale.number_words import CURRENCIES, SCALES
from tests.intake.taking import refusal, rows_of, take, write_csv
from tests.intake.values.cells import BAD, read_column
from tests.intake.values.judge import judge_number

POINT = ValueOptions(decimals={"": "point"})
COMMA = ValueOptions(decimals={"": "comma"})
D = Decimal

NUMBERS = [
    # cell, number, integer, money, mark of a number
    ("12", 12.0, 12, D("12"), Mark.FINE),
    ("+12", 12.0, 12, D("12"), Mark.FINE),
    ("-12.50", -12.5, BAD, D("-12.5"), Mark.FINE),
    ("12.0", 12.0, 12, D("12"), Mark.FINE),
    ("12.", 12.0, 12, D("12"), Mark.FINE),
    (".5", 0.5, BAD, D("0.5"), Mark.FINE),
    ("007", 7.0, 7, D("7"), Mark.FINE),
    ("1e3", 1000.0, 1000, D("1000"), Mark.FINE),
    ("1.5E-2", 0.015, BAD, D("0.015"), Mark.TIDIED),
    ("  12 ", 12.0, 12, D("12"), Mark.TIDIED),
    ("\u300012\u00a0", 12.0, 12, D("12"), Mark.TIDIED),
    ("\ufeff12\u200b", 12.0, 12, D("12"), Mark.TIDIED),
    ("１２．５", 12.5, BAD, D("12.5"), Mark.TIDIED),
    ("\u22125", -5.0, -5, D("-5"), Mark.TIDIED),
    # digits in groups of three
    ("12,400.00", 12400.0, 12400, D("12400"), Mark.GROUPED),
    ("1,234,567.89", 1234567.89, BAD, D("1234567.89"), Mark.GROUPED),
    ("－１，２００", -1200.0, -1200, D("-1200"), Mark.GROUPED),
    ("1 000", 1000.0, 1000, D("1000"), Mark.GROUPED),
    ("1\u202f234\u00a0567", 1234567.0, 1234567, D("1234567"), Mark.GROUPED),
    ("1'234.5", 1234.5, BAD, D("1234.5"), Mark.GROUPED),
    ("1’234", 1234.0, 1234, D("1234"), Mark.GROUPED),
    # currencies
    ("¥12,400.00", 12400.0, 12400, D("12400"), Mark.CURRENCY),
    ("￥5", 5.0, 5, D("5"), Mark.CURRENCY),
    ("CNY 5", 5.0, 5, D("5"), Mark.CURRENCY),
    ("5 元", 5.0, 5, D("5"), Mark.CURRENCY),
    ("¥5元", 5.0, 5, D("5"), Mark.CURRENCY),
    ("5 RMB", 5.0, 5, D("5"), Mark.CURRENCY),
    ("-¥5", -5.0, -5, D("-5"), Mark.CURRENCY),
    ("¥ -5", -5.0, -5, D("-5"), Mark.CURRENCY),
    ("人民币5.50", 5.5, BAD, D("5.5"), Mark.CURRENCY),
    # words that multiply
    ("1.2万", 12000.0, 12000, D("12000"), Mark.SCALED),
    ("1.2 万元", 12000.0, 12000, D("12000"), Mark.SCALED),
    ("3亿", 3e8, 3 * 10**8, D("300000000"), Mark.SCALED),
    ("2.5百万", 2.5e6, 2500000, D("2500000"), Mark.SCALED),
    ("0.1千", 100.0, 100, D("100"), Mark.SCALED),
    ("1.23456万", 12345.6, BAD, D("12345.6"), Mark.SCALED),
    ("5K", 5000.0, 5000, D("5000"), Mark.SCALED),
    ("1.5 million", 1.5e6, 1500000, D("1500000"), Mark.SCALED),
    # negative, as accountants write it
    ("(1,234)", -1234.0, -1234, D("-1234"), Mark.NEGATIVE),
    ("（1,234.50）", -1234.5, BAD, D("-1234.5"), Mark.NEGATIVE),
    ("(¥5)", -5.0, -5, D("-5"), Mark.NEGATIVE),
    ("¥(5)", -5.0, -5, D("-5"), Mark.NEGATIVE),
    ("1,234-", -1234.0, -1234, D("-1234"), Mark.NEGATIVE),
    ("5 -", -5.0, -5, D("-5"), Mark.NEGATIVE),
    # percent
    ("85%", 0.85, BAD, BAD, Mark.PERCENT),
    ("12.5％", 0.125, BAD, BAD, Mark.PERCENT),
    ("-7 %", -0.07, BAD, BAD, Mark.PERCENT),
    # unknown
    ("", None, None, None, Mark.TIDIED),
    (" \u3000", None, None, None, Mark.TIDIED),
    *((word, None, None, None, Mark.NO_VALUE) for word in ["NULL", "n/a", "N/A", "NA", "#N/A", "-", "--", "—", "——"]),
    *(
        (word, None, None, None, Mark.NO_VALUE)
        for word in ["无", "空", "未知", "暂无", "(blank)", "nil", "None", r"\N"]
    ),
    *((word, None, None, None, Mark.NO_VALUE) for word in ["#DIV/0!", "#REF!", " #VALUE! ", "（空）"]),
    ("nan", None, None, None, Mark.NOT_FINITE),
    ("-Infinity", None, None, None, Mark.NOT_FINITE),
    ("INF", None, None, None, Mark.NOT_FINITE),
    # what could mean several things, or nothing
    *((cell, BAD, BAD, BAD, Mark.WRONG) for cell in ["30m", "1万2千", "▲5", "△5", "5+", "约5", ">5", "12人", "5元/月"]),
    *((cell, BAD, BAD, BAD, Mark.WRONG) for cell in ["1_000", "0x1f", "1,2", "12,34,567", "1234,567", ",123", "0,123"]),
    *((cell, BAD, BAD, BAD, Mark.WRONG) for cell in ["1.234,56", "12a", "--1", "-(1)", "(1", "1)", "+5-", "1e", "e5"]),
    *((cell, BAD, BAD, BAD, Mark.WRONG) for cell in [".", "¥", "万", "true", "1e3万", "1e3%", "½", "٣", "IV"]),
    # too large
    ("1e999", BAD, BAD, BAD, Mark.TOO_LARGE),
    ("99999999999999.9999", 99999999999999.9999, BAD, D("99999999999999.9999"), Mark.FINE),
    ("99999999999999.99995", 1e14, BAD, BAD, Mark.FINE),
    ("100000000000000", 1e14, 10**14, BAD, Mark.FINE),
    ("9999亿亿", BAD, BAD, BAD, Mark.WRONG),
    ("9223372036854775807", 2.0**63, 2**63 - 1, BAD, Mark.NEAREST),
    ("9223372036854775808", 2.0**63, BAD, BAD, Mark.FINE),
    ("12345678901234567", 12345678901234568.0, 12345678901234567, BAD, Mark.NEAREST),
    ("99999999999999999.5", 1e17, BAD, BAD, Mark.NEAREST),
    ("1" + "0" * 40, 1e40, BAD, BAD, Mark.NEAREST),
    ("-9223372036854775808.00", -(2.0**63), -(2**63), BAD, Mark.FINE),
    # money: half away from zero
    ("0.00005", 0.00005, BAD, D("0.0001"), Mark.FINE),
    ("-0.00005", -0.00005, BAD, D("-0.0001"), Mark.FINE),
    ("0.00004999999", 0.00004999999, BAD, D("0"), Mark.FINE),
    ("5e-5", 5e-5, BAD, D("0.0001"), Mark.FINE),
]
CELLS = [case[0] for case in NUMBERS]


@pytest.mark.parametrize(("kind", "column"), [("number", 1), ("integer", 2), ("money", 3)])
def test_cells_become_numbers_or_are_bad(kind, column):
    read = read_column(kind, CELLS, POINT)
    assert dict(zip(CELLS, read.outcomes, strict=True)) == {case[0]: case[column] for case in NUMBERS}


def test_what_was_done_to_a_cell_is_marked():
    assert dict(zip(CELLS, read_column("number", CELLS, POINT).marks, strict=True)) == {
        case[0]: case[4] for case in NUMBERS
    }


def test_a_ratio_is_a_share_without_a_currency():
    assert read_column("ratio", ["85%", "0.85", "¥1", "(5%)", "120 %"]).outcomes == [0.85, 0.85, BAD, -0.05, 1.2]


def test_more_than_four_decimals_of_money_are_rounded_and_marked():
    read = read_column("money", ["¥1.00005", "1.00010", "1.2345678万", "1.000010e0"])
    assert read.values == [D("1.0001"), D("1.0001"), D("12345.678"), D("1.0000")]
    assert read.marks == [Mark.ROUNDED, Mark.FINE, Mark.SCALED, Mark.ROUNDED]


# which sign parts the fraction, decided for the whole column


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.234,56", "1.234"], [1234.56, 1234.0]),
        (["12,5", "1,234"], [12.5, 1.234]),
        (["€ 0,5", "7"], [0.5, 7.0]),
        (["1.234.567", "1,5"], [1234567.0, 1.5]),
        (["1 234,56"], [1234.56]),
        (["1,234", "12"], [1234.0, 12.0]),
        (["1,234.5", "1.234"], [1234.5, 1.234]),
        (["1.234", "0.5"], [1.234, 0.5]),
        (["1.234", "0.123"], [1.234, 0.123]),
        (["1.234", "1234.5"], [1.234, 1234.5]),
        (["1,234,567", "1.234"], [1234567.0, 1.234]),
        (["1.234", "5e3", "1.5e3"], [1.234, 5000.0, 1500.0]),
    ],
)
def test_the_other_cells_of_its_column_say_what_a_point_means(cells, values):
    assert read_column("number", cells).outcomes == values


def test_a_point_that_may_group_digits_is_asked_about():
    assert read_column("number", ["1.234", "12", "25.000", "1.234"]).problem == (
        "a.csv: Header: in 1.234, 25.000 the point may part a fraction or group digits — "
        "say which sign parts the fraction, with --decimal point or --decimal comma"
    )


@pytest.mark.parametrize(
    ("options", "value"),
    [(POINT, 1.234), (COMMA, 1234.0), (ValueOptions(native_numbers=True), 1.234)],
)
def test_the_user_or_a_sheet_says_what_the_point_means(options, value):
    assert read_column("number", ["1.234"], options).values == [value]


def test_points_and_commas_for_fractions_in_one_column_are_refused():
    cells = ["12", "1.5", "1,5"]
    assert read_column("number", cells).problem == (
        "a.csv: Header: '1.5' has a decimal point, '1,5' a decimal comma — "
        "say which sign parts the fraction, with --decimal point or --decimal comma"
    )
    assert read_column("number", cells, POINT).outcomes == [12.0, 1.5, BAD]
    assert read_column("number", cells, COMMA).outcomes == [12.0, BAD, 1.5]


def test_decimal_commas_are_told():
    read = read_column("money", ["1.234,50", "12,5", "1.234", "7"])
    assert read.marks == [Mark.DECIMAL_COMMA, Mark.DECIMAL_COMMA, Mark.GROUPED, Mark.FINE]


# one currency in a column


@pytest.mark.parametrize(
    ("cells", "currency"),
    [(["¥5", "6元", "RMB 7", "8"], "CNY"), (["$5", "USD 6"], "USD"), (["HK$5"], "HKD"), (["1", "2"], None)],
)
def test_the_currency_of_a_column_is_known(cells, currency):
    read = read_column("money", cells)
    assert read.reading is not None and read.reading.decisions.currency == currency


def test_amounts_of_several_currencies_are_refused():
    assert read_column("money", ["¥5", "6", "USD 7"]).problem == (
        "a.csv: Header: '¥5' is in CNY, 'USD 7' in USD: amounts of several currencies cannot be compared — "
        "bring the column to one currency"
    )


# laws

WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
sign = st.sampled_from(["", "", "", "-", "+", "(", "−"])
space = st.sampled_from(["", "", "", " ", "\u3000", "\u200b"])
scale = st.sampled_from(["", "", "", *SCALES])
digits = st.text("0123456789", min_size=1, max_size=9)
thousands = st.lists(st.text("0123456789", min_size=3, max_size=3), max_size=3)
whole = st.builds(
    lambda head, sign, rest: sign.join([head[:3] if rest else head, *rest]),
    digits,
    st.sampled_from([",", ".", " ", "'"]),
    thousands,
)
fraction = st.one_of(st.just(""), st.tuples(st.sampled_from(".,"), digits | st.just("")).map("".join))
exponent = st.one_of(*[st.just("")] * 4, st.integers(-12, 12).map("e{}".format), st.just("E+05"))
tail = st.sampled_from(["", "", "", ")", "-", "%", "％"])
junk = st.text("0123456789,.eE+-_x '()%￥¥万亿k元１．－", max_size=8)


def written(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Cells of a column in one currency, some of them as no person would write."""
    currency = st.sampled_from(["", "", "", *words])
    dirty = st.tuples(
        space, sign, currency, space, sign, whole, fraction, exponent, space, scale, currency, tail, space
    )
    likely = st.tuples(sign, currency, whole, fraction, scale, tail).map("".join)
    return st.one_of(dirty.map("".join), likely, likely.map(lambda text: text.translate(WIDE)), digits)


columns = st.sampled_from([*CURRENCIES.values()]).flatmap(
    lambda words: st.lists(written(words), min_size=1, max_size=40)
)
yuan = st.lists(written(CURRENCIES["CNY"]), min_size=1, max_size=20)


@settings(max_examples=25)
@given(
    cells=columns | st.lists(junk, min_size=1, max_size=40),
    kind=st.sampled_from(["number", "ratio", "integer", "money"]),
    options=st.sampled_from([POINT, COMMA]),
)
def test_numbers_are_read_as_plain_python_reads_them(cells, kind, options):
    read = read_column(kind, cells, options)
    judged = [judge_number(cell, kind, options.decimals[""]) for cell in cells]
    assert list(zip(cells, read.values, read.marks, strict=True)) == [
        (cell, value, mark) for cell, (value, mark) in zip(cells, judged, strict=True)
    ]


@settings(max_examples=10)
@given(cells=yuan)
def test_a_decimal_sign_is_taken_only_when_it_reads_all_that_can_be_read(cells):
    def readable(sign: str) -> set[str]:
        return {cell for cell in cells if not judge_number(cell, "number", sign)[1].bad}

    read = read_column("number", cells)
    if read.problem is None:
        assert read.reading is not None
        assert readable(read.reading.decisions.decimals) == readable("point") | readable("comma")


@settings(max_examples=10)
@given(cells=yuan, kind=st.sampled_from(["number", "integer", "money"]))
def test_a_value_written_plainly_is_read_again_as_it_is(cells, kind):
    first = read_column(kind, cells, POINT)
    plain = [f"{value:f}" if kind == "money" else str(value) for value in first.values if value is not None]
    again = read_column(kind, plain, POINT)
    assert again.values == [value for value in first.values if value is not None]
    assert {mark.told or mark.bad for mark in again.marks} <= {False}


# as problems and notes


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


def test_sums_of_money_are_exact(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [(f"A{n}", "0.10") for n in range(1000)])
    assert sum(value for _, value in rows_of(take(connection, file, Field("x", "money")))) == D("100.0000")
