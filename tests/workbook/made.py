"""Workbooks of a pack, changed as people change them, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from openpyxl import Workbook, load_workbook

from kamengine.pack.forms import Data
from kamengine.problems import KamError
from kamengine.workbook.convert import from_workbook, to_workbook
from tests.pack.test_every_key import EVERY_KEY

SOUND = EVERY_KEY.replace('plugins = ["telecom"]\n', "").replace("industry = 'telecom'", "spend is null or spend >= 0")
"""A sound pack with every key, which needs no plugin."""

Change = Callable[[Workbook], object]


@lru_cache
def _made(text: str) -> bytes:
    return to_workbook("made.toml", text.encode())


def workbook(change: Change = lambda book: None, text: str = SOUND) -> bytes:
    """The workbook of a pack, changed and saved by hand."""
    book = load_workbook(BytesIO(_made(text)))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(change: Change = lambda book: None) -> Data:
    """The pack in a changed workbook, in its full form."""
    return from_workbook("made.xlsx", workbook(change), {})


def said(content: bytes) -> list[str]:
    """Every problem with a workbook, as people read it."""
    try:
        from_workbook("made.xlsx", content, {})
    except KamError as error:
        return [problem.text() for problem in error.problems]
    return []


def problems(change: Change) -> list[str]:
    """Every problem with a changed workbook."""
    return said(workbook(change))
