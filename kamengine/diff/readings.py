"""What is not computed for an account on its own, under any rules between old and new, on the data of either side.

Two things are: indicators over the rows of a ledger, and what looks at the whole portfolio (its *position*).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamengine.declarations import Label
from kamengine.diff.changes import Rules, Undone, fields_of_another_kind
from kamengine.diff.depends import touching
from kamengine.diff.hybrids import Hybrids, is_changed
from kamengine.diff.sides import SIDES, Both, SideName, quoted
from kamengine.engine.query import build
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.language.sql import Bindings, column
from kamengine.pack.checked import CheckedPack, CheckedTier
from kamengine.pack.model import Tier


@dataclass(frozen=True)
class Reading:
    """A table of readings: ``account_id``, and for each name a column ``NAME#old`` and one ``NAME#new``."""

    table: str
    names: tuple[str, ...]


class Readings:
    """Readings under any rules, each computed once for all rules that agree in what it depends on.

    Attributes:
        names: of everything that is read.
    """

    def __init__(self, both: Both, hybrids: Hybrids, accounts: str) -> None:
        """Nothing is read yet.

        Args:
            both: the sides.
            hybrids: the rules between them.
            accounts: a table of the accounts whose readings are wanted.
        """
        self.both, self.hybrids = both, hybrids
        pinned = [hybrids.pinned(rules) for rules in (hybrids.old, hybrids.new)]
        self.names = tuple(dict.fromkeys(name for one in pinned for name in (*one.ledgers, *one.positions)))
        positions = {name for one in pinned for name in one.positions}
        self._accounts = self._everybody() if positions else accounts
        graph = hybrids.graph
        ledgers = {name for one in pinned for name in one.ledgers}
        self._of_ledgers = touching(hybrids.changes, graph.below(ledgers))
        self._of_positions = touching(hybrids.changes, graph.below(positions | graph.scopes()), "scope")
        self._kinds = frozenset(fields_of_another_kind(hybrids.old.checked, hybrids.new.checked))
        self._known: dict[tuple[tuple[str, ...], Undone], Reading] = {}

    def ledgers(self, undone: Undone, rules: Rules) -> Reading:
        """The indicators over rows."""
        key = self.hybrids.pinned(rules).ledgers, undone & self._of_ledgers
        if key not in self._known:
            self._known[key] = self._read_rows(self.both.table(f"rows {len(self._known)}"), undone, rules)
        return self._known[key]

    def positions(self, undone: Undone, rules: Rules) -> Reading:
        """What looks at the whole portfolio."""
        key = ("", *self.hybrids.pinned(rules).positions), undone & self._of_positions
        if key not in self._known:
            self._known[key] = self._read_positions(self.both.table(f"positions {len(self._known)}"), undone, rules)
        return self._known[key]

    def _everybody(self) -> str:
        ids = " UNION ".join(
            f'SELECT "account_id" FROM {quoted(self.both.snapshot(side, side).accounts.name)}' for side in SIDES
        )
        everybody = self.both.table("everybody")
        self.both.connection.execute(f"CREATE TABLE {quoted(everybody)} AS {ids}")
        return everybody

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_rows(self, table: str, undone: Undone, rules: Rules) -> Reading:
        names = self.hybrids.pinned(rules).ledgers
        columns, joins = [], ""
        for side in SIDES:
            for origin in SIDES:
                wanted = [name for name in names if self._origin(name, side, undone) == origin]
                if wanted:
                    alias = quoted(f"{side} {origin}")
                    query = self._rows_query(side, origin, wanted, rules.bindings)
                    joins += f' LEFT JOIN ({query}) AS {alias} ON {alias}."account_id" = accounts."account_id"'
                    columns += [f"{alias}.{quoted(name)} AS {quoted(f'{name}#{side}')}" for name in wanted]
        selected = ", ".join(['accounts."account_id"', *columns])
        source = f"{quoted(self._accounts)} AS accounts"
        self.both.connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {selected} FROM {source}{joins}")
        return Reading(table, names)

    def _origin(self, name: str, side: SideName, undone: Undone) -> SideName:
        """Whose definition of an indicator counts for the rows of a side: its own, unless the two differ."""
        if name not in self.hybrids.old.checked.indicators:
            return "new"
        if name not in self.hybrids.new.checked.indicators or is_changed(undone, "indicator", name):
            return "old"
        return "new" if is_changed(self.hybrids.changes, "indicator", name) else side

    def _rows_query(self, side: SideName, origin: SideName, names: list[str], bindings: Bindings) -> str:
        rules = self.hybrids.old if origin == "old" else self.hybrids.new
        only = _only_over_rows(rules.checked, names)
        snapshot = self._only_wanted(self.both.snapshot(side, origin))
        bindings = replace(bindings, as_of=self.both.side(side).run.as_of)
        return build(only, snapshot, bindings).select(*map(column, ("account_id", *names))).sql(DIALECT)

    def _only_wanted(self, snapshot: Snapshot) -> Snapshot:
        """The same facts about the wanted accounts only."""

        def narrowed(table: Table) -> Table:
            name = self.both.table(table.name)
            wanted = f'SELECT "account_id" FROM {quoted(self._accounts)}'
            self.both.connection.execute(
                f"CREATE VIEW IF NOT EXISTS {quoted(name)} AS "
                f'SELECT * FROM {quoted(table.name)} WHERE "account_id" IN ({wanted})'
            )
            return Table(name, table.columns)

        ledgers = {name: narrowed(table) for name, table in snapshot.ledgers.items()}
        return replace(snapshot, accounts=narrowed(snapshot.accounts), ledgers=ledgers)

    # ── positions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_positions(self, table: str, undone: Undone, rules: Rules) -> Reading:
        names = self.hybrids.pinned(rules).positions
        joins, columns = "", []
        for side in SIDES if names else ():
            alias = quoted(side)
            query = self._positions_query(f"{table} {side}", side, names, undone, rules)
            joins += f' LEFT JOIN ({query}) AS {alias} ON {alias}."account_id" = accounts."account_id"'
            columns += [f"{alias}.{quoted(name)} AS {quoted(f'{name}#{side}')}" for name in names]
        selected = ", ".join(['accounts."account_id"', *columns])
        source = f"{quoted(self._accounts)} AS accounts"
        self.both.connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {selected} FROM {source}{joins}")
        return Reading(table, names)

    def _positions_query(self, view: str, side: SideName, names: tuple[str, ...], undone: Undone, rules: Rules) -> str:
        rows = self.ledgers(undone, rules)
        columns = self.account_columns(side, undone, rules)
        columns |= {name: f"readings.{quoted(f'{name}#{side}')}" for name in rows.names}
        own = self.both.snapshot(side, side).accounts.name
        source = self.both.joined(own, [side])
        source += f' LEFT JOIN {quoted(rows.table)} AS readings ON readings."account_id" = accounts."account_id"'
        selected = "".join(f", {sql} AS {quoted(name)}" for name, sql in columns.items())
        self.both.connection.execute(
            f'CREATE VIEW {quoted(view)} AS SELECT accounts."account_id"{selected} FROM {source}'
        )
        accounts = Table(view, frozenset(columns))
        snapshot = Snapshot(self.both.connection, accounts, pinned=frozenset(rows.names))
        bindings = replace(rules.bindings, as_of=self.both.side(side).run.as_of)
        return build(rules.checked, snapshot, bindings).select(*map(column, ("account_id", *names))).sql(DIALECT)

    def account_columns(self, side: SideName, undone: Undone, rules: Rules) -> dict[str, str]:
        """SQL for every field, and every indicator that comes ready-made, on one side (see `Both.joined`)."""
        columns = {}
        for name in self.account_facts(rules.checked):
            origin = self.both.origin(side, name, field=name in rules.checked.fields)
            if name not in self._kinds:
                columns[name] = self.both.cell(side, origin, name)
                continue
            origin = "old" if is_changed(undone, "field", name) else "new"
            kind = self.both.side(origin).run.checked.fields[name].kind
            columns[name] = f"TRY_CAST({self.both.cell(side, origin, name)} AS {SQL_TYPES[kind]})"
        return columns

    def account_facts(self, checked: CheckedPack) -> list[str]:
        """Fields that decide, and deciding indicators that files bring and that are not over rows."""
        deciding = self.hybrids.deciding
        fields = [name for name in checked.fields if name != "account_id" and name in deciding]
        brought = [
            name
            for name, one in checked.indicators.items()
            if name in deciding
            and one.indicator.ledger is None
            and any(
                name in self.both.snapshot(side, self.both.origin(side, name, field=False)).accounts.columns
                for side in SIDES
            )
        ]
        return [*fields, *brought]


def _only_over_rows(checked: CheckedPack, names: list[str]) -> CheckedPack:
    """The pack with nothing but these indicators, over every account."""
    indicators = {name: checked.indicators[name] for name in names}
    pack = replace(
        checked.pack,
        hit="first",
        score=None,
        criteria={},
        indicators={name: one.indicator for name, one in indicators.items()},
    )
    return replace(
        checked,
        pack=pack,
        scope=None,
        indicators=indicators,
        criteria={},
        parts=(),
        tiers=(CheckedTier(Tier("all", Label(), None), None),),
        order=tuple(names),
        uses=dict.fromkeys(names, ()),
    )
