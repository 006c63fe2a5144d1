"""Working on many accounts at once: owners and tiers, each in one change that can be taken back in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.api.work.owners import bring_owners
from kamengine.problems import KamError, Place, say
from kamengine.work.team.ownership import own
from kamengine.work.tiers.fold import tiers_of_run
from kamengine.work.tiers.overrides import Overriding, override_accounts

if TYPE_CHECKING:
    from kamengine.work.model import Override
    from kamengine.work.team.ownership import Given
    from kamengine.workspace import RunRecord, Workspace

_NAMED = 8


def give_accounts(workspace: Workspace, accounts: Sequence[str], name: str, *, who: str, why: str = "") -> Given:
    """Give accounts to somebody, with the open work on them; see `kamengine.work.team.ownership.own`.

    Raises:
        KamError: there is nobody of this name, the person has left, or two people claim one of the accounts.
    """
    bring_owners(workspace)
    with workspace.transaction(who) as change:
        return own(workspace, change, accounts, name, why=why)


def override_tiers(
    workspace: Workspace, run: RunRecord, accounts: Sequence[str], said: Overriding, *, who: str, today: dt.date
) -> list[Override]:
    """Give accounts of a run another tier than it computed; see `kamengine.work.tiers.overrides.override_accounts`.

    Raises:
        KamError: the run says nothing of an account, or what is said of the override is not sound.
    """
    refuse_unknown(run, accounts)
    with workspace.transaction(who) as change:
        return override_accounts(workspace, change, run.pack, accounts, said, today)


def refuse_unknown(run: RunRecord, accounts: Sequence[str]) -> None:
    """See that a run has all of some accounts.

    Raises:
        KamError: it does not have one of them.
    """
    known = {account for account, _ in tiers_of_run(run, accounts)}
    absent = [account for account in accounts if account not in known]
    if absent:
        what = say("the pack {pack} says nothing of {names}", pack=run.pack, names=absent[:_NAMED])
        raise KamError.of(what, say("--pack chooses another rule pack"), place=Place(key="--pack"))
