"""Lines break where Chinese and English allow it, and are never too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.locale.display import plain, width
from kamengine.locale.wrap import hanging, wrapped


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("at least 10,000 CNY", 12, ["at least", "10,000 CNY"]),
        ("月均消费 12,300 元/月", 12, ["月均消费", "12,300 元/月"]),
        ("月均消费，达到", 8, ["月均消", "费，达到"]),  # a comma never starts a line
        ("门槛（大客户）", 6, ["门槛", "（大客", "户）"]),  # a bracket never ends one
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
    ],
)
def test_wrapped(text: str, cells: int, expected: list[str]):
    assert wrapped(text, cells) == expected


def test_indents_count():
    assert wrapped("one two three", 8, "✓ ", "    ") == ["✓ one", "    two", "    thre", "    e"]


@given(st.text("ab 月，。（）1,.", max_size=60), st.integers(8, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, cells: int):
    text = " ".join(text.split())
    lines = wrapped(text, cells, "- ", "  ")

    assert "".join(line[2:] for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= cells for line in lines)


@given(st.text(max_size=80), st.integers(12, 40))
def test_any_text_fits(text: str, cells: int):
    assert all(width(line) <= cells for line in wrapped(plain(text, None), cells))


@pytest.mark.parametrize(
    ("text", "cells", "start", "expected"),
    [
        ("short", 10, 0, ["short"]),
        ("one two three", 8, 0, ["one two", "  three"]),
        ("a very long file.csv:12: no such field", 12, 24, ["a very long file.csv:12:", "  no such", "  field"]),
        ("write --allow-missing-columns or go", 12, 0, ["write", "  --allow-missing-columns", "  or go"]),
        ('说明 --map "月租金额=monthly_spend"', 12, 0, ["说明 --map", '  "月租金额=monthly_spend"']),
        ("说明 --map '月租 金额=spend' 一下", 12, 0, ["说明 --map", "  '月租 金额=spend'", "  一下"]),
        ("客户的月租金额有两种读法", 12, 0, ["客户的月租金", "  额有两种读", "  法"]),
        ("it isn't the account's id, isn't it", 14, 0, ["it isn't the", "  account's", "  id, isn't it"]),
    ],
)
def test_nothing_that_is_to_be_copied_is_cut(text: str, cells: int, start: int, expected: list[str]):
    assert hanging(text, cells, start, "  ") == expected


@given(st.text("ab 月，。（）\"'=-1,.", max_size=80), st.integers(12, 30), st.integers(0, 20))
def test_words_are_only_moved(text: str, cells: int, start: int):
    text = " ".join(text.split())
    lines = hanging(text, cells, start, "  ")

    assert lines[0].startswith(text[:start].rstrip())
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.strip() == "" for line in lines[1:])


@pytest.mark.parametrize("cells", range(28, 60))
def test_names_of_files_stay_whole(cells):
    name = "客户（副本 2）名单.csv:3"
    text = f"未收入：月租不是数值，如 'x' ({name})、'y' ({name})，请修正"
    lines = wrapped(text, cells, "  ", "    ", [name])
    assert sum(line.count(name) for line in lines) == 2
    assert max(map(width, lines)) <= cells
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_name_that_is_wider_than_a_line_is_cut():
    assert wrapped("客户名单.csv", 8, whole=["客户名单.csv"]) == ["客户名", "单.csv"]
