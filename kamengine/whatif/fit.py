"""The line that puts a wanted number of accounts into a tier, and how much hangs on where exactly it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kamengine.engine.dependence import tier_columns
from kamengine.engine.resident import Resident, Step
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.whatif.curve import Stretch, accounts_at, compared, curve
from kamengine.whatif.knobs import Knob, knob_of, knobs_of
from kamengine.whatif.search import feasible, search
from kamengine.whatif.settings import Goal, Search
from kamengine.whatif.span import Span
from kamengine.whatif.sweep import step_at

_PERCENT = Decimal("0.01")
_MOST_NAMED = 12


@dataclass(frozen=True)
class Near:
    """The count at a line near the one that was found."""

    value: Decimal
    count: int


@dataclass(frozen=True)
class Fit:
    """The line that gives a wanted count, or comes nearest to it.

    Attributes:
        knob: what is moved, with its present value.
        wanted: accounts in the tier.
        present: accounts in the tier now.
        value: the roundest line that gives `count`; of several the one nearest to the present.
        count: accounts in the tier with this line; not `wanted` where no line gives that.
        span: the lines around it that give the same count.
        within: the lines that were asked about: the range, as far as the pack allows it.
        others: where the wanted count is jumped over, the nearest count on its other side.
        below: the count with the line a percent lower (a weight: a point lower); None where the pack refuses that.
        above: likewise, higher.
        proved: every line was looked at; otherwise so many places, and what lies between was taken to be steady.
        steady: the count goes one way along the line, as far as was looked at.
    """

    knob: Knob
    tier: str
    wanted: int
    present: int
    value: Decimal
    count: int
    span: Span
    within: Span
    others: Near | None
    below: Near | None
    above: Near | None
    proved: bool
    steady: bool


def fit(resident: Resident, goal: Goal, along: Search | None = None, sets: Mapping[str, Scalar] | None = None) -> Fit:
    """Find the line that puts a wanted number or share of accounts into a tier.

    Args:
        resident: the run.
        goal: the tier, and how many accounts it shall certainly have.
        along: the knob; left out, the only one on which the tier depends.
        sets: other parameters and weights, those of the resident run.

    Raises:
        KamError: there is no such tier or knob, several knobs would do, or there are not so many accounts.
    """
    return _Fitter(resident, goal, along, sets or {}).fit()


class _Fitter:
    """One search."""

    def __init__(self, resident: Resident, goal: Goal, along: Search | None, sets: Mapping[str, Scalar]) -> None:
        self.resident, self.checked, self.sets = resident, resident.checked, sets
        self.tier = _place(self.checked, goal.tier)
        self.wanted = _wanted(resident, goal)
        along = along or Search(_only_knob(resident, self.tier, goal.tier))
        self.knob = knob_of(self.checked, resident.bindings, along.knob, "--knob")
        self.goal, self.within = goal, self._allowed(along)

    def fit(self) -> Fit:
        stretches, proved, steady = self._stretches()
        best = min(stretches, key=self._distance)
        value = self._line(best)
        self._step(value).refuse_clashes()
        others = [s for s in stretches if (s.count - self.wanted) * (best.count - self.wanted) < 0]
        other = min(others, key=self._distance, default=None) if best.count != self.wanted else None
        return Fit(
            knob=self.knob,
            tier=self.goal.tier,
            wanted=self.wanted,
            present=self._count(self.current),
            value=value,
            count=self._count(value),
            span=best.span,
            within=self.within,
            others=Near(self._line(other), other.count) if other else None,
            below=self._near(value, -1),
            above=self._near(value, 1),
            proved=proved,
            steady=steady,
        )

    @property
    def current(self) -> Decimal:
        assert isinstance(self.knob.value, Decimal)
        return self.knob.value

    def _stretches(self) -> tuple[list[Stretch], bool, bool]:
        """Lines and their counts; whether all were looked at; whether the count goes one way."""
        fact = None if self.knob.is_weight else compared(self.resident, self.knob.name)
        if fact is None:
            found = search(self._count, self.within, self.wanted)
            return found.stretches, False, found.steady
        stretches = curve(self.resident, self.knob.name, fact, self.tier, self.within)
        counts = [stretch.count for stretch in stretches]
        return stretches, True, counts in (sorted(counts), sorted(counts, reverse=True))

    def _distance(self, stretch: Stretch) -> tuple[Decimal, ...]:
        """First how far from the wanted count, then how far from the present line."""
        nearest = min(max(self.current, stretch.span.low), stretch.span.high)
        return Decimal(abs(stretch.count - self.wanted)), abs(nearest - self.current)

    def _line(self, stretch: Stretch) -> Decimal:
        """The roundest line of a stretch."""
        round_one = stretch.span.roundest(self.current)
        return round_one if round_one is not None else stretch.span.high

    def _near(self, value: Decimal, way: int) -> Near | None:
        by = Decimal(1) if self.knob.is_weight else abs(value) * _PERCENT
        there = round(value + way * by, 10)
        return Near(there, self._count(there)) if there != value and self._is_allowed(there) else None

    # ── the pack ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _step(self, value: Decimal) -> Step:
        return step_at(self.resident, self.knob.name, value, self.sets)

    def _count(self, value: Decimal) -> int:
        return accounts_at(self._step(value), self.tier)

    def _is_allowed(self, value: Decimal) -> bool:
        try:
            self._step(value)
        except KamError:
            return False
        return True

    def _allowed(self, along: Search) -> Span:
        """Where to look: as asked, else the knob's range; and there only where the pack allows it."""
        low = along.low if along.low is not None else self.knob.low
        high = along.high if along.high is not None else self.knob.high
        place = Place(key=f"--knob {self.knob.name}")
        if low is None or high is None:
            what = say("the pack gives no range for {name}", name=self.knob.name)
            remedy = say("say between which values to look: --knob {name}=LOW:HIGH", name=self.knob.name)
            raise KamError.of(what, remedy, place=place)
        for end in (low, high):
            self._see_that_in_range(end, place)
        if not low <= self.current <= high:
            return Span(low, high)
        allowed = feasible(self._is_allowed, self.current, Span(low, high))
        if allowed.low == allowed.high:
            for end in (low, high):
                self._step(end)  # one of them says why
        return allowed

    def _see_that_in_range(self, value: Decimal, place: Place) -> None:
        low, high = self.knob.low, self.knob.high
        if low is not None and high is not None and not low <= value <= high:
            what = say("{value} is outside the range {low} to {high}", value=value, low=low, high=high)
            raise KamError.of(what, place=place)


# ── what is wanted ───────────────────────────────────────────────────────────────────────────────────────────────────


def _place(checked: CheckedPack, tier: str) -> int:
    ids = [tier.tier.id for tier in checked.tiers]
    if tier not in ids:
        what = say("{name} is not a tier of the pack {pack}", name=tier, pack=checked.pack.id)
        remedy = did_you_mean(tier, ids) or say("its tiers are: {names}", names=ids)
        raise KamError.of(what, remedy, place=Place(key="--fit tier"))
    return ids.index(tier)


def _wanted(resident: Resident, goal: Goal) -> int:
    accounts = sum(resident.before.values())
    if goal.kind == "share":
        return int((goal.amount * accounts).to_integral_value(ROUND_HALF_UP))
    if goal.amount > accounts:
        what = say("{wanted} accounts are wanted, but only {n} are in scope", wanted=int(goal.amount), n=accounts)
        raise KamError.of(what, place=Place(key="--fit count"))
    return int(goal.amount)


def _only_knob(resident: Resident, place: int, tier: str) -> str:
    """The one knob with a number on which the condition of a tier depends.

    Raises:
        KamError: there are several, or none.
    """
    checked = resident.checked
    needed = resident.dependence.needed_for([tier_columns(checked)[place]])
    knobs = knobs_of(checked, resident.bindings)
    names = [name for name, knob in knobs.items() if name in needed and isinstance(knob.value, Decimal)]
    if len(names) == 1:
        return names[0]
    if not names:
        what = say("no parameter and no weight decides who is in the tier {tier}", tier=tier)
        raise KamError.of(what, place=Place(key="--fit tier"))
    what = say("the tier {tier} depends on {n} knobs: {names}", tier=tier, n=len(names), names=_some(names))
    raise KamError.of(what, say("choose one: --knob {name}", name=names[0]), place=Place(key="--fit"))


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]
