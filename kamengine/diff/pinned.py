"""What is not computed for an account on its own: sums over its rows, and its place in the portfolio."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamengine.language import expressions as node
from kamengine.language.expressions import BOOL, Expr
from kamengine.pack.checked import CheckedPack, CheckedTier


def position_of_tier(id: str) -> str:
    """The name of the criterion that stands for a tier's condition when that looks at the whole portfolio."""
    return f"#tier {id}"


def looks_at_portfolio(expr: Expr) -> bool:
    """Whether an expression itself looks at other accounts."""
    return node.calls(expr, "portfolio")


def with_positions(checked: CheckedPack) -> CheckedPack:
    """The pack with a criterion for each tier whose condition itself looks at the portfolio, to be pinned by name."""
    tiers = []
    lifted: dict[str, Expr] = {}
    for tier in checked.tiers:
        name = position_of_tier(tier.tier.id)
        if tier.when is not None and looks_at_portfolio(tier.when):
            lifted[name] = tier.when
            tiers.append(CheckedTier(tier.tier, node.Name(BOOL, name, "criterion")))
        else:
            tiers.append(tier)
    if not lifted:
        return checked
    uses = {**checked.uses, **{name: node.names(expr) for name, expr in lifted.items()}}
    return replace(
        checked,
        criteria={**checked.criteria, **lifted},
        tiers=tuple(tiers),
        order=(*checked.order, *lifted),
        uses=uses,
    )


@dataclass(frozen=True)
class Pinned:
    """What is not computed for an account on its own.

    Attributes:
        ledgers: indicators over rows.
        positions: indicators and criteria that look at the whole portfolio.
    """

    ledgers: tuple[str, ...]
    positions: tuple[str, ...]

    @classmethod
    def of(cls, checked: CheckedPack, names: frozenset[str]) -> Pinned:
        """What a pack takes from rows and from the portfolio, as far as it is among some names."""
        indicators = {name: one for name, one in checked.indicators.items() if name in names}
        ledgers = [name for name, one in indicators.items() if one.indicator.ledger is not None]
        values = {name: one.expr for name, one in indicators.items() if one.indicator.ledger is None}
        criteria = {name: expr for name, expr in checked.criteria.items() if name in names}
        seen = [name for name, expr in {**values, **criteria}.items() if looks_at_portfolio(expr)]
        return cls(tuple(ledgers), tuple(seen))

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.ledgers, *self.positions))
