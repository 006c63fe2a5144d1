"""``kam view``: lists of accounts that are kept under a name."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

view = verbs(
    "view",
    say(
        "Keep lists of accounts under a name: a condition, a search, an order and columns. kam accounts --view NAME "
        "shows one, and V does in the app. Without a verb they are listed."
    ),
    {
        "list": ("kamengine.cli.work.accounts.view_verbs:list_views", say("List the views.")),
        "save": ("kamengine.cli.work.accounts.view_verbs:save", say("Keep a list under a name.")),
        "drop": ("kamengine.cli.work.accounts.view_verbs:drop", say("Remove views; kam undo brings them back.")),
    },
    bare="list",
)
