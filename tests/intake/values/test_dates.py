from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from tests.intake.taking import read_cells, refusal, write_csv

DAY = date(2026, 1, 31)
FIRST = date(2026, 1, 1)
BAD = "bad"

DATES = {
    "2026-01-31": DAY,
    " 2026-1-31 ": DAY,
    "2026/1/31": DAY,
    "2026/01/31": DAY,
    "2026.1.31": DAY,
    "20260131": DAY,
    "2026年1月31日": DAY,
    "2026年01月31": DAY,
    "２０２６－０１－３１": DAY,
    "2024-02-29": date(2024, 2, 29),
    # a time of day is dropped
    "2026-01-31 08:26:00": DAY,
    "2026-01-31T23:59:59.123456+08:00": DAY,
    "2026-01-31T00:00:00Z": DAY,
    "2026/1/31 8:05": DAY,
    "2026年1月31日 08:05": DAY,
    "20260131T080500": DAY,
    "20260131080500": DAY,
    "20260131 08:05:00": DAY,
    # a month is its first day
    "2026-01": FIRST,
    "2026/1": FIRST,
    "202601": FIRST,
    "2026年1月": FIRST,
    # unknown
    "": None,
    " \u3000": None,
    # one reader's March is the other's April
    "03/04/2026": BAD,
    "3-4-2026": BAD,
    "31.01.2026": BAD,
    "31012026": BAD,
    "260131": BAD,
    "26-01-31": BAD,
    "Jan 31, 2026": BAD,
    # no dates at all
    "2026-02-30": BAD,
    "2023-02-29": BAD,
    "2026-13-01": BAD,
    "202613": BAD,
    "20260230": BAD,
    "0000-00-00": BAD,
    "2026-1/31": BAD,
    "2026.1": BAD,
    "2026": BAD,
    "46053": BAD,
    "2026-01-31 25:00": BAD,
    "2026-01-31 noon": BAD,
    "2026-01-31x": BAD,
    "soon": BAD,
}


def test_cells_become_dates_or_are_bad(tmp_path):
    read = read_cells(tmp_path / "a.csv", Field("x", "date"), list(DATES))
    assert dict(zip(DATES, read, strict=True)) == DATES


FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d 07:08", "%Y-%m-%dT07:08:09.5Z"]


@settings(max_examples=30)
@given(
    days=st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=30), form=st.sampled_from(FORMS)
)
def test_a_date_is_read_as_it_was_written(tmp_path_factory, days, form):
    cells = [day.strftime(form) for day in days]
    assert read_cells(tmp_path_factory.mktemp("dates") / "a.csv", Field("x", "date"), cells) == days


@pytest.mark.parametrize("cell", ["03/04/2026", "2026-02-30"])
def test_a_bad_date_is_named(connection, tmp_path, cell):
    file = write_csv(tmp_path / "a.csv", ["id", "签约日期"], [("A", "2026-01-31"), ("B", cell)])
    assert refusal(connection, file, Field("signed", "date", aliases=("签约日期",))) == [
        f"a.csv:3: 签约日期: '{cell}' in data row 2 is not a date that can be read in one way only — "
        "correct it, or leave such rows out with --on-error quarantine"
    ]
