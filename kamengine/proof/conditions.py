"""Conditions that are the same for every account: always met, never met, never known; and branches that never count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.problems import Message, say
from kamengine.proof.asking import Asking
from kamengine.proof.expression_text import expression_text
from kamengine.proof.formulas import all_of, known, missed, not_met
from kamengine.proof.model import Finding

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class _Place:
    """Where a condition stands, and what it is called in a sentence."""

    path: Path
    expr: Expr
    scope: bool = False


def condition_findings(asking: Asking) -> Iterator[Finding]:
    """Findings about the scope, the criteria, the conditions of tiers, and the branches inside all of them.

    That a tier's condition is never met is not said here but of the tier (`kamengine.proof.tiers`).
    """
    checked = asking.checked
    places = [_Place(("criteria", name, "when"), expr) for name, expr in checked.criteria.items()]
    for place in places:
        yield from _whole(asking, place)
    for index, tier in enumerate(checked.tiers):
        if tier.when is not None:
            yield from _tier(asking, _Place(("tiers", index, "when"), tier.when))
    if checked.scope is not None:
        yield from _branches(asking, _Place(("pack", "scope"), checked.scope, scope=True))
    for name, one in checked.indicators.items():
        if one.indicator.ledger is None and name not in asking.facts:
            yield from _branches(asking, _Place(("indicators", name, "value"), one.expr))


def scope_findings(asking: Asking) -> Iterator[Finding]:
    """That the pack speaks about no account at all; nothing else is worth asking then."""
    scope = asking.checked.scope
    if scope is None or asking.search.in_scope:
        return
    answer = asking.find(scope)
    if answer.case is None:
        what = say("no account is in the scope: it is never met")
        yield from asking.found("condition-never-met", "error", ("pack", "scope"), what, None, answer)


def _whole(asking: Asking, place: _Place) -> Iterator[Finding]:
    never = asking.find(place.expr)
    if never.case is not None:
        yield from _always_or_branches(asking, place)
        return
    missing = asking.find(missed(place.expr))
    if missing.case is None:
        what = say("it is never known whether this is met")
        hint = say("see whether a value in it can be known at all")
        yield from asking.found("condition-never-known", "error", place.path, what, hint, missing)
    else:
        yield from asking.found("condition-never-met", "warning", place.path, say("this is never met"), None, never)


def _tier(asking: Asking, place: _Place) -> Iterator[Finding]:
    """What there is to say of a tier's condition besides its being never met."""
    if asking.find(place.expr).case is None:
        answer = asking.find(known(place.expr))
        if answer.case is None:
            what = say("it is never known whether this is met")
            hint = say("see whether a value in it can be known at all")
            yield from asking.found("condition-never-known", "error", place.path, what, hint, answer)
        return
    is_last = place.path[1] == len(asking.checked.tiers) - 1
    if is_last and asking.find(not_met(place.expr)).case is None:
        return  # everyone else
    yield from _always_or_branches(asking, place)


def _always_or_branches(asking: Asking, place: _Place) -> Iterator[Finding]:
    """That a condition is always met, or met whenever it is known; else what is so of its parts."""
    code, hint = "condition-always-met", say("it tells no accounts apart")
    always = asking.find(not_met(place.expr))
    if always.case is None:
        yield from asking.found(code, "warning", place.path, say("this is always met"), hint, always)
        return
    when_known = asking.find(missed(place.expr))
    if when_known.case is None:
        what = say("this is met whenever it is known, and never missed")
        yield from asking.found(code, "warning", place.path, what, hint, when_known)
    else:
        yield from _branches(asking, place)


def _part(verdict: Message, part: Expr) -> Message:
    return say("the part `{part}` is {verdict}", part=expression_text(part), verdict=verdict)


# ── branches ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _branches(asking: Asking, place: _Place) -> Iterator[Finding]:
    """Parts that change nothing: of an ``or`` never met, of an ``and`` always met, of a ``case`` never reached."""
    for part in node.walk(place.expr):
        if isinstance(part, node.Logic):
            for item in part.items:
                if _looks_at_facts(item):
                    yield from _item(asking, place, part.op, item)
        elif isinstance(part, node.Case):
            yield from _case(asking, place, part)


def _item(asking: Asking, place: _Place, op: str, item: Expr) -> Iterator[Finding]:
    if _is_named(item):
        return  # asked where the criterion stands
    answer = asking.find(item if op == "or" else not_met(item), anywhere=place.scope)
    if answer.case is not None:
        return
    verdict = say("never met") if op == "or" else say("always met")
    code = "condition-never-met" if op == "or" else "condition-always-met"
    hint = say("it may be left out")
    yield from asking.found(code, "warning", place.path, _part(verdict, item), hint, answer)


def _case(asking: Asking, place: _Place, case: node.Case) -> Iterator[Finding]:
    before: list[Expr] = []
    for condition, _ in case.branches:
        reached = all_of(*(missed(earlier) for earlier in before), condition)
        answer = asking.find(reached, anywhere=place.scope) if _looks_at_facts(condition) else None
        if answer is not None and answer.case is None:
            what = say("the branch `when {part}` is never reached", part=expression_text(condition))
            hint = say("an earlier branch always decides") if before else None
            yield from asking.found("condition-never-met", "warning", place.path, what, hint, answer)
        before.append(condition)


def _looks_at_facts(expr: Expr) -> bool:
    """Whether a part looks at an account at all: a part over parameters only is a switch for the author."""
    return bool(node.names(expr, "field", "indicator", "criterion", "score"))


def _is_named(expr: Expr) -> bool:
    inner = expr.item if isinstance(expr, node.Not) else expr
    return isinstance(inner, node.Name) and inner.role == "criterion"
