"""How the list of a portfolio was looked at last, and is shown again when the workspace is opened the next time.

The columns that were chosen are remembered by themselves; see `kamengine.tui.accounts.viewing`. The app asks which
portfolio was in front before anything else is loaded, so that reading it begins at once: what takes long to load is
loaded late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.tui.ground.memory import Memory

if TYPE_CHECKING:
    from kamengine.engine.pages import Order, View
    from kamengine.tui.portfolio.desk import Desk
    from kamengine.tui.portfolio.portfolio import Portfolio

PLACE = "accounts"
"""Where the memory has what is remembered of lists of accounts."""
_FRONT = "portfolio"


@dataclass(frozen=True)
class Remembered:
    """What is remembered of a list.

    Attributes:
        order: what it was sorted by; None for the usual order.
        where: the condition that it was narrowed by; empty for none.
        search: what a view searches for that was in use; other searches are not remembered.
        view: the name of the view that was in use; empty for none.
        account: the one under the cursor; empty for none.
    """

    order: Order | None = None
    where: str = ""
    search: str = ""
    view: str = ""
    account: str = ""


def remembered_of(memory: Memory, desk: Desk) -> Remembered:
    """What is remembered of the list of a desk; whatever is of another type than it should be is left out."""
    kept: dict[str, Any] = memory.get(PLACE, _name(desk), {})
    texts = {name: kept.get(name) for name in ("where", "search", "view", "account")}
    return Remembered(_order(kept.get("sort")), **{name: text for name, text in texts.items() if isinstance(text, str)})


def portfolio_in_front(memory: Memory, portfolios: Sequence[Portfolio]) -> int:
    """The place of the portfolio that was in front when the workspace was open last; 0 where nobody knows."""
    packs, last = [portfolio.pack for portfolio in portfolios], memory.get(PLACE, _FRONT, "")
    return packs.index(last) if last in packs else 0


def remember(memory: Memory, desks: Iterable[Desk], front: Desk) -> None:
    """Remember how lists are looked at, and which is in front; those that were never there stay as they were."""
    from kamengine.api.accounts.portfolios import usual_order
    from kamengine.engine.pages import View

    memory.put(PLACE, _FRONT, front.portfolio.pack or "")
    for desk in desks:
        if isinstance(desk.view, View) and desk.book is not None:
            memory.put(PLACE, _name(desk), _kept(desk, desk.view, usual_order(desk.book.results)))


def _kept(desk: Desk, view: View, usual: Order) -> dict[str, Any]:
    """What is worth remembering of a list."""
    shown = view.arrangement
    kept: dict[str, Any] = {"where": shown.where or "", "account": desk.account_at(desk.cursor) or ""}
    if shown.order != usual:
        kept["sort"] = [shown.order.column, shown.order.descending]
    if desk.view_in_use:
        kept |= {"view": desk.view_in_use, "search": shown.search}
    return {name: value for name, value in kept.items() if value}


def _name(desk: Desk) -> str:
    return f"list {desk.portfolio.pack or ''}"


def _order(kept: object) -> Order | None:
    """The order that a list of a column and a direction is; None for anything else."""
    from kamengine.engine.pages import Order

    if isinstance(kept, list) and len(kept) == 2 and isinstance(kept[0], str) and isinstance(kept[1], bool):
        return Order(kept[0], descending=kept[1])
    return None
