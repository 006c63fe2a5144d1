"""What a day is judged by: the newest runs of the packs, and whose accounts are asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamengine.api import is_up_to_date, results_of
from kamengine.api.chosen import newest_run
from kamengine.api.owners import bring_owners
from kamengine.api.standing import with_tiers_in_effect
from kamengine.problems import KamError, Message, say
from kamengine.work.fold import plain_runs
from kamengine.work.owners import OWNER
from kamengine.work.people import Team

if TYPE_CHECKING:
    from kamengine.engine.selection import Results
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
        fresh: whether it is of the facts and rules that hold now.
    """

    run: RunRecord
    results: Results = field(repr=False)
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
    notes: list[Message] = []
    runs = _runs(workspace, host, asking, notes, run_first=run_first)
    judged: list[Judged] = []
    for run in runs:
        try:
            results = with_tiers_in_effect(workspace, run, results_of(workspace, run, host))
            judged.append(Judged(run, results, is_up_to_date(workspace, run)))
        except KamError as error:
            notes += _told(run.pack, error)
    if run_first:
        bring_owners(workspace)
    team = Team.of(workspace)
    return Ground(workspace, host, asking, team, Book.of(team, asking.person), tuple(judged), tuple(notes))


def _runs(
    workspace: Workspace, host: PluginHost, asking: Asking, notes: list[Message], *, run_first: bool
) -> list[RunRecord]:
    """The newest run of each pack of the workspace; of one that cannot be run the one that is kept."""
    found: list[RunRecord] = []
    for path in workspace.pack_files():
        kept = plain_runs(workspace, path.stem)
        if run_first:
            try:
                kept = [newest_run(workspace, host, path.stem, asking.who)]
            except KamError as error:
                notes += _told(path.stem, error)
        elif not kept:
            notes.append(say("{pack} has not been run yet", pack=path.stem))
        found += kept[-1:]
    return found


def _told(pack: str, error: KamError) -> list[Message]:
    return [say("{pack}: {what}", pack=pack, what=problem.what) for problem in error.problems[:1]]
