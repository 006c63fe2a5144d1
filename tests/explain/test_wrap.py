"""Lines break where Chinese and English allow it, and are never too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.explain.wrap import wrapped
from kamengine.locale.display import plain, width


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
