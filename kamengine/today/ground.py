"""What a day is judged by: the newest runs of the packs, and whose accounts are asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamengine.api import is_up_to_date, results_of
from kamengine.api.runs.newest_of_all import newest_runs, why_not
from kamengine.api.runs.standing import Differing, differing_tiers, with_tiers
from kamengine.api.work.owners import bring_owners
from kamengine.problems import KamError, Message
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class Asking:
    """What somebody wants to know of a day.

    Attributes:
        who: asks, and in whose name new runs are noted.
        today: the day.
        person: only what is this person's, by the kept name; empty for the whole team.
        most: so many of each kind are shown; None for all.
    """

    who: str
    today: dt.date
    person: str = ""
    most: int | None = None


@dataclass(frozen=True)
class Judged:
    """A pack as its newest run left it.

    Attributes:
        run: the newest by its own parameters.
        results: what it says of accounts, with the tiers in effect.
        differing: the tiers in effect that are not the computed ones.
        fresh: whether it is of the facts and rules that hold now.
    """

    run: RunRecord
    results: Results = field(repr=False)
    differing: Differing = field(repr=False)
    fresh: bool


@dataclass(frozen=True)
class Book:
    """The accounts that somebody owns, or everybody's.

    Attributes:
        person: whose; empty for everybody's.
        accounts: their ids; None when that is not known by name, as of roles that are held for a tier.
    """

    person: str
    accounts: tuple[str, ...] | None
    _team: Team = field(repr=False)

    @classmethod
    def of(cls, team: Team, person: str) -> Book:
        """Of a person by the kept name; an empty one means everybody."""
        if not person:
            return cls("", None, team)
        if any(role == OWNER for role, _ in team.roles_of(person)):
            return cls(person, None, team.read_all())
        return cls(person, team.accounts(person, OWNER), team)

    def has(self, account: str, tier: str | None) -> bool:
        """Whether an account is in it while it has a tier."""
        return not self.person or self._team.person(account, OWNER, tier or "") == self.person


@dataclass(frozen=True)
class Ground:
    """What a day is judged by.

    Attributes:
        asking: what is asked for.
        team: who is who.
        book: whose accounts.
        judged: the packs that were run, by name of their file.
        notes: what is worth knowing, such as packs that could not be run.
    """

    workspace: Workspace
    host: PluginHost
    asking: Asking
    team: Team
    book: Book
    judged: tuple[Judged, ...]
    notes: tuple[Message, ...]


def ground_of(workspace: Workspace, host: PluginHost, asking: Asking, *, run_first: bool) -> Ground:
    """What a day is judged by.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        asking: what is asked for.
        run_first: run packs where facts or rules have changed; else their newest kept runs count as they are.
    """
    runs, notes = newest_runs(workspace, host, asking.who, run_first=run_first)
    judged: list[Judged] = []
    for run in runs:
        try:
            results = results_of(workspace, run, host)
            differing = differing_tiers(workspace, run, results.checked) or {}
            fresh = is_up_to_date(workspace, run)
            judged.append(Judged(run, with_tiers(run, results, differing), differing, fresh))
        except KamError as error:
            notes.append(why_not(run.pack, error))
    if run_first:
        bring_owners(workspace)
    team = Team.of(workspace)
    return Ground(workspace, host, asking, team, Book.of(team, asking.person), tuple(judged), tuple(notes))
