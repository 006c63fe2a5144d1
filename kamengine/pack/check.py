"""`Pack` → `CheckedPack`: names, types, units, order, the scorecard, the tiers and the tests, all problems at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter

from sqlglot import exp

from kamengine.declarations import Ledger
from kamengine.language import expressions as node
from kamengine.language.check import check, check_condition, uses_wrong_name
from kamengine.language.expressions import NULL, Expr, Type
from kamengine.language.numbers import MONEY_PLACES
from kamengine.language.syntax import parse
from kamengine.language.units import RATIO, Unit
from kamengine.language.vocabulary import Symbol, Vocabulary
from kamengine.pack import model
from kamengine.pack.check_playbooks import check_playbooks
from kamengine.pack.check_score import check_score
from kamengine.pack.check_tests import check_tests
from kamengine.pack.checked import CheckedIndicator, CheckedPack, CheckedTier
from kamengine.pack.industry import Industry
from kamengine.pack.names import Names
from kamengine.problems import Message, Problem, did_you_mean, say

_COUNTABLE = ("sum", "count", "count_distinct")
_ANY_DAY = date(2000, 12, 31)
_UNKNOWN = {
    "unknown name {name}",
    "there is no ledger {name}",
    "{name} is not an indicator or a field",
    "{name} is not a function of this language",
}


def check_pack(pack: model.Pack, industries: Mapping[str, Industry]) -> tuple[CheckedPack | None, list[Problem]]:
    """The pack with typed conditions, and everything that is wrong with it; no pack when anything is wrong.

    Args:
        pack: as read.
        industries: what each loaded plugin contributes, by plugin name.
    """
    checker = _PackChecker(pack, industries)
    checked = checker.run()
    problems = checker.problems
    if checker.names.missing_plugins:
        problems = [problem for problem in problems if not _may_be_of_a_plugin(problem)]
    return (None if problems else checked), problems


def _may_be_of_a_plugin(problem: Problem) -> bool:
    """Whether a plugin would solve this, if only it were loaded; a slip that is near a known name is not such a one."""
    return problem.remedy is None and problem.what.template in _UNKNOWN


class _PackChecker:
    """Checks one pack; keeps every problem."""

    def __init__(self, pack: model.Pack, industries: Mapping[str, Industry]) -> None:
        self.pack = pack
        self.names = Names(pack, industries)
        self.symbols, self.functions = self.names.symbols, self.names.functions
        self.problems = self.names.problems

    def wrong(self, path: Sequence[str | int], what: Message, remedy: Message | None = None) -> None:
        self.names.wrong(path, what, remedy)

    def run(self) -> CheckedPack:
        pack = self.pack
        ledgers = self.names.ledgers
        order, uses = self._order()
        indicators: dict[str, CheckedIndicator] = {}
        criteria: dict[str, Expr] = {}
        for name in order:
            if name in pack.indicators:
                indicators[name] = self._indicator(pack.indicators[name], ledgers)
            elif name in pack.criteria:
                criteria[name] = self._condition(pack.criteria[name].when, "criteria", name, "when")
        scope = self._scope()
        self._check_value()
        tiers = self._tiers()
        parts, problems = check_score(pack, self.symbols)
        self.problems += problems
        checked = CheckedPack(
            pack,
            self.names.fields,
            ledgers,
            self.functions,
            self.symbols,
            scope,
            indicators,
            criteria,
            parts,
            tiers,
            order,
            {
                **uses,
                "": tuple(n for t in tiers if t.when for n in node.names(t.when))
                + (node.names(scope) if scope else ()),
            },
        )
        self.problems += check_tests(checked)
        self.problems += check_playbooks(checked).problems
        return checked

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _order(self) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        pack = self.pack
        uses = {name: _mentioned(i.value) for name, i in pack.indicators.items() if i.ledger is None}
        uses |= {name: () for name, i in pack.indicators.items() if i.ledger is not None}
        uses |= {name: _mentioned(c.when) for name, c in pack.criteria.items()}
        if pack.score is not None:
            uses["score"] = tuple(dict.fromkeys(part.subject for part in pack.score.parts))
        graph = {name: [other for other in used if other in uses] for name, used in uses.items()}
        while True:
            try:
                return tuple(TopologicalSorter(graph).static_order()), uses
            except CycleError as error:
                cycle = error.args[1]
                name = cycle[0]
                group = next((g for g in ("indicators", "criteria") if name in getattr(pack, g)), "score")
                path = (group, name) if group != "score" else ("score",)
                self.wrong(path, say("goes round in a circle: {chain}", chain=" → ".join(reversed(cycle))))
                for member in cycle:
                    graph[member] = []

    def _condition(self, text: str, *path: str | int, vocabulary: Vocabulary | None = None) -> Expr:
        if not text:
            return node.Constant(NULL, None)
        expr, findings = check_condition(text, vocabulary or self._vocabulary())
        for finding in findings:
            self.wrong(path, finding.what, finding.remedy)
        return expr

    def _vocabulary(self, *scopes: str) -> Vocabulary:
        return Vocabulary.of(self.symbols, self.functions, *scopes)

    def _scope(self) -> Expr | None:
        if self.pack.scope is None:
            return None
        allowed = {name: s for name, s in self.symbols.items() if s.role in ("field", "parameter", "as_of", "table")}
        vocabulary = Vocabulary.of(allowed, self.functions, "account")
        return self._condition(self.pack.scope, "pack", "scope", vocabulary=vocabulary)

    def _tiers(self) -> tuple[CheckedTier, ...]:
        tiers: list[CheckedTier] = []
        seen: set[str] = set()
        for index, tier in enumerate(self.pack.tiers):
            if tier.when is None and index < len(self.pack.tiers) - 1:
                self.wrong(("tiers", index), say("only the last tier may have no when"))
            if tier.id and tier.id in seen:
                self.wrong(("tiers", index, "id"), say("the tier {id} is there twice", id=tier.id))
            when = self._condition(tier.when, "tiers", index, "when") if tier.when is not None else None
            tiers.append(CheckedTier(tier, when))
            seen.add(tier.id)
        return tuple(tiers)

    def _check_value(self) -> None:
        """That what accounts are worth is a number."""
        name = self.pack.value
        symbol = self.symbols.get(name) if name is not None else None
        if name is None or (symbol is not None and symbol.role in ("field", "indicator") and symbol.type is NULL):
            return
        if symbol is None or symbol.role not in ("field", "indicator"):
            known = [n for n, s in self.symbols.items() if s.role in ("field", "indicator")]
            what = say("{name} is not an indicator or a field", name=name)
            self.wrong(("pack", "value"), what, did_you_mean(name, known))
        elif not symbol.type.numeric:
            what = say("{name} is a {kind}; what an account is worth is a number", name=name, kind=symbol.type.kind)
            self.wrong(("pack", "value"), what)

    # ── indicators ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _indicator(self, indicator: model.Indicator, ledgers: Mapping[str, Ledger]) -> CheckedIndicator:
        path = ("indicators", indicator.name)
        where = None
        if indicator.ledger is None:
            expr = self._value(indicator, self._vocabulary())
        elif indicator.ledger not in ledgers:
            self.wrong(
                (*path, "from"),
                say("there is no ledger {name}", name=indicator.ledger),
                did_you_mean(indicator.ledger, ledgers),
            )
            expr = node.Constant(NULL, None)
        else:
            rows = self._row_symbols(ledgers[indicator.ledger])
            expr = self._value(indicator, Vocabulary.of(rows, self.functions, "account", "ledger"))
            self._check_aggregates(indicator, ledgers[indicator.ledger], expr)
            if indicator.where is not None:
                vocabulary = Vocabulary.of(rows, self.functions, "account")
                where = self._condition(indicator.where, *path, "where", vocabulary=vocabulary)
        result = self._indicator_type(indicator, expr)
        number = result.numeric or result.kind == "null"
        self.names.check_ends(path, indicator.least, indicator.most, number=number)
        if indicator.name in self.symbols and self.symbols[indicator.name].role == "indicator":
            self.symbols[indicator.name] = replace(self.symbols[indicator.name], type=result)
        if result.decimal and expr.type.fine:  # money keeps the places that files and accounts have
            indicator = replace(indicator, decimals=min(indicator.decimals, MONEY_PLACES))
        return CheckedIndicator(indicator, expr, where, result)

    def _value(self, indicator: model.Indicator, vocabulary: Vocabulary) -> Expr:
        if not indicator.value:
            return node.Constant(NULL, None)
        path = ("indicators", indicator.name, "value")
        expr, findings = check(indicator.value, vocabulary)
        for finding in findings:
            self.wrong(path, finding.what, finding.remedy)
        if not findings and not (expr.type.numeric or expr.type.kind == "date" or uses_wrong_name(expr)):
            self.wrong(path, say("an indicator is a number or a date; this is a {kind}", kind=expr.type.kind))
            return node.Constant(NULL, None)
        if isinstance(expr, node.Name) and expr.role == "score":
            self.wrong(path, say("score can only be compared, such as score >= 80"))
        return expr

    def _row_symbols(self, ledger: Ledger) -> dict[str, Symbol]:
        rows = {name: s for name, s in self.symbols.items() if s.role in ("parameter", "as_of", "table")}
        for field in ledger.fields:
            path = ("ledgers", ledger.name, "fields", field.name, "unit")
            type = replace(self.names.field_type(field, path), in_row=True)
            rows[field.name] = Symbol(field.name, "field", type)
        return rows

    def _check_aggregates(self, indicator: model.Indicator, ledger: Ledger, expr: Expr) -> None:
        path = ("indicators", indicator.name)
        if expr.type.kind == "null":
            return
        outside = _names_outside_aggregates(expr)
        if outside:
            self.wrong(
                (*path, "value"),
                say("{name} is a column of the ledger; say how its rows become one number", name=outside[0]),
                say("such as sum({name})", name=outside[0]),
            )
        elif not node.calls(expr, "ledger"):
            self.wrong((*path, "value"), say("the value looks at no rows"), say("such as sum(amount)"))
        if _nested_aggregate(expr):
            self.wrong((*path, "value"), say("an aggregate inside an aggregate"))
        self._check_dates(indicator, ledger, expr)
        if indicator.window is not None and ledger.date is None:
            self.wrong((*path, "window"), say("the ledger {name} has no date", name=ledger.name))
        if indicator.per is not None:
            self._check_per(indicator, expr)

    def _check_dates(self, indicator: model.Indicator, ledger: Ledger, expr: Expr) -> None:
        """That functions of dates have some, and that no row does not look like one of today."""
        path = ("indicators", indicator.name)
        called = [part.function for part in node.walk(expr) if isinstance(part, node.Call)]
        dated = next((function.name for function in called if function.dated), None)
        if dated is not None and ledger.date is None:
            what = say("{function} looks at dates, and the ledger {name} has none", function=dated, name=ledger.name)
            self.wrong((*path, "value"), what)
        if indicator.empty is not None and any(function.name == "days_since_last" for function in called):
            what = say("without any row, 0 days since the last one would say that there was one today")
            self.wrong((*path, "when_empty"), what, say('write when_empty = "unknown"'))

    def _check_per(self, indicator: model.Indicator, expr: Expr) -> None:
        path = ("indicators", indicator.name, "per")
        if indicator.window is None:
            self.wrong(path, say("per needs a window to divide by"))
        elif indicator.window.length(indicator.per or "month", _ANY_DAY) is None:
            self.wrong(
                path, say("{per} does not divide the window {window}", per=indicator.per, window=indicator.window.text)
            )
        if not (isinstance(expr, node.Call) and expr.function.name in _COUNTABLE):
            self.wrong(path, say("per divides a sum or a count only"))

    def _indicator_type(self, indicator: model.Indicator, expr: Expr) -> Type:
        type = expr.type
        if type.kind == "date" and indicator.empty is not None:
            path = ("indicators", indicator.name, "when_empty")
            self.wrong(path, say("a date cannot be 0"), say('write when_empty = "unknown"'))
        if type.kind in ("null", "date"):
            self.names.unit(indicator.unit, ("indicators", indicator.name, "unit"), number=type.kind == "null")
            return type
        unit = type.unit
        if indicator.per is not None:
            unit = (unit or RATIO).times(Unit(((indicator.per, 1),)), -1) if unit is not None else None
            type = Type("number")
        path = ("indicators", indicator.name, "unit")
        declared = self.names.unit(indicator.unit, path)
        if declared is not None and unit is not None and not declared.same_as(unit):
            self.wrong(path, say("the value is in {found}, not in {declared}", found=str(unit), declared=str(declared)))
        unit = declared or unit
        kind = "ratio" if unit == RATIO and type.kind == "number" else type.kind
        return Type(kind, unit, decimal=type.decimal)


def _mentioned(text: str) -> tuple[str, ...]:
    """The names in a condition, found before it can be checked."""
    tree = parse(text) if text else None
    if not isinstance(tree, exp.Expr):
        return ()
    return tuple(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))


def _names_outside_aggregates(expr: Expr) -> list[str]:
    if isinstance(expr, node.Call) and expr.function.scope == "ledger":
        return []
    if isinstance(expr, node.Name):
        return [expr.name] if expr.role == "field" else []
    return [name for part in node.children(expr) for name in _names_outside_aggregates(part)]


def _nested_aggregate(expr: Expr) -> bool:
    return any(
        isinstance(call, node.Call)
        and call.function.scope == "ledger"
        and any(node.calls(a, "ledger") for a in call.arguments)
        for call in node.walk(expr)
    )
