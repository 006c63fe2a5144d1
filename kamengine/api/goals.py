"""What measures goals: the indicators and fields of a pack, with what the newest run says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.api.chosen import newest_run
from kamengine.api.results import results_of
from kamengine.declarations import Label
from kamengine.engine.selection import ID, Question, select
from kamengine.engine.sql_text import identifier
from kamengine.explain.speaker import unit_of
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.smart import QUANTITIES

if TYPE_CHECKING:
    from kamengine.engine.selection import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.work.model import Goal
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class Measure:
    """An indicator or a field that measures goals.

    Attributes:
        pack: the pack by id.
        run: the run whose values these are.
        name: of the indicator or field.
        label: what people call it.
        kind: what values it has: `kamengine.work.smart.QUANTITIES` can be goals.
        unit: such as ``CNY/month``; ``ratio`` for a share; empty for none.
        values: of the accounts that were asked about, by id; None for unknown, as for those that are not there.
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
        results = results_of(self._workspace, run, self._host)
        with closing(results.connection):
            name = _name(results, typed)
            return Measure(
                pack=run.pack,
                run=run,
                name=name,
                label=results.checked.label(name) if name in results.checked.symbols else Label(name, name),
                kind=results.columns()[name].kind,
                unit=unit_of(results.columns()[name]) or "",
                values=_values(results, name, list(accounts)),
                looked_at_by=_looked_at_by(results, name),
            )

    def of_goals(self, goals: Sequence[Goal]) -> dict[str, Measure]:
        """What measures each goal, by its key; goals whose pack or indicator is gone are left out."""
        found: dict[str, Measure] = {}
        for pack, indicator in dict.fromkeys((goal.pack, goal.indicator) for goal in goals):
            its = [goal for goal in goals if (goal.pack, goal.indicator) == (pack, indicator)]
            try:
                measure = self.of(pack, indicator, {goal.account for goal in its})
            except KamError:
                continue
            found |= {goal.key: measure for goal in its}
        return found

    def at_least(self, measure: Measure, target: Decimal, *, rising: bool) -> tuple[int, int]:
        """How many accounts stand at a target already or beyond it, and of how many the value is known."""
        results = results_of(self._workspace, measure.run, self._host)
        with closing(results.connection):
            known = reached = 0
            for (value,) in select(results, Question(columns=(measure.name,))).rows():
                exact = _exact(value)
                known += exact is not None
                reached += exact is not None and (exact >= target if rising else exact <= target)
            return reached, known

    def _run(self, pack: str | None) -> RunRecord:
        if pack not in self._runs:
            self._runs[pack] = newest_run(self._workspace, self._host, pack, self._who)
        return self._runs[pack]


def _name(results: Results, typed: str) -> str:
    """The indicator or field that a word means, by name or label; case does not matter.

    Raises:
        KamError: there is none that is a quantity.
    """
    known = {
        name: results.checked.label(name) if name in results.checked.symbols else Label(name, name)
        for name, type in results.columns().items()
        if type.kind in QUANTITIES and name not in (SCORE_LOW, SCORE_HIGH)
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
    return {**dict.fromkeys(accounts), **{account: _exact(value) for account, value in rows}}


def _exact(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    exact = Decimal(str(value))
    return exact if exact.is_finite() else None


def _looked_at_by(results: Results, name: str) -> tuple[Label, ...]:
    """The criteria that use a name, by themselves or through an indicator or another criterion."""
    checked, users = results.checked, {name}
    for one in checked.order:  # each comes after what it uses
        if users & set(checked.uses.get(one, ())):
            users.add(one)
    return tuple(checked.label(one) for one in checked.criteria if one in users)
