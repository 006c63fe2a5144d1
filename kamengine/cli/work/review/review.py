"""``kam review``: who was promoted and demoted, why, and what is decided about it."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

review = verbs(
    "review",
    say(
        "Review who was promoted and demoted since the last review, with the causes of each move, and decide: confirm "
        "it, put it off, or let another tier hold. Without a verb the moves are listed."
    ),
    {
        "list": ("kamengine.cli.work.review.list:list_moves", say("List who moved, why, and what was decided.")),
        "confirm": ("kamengine.cli.work.review.verbs:confirm", say("Confirm moves; they take effect.")),
        "defer": ("kamengine.cli.work.review.verbs:defer", say("Put moves off to a day.")),
        "override": ("kamengine.cli.work.review.verbs:override", say("Let another tier hold, mostly the old one.")),
        "history": (
            "kamengine.cli.work.review.history:history",
            say("List the tiers that an account had, run by run."),
        ),
    },
    bare="list",
)
