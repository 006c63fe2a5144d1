"""Whose the tasks are that playbooks propose: by the roles of their steps and the tiers of their accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kamengine.work.in_effect import tiers_of
from kamengine.work.owners import OWNER
from kamengine.work.people import Team
from kamengine.work.proposals import Group, Proposal
from kamengine.work.reasons import KeptPlaybooks
from kamengine.workspace import Workspace

MANY = 2_000
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
        """What a person does, for the roles that playbooks of any plan name."""
        roles = {
            step.responsible
            for pack in playbooks.plans
            for each in playbooks.newest(pack).values()
            for step in each.steps
        }
        named = {role: frozenset(team.accounts(person, role)) for role in sorted({*roles, OWNER})}
        return cls(person, named, frozenset(role for role, _ in team.roles_of(person)), team, playbooks)

    def all_named(self) -> set[str]:
        """The accounts for which the person is named in any role."""
        return set().union(*self.named.values())

    def may_do(self, group: Group) -> bool:
        """Whether a playbook has a step for a role that the person holds for more than single accounts."""
        playbook = self.playbooks.newest(group[0]).get(group[1])
        return playbook is not None and any(step.responsible in self.wide for step in playbook.steps)

    def theirs(self, workspace: Workspace, found: Sequence[Proposal]) -> list[Proposal]:
        """Those of the proposals that fall to the person."""
        if len(found) > MANY and self.wide:
            self.team.read_all()
        tiers = Tiers(workspace, found) if self.wide else None
        return [each for each in found if self._is_theirs(each, tiers)]

    def _is_theirs(self, each: Proposal, tiers: Tiers | None) -> bool:
        role, account = each.step.responsible, each.reason.account
        if account in self.named.get(role, ()):
            return True
        return (
            tiers is not None and role in self.wide and self.team.person(account, role, tiers.of(each)) == self.person
        )


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
