"""Rows that describe the columns and are no data: templates for imports have one below their headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MOST_CHARACTERS = 200
_UNEXPECTED = (2, 0.6)
_EXPECTED = (1, 0.3)
"""How many cells must describe their column, and which share of those that hold anything."""

_KINDS = (
    *("单行文本", "多行文本", "富文本", "文本", "文字", "字符串", "字符", "单选", "多选", "下拉", "枚举"),
    *("数字", "数值", "整数", "小数", "金额", "货币", "百分数", "百分比", "日期时间", "日期", "时间"),
    *("布尔", "是否", "人员", "部门", "查找关联", "主从关系", "关联", "引用", "自增编号", "自动编号"),
    *("计算字段", "公式", "统计", "图片", "附件", "电话", "手机", "邮箱", "邮件", "网址", "国家", "定位"),
    *("地址", "多级选项"),
    *("single line of text", "multiple lines of text", "text area", "text", "string", "varchar", "char"),
    *("multi-select picklist", "picklist", "option set", "choice", "enum", "lookup", "reference"),
    *("number", "numeric", "integer", "int", "bigint", "decimal", "float", "double", "currency", "money"),
    *("percent", "date/time", "datetime", "timestamp", "date", "boolean", "bool", "checkbox", "yes/no"),
    *("two options", "phone", "email", "url", "formula", "auto number", "id"),
)
_HINTS = re.compile(
    r"必填|选填|非必填|唯一|最多|不超过|长度|格式|请填|请选择|请输入|例如|示例|限填|只读|无需填写|系统自动|"
    r"\b(?:required|mandatory|optional|unique|max(?:imum)?|length|format|characters?|e\.g\.|example|read-only)\b",
    re.IGNORECASE,
)
_PUNCTUATION = " \n,.;:、。()[]"
_KIND = re.compile(
    r"^(?:{})(?:字段)?(?:类型|型)?\s*(?:\(.{{0,80}}\)|[,:;/|、。].{{0,160}})?$".format(
        "|".join(re.escape(kind) for kind in sorted(_KINDS, key=len, reverse=True))
    ),
    re.IGNORECASE | re.DOTALL,
)


def is_description(cells: Sequence[str | None], *, expected: bool = False) -> bool:
    """Whether the first row below the headers describes the columns: ``必填，单行文本``, ``text(80)``.

    At least two cells, and three of five that hold anything, must name a kind of value or say how to fill a cell in; no
    cell may be a number by itself.

    Args:
        cells: the row, as text.
        expected: the file is of a system whose templates have such a row; then one such cell in three does.
    """
    texts = [unicodedata.normalize("NFKC", cell).strip() for cell in cells if cell and cell.strip()]
    if any(re.fullmatch(r"[-+]?[\d.,/]+", text) for text in texts):
        return False
    described = sum(map(_describes, texts))
    least, share = _EXPECTED if expected else _UNEXPECTED
    return described >= least and described >= share * len(texts)


def _describes(text: str) -> bool:
    if len(text) > _MOST_CHARACTERS:
        return False
    first = re.split(r"[,;、\n]", _HINTS.sub("", text).strip(_PUNCTUATION), maxsplit=1)[0].strip()
    return bool(_KIND.match(text) or _KIND.match(first) or (_HINTS.search(text) and len(text) <= 80))
