"""A table as wide as the page: headings take up to two lines, and texts are clipped when there is too little room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
) -> str:
    """The lines of a table: headings, a rule, a line for each row.

    Args:
        rows: cells as text from anywhere; they are made plain here.
        headings: one for each column.
        aligns: one for each column; columns that go left hold text and may be clipped.
        cells: how wide the page is; a table of many columns may still be wider.
        ends: the columns, from 0, whose texts are told apart by their ends, as names of files are: what is cut is the
            middle.
    """
    from kamengine.locale.display import fit, plain, with_both_ends

    columns = [[plain(row[place]) for row in rows] for place in range(len(headings))]
    titles = [_title(plain(text)) for text in headings]
    widths = _widths(columns, titles, aligns, cells)
    for place in ends:
        columns[place] = [with_both_ends(text, widths[place]) for text in columns[place]]
    height = max(len(title) for title in titles)
    over = [([""] * (height - len(title)) + title) for title in titles]

    def line(texts: Sequence[str]) -> str:
        parts = [fit(text, width, align) for text, width, align in zip(texts, widths, aligns, strict=True)]
        return _GAP.join(parts).rstrip()

    heads = [line([title[place] for title in over]) for place in range(height)]
    rule = _GAP.join("-" * width for width in widths)
    return "\n".join([*heads, rule, *(line(row) for row in zip(*columns, strict=True))])


def _title(text: str) -> list[str]:
    """A heading on at most two lines."""
    from kamengine.locale.display import width
    from kamengine.locale.wrap import wrapped

    for cells in range(_HEADING, width(text) + 1):
        if len(lines := wrapped(text, cells)) <= _LINES:
            return lines
    return [text]


def _widths(
    columns: Sequence[Sequence[str]], titles: Sequence[Sequence[str]], aligns: Sequence[Align], cells: int
) -> list[int]:
    """How wide each column is; the widest texts give way while the table is wider than the page."""
    from kamengine.locale.display import width

    widths = [max(map(width, [*column, *title])) for column, title in zip(columns, titles, strict=True)]
    least = [
        min(wide, max(_LEAST_TEXT, *map(width, title))) if align == "left" else wide
        for wide, title, align in zip(widths, titles, aligns, strict=True)
    ]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - cells
    while over > 0 and (spare := max(wide - low for wide, low in zip(widths, least, strict=True))) > 0:
        place = max(range(len(widths)), key=lambda index: (widths[index] - least[index], widths[index]))
        widths[place] -= min(spare, max(1, over // 2))
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - cells
    return widths
