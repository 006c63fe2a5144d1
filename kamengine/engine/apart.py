"""Which tests of a pack may share a query, although the pack looks at the portfolio as a whole.

A test is a portfolio of one account. It may stand beside others when nothing in it looks at them: what calls a function
over the portfolio is given by the test, or is unknown because nothing that it is computed from is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kamengine.engine.whole_list import OF_THE_LIST
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, calls
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import PackTest


class Apart:
    """Tells the tests of one pack that need a portfolio to themselves."""

    def __init__(self, checked: CheckedPack) -> None:
        """Nothing is looked at yet."""
        self.checked = checked

    def needs_its_own(self, test: PackTest) -> bool:
        """Whether accounts beside that of a test could change what comes out for it."""
        return self._everywhere or any(self._looks(name, test) for name in self._callers if name not in test.given)

    @cached_property
    def _callers(self) -> dict[str, frozenset[str]]:
        """The indicators that call a function over the portfolio, each with the names it is computed from."""
        found = {name: one.expr for name, one in self.checked.indicators.items() if calls(one.expr, "portfolio")}
        return {name: frozenset(self._below(name)) for name in found}

    @cached_property
    def _everywhere(self) -> bool:
        """Whether a condition calls such a function itself."""
        conditions = [*self.checked.criteria.values(), *(tier.when for tier in self.checked.tiers if tier.when)]
        return any(calls(expr, "portfolio") for expr in conditions)

    def _looks(self, name: str, test: PackTest) -> bool:
        below = self._callers[name]
        indicators = [self.checked.indicators[used] for used in below if used in self.checked.indicators]
        ledgers = {one.indicator.ledger for one in indicators}
        if below & set(test.given) or ledgers & set(test.ledgers):
            return True
        exprs = [self.checked.indicators[name].expr, *(one.expr for one in indicators if one.indicator.ledger is None)]
        exprs += [self.checked.criteria[used] for used in below if used in self.checked.criteria]
        return any(_may_be_known(part) for expr in exprs for part in node.walk(expr))

    def _below(self, name: str) -> Iterator[str]:
        open_, seen = [name], set[str]()
        while open_:
            for used in self.checked.uses.get(open_.pop(), ()):
                if used not in seen:
                    seen.add(used)
                    open_.append(used)
                    yield used


def _may_be_known(part: Expr) -> bool:
    """Whether a part may be known though no fact in it is."""
    if isinstance(part, node.Call):
        return part.function.unknown == "own" or part.function.name in OF_THE_LIST
    return isinstance(part, node.IsNull | node.Case | node.Logic)
