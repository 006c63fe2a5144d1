"""Numbers worked out step by step in SQL: each is a column, computed once from those of the steps before."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A column of the worksheet.

    Attributes:
        name: of the column.
        step: in which it is computed, from 1.
        upper: for a position of a line: whether a value that lies exactly on it belongs to the upper side; None where
            that is not known.
    """

    name: str
    step: int
    upper: bool | None = None

    @property
    def sql(self) -> str:
        """The column, quoted."""
        return f'"{self.name}"'


@dataclass
class Worksheet:
    """Columns that are added to a query, those of each step from the steps before."""

    _cells: dict[str, Cell] = field(default_factory=dict)

    def add(self, formula: str, *of: Cell) -> Cell:
        """The column of a formula.

        Args:
            formula: SQL over the columns of the query, with ``{0}``, ``{1}`` … for the given cells.
            of: cells that the formula uses.
        """
        sql = formula.format(*(cell.sql for cell in of))
        if sql not in self._cells:
            step = max((cell.step for cell in of), default=0) + 1
            self._cells[sql] = Cell(f"#{len(self._cells)}", step)
        return self._cells[sql]

    def over(self, query: str) -> str:
        """The query with all columns added."""
        for step in range(1, max((cell.step for cell in self._cells.values()), default=0) + 1):
            added = [f"{sql} AS {cell.sql}" for sql, cell in self._cells.items() if cell.step == step]
            query = f"SELECT *, {', '.join(added)} FROM ({query})"
        return query
