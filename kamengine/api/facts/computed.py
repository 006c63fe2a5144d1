"""Facts stated by hand beside what ledgers give: what an indicator would be without the correction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kamengine.api.runs.runs import RunOptions, classify_tables
from kamengine.engine.sql_text import identifier
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from kamengine.workspace import WorkspaceTables
from kamengine.workspace.corrected import CorrectedFact, Fact
from kamengine.workspace.tables import KEY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def beside_ledgers(
    connection: DuckDBPyConnection,
    tables: WorkspaceTables,
    packs: Iterable[CheckedPack],
    facts: Sequence[CorrectedFact],
    options: RunOptions | None = None,
) -> tuple[CorrectedFact, ...]:
    """The same facts; each of an indicator over a ledger of the workspace says what the ledger gives.

    Args:
        connection: holds the tables; the results of runs are made in it.
        tables: what is known.
        packs: whose indicators are meant; the first that has one of a name says what it is.
        facts: corrected and imported.
        options: of the runs; None: as of the newest date in the ledgers, with the parameters of the packs.

    Returns:
        the facts in their order. One whose account a pack does not speak about, or whose pack cannot be run, comes back
        as it was.
    """
    found: dict[tuple[str, str], tuple[str, Fact]] = {}
    for checked in packs:
        with suppress(KamError):  # whoever looks at facts need not hear of packs; kam classify says it
            found = _computed(connection, tables, checked, facts, options or RunOptions()) | found
    told = []
    for fact in facts:
        ledger, value = found.get((fact.correction.account, fact.correction.field), (None, None))
        told.append(fact if ledger is None else replace(fact, ledger=ledger, computed=value))
    return tuple(told)


def _computed(
    connection: DuckDBPyConnection,
    tables: WorkspaceTables,
    checked: CheckedPack,
    facts: Sequence[CorrectedFact],
    options: RunOptions,
) -> dict[tuple[str, str], tuple[str, Fact]]:
    """The ledger and its value by account and indicator, of one pack."""
    ledgers = {
        name: one.indicator.ledger
        for name, one in checked.indicators.items()
        if one.indicator.ledger is not None and one.indicator.ledger in tables.ledgers
    }
    wanted = [fact for fact in facts if fact.correction.field in ledgers]
    if not wanted or tables.imported is None:
        return {}
    names = sorted({fact.correction.field for fact in wanted})
    accounts = sorted({fact.correction.account for fact in wanted})
    imported = replace(tables, accounts=tables.imported, corrections=())
    run = classify_tables(connection, imported, checked, options).run
    wanted_rows = f"SEMI JOIN (SELECT unnest(?) AS {KEY}) USING ({KEY})"
    query = f"SELECT {KEY}, {', '.join(map(identifier, names))} FROM {identifier(run.table)} {wanted_rows}"
    rows = connection.execute(query, [accounts]).fetchall()
    return {(row[0], name): (ledgers[name], value) for row in rows for name, value in zip(names, row[1:], strict=True)}
