"""A line in which one types: whatever is pasted, nothing in it disturbs the terminal."""

from __future__ import annotations

from textual.widgets import Input

from kamengine.locale.display import plain


class PlainInput(Input):
    """Textual's line, which shows control characters that are pasted as they are; this one writes them out."""

    def validate_value(self, value: str) -> str:
        """What was typed or pasted, without anything that would disturb the terminal."""
        return value if value.isprintable() else plain(value, None)
