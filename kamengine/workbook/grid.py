"""What stands in a workbook: sheets of rows of cells, each cell with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kamengine.problems import Message, Place, Problem


@dataclass(frozen=True)
class Cell:
    """A cell: where it is, such as ``Parameters!C5``, and the value of a pack that it means; None when it is empty."""

    place: str
    value: Any


@dataclass(frozen=True)
class GridRow:
    """A row of a sheet: the place of its beginning, its number, and its cells by the keys of the columns."""

    start: str
    number: int
    cells: dict[str, Cell]

    def value(self, key: str) -> Any:
        """The value in a column; None when the cell is empty or there is no such column."""
        cell = self.cells.get(key)
        return cell.value if cell else None

    def place(self, key: str) -> str:
        """The place of the cell in a column, or of the row."""
        cell = self.cells.get(key)
        return cell.place if cell else self.start

    def values(self, *without: str) -> dict[str, Any]:
        """Every value that is there, by column, except in some columns."""
        return {key: cell.value for key, cell in self.cells.items() if cell.value is not None and key not in without}


@dataclass
class Grids:
    """The sheets of a workbook as rows, and everything that is wrong with them.

    Attributes:
        file: how messages name it.
        rows: of each sheet, by its English name.
        titles: what each sheet is called in this workbook, by its English name.
        problems: in the order of finding.
        merged: cells that are empty only because they are merged with others.
        whole: whether every sheet and column is there; without them the rest cannot be put together.
    """

    file: str
    rows: dict[str, list[GridRow]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    merged: set[str] = field(default_factory=set)
    whole: bool = True

    def wrong(self, place: str, what: Message, remedy: Message | None = None) -> None:
        """Note a problem at a place such as ``Parameters!C5``."""
        self.problems.append(Problem(Place(self.file, key=place), what, remedy))


def place_in(sheet: str, cell: str) -> str:
    """A place as spreadsheets write it: ``Parameters!C5``, ``'Table rows'!A2``."""
    name = sheet if sheet.isalnum() and not sheet[0].isdigit() else f"'{sheet.replace(chr(39), chr(39) * 2)}'"
    return f"{name}!{cell}"
