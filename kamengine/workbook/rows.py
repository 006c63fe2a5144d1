"""What the sheets of a workbook have in common: rows about something that has a name, and the places of their cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kamengine.pack.forms import Data
from kamengine.pack.model import key_text
from kamengine.problems import Message, Place, Problem, did_you_mean, say
from kamengine.workbook import sheets
from kamengine.workbook.grid import GridRow, Grids, place_in

Path = tuple[str | int, ...]
_GROUPS = {
    "pack": sheets.PACK,
    "params": sheets.PARAMETERS,
    "tables": sheets.TABLES,
    "score": sheets.PARTS,
    "tiers": sheets.TIERS,
    "criteria": sheets.CRITERIA,
    "indicators": sheets.INDICATORS,
    "fields": sheets.FIELDS,
    "ledgers": sheets.LEDGERS,
    "playbooks": sheets.PLAYBOOKS,
    "roles": sheets.ROLES,
    "review": sheets.PACK,
    "visits": sheets.VISITS,
    "stages": sheets.STAGES,
    "tests": sheets.TESTS,
}


class Rows:
    """Reads rows as parts of a pack.

    Attributes:
        grids: the sheets; what is wrong is noted there.
        places: the cell from which each part of the pack comes, by its path.
    """

    def __init__(self, grids: Grids) -> None:
        """Take the sheets; a whole group of a pack is where the headings of its sheet are."""
        self.grids = grids
        self.places: dict[Path, str] = {
            (group,): place_in(grids.titles[sheet.name], "A1") for group, sheet in _GROUPS.items()
        }

    def wrong(self, place: str, what: Message, remedy: Message | None = None) -> None:
        """Note a problem with a cell, unless there is one already: it may be what left the cell empty."""
        if place not in self.grids.merged and all(problem.place.key != place for problem in self.grids.problems):
            self.grids.wrong(place, what, remedy)

    def rows(self, sheet: sheets.Sheet) -> list[GridRow]:
        """The rows of a sheet."""
        return self.grids.rows.get(sheet.name, [])

    def record(self, row: GridRow, path: Path, *without: str) -> Data:
        """A row as a record: labels per language, the place of each key noted."""
        record: Data = {}
        self.places[path] = row.place(next(iter(row.cells), ""))
        for key, cell in row.cells.items():
            outer, _, inner = key.partition(".")
            if key not in without:  # empty cells too: what is missing is missing there
                self.places.setdefault((*path, outer), cell.place)
        for key, value in row.values(*without).items():
            outer, _, inner = key.partition(".")
            if inner:
                record.setdefault(outer, {})[inner] = value
            else:
                record[outer] = value
        return record

    def named(self, sheet: sheets.Sheet) -> Iterator[tuple[str, GridRow]]:
        """The rows of a sheet by name, each name once."""
        seen: dict[str, GridRow] = {}
        for row in self.rows(sheet):
            name = self.needed(row, "name")
            if name is not None and self.first(seen, name, row, "name"):
                yield name, row

    def records(self, sheet: sheets.Sheet, path: Path) -> Iterator[tuple[str, Data]]:
        """The rows of a sheet as records by name."""
        for name, row in self.named(sheet):
            yield name, self.record(row, (*path, name), "name")

    def needed(self, row: GridRow, key: str) -> str | None:
        """The name in a cell; an empty one is noted."""
        value = row.value(key)
        if value is None:
            self.wrong(row.place(key), say("is empty"), say("say what this row is about, or delete the row"))
            return None
        return str(value)

    def first(self, seen: dict[Any, GridRow], name: Any, row: GridRow, key: str) -> bool:
        """Whether no row before has the same name; if one has, that is noted."""
        earlier = seen.setdefault(name, row)
        if earlier is row:
            return True
        shown = ", ".join(str(step) for step in name if step is not None) if isinstance(name, tuple) else str(name)
        what = say("{name} is there already, in row {row}", name=shown[:60], row=earlier.number)
        self.wrong(row.place(key), what, say("rename or delete one of the rows"))
        return False

    def known(self, row: GridRow, key: str, known: Collection[str], sheet: sheets.Sheet) -> str | None:
        """The name in a cell that must stand on another sheet."""
        name = self.needed(row, key)
        if name is None or name in known:
            return name
        what = say("{name} is not on the sheet {sheet}", name=name[:60], sheet=self.grids.titles[sheet.name])
        self.wrong(row.place(key), what, did_you_mean(name, known))
        return None


def at_cells(problems: Collection[Problem], places: dict[Path, str], file: str) -> list[Problem]:
    """Problems of a pack at the cells from which the keys come: the nearest enclosing key that has a cell."""
    by_key = {key_text(path): place for path, place in places.items()}
    found = []
    for problem in problems:
        key = problem.place.key or ""
        while key and key not in by_key:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        place = by_key.get(key) or problem.place.key
        found.append(Problem(Place(file, key=place), problem.what, problem.remedy))
    return found
