"""Accounts that nobody has, judged by the reference evaluator, each kept with what is already known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.facts import Fact
from kamengine.proof.model import Facts
from kamengine.proof.overall import pinned_names, with_pinned
from kamengine.reference import Account


class Case:
    """One account by its known facts.

    Attributes:
        facts: what was given: fields, indicators over ledgers, calls over the portfolio.
        account: what the reference says of it.
        in_scope: whether the pack speaks about it.
        shown: its facts as people give them: what calls the portfolio by the name of its indicator or criterion.
    """

    def __init__(self, judge: Judge, facts: Facts) -> None:
        """Nothing is evaluated yet."""
        self.facts = {name: value for name, value in facts.items() if value is not None}
        given = with_pinned(judge.checked, judge.bindings, self.facts, judge.pinned)
        self.account = Account(judge.checked, judge.bindings, given, judge.pinned)
        self.in_scope = self.account.in_scope() is True
        self.shown = {name: value for name, value in given.items() if name in judge.shown}

    def met(self, expr: Expr, *, anywhere: bool = False) -> bool:
        """Whether a condition is certainly met, and the pack speaks about the account or that does not matter."""
        return (anywhere or self.in_scope) and self.account.value(expr) is True


class Judge:
    """Says what a pack says about any facts."""

    def __init__(self, checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Fact]) -> None:
        """Take the pack, its parameters and the facts it looks at."""
        self.checked, self.bindings, self.facts = checked, bindings, facts
        self.pinned = pinned_names(checked)
        self.shown = frozenset(name for name, fact in facts.items() if not fact.call) | frozenset(self.pinned)

    def case(self, facts: Facts) -> Case:
        """An account with these facts; all others are unknown."""
        return Case(self, facts)

    def least(self, expr: Expr, case: Case, keep: Iterable[str], values: Mapping[str, list[Any]]) -> Case:
        """An account that meets the condition with as few and as plain facts as can be.

        Args:
            expr: what the account must meet.
            case: an account that meets it.
            keep: facts that stay known.
            values: plain values by fact, the plainest first.
        """
        kept = frozenset(keep)
        for name in list(case.facts):
            if name not in kept and not self.facts[name].sure:
                without = self.case({n: v for n, v in case.facts.items() if n != name})
                case = without if without.met(expr) else case
        for name in list(case.facts):
            case = self._plainer(expr, case, name, values[name])
        return case

    def _plainer(self, expr: Expr, case: Case, name: str, values: list[Any]) -> Case:
        for value in values:
            if value == case.facts[name] and type(value) is type(case.facts[name]):
                return case
            other = self.case({**case.facts, name: value})
            if other.met(expr):
                return other
        return case
