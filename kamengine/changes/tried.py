"""The values of one fact that are tried for every account, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.changes.crossings import Crossings
from kamengine.changes.grid import Grid, Listed, Steps
from kamengine.changes.lines import lines_of
from kamengine.engine.run import DIALECT
from kamengine.language.sql import Bindings, column, literal
from kamengine.pack.checked import CheckedPack

INDEX, OLD = "#index", "#old"
"""Columns: the index of the value tried (see `kamengine.changes.grid`), and the value that the account has."""

_FARTHEST = "9e18"
_UP, _DOWN = (0, 1, 2), (1, 0, -1)
"""The values beside a position in double precision that may be the first beyond it, seen from below and from above."""


@dataclass(frozen=True)
class Tried:
    """What is tried for one fact.

    Attributes:
        fact: its name.
        place: among all facts that are tried, in order of declaration.
        grid: its values, for an account of which it is unknown.
        view: the view that holds the accounts with the values that are tried.
    """

    fact: str
    place: int
    grid: Grid
    view: str

    def indices(self, checked: CheckedPack, bindings: Bindings, crossings: Crossings) -> str:
        """SQL for the list of indices that are tried for an account: beside every line that the fact meets."""
        fact, grid = column(self.fact).sql(DIALECT), self.grid
        if isinstance(grid, Listed):
            return f"[{', '.join(map(str, range(len(grid.values))))}]::BIGINT[]"
        lines, here = lines_of(checked, bindings, crossings, grid), _index(grid, fact)
        known = [f"CASE WHEN {here} < {index} THEN {index} ELSE {index - 1} END" for index in lines.indices]
        unknown = [grid.home, *(near for index in lines.indices for near in (index, index - 1))]
        positions = (
            f"flatten([CAST([] AS DOUBLE[]), {', '.join(lines.positions)}])" if lines.positions else "[]::DOUBLE[]"
        )
        near = f"list_transform({positions}, lambda t: {_floor(grid)})"
        above, below = (", ".join(f"p + {offset}" for offset in side) for side in (_UP, _DOWN))
        side = f"flatten(list_transform({near}, lambda p: CASE WHEN {here} <= p THEN [{above}] ELSE [{below}] END))"
        around = f"flatten(list_transform({near}, lambda p: [p - 1, p, p + 1, p + 2]))"
        listed = f"list_concat([{', '.join(known)}]::BIGINT[], {side})"
        others = f"list_concat({sorted(set(unknown))}::BIGINT[], {around})"
        some = f"CASE WHEN {fact} IS NULL THEN {others} ELSE {listed} END"
        return f"list_filter(list_distinct({some}), lambda i: i BETWEEN {grid.first} AND {grid.last})"

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

    def told(self) -> tuple[str, str, str, str]:
        """SQL for what a change costs, how many steps it goes, and the old and the new value as texts."""
        grid, old, new = self.grid, f'"{OLD}"', self.value()
        if isinstance(grid, Listed):
            return "1.0::DOUBLE", f'"{INDEX}"::DOUBLE', f"CAST({old} AS VARCHAR)", f"CAST({new} AS VARCHAR)"
        steps = f'CASE WHEN {old} IS NULL THEN abs("{INDEX}" - {grid.home})::DOUBLE '
        steps += f'ELSE abs("{INDEX}" - {_index(grid, old)})::DOUBLE END'
        if grid.kind == "date":
            return "1.0::DOUBLE", steps, f"CAST({old} AS VARCHAR)", f"CAST({new} AS VARCHAR)"
        share = f"abs({new}::DOUBLE - {old}::DOUBLE) / abs({old}::DOUBLE)"
        cost = f"CASE WHEN {old} IS NULL OR {old} = 0 THEN 1.0::DOUBLE ELSE {share} END"
        return cost, steps, _number_text(old), _number_text(new)


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


def _floor(grid: Steps) -> str:
    """SQL for the index at or below a position ``t`` in double precision; NULL where there is none."""
    scaled = f"t * {1 / grid.step:f}::DOUBLE"
    return f"CASE WHEN {scaled} BETWEEN -{_FARTHEST} AND {_FARTHEST} THEN CAST(floor({scaled}) AS BIGINT) END"


def _number_text(value: str) -> str:
    """SQL for a number as a text, without zeros at its end."""
    text = f"CAST({value} AS VARCHAR)"
    return f"regexp_replace(regexp_replace({text}, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')"
