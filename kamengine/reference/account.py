"""One made-up account, given by its facts: what a pack says about it, according to the reference."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.reference.expressions import Evaluator, exactly
from kamengine.reference.portfolio import Portfolio


class Account:
    """Everything a pack says about an account with these facts; None is unknown everywhere.

    The facts are fields and indicators by name, values as the engine holds them: `Decimal` for money, `int` for
    integers, `float` for other numbers. A fact that is not given is unknown. Functions over the portfolio see this
    account alone; pin what calls them to say otherwise.
    """

    def __init__(
        self, checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Any], pinned: Collection[str] = ()
    ) -> None:
        """Nothing is evaluated yet.

        Args:
            checked: the pack.
            bindings: the as-of date, parameters and tables.
            facts: values by name; indicators of ledgers are facts here.
            pinned: indicators and criteria whose values are those of the facts; see `Snapshot.pinned`.
        """
        self.checked, self.facts = checked, facts
        self._bindings = bindings
        self._portfolio = Portfolio(checked, bindings, [{"account_id": "", **facts}], {}, pinned)

    def in_scope(self) -> bool | None:
        """Whether the pack speaks about it."""
        if self.checked.scope is None:
            return True
        with exactly():
            met: bool | None = Evaluator(self._bindings, self.facts.get).value(self.checked.scope)
            return met

    def value(self, expr: Expr) -> Any:
        """The value of an expression over accounts."""
        with exactly():
            return self._portfolio.value(expr, 0)

    def fact(self, name: str) -> Any:
        """The value of a field, an indicator or a criterion."""
        with exactly():
            return self._portfolio.fact(name, 0)

    def score(self) -> tuple[float, float]:
        """The lowest and the highest score that is possible."""
        with exactly():
            return self._portfolio.score(0)

    def conditions(self) -> list[bool | None]:
        """Whether the condition of each tier is met, in the order of the tiers."""
        with exactly():
            return self._portfolio.conditions(0)

    def tiers(self) -> tuple[str | None, str | None]:
        """The best tier that is certain, and the best that is not ruled out.

        Raises:
            TwoTiers: tiers are to be unique and two are certain.
        """
        with exactly():
            return self._portfolio.tiers(0)
