"""The accounts of a run in any order, searched and narrowed, and read page by page: what a list of any length shows.

The columns that are looked at are held in memory (`Held`). An order is kept as a table of row numbers, so that sorting
moves four bytes an account and any page is read at once, wherever it is. Each view has a cursor of its own, so views
can be made in other threads than the one that reads them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import count
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kamengine.engine.database import beside
from kamengine.engine.first_rows import first_rows
from kamengine.engine.held import PENDING as PENDING
from kamengine.engine.held import RANKED, ROW, SOUGHT, Held
from kamengine.engine.results import ID, NAME, Results
from kamengine.engine.run import DIALECT, Run
from kamengine.engine.selection import condition_of, sort_key
from kamengine.engine.sql_text import identifier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST_NAME = 400  # characters of a name that a page carries; a search looks at all of them
_NAME_HELD = f'held."{NAME}"'

_numbers = count(1)


@dataclass(frozen=True)
class Order:
    """What accounts are sorted by; unknown values come last either way, and equal ones go by account.

    Attributes:
        column: a column of the results or of the facts; tiers go by their order in the pack, best first.
        descending: largest first; for tiers, best last.
    """

    column: str = ID
    descending: bool = False


@dataclass(frozen=True)
class Arrangement:
    """How the accounts of a list are arranged.

    Attributes:
        order: what they are sorted by.
        search: only accounts whose id or name has this text in it; capitals do not matter, and no character has a
            meaning of its own. Empty: all.
        where: only accounts that meet this condition, in the language of the packs; None: all.
    """

    order: Order = Order()
    search: str = ""
    where: str | None = None


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
    """The accounts of results, ready to be put in any order once they are held.

    Attributes:
        results: what is known of them; see `renew`.
        columns: what each row of a page has: ``account_id`` and ``name`` first. Extra columns that are read of some
            accounts at a time are not among them.
    """

    def __init__(self, results: Results, columns: Sequence[str]) -> None:
        """Nothing is read yet.

        Args:
            results: what is known of the accounts.
            columns: of `Results.columns`, to be shown besides ``account_id`` and ``name``.
        """
        self.results = results
        self.columns = self._of_all(columns)
        self._held = Held(results)

    def hold(self, columns: Sequence[str] = ()) -> Listing:
        """The same with what it shows and a search looks through in memory; about a second for a million.

        Extra columns are left out, since they take longer; pages have `PENDING` in them until they are named here.

        Args:
            columns: others that are to be held, to be shown (see `show`).
        """
        usual = [name for name in self.columns if name not in self.results.further]
        asked = [name for name in columns if name not in self.results.in_sight]
        self._held.hold((*usual, SOUGHT, *asked))
        return self

    @property
    def pending(self) -> tuple[str, ...]:
        """The columns that are shown and not held yet."""
        return tuple(name for name in self.columns if not self._held.has(name))

    def show(self, columns: Sequence[str]) -> None:
        """Let pages have other columns from now on, which are held (see `hold`)."""
        self.columns = self._of_all(columns)

    def _of_all(self, columns: Sequence[str]) -> tuple[str, ...]:
        in_sight = self.results.in_sight
        return tuple(name for name in dict.fromkeys((ID, NAME, *columns)) if name not in in_sight)

    def renew(self, results: Results, columns: Sequence[str]) -> None:
        """Let the same accounts have other results from now on.

        Args:
            results: of the same run; they may have more columns.
            columns: those that may be others than before; they are read again.
        """
        self.results = results
        self._held.renew(results, columns)

    def head(self, arrangement: Arrangement, limit: int) -> Head | None:
        """The first accounts before anything is held; None where finding them would take as long as holding all."""
        order = arrangement.order
        if arrangement.search or arrangement.where is not None or order.column not in self.results.computed:
            return None
        first = first_rows(self.results, self.columns, order.column, order.descending, limit)
        return Head(self, arrangement, self.columns, *first)

    def request(self, arrangement: Arrangement) -> Request:
        """A view of these accounts, to be made."""
        return Request(self, arrangement, self._held)

    def view(self, order: Order = Order(), search: str = "", where: str | None = None) -> View:
        """These accounts in an order, searched and narrowed (see `Arrangement`).

        Raises:
            KamError: the condition is not sound.
        """
        view = self.request(Arrangement(order, search, where)).make()
        assert view is not None, "nobody can have cancelled it"
        return view

    def close(self) -> None:
        """Give the memory back; views of this listing are of no use then."""
        self._held.close()


@dataclass(frozen=True)
class Head:
    """The first accounts of an order that is not made yet, to be shown meanwhile. It is asked like a `View`.

    Attributes:
        listing: the accounts.
        arrangement: the order.
        columns: what each row has.
        count: how many accounts there are, though only the first can be read.
        rows: those.
    """

    listing: Listing
    arrangement: Arrangement
    columns: tuple[str, ...]
    count: int
    rows: Sequence[tuple[Any, ...]]
    unknown = 0

    def page(self, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """What there is of a page."""
        return list(self.rows[max(0, offset) : max(0, offset + limit)])

    def position(self, account_id: str) -> int | None:
        """Where an account is, if it is among the first."""
        return next((place for place, row in enumerate(self.rows) if row[0] == account_id), None)

    def close(self) -> None:
        """It holds nothing that could be given back."""


class View:
    """Accounts in one order; any thread may ask.

    Attributes:
        listing: whose accounts they are.
        arrangement: how they are arranged.
        count: how many accounts it has.
        unknown: of how many it is unknown whether they meet the condition; they are left out.
    """

    def __init__(self, request: Request, table: str, cursor: DuckDBPyConnection, unknown: int) -> None:
        """Views come from `Listing.view`."""
        self.listing, self.arrangement, self.unknown = request.listing, request.arrangement, unknown
        self.columns = self.listing.columns
        self._held, self._table, self._cursor = request.held, identifier(table), cursor
        self.count = int(_one(cursor.execute(f"SELECT count(*) FROM {self._table}")))

    def page(self, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` accounts from position `offset` on (0 is the first), each with the view's columns."""
        return self._rows(offset, limit, self.columns)

    def ids(self, offset: int, limit: int) -> list[str]:
        """The accounts themselves, from a position on."""
        return [str(row[0]) for row in self._rows(offset, limit, (ID,))]

    def again(self) -> View:
        """The same view with the listing's columns of now, for those who keep the pages that they have read."""
        another = copy(self)
        another.columns = self.listing.columns
        return another

    def position(self, account_id: str) -> int | None:
        """Where an account is (0 is the first); None when the view does not have it."""
        row = f"SELECT {identifier(ROW)} FROM {self._held.source([ID])} WHERE {identifier(ID)} = ?"
        query = f"SELECT rowid FROM {self._table} WHERE {identifier(ROW)} IN ({row})"
        found = beside(self._cursor).execute(query, [account_id]).fetchone()
        return None if found is None else int(found[0])

    def _rows(self, offset: int, limit: int, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        first, last = max(0, offset), min(offset + limit, self.count) - 1
        if last < first:
            return []
        values: dict[str, Sequence[Any]] = {}
        for table, names in self._held.tables(name for name in columns if self._held.has(name)).items():
            values |= zip(names, zip(*self._cells(table, names, first, last), strict=True), strict=True)
        pending = (PENDING,) * (last - first + 1)
        return list(zip(*(values.get(name, pending) for name in columns), strict=True))

    def _cells(self, table: str, names: Sequence[str], first: int, last: int) -> list[tuple[Any, ...]]:
        """Columns of one table; all tables at once would be joined in an order that reads them whole."""
        here = f"(SELECT rowid, {identifier(ROW)} FROM {self._table} WHERE rowid BETWEEN {first} AND {last}) AS here"
        cells = (f"left({cell}, {_LONGEST_NAME})" if cell == _NAME_HELD else cell for cell in map(_held, names))
        query = (
            f"SELECT {', '.join(cells)} FROM {here} JOIN {identifier(table)} AS held "
            f"ON held.rowid = here.{identifier(ROW)} ORDER BY here.rowid"
        )
        return list(beside(self._cursor).execute(query).fetchall())

    def close(self) -> None:
        """Give the memory back; the view is of no use then."""
        beside(self._cursor).execute(f"DROP TABLE IF EXISTS {self._table}")


class Request:
    """A view to be made, in any thread, unless it is cancelled from another one.

    Attributes:
        listing: of which accounts.
        arrangement: how.
        held: where they are read from.
    """

    def __init__(self, listing: Listing, arrangement: Arrangement, held: Held) -> None:
        """Requests come from `Listing.request`."""
        self.listing, self.arrangement, self.held = listing, arrangement, held
        self._cursor = beside(listing.results.connection)
        self._cancelled = Event()

    def make(self) -> View | None:
        """The view, or None when the request was cancelled before it was ready.

        Raises:
            KamError: the condition is not sound.
        """
        import duckdb

        try:
            view = self._made()
        except duckdb.InterruptException:
            if not self._cancelled.is_set():
                raise  # by the keyboard: not ours to swallow
            return None
        if view is not None and self._cancelled.is_set():
            view.close()
            return None
        return view

    def cancel(self) -> None:
        """Stop at once if it is being made, and do not begin if it is not."""
        self._cancelled.set()
        self._cursor.interrupt()

    def _made(self) -> View | None:
        where, order = self._where(), self.arrangement.order
        asked = [column.name for column in where.find_all(exp.Column)] if where is not None else []
        sought = [SOUGHT] if self.arrangement.search else []
        names = [*dict.fromkeys([order.column, *asked, *sought])]
        self.held.hold(names)
        if self._cancelled.is_set():
            return None
        source, table = self.held.source(names), f"view {next(_numbers)}"
        met = "TRUE" if where is None else where.sql(DIALECT)
        found, values = self._sought()
        query = f"SELECT {identifier(ROW)}::UINTEGER AS {identifier(ROW)} FROM {source} WHERE {found} AND ({met})"
        self._cursor.execute(f"CREATE TABLE {identifier(table)} AS {query} ORDER BY {self._order()}", values)
        unknown = 0
        if where is not None:
            left_out = f"SELECT count(*) FROM {source} WHERE {found} AND ({met}) IS NULL"
            unknown = int(_one(self._cursor.execute(left_out, values)))
        return View(self, table, self._cursor, unknown)

    def _where(self) -> exp.Expr | None:
        where = self.arrangement.where
        return None if where is None else condition_of(self.listing.results, where)

    def _sought(self) -> tuple[str, list[str]]:
        """The search as a condition, with its values."""
        text = unicodedata.normalize("NFC", self.arrangement.search)
        return (f"contains({identifier(SOUGHT)}, lower(?))", [text]) if text else ("TRUE", [])

    def _order(self) -> str:
        """A table keeps the order in which its rows came in; rows are numbered by account."""
        order, row = self.arrangement.order, identifier(ROW)
        direction = "DESC" if order.descending else "ASC"
        if order.column == ID:
            return f"{row} {direction}"
        key = identifier(order.column)
        if order.column == NAME:
            key = f"lower({key})"
        elif order.column not in RANKED:
            key = sort_key(self.listing.results, order.column)
        return f"{key} {direction} NULLS LAST, {row}"


def tier_counts(results: Results) -> tuple[TierCount, ...]:
    """The accounts of each tier, every tier of the pack in order, then those without a tier if there are any."""
    rows = beside(results.connection).execute(
        f'SELECT "tier", count(*), count(*) FILTER ("tier" IS DISTINCT FROM "tier_possible") '
        f"FROM {results.table} GROUP BY 1"
    )
    found = {tier: TierCount(tier, int(accounts), int(open)) for tier, accounts, open in rows.fetchall()}
    ids: list[str | None] = [tier.tier.id for tier in results.checked.tiers]
    return tuple(found.get(id) or TierCount(id, 0, 0) for id in ids + [None] * (None in found))


def for_this_thread(run: Run) -> Run:
    """The same run behind a cursor of its own, to be used while other threads use the run."""
    return replace(run, snapshot=replace(run.snapshot, connection=beside(run.snapshot.connection)))


def _held(name: str) -> str:
    return f"held.{identifier(name)}"


def _one(cursor: Any) -> Any:
    return cursor.fetchone()[0]
