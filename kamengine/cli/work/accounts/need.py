"""``kam need``: what customers need or suffer from, and what came of it."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

need = verbs(
    "need",
    say(
        "What customers need or suffer from: where we know it from, how bad it is, what we offer for it, and what came "
        "of it. Without a verb the open needs are listed, the worst first."
    ),
    {
        "list": ("kamengine.cli.work.accounts.need_list:list_needs", say("List needs, the worst first.")),
        "add": ("kamengine.cli.work.accounts.need_change:add", say("Note a need.")),
        "set": ("kamengine.cli.work.accounts.need_change:change", say("Change what is known of needs.")),
        "answer": ("kamengine.cli.work.accounts.need_change:answer", say("Note what we offer for a need.")),
        "close": ("kamengine.cli.work.accounts.need_change:close", say("Close needs that are met or gone.")),
        "reopen": (
            "kamengine.cli.work.accounts.need_change:reopen",
            say("Open needs again that were closed too early."),
        ),
    },
    bare="list",
)
