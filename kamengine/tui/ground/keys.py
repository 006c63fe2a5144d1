"""The keys of a place, told once: what Textual binds, what the last line shows, and what the help lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from kamengine.problems import Message, say


@dataclass(frozen=True)
class Key:
    """Keys that do one thing.

    Attributes:
        keys: as Textual calls them, separated by commas.
        caps: as people know them.
        action: what is done, as Textual calls it.
        what: the same for people.
        brief: the same in a word or two, for the last line; None leaves it to the help.
        together: caps for the last line where it names several keys at once, such as both ways; None for those of
            this key alone.
    """

    keys: str
    caps: str
    action: str
    what: Message
    brief: Message | None = None
    together: str | None = None


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """What Textual needs to know of the keys."""
    return [Binding(key.keys, key.action, str(key.what), show=False, id=key.action) for key in keys]


SUSPEND_KEY = Key("ctrl+z", "Ctrl+Z", "app.suspend_process", say("Leave the app in the background; fg brings it back"))
"""A key of every screen, since those of the app do nothing over a dialog."""
APP_KEYS = (
    Key("l", "l", "app.language", say("Speak Chinese"), say("中文")),
    Key("y", "y", "app.copy", say("Copy what is looked at")),
    Key("r", "r", "app.refresh", say("Look again at what others changed")),
    Key("u", "u", "app.undo", say("Take back what you changed last")),
    Key("ctrl+r", "Ctrl+R", "app.redo", say("Do again what you took back")),
    Key("question_mark,fullwidth_question_mark", "?", "app.keys", say("All keys of this screen"), say("keys")),
    Key("colon,ctrl+p,fullwidth_colon", ":", "app.command_palette", say("All commands")),
    SUSPEND_KEY,
    Key("q", "q", "app.quit", say("Quit"), say("quit")),
)
"""The keys that work everywhere."""
