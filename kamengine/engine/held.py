"""Columns of results held in memory, row by row in the order of the ids, so that any order and any page is near.

What was asked for is held: the columns that a list shows, then what it is sorted and narrowed by. The same row is the
same account in all tables, so that they are put side by side without looking anything up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from threading import Lock
from typing import Any

from kamengine.engine.database import beside
from kamengine.engine.results import ID, NAME, TIER, TIER_EFFECTIVE, TIER_POSSIBLE, Results
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.engine.sql_text import identifier, literal
from kamengine.language.expressions import Type

ROW, SOUGHT = "#", "#sought"
"""The number of a row, and what a search looks through. No field can be called so."""
PENDING = ...
"""Stands in a row for a value that is still being read."""
RANKED = (TIER, TIER_POSSIBLE)
"""What is held by its rank in the pack; a tier in effect may be one that the pack has no more."""

_numbers = count(1)


class Held:
    """What is held of results; more is added as it is asked for, in any thread."""

    def __init__(self, results: Results) -> None:
        """Nothing is read before something is asked for."""
        self._results = results
        self._known = results.columns()
        self._tables: dict[str, str] = {}  # by column
        self._first = ""  # the table with the ids, in their order
        self._in_order = False  # whether the results lie in the order of their ids
        self._lock = Lock()

    def hold(self, names: Iterable[str]) -> None:
        """See that these columns are held.

        Args:
            names: of `Results.columns`, or `SOUGHT`.
        """
        for group in self._groups(dict.fromkeys(names)):
            with self._lock:
                self._hold([name for name in group if name not in self._tables])

    def has(self, name: str) -> bool:
        """Whether a column is held."""
        return name == ID or name in self._tables

    def renew(self, results: Results, names: Iterable[str]) -> None:
        """Read columns again that are held, of other results of the same accounts."""
        with self._lock:
            self._results, self._known = results, results.columns()
            gone = {name: self._tables.pop(name) for name in names if name in self._tables}
        self.hold(gone)

    def source(self, names: Iterable[str]) -> str:
        """What stands after FROM for columns that are held: a row for each account, and its number as `ROW`."""
        columns = [name for name in dict.fromkeys(names) if name != ID]
        tables = dict.fromkeys([self._first, *(self._tables[name] for name in columns)])
        cells = [f"{identifier(self._first)}.{identifier(ID)}"]
        cells += [f"{identifier(self._tables[name])}.{identifier(name)}" for name in columns]
        together = " POSITIONAL JOIN ".join(map(identifier, tables))
        return f"(SELECT {identifier(self._first)}.rowid AS {identifier(ROW)}, {', '.join(cells)} FROM {together})"

    def tables(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Where columns are held, by table: the row of an account has the same ``rowid`` in all of them."""
        found: dict[str, list[str]] = {}
        for name in names:
            found.setdefault(self._tables.get(name, self._first), []).append(name)
        return found

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            cursor = beside(self._results.connection)
            for table in dict.fromkeys([self._first, *self._tables.values()]):
                cursor.execute(f"DROP TABLE IF EXISTS {identifier(table)}")
            self._tables, self._first = {}, ""

    def _groups(self, names: Iterable[str]) -> list[list[str]]:
        """The columns that are not held: first those of the run and the facts, then extra ones that come together."""
        missing = [name for name in names if not self.has(name) or not self._first]
        usual = [name for name in missing if name not in self._results.further]
        extras: dict[Any, list[str]] = {}
        for name in missing:
            if name in self._results.further:
                extras.setdefault(self._results.extras[name].make, []).append(name)
        first = [usual] if usual or not self._first else []
        return [*first, *extras.values()]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hold(self, names: Sequence[str]) -> None:
        cursor = beside(self._results.connection)
        computed = [name for name in names if name in self._results.computed and name != ID]
        if not self._first:
            self._begin(cursor, computed)
        elif computed:
            self._enter(cursor, computed, self._of_results(computed))
        extras = [name for name in names if name in self._results.further]
        facts = [name for name in names if name not in self._results.computed and name not in extras]
        if facts:
            self._enter(cursor, facts, self._of_facts(facts))
        if extras:
            self._enter(cursor, extras, self._of_extras(cursor, extras))

    def _begin(self, cursor: Any, names: Sequence[str]) -> None:
        """Hold the ids, and what the run computed beside them; kept results lie in the order of their ids."""
        columns = [ID, *names]
        self._in_order = True
        self._first = self._create(cursor, self._of_results(columns))
        if not _is_sorted(cursor, self._first):
            cursor.execute(f"DROP TABLE {identifier(self._first)}")
            self._in_order = False
            self._first = self._create(cursor, self._of_results(columns))
        self._tables |= dict.fromkeys(names, self._first)

    def _enter(self, cursor: Any, names: Sequence[str], query: str) -> None:
        self._tables |= dict.fromkeys(names, self._create(cursor, query))

    def _create(self, cursor: Any, query: str) -> str:
        table = f"held {next(_numbers)}"
        cursor.execute(f"CREATE TABLE {identifier(table)} AS {query}")
        return table

    def _of_results(self, names: Sequence[str]) -> str:
        cells = [f"{self._result(name)} AS {identifier(name)}" for name in names]
        order = "" if self._in_order and TIER_EFFECTIVE not in names else f" ORDER BY {identifier(ID)}"
        return f"SELECT {', '.join(cells)} FROM {self._results.table}{order}"

    def _of_facts(self, names: Sequence[str]) -> str:
        cells = [f"{self._fact(name)} AS {identifier(name)}" for name in names]
        ids = f"(SELECT rowid AS {identifier(ROW)}, {identifier(ID)} FROM {identifier(self._first)})"
        together = f"{ids} AS own LEFT JOIN {self._results.facts} AS fact USING ({identifier(ID)})"
        return f"SELECT {', '.join(cells)} FROM {together} ORDER BY own.{identifier(ROW)}"

    def _of_extras(self, cursor: Any, names: Sequence[str]) -> str:
        ids = f"(SELECT rowid AS {identifier(ROW)}, {identifier(ID)} FROM {identifier(self._first)})"
        make = self._results.extras[names[0]].make
        assert make is not None, "what is read of some accounts at a time is not held"
        relation = make(cursor)
        cells = ", ".join(f"extra.{identifier(name)}" for name in names)
        together = f"{ids} AS own LEFT JOIN {relation} AS extra USING ({identifier(ID)})"
        return f"SELECT {cells} FROM {together} ORDER BY own.{identifier(ROW)}"

    def _fact(self, name: str) -> str:
        if name == SOUGHT:
            named = self._fact(NAME) if NAME in self._results.types else "NULL"
            return f"lower(concat_ws(chr(0), own.{identifier(ID)}, {named}))"
        if name in self._results.types:
            return f"fact.{identifier(name)}"
        return f"CAST(NULL AS {_sql_type(self._known.get(name))})"

    def _result(self, name: str) -> str:
        """A column of the results; tiers as a type whose order is that of the pack, and whose values take a byte."""
        ranks = ", ".join(literal(tier.tier.id) for tier in self._results.checked.tiers)
        return f"CAST({identifier(name)} AS ENUM ({ranks}))" if name in RANKED and ranks else identifier(name)


def _sql_type(type: Type | None) -> str:
    return "VARCHAR" if type is None or type.kind == "null" else SQL_TYPES[type.kind]


def _is_sorted(cursor: Any, table: str) -> bool:
    id = identifier(ID)
    falls = f"SELECT {id} < lag({id}) OVER () AS falls FROM {identifier(table)}"
    return not cursor.execute(f"SELECT coalesce(bool_or(falls), false) FROM ({falls})").fetchone()[0]
