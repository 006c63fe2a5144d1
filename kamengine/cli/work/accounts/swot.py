"""``kam swot``: strengths, weaknesses, opportunities and threats of accounts."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

swot = verbs(
    "swot",
    say(
        "What speaks for us and against us at an account: strengths and weaknesses are ours, opportunities and threats "
        "come from outside. Without a verb it is listed."
    ),
    {
        "list": ("kamengine.cli.work.accounts.swot_verbs:list_lines", say("Show the four sides of accounts.")),
        "add": ("kamengine.cli.work.accounts.swot_verbs:add", say("Add a line to a side.")),
        "set": ("kamengine.cli.work.accounts.swot_verbs:change", say("Change lines, or move them to another side.")),
        "drop": ("kamengine.cli.work.accounts.swot_verbs:drop", say("Remove lines; kam undo brings them back.")),
    },
    bare="list",
)
