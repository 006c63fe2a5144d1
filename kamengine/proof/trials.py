"""The tests of a pack, run by the reference: on the pack as it is, and on the pack with one line moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kamengine.declarations import Kind
from kamengine.engine.pack_tests import differences
from kamengine.language.numbers import round_decimal
from kamengine.language.sql import Bindings
from kamengine.pack.bind import bind
from kamengine.pack.check_tests import test_date
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import PackTest
from kamengine.problems import KamError
from kamengine.proof.lines import Line, Owner
from kamengine.reference import Portfolio, Result, TwoTiers, evaluate
from kamengine.reference.expressions import Evaluator, exactly

MONEY_PLACES = 4


class Trial:
    """One test: what comes out of it, and whether it notices that a line is moved.

    Attributes:
        result: what comes out; None when the account is out of scope, or the test cannot be run.
        passed: whether all comes out as expected.
    """

    def __init__(self, checked: CheckedPack, index: int) -> None:
        """Run the test on the pack as it is."""
        self.checked, self.index, self.test = checked, index, checked.pack.tests[index]
        self.account = {"account_id": "", **_held(checked, self.test)}
        self.ledgers = {
            name: [{"account_id": "", **_row(checked, name, row)} for row in rows]
            for name, rows in self.test.ledgers.items()
        }
        self.bindings: Bindings | None = _bindings(checked, self.test)
        self.result: Result | None = None
        self.passed = self.bindings is not None and self._passes(checked, self.bindings)
        self._raw: dict[tuple[str, str | int], Any] = {}
        if self.bindings is not None:
            self.portfolio = Portfolio(checked, self.bindings, [self.account], self.ledgers)

    def notices(self, line: Line, by: int) -> bool:
        """Whether the test fails once the line is moved by so many steps."""
        bindings = self.bindings
        if bindings is None or not self.passed or line.parameter in self.test.sets:
            return False
        moved = replace(bindings, parameters=line.parameters(bindings.parameters, by))
        checked = line.moved(self.checked, by)
        if not any(self._differs(owner, checked, moved) for owner in line.owners):
            return False
        return not self._passes(checked, moved, keep=False)

    def exercises(self, line: Line) -> bool:
        """Whether the outcome of a comparison with the line is known for the account of the test."""
        return self.bindings is not None and any(self._is_known(owner) for owner in line.owners)

    # ── one account ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _passes(self, checked: CheckedPack, bindings: Bindings, keep: bool = True) -> bool:
        try:
            results = evaluate(checked, bindings, [self.account], self.ledgers)
        except TwoTiers:
            return False
        result = results[0] if results else None
        if keep:
            self.result = result
        return not differences(self.test.expect, _outcome(result))

    def _is_known(self, owner: Owner) -> bool:
        with exactly():
            if owner.kind == "points":
                part, _ = self.checked.parts[int(owner.key)]
                return self.portfolio.fact(part.subject, 0) is not None
            if owner.kind == "indicators" and self.checked.indicators[str(owner.key)].indicator.ledger is not None:
                return self.portfolio.fact(str(owner.key), 0) is not None
            return owner.atom is not None and self.portfolio.value(owner.atom, 0) is not None

    def _differs(self, owner: Owner, checked: CheckedPack, bindings: Bindings) -> bool:
        """Whether what looks at the line directly comes out otherwise, all else being as it was."""
        with exactly():
            if owner.kind == "points":
                other = Portfolio(checked, bindings, [self.account], self.ledgers)
                old, new = (p.checked.parts[int(owner.key)] for p in (self.portfolio, other))
                return self.portfolio.points(*old, 0) != other.points(*new, 0)
            if owner.kind == "indicators":
                name = str(owner.key)
                if self.account.get(name) is not None and checked.indicators[name].indicator.ledger not in self.ledgers:
                    return False
                if checked.indicators[name].indicator.ledger is not None:
                    other = Portfolio(checked, bindings, [self.account], self.ledgers)
                    return bool(other.fact(name, 0) != self.portfolio.fact(name, 0))
            key = (owner.kind, owner.key)
            if key not in self._raw:
                assert self.bindings is not None
                self._raw[key] = self._value(owner, self.checked, self.bindings)
            return bool(self._value(owner, checked, bindings) != self._raw[key])

    def _value(self, owner: Owner, checked: CheckedPack, bindings: Bindings) -> Any:
        evaluator = Evaluator(
            bindings,
            fact=lambda name: self.portfolio.fact(name, 0),
            score=lambda: self.portfolio.score(0),
            portfolio=lambda call: Portfolio(checked, bindings, [self.account], self.ledgers).column(call)[0],
        )
        match owner.kind:
            case "criteria":
                return evaluator.value(checked.criteria[str(owner.key)])
            case "indicators":
                one = checked.indicators[str(owner.key)]
                return evaluator.represented(one.expr, one.type)
            case "tiers":
                when = checked.tiers[int(owner.key)].when
                return evaluator.value(when) if when is not None else None
        return evaluator.value(checked.scope) if checked.scope is not None else None


def _outcome(result: Result | None) -> dict[str, object]:
    outcome: dict[str, object] = {"in_scope": result is not None}
    if result is not None:
        score = None if result.score_low is None else (result.score_low, result.score_high)
        outcome |= {"tier": result.tier or "none", "tier_possible": result.tier_possible or "none", "score": score}
        outcome |= {f"criteria.{name}": value for name, value in result.criteria.items()}
        outcome |= {f"indicators.{name}": value for name, value in result.indicators.items()}
    return outcome


def _bindings(checked: CheckedPack, test: PackTest) -> Bindings | None:
    try:
        return bind(checked, test_date(checked, test), test.sets)
    except KamError:
        return None


def _held(checked: CheckedPack, test: PackTest) -> dict[str, Any]:
    kinds: dict[str, Kind] = {name: field.kind for name, field in checked.fields.items()}
    kinds |= {field.name: field.kind for field in checked.ready_made_fields()}
    return {name: _as_kind(value, kinds[name]) for name, value in test.given.items()}


def _row(checked: CheckedPack, ledger: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {field.name: field.kind for field in checked.ledgers[ledger].fields}
    return {name: _as_kind(value, kinds[name]) for name, value in row.items()}


def _as_kind(value: Any, kind: Kind) -> Any:
    """A value of a test as the engine holds it."""
    if not isinstance(value, Decimal):
        return value
    match kind:
        case "integer":
            return int(value)
        case "money":
            return round_decimal(value, MONEY_PLACES)
    return float(value)
