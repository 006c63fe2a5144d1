"""The tiers in effect after a run, whether plans have been brought up to date with it or not; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamengine.engine.results import ID, TIER, TIER_EFFECTIVE
from kamengine.engine.sql_text import identifier
from kamengine.pack.playbooks import Grace
from kamengine.work.tiers.fold import Fold, Said, plain_runs, tiers_of_run
from kamengine.work.tiers.grace import Held
from kamengine.work.tiers.kept_standing import held_on, held_when, restless_held, taken_in, times_taken_in
from kamengine.work.tiers.standing import differing_in, effective_tiers, update_standing

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord, Transaction, Workspace

Differing = Mapping[str, str | None]
"""The tier in effect of each account that has another than the computed one; None for no tier."""


@dataclass(frozen=True)
class After:
    """What accounts have after a run.

    Attributes:
        run: the run.
        ranks: the ids of the tiers of its pack, best first.
        held: what accounts have, by account; of those without anything to say of only some (see `Fold.held`).
        said: what people said.
        grace: the grace rules of the pack.
    """

    run: RunRecord
    ranks: tuple[str, ...]
    grace: Grace
    held: Mapping[str, Held]
    said: Said


def standing_after(
    workspace: Workspace, run: RunRecord, checked: CheckedPack, accounts: Sequence[str] | None = None
) -> After:
    """What accounts have after the newest run of a pack by its own parameters.

    Args:
        workspace: where it is.
        run: the run.
        checked: its pack.
        accounts: only these are looked at; None for all.
    """
    ranks = tuple(tier.tier.id for tier in checked.tiers)
    grace = checked.pack.work.grace
    if accounts is None and taken_in(workspace, run.pack) == run.id:  # only what was said since then is new
        written, about = restless_held(workspace, run.pack), sorted(Said.of(workspace, run.pack).accounts)
        fold = Fold(workspace, run.pack, ranks, grace, about)
        return After(run, ranks, grace, written.but(fold.after(run)), fold.said)
    fold = Fold(workspace, run.pack, ranks, grace, accounts)
    return After(run, ranks, grace, fold.after(run), fold.said)


def standing_after_each(workspace: Workspace, run: RunRecord, checked: CheckedPack, account: str) -> dict[str, Held]:
    """What an account has after each run of a pack that plans have not been brought up to date with, by run.

    Args:
        workspace: where it is.
        run: the newest run of the pack by its own parameters; what is after this one is always told.
        checked: the pack.
        account: its id.
    """
    ranks = tuple(tier.tier.id for tier in checked.tiers)
    return Fold(workspace, run.pack, ranks, checked.pack.work.grace, [account]).after_each(run, account)


def take_in_run(workspace: Workspace, change: Transaction, run: RunRecord, checked: CheckedPack) -> None:
    """Take the newest run of a pack in that nothing is planned with, as none of its playbooks calls for anything."""
    ranks = tuple(tier.tier.id for tier in checked.tiers)
    update_standing(workspace, change, run, tiers_of_run(run), ranks, checked.pack.work.grace)


def differing_tiers(workspace: Workspace, run: RunRecord, checked: CheckedPack) -> Differing | None:
    """The accounts of a run whose tier in effect is another than the computed one.

    Returns:
        those of the newest run as they are now, those of an older one as they were then; None for a run that tried
        something else (``--set``, ``--as-of``), which nothing goes by.
    """
    runs = plain_runs(workspace, run.pack)
    if run.id not in {each.id for each in runs}:
        return None
    if run.id != runs[-1].id:
        then = times_taken_in(workspace, run.pack).get(run.id)
        if then is not None:
            return differing_in(held_when(workspace, run.pack, then))
        return differing_in(held_on(workspace, run.pack, run.as_of))
    said, taken = Said.of(workspace, run.pack), taken_in(workspace, run.pack)
    about = sorted(said.accounts)
    if taken == run.id:
        written = effective_tiers(workspace, run.pack, differing=True)
        kept = {account: each.effective for account, each in written.items() if account not in said.accounts}
        return {**kept, **differing_in(standing_after(workspace, run, checked, about).held)} if about else kept
    if not taken and not about and checked.pack.work.grace == Grace():
        return {}  # every run would give what it computed
    return differing_in(standing_after(workspace, run, checked).held)


def with_tiers_in_effect(workspace: Workspace, run: RunRecord, results: Results) -> Results:
    """The results of a run with a column for the tier in effect; as they are for a run that nothing goes by."""
    differing = differing_tiers(workspace, run, results.checked)
    return results if differing is None else with_tiers(run, results, differing)


def with_tiers(run: RunRecord, results: Results, differing: Differing) -> Results:
    """The results of a run with a column for the tier in effect: the computed one, except where another is."""
    if TIER_EFFECTIVE in results.columns() and not results.effective:
        return results
    table, view = (identifier(f"{what} {run.result}") for what in ("tiers in effect", "results in effect"))
    connection = results.connection
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({ID} TEXT, {TIER_EFFECTIVE} TEXT)")
    if differing:
        connection.execute(
            f"INSERT INTO {table} SELECT unnest(?::TEXT[]), unnest(?::TEXT[])",
            [list(differing), list(differing.values())],
        )
    if results.effective:  # its view reads the table
        return replace(results, differing=differing)
    effective = f"CASE WHEN other.{ID} IS NULL THEN run.{TIER} ELSE other.{TIER_EFFECTIVE} END AS {TIER_EFFECTIVE}"
    connection.execute(
        f"CREATE OR REPLACE VIEW {view} AS SELECT run.*, {effective} "
        f"FROM {results.table} AS run LEFT JOIN {table} AS other USING ({ID})"
    )
    return replace(results, table=view, effective=True, differing=differing)
