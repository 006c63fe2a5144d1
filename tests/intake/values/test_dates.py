from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.options import ValueOptions, value_options
from kamengine.problems import KamError
from tests.intake.taking import refusal, write_csv
from tests.intake.values.cells import BAD, ENGLISH, read_column
from tests.intake.values.judge import date_in_order, date_of_serial, possible_orders

DAY = date(2026, 1, 31)
FIRST = date(2026, 1, 1)

DATES = {
    "2026-01-31": (DAY, Mark.FINE),
    " 2026-1-31 ": (DAY, Mark.TIDIED),
    "2026/1/31": (DAY, Mark.FINE),
    "2026/01/31": (DAY, Mark.FINE),
    "2026.1.31": (DAY, Mark.FINE),
    "20260131": (DAY, Mark.FINE),
    "2026年1月31日": (DAY, Mark.FINE),
    "2026年01月31": (DAY, Mark.FINE),
    "2026 年 1 月 31 日": (DAY, Mark.FINE),
    "2026年1月31号": (DAY, Mark.FINE),
    "２０２６－０１－３１": (DAY, Mark.TIDIED),
    "2024-02-29": (date(2024, 2, 29), Mark.FINE),
    # months by name
    "31-Jan-2026": (DAY, Mark.TIDIED),
    "31 jan 2026": (DAY, Mark.FINE),
    "31jan2026": (DAY, Mark.FINE),
    "Jan 31, 2026": (DAY, Mark.TIDIED),
    "January 31st, 2026": (DAY, Mark.TIDIED),
    "31 January 2026 08:05": (DAY, Mark.TIME_DROPPED),
    "1 Sept. 2026": (date(2026, 9, 1), Mark.TIDIED),
    "31-JAN-26": (DAY, Mark.SHORT_YEAR),
    # a time of day is dropped; midnight was none
    "2026-01-31 00:00:00": (DAY, Mark.FINE),
    "2026-01-31T00:00:00Z": (DAY, Mark.TIDIED),
    "2026-01-31T00:00:00+08:00": (DAY, Mark.TIDIED),
    "2026-01-31 08:26:00": (DAY, Mark.TIME_DROPPED),
    "2026-01-31T23:59:59.123456+08:00": (DAY, Mark.TIME_DROPPED),
    "2026/1/31 8:05": (DAY, Mark.TIME_DROPPED),
    "2026/1/31 8:05 PM": (DAY, Mark.TIME_DROPPED),
    "2026/1/31 上午 8:05:00": (DAY, Mark.TIME_DROPPED),
    "2026年1月31日 08:05": (DAY, Mark.TIME_DROPPED),
    "2026年1月31日 8时5分": (DAY, Mark.TIME_DROPPED),
    "20260131T080500": (DAY, Mark.TIME_DROPPED),
    "20260131080500": (DAY, Mark.TIME_DROPPED),
    "20260131 08:05:00": (DAY, Mark.TIME_DROPPED),
    # a month is its first day
    "2026-01": (FIRST, Mark.MONTH),
    "2026/1": (FIRST, Mark.MONTH),
    "202601": (FIRST, Mark.MONTH),
    "2026年1月": (FIRST, Mark.MONTH),
    "Jan 2026": (FIRST, Mark.MONTH),
    "January-2026": (FIRST, Mark.MONTH),
    # unknown
    "": (None, Mark.TIDIED),
    " \u3000": (None, Mark.TIDIED),
    **{word: (None, Mark.NO_VALUE) for word in ["NULL", "N/A", "-", "无", "暂无", "0000-00-00", "0000-00-00 00:00:00"]},
    # read in several ways, or in none
    **{
        cell: (BAD, Mark.WRONG)
        for cell in [
            *("31012026", "260131", "Jan-26", "26-Jan", "Jan 31", "2026", "46053 days", "长期", "soon", "2026Q1"),
            *("2026-02-30", "2023-02-29", "2026-13-01", "202613", "20260230", "2026-1/31", "2026.1", "31-Foo-2026"),
            *("2026-01-31 25:00", "2026-01-31 noon", "2026-01-31x", "0026-01-31", "1706659200"),
        ]
    },
}


def test_cells_become_dates_or_are_bad():
    read = read_column("date", list(DATES))
    assert dict(zip(DATES, zip(read.outcomes, read.marks, strict=True), strict=True)) == DATES


FORMS = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%Y-%m-%d 07:08",
    "%Y-%m-%dT07:08:09.5Z",
    "%d-%b-%Y",
]


@settings(max_examples=3)
@given(days=st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=30))
@pytest.mark.parametrize("form", FORMS)
def test_a_date_is_read_as_it_was_written(days, form):
    assert read_column("date", [day.strftime(form) for day in days]).values == days


# the order of day and month, decided for the whole column


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        (["03/04/2026", "13/04/2026"], [date(2026, 4, 3), date(2026, 4, 13)]),
        (["03/04/2026", "04/13/2026"], [date(2026, 3, 4), date(2026, 4, 13)]),
        (["3-4-2026", "31-12-2026 08:00"], [date(2026, 4, 3), date(2026, 12, 31)]),
        (["03.04.2026", "2026-01-31", "31.01.2026"], [date(2026, 4, 3), DAY, DAY]),
        (["01/01/2026", "5/5/2026"], [FIRST, date(2026, 5, 5)]),
        (["12/1/10 8:26", "12/31/10"], [date(2010, 12, 1), date(2010, 12, 31)]),
        (
            ["26-01-31", "68-12-01", "69-01-31", "99-12-31"],
            [DAY, date(2068, 12, 1), date(1969, 1, 31), date(1999, 12, 31)],
        ),
        (["13/04/2026", "31/02/2026", "x"], [date(2026, 4, 13), BAD, BAD]),
    ],
)
def test_the_other_cells_of_its_column_say_in_which_order_a_date_stands(cells, dates):
    assert read_column("date", cells).outcomes == dates


def test_what_was_decided_is_marked():
    read = read_column("date", ["13/04/2026", "13/04/26", "13/04/2026 08:00", "2026-04-13"])
    assert read.marks == [Mark.DAY_FIRST, Mark.SHORT_YEAR, Mark.DAY_FIRST, Mark.FINE]
    assert read.reading is not None and read.reading.decisions.dates == "dmy"
    assert read_column("date", ["04/13/2026", "12/31/10"]).marks == [Mark.MONTH_FIRST, Mark.SHORT_YEAR]


@pytest.mark.parametrize(
    ("cells", "samples", "orders"),
    [
        (["05/06/2026", "03/04/2026", "2026-01-31"], "03/04/2026, 05/06/2026", "--dates dmy, --dates mdy"),
        (["03/04/26", "05/06/07"], "03/04/26, 05/06/07", "--dates dmy, --dates mdy, --dates ymd"),
        (["26-01-31"], "26-01-31", "--dates dmy, --dates ymd"),
    ],
)
def test_an_order_that_nobody_can_know_is_asked_about(cells, samples, orders):
    assert read_column("date", cells).problem == (
        f"a.csv: Header: in {samples} day and month can be read in several orders — "
        f"say which is right, with one of {orders}"
    )


def test_two_orders_in_one_column_are_refused_unless_one_is_given():
    cells = ["13/04/2026", "04/13/2026", "03/04/2026"]
    assert read_column("date", cells).problem == (
        "a.csv: Header: no order of day and month fits both '13/04/2026' and '04/13/2026' — "
        "say which is right, with one of --dates dmy, --dates mdy; cells that do not fit it are bad values then"
    )
    by_order = {
        order: read_column("date", cells, value_options(dates=[order])).outcomes for order in ("dmy", "mdy", "ymd")
    }
    assert by_order == {
        "dmy": [date(2026, 4, 13), BAD, date(2026, 4, 3)],
        "mdy": [BAD, date(2026, 4, 13), date(2026, 3, 4)],
        "ymd": [BAD, BAD, BAD],
    }


def test_the_order_may_be_given_for_a_column():
    options = value_options(dates=["mdy", "HEADER=dmy"])
    assert read_column("date", ["03/04/2026"], options).values == [date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (dict(dates=["dym"]), "--dates dym: dym is none of dmy, mdy, ymd — did you mean ymd?"),
        (dict(decimals=["a=b=coma"]), "--decimal a=b=coma: coma is none of point, comma — did you mean comma?"),
        (dict(decimals=[""]), "--decimal :  is none of point, comma"),
    ],
)
def test_options_that_say_nothing_are_refused(given, problem):
    with pytest.raises(KamError) as error:
        value_options(**given)
    assert [one.text(ENGLISH) for one in error.value.problems] == [problem]


# the days of a spreadsheet


def test_day_numbers_are_dates_where_all_numbers_of_the_column_may_be():
    read = read_column("date", ["46053", "46053.75", "2026-01-31", "18264"])
    assert read.values == [DAY, DAY, DAY, date(1950, 1, 1)]
    assert read.marks == [Mark.SERIAL, Mark.SERIAL, Mark.FINE, Mark.SERIAL]


@pytest.mark.parametrize("other", ["123", "2026", "99999", "18263"])
def test_numbers_that_are_no_days_make_all_numbers_of_the_column_bad(other):
    assert read_column("date", ["46053", other, "2026-01-31"]).outcomes == [BAD, BAD, DAY]


def test_day_numbers_may_be_numbers():
    assert read_column("date", [46053.0, 46053.75], sql_type="DOUBLE").values == [DAY, DAY]
    assert read_column("date", [46053, 20260131, 202601], sql_type="BIGINT").values == [DAY, DAY, FIRST]


@given(days=st.lists(st.floats(18264, 73415.9), min_size=1, max_size=20))
@settings(max_examples=10)
def test_days_are_counted_as_spreadsheets_count_them(days):
    assert read_column("date", [f"{day:.6f}" for day in days]).values == [
        date_of_serial(float(f"{day:.6f}")) for day in days
    ]


# laws

numbers = st.integers(1, 31).map(str) | st.integers(1, 12).map("{:02}".format)
years = st.integers(1950, 2030).map(str) | st.integers(0, 99).map("{:02}".format)
separated = st.builds(lambda sign, parts: sign.join(parts), st.sampled_from("/-."), st.tuples(numbers, numbers, years))


@settings(max_examples=20)
@given(cells=st.lists(separated, min_size=1, max_size=8))
def test_an_order_is_taken_only_when_it_is_the_only_one_possible(cells):
    read, orders = read_column("date", cells), possible_orders(cells)
    readable = any(date_in_order(cell, order) for cell in cells for order in ("dmy", "mdy", "ymd"))
    if readable and len(orders) != 1:
        assert read.problem is not None
    else:
        assert read.values == [date_in_order(cell, orders[0]) for cell in cells]


@settings(max_examples=10)
@given(cells=st.lists(separated, min_size=1, max_size=20), order=st.sampled_from(["dmy", "mdy", "ymd"]))
def test_in_a_given_order_dates_are_read_as_plain_python_reads_them(cells, order):
    read = read_column("date", cells, ValueOptions(dates={"": order}))
    assert read.values == [date_in_order(cell, order) for cell in cells]


@pytest.mark.parametrize("cell", ["2026-02-30", "soon"])
def test_a_bad_date_is_named(connection, tmp_path, cell):
    file = write_csv(tmp_path / "a.csv", ["id", "签约日期"], [("A", "2026-01-31"), ("B", cell)])
    assert refusal(connection, file, Field("signed", "date", aliases=("签约日期",))) == [
        f"a.csv:3: 签约日期: '{cell}' in data row 2 is not a date of the calendar that can be read — "
        "correct it, or leave such rows out with --on-error quarantine"
    ]
