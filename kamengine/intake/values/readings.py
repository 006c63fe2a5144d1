"""How one column becomes one field: steps in SQL, and a mark on each cell that needs a word.

The steps are expressions over columns of the layer below: ``clean`` over the cell as it stands in the file, ``value``
over the clean cell, ``mark`` over all of them. `layered` puts them together, so that each step is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kamengine.declarations import Choice
from kamengine.intake.values.columns import Which
from kamengine.intake.values.decisions import UNDECIDED, ColumnDecisions
from kamengine.intake.values.marks import Mark

__all__ = ["Cell", "Mark", "Reading", "Steps", "layered", "mark_case", "require"]


@dataclass(frozen=True)
class Cell:
    """The names that the expressions of one reading use.

    Attributes:
        column: the column of the file.
        raw: the cell as it stands there, in a type that the readings know.
        clean: the same in the form in which its type is written, NULL when there is nothing of that type in it.
        value: the value of the field.
        mark: a `Mark`.
    """

    column: str
    raw: str
    clean: str
    value: str
    mark: str

    @classmethod
    def of(cls, column: int, position: int, raw: str) -> Cell:
        """The names for a column of the file that is read at this position of the list of readings."""
        return cls(f"c{column}", raw, f"t{position}", f"v{position}", f"m{position}")

    def part(self, number: int) -> str:
        """The name of one of the columns that are computed before the clean cell."""
        return f"{self.clean}_{number}"


@dataclass(frozen=True)
class Steps:
    """The expressions of one reading.

    Attributes:
        clean: from the raw cell, and from the parts, to the clean one.
        value: from the clean cell to the value; NULL for unknown and for bad cells.
        mark: a `Mark`, from all of them.
        blank: whether nothing is there, also by a word such as ``N/A``; empty for ``clean IS NULL``.
        parts: what is computed before the clean cell, each over the raw cell and the parts before it.
        spotless: no cell bears a mark, whatever the column holds.
        plain: from a raw cell that is plain (`kamengine.intake.values.odd_cells`) to its value, which bears no mark;
            from others to anything, but never to an error. Empty where every cell needs the steps.
    """

    clean: str
    value: str
    mark: str
    blank: str = ""
    parts: tuple[str, ...] = ()
    spotless: bool = False
    plain: str = ""


@dataclass(frozen=True)
class Reading:
    """How one column of a file is read.

    Attributes:
        field: the name of the field, ``account_id`` for the key.
        header: the header of the column.
        cell: the names of its columns in the layers.
        steps: the expressions.
        wanted: what a value must be, as `kamengine.declarations.Kind` says, or ``id`` for the account's id.
        choices: for a choice, those that it may be.
        as_is: the column has the type of the field already: when no cell bears a mark, the raw cells are the values.
        decisions: what was decided for the column as a whole.
    """

    field: str
    header: str
    cell: Cell
    steps: Steps
    wanted: str
    choices: tuple[Choice, ...] = ()
    as_is: bool = False
    decisions: ColumnDecisions = UNDECIDED

    @property
    def which(self) -> Which:
        """The column and the field."""
        return self.cell.column, self.field

    @property
    def spotless(self) -> bool:
        """Whether no cell bears a mark: the column of marks holds zeros only and need not be kept or counted."""
        return self.steps.spotless


def layered(relation: str, readings: Sequence[Reading]) -> str:
    """What stands after ``FROM``: the relation with the clean cells, values and marks of all readings."""
    source = relation
    for depth in range(max((len(reading.steps.parts) for reading in readings), default=0)):
        parts = [
            f", {reading.steps.parts[depth]} AS {reading.cell.part(depth)}"
            for reading in readings
            if depth < len(reading.steps.parts)
        ]
        source = f"(SELECT *{''.join(parts)} FROM {source})"
    cleans = "".join(f", {reading.steps.clean} AS {reading.cell.clean}" for reading in readings)
    values = "".join(f", {reading.steps.value} AS {reading.cell.value}" for reading in readings)
    marks = "".join(f", ({reading.steps.mark})::UTINYINT AS {reading.cell.mark}" for reading in readings)
    return f"(SELECT *{marks} FROM (SELECT *{values} FROM (SELECT *{cleans} FROM {source})))"


def mark_case(*branches: tuple[str, Mark]) -> str:
    """The mark of the first condition that holds, else `Mark.FINE`."""
    return "CASE " + "".join(f"WHEN {condition} THEN {mark.value} " for condition, mark in branches) + "ELSE 0 END"


def require(steps: Steps, cell: Cell) -> Steps:
    """The same steps, where a blank is a bad value."""
    blank = steps.blank or f"{cell.clean} IS NULL"
    mark = f"CASE WHEN {blank} THEN {Mark.BLANK.value} ELSE {steps.mark} END"
    return replace(steps, mark=mark, spotless=False)
