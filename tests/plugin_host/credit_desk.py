"""An example plugin: a panel for the dossier that says how much of its credit limit an account has used.

It stands for what somebody writes who wants figures of their own beside everything else. It uses nothing of kamengine
but its public names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kamengine import AccountView, Label, Panel, PanelLine, hookimpl


def credit(account: AccountView) -> Iterator[PanelLine]:
    """The limit, and the part of it that is used."""
    limit, used = (account.facts.get(name) for name in ("credit_limit", "receivable"))
    if not isinstance(limit, Decimal) or not limit:
        yield PanelLine(Label("The credit limit is not known.", "信用额度未知。"), style="open")
        return
    yield PanelLine(f"{limit:,.0f}", Label("Credit limit", "信用额度"), style="strong")
    if isinstance(used, Decimal):
        share = min(1.0, max(0.0, float(used / limit)))
        yield PanelLine(f"{used:,.0f}", Label("Used", "已用"), share=share)
    yield PanelLine(f"[/x] {account.id}\x1b[2J", style="muted")


@hookimpl
def kam_panels() -> Iterable[Panel]:
    """How much of its credit an account has used."""
    return [Panel("credit", Label("Credit", "信用"), credit)]
