"""Headers that come again below, as at the top of each printed page, are no rows of data."""

from __future__ import annotations

import pytest

from tests.spreadsheets.writing import write_xlsx

UPPER = ["客户编号", "客户名称", "联系人", "", "合同", ""]
LOWER = ["", "", "姓名", "电话", "签约类型", "状态"]
TOP, ROWS = [UPPER, LOWER], [["A1", "甲", "张", "1", "续", "好"], ["A2", "乙", "李", "2", "新", "好"]]
PAGES = [*TOP, *ROWS, *TOP, ["A3", "丙", "王", "3", "新", "好"], *TOP]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_two_rows_of_headers_that_come_again_are_skipped(desk, suffix):
    if suffix == "csv":
        desk.write("pages.csv", "".join(",".join(row) + "\n" for row in PAGES))
    else:
        write_xlsx(desk.folder / "pages.xlsx", PAGES, ["C1:D1", "E1:F1"])
    result = desk.take(f"pages.{suffix}")
    skipped = result["skipped_by"]["repeated-header"]
    assert (result["read"], result["taken"], result["quarantined"], skipped["count"]) == (7, 3, 0, 4)
    assert [row["line"] for row in skipped["rows"]] == [5, 6, 8, 9]
    assert [id for (id,) in desk.rows(result, "account_id")] == ["A1", "A2", "A3"]


def test_rows_that_only_look_like_a_part_of_the_headers_stay(desk):
    odd = [["合", "乙", "", "", "", ""], ["A4", "客户名称", "姓名", "", "", "状态"]]
    desk.write("pages.csv", "".join(",".join(row) + "\n" for row in [*TOP, *ROWS, UPPER, *odd]))
    result = desk.take("pages.csv")
    assert (result["taken"], result["skipped_by"]) == (5, {})
