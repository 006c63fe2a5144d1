"""The whole answer: who moved between two runs, and what caused each move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from kamengine.diff.changes import RuleChange, Rules
from kamengine.diff.hybrids import Hybrids
from kamengine.diff.moves import moves, only_possible
from kamengine.diff.packs import Packs
from kamengine.diff.search import Column, Search
from kamengine.diff.sides import SIDES, Both, Side, quoted
from kamengine.engine.migration import ABSENT, Migration
from kamengine.pack.checked import CheckedPack
from kamengine.pack.industry import Industry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_A_TIME = 10_000  # rows that are fetched together


@dataclass(frozen=True)
class Cause:
    """What caused a move; undone together with the other causes of the mover, it gives the old tier back.

    Attributes:
        kind: ``facts`` of the account, or a ``rule``.
        facts: old and new value of each fact, as the rules read them that are left when the causes are undone;
            ``account_id`` for an account that is in one of the files only.
        rule: what differs.
        position: the facts are a place in the portfolio, which other accounts change too.
        own: of a place in the portfolio, the facts of the account itself that it depends on and that changed; none
            when only other accounts did.
    """

    kind: Literal["facts", "rule"]
    facts: Mapping[str, tuple[Any, Any]]
    rule: RuleChange | None = None
    position: bool = False
    own: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mover:
    """An account that moved.

    Attributes:
        account_id: of the account.
        name: of the account; None when nobody said.
        old: its certain tier before, None for none (see `Migration.table`).
        new: its certain tier now.
        old_possible: its best tier that was not ruled out.
        new_possible: its best tier that is not ruled out.
        value: what it is worth; None is unknown.
        causes: why it moved; at least one.
    """

    account_id: str
    name: str | None
    old: str | None
    new: str | None
    old_possible: str | None
    new_possible: str | None
    value: Decimal | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class CauseCount:
    """How often something is a cause.

    Attributes:
        fact: the name of the fact; empty for a rule.
        rule: what differs.
        position: the fact is a place in the portfolio.
        moves: of so many accounts.
        alone: of so many it is the only cause.
    """

    fact: str
    rule: RuleChange | None
    position: bool
    moves: int
    alone: int


@dataclass(frozen=True)
class Difference:
    """What differs between two runs.

    Attributes:
        both: the runs.
        migration: who moved; its table is described at `kamengine.diff.moves.moves`.
        only_possible: accounts with the same tier and another best possible one.
        rules: every rule that differs, also where nobody moved for it.
        causes: the changes that caused moves, the most frequent first.
    """

    both: Both
    migration: Migration
    only_possible: int
    rules: tuple[RuleChange, ...]
    causes: tuple[CauseCount, ...]
    search: Search

    @property
    def packs(self) -> Packs:
        """The packs of both runs."""
        return Packs(self.both.old.run.checked, self.both.new.run.checked)

    @property
    def worth(self) -> tuple[CheckedPack, str] | None:
        """The pack that says what accounts are worth, and the field or indicator it names; None when neither does."""
        packs = (self.both.new.run.checked, self.both.old.run.checked)
        return next(((checked, checked.pack.value) for checked in packs if checked.pack.value is not None), None)

    def movers(self, limit: int | None = None) -> list[Mover]:
        """The accounts that moved, those that are worth most first, then by id."""
        connection, wanted = self.both.connection, quoted(self.both.table("wanted"))
        end = f" LIMIT {limit}" if limit is not None else ""
        order = '"value" DESC NULLS LAST, "account_id"'
        connection.execute(
            f"CREATE OR REPLACE TABLE {wanted} AS SELECT * FROM ({self.migration.movers()}) ORDER BY {order}{end}"
        )
        found = dict(_Found(self.search).causes(wanted))
        columns = 'account_id, name, "from", "to", possible_from, possible_to, "value"'
        rows: list[Any] = connection.execute(f"SELECT {columns} FROM {wanted} ORDER BY {order}").fetchall()
        return [Mover(*[*row, found[row[0]] if row[0] in found else _came_or_went(row[0], row[2])]) for row in rows]

    def each_cause(self) -> Iterator[tuple[str, tuple[Cause, ...]]]:
        """Every account that moved with the causes of its move, in no order; only some are in memory at a time.

        Meanwhile nothing else may be asked of the connection.
        """
        yield from _Found(self.search).causes(None)
        absent = f"(\"from\" = '{ABSENT}' OR \"to\" = '{ABSENT}')"
        self.both.connection.execute(f'SELECT account_id, "from" FROM ({self.migration.movers()}) WHERE {absent}')
        for account_id, old in _rows(self.both.connection):
            yield account_id, _came_or_went(account_id, old)


def difference(old: Side, new: Side, industries: Mapping[str, Industry]) -> Difference:
    """Compare two runs in one database and find the causes of every move.

    Args:
        old: the run before.
        new: the run now.
        industries: what each loaded plugin contributes, by plugin name.
    """
    both = Both(old, new)
    moved = moves(both)
    hybrids = Hybrids(old.rules, new.rules, industries)
    search = Search(both, hybrids, moved)
    search.run()
    rules = tuple(change for change in (*hybrids.changes, *hybrids.idle) if change.element != "date")
    return Difference(both, moved, only_possible(both), rules, _counted(search), search)


def _counted(search: Search) -> tuple[CauseCount, ...]:
    if not search.columns:
        return ()
    total = " + ".join(f"{quoted(one.name)}::INT" for one in search.columns)
    met = [(quoted(one.name), f"{quoted(one.name)} AND n = 1") for one in search.columns]
    counts = ", ".join(f"count(*) FILTER ({condition})" for pair in met for condition in pair)
    query = f"SELECT {counts} FROM (SELECT *, {total} AS n FROM {search.causes})"
    (row,) = search.both.connection.execute(query).fetchall()
    found = [
        CauseCount(one.fact, one.rule, search.is_position(one), row[2 * index], row[2 * index + 1])
        for index, one in enumerate(search.columns)
        if row[2 * index]
    ]
    return tuple(sorted(found, key=lambda one: -one.moves))


def _rows(connection: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """What a connection was asked for, some rows at a time."""
    while rows := connection.fetchmany(_AT_A_TIME):
        yield from rows


def _came_or_went(account_id: str, old: str | None) -> tuple[Cause, ...]:
    pair = (None, account_id) if old == ABSENT else (account_id, None)
    return (Cause("facts", {"account_id": pair}),)


class _Found:
    """The causes of the wanted movers, with the values of their facts."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self._sql = search.both.connection

    def causes(self, wanted: str | None) -> Iterator[tuple[str, tuple[Cause, ...]]]:
        """Accounts with their causes: those in a table; None for all that moved, and neither came nor went."""
        chosen = f" SEMI JOIN {wanted} USING (account_id)" if wanted is not None else ""
        rows = f"(SELECT * FROM {self.search.causes}{chosen})"
        for undone in self.search.groups(rows):
            rules = self.search.hybrids.of(undone)
            assert rules is not None, "causes are found with sound rules only"
            yield from self._of_group(rows, undone, rules)

    def _of_group(
        self, table: str, undone: frozenset[RuleChange], rules: Rules
    ) -> Iterator[tuple[str, tuple[Cause, ...]]]:
        between = self.search.between
        facts = [one for one in self.search.columns if one.rule is None and between.has(rules, one.fact)]
        selected = ["chosen.account_id"]
        for one in facts:
            cells = [between.cell(one.fact, side, undone, rules) for side in SIDES]
            selected += [f"chosen.{quoted(one.name)}", *cells]
        chosen = f"(SELECT * FROM {table} WHERE {self.search.only(undone)}) AS chosen"
        source = between.joined(chosen, undone, rules)
        self._sql.execute(f"SELECT {', '.join(selected)} FROM {source}")
        for row in _rows(self._sql):
            yield row[0], self._causes(row[1:], facts, undone)

    def _causes(self, row: tuple[Any, ...], facts: list[Column], undone: frozenset[RuleChange]) -> tuple[Cause, ...]:
        pairs = {one.fact: (row[3 * index + 1], row[3 * index + 2]) for index, one in enumerate(facts)}
        chosen = {one.fact for index, one in enumerate(facts) if row[3 * index]}
        rules = [one.rule for one in self.search.columns if one.rule in undone and one.rule is not None]
        positions = self.search.between.positions
        own = {name: pair for name, pair in pairs.items() if name in chosen - positions}
        own |= {rule.name: (rule.old, rule.new) for rule in rules if rule.element == "date"}
        places = {name: pair for name, pair in pairs.items() if name in chosen & positions}
        causes = [Cause("facts", own)] if own else []
        causes += [Cause("rule", {}, rule) for rule in rules if rule.element != "date"]
        if places:
            below = self.search.hybrids.graph.below(places) - positions
            beside = {name: pair for name, pair in pairs.items() if name in below and pair[0] != pair[1]}
            causes.append(Cause("facts", places, position=True, own=beside))
        return tuple(causes)
