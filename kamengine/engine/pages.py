"""The accounts of a run in any order, searched, and read page by page: what a list of any length shows.

An order is kept as a table of row numbers, so that sorting moves eight bytes an account and any page is read at once,
wherever it is. Each view has a cursor of its own, so views can be made in other threads than the one that reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from threading import Event
from typing import Any

from sqlglot import exp

from kamengine.engine.database import beside
from kamengine.engine.run import DIALECT, Run
from kamengine.language.sql import column

ID, NAME, TIER = "account_id", "name", "tier"
_TIERS = (TIER, "tier_possible")
_LONGEST_NAME = 400  # characters of a name that a page carries; a search looks at all of them

_numbers = count(1)


@dataclass(frozen=True)
class Order:
    """What accounts are sorted by; unknown values come last either way, and equal ones go by account.

    Attributes:
        column: a column of the results, or ``name``; tiers go by their order in the pack, best first.
        descending: largest first; for tiers, best last.
    """

    column: str = ID
    descending: bool = False


@dataclass(frozen=True)
class TierCount:
    """How many accounts certainly have a tier, and how many of them may have a better one.

    Attributes:
        tier: None for the accounts that certainly meet no tier.
    """

    tier: str | None
    accounts: int
    undecided: int


class Listing:
    """The accounts of a run, ready to be put in any order.

    Attributes:
        run: the results.
        columns: what each row of a page holds: ``account_id`` and ``name`` first.
    """

    def __init__(self, run: Run, columns: tuple[str, ...]) -> None:
        """Look up the names once.

        Args:
            run: the results.
            columns: of the results, to be shown besides ``account_id`` and ``name``.
        """
        self.run = run
        self.columns = (ID, NAME, *columns)
        self.names = f"names {next(_numbers)} of {run.table}"
        accounts = run.snapshot.accounts
        name = f'"account".{_quoted(NAME)}' if NAME in accounts.columns else "CAST(NULL AS VARCHAR)"
        beside(run.snapshot.connection).execute(
            f'CREATE TABLE {_quoted(self.names)} AS SELECT "run".rowid AS "row", "run"."{ID}", {name} AS "{NAME}" '
            f'FROM {_quoted(run.table)} AS "run" '
            f'LEFT JOIN {_quoted(accounts.name)} AS "account" USING ("{ID}") ORDER BY 1'
        )

    def request(self, order: Order, search: str = "") -> Request:
        """A view of these accounts, to be made.

        Args:
            order: what they are sorted by.
            search: only accounts whose id or name has this text in it; capitals do not matter, and no character has a
                meaning of its own. Empty: all.
        """
        return Request(self, order, search)

    def view(self, order: Order, search: str = "") -> View:
        """These accounts in an order (see `request`)."""
        view = self.request(order, search).make()
        assert view is not None, "nobody can have cancelled it"
        return view

    def close(self) -> None:
        """Give the memory back; views of this listing are of no use then."""
        beside(self.run.snapshot.connection).execute(f"DROP TABLE IF EXISTS {_quoted(self.names)}")


class View:
    """Accounts in one order. All that is asked of a view is asked in one thread at a time.

    Attributes:
        count: how many accounts it has.
    """

    def __init__(self, listing: Listing, order: Order, search: str, table: str, cursor: Any) -> None:
        """Views come from `Listing.view`."""
        self.listing, self.order, self.search = listing, order, search
        self._table, self._cursor = _quoted(table), cursor
        self.count = int(cursor.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0])

    def page(self, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` accounts from position `offset` on (0 is the first), each with the listing's columns."""
        first, last = max(0, offset), min(offset + limit, self.count) - 1
        if last < first:
            return []
        names = f'left("names"."{NAME}", {_LONGEST_NAME}) AS "{NAME}"'
        wanted = [f'"run"."{ID}"', names, *(f'"run".{_quoted(name)}' for name in self.listing.columns[2:])]
        rows = self._cursor.execute(
            f"SELECT {', '.join(wanted)} "
            f'FROM (SELECT rowid AS "position", "row" FROM {self._table} '
            f'WHERE rowid BETWEEN {first} AND {last}) AS "view" '
            f'JOIN {_quoted(self.listing.run.table)} AS "run" ON "run".rowid = "view"."row" '
            f'JOIN {_quoted(self.listing.names)} AS "names" ON "names"."row" = "view"."row" ORDER BY "view"."position"'
        ).fetchall()
        return list(rows)

    def position(self, account_id: str) -> int | None:
        """Where an account is (0 is the first); None when the view does not have it."""
        found = self._cursor.execute(
            f'SELECT rowid FROM {self._table} WHERE "row" IN '
            f'(SELECT rowid FROM {_quoted(self.listing.run.table)} WHERE "{ID}" = ?)',
            [account_id],
        ).fetchone()
        return None if found is None else int(found[0])

    def close(self) -> None:
        """Give the memory back; the view is of no use then."""
        self._cursor.execute(f"DROP TABLE IF EXISTS {self._table}")


class Request:
    """A view to be made, in any thread, unless it is cancelled from another one."""

    def __init__(self, listing: Listing, order: Order, search: str) -> None:
        """Requests come from `Listing.request`."""
        self.listing, self.order, self.search = listing, order, search
        self._cursor = beside(listing.run.snapshot.connection)
        self._cancelled = Event()

    def make(self) -> View | None:
        """The view, or None when the request was cancelled before it was ready."""
        import duckdb

        table = f"view {next(_numbers)} of {self.listing.run.table}"
        query, values = self._query()
        try:
            if self._cancelled.is_set():
                return None
            self._cursor.execute(f"CREATE TABLE {_quoted(table)} AS {query}", values)
            view = View(self.listing, self.order, self.search, table, self._cursor)
        except duckdb.InterruptException:
            if not self._cancelled.is_set():
                raise  # by the keyboard: not ours to swallow
            return None
        if self._cancelled.is_set():
            view.close()
            return None
        return view

    def cancel(self) -> None:
        """Stop at once if it is being made, and do not begin if it is not."""
        self._cancelled.set()
        self._cursor.interrupt()

    def _query(self) -> tuple[str, list[str]]:
        """The rows of the run in order; a table keeps the order in which its rows came in."""
        run, names = _quoted(self.listing.run.table), _quoted(self.listing.names)
        name = self.order.column
        direction = "DESC" if self.order.descending else "ASC"
        order = f'ORDER BY {self._key()} {direction} NULLS LAST, "{ID}"'
        if name not in (ID, NAME) and not self.search:
            return f'SELECT rowid AS "row" FROM {run} {order}', []
        source = f"SELECT * FROM {names}"
        if name not in (ID, NAME):
            together = f'{names} AS "names" JOIN {run} AS "run" ON "run".rowid = "names"."row"'
            source = f'SELECT "names".*, "run".{_quoted(name)} FROM {together}'
        if not self.search:
            return f'SELECT "row" FROM ({source}) {order}', []
        found = " OR ".join(f'contains(lower("{each}"), lower(?))' for each in (ID, NAME))
        return f'SELECT "row" FROM ({source}) WHERE {found} {order}', [self.search] * 2

    def _key(self) -> str:
        name = self.order.column
        if name == NAME:
            return f'lower("{NAME}")'
        if name not in _TIERS:
            return _quoted(name)
        ids = (exp.Literal.string(tier.tier.id).sql(DIALECT) for tier in self.listing.run.checked.tiers)
        return f'list_position([{", ".join(ids)}], "{name}")'


def tier_counts(run: Run) -> tuple[TierCount, ...]:
    """The accounts of each tier, every tier of the pack in order, then those without a tier if there are any."""
    rows = beside(run.snapshot.connection).execute(
        f'SELECT "tier", count(*), count(*) FILTER ("tier" IS DISTINCT FROM "tier_possible") '
        f"FROM {_quoted(run.table)} GROUP BY 1"
    )
    found = {tier: TierCount(tier, int(accounts), int(open)) for tier, accounts, open in rows.fetchall()}
    ids: list[str | None] = [tier.tier.id for tier in run.checked.tiers]
    return tuple(found.get(id) or TierCount(id, 0, 0) for id in ids + [None] * (None in found))


def for_this_thread(run: Run) -> Run:
    """The same run behind a cursor of its own, to be used while other threads use the run."""
    return replace(run, snapshot=replace(run.snapshot, connection=beside(run.snapshot.connection)))


def _quoted(name: str) -> str:
    return column(name).sql(DIALECT)
