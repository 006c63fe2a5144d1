"""What accounts of a run are worth, and what it costs not to know: sums by the value that the pack names."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from kamengine.engine.migration import exact_value
from kamengine.engine.run import DIALECT, Run
from kamengine.engine.sql_text import identifier
from kamengine.quality.model import Worth

_UNDECIDED = "run.tier IS DISTINCT FROM run.tier_possible"


def worths(run: Run) -> tuple[int, Worth, Worth]:
    """How many accounts of a run are undecided, what all in scope are worth, and what the undecided ones are worth."""
    query = (
        f"SELECT count(*), sum(worth), count(worth), count(*) FILTER (WHERE undecided), "
        f"sum(worth) FILTER (WHERE undecided), count(worth) FILTER (WHERE undecided) FROM ("
        f"SELECT {_worth(run)} AS worth, {_UNDECIDED} AS undecided FROM {identifier(run.table)} AS run "
        f"JOIN {identifier(run.snapshot.accounts.name)} AS facts USING (account_id))"
    )
    row = run.snapshot.connection.execute(query).fetchall()[0]
    if run.checked.pack.value is None:
        return row[3], Worth(None, 0), Worth(None, 0)
    return row[3], Worth(row[1] or Decimal(0), row[0] - row[2]), Worth(row[4] or Decimal(0), row[3] - row[5])


def _worth(run: Run) -> str:
    """What an account is worth, exactly; NULL when it is unknown or the pack does not say."""
    name = run.checked.pack.value
    if name is not None and name in run.checked.indicators:
        return exact_value(exp.column(name, table="run", quoted=True)).sql(DIALECT)
    if name is not None and name in run.snapshot.accounts.columns:
        return exact_value(exp.column(name, table="facts", quoted=True)).sql(DIALECT)
    return "CAST(NULL AS DECIMAL(38, 6))"
