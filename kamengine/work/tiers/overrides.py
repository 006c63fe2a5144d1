"""Overrides: a tier that people give an account in the place of the computed one, with reason, approver and expiry.

An override holds from its first to its last day against the date of a run, not of the clock, so that the same run means
the same whenever it is looked at. One that has expired is kept: it says what was decided then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kamengine.problems import KamError, Place, Problem, say
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Override
from kamengine.work.people.people import Team
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.journal import to_json

OverrideState = Literal["later", "holds", "expired"]


@dataclass(frozen=True)
class Overriding:
    """What an override says of each of its accounts.

    Attributes:
        tier: the id of the tier that is to hold.
        reason: why.
        approver: who agreed.
        since: the first day on which it holds.
        until: the last one.
    """

    tier: str
    reason: str
    approver: str
    since: dt.date
    until: dt.date


def override_key(pack: str, account: str) -> str:
    """The key of the override of an account in a pack."""
    return to_json([pack, account])


def override_accounts(
    workspace: Workspace,
    change: Transaction,
    pack: str,
    accounts: Sequence[str],
    overriding: Overriding,
    today: dt.date,
) -> list[Override]:
    """Give accounts a tier in the place of the computed one; an override that is there is replaced.

    Args:
        workspace: where they are.
        change: in which it is done.
        pack: by its id in the workspace.
        accounts: their ids.
        overriding: what is said of each.
        today: the day against which it must not have expired.

    Returns:
        the overrides, in the order of the accounts.

    Raises:
        KamError: it has expired already, ends before it begins, or nobody says why or who agreed.
    """
    if problems := _problems(overriding, today):
        raise KamError(problems)
    approver = called(workspace, overriding.approver)
    made = [
        Override(
            key=override_key(pack, account),
            pack=pack,
            account=account,
            tier=overriding.tier,
            reason=overriding.reason.strip(),
            approver=approver,
            since=overriding.since,
            until=overriding.until,
        )
        for account in accounts
    ]
    for each in made:
        keep(workspace, change, each)
    return made


def end_overrides(workspace: Workspace, change: Transaction, pack: str, accounts: Sequence[str]) -> list[Override]:
    """Let the computed tiers of accounts count again; the overrides that ended.

    Raises:
        KamError: an account has no override.
    """
    found = {account: find(workspace, Override, override_key(pack, account)) for account in accounts}
    none = [account for account, each in found.items() if each is None]
    if none:
        what = say("no override of {names} in {pack}", names=none[:_NAMED], pack=pack)
        raise KamError.of(what, say("kam override list names those that are there"))
    ended = [each for each in found.values() if each is not None]
    for each in ended:
        workspace.work.drop(change, Override.kind, each.key, verb="end")
    return ended


def overrides_of(workspace: Workspace, pack: str | None = None) -> list[Override]:
    """The overrides, those of one pack if asked: the first to expire comes first."""
    return [each for each in all_of(workspace, Override) if pack in (None, each.pack)]


def state_of(override: Override, as_of: str) -> OverrideState:
    """Whether an override holds at the date of a run (ISO 8601)."""
    if as_of < override.since.isoformat():
        return "later"
    return "holds" if as_of <= override.until.isoformat() else "expired"


def called(workspace: Workspace, name: str) -> str:
    """What the team calls somebody; a name that it does not know stays as it is, since approvers may be outside."""
    person = Team.of(workspace).find(name)
    return person.key if person is not None else name.strip()


def _problems(overriding: Overriding, today: dt.date) -> list[Problem]:
    problems = []
    if not overriding.reason.strip():
        problems.append(Problem(Place(key="--reason"), say("an override needs a reason"), say("write --reason TEXT")))
    if not overriding.approver.strip():
        what = say("an override needs somebody who agreed to it")
        problems.append(Problem(Place(key="--approver"), what, say("write --approver NAME")))
    if overriding.until < today:
        what = say("this override has expired: its last day is {day}", day=overriding.until.isoformat())
        problems.append(Problem(Place(key="--until"), what, say("name a day that is still to come")))
    if overriding.until < overriding.since:
        days = {"first": overriding.since.isoformat(), "last": overriding.until.isoformat()}
        what = say("this override would begin on {first} and end before, on {last}", **days)
        problems.append(Problem(Place(key="--from"), what, say("let it begin earlier or end later")))
    return problems


_NAMED = 8
