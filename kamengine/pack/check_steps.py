"""The steps of a playbook: `Step` → `CheckedStep`, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

from kamengine.declarations import Label, Step
from kamengine.pack.playbooks import CheckedStep, Span
from kamengine.pack.spans import least_days, most_days, read_span, span_words
from kamengine.problems import Message, did_you_mean, say

Path = tuple[str | int, ...]


class Wrong(Protocol):
    """Notes what is wrong with a playbook."""

    def __call__(self, path: Path, what: Message, remedy: Message | None = None) -> None:
        """Note what is wrong at a path of the playbook, and what to do about it."""
        ...


ID = re.compile(r"\w[\w-]{0,63}")
"""What a playbook, a step, a role or a stage may be called, in any script: it becomes part of the ids of tasks."""
MOST_HOURS = 10_000
_USUAL = Step(Label())
_UNREAD = Span(0, "day")
"""Stands for a length of time that could not be read; compared with nothing."""


def check_steps(steps: Sequence[Label | Step], roles: Mapping[str, Label], wrong: Wrong) -> tuple[CheckedStep, ...]:
    """The steps with their days and hours understood; a bare label is a step with the usual roles and days.

    Args:
        steps: as a pack or a plugin has them.
        roles: what is known as a role, by id.
        wrong: takes what is wrong.
    """
    if not steps:
        wrong(("steps",), say("the playbook has no steps"))
    whole = [step if isinstance(step, Step) else Step(step) for step in steps]
    checking = _Steps(roles, wrong)
    found = tuple(checking.step(step, number) for number, step in enumerate(whole, 1))
    _note_twice(found, wrong)
    _check_order(found, wrong)
    return found


class _Steps:
    """Checks step after step."""

    def __init__(self, roles: Mapping[str, Label], wrong: Wrong) -> None:
        self.roles, self.wrong = roles, wrong

    def step(self, step: Step, number: int) -> CheckedStep:
        at: Path = ("steps", number - 1)
        if not (step.what.en.strip() or step.what.zh.strip()):
            self.wrong((*at, "what"), say("the step does not say what is to be done"))
        if step.id and not ID.fullmatch(step.id):
            self.wrong((*at, "id"), not_an_id(step.id))
        self._check_roles(step, at)
        return CheckedStep(
            id=step.id or str(number),
            what=step.what,
            responsible=step.responsible,
            accountable=step.accountable,
            consulted=step.consulted,
            informed=step.informed,
            effort=self._effort(step, at),
            due=self.span(step.due, (*at, "due")) or _UNREAD,
            every=self._every(step, at),
            on_holiday=step.on_holiday,
            acceptance=step.acceptance,
            evidence=step.evidence,
            after=step.after,
        )

    def span(self, text: str, path: Path) -> Span | None:
        """A length of time; None, and a problem, when the text names none."""
        span = read_span(text)
        if span is None:
            self.wrong(path, not_a_span(text), HOW_SPANS_ARE_WRITTEN)
        return span

    def _every(self, step: Step, at: Path) -> Span | None:
        every = self.span(step.every, (*at, "every")) if step.every else None
        if every is not None and every.count == 0:
            self.wrong((*at, "every"), say("a step cannot repeat every {span}", span=span_words(every)))
            return None
        return every

    def _effort(self, step: Step, at: Path) -> Decimal:
        try:
            hours = Decimal(step.effort)
        except InvalidOperation:
            hours = Decimal("NaN")
        if not hours.is_finite() or not 0 <= hours <= MOST_HOURS or hours != round(hours, 2):
            what = say("{value} is not an effort", value=f'"{step.effort[:40]}"')
            remedy = say("write hours with at most two decimals, such as 2 or 0.5; at most {n}", n=MOST_HOURS)
            self.wrong((*at, "effort"), what, remedy)
            return Decimal(0)
        return hours

    def _check_roles(self, step: Step, at: Path) -> None:
        if not step.accountable:
            what = say("nobody answers for the step")
            self.wrong((*at, "accountable"), what, say("name the one role that does"))
        if not step.responsible:
            self.wrong((*at, "responsible"), say("nobody does the step"), say("name the role that does it"))
        named = [(("responsible",), step.responsible), (("accountable",), step.accountable)]
        named += [(("consulted", index), role) for index, role in enumerate(step.consulted)]  # type: ignore[misc]
        named += [(("informed", index), role) for index, role in enumerate(step.informed)]  # type: ignore[misc]
        seen: set[str] = set()
        for path, role in named:
            if role and role not in self.roles:
                self.wrong((*at, *path), *unknown_role(role, self.roles))
            elif role in seen and path[0] in ("consulted", "informed"):
                what = say("the role {role} already has a part in the step", role=role)
                self.wrong((*at, *path), what, say("name it once: who does it or answers for it knows of it"))
            seen.add(role)


def unknown_role(role: str, roles: Mapping[str, Label]) -> tuple[Message, Message]:
    """That nobody knows a role, and what to do."""
    remedy = did_you_mean(role, roles) or say(
        "roles: {names}; the pack adds others in [roles.{name}]", names=", ".join(roles), name=say("NAME")
    )
    return say("there is no role {role}", role=role[:60]), remedy


def not_an_id(id: str) -> Message:
    """That a text cannot be an id."""
    return say("{id} is not an id: letters, digits, - and _", id=f'"{id[:40]}"')


def not_a_span(text: str) -> Message:
    """That a text is no length of time."""
    return say("{text} is not a length of time", text=f'"{text[:40]}"')


HOW_SPANS_ARE_WRITTEN = say('write "5 working days", "10 days", "2 weeks", "1 month" or "1 year"; at most ten years')


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _note_twice(steps: Sequence[CheckedStep], wrong: Wrong) -> None:
    seen: set[str] = set()
    for index, step in enumerate(steps):
        if step.id in seen:
            wrong(("steps", index, "id"), say("the step {id} is there twice", id=step.id))
        seen.add(step.id)


def _check_order(steps: Sequence[CheckedStep], wrong: Wrong) -> None:
    """That steps come after steps that are there, that may ever be done, and that are due before them."""
    by_id = {step.id: step for step in steps}
    index = {step.id: number for number, step in enumerate(steps)}
    for number, step in enumerate(steps):
        for place, other in enumerate(step.after):
            path = ("steps", number, "after", place)
            if other not in by_id:
                what = say("the playbook has no step {id}", id=other[:60])
                wrong(path, what, did_you_mean(other, by_id) or say("steps: {names}", names=", ".join(by_id)))
            else:
                _check_pair(step, by_id[other], path, wrong)
    try:
        TopologicalSorter({id: [o for o in step.after if o in by_id] for id, step in by_id.items()}).prepare()
    except CycleError as error:
        cycle = error.args[1]
        what = say("goes round in a circle: {chain}", chain=" → ".join(reversed(cycle)))
        wrong(("steps", min(index[id] for id in cycle), "after"), what)


def _check_pair(step: CheckedStep, before: CheckedStep, path: Path, wrong: Wrong) -> None:
    if step.id == before.id:
        return  # said of the circle
    if before.every is not None and before.every != step.every:
        what = say("the step {id} repeats, so it is never over", id=before.id)
        wrong(path, what, say("let both repeat alike, or name a step that does not repeat"))
    elif step.due is not _UNREAD and most_days(step.due) < least_days(before.due):
        what = say(
            "is due after {span}, before the step {id} that comes first is due", span=span_words(step.due), id=before.id
        )
        wrong(path, what, say("give it more time than {span}", span=span_words(before.due)))
