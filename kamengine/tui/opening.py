"""Opening an account's dossier from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from kamengine.tui.trail import AccountTrail, Trail

if TYPE_CHECKING:
    from kamengine.problems import Message
    from kamengine.tui.desk import Desk
    from kamengine.tui.speaking import SpeakingApp

WHY, PLAN, TIMELINE, CONTACTS, FACTS = "why", "plan", "timeline", "contacts", "facts"
"""The sections of a dossier."""


class Opening(TypedDict, total=False):
    """How a dossier is opened; everything may be left out.

    Attributes:
        pack: the rule pack whose verdict is shown first; without it the newest run that has the account.
        run: the kept run that is meant; without it the newest one.
        section: what is shown first, such as `PLAN`.
        desk: the list that the accounts are of; it is needed where there is no workspace.
        then: called when the dossier is closed; the position of the trail says how far the reader got.
        note: what is to be known of the verdict that is shown; it stays in the head.
    """

    pack: str | None
    run: str | None
    section: str
    desk: Desk | None
    then: Callable[[], None] | None
    note: Message | None


def open_account(home: SpeakingApp, trail: Trail | Sequence[str] | str, **how: Unpack[Opening]) -> None:
    """Show the dossier of an account over the screen in sight; Esc leads back there.

    Args:
        home: the app.
        trail: the accounts that the reader goes through with ``n`` and ``p``; ids are gone through from the first one.
        how: see `Opening`.
    """
    from kamengine.tui.screens.dossier import DossierScreen

    if not isinstance(trail, Trail):
        trail = AccountTrail((trail,) if isinstance(trail, str) else trail)
    then = how.get("then")
    home.push_screen(DossierScreen(trail, how), lambda _: then() if then is not None else None)
