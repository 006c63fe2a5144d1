"""Where the headers of a table stand: below its title lines, in one row or in two that belong together.

The same rules hold for text files and for sheets. A sheet also tells which cells are merged; a text file does not, so
there the second row of the headers is known by what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kamengine.intake.headers.layout import name_headers

HEAD_ROWS = 50
"""So many rows at the start of a file are enough to find the headers."""

_FULL_ROWS = 5
_DAY = r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?"
_TIME = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
_NUMBER = r"[-+(]*[¥￥$€£]?[-+(]*\d[\d,.'\u00a0 ]*(e[-+]?\d+)?[-)]*([%‰元万亿]|万元|亿元)?"
_VALUE = re.compile(rf"({_NUMBER}|{_DAY}([ T]{_TIME}(Z|[-+]\d\d:?\d\d)?)?|{_TIME})", re.IGNORECASE)
_NAMED_VALUE = re.compile(r"[:：]\s*\S")  # in a title line: ``单位：…``, ``Period: …``
_LONGEST_VALUE = 40
_YEAR = re.compile(r"(19|20)\d{2}")
_NO_VALUE = frozenset({"-", "--", "—", "/", "\\", "n/a", "#n/a", "na", "nan", "null", "none", "无", "true", "false"})

Cells = Sequence[str]


@dataclass(frozen=True)
class Merge:
    """Cells of a sheet that were merged into one; rows and columns count from 0, the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class HeaderRows:
    """The headers of a table.

    Attributes:
        first: the row in which they begin, counted from 0 in the rows that were looked at.
        last: the row in which they end: the same, or the one after it.
        names: the header of each column, never empty: ``Upper Lower`` where two rows are joined, ``column C`` where
            nothing stands; line breaks and runs of blanks are one blank. Not always unique.
    """

    first: int
    last: int
    names: tuple[str, ...]


def find_header(
    first_rows: Sequence[Cells], *, row: int | None = None, merges: Collection[Merge] = ()
) -> HeaderRows | None:
    """The headers of a table, found in its first rows.

    Rows above the headers that fill at most half as many cells as the table does are title lines. Two rows are joined
    when the upper one leaves cells empty that the lower one fills, as merged cells do, and either the sheet says that
    they are merged, or values follow below the labels of the lower row; a row of data is no second row of headers.

    Args:
        first_rows: the first rows, up to `HEAD_ROWS`, blank ones too; each with all its cells, as text.
        row: the row of the headers when the user named it, counted from 0; it is joined with the next row only when
            the sheet says that cells are merged.
        merges: the merged cells of a sheet.

    Returns:
        The headers, with a name for each cell of the longest of their rows; None when there is no such row, or
        nothing in it, or nothing in any.
    """
    rows = [tuple(" ".join(cell.split()) for cell in cells) for cells in first_rows]
    if row is not None:
        if row >= len(rows) or not any(rows[row]):
            return None
        return _joined(rows, row, merges) if _merged(rows, row, merges) else _alone(rows, row)
    start = _start(_without_merged_titles(rows, merges))
    if start is None:
        return None
    if _merged(rows, start, merges) or _joined_by_sight(rows, start):
        return _joined(rows, start, merges)
    above = start - 1  # it fills few cells, so it may also be a title line
    if _merged(rows, above, merges) or (_joined_by_sight(rows, above) and _all_span(rows[above])):
        return _joined(rows, above, merges)
    return _alone(rows, start)


def _start(rows: Sequence[Cells]) -> int | None:
    """The first row that is no title line; None when all rows are blank."""
    filled = [_filled(cells) for cells in rows]
    there = [index for index, count in enumerate(filled) if count]
    if not there:
        return None
    width = _width([filled[index] for index in there])
    wide = next((index for index in there if 2 * filled[index] > width), there[0])
    if not _labels(rows[wide]):  # such as names and numbers of an account, above the headers of its statement
        fuller = (index for index in there if filled[index] > filled[wide] and _heads_values(rows, index))
        if (start := next(fuller, None)) is not None:
            return start
    above = [index for index in there if index < wide]
    return wide if not above or _titles_above(rows, above, wide, width) else there[0]


def _heads_values(rows: Sequence[Cells], row: int) -> bool:
    """Whether a row holds labels only, and values stand below them."""
    return _labels(rows[row]) and _values_below(rows, row, range(len(rows[row])))


def _filled(cells: Cells) -> int:
    return sum(map(bool, cells))


def _without_merged_titles(rows: Sequence[Cells], merges: Collection[Merge]) -> list[Cells]:
    """The rows, without those whose only cell spans several columns."""
    spanning = {merge.first_row for merge in merges if merge.last_column > merge.first_column}
    kept = [() if index in spanning and _filled(cells) == 1 else cells for index, cells in enumerate(rows)]
    return kept if any(map(any, kept)) else list(rows)


def _width(filled: Sequence[int]) -> int:
    """How many cells a full row of the table has: so many or more are in a fifth of the rows, and in two at least.

    A few rows with too many cells (a comma in an address that nobody quoted) do not count. A last row that alone has
    several cells is full: headers without rows.
    """
    if max(filled[:-1], default=1) == 1:
        return filled[-1]
    enough = max(2, len(filled) // _FULL_ROWS)
    return sorted(filled, reverse=True)[min(enough, len(filled)) - 1]


def _titles_above(rows: Sequence[Cells], above: Sequence[int], wide: int, width: int) -> bool:
    """Whether the rows above the first wide one are title lines, and not headers that name few columns."""
    most, longest = (max(map(size, (rows[index] for index in above))) for size in (_filled, len))
    below = [cells for cells in rows[wide + 1 :] if any(cells)]
    larger = [cells for cells in below if _filled(cells) > most or len(cells) > longest]
    set_apart = most == 1 and not any(rows[wide - 1])  # single cells, then a blank row
    if below and 2 * len(larger) <= len(below) and not set_apart:
        return False  # most rows are as short as those above, and the wide row has too many cells
    if width > 2 and most == 1:
        return _label(next(filter(None, rows[wide])))  # single cells are no headers of so many columns
    shorter = longest < len(rows[wide])
    return _labels(rows[wide]) and (width > 2 or shorter or _heads_values(rows, wide))


def _merged(rows: Sequence[Cells], upper: int, merges: Collection[Merge]) -> bool:
    """Whether the sheet says that a row and the next one are headers together: some of its cells span columns.

    Cells merged over all columns are a title.
    """
    if not _pair(rows, upper):
        return False
    lower = rows[upper + 1]
    groups = [merge for merge in merges if merge.last_row == upper and merge.last_column > merge.first_column]
    over = {column for merge in groups for column in range(merge.first_column, merge.last_column + 1)}
    named = [column for column, label in enumerate(lower) if label]
    one_title = len(groups) == 1 and over.issuperset(named) and _filled(rows[upper]) == 1
    return bool(over.intersection(named)) and not one_title


def _joined_by_sight(rows: Sequence[Cells], upper: int) -> bool:
    """Whether two rows look like headers together though nothing says which cells are merged."""
    if not _pair(rows, upper) or _filled(rows[upper]) < 2 or any(map(_NAMED_VALUE.search, rows[upper])):
        return False
    groups = _groups(rows[upper], rows[upper + 1])
    return bool(groups) and _values_below(rows, upper + 1, groups)


def _all_span(cells: Cells) -> bool:
    """Whether each cell is followed by an empty one, as cells are that span columns."""
    return not any(one and next_one for one, next_one in pairwise(cells))


def _pair(rows: Sequence[Cells], upper: int) -> bool:
    """Whether a row and the next one may be headers together: both hold labels only."""
    return 0 <= upper < len(rows) - 1 and all(map(_labels, rows[upper : upper + 2]))


def _groups(upper: Cells, lower: Cells) -> list[int]:
    """The columns that share a cell of the upper row, where the lower row tells them apart."""
    columns: list[int] = []
    start = None
    for column, label in enumerate(lower):
        if column < len(upper) and upper[column]:
            start = column
        elif label and start is not None:
            columns += [start, column] if start not in columns else [column]
    return columns


def _values_below(rows: Sequence[Cells], row: int, columns: Collection[int]) -> bool:
    """Whether, in some of these columns, a label stands in the row and mostly values stand below it."""
    for column in columns:
        below = [cells[column] for cells in rows[row + 1 :] if column < len(cells) and cells[column]]
        if column < len(rows[row]) and rows[row][column] and 2 * sum(map(_value, below)) > len(below):
            return True
    return False


def _labels(cells: Cells) -> bool:
    """Whether the cells can be headers: there are some, and none is a number, a date or a word for nothing."""
    return any(cells) and all(_label(cell) for cell in cells if cell)


def _label(cell: str) -> bool:
    return not _value(cell) or bool(_YEAR.fullmatch(cell))


def _value(cell: str) -> bool:
    return len(cell) <= _LONGEST_VALUE and (bool(_VALUE.fullmatch(cell)) or cell.lower() in _NO_VALUE)


def _alone(rows: Sequence[Cells], row: int) -> HeaderRows:
    return HeaderRows(row, row, name_headers(rows[row]))


def _joined(rows: Sequence[Cells], upper: int, merges: Collection[Merge]) -> HeaderRows:
    """Two rows as one: each cell of the upper row goes over the columns that it spans."""
    lower = rows[upper + 1]
    over = _spread(rows[upper], lower, upper, merges)
    below = (*lower, *[""] * (len(over) - len(lower)))
    names = [high if high == low else f"{high} {low}".strip() for high, low in zip(over, below, strict=True)]
    return HeaderRows(upper, upper + 1, name_headers(names))


def _spread(upper: Cells, lower: Cells, row: int, merges: Collection[Merge]) -> list[str]:
    """The upper row with each cell repeated over the columns that it spans: as merged, else up to the next one."""
    width = max(len(upper), len(lower))
    spread = [*upper, *[""] * (width - len(upper))]
    spans = [merge for merge in merges if merge.first_row <= row <= merge.last_row]
    for merge in spans:
        for column in range(merge.first_column, min(merge.last_column + 1, width)):
            spread[column] = upper[merge.first_column] if merge.first_column < len(upper) else ""
    if not spans:
        for column in range(1, min(width, len(lower))):
            spread[column] = spread[column] or (spread[column - 1] if lower[column] else "")
    return spread
