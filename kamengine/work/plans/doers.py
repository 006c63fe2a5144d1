"""Whose the tasks are that playbooks propose: by the roles of their steps and the tiers of their accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.plans.in_effect import tiers_of
from kamengine.work.plans.proposals import Group, Proposal
from kamengine.work.plans.reasons import KeptPlaybooks
from kamengine.workspace import Workspace

MANY = 20_000
"""From so many tasks on everything about people is read at once."""


@dataclass(frozen=True)
class Doer:
    """What a person does by the roles of playbooks.

    Attributes:
        person: the name under which people are kept.
        named: by role, the accounts for which the person is named.
        wide: the roles that the person holds for the team or for a tier.
    """

    person: str
    named: Mapping[str, frozenset[str]]
    wide: frozenset[str]
    team: Team = field(repr=False)
    playbooks: KeptPlaybooks = field(repr=False)

    @classmethod
    def of(cls, team: Team, person: str, playbooks: KeptPlaybooks) -> Doer:
        """What a person does, in whatever roles."""
        named: dict[str, set[str]] = {OWNER: set()}
        for account, role in team.held_by_name(person):
            named.setdefault(role, set()).add(account)
        wide = frozenset(role for role, _ in team.roles_of(person))
        return cls(person, {role: frozenset(accounts) for role, accounts in named.items()}, wide, team, playbooks)

    def all_named(self) -> set[str]:
        """The accounts for which the person is named in any role."""
        return set().union(*self.named.values())

    def may_do(self, group: Group) -> bool:
        """Whether the person may do a step of a playbook by a role that is held for more than single accounts.

        Who owns accounts so may stand in for any role; what a playbook said that there is no more is not looked up.
        """
        playbook = self.playbooks.newest(group[0]).get(group[1])
        if playbook is None or OWNER in self.wide:
            return bool(self.wide)
        return any(step.responsible in self.wide for step in playbook.steps)

    def theirs(self, workspace: Workspace, found: Sequence[Proposal]) -> list[Proposal]:
        """Those of the proposals that fall to the person."""
        loose = self._loose(found)
        if self.wide or loose:
            read_holders(self.team, found)
        tiers = Tiers(workspace, found) if self.wide or any(tier for _, tier in self.team.holdings) else None
        return [each for each in found if self._is_theirs(each, loose, tiers)]

    def _loose(self, found: Sequence[Proposal]) -> set[str]:
        """The roles of proposals that nobody holds for the whole team: for some accounts their manager may stand in."""
        held = {role for (role, tier), name in self.team.holdings.items() if not tier and self.team.stands_for(name)}
        return {each.step.responsible for each in found} - held - {OWNER}

    def _is_theirs(self, each: Proposal, loose: Collection[str], tiers: Tiers | None) -> bool:
        role, account = each.step.responsible, each.reason.account
        if account in self.named.get(role, ()):
            return True
        owns = OWNER in self.wide or account in self.named[OWNER]
        if role not in self.wide and not (role in loose and owns):
            return False
        return self.team.doer(account, role, tiers.of(each) if tiers is not None else "").person == self.person


def read_holders(team: Team, found: Sequence[Proposal]) -> None:
    """Read at once who holds roles for the accounts of proposals, before each of them is asked for."""
    if len(found) > MANY:
        team.read_all()
    else:
        team.read_of({each.reason.account for each in found})


class Tiers:
    """The tiers in effect of the accounts of proposals."""

    def __init__(self, workspace: Workspace, found: Sequence[Proposal]) -> None:
        """Read those of the accounts that there are."""
        accounts: dict[str, set[str]] = {}
        for each in found:
            accounts.setdefault(each.reason.pack, set()).add(each.reason.account)
        self._tiers = {pack: tiers_of(workspace, pack, sorted(names)) for pack, names in accounts.items()}

    def of(self, each: Proposal) -> str:
        """The tier of the account of a proposal in its pack; empty without one."""
        return self._tiers[each.reason.pack].get(each.reason.account, "")
