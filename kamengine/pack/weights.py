"""The weights of the scorecard's parts: the pack's, or the ones a run sets, with the others sharing the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from kamengine.pack.check_score import number_of
from kamengine.pack.model import Pack
from kamengine.problems import Place, Problem, did_you_mean, say

PREFIX = "weights."
"""Before the id of a part: its weight, as something that a run may set."""

_SMALLEST = Decimal("0.000001")


def shared_weights(
    pack: Pack, asked: Mapping[str, Decimal], parameters: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], list[Problem]]:
    """The weight of every part when some are set: the others share the rest in proportion to what they had.

    Args:
        pack: with its scorecard.
        asked: weights by part, 0 to 100.
        parameters: values of the pack's numeric parameters, which may be weights.

    Returns:
        the weights, which add to 100 exactly (shares have six places), or
        none and what is wrong.
    """
    parts = pack.score.parts if pack.score else ()
    ids = [part.id for part in parts]
    problems = [_unknown_part(name, ids) for name in asked if name not in ids]
    problems += [
        _not_a_weight(name, weight) for name, weight in asked.items() if name in ids and not 0 <= weight <= 100
    ]
    if problems:
        return {}, problems
    had = {part.id: number_of(part.weight, parameters) or Decimal(0) for part in parts}
    others = {id: weight for id, weight in had.items() if id not in asked}
    rest, total = 100 - sum(asked.values()), sum(others.values())
    if rest < 0 or (rest > 0 and not total):
        return {}, [_wrong_sum(sum(asked.values()), len(others))]
    shares = _shared(rest, others) if total else others
    return {id: asked[id] if id in asked else shares[id] for id in ids}, []


def _shared(rest: Decimal | int, had: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What is left, divided in proportion; those that lose most by rounding down get what that leaves."""
    total = sum(had.values())
    exact = {id: rest * weight / total for id, weight in had.items()}
    shares = {id: share.quantize(_SMALLEST, ROUND_DOWN) for id, share in exact.items()}
    left = rest - sum(shares.values())
    for id in sorted(had, key=lambda id: shares[id] - exact[id]):
        added = min(left, _SMALLEST)
        shares[id], left = shares[id] + added, left - added
    return shares


def with_weights(pack: Pack, weights: Mapping[str, Decimal]) -> Pack:
    """The pack with other weights."""
    if pack.score is None or not weights:
        return pack
    parts = tuple(replace(part, weight=weights.get(part.id, part.weight)) for part in pack.score.parts)
    return replace(pack, score=replace(pack.score, parts=parts))


def _unknown_part(name: str, ids: list[str]) -> Problem:
    what = say("{name} is not a part of the scorecard", name=name)
    known = say("its parts are: {names}", names=ids) if ids else say("the pack has no scorecard")
    return Problem(Place(key=PREFIX + name), what, did_you_mean(name, ids) or known)


def _not_a_weight(name: str, weight: Decimal) -> Problem:
    what = say("{value} is outside the range {low} to {high}", value=weight, low=0, high=100)
    return Problem(Place(key=PREFIX + name), what)


def _wrong_sum(total: Decimal | int, others: int) -> Problem:
    what = say("the weights add to {total}, not to 100", total=total)
    if total > 100:
        remedy = say("lower one of them")
    elif others:
        remedy = say("the parts that are not named weigh nothing, so they cannot share the rest: name one of them too")
    else:
        remedy = say("leave one of them out: it takes the rest")
    return Problem(Place(key="weights"), what, remedy)
