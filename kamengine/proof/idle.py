"""What decides nothing: parameters, fields, indicators, tables and parts of the score that could be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

from kamengine.pack.bind import quantity
from kamengine.problems import say
from kamengine.proof.asking import Asking
from kamengine.proof.judge import Case
from kamengine.proof.model import Finding
from kamengine.proof.overall import with_pinned
from kamengine.proof.search import Answer
from kamengine.proof.twins import fact_matters, parameter_matters
from kamengine.proof.usage import Output, Usage, declared
from kamengine.reference import Account

_CODE = "decides-nothing"
_BASES = 60
_OTHERS = 5


def idle_findings(asking: Asking) -> Iterator[Finding]:
    """Findings about what decides nothing."""
    usage = Usage(asking.checked)
    idle = {name for name in declared(asking.checked) if not usage.outputs(name)}
    for name, path in declared(asking.checked).items():
        if name in idle:
            users = [user for user in usage.users(name) if user in idle]
            what = say("nothing looks at {name}: it decides nothing", name=name)
            if users:
                what = say("{name} is used by {users} only, and decides nothing", name=name, users=users)
            hint = say("leave it out, or use it")
            if path[0] == "indicators":
                hint = say("leave it out, use it, or write informative = true")
            yield from asking.found(_CODE, "warning", path, what, hint, Answer(None))
        elif path[0] != "tables":
            yield from _without_effect(asking, usage, name, path)
    yield from _parts(asking)


# ── used, but without effect ─────────────────────────────────────────────────────────────────────────────────────────


def _without_effect(asking: Asking, usage: Usage, name: str, path: tuple[str, ...]) -> Iterator[Finding]:
    outputs = usage.outputs(name)
    if any(output.kind == "score" for output in outputs) or name == asking.checked.pack.value:
        return  # it moves the score, which people see
    if any(user in asking.checked.indicators and _over_rows(asking, user) for user in usage.users(name)):
        return  # rows of ledgers are not looked at here
    if any(isinstance(asking.bindings.parameters[switch], str) for switch in usage.parameters_below(name)):
        return  # a parameter that is a text chooses what counts: with another one it may matter
    answer = _parameter(asking, usage, name) if path[0] == "params" else _fact(asking, usage, name)
    if answer is not None and answer.case is None:
        what = say("{name} is used, but whatever it is, nothing comes out differently", name=name)
        yield from asking.found(_CODE, "warning", path, what, None, answer)


def _over_rows(asking: Asking, name: str) -> bool:
    return asking.checked.indicators[name].indicator.ledger is not None


def _fact(asking: Asking, usage: Usage, name: str) -> Answer | None:
    """The answer for a field or an indicator; None when a change of it is soon found to matter."""
    values = asking.search.values.get(name) or [0, 1, 100, -1]
    outputs = usage.outputs(name)
    for case in islice(reversed(asking.search.in_scope), _BASES):
        before = _come_out(case.account, outputs)
        for value in [None, *values[:_OTHERS]]:
            if _come_out(_changed(asking, case, name, value), outputs) != before:
                return None
    return fact_matters(asking.checked, asking.bindings, asking.facts, usage, name)


def _changed(asking: Asking, case: Case, name: str, value: Any) -> Account:
    if name in asking.facts:
        return asking.search.judge.case({**case.facts, name: value}).account
    pinned = (*asking.search.judge.pinned, name)
    type = asking.checked.indicators[name].type
    held = value if value is None else Decimal(value) if type.decimal else float(value)
    given = with_pinned(asking.checked, asking.bindings, case.facts, asking.search.judge.pinned)
    return Account(asking.checked, asking.bindings, {**given, name: held}, pinned)


def _parameter(asking: Asking, usage: Usage, name: str) -> Answer | None:
    """The answer for a parameter, tried at the ends of its range; None when it matters or is no number."""
    value = asking.bindings.parameters[name]
    if not isinstance(value, Decimal):
        return None
    param = asking.checked.pack.params[name]
    others = [v for v in (param.low, param.high, value * 2 + 1, value / 2 - 1) if v is not None and v != value][:2]
    outputs = usage.outputs(name)
    for other in others:
        parameters: Mapping[str, Any] = {**asking.bindings.parameters, name: other}
        bindings = replace(asking.bindings, parameters=parameters)
        for case in reversed(asking.search.in_scope):
            moved = Account(asking.checked, bindings, case.account.facts, asking.search.judge.pinned)
            if _come_out(moved, outputs) != _come_out(case.account, outputs):
                return None
    answers = [parameter_matters(asking.checked, asking.bindings, asking.facts, usage, name, v) for v in others]
    if not answers or any(answer.case is not None or answer.open for answer in answers):
        return None
    looked_at = len(asking.search.in_scope) * len(others) + sum(answer.cases for answer in answers)
    return Answer(None, "searched", looked_at)


def _come_out(account: Account, outputs: tuple[Output, ...]) -> list[Any]:
    found: list[Any] = []
    for output in outputs:
        match output.kind:
            case "tier":
                when = account.checked.tiers[int(output.key)].when
                found.append(account.value(when) if when is not None else None)
            case "scope":
                found.append(account.in_scope())
            case _:
                found.append(account.fact(str(output.key)))
    return found


# ── parts of the score ───────────────────────────────────────────────────────────────────────────────────────────────


def _parts(asking: Asking) -> Iterator[Finding]:
    for index, (part, _) in enumerate(asking.checked.parts):
        points = [quantity(band.points, asking.bindings) for band in part.bands]
        points += [quantity(y, asking.bindings) for _, y in part.line]
        if part.bands and part.bands[0].start is not None:
            points.append(Decimal(0))
        what = None
        if isinstance(part.weight, Decimal) and not part.weight:
            what = say("the part {part} decides nothing: {reason}", part=part.id, reason=say("its weight is 0"))
        elif len(set(points)) == 1:
            gives = say("it always gives {points} points", points=points[0])
            what = say("the part {part} decides nothing: {reason}", part=part.id, reason=gives)
        if what is not None:
            path = ("score", "parts", index)
            yield from asking.found(_CODE, "warning", path, what, None, Answer(None))
