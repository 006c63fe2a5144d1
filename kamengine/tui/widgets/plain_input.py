"""A line in which one types: whatever is pasted, nothing in it disturbs the terminal."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Input

from kamengine.locale.display import plain
from kamengine.tui.ground.keys import Key


class PlainInput(Input):
    """Textual's line, which shows control characters that are pasted as they are; this one writes them out.

    Attributes:
        KEYS: what can be done while one types here, for the last line of the screen.
    """

    KEYS: ClassVar[tuple[Key, ...]] = ()

    def validate_value(self, value: str) -> str:
        """What was typed or pasted, without anything that would disturb the terminal."""
        return value if value.isprintable() else plain(value, None)
