"""``kam override``: a tier that people give an account in the place of the computed one."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

override = verbs(
    "override",
    say(
        "Give accounts another tier than the rules do, with a reason, somebody who agreed and a last day. The computed "
        "tier stays beside it, and counts again after that day. Without a verb the overrides are listed."
    ),
    {
        "set": ("kamengine.cli.work.review.override_verbs:set_override", say("Give accounts a tier until a day.")),
        "end": ("kamengine.cli.work.review.override_verbs:end", say("Let the computed tiers count again.")),
        "list": (
            "kamengine.cli.work.review.override_verbs:list_overrides",
            say("List overrides, and which of them hold."),
        ),
    },
    bare="list",
)
