"""How an account's dossier is opened, and the sections that it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from kamengine.problems import Message
    from kamengine.tui.portfolio.desk import Desk

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
