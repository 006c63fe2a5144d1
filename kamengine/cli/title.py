"""The first line of a page about a run: the pack, its version, and the date with where it comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamengine.locale.display import date as shown_date
from kamengine.locale.display import plain

if TYPE_CHECKING:
    from kamengine.api import AsOfSource
    from kamengine.locale import Messages
    from kamengine.pack.model import Pack


def run_title(pack: Pack, as_of: date, source: AsOfSource, messages: Messages) -> str:
    """What was classified by, in one line of any length."""
    notes = {
        "given": "",
        "ledgers": messages.say(" (the newest date in the ledgers)"),
        "today": messages.say(" (today)"),
    }
    title = messages.say(
        "{pack}, version {version}, as of {date}{note}",
        pack=messages.label(pack.title) or pack.id,
        version=pack.version,
        date=shown_date(as_of, messages.language),
        note=notes[source],
    )
    return plain(title, None)
