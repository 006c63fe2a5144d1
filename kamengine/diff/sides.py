"""The two sides of a difference, and where each finds a fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Literal

from kamengine.diff.changes import Rules
from kamengine.engine.run import Run
from kamengine.engine.snapshot import SQL_TYPES, Snapshot

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SideName = Literal["old", "new"]
SIDES: tuple[SideName, SideName] = ("old", "new")


@dataclass(frozen=True)
class Side:
    """A run, and its files as the other side's pack takes them in.

    Attributes:
        run: the results.
        by_other: the same facts with the fields and ledgers of the other pack; the snapshot of the run itself when
            there is nothing that only the other pack knows.
        sets: names of the parameters that were not taken from the pack.
    """

    run: Run
    by_other: Snapshot
    sets: tuple[str, ...] = ()

    @property
    def rules(self) -> Rules:
        """The pack with the parameters of the run."""
        return Rules.of(self.run.checked, self.run.bindings, self.sets)


@dataclass(frozen=True)
class Both:
    """Both sides, in one database; the number tells comparisons apart that live in it together."""

    old: Side
    new: Side
    number: int = field(default_factory=count(1).__next__)

    def table(self, what: str) -> str:
        """The name of a table of this comparison, which no other one has."""
        return f"diff#{self.number} {what}"

    @property
    def connection(self) -> DuckDBPyConnection:
        """Holds the tables of both."""
        return self.new.run.snapshot.connection

    def side(self, name: SideName) -> Side:
        """One of them."""
        return self.old if name == "old" else self.new

    def snapshot(self, side: SideName, origin: SideName) -> Snapshot:
        """The facts of one side as the pack of one side (`origin`) takes them in."""
        return self.side(side).run.snapshot if side == origin else self.side(side).by_other

    def origin(self, side: SideName, name: str, *, field: bool) -> SideName:
        """Whose pack says how a field, or a ready-made indicator, of a side is taken in: its own where it has it."""
        checked = self.side(side).run.checked
        other: SideName = "new" if side == "old" else "old"
        return side if name in (checked.fields if field else checked.indicators) else other

    def cell(self, side: SideName, origin: SideName, name: str) -> str:
        """SQL for a column of the accounts of a side, from the table that `joined` calls ``side origin``."""
        table = self.snapshot(side, origin).accounts
        if name in table.columns:
            return f"{quoted(f'{side} {origin}')}.{quoted(name)}"
        field = self.side(origin).run.checked.fields.get(name)
        return f"CAST(NULL AS {SQL_TYPES[field.kind]})" if field is not None else "NULL"

    def joined(self, accounts: str, sides: Iterable[SideName] = SIDES) -> str:
        """A from clause: some accounts, with everything that the files of these sides say about them."""
        clause = f"{quoted(accounts)} AS accounts"
        for side in sides:
            for origin in SIDES:
                alias = quoted(f"{side} {origin}")
                table = quoted(self.snapshot(side, origin).accounts.name)
                clause += f' LEFT JOIN {table} AS {alias} ON {alias}."account_id" = accounts."account_id"'
        return clause


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'
