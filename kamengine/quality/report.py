"""The report put together: every number comes from a query over all accounts, no account passes through Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, get_args

from kamengine.engine.deciding import deciding
from kamengine.engine.run import Run
from kamengine.intake.imports.near_duplicates import NearDuplicate, near_duplicates
from kamengine.problems import KamError, say
from kamengine.quality.completeness import facts_of, fields_quality, tiers_quality
from kamengine.quality.ledgers import ledger_quality
from kamengine.quality.model import FailedPack, PackQuality, Quality
from kamengine.quality.scopes import scopes_of
from kamengine.quality.worth import worths
from kamengine.workspace import WorkspaceTable, WorkspaceTables
from kamengine.workspace.corrected import State
from kamengine.workspace.tables import corrected_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXAMPLES = 5
"""So many examples are kept of each finding."""


def quality_of(
    connection: DuckDBPyConnection,
    tables: WorkspaceTables,
    runs: Sequence[Run],
    failed: Sequence[FailedPack],
    *,
    name: str,
    today: date,
) -> Quality:
    """Look at everything that a workspace knows.

    Args:
        connection: holds the tables and the runs.
        tables: what is known.
        runs: one for each pack, over these tables.
        failed: packs that could not be run.
        name: of the workspace.
        today: the date that ages are counted from.

    Raises:
        KamError: there are no accounts yet.
    """
    if tables.accounts is None:
        raise KamError.of(say("the workspace holds no accounts yet"), say("kam import FILE brings them in"))
    relation = tables.accounts.relation
    accounts, fields = fields_quality(connection, tables.accounts, tables.corrections, runs)
    near, groups = _near(connection, tables.accounts)
    stands = Counter(fact.state for fact in corrected_facts(connection, tables))
    return Quality(
        name=name,
        today=today,
        accounts=accounts,
        imported=tables.accounts.imports[-1].when,
        fields=fields,
        packs=tuple(pack_quality(run) for run in runs),
        failed=tuple(failed),
        scopes=scopes_of(connection, relation, runs, EXAMPLES),
        ledgers=tuple(ledger_quality(connection, *ledger, relation) for ledger in sorted(tables.ledgers.items())),
        near_duplicates=tuple(near),
        near_duplicate_groups=groups,
        corrections={state: stands[state] for state in get_args(State)},
    )


def pack_quality(run: Run) -> PackQuality:
    """How well the data serve a pack."""
    undecided, worth, undecided_worth = worths(run)
    summary = run.summary()
    return PackQuality(
        run=run,
        in_scope=summary.in_scope,
        scope_unknown=summary.scope_unknown,
        undecided=undecided,
        worth=worth,
        undecided_worth=undecided_worth,
        deciding=deciding(run),
        facts=facts_of(run.checked),
        tiers=tiers_quality(run),
    )


def _near(connection: DuckDBPyConnection, accounts: WorkspaceTable) -> tuple[list[NearDuplicate], int]:
    """Accounts with nearly the same name, where names are known."""
    if "name" not in {column.field for column in accounts.columns}:
        return [], 0
    return near_duplicates(connection, accounts.relation, EXAMPLES)
