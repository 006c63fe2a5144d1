"""The migration matrix as text: a row per tier before, a column per tier after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamengine.cli.output import page_width
from kamengine.locale.display import Align, number, table, width

if TYPE_CHECKING:
    from kamengine.engine.migration import Migration
    from kamengine.locale import Messages

_WIDEST_NAME = 24
_LEFT: Align = "left"
_RIGHT: Align = "right"


def matrix_lines(moved: Migration, names: Mapping[str, str], messages: Messages) -> list[str]:
    """The lines of the matrix; where it is wider than the page, a line per move instead.

    Args:
        moved: the moves.
        names: what people call each row and column, by key.
        messages: the translator.
    """
    language = messages.language
    rows = [
        [names[old], *(number(n, language) if n else "·" for n in row.values())] for old, row in moved.matrix.items()
    ]
    headers = [messages.say("from ↓ to →"), *names.values()]
    aligns = [_LEFT, *(_RIGHT for _ in names)]
    lines = table(rows, headers, aligns, limit=_WIDEST_NAME).splitlines()
    if max(width(line) for line in lines) <= page_width():
        return lines
    moves = [(names[old], names[new], n) for old, row in moved.matrix.items() for new, n in row.items() if old != new]
    listed = [(old, new, number(n, language)) for old, new, n in moves if n]
    headers = [messages.say("from"), messages.say("to"), messages.say("accounts")]
    return table(listed, headers, (_LEFT, _LEFT, _RIGHT)).splitlines()
