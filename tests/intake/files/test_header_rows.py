from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.files.header_rows import HeaderRows, Merge, find_header


def table(text):
    """Rows written as they look: cells apart by ``|``."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def found(text, **options):
    header = find_header(table(text), **options)
    assert header is not None
    return header.first, header.last, list(header.names)


ONE_ROW = {
    "headers first": ("id|name|spend\nA1|Acme|12", 0),
    "a column without a header": ("id||spend\nA1|Acme|12", 0),
    "headers that are years": ("客户|2022|2023\nC1|1|2\nC2|3|4", 0),
    "headers that are months": ("客户|2024-01|2024-02\nC1|1|2\nC2|3|4", 0),
    "a single column": ("id\nA1\nA2", 0),
    "blank rows first": ("||\n||\nid|name|spend\nA1|Acme|12", 2),
    "a title": ("客户清单||\nid|name|spend\nA1|Acme|12", 1),
    "a title of one cell in a text file": ("客户清单\nid|name|spend\nA1|Acme|12", 1),
    "a title above two columns": ("Report|\naccount|spend\nA1|12\nA2|13", 1),
    "a title line above two columns of text": ("Report\naccount|city\nA1|Wuhan", 1),
    "many title lines and little data": ("\n".join(["银行对账单||||"] * 9) + "\nid|a|b|c|d\nA1|1|2|3|4\nA2|1|2|3|4", 9),
    "title lines with words and dates": (
        "导出人|张三||||\n日期|2024-03-01||||\n|||||\n编号|名称|城市|等级|月租|欠费\nC1|a|b|c|1|2",
        3,
    ),
    "headers below a title are dates": ("Usage|||\nid|2024-01-31|2024-02-29|2024-03-31\nC1|1|2|3\nC2|1|2|3", 1),
    "sparse data": ("a|b|c|d|e|f\n1|||||\n|x||||\n2||y|||", 0),
    "one row with too many cells": ("id|address\nA1|Main St| 5| Springfield| IL", 0),
    "names and numbers of an account above a statement": (
        "户名|某某公司|账号|6222|||\n时间|收入|支出|余额|对方|摘要|备注\n2024-01-02|1|2|3|a|b|\n2024-01-03|1|2|3|a|b|",
        1,
    ),
    "a title line of names with values": (
        "单位：武汉公司||期间：2024-01|\n客户编码|客户名称|借方|贷方\nC001|甲|1|2\nC002|乙|3|4",
        1,
    ),
    "a title line of two cells side by side": (
        "查询日期|一月至三月|||\n时间|收入|支出|余额|备注\n2024-01-02|1|2|3|a\n2024-01-03|1|2|3|a",
        1,
    ),
    "comments before the headers": ("# exported 2024-03-01\n# rows: 2\nid|name|x\n1|a|2\n2|b|3", 2),
    "headers that are numbers": ("1|2|3\na|b|c\nd|e|f", 0),
    "addresses with commas that nobody quoted": ("id|address\nAcme|Main St|Ulm|DE\nB|x\nFoo|High St|York|UK\nC|y", 0),
    "a title and such addresses": ("Customers\nid|name|city\n" + "A|b|c\n" * 20 + "A|b|c|d|e|f|g\nA|b|c|d|e|f|g", 1),
    "a first row of data with blanks": ("id|name|\nA1|Acme|x\nA2||y", 0),
    "an unnamed column and a first row of text": ("name||city\nAcme|x|Wuhan\nFoo|y|Jinan", 0),
    "an unnamed column and a word for nothing": ("name||amount\nAcme|x|N/A\nFoo|y|12\nBar|z|13", 0),
    "a description row": ("客户编号|客户名称|月租\n文本|文本|数字\nC1|a|12", 0),
    "headers without any row": ("id|name|spend", 0),
    "a title above rows that are half blank": ("Report\n\nid|name\nA|x\nB|\nC|", 2),
    "a title set apart by a blank row": ("Report\n\nid|name\nA|x\nB\nC\nD", 2),
    "a title above headers without any row": ("Report\n\nid|name", 2),
    "title lines above headers without any row": ("Report\nof March\n\nid|name|spend", 3),
}


@pytest.mark.parametrize(("text", "row"), ONE_ROW.values(), ids=ONE_ROW)
def test_finds_the_row_of_the_headers(text, row):
    assert found(text)[:2] == (row, row)


TWO_ROWS = {
    "groups over two columns": (
        "编号|联系人||费用|\n|姓名|电话|月租|年租\nC1|张三|1380000|12|144\nC2|李四|1390000|13|156",
        (0, 1, ["编号", "联系人 姓名", "联系人 电话", "费用 月租", "费用 年租"]),
    ),
    "few groups over many columns": (
        "基本信息||||费用|||\n编号|名称|城市|等级|一月|二月|三月|四月\nC1|a|b|c|1|2|3|4\nC2|a|b|c|1|2|3|4",
        (0, 1, [*(f"基本信息 {x}" for x in ("编号", "名称", "城市", "等级")), *(f"费用 {x}月" for x in "一二三四")]),
    ),
    "below a title": (
        "2024 年报表||||\n|||||\n编号|数量||金额|\n|一月|二月|一月|二月\nC1|1|2|3|4\nC2|1|2|3|4",
        (2, 3, ["编号", "数量 一月", "数量 二月", "金额 一月", "金额 二月"]),
    ),
    "below a title line of two cells": (
        "明细表|||||\n单位：武汉||期间：2024 年|||\n编码|名称|期初||本期|\n||借|贷|借|贷\nC1|甲|1|0|5|2\nC2|乙|1||5|2",
        (2, 3, ["编码", "名称", "期初 借", "期初 贷", "本期 借", "本期 贷"]),
    ),
    "years over two columns": (
        "|2023||2024|\n客户|数量|金额|数量|金额\nC1|1|2|3|4\nC2|1|2|3|4",
        (0, 1, ["客户", "2023 数量", "2023 金额", "2024 数量", "2024 金额"]),
    ),
    "a lower row that says the same": (
        "id|spend||total\nid|new|old|total\nA1|1|2|3\nA2|1|2|3",
        (0, 1, ["id", "spend new", "spend old", "total"]),
    ),
    "a column that nobody names": (
        "id|spend|||x\n|new|old||\nA1|1|2||4\nA2|1|2||5",
        (0, 1, ["id", "spend new", "spend old", "column D", "x"]),
    ),
}


@pytest.mark.parametrize(("text", "expected"), TWO_ROWS.values(), ids=TWO_ROWS)
def test_joins_two_rows_when_values_follow_below_the_lower_one(text, expected):
    assert found(text) == expected


def test_merged_cells_join_two_rows_also_when_all_data_is_text():
    text = "编号|联系人||城市\n|姓名|邮箱|\nC1|张三|a@b.cn|武汉"
    vertical = [Merge(0, 0, 1, 0), Merge(0, 3, 1, 3)]
    assert found(text)[:2] == (0, 0)
    merged = found(text, merges=[*vertical, Merge(0, 1, 0, 2)])
    assert merged == (0, 1, ["编号", "联系人 姓名", "联系人 邮箱", "城市"])


def test_a_merged_cell_goes_over_its_own_columns_only():
    text = "编号|联系人|||城市\n|姓名|邮箱|备注|\nC1|张三|a@b.cn|x|武汉"
    merged = found(text, merges=[Merge(0, 1, 0, 2)])
    assert merged[2] == ["编号", "联系人 姓名", "联系人 邮箱", "备注", "城市"]


def test_a_title_merged_over_all_columns_is_a_title():
    text = "客户清单||\nid|name|city\nA1|Acme|Wuhan"
    assert found(text, merges=[Merge(0, 0, 0, 2)]) == (1, 1, ["id", "name", "city"])


def test_a_title_merged_over_two_columns_of_text_is_a_title():
    text = "客户名单|\n客户编号|城市\nC1|武汉\nC2|上海"
    assert found(text)[:2] == (0, 0)  # nobody can tell
    assert found(text, merges=[Merge(0, 0, 0, 1)])[:2] == (1, 1)


def test_merged_cells_in_the_data_do_not_matter():
    text = "id|name|city\nA1||Wuhan\nA2|x|Jinan"
    assert found(text, merges=[Merge(1, 0, 1, 1)])[:2] == (0, 0)


def test_takes_the_row_that_the_user_names_and_joins_it_only_when_cells_are_merged():
    text = "id|spend|\n|new|old\nA1|1|2\nA2|1|2"
    assert found(text)[:2] == (0, 1)
    assert found(text, row=1) == (1, 1, ["column A", "new", "old"])
    assert found(text, row=0) == (0, 0, ["id", "spend", "column C"])
    assert found(text, row=0, merges=[Merge(0, 1, 0, 2)]) == (0, 1, ["id", "spend new", "spend old"])
    assert find_header(table(text), row=9) is None


def test_names_have_single_blanks_and_no_line_breaks():
    assert find_header([[" 月租\n(元)", "a \t b", "\u3000", "x\u00a0y"]]) == HeaderRows(
        0, 0, ("月租 (元)", "a b", "column C", "x y")
    )


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], [], ["\u3000"]]])
def test_nothing_has_no_headers(rows):
    assert find_header(rows) is None


CELLS = st.sampled_from(["", "", "a", "b", "名称", "12", "3.5", "2024-01-31", "N/A", "2024"])
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=7)
MERGES = st.lists(st.builds(Merge, *[st.integers(0, 6)] * 4), max_size=3)


@given(ROWS, MERGES, st.none() | st.integers(0, 8))
def test_headers_are_a_row_or_two_that_are_there_and_every_column_has_a_name(rows, merges, row):
    header = find_header(rows, row=row, merges=merges)
    if header is None:
        assert (row is not None and (row >= len(rows) or not any(rows[row]))) or not any(map(any, rows))
        return
    taken = rows[header.first : header.last + 1]
    assert 1 <= len(taken) <= 2
    assert len(header.names) == max(map(len, taken))
    assert all(name == name.strip() and name for name in header.names)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6), ROWS)
def test_full_headers_in_the_first_row_are_found_whatever_follows_but_wider_rows(names, rows):
    header = find_header([names, *(row[: len(names)] for row in rows)])
    assert header is not None
    assert (header.first, list(header.names)) == (0, names)


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=4)
WIDE = st.lists(st.sampled_from("abcdefgh"), min_size=5, max_size=9)


@given(WORDS, st.lists(st.booleans(), min_size=1, max_size=20), WIDE)
def test_headers_are_found_above_rows_with_too_many_cells_as_long_as_most_have_not(names, too_many, wide):
    rows = [wide if broken else names for broken in too_many]
    header = find_header([names, *rows, *[names] * len(rows)])
    assert header is not None
    assert (header.first, list(header.names)) == (0, names)


def test_long_cells_cost_nothing():
    started = time.perf_counter()
    find_header([["-" * 100_000, "1" * 100_000, "(" * 100_000]] * 50)
    assert time.perf_counter() - started < 2
