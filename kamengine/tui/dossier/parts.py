"""What lists in sections share: headings, gaps, and words where there is nothing."""

from __future__ import annotations

from collections.abc import Hashable

from kamengine.locale import Messages
from kamengine.problems import Message
from kamengine.tui.looks.lines import paragraph
from kamengine.tui.widgets.item_list import Item


def heading(title: Message, messages: Messages) -> Item:
    """A heading, which nobody can look at."""
    return Item(lambda cells: paragraph(messages.text(title), cells, "heading"))


def gap() -> Item:
    """An empty line."""
    return Item(lambda cells: [()])


def words(what: Message, messages: Messages, key: Hashable | None = None) -> Item:
    """Words that stand where there is nothing else."""
    return Item(lambda cells: paragraph(messages.text(what), cells, "muted"), key)
