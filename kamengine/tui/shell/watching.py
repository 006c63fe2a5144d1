"""Noticing that other processes changed the workspace: it is said on the first line, and read again when asked for."""

from __future__ import annotations

from kamengine.problems import KamError, say
from kamengine.tui.ground.office import Office
from kamengine.tui.ground.speaking import SpeakingApp
from kamengine.tui.widgets.mode_line import ModeLine

_EVERY = 2.0  # seconds


class WatchingApp(SpeakingApp):
    """An app that says so when the workspace has been changed elsewhere.

    Attributes:
        changed_elsewhere: whether it has been since everything was read last.
    """

    changed_elsewhere = False
    _name = ""
    _looking = False

    def watch_others(self, office: Office) -> None:
        """Look every few seconds from now on."""
        self.run_worker(self.look_around(office))
        self.set_interval(_EVERY, lambda: self.run_worker(self.look_around(office)))

    async def see_all(self) -> None:
        """Read everything again; whatever was changed until now is known then, whether it was looked for or not."""
        if self.office is not None:
            try:
                newest = await self.office.ask(lambda work: work.journal.last())
            except KamError:  # it will be said by whatever is asked for next
                newest = 0
            self.office.seen = max(self.office.seen, newest)
        self.changed_elsewhere = False
        self._tell_mode_lines()
        self.note_change()

    async def look_around(self, office: Office) -> None:
        """Look whether the workspace was changed elsewhere, and say so; and say what it is called."""
        if self._looking:
            return
        self._looking = True
        try:
            self._name, newest = await office.ask(lambda work: (work.settings.name, work.journal.last()))
        except KamError:  # it will be said by whatever is asked for next
            return
        finally:
            self._looking = False
        if not office.seen:
            office.seen = newest
        if not office.changing:  # else it may be what is being done here
            self.changed_elsewhere = newest > office.seen
        self._tell_mode_lines()

    def _tell_mode_lines(self) -> None:
        changed = self.messages.text(say("data changed, press r"))
        state = changed if self.changed_elsewhere else self._name
        self.about = state, self.changed_elsewhere
        for screen in self.every_screen:
            for line in screen.query(ModeLine):
                line.state = state
                line.alert = self.changed_elsewhere
