"""What measures goals: the indicators and fields of a pack, with what the newest run says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.api.accounts.further_columns import with_further_columns
from kamengine.api.goals.together import Scope, Sum, exact, how_together, kind_together, sum_of
from kamengine.api.runs.newest import newest_run
from kamengine.api.runs.results import results_of
from kamengine.api.runs.standing import with_tiers_in_effect
from kamengine.declarations import Label
from kamengine.engine.database import scratch
from kamengine.engine.results import ID
from kamengine.engine.selection import Question, select
from kamengine.engine.sql_text import identifier
from kamengine.explain.speaker import unit_of
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.goals.smart import QUANTITIES
from kamengine.work.people.people import Team

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.work.model import Goal, Together
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class Measure:
    """An indicator or a field that measures goals.

    Attributes:
        pack: the pack by id.
        run: the run whose values these are.
        name: of the indicator or field.
        label: what people call it.
        kind: what values it has: `kamengine.work.goals.smart.QUANTITIES` can be goals.
        unit: such as ``CNY/month``; ``ratio`` for a share; empty for none.
        values: of the accounts that were asked about, by id; None for unknown, as for those that are not there. What
            many come to together stands under an empty id.
        together: what many accounts come to; None where each was asked about alone.
        how: many accounts come to one number; empty where each was asked about alone.
        looked_at_by: what the criteria are called that look at it, by whatever way.
    """

    pack: str
    run: RunRecord
    name: str
    label: Label
    kind: str
    unit: str
    values: Mapping[str, Decimal | None]
    looked_at_by: tuple[Label, ...] = ()
    together: Sum | None = None
    how: Together = ""

    @property
    def day(self) -> dt.date:
        """The day as of which the values are."""
        return dt.date.fromisoformat(self.run.as_of)


class Measures:
    """What the newest runs of packs measure; each pack is brought up to date once, when it is first asked about."""

    def __init__(self, workspace: Workspace, host: PluginHost, who: str) -> None:
        """Nothing is run yet."""
        self._workspace, self._host, self._who = workspace, host, who
        self._runs: dict[str | None, RunRecord] = {}

    def of(self, pack: str | None, typed: str, accounts: Iterable[str]) -> Measure:
        """What an indicator or a field is for some accounts.

        Args:
            pack: by id or path; None for the only one, or the one that was run last.
            typed: the name or the label of an indicator or a field.
            accounts: their ids.

        Raises:
            KamError: there is no such pack or it cannot be run, or it has nothing of this name.
        """
        run = self._run(pack)
        with scratch() as connection:
            results = results_of(self._workspace, run, self._host, connection)
            name = _name(results, typed)
            return _measure(results, run, name, values=_values(results, name, list(accounts)))

    def of_many(self, pack: str | None, typed: str, scope: Scope, *, average: bool = False) -> Measure:
        """What an indicator or a field is for many accounts together, or what share of them meets a criterion.

        Args:
            pack: by id or path; None for the only one, or the one that was run last.
            typed: the name or the label of an indicator, a field or a criterion.
            scope: which accounts.
            average: their average instead of their total.

        Raises:
            KamError: there is no such pack or it cannot be run, it has nothing of this name that many accounts have
                together, or the condition is not sound.
        """
        run = self._run(pack)
        with scratch() as connection:
            results = results_of(self._workspace, run, self._host, connection)
            results = with_tiers_in_effect(self._workspace, run, results)
            name = _name(results, typed, criteria=True)
            if scope.where:
                results = with_further_columns(self._workspace, run, results)
            kind = results.columns()[name].kind
            how = how_together(kind, name, average=average)
            found = sum_of(results, name, how, scope, Team.of(self._workspace))
            one = _measure(results, run, name, values={"": found.value})
            unit = "ratio" if how == "share" else one.unit
            return replace(one, kind=kind_together(kind, how), unit=unit, together=found, how=how)

    def of_goal(self, goal: Goal) -> Measure:
        """What measures a goal.

        Raises:
            KamError: its pack cannot be run, or has no such indicator any more.
        """
        if goal.together:
            return self.of_many(goal.pack, goal.indicator, Scope.of(goal), average=goal.together == "average")
        return self.of(goal.pack, goal.indicator, [goal.account])

    def of_goals(self, goals: Sequence[Goal]) -> dict[str, Measure]:
        """What measures each goal, by its key; goals whose pack or indicator is gone are left out."""
        found: dict[str, Measure] = {}
        alike: dict[tuple[str, ...], list[Goal]] = {}
        for goal in goals:
            alike.setdefault((goal.pack, goal.indicator, goal.together, goal.where, goal.book), []).append(goal)
        for its in alike.values():
            first = its[0]
            try:
                if first.together:
                    measure = self.of_goal(first)
                else:
                    measure = self.of(first.pack, first.indicator, {goal.account for goal in its})
            except KamError:
                continue
            found |= {goal.key: measure for goal in its}
        return found

    def at_least(self, measure: Measure, target: Decimal, *, rising: bool) -> tuple[int, int]:
        """How many accounts stand at a target already or beyond it, and of how many the value is known."""
        with scratch() as connection:
            results = results_of(self._workspace, measure.run, self._host, connection)
            known = reached = 0
            for (value,) in select(results, Question(columns=(measure.name,))).rows():
                stands = exact(value)
                known += stands is not None
                reached += stands is not None and (stands >= target if rising else stands <= target)
            return reached, known

    def _run(self, pack: str | None) -> RunRecord:
        if pack not in self._runs:
            self._runs[pack] = newest_run(self._workspace, self._host, pack, self._who)
        return self._runs[pack]


def _measure(results: Results, run: RunRecord, name: str, *, values: Mapping[str, Decimal | None]) -> Measure:
    return Measure(
        pack=run.pack,
        run=run,
        name=name,
        label=results.checked.label(name) if name in results.checked.symbols else Label(name, name),
        kind=results.columns()[name].kind,
        unit=unit_of(results.columns()[name]) or "",
        values=values,
        looked_at_by=_looked_at_by(results, name),
    )


def _name(results: Results, typed: str, *, criteria: bool = False) -> str:
    """The indicator or field, or also the criterion, that a word means, by name or label; case does not matter.

    Raises:
        KamError: there is none that is a quantity.
    """
    known = {
        name: results.checked.label(name) if name in results.checked.symbols else Label(name, name)
        for name, type in results.columns().items()
        if (type.kind in QUANTITIES and name not in (SCORE_LOW, SCORE_HIGH))
        or (criteria and name in results.checked.criteria)
    }
    fold = typed.strip().casefold()
    for name, label in known.items():
        if fold and fold in (name.casefold(), label.en.casefold(), label.zh.casefold()):
            return name
    spellings = [*known, *(text for label in known.values() for text in (label.en, label.zh) if text)]
    remedy = did_you_mean(typed, spellings) or say("it has: {names}", names=list(known)[:12])
    what = say("the pack has no quantity {name} that could measure a goal", name=typed[:80])
    raise KamError.of(what, remedy, place=Place(key="--indicator"))


def _values(results: Results, name: str, accounts: list[str]) -> dict[str, Decimal | None]:
    source = results.table if name in results.checked.indicators else results.facts
    if name in results.absent:
        return dict.fromkeys(accounts)
    id = identifier(ID)
    query = f"SELECT {id}, {identifier(name)} FROM {source} WHERE {id} IN (SELECT unnest(?::TEXT[]))"
    rows = results.connection.execute(query, [accounts]).fetchall()
    return {**dict.fromkeys(accounts), **{account: exact(value) for account, value in rows}}


def _looked_at_by(results: Results, name: str) -> tuple[Label, ...]:
    """The criteria that use a name, by themselves or through an indicator or another criterion."""
    checked, users = results.checked, {name}
    for one in checked.order:  # each comes after what it uses
        if users & set(checked.uses.get(one, ())):
            users.add(one)
    return tuple(checked.label(one) for one in checked.criteria if one in users)
