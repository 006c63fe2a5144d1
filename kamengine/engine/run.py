"""Classifying: run the query of a pack once, keep the results as a table, and summarise, page or write them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sqlglot import exp

from kamengine.engine.query import CLASH, build, result_columns
from kamengine.engine.snapshot import Snapshot
from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings, column
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.problems import KamError, Place, say

DIALECT = "duckdb"
_NUMBERS = count(1)
"""Of the tables of runs; each is used once in a process, whatever connection it is for."""
_UNDECIDED = '"tier" IS DISTINCT FROM "tier_possible"'


@dataclass(frozen=True)
class Summary:
    """What came out, in numbers.

    Attributes:
        accounts: in the snapshot.
        in_scope: those the pack speaks about.
        scope_unknown: those of which it is unknown whether the pack speaks about them; they are not classified.
        tiers: accounts per certain tier, every tier of the pack in order.
        possible: accounts per best tier that is not ruled out.
        undecided: accounts whose certain and possible tier differ.
        without_tier: accounts that certainly meet no tier.
    """

    accounts: int
    in_scope: int
    scope_unknown: int
    tiers: Mapping[str, int]
    possible: Mapping[str, int]
    undecided: int
    without_tier: int


@dataclass(frozen=True)
class Run:
    """The results of one pack over one snapshot on one date.

    Attributes:
        table: the table of the results in the snapshot's connection, one row per account in scope, with `columns`.
        columns: account_id, tier, tier_possible, score_low, score_high, then criteria, then indicators.
        inspections: queries about single accounts that were written already, by the expressions they ask for.
    """

    checked: CheckedPack
    snapshot: Snapshot
    bindings: Bindings
    table: str
    columns: tuple[str, ...]
    inspections: dict[tuple[Expr, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def as_of(self) -> date:
        """The date of the run."""
        return self.bindings.as_of

    def summary(self) -> Summary:
        """The results in numbers."""
        accounts = self._count(self.snapshot.accounts.name)
        certain, possible = self._tally("tier"), self._tally("tier_possible")
        ids = [tier.tier.id for tier in self.checked.tiers]
        return Summary(
            accounts=accounts,
            in_scope=self._count(self.table),
            scope_unknown=self._scope_unknown(),
            tiers={id: certain.get(id, 0) for id in ids},
            possible={id: possible.get(id, 0) for id in ids},
            undecided=self._count(self.table, _UNDECIDED),
            without_tier=certain.get(None, 0),
        )

    def undecided(self, limit: int) -> list[str]:
        """Ids of accounts whose certain and possible tier differ, those with the best possible tier first."""
        order = "CASE " + " ".join(
            f"WHEN tier_possible = {exp.Literal.string(tier.tier.id).sql(DIALECT)} THEN {index}"
            for index, tier in enumerate(self.checked.tiers)
        )
        query = (
            f'SELECT account_id FROM "{self.table}" WHERE {_UNDECIDED} ORDER BY {order} END, account_id LIMIT {limit}'
        )
        return [str(row[0]) for row in self._rows(query)]

    def write(self, path: Path, *, text_in_csv: Callable[[str], str] | None = None) -> None:
        """Write the results to a ``.csv`` or ``.parquet`` file, ordered by account; whole or not at all.

        Args:
            path: the file.
            text_in_csv: SQL for a text from the data as it is to stand in a cell of a CSV file, from SQL for the text;
                None: as it is.

        Raises:
            KamError: the file cannot be written.
        """
        indicators = self.checked.indicators.items()
        texts = {"account_id", *(name for name, of in indicators if of.type.kind in ("text", "choice"))}
        columns = []
        for name in self.columns:
            sql = column(name).sql(DIALECT)
            if text_in_csv is not None and name in texts and path.suffix.lower() == ".csv":
                sql = f"{text_in_csv(sql)} AS {sql}"
            columns.append(sql)
        query = f'SELECT {", ".join(columns)} FROM "{self.table}" ORDER BY "{self.table}"."account_id"'
        write_query(self.snapshot, query, path)

    def _count(self, table: str, condition: str = "TRUE") -> int:
        name = exp.to_identifier(table, quoted=True).sql(DIALECT)
        return int(self._rows(f"SELECT count(*) FROM {name} WHERE {condition}")[0][0])

    def _tally(self, name: str) -> dict[str | None, int]:
        return dict(self._rows(f'SELECT "{name}", count(*) FROM "{self.table}" GROUP BY 1'))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.snapshot.connection.execute(query).fetchall()

    def _scope_unknown(self) -> int:
        if self.checked.scope is None:
            return 0
        return scope_unknown(self.checked, self.snapshot, self.bindings)


def classify(
    checked: CheckedPack,
    snapshot: Snapshot,
    as_of: date,
    sets: Mapping[str, Scalar] | None = None,
    *,
    allow_clashes: bool = False,
) -> Run:
    """Classify every account of a snapshot.

    Args:
        checked: the pack.
        snapshot: the facts.
        as_of: the date that windows and dated parameters look at.
        sets: parameters to use instead of the pack's.
        allow_clashes: an account that certainly meets two tiers has the better one.

    Raises:
        KamError: a parameter has no value on that date or does not fit, or, under ``hit = "unique"``, an account
            certainly meets two tiers.
    """
    bindings = bind(checked, as_of, sets)
    query = query_for(checked, snapshot, bindings)
    table = f"run#{next(_NUMBERS)}"
    snapshot.connection.execute(f'CREATE TABLE "{table}" AS {query.sql(DIALECT, copy=False)}')
    run = Run(checked, snapshot, bindings, table, tuple(result_columns(checked)))
    if checked.pack.hit == "unique" and not allow_clashes:
        refuse_clashes(checked, snapshot, f'SELECT "account_id" FROM "{table}" WHERE "{CLASH}"')
    return run


def query_for(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> exp.Select:
    """The one query that a pack compiles to."""
    columns = [column(name) for name in result_columns(checked)]
    if checked.pack.hit == "unique":
        columns.append(column(CLASH))
    return build(checked, snapshot, bindings).select(*columns)


def scope_unknown(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> int:
    """How many accounts lack the facts that would say whether the pack speaks about them."""
    from kamengine.engine.query import facts_query

    assert checked.scope is not None
    query = facts_query(checked, snapshot, bindings)
    return int(snapshot.connection.execute(query.sql(DIALECT, copy=False)).fetchall()[0][0])


def write_query(snapshot: Snapshot, query: str, path: Path) -> None:
    """Write the rows of a query to a ``.csv`` or ``.parquet`` file: to a temporary name first, then renamed.

    Raises:
        KamError: the suffix is neither, or the file cannot be written.
    """
    formats = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}
    if path.suffix.lower() not in formats:
        what = say("results are written as .csv or .parquet")
        raise KamError.of(what, say("name a file that ends in .csv or .parquet"), place=Place(str(path)))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    target = exp.Literal.string(str(temporary)).sql(DIALECT)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch()  # so that it is the system that says why not
        snapshot.connection.execute(f"COPY ({query}) TO {target} ({formats[path.suffix.lower()]})")
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except (OSError, _io_error()) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise KamError.of(say("cannot be written: {reason}", reason=reason), place=Place(str(path))) from error
    finally:
        with suppress(OSError):  # it was renamed, or was never there
            temporary.unlink()


def _io_error() -> type[Exception]:
    import duckdb

    return duckdb.IOException


def refuse_clashes(checked: CheckedPack, snapshot: Snapshot, query: str) -> None:
    """See that no account is certain to be in two tiers; the query gives the ids of those that are.

    Raises:
        KamError: there are some.
    """
    clashes = sorted(str(row[0]) for row in snapshot.connection.execute(query).fetchall())
    if clashes:
        shown = ", ".join(clashes[:5]) + (", …" if len(clashes) > 5 else "")
        what = say("{n} accounts certainly meet two tiers: {ids}", n=len(clashes), ids=shown)
        raise KamError.of(
            what, say('make the tiers exclusive, or use hit = "first"'), place=checked.pack.place("tiers")
        )
