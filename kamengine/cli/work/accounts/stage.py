"""``kam stage``: how far a relationship has come, by evidence, and what is missing for the next stage."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

stage = verbs(
    "stage",
    say(
        "How far a relationship has come: from ordinary to partner to strategic, or the stages of the pack. Each stage "
        "has a checklist; what is shown by evidence counts, and the rest is named as missing. Without a verb the "
        "stages of accounts are listed."
    ),
    {
        "list": ("kamengine.cli.work.accounts.stage_list:list_stages", say("List accounts with their stages.")),
        "show": (
            "kamengine.cli.work.accounts.stage_list:show",
            say("Show an account's stage, evidence and what is missing."),
        ),
        "items": ("kamengine.cli.work.accounts.stage_list:items", say("List the stages and what each asks for.")),
        "evidence": ("kamengine.cli.work.accounts.stage_change:evidence", say("Note what shows an item.")),
        "withdraw": ("kamengine.cli.work.accounts.stage_change:withdraw", say("Take evidence away.")),
    },
    bare="list",
)
