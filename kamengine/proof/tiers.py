"""Tiers that nobody reaches, that earlier ones take everybody from, that overlap, and that leave a gap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kamengine.language.expressions import Expr
from kamengine.problems import say
from kamengine.proof.asking import Asking
from kamengine.proof.facts import depends_on
from kamengine.proof.formulas import all_of, any_of, fact, known, not_met, overall_known, tier_conditions, two_of
from kamengine.proof.judge import Case
from kamengine.proof.model import Finding
from kamengine.proof.search import Answer

_WITNESSED = Answer(None)
"""A finding that a witness shows needs no other proof."""


def tier_findings(asking: Asking) -> Iterator[Finding]:
    """Findings about the tiers; their conditions as such are in `kamengine.proof.conditions`."""
    conditions = tier_conditions(asking.checked)
    for index in range(len(conditions)):
        yield from _reached(asking, conditions, index)
    if asking.checked.pack.hit == "unique":
        yield from _overlaps(asking, conditions)
        yield from _gap(asking, conditions)


def _reached(asking: Asking, conditions: list[Expr], index: int) -> Iterator[Finding]:
    tier = asking.checked.tiers[index].tier
    path = ("tiers", index, "when") if tier.when is not None else ("tiers", index)
    answer = asking.find(conditions[index])
    if answer.case is None:
        never = asking.find(known(conditions[index]))
        if never.case is None and not never.open:
            return  # said of its condition
        what = say("no account reaches the tier {tier}", tier=tier.id)
        severity = "error" if tier.when is not None else "warning"
        yield from asking.found("tier-unreachable", severity, path, what, None, answer)  # type: ignore[arg-type]
        return
    if asking.checked.pack.hit == "unique" or index == 0:
        return
    own = all_of(*(not_met(earlier) for earlier in conditions[:index]), conditions[index])
    alone = asking.find(own)
    if alone.case is not None:
        return
    case = asking.least(conditions[index], answer.case)
    taken = next(
        (t.tier.id for t, earlier in zip(asking.checked.tiers, conditions, strict=False) if case.met(earlier)), None
    )
    if taken is None or taken == tier.id:  # the cases say otherwise: nothing is reported
        return
    what = say("every account that meets the tier {tier} is taken by an earlier one", tier=tier.id)
    hint = say("move it before {earlier}, or narrow that", earlier=taken)
    yield from asking.found("tier-shadowed", "warning", path, what, hint, alone, case.shown, {"tier": taken})


# ── tiers that are to be unique ──────────────────────────────────────────────────────────────────────────────────────


def _overlaps(asking: Asking, conditions: list[Expr]) -> Iterator[Finding]:
    """Each pair of tiers that one account meets; one question tells whether there is any."""
    written = [(index, tier.when) for index, tier in enumerate(asking.checked.tiers) if tier.when is not None]
    if len(written) < 2 or asking.find(two_of(*(when for _, when in written))).case is None:
        return
    for (first, one), (second, other) in combinations(written, 2):
        pair = all_of(one, other)
        answer = asking.find(pair)
        if answer.case is None:
            continue
        case = asking.least(pair, answer.case)
        ids = [asking.checked.tiers[index].tier.id for index in (first, second)]
        what = say("an account can meet both {one} and {other}, but tiers are to be unique", one=ids[0], other=ids[1])
        hint = say('make the tiers exclusive, or use hit = "first"')
        path = ("tiers", second, "when")
        yield from asking.found("tiers-overlap", "error", path, what, hint, _WITNESSED, case.shown, {"tiers": ids})


def _gap(asking: Asking, conditions: list[Expr]) -> Iterator[Finding]:
    if asking.checked.tiers and asking.checked.tiers[-1].when is None:
        return
    needed = depends_on(asking.checked, any_of(*conditions), asking.facts)
    given = [known(fact(asking.facts[name])) for name in needed if not asking.facts[name].call]
    nobody = all_of(*given, *overall_known(asking.checked), *(not_met(c) for c in conditions))
    answer = asking.find(nobody)
    if answer.case is None:
        return
    case: Case = asking.least(nobody, answer.case, needed)
    what = say("an account of which everything is known can be in no tier")
    hint = say("widen a tier, or add a last one without when: everyone else")
    yield from asking.found("tiers-gap", "warning", ("tiers",), what, hint, _WITNESSED, case.shown, {"tier": None})
