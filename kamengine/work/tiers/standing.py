"""The tiers in effect beside the computed ones: what each account has since when, as run after run was taken in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamengine.pack.playbooks import Grace
from kamengine.work.tiers.fold import Fold, Tiers
from kamengine.work.tiers.grace import Held, Why
from kamengine.work.tiers.kept_standing import COLUMNS, KIND, row_of
from kamengine.workspace import RunRecord, Transaction, Workspace


@dataclass(frozen=True)
class InEffect:
    """What a run that was taken in changed.

    Attributes:
        moves: the tier in effect before and now, of each account that had one in effect before and has another now.
        differing: the tier in effect of each account that has another than the computed one.
    """

    moves: dict[str, tuple[str | None, str | None]]
    differing: dict[str, str | None]


@dataclass(frozen=True)
class Standing:
    """The two tiers of an account beside each other; None stands for no tier.

    Attributes:
        computed: what the newest run computed that was taken in.
        effective: the one in effect.
        why: why that one is.
        as_of: the date of the run since which this is so (ISO 8601).
    """

    computed: str | None
    effective: str | None
    why: Why
    as_of: str


def update_standing(
    workspace: Workspace, change: Transaction, run: RunRecord, tiers: Tiers, ranks: Sequence[str], grace: Grace
) -> InEffect:
    """Take a run in, and before it every run of the pack that was not taken in yet; the same run again changes nothing.

    Args:
        workspace: where the accounts are.
        change: in which it is done.
        run: the newest run of its pack by its own parameters.
        tiers: the computed tier of each account of the run.
        ranks: the ids of the pack's tiers, best first.
        grace: the pack's grace rules.
    """
    fold = Fold(workspace, run.pack, ranks, grace)
    for each, found in fold.steps(run, tiers):
        if found or each.id != fold.taken_in:
            seq = change.note("update", KIND, run.pack, after={"run": each.id, "accounts": len(found)})
            change.database.conn.executemany(_INSERT, [row_of(run.pack, seq, held) for held in found])
    now = {account: (tier, fold.held[account].effective) for account, tier in fold.was.items()}
    moves = {account: pair for account, pair in now.items() if pair[0] != pair[1]}
    return InEffect(moves, differing_in(fold.held))


def differing_in(held: Mapping[str, Held]) -> dict[str, str | None]:
    """The tier in effect of each account that has another than the computed one."""
    return {
        account: each.effective
        for account, each in held.items()
        if each.why != "gone" and each.effective != each.computed
    }


def effective_tiers(
    workspace: Workspace, pack: str, accounts: Sequence[str] | None = None, *, differing: bool = False
) -> dict[str, Standing]:
    """The tiers of accounts as the newest run found them that was taken in, by account.

    Args:
        workspace: where they are.
        pack: by its id in the workspace.
        accounts: only these; None for all.
        differing: only those whose tier in effect is another than the computed one.
    """
    where = " AND account IN (SELECT value FROM json_each(:accounts))" if accounts is not None else ""
    sql = f"{_SELECT}{where} GROUP BY account"
    if differing:
        sql = f"SELECT * FROM ({sql}) WHERE computed IS NOT effective"
    rows = workspace.catalog.rows(sql, {"pack": pack, "accounts": json.dumps(list(accounts or ()))})
    return {
        row["account"]: Standing(row["computed"], row["effective"], row["why"], row["as_of"])
        for row in rows
        if row["why"] != "gone"
    }


_SELECT = "SELECT account, computed, effective, why, as_of, max(seq) FROM standing WHERE pack = :pack"
_INSERT = f"INSERT INTO standing ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
