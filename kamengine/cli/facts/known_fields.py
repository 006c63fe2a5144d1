"""What is said of packs whose fields are not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kamengine.cli.pages.output import echo_note
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages


def note_unsound(files: Iterable[str], messages: Messages) -> None:
    """A note for each pack with problems."""
    for file in files:
        echo_note(say("{file} has problems, so its fields are not known: see kam check", file=file), messages)
