"""How many tasks there are that nobody has touched, of everybody and by people: counted by the database.

A task of a playbook is one step of it at one time for one account. Reasons that differ in their accounts alone call for
the same steps on the same days; so it is enough to count reasons, and to take off what people have touched.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamengine.pack.playbooks import CheckedStep
from kamengine.work.model import Ownership, Task
from kamengine.work.people.people import Named, Team
from kamengine.work.plans.proposals import Calls, Due, time_of
from kamengine.work.plans.reasons import Cohort, cohorts_of
from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Whose:
    """What says whose the tasks of an account are; the same for many accounts.

    Attributes:
        imported: the manager by the imported facts; empty for nobody.
        recorded: whom people have recorded: role and name, in order.
        tier: the one in effect; empty for none, and where nobody holds a role for a tier.
    """

    imported: str = ""
    recorded: tuple[tuple[str, str], ...] = ()
    tier: str = ""

    @property
    def named(self) -> Named:
        """Whom records and imports name."""
        return Named(self.imported, dict(self.recorded))


ANYBODYS = Whose()
"""Stands for all accounts, where it does not matter whose they are."""


@dataclass(frozen=True)
class Tally:
    """Tasks of one step that fall due on one day and that nobody has touched.

    Attributes:
        cohort: the reasons that they follow from.
        step: what is to be done.
        due: when.
        whose: of which accounts; `ANYBODYS` where that was not asked.
        count: how many there are.
    """

    cohort: Cohort
    step: CheckedStep
    due: Due
    whose: Whose
    count: int


@dataclass(frozen=True)
class _People:
    """How the database finds whose the account of a reason is.

    Attributes:
        columns: what says so: imported, recorded, tier; a constant where that is not looked at.
        joins: what the columns need after ``FROM reasons``.
        grouped: those of the columns that are no constants, for ``GROUP BY``.
    """

    columns: str = "'', '', ''"
    joins: str = ""
    grouped: tuple[str, ...] = ()

    @staticmethod
    def of(workspace: Workspace, team: Team) -> _People:
        """What a team needs: what costs time is left out where nobody said anything of it."""
        recorded = bool(workspace.catalog.tuples(f"SELECT 1 FROM records WHERE kind = '{Ownership.kind}' LIMIT 1"))
        tiers = any(tier for _, tier in team.holdings)
        columns = (_IMPORTED, _RECORDED if recorded else "''", _TIER if tiers else "''")
        joins = f"{_IMPORTS}{_RECORDS if recorded else ''}"
        return _People(", ".join(columns), joins, tuple(column for column in columns if column != "''"))


_Touched = Mapping[tuple[Cohort, str], Mapping[Whose, int]]
"""How many tasks people have touched, by the cohort of their reasons, by the time of a step, and by whose they are."""


def tally(workspace: Workspace, calls: Calls, *, gone: bool = False) -> Iterator[Tally]:
    """How many tasks there are that nobody has touched, step by step and day by day.

    Args:
        workspace: where the plans are.
        calls: what reasons call for in the window that is asked for.
        gone: only those whose reason has gone.
    """
    cohorts = _cohorts(workspace, gone)
    touched = _touched(workspace, list(cohorts), _People())
    for cohort, count in cohorts.items():
        yield from _of_cohort(cohort, {ANYBODYS: count}, calls, touched)


def tally_by_people(workspace: Workspace, calls: Calls, team: Team, *, gone: bool = False) -> Iterator[Tally]:
    """The same by what says whose they are; see `Team.doer_among`.

    Args:
        workspace: where the plans are.
        calls: what reasons call for in the window that is asked for.
        team: who does them; where nobody holds a role for a tier, tiers are not looked at.
        gone: only those whose reason has gone.
    """
    cohorts = [each for each in _cohorts(workspace, gone) if calls.of(each)]
    people = _People.of(workspace, team)
    touched = _touched(workspace, cohorts, people)
    grouped = ", ".join(people.grouped)
    sql = f"SELECT count(*), {people.columns} FROM reasons{people.joins} {_IN_COHORT} GROUP BY {grouped}"
    for cohort in cohorts:
        counts: Counter[Whose] = Counter()
        for count, *whose in workspace.catalog.tuples(sql, vars(cohort)):
            counts[_whose(*whose)] += count
        yield from _of_cohort(cohort, counts, calls, touched)


def _cohorts(workspace: Workspace, gone: bool) -> dict[Cohort, int]:
    return {each: n for each, n in cohorts_of(workspace).items() if each.gone_seq is not None or not gone}


def _of_cohort(cohort: Cohort, counts: Mapping[Whose, int], calls: Calls, touched: _Touched) -> Iterator[Tally]:
    for _, step, due in calls.of(cohort):
        off = touched.get((cohort, time_of(due.step, due.occurrence)), {})
        for whose, count in counts.items():
            if left := count - off.get(whose, 0):
                yield Tally(cohort, step, due, whose, left)


def _touched(workspace: Workspace, cohorts: Sequence[Cohort], people: _People) -> _Touched:
    """How many tasks of cohorts people have touched, whether these are open or not."""
    by_place = {(each.pack, each.playbook, each.since, each.gone_seq, each.from_seq): each for each in cohorts}
    grouped = ", ".join((*_PLACE, _TIME, *people.grouped))
    sql = (
        f"SELECT count(*), {_TIME}, {people.columns}, {', '.join(_PLACE)} "
        f"FROM records CROSS JOIN reasons ON reasons.id = CAST(records.key AS INTEGER){people.joins} "
        f"WHERE records.kind = '{Task.kind}' AND instr(records.key, '.') GROUP BY {grouped}"
    )
    found: dict[tuple[Cohort, str], Counter[Whose]] = {}
    for count, time, imported, recorded, tier, *place in workspace.catalog.tuples(sql):
        cohort = by_place.get(tuple(place))
        if cohort is not None:
            found.setdefault((cohort, time), Counter())[_whose(imported, recorded, tier)] += count
    return found


def _whose(imported: str, recorded: str, tier: str) -> Whose:
    return Whose(imported, tuple(sorted(json.loads(recorded).items())) if recorded else (), tier)


_PLACE = ("reasons.pack", "reasons.playbook", "reasons.since", "reasons.gone_seq", "reasons.from_seq")
_TIME = "substr(records.key, instr(records.key, '.') + 1)"
_IN_COHORT = """
WHERE reasons.pack = :pack AND playbook = :playbook AND since = :since
    AND gone_seq IS :gone_seq AND from_seq = :from_seq
"""
_IMPORTED = "coalesce(imported_owners.person, '')"
_IMPORTS = " LEFT JOIN imported_owners ON imported_owners.account = reasons.account"
_RECORDED = "coalesce(recorded.people, '')"
_RECORDS = f"""
LEFT JOIN (
    SELECT account, json_group_object(json_extract(content, '$.role'), person) AS people
    FROM records WHERE kind = '{Ownership.kind}' GROUP BY account
) AS recorded ON recorded.account = reasons.account
"""
_TIER = """
coalesce((
    SELECT CASE WHEN why <> 'gone' THEN effective END FROM standing
    WHERE standing.pack = reasons.pack AND standing.account = reasons.account ORDER BY seq DESC LIMIT 1
), '')
""".strip()
