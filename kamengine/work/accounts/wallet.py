"""The share of wallet: how much of what a customer buys in our category it buys from us (domain row 56)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from kamengine.declarations import Label

Place = Literal["backup", "one_of_several", "strategic"]
PLACES: Mapping[Place, Label] = {
    "backup": Label("backup supplier", "备选供应商"),
    "one_of_several": Label("one of several suppliers", "供应商之一"),
    "strategic": Label("strategic supplier", "战略供应商"),
}
"""What we are to a customer."""

BACKUP, STRATEGIC = Decimal("0.10"), Decimal("0.60")
"""Below the one a supplier is a backup, above the other strategic; as consultancies draw the lines for wallet share."""

AGREE_WITHIN = Decimal("0.05")
"""Two statements about one share that lie further apart contradict each other."""

CATEGORY, OURS, COMPETITORS = "category_spend", "bought_from_us", "competitor_share"
"""The facts that it is computed from: fields of the plugin ``crm``; other plugins may bring them as well."""

_ROOM = Context(prec=40)


@dataclass(frozen=True)
class Wallet:
    """The share of wallet of an account.

    Attributes:
        share: 0.25 for a quarter; None while neither statement is known.
        by_spend: what was bought from us over what is spent on the category; None while one of them is unknown.
        by_competitors: what the competitors leave; None while their share is unknown.
    """

    share: Decimal | None
    by_spend: Decimal | None
    by_competitors: Decimal | None

    @property
    def place(self) -> Place | None:
        """What we are to the customer; None while the share is unknown."""
        if self.share is None:
            return None
        if self.share < BACKUP:
            return "backup"
        return "strategic" if self.share > STRATEGIC else "one_of_several"

    @property
    def contradicts(self) -> bool:
        """Whether both statements are known and cannot both be right."""
        if self.by_spend is None or self.by_competitors is None:
            return False
        return abs(self.by_spend - self.by_competitors) > AGREE_WITHIN


def wallet_of(category: Decimal | None, ours: Decimal | None, competitors: Decimal | None) -> Wallet:
    """The share of wallet from what is known.

    What was bought counts before what is said of competitors. A category on which nothing is spent, and shares that
    cannot be (below nothing, above the whole), say nothing.

    Args:
        category: spent on our category in a year.
        ours: bought from us in a year, in the same currency.
        competitors: the share of all competitors together.
    """
    by_spend = _ROOM.divide(ours, category) if category and ours is not None and category > 0 else None
    if by_spend is not None and not 0 <= by_spend <= 1:
        by_spend = None
    by_competitors = 1 - competitors if competitors is not None and 0 <= competitors <= 1 else None
    return Wallet(by_spend if by_spend is not None else by_competitors, by_spend, by_competitors)
