"""A table as wide as the page: headings take up to two lines; texts are clipped, or go on, when room is short."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamengine.locale.display import Align

_GAP = "  "
_HEADING = 14
"""Cells after which a heading goes on in the next line."""
_LEAST_TEXT = 12
_LINES = 2


def page_table(
    rows: Sequence[Sequence[str]],
    headings: Sequence[str],
    aligns: Sequence[Align],
    cells: int,
    *,
    ends: Collection[int] = (),
    whole: Collection[int] = (),
    wraps: Collection[int] = (),
) -> str:
    """The lines of a table: headings, a rule, a line for each row.

    Args:
        rows: cells as text from anywhere; they are made plain here.
        headings: one for each column.
        aligns: one for each column; columns that go left hold text and may be clipped.
        cells: how wide the page is; a table of many columns may still be wider.
        ends: the columns, from 0, whose texts are told apart by their ends, as names of files are: what is cut is the
            middle.
        whole: the columns whose texts are never cut, such as names that are to be typed.
        wraps: the columns whose texts go on in a further line where there is too little room.
    """
    from kamengine.locale.display import fit, plain, with_both_ends

    columns = [[plain(row[place]) for row in rows] for place in range(len(headings))]
    titles = [_title(plain(text)) for text in headings]
    fixed = [place in whole or align != "left" for place, align in enumerate(aligns)]
    widths = _widths(columns, titles, fixed, cells)
    for place in ends:
        columns[place] = [with_both_ends(text, widths[place]) for text in columns[place]]
    height = max(len(title) for title in titles)
    over = [([""] * (height - len(title)) + title) for title in titles]

    def line(texts: Sequence[str]) -> str:
        parts = [fit(text, width, align) for text, width, align in zip(texts, widths, aligns, strict=True)]
        return _GAP.join(parts).rstrip()

    heads = [line([title[place] for title in over]) for place in range(height)]
    rule = _GAP.join("-" * width for width in widths)
    shown = (_row_lines(row, widths, wraps) for row in zip(*columns, strict=True))
    return "\n".join([*heads, rule, *(line(texts) for row in shown for texts in row)])


def _row_lines(row: Sequence[str], widths: Sequence[int], wraps: Collection[int]) -> Iterable[Sequence[str]]:
    """The cells of a row, line by line."""
    from kamengine.locale.wrap import wrapped

    if not wraps:
        return [row]
    cells = [
        wrapped(text, width, "", "  ") if place in wraps else [text]
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return zip_longest(*cells, fillvalue="")


def _title(text: str) -> list[str]:
    """A heading on at most two lines."""
    from kamengine.locale.display import width
    from kamengine.locale.wrap import wrapped

    for cells in range(_HEADING, width(text) + 1):
        if len(lines := wrapped(text, cells)) <= _LINES:
            return lines
    return [text]


def _widths(
    columns: Sequence[Sequence[str]], titles: Sequence[Sequence[str]], fixed: Sequence[bool], cells: int
) -> list[int]:
    """How wide each column is; the widest texts give way while the table is wider than the page."""
    from kamengine.locale.display import width

    widths = [max(map(width, [*column, *title])) for column, title in zip(columns, titles, strict=True)]
    least = [
        wide if keeps else min(wide, max(_LEAST_TEXT, *map(width, title)))
        for wide, title, keeps in zip(widths, titles, fixed, strict=True)
    ]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - cells
    while over > 0 and (spare := max(wide - low for wide, low in zip(widths, least, strict=True))) > 0:
        place = max(range(len(widths)), key=lambda index: (widths[index] - least[index], widths[index]))
        widths[place] -= min(spare, max(1, over // 2))
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - cells
    return widths
