"""Words that people and systems write where there is nothing: ``N/A``, ``NULL``, ``无``."""

from __future__ import annotations

import re

from kamengine.intake.sql_text import literal

# What a spreadsheet shows where a formula failed, and what databases write for NULL.
_ERRORS = ("#n/a", "#null!", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#getting_data", "#spill!", "#calc!")
_MARKS = ("-", "--", "---", "——", "n/a", "(blank)", "(null)", "<null>", "[null]", r"\n", "(空)", "(空白)")
_UNKNOWN = ("未知", "暂无", "不详", "未填", "未填写", "暂无数据", "无数据", "unknown")
_NONE = ("null", "na", "n.a.", "n.a", "nil", "none", "无", "無", "空", "tbd", "待定", "缺失", "#na")

WORDS = frozenset({*_ERRORS, *_MARKS, *_UNKNOWN, *_NONE})
"""In a column of numbers, dates, choices or yes and no: in small letters, full-width signs made plain."""

TEXT_WORDS = frozenset(
    {
        *(word for lower in (*_ERRORS, *_MARKS) for word in (lower, lower.upper())),
        *("NULL", "null", "-", "—", "–", "－", "（空）", "（空白）"),
        *(word for lower in _UNKNOWN for word in (lower, lower.capitalize())),
    }
)
"""In a text or an id, exactly so: ``NA``, ``None``, ``Null`` and ``无`` may be a name or an answer there and stay."""


def among(text: str, words: frozenset[str]) -> str:
    """Whether a cell is one of the words, quickly false for a long one; NULL counts as false."""
    longest = max(len(word.encode()) for word in words)
    any_of_them = literal("|".join(re.escape(word) for word in sorted(words)))
    return f"CASE WHEN strlen({text}) <= {longest} THEN regexp_full_match({text}, {any_of_them}) ELSE false END"
