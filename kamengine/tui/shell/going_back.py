"""Going back and forth in the app: at once for what was just done here, else after a question that says what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dossier.why_shelf import shelf_of
from kamengine.tui.ground.office import Office
from kamengine.tui.ground.speaking import SpeakingApp
from kamengine.tui.shell.change_words import change_listed, size_of
from kamengine.tui.shell.history import redo_work, rules_come_next, undo_work
from kamengine.work.journal.whose import names_like
from kamengine.workspace import Workspace
from kamengine.workspace.changes import beginnings
from kamengine.workspace.undo import next_redone, next_undone

_LARGE = 100  # things, or tasks of plans


@dataclass(frozen=True)
class Ahead:
    """A change that is asked about before it is taken back, or done again.

    Attributes:
        number: of the change, or of its taking back.
        told: what it is, a paragraph each.
    """

    number: int
    told: tuple[Message, ...]


class GoingBack:
    """Takes changes back and does them again, one after the other, however quickly the keys come."""

    def __init__(self, app: SpeakingApp, office: Office) -> None:
        """Nothing is under way."""
        self._app, self._office = app, office
        self._turn = asyncio.Lock()

    async def go(self, *, undo: bool) -> None:
        """Take back what the person changed last, or do again what was taken back last; what happened is told."""
        async with self._turn:
            try:
                said = await self._gone(undo=undo)
            except KamError as error:
                self._app.tell(error)
                return
            if said is not None:
                self._app.note_change()
                self._app.tell(said)

    async def _gone(self, *, undo: bool) -> Message | None:
        """What was done; None when the person would rather not."""
        office = self._office
        ahead = await office.ask(_ahead(office, undo=undo))
        if ahead is not None:
            title = say("Take this back?") if undo else say("Do this again?")
            if not await self._app.push_screen_wait(Confirm(title, ahead.told)):
                return None
        number, pack_of = ahead.number if ahead is not None else None, shelf_of(office).pack_of
        if undo:
            return await office.change(undo_work(office.who, office.rules_written, pack_of, number))
        return await office.change(redo_work(office.who, office.rules_written, pack_of))


def _ahead(office: Office, *, undo: bool) -> Callable[[Workspace], Ahead | None]:
    """What is to be asked about: what was not done here, or is large; None when nothing is."""

    def look(workspace: Workspace) -> Ahead | None:
        if rules_come_next(workspace, office.who, office.rules_written, undo=undo):
            return None
        names = names_like(workspace, office.who)
        entries = (next_undone if undo else next_redone)(workspace.journal, names)
        if not entries:  # which will be said
            return None
        number, done = entries[0].batch, beginnings(workspace.catalog, entries)
        here = number in office.made
        if here and size_of(workspace, done) < _LARGE:
            return None
        told = change_listed(workspace, done, shelf_of(office).pack_of)
        if not here:
            told.append(say("It was not done here since the app was opened."))
        return Ahead(number, tuple(told))

    return look
