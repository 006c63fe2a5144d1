"""The row below the headers that describes the columns, as templates for imports have it."""

from __future__ import annotations

import pytest

from kamengine.intake.headers.descriptions import is_description

DESCRIPTIONS = [
    ["此项必填\n请填入 唯一性ID", "自增编号字段类型\n示例文本", "金额字段类型,最大位数14,小数位数2\n123", None],
    ["单行文本字段类型,最大字符数100\n示例文本", "空调", "此项必填,查找关联字段类型\n关联对象主属性", "日期字段类型"],
    ["必填，单行文本", "单选", "日期（格式：2026-01-31）", ""],
    ["Text(80)", "Picklist", "Currency(16, 2)", "Date/Time"],
    ["Required. Single line of text, max 100 characters", "Option set", "Lookup"],
    ["varchar", "integer", "decimal", "date"],
]
DATA = [
    ["C1", "华东制造", "12400", "是"],
    ["1", "2", "3", "4"],
    ["001B0000009D7j8IAC", "GenePoint", "CC978213", "30000000", "Biotechnology"],
    ["文本出版社", "电话亭有限公司", "金额", "张三"],
    ["Text Ltd", "Date Palm Inc.", "Picklist", "Berlin"],
    ["text", "12", "date", "1"],
    ["日期", "", None],
    ["", None],
    [],
    ["x" * 100_000, "y" * 100_000],
]


@pytest.mark.parametrize("cells", DESCRIPTIONS, ids=lambda cells: str(cells[0])[:12])
def test_a_description_is_known(cells):
    assert is_description(cells)


@pytest.mark.parametrize("cells", DATA, ids=lambda cells: str(cells[:1])[:12])
def test_data_is_no_description(cells):
    assert not is_description(cells)


def test_where_a_description_is_expected_less_of_it_will_do():
    row = ["单行文本字段类型", "空调", "A类"]
    assert not is_description(row)
    assert is_description(row, expected=True)
    assert not is_description(["a1", "华东制造", "A类"], expected=True)
    assert not is_description(["单行文本", "12400", ""], expected=True)
