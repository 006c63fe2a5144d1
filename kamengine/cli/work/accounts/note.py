"""``kam note``: notes on accounts, with attachments by reference."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

note = verbs(
    "note",
    say(
        "Notes on accounts. Attachments are kept by reference: the path of a file or an address, and no copy. Without "
        "a verb the notes are listed, the newest first."
    ),
    {
        "list": ("kamengine.cli.work.accounts.note_verbs:list_notes", say("List notes, the newest first.")),
        "add": ("kamengine.cli.work.accounts.note_verbs:add", say("Add a note.")),
        "set": ("kamengine.cli.work.accounts.note_verbs:change", say("Change notes.")),
        "drop": ("kamengine.cli.work.accounts.note_verbs:drop", say("Remove notes; kam undo brings them back.")),
    },
    bare="list",
)
