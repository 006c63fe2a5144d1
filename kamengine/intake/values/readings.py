"""How one column becomes one field: three steps in SQL, and a mark on each cell that needs a word.

The steps are expressions over columns of the layer below: ``clean`` over the cell as it stands in the file, ``value``
over the clean cell, ``mark`` over all three. `layered` puts them together, so that each step is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum


class Mark(IntEnum):
    """What is to be said about a cell. From `WRONG` on the cell is bad and its row cannot be used."""

    FINE = 0
    TIDIED = 1
    NOT_FINITE = 2
    ROUNDED = 3
    WRONG = 10
    TOO_LARGE = 11
    NOT_WHOLE = 12
    BLANK = 13


@dataclass(frozen=True)
class Cell:
    """The names that the expressions of one reading use.

    Attributes:
        column: the column of the file.
        raw: the cell as it stands there, in a type that the readings know.
        clean: the same without blanks at its ends, NULL when nothing is left.
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


@dataclass(frozen=True)
class Steps:
    """The three expressions.

    Attributes:
        clean: from the raw cell to the clean one.
        value: from the clean cell to the value; NULL for unknown and for bad cells.
        mark: a `Mark`, from all of them.
        blank: whether nothing is there, from the clean cell; empty for ``clean IS NULL``.
    """

    clean: str
    value: str
    mark: str
    blank: str = ""


@dataclass(frozen=True)
class Reading:
    """How one column of a file is read.

    Attributes:
        field: the name of the field, ``account_id`` for the key.
        header: the header of the column.
        cell: the names of its columns in the layers.
        steps: the expressions.
        wanted: what a value must be, as `kamengine.declarations.Kind` says, or ``key``.
        choices: for a choice, the ids that it may have.
        as_is: the column has the type of the field already: when no cell bears a mark, the raw cells are the values.
    """

    field: str
    header: str
    cell: Cell
    steps: Steps
    wanted: str
    choices: tuple[str, ...] = ()
    as_is: bool = False


def layered(relation: str, readings: Sequence[Reading]) -> str:
    """What stands after ``FROM``: the relation with the clean cells, values and marks of all readings."""
    cleans = "".join(f", {reading.steps.clean} AS {reading.cell.clean}" for reading in readings)
    values = "".join(f", {reading.steps.value} AS {reading.cell.value}" for reading in readings)
    marks = "".join(f", ({reading.steps.mark})::UTINYINT AS {reading.cell.mark}" for reading in readings)
    return f"(SELECT *{marks} FROM (SELECT *{values} FROM (SELECT *{cleans} FROM {relation})))"


def mark_case(*branches: tuple[str, Mark]) -> str:
    """The mark of the first condition that holds, else `Mark.FINE`."""
    return "CASE " + "".join(f"WHEN {condition} THEN {mark.value} " for condition, mark in branches) + "ELSE 0 END"


def require(steps: Steps, cell: Cell) -> Steps:
    """The same steps, where a blank is a bad value."""
    blank = steps.blank or f"{cell.clean} IS NULL"
    return replace(steps, mark=f"CASE WHEN {blank} THEN {Mark.BLANK.value} ELSE {steps.mark} END")
