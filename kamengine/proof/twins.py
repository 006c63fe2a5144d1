"""A pack told twice over: for accounts that are alike in all but one thing, do the two tellings ever differ?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamengine.language.expressions import BOOL, Compare, Expr, IsNull, Name
from kamengine.language.rewriting import renamed
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.facts import Fact
from kamengine.proof.formulas import all_of, any_of, known
from kamengine.proof.search import Answer, Search
from kamengine.proof.usage import Output, Usage

_TWIN = "′"


def fact_matters(
    checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Fact], usage: Usage, name: str
) -> Answer:
    """Whether two accounts that differ in one fact or indicator only can come out differently; open when not proved.

    Args:
        checked: the pack.
        bindings: the as-of date, parameters and tables.
        facts: those of the pack.
        usage: who uses what in the pack.
        name: of a fact, or of an indicator that is then taken as a fact; the score does not depend on it.
    """
    twin = name + _TWIN
    own = facts.get(name) or _as_fact(checked, name)
    doubled = _doubled(checked, usage, name)
    known_facts = {**facts, name: own, twin: replace(own, name=twin)}
    return Search(doubled, bindings, known_facts, proofs_only=True).find(_difference(checked, usage, name))


def parameter_matters(
    checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Fact], usage: Usage, name: str, value: object
) -> Answer:
    """Whether an account can come out differently once a parameter has another value; open when not proved."""
    doubled = _doubled(checked, usage, name)
    parameters = {**bindings.parameters, name + _TWIN: value}
    other = replace(bindings, parameters=parameters)  # type: ignore[arg-type]
    return Search(doubled, other, facts, proofs_only=True).find(_difference(checked, usage, name))


def _as_fact(checked: CheckedPack, name: str) -> Fact:
    one = checked.indicators[name]
    places = 0 if one.type.kind in ("integer", "date") else one.indicator.decimals
    return Fact(name, one.type, places, computed=True)


def _doubled(checked: CheckedPack, usage: Usage, name: str) -> CheckedPack:
    """The pack with a twin of everything that depends on a name, and with the name as a fact of the account."""
    twins = {one: one + _TWIN for one in usage.below(name)}
    criteria = {**checked.criteria, **_renamed(checked.criteria, twins)}
    indicators = {one: indicator for one, indicator in checked.indicators.items() if one != name}
    for one, twin in twins.items():
        if one in indicators:
            known_one = indicators[one]
            own = replace(known_one.indicator, name=twin)
            indicators[twin] = replace(known_one, indicator=own, expr=renamed(known_one.expr, twins))
    symbols = {**checked.symbols, **{twins[one]: checked.symbols[one] for one in twins}}
    return replace(checked, criteria=criteria, indicators=indicators, symbols=symbols)


def _renamed(criteria: Mapping[str, Expr], twins: Mapping[str, str]) -> dict[str, Expr]:
    return {twins[name]: renamed(expr, twins) for name, expr in criteria.items() if name in twins}


def _difference(checked: CheckedPack, usage: Usage, name: str) -> Expr:
    """That anything comes out differently for the twin."""
    twins = {one: one + _TWIN for one in usage.below(name)}
    outputs = [_expression(checked, output) for output in usage.outputs(name)]
    return any_of(*(_differ(one, renamed(one, twins)) for one in outputs))


def _expression(checked: CheckedPack, output: Output) -> Expr:
    match output.kind:
        case "tier":
            when = checked.tiers[int(output.key)].when
            assert when is not None
            return when
        case "scope":
            assert checked.scope is not None
            return checked.scope
    role = "criterion" if output.kind == "criterion" else "indicator"
    return Name(checked.symbols[str(output.key)].type, str(output.key), role)  # type: ignore[arg-type]


def _differ(one: Expr, other: Expr) -> Expr:
    """That one is known and the other not, or both are known and differ."""
    lone = any_of(all_of(known(one), IsNull(BOOL, other)), all_of(IsNull(BOOL, one), known(other)))
    return any_of(lone, Compare(BOOL, "<>", one, other))
