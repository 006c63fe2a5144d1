"""Who moved, as text: how many, and the matrix with a row per tier before and a column per tier after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kamengine.cli.pages.output import page_width
from kamengine.locale.display import Align, fit, number, plain, quantity, table, width

if TYPE_CHECKING:
    from kamengine.engine.migration import Migration
    from kamengine.locale import Messages

_LONGEST_NAME = 24


def moved_line(moved: Migration, messages: Messages) -> str:
    """How many accounts there are, how many of them moved, and which way."""
    language = messages.language
    share = quantity(moved.moved / moved.accounts, "ratio", language, decimals=1) if moved.accounts else "–"
    return messages.say(
        "Accounts: {accounts}; moved: {moved} ({share}), up: {up}, down: {down}",
        accounts=number(moved.accounts, language),
        moved=number(moved.moved, language),
        share=share,
        up=number(moved.up, language),
        down=number(moved.down, language),
    )


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
    lines = list(grid([[messages.say("from ↓ to →"), *names.values()], *rows]))
    if max(width(line) for line in lines) <= page_width():
        return lines
    moves = [(names[old], names[new], n) for old, row in moved.matrix.items() for new, n in row.items() if old != new]
    listed = [(old, new, number(n, language)) for old, new, n in moves if n]
    headers = [messages.say("from"), messages.say("to"), messages.say("accounts")]
    return table(listed, headers, ("left", "left", "right")).splitlines()


def grid(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A header and rows, the first column to the left and numbers to the right, no wider than they must be."""
    columns = [[plain(cell, _LONGEST_NAME) for cell in column] for column in zip(*rows, strict=True)]
    cells = [max(width(cell) for cell in column) for column in columns]
    aligns: list[Align] = ["right" if index else "left" for index in range(len(columns))]
    for line, row in enumerate(zip(*columns, strict=True)):
        yield "  ".join(fit(cell, room, align) for cell, room, align in zip(row, cells, aligns, strict=True)).rstrip()
        if not line:
            yield "  ".join("-" * room for room in cells)
