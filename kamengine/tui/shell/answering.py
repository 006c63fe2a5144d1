"""A key that means nothing where one is: the last line says so for a moment, and which key shows all that do."""

from __future__ import annotations

from textual.events import Key

from kamengine.locale.display import plain
from kamengine.problems import Message, say
from kamengine.tui.ground.keys import APP_KEYS
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.shell.watching import WatchingApp
from kamengine.tui.widgets.key_line import KeyLine

_TOGETHER = 0.005  # seconds; what comes closer behind another key was sent with it, and no finger is as quick
_CELLS = 4  # of what is shown of a key: emoji and syllables are wide
_HELP = next(key for key in APP_KEYS if key.action == "app.keys")


class AnsweringApp(WatchingApp):
    """An app in which no key that somebody typed goes without an answer."""

    _last_key_at = 0.0  # as events tell the time

    def on_key(self, event: Key) -> None:
        """Say so if nothing is done by a key; it has come here because nobody types in a line.

        Only characters are answered, and only those that come alone: a sequence of the terminal that Textual does not
        know comes as characters all at once, of which nobody has typed any.
        """
        screen = self.screen
        if not isinstance(screen, SpeakingScreen) or not screen.whole:
            return
        lines = list(screen.query(KeyLine))
        for line in lines:
            line.note = ""
        alone = event.time - self._last_key_at > _TOGETHER
        self._last_key_at = event.time
        if alone and event.is_printable and "+" not in event.key and event.key not in screen.active_bindings:
            for line in lines:
                line.tell(self.messages.text(self._said(event.character or "")))

    def _said(self, character: str) -> Message:
        key = plain(character, _CELLS) if character.strip() else self.messages.say("Space")
        return say("{key} does nothing here; {help} shows the keys", key=key, help=self.caps(_HELP))
