"""The values of one fact that are tried for every account, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.changes.crossings import Crossings
from kamengine.changes.grid import Grid, Listed, Steps
from kamengine.changes.lines import lines_of
from kamengine.engine.run import DIALECT
from kamengine.language.sql import column, literal
from kamengine.pack.checked import CheckedPack

ROW, INDEX, OLD = "row#", "index#", "old#"
"""Columns: which account, the index of the value tried (see `kamengine.changes.grid`), the value that it has."""

_FARTHEST = "9e18"
_NEARLY = "(1e-6 + 8e-15 * abs({0}))"
"""What is nearer to a value of the grid than this may be it, as positions are computed in double precision."""


@dataclass(frozen=True)
class Tried:
    """What is tried for one fact.

    Attributes:
        fact: its name.
        place: among all facts that are tried, in order of declaration.
        grid: its values, for an account of which it is unknown.
        table: holds the accounts with the values that are tried.
    """

    fact: str
    place: int
    grid: Grid
    table: str

    def over(self, accounts: str, checked: CheckedPack, crossings: Crossings) -> str:
        """SQL for the rows of accounts, ``row#``, each once for every value that is tried, with its index.

        Args:
            accounts: SQL for the accounts as they are.
            checked: the pack.
            crossings: solves for this fact.
        """
        fact, grid = column(self.fact).sql(DIALECT), self.grid
        if isinstance(grid, Listed):
            indices = f"[{', '.join(map(str, range(len(grid.values))))}]::BIGINT[]"
            return f'SELECT "{ROW}", unnest({indices}) AS "{INDEX}" FROM ({accounts})'
        lines, sheet = lines_of(checked, crossings.writer.bindings, crossings, grid), crossings.sheet
        here = sheet.add(_index(grid, fact))
        first, second = [sheet.add(str(index)) for index in sorted({*lines.indices, *grid.ends})], []
        for position in lines.positions:
            at = sheet.add(f"{{0}} * {1 / grid.step:f}::DOUBLE", position)
            above = sheet.add(_first_above(f"{{0}} - {_NEARLY}"), at)
            first.append(above)
            second.append(sheet.add(f"nullif({_first_above(f'{{0}} + {_NEARLY}')}, {{1}})", at, above))
        known, also = (
            [sheet.add("{0} - CASE WHEN {1} < {0} THEN 0 ELSE 1 END", cell, here).sql for cell in cells]
            for cells in (first, second)
        )
        unknown = [str(grid.home + near) for near in (0, 1, -1)]
        unknown += [f"{cell.sql} - {down}" for cell in (*first, *second) for down in (0, 1)]
        indices = f"WHEN {fact} IS NULL THEN [{', '.join(unknown)}]"
        if also:
            indices += f" WHEN coalesce({', '.join(also)}) IS NOT NULL THEN [{', '.join([*known, *also])}]"
        indices = f"CASE {indices} ELSE [{', '.join(known)}] END::BIGINT[]"
        tried = f'SELECT "{ROW}", unnest({indices}) AS "{INDEX}" FROM ({sheet.over(accounts)})'
        return f'SELECT * FROM ({tried}) WHERE "{INDEX}" BETWEEN {grid.first} AND {grid.last}'

    def value(self) -> str:
        """SQL for the value with the index of a row."""
        grid = self.grid
        if isinstance(grid, Listed):
            values = ", ".join(literal(value).sql(DIALECT) for value in grid.values)
            return f'[{values}]["{INDEX}" + 1]'
        match grid.kind:
            case "integer":
                return f'"{INDEX}"'
            case "date":
                return f"CAST(DATE '0001-01-01' + CAST(\"{INDEX}\" - 1 AS INTEGER) AS DATE)"
            case "money":
                return f'CAST(CAST("{INDEX}" AS DECIMAL(20, 0)) * {grid.step:f} AS DECIMAL(18, 4))'
        return f'CAST("{INDEX}" AS DOUBLE) / {1 / grid.step:f}::DOUBLE'

    def how_far(self) -> tuple[str, str]:
        """SQL for what a change costs, and for its place among those of this fact that cost the same.

        The shorter comes first; of two that are as long, the one to the larger value.
        """
        grid, old, new = self.grid, f'"{OLD}"', self.value()
        if isinstance(grid, Listed):
            return "1.0::DOUBLE", f'"{INDEX}"::DOUBLE'
        here = f"CASE WHEN {old} IS NULL THEN {grid.home} ELSE {_index(grid, old)} END"
        down = f'CASE WHEN "{INDEX}" < {here} THEN 1e-4 ELSE 0 END'
        steps = f'abs("{INDEX}" - {here})::DOUBLE + {down}'
        if grid.kind == "date":
            return "1.0::DOUBLE", steps
        share = f"abs({new}::DOUBLE - {old}::DOUBLE) / abs({old}::DOUBLE)"
        return f"CASE WHEN {old} IS NULL OR {old} = 0 THEN 1.0::DOUBLE ELSE {share} END", steps

    def texts(self) -> tuple[str, str]:
        """SQL for the old and the new value as texts."""
        old, new = f'"{OLD}"', self.value()
        if isinstance(self.grid, Listed) or self.grid.kind == "date":
            return f"CAST({old} AS VARCHAR)", f"CAST({new} AS VARCHAR)"
        return _number_text(old), _number_text(new)


def _index(grid: Steps, value: str) -> str:
    """SQL for where a value stands on the grid; between two indices where it is none of its values."""
    match grid.kind:
        case "integer":
            return value
        case "date":
            return f"(date_diff('day', DATE '0001-01-01', {value}) + 1)"
        case "money":
            return f"({value} * {1 / grid.step:f})"
    return f"round({value} * {1 / grid.step:f}::DOUBLE, 3)"


def _first_above(position: str) -> str:
    """SQL for the first index at or above a position in double precision; NULL where there is none."""
    return f"CASE WHEN {{0}} BETWEEN -{_FARTHEST} AND {_FARTHEST} THEN CAST(ceil({position}) AS BIGINT) END"


def _number_text(value: str) -> str:
    """SQL for a number as a text, without zeros at its end."""
    text = f"CAST({value} AS VARCHAR)"
    return f"regexp_replace(regexp_replace({text}, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')"
