"""The command palette: everything that the keys of the screen do, by name, and what has no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kamengine.locale import Messages
from kamengine.tui.keys import APP_KEYS, Key
from kamengine.tui.speaking import app_of, messages_of
from kamengine.tui.themes import DARK, LIGHT

_HERE = "app.command_palette"
_WEAKEST = 0.001


class Commands(Provider):
    """The commands of the screen that the palette was called on."""

    @property
    def messages(self) -> Messages:
        """The app's messages."""
        return messages_of(self.screen)

    async def discover(self) -> Hits:
        """Every command."""
        for name, caps, run in self._commands():
            yield DiscoveryHit(_shown(Content(name), caps), run, name)

    async def search(self, query: str) -> Hits:
        """The commands whose names fit what was typed."""
        matcher, found = self.matcher(query), False
        for name, caps, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                found = True
                yield Hit(score, _shown(matcher.highlight(name), caps), run, name)
        if not found:
            nothing = self.messages.say("No command is called that.")
            yield Hit(_WEAKEST, Content(nothing), lambda: None, nothing)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        keys: tuple[Key, ...] = getattr(self.screen, "KEYS", ())
        for key in (*keys, *APP_KEYS):
            if key.action != _HERE:
                yield (
                    self.messages.text(key.what),
                    app_of(self.screen).caps(key),
                    partial(self.screen.run_action, key.action),
                )
        if not self.app.no_color:
            yield self.messages.say("Dark colours"), "", partial(setattr, self.app, "theme", DARK.name)
            yield self.messages.say("Light colours"), "", partial(setattr, self.app, "theme", LIGHT.name)


def _shown(name: Content, caps: str) -> Content:
    return Content.assemble(name, "  ", (caps, "dim")) if caps else name
