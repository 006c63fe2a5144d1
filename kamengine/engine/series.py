"""What an indicator came to as of the end of each of the last months: a series, by its ledgers, of any accounts.

Only the date moves. Facts, corrections, parameters and tables are those of the run, so that a series says what happened
in the ledgers and nothing else. Each value is computed by the pack's own query with that date for the as-of date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kamengine.engine.dependence import SCORE, Dependence
from kamengine.engine.ledgers import span_of
from kamengine.engine.query import Builder
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.engine.sql_text import identifier, literal
from kamengine.language.expressions import names
from kamengine.language.sql import SCORE_LOW, Bindings, column
from kamengine.pack.checked import CheckedIndicator, CheckedPack
from kamengine.pack.window import add_months

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MONTHS = 12
"""How many months a series has."""

_ID = "account_id"


def month_ends(as_of: date, months: int = MONTHS) -> tuple[date, ...]:
    """The last day of each of so many months, oldest first; of the month of the as-of date the as-of date itself."""
    firsts = (add_months(as_of.replace(day=1), -back) for back in range(months - 2, -1, -1))
    return (*(first - timedelta(days=1) for first in firsts if first > date.min), as_of)


@dataclass(frozen=True)
class Series:
    """How the value of an indicator follows ledgers from month to month.

    Attributes:
        checked: the pack.
        name: of the indicator.
        ledgers: those that it is computed from, directly or through others; `dated` are those with dates.
        needed: everything that it is computed from, and itself.
    """

    checked: CheckedPack
    name: str
    ledgers: frozenset[str]
    needed: frozenset[str]

    @classmethod
    def of(cls, checked: CheckedPack, name: str | None, ledgers: Collection[str]) -> Series | None:
        """The series of an indicator.

        Args:
            checked: the pack.
            name: of the indicator.
            ledgers: those that are there.

        Returns:
            None where there is no such indicator, where it follows none of these ledgers or only such without dates,
            and where it looks at other accounts (``share_of_total``), so that it cannot be had of some accounts alone.
        """
        if name is None or name not in checked.indicators:
            return None
        dependence = Dependence(checked)
        needed = dependence.needed_for([name])
        looked_at = {one.indicator.ledger for one in _indicators(checked, needed)}
        series = cls(checked, name, frozenset(each for each in ledgers if each in looked_at), needed)
        return series if series.dated and not dependence.look_at_all(needed) else None

    @property
    def dated(self) -> Mapping[str, str]:
        """The ledgers whose rows have dates, each with the name of its date."""
        days = {name: self.checked.ledgers[name].date for name in sorted(self.ledgers)}
        return {name: day for name, day in days.items() if day is not None}

    def columns(self, ledger: str | None) -> frozenset[str]:
        """The columns of a ledger that the series looks at; of the accounts, under None, their facts."""
        if ledger is None:
            return self.needed | frozenset(names(self.checked.scope) if self.checked.scope is not None else ())
        day = self.dated.get(ledger)
        used = {day} if day is not None else set()
        for one in _indicators(self.checked, self.needed):
            if one.indicator.ledger == ledger:
                used |= {*names(one.expr, "field"), *(names(one.where, "field") if one.where is not None else ())}
        return frozenset(used)

    def query(self, snapshot: Snapshot, bindings: Bindings, begins: Mapping[str, date | None], called: str) -> str:
        """SQL for the series of every account in scope: ``account_id`` and a list, oldest month first.

        The last value is as of the date of the run, the others as of the ends of the months before. A month is unknown
        before the account's first row in the ledgers, and where the indicator looks further back than a ledger goes:
        what is not in the ledger is not nothing. The value of the date of the run is what the run says in any case.

        Args:
            snapshot: the facts; of some accounts, or of all.
            bindings: of the run.
            begins: the first date in each of `dated`, of all accounts; None where no row has one.
            called: the name of the column with the list.
        """
        cells, joins, value = [], [], identifier(self.name)
        for place, day in enumerate(month_ends(bindings.as_of)[:-1]):
            if not self._reached(day, begins):
                cells.append("NULL")
                continue
            cells.append(f"CASE WHEN begin.day <= DATE {literal(day.isoformat())} THEN month{place}.{value} END")
            joins.append(f"LEFT JOIN ({self._as_of(snapshot, bindings, day)}) AS month{place} USING ({_ID})")
        now = f"({self._as_of(snapshot, bindings, bindings.as_of)}) AS now"
        begun = f"LEFT JOIN ({self._first_days(snapshot)}) AS begin USING ({_ID})"
        values = f"[{', '.join([*cells, f'now.{value}'])}] AS {identifier(called)}"
        return f"SELECT now.{_ID}, {values} FROM {now} {begun} {' '.join(joins)}"

    def _reached(self, day: date, begins: Mapping[str, date | None]) -> bool:
        """Whether every window that ends on a day lies in months that the ledgers have."""
        for one in _indicators(self.checked, self.needed):
            ledger = one.indicator.ledger
            if ledger is not None and ledger in self.dated:
                begin = begins.get(ledger)
                if begin is None or (one.indicator.window and span_of(one, day)[0] < begin.replace(day=1)):
                    return False
        return True

    def _as_of(self, snapshot: Snapshot, bindings: Bindings, day: date) -> str:
        """SQL for the indicator of every account as of a day."""
        every = {*self.checked.indicators, *self.checked.criteria, SCORE, SCORE_LOW}
        builder = Builder(self.checked, snapshot, replace(bindings, as_of=day), frozenset(every - self.needed))
        return builder.values().select(column(_ID), column(self.name)).sql(DIALECT, copy=False)

    def _first_days(self, snapshot: Snapshot) -> str:
        """SQL for the first date of each account in the ledgers."""
        rows = [f"SELECT CAST(NULL AS VARCHAR) AS {_ID}, CAST(NULL AS DATE) AS day"]
        for name, day in self.dated.items():
            table = snapshot.ledgers[name]
            if day in table.columns:
                rows.append(f"SELECT {_ID}, {identifier(day)} AS day FROM {identifier(table.name)}")
        return f"SELECT {_ID}, min(day) AS day FROM ({' UNION ALL '.join(rows)}) GROUP BY {_ID}"


def only(snapshot: Snapshot, accounts: Sequence[str], ledgers: Collection[str]) -> Snapshot:
    """The facts of some accounts, copied into temporary tables of the connection that go by the same names each time.

    Args:
        snapshot: the facts.
        accounts: the ids.
        ledgers: the ledgers that are wanted.
    """
    connection = snapshot.connection
    made = _copy(connection, snapshot.accounts, "series#accounts", accounts)
    of_ledgers = {name: snapshot.ledgers[name] for name in sorted(ledgers) if name in snapshot.ledgers}
    copies = {name: _copy(connection, table, f"series#{name}", accounts) for name, table in of_ledgers.items()}
    return replace(snapshot, accounts=made, ledgers=copies)


def _copy(connection: DuckDBPyConnection, table: Table, name: str, accounts: Sequence[str]) -> Table:
    chosen = f"SELECT * FROM {identifier(table.name)} WHERE {_ID} IN (SELECT unnest($accounts))"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {chosen}", {"accounts": list(accounts)})
    return replace(table, name=name)


def _indicators(checked: CheckedPack, names: Collection[str]) -> list[CheckedIndicator]:
    return [checked.indicators[name] for name in checked.indicators if name in names]
