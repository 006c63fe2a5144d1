"""Who owns accounts: they are given to somebody, with the open work on them, or released to what imports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kamengine.problems import KamError, Place, say
from kamengine.work.ground.things import Thing, all_of, keep
from kamengine.work.model import Dispute, Ownership, Task
from kamengine.work.people.owners import OWNER, ownership_key
from kamengine.work.people.people import Held, Team
from kamengine.work.people.roster import enlist, give_role
from kamengine.work.plans.in_effect import tiers_in_any_pack
from kamengine.work.team.open_work import open_work, passed_on, roles_in
from kamengine.workspace import Transaction, Workspace

Place_of_role = tuple[str, str]
"""An account, and a role for it."""


@dataclass
class Given:
    """What somebody got.

    Attributes:
        accounts: account and role of each for which a record was made, with who held it before; empty for nobody.
        work: how many open tasks, goals, visits and contacts went with them, by kind.
        tasks: keys of the tasks among them.
    """

    accounts: dict[Place_of_role, str] = field(default_factory=dict)
    work: Counter[str] = field(default_factory=Counter)
    tasks: list[str] = field(default_factory=list)

    def count(self, kind: str, key: str) -> None:
        """Count a thing that went."""
        self.work[kind] += 1
        if kind == Task.kind:
            self.tasks.append(key)


def own(
    workspace: Workspace,
    change: Transaction,
    accounts: Iterable[str],
    name: str,
    *,
    role: str = OWNER,
    why: str = "",
) -> Given:
    """Let somebody hold a role for accounts, over whatever imports say; the open work of who held it goes along.

    Args:
        workspace: where the accounts are.
        change: in which it is done.
        accounts: their ids.
        name: who is to hold it, by any spelling.
        role: id of the role.
        why: the reason, if one is given.

    Raises:
        KamError: there is nobody of this name, the person has left, or two people claim one of the accounts.
    """
    person = enlist(workspace, change, name, place=Place(key="NAME"))
    held = [(account, role) for account in accounts]
    refuse_disputed(workspace, held)
    return give(workspace, change, held, person, why=why)


def give(
    workspace: Workspace,
    change: Transaction,
    held: Sequence[Place_of_role],
    taker: str,
    *,
    why: str = "",
    verb: str = "assign",
) -> Given:
    """Record who holds roles for accounts from now on, and pass on the open work of those who held them.

    Who held a role was named for the account, or holds it for one of its tiers or for the team. What an account's
    manager does in the place of roles that nobody holds is the manager's work, too.

    Args:
        workspace: where the accounts are.
        change: in which it is done.
        held: the accounts with the role for each.
        taker: the kept name of who gets them.
        why: the reason, if one is given.
        verb: for the journal.
    """
    before, given = Team.of(workspace), Given()
    tiers = tiers_in_any_pack(workspace, {account for account, _ in held})
    givers: dict[str, set[Place_of_role]] = {}
    for account, role in held:
        holders = before.holders(account, role, tiers.get(account, ()))
        if holders[:1] == (Held(taker, "account"),):
            continue
        record = Ownership(key=ownership_key(account, role), account=account, role=role, person=taker, why=why)
        keep(workspace, change, record, verb)
        given.accounts[(account, role)] = holders[0].person if holders else ""
        for holder in holders:
            givers.setdefault(holder.person, set()).add((account, role))
    for giver in sorted(givers.keys() - {taker}):
        keeps = {role for role, _ in before.roles_of(giver)}
        for thing in open_work(workspace, giver):
            went = givers[giver] | set(_stood_in(thing, before, givers[giver], tiers))
            if (changed := passed_on(thing, giver, taker, went, keeps)) != thing:
                keep(workspace, change, changed, "assign")
                given.count(thing.kind, thing.key)
    return given


def give_role_over(
    workspace: Workspace, change: Transaction, name: str, role: str, tier: str = ""
) -> tuple[str, list[str]]:
    """Let somebody hold a role for the whole team or for a tier; the open tasks that its holder has by it go along.

    Returns:
        who held it before, empty for nobody, and the keys of the tasks.

    Raises:
        KamError: there is nobody of this name, or the person has left.
    """
    team = Team.of(workspace)
    giver = team.stands_for(team.holdings.get((role, tier), ""))
    taker = enlist(workspace, change, name, place=Place(key="NAME"))
    changed = _by_role(workspace, team, giver, taker, role, tier) if giver not in ("", taker) else []
    for task in changed:
        keep(workspace, change, task, "assign")
    return give_role(workspace, change, taker, role, tier), [task.key for task in changed]


def _by_role(workspace: Workspace, team: Team, giver: str, taker: str, role: str, tier: str) -> list[Task]:
    """The open tasks that somebody has by a role of the team or of a tier, as they are when somebody else has them."""
    named = [thing for thing in open_work(workspace, giver) if isinstance(thing, Task) and role in roles_in(thing)]
    tiers = tiers_in_any_pack(workspace, {task.account for task in named})
    held = Held(giver, "tier" if tier else "team")
    changed: list[tuple[Task, Thing]] = []
    for task in named:
        its = tiers.get(task.account, ())
        if tier and tier not in its:
            continue
        if held in team.holders(task.account, role, [tier] if tier else its):
            changed.append((task, passed_on(task, giver, taker, {(task.account, role)})))
    return [after for before, after in changed if isinstance(after, Task) and after != before]


def _stood_in(
    thing: Thing, before: Team, held: Iterable[Place_of_role], tiers: Mapping[str, Sequence[str]]
) -> Iterator[Place_of_role]:
    """The roles of a task that nobody holds, so that the account's manager does it."""
    if isinstance(thing, Task) and (thing.account, OWNER) in held:
        for role in roles_in(thing):
            if not before.holders(thing.account, role, tiers.get(thing.account, ())):
                yield thing.account, role


def release(workspace: Workspace, change: Transaction, accounts: Iterable[str], role: str = OWNER) -> list[str]:
    """Let imports and the roles of the team say again who holds a role for accounts; open work stays where it is.

    Returns:
        the accounts for which something was recorded.

    Raises:
        KamError: two people claim one of the accounts, or one would have no owner any more.
    """
    held = [(account, role) for account in accounts]
    refuse_disputed(workspace, held)
    released = [
        account
        for account, _ in held
        if workspace.work.drop(change, Ownership.kind, ownership_key(account, role), "release") is not None
    ]
    after = Team.of(workspace)
    anybody = role != OWNER or any(each == OWNER for each, _ in after.holdings)
    if left_alone := [account for account in released if not anybody and not after.person(account, role)]:
        what = say("nobody would own {account}: no import names anybody who is here", account=left_alone[0])
        raise KamError.of(what, say("kam team own gives it to somebody"), place=Place(key=left_alone[0]))
    return released


def refuse_disputed(workspace: Workspace, held: Iterable[Place_of_role]) -> None:
    """See that nobody goes round a dispute.

    Raises:
        KamError: two people claim one of the accounts.
    """
    disputed = {(each.account, each.role): each.key for each in all_of(workspace, Dispute, open=True)}
    for place in held:
        if place in disputed:
            what = say("two people claim {account}: {key}", account=place[0], key=disputed[place])
            remedy = say("settle it first: kam team settle {key}", key=disputed[place])
            raise KamError.of(what, remedy, place=Place(key=place[0]))
