"""``kam goal``: what is to be reached at an account, measured by an indicator, by when, and how far it has come."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

goal = verbs(
    "goal",
    say(
        "What is to be reached at an account, or at many together, by when: each goal is measured by an indicator of "
        "the rule pack, so that progress is measured and not felt. Without a verb the open goals are listed."
    ),
    {
        "list": ("kamengine.cli.work.goals.list:list_goals", say("List goals with their progress.")),
        "show": ("kamengine.cli.work.goals.show:show", say("Show a goal, broken down to months, weeks or days.")),
        "add": (
            "kamengine.cli.work.goals.change:add",
            say("Set a goal for one account, each of many, or many together."),
        ),
        "set": ("kamengine.cli.work.goals.change:change", say("Change open goals.")),
        "split": ("kamengine.cli.work.goals.close:split", say("Make the parts of a goal into goals of their own.")),
        "close": ("kamengine.cli.work.goals.close:close", say("Close goals by what was measured.")),
        "drop": ("kamengine.cli.work.goals.close:drop", say("Give goals up, with a reason.")),
    },
    bare="list",
)
