"""``kam team``: who is who, who owns which accounts, who has how much to do, and who gets what others claim, too."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

team = verbs(
    "team",
    say(
        "Who is who in the team, who owns which accounts, and who has how much to do. Accounts go from one to another "
        "with the open work on them, and nobody leaves anything to nobody. Without a verb the people are listed."
    ),
    {
        "list": ("kamengine.cli.work.team.lists:list_people", say("List people with their roles, accounts and load.")),
        "show": ("kamengine.cli.work.team.lists:show", say("Show what a person answers for, and who stands above.")),
        "who": ("kamengine.cli.work.team.lists:who_for", say("Say who holds which role for an account, and why.")),
        "roles": ("kamengine.cli.work.team.lists:roles", say("List the roles, and who holds them.")),
        "load": ("kamengine.cli.work.team.load:load", say("Hold planned hours against working hours, week by week.")),
        "book": (
            "kamengine.cli.work.team.load:book",
            say("Say what everybody's accounts are worth, and what is too much for one hand."),
        ),
        "add": ("kamengine.cli.work.team.people:add", say("Take somebody into the team, or back.")),
        "set": (
            "kamengine.cli.work.team.people:change",
            say("Change the hours, the manager or the spellings of a person."),
        ),
        "role": ("kamengine.cli.work.team.people:role", say("Give somebody a role, for the whole team or for a tier.")),
        "leave": (
            "kamengine.cli.work.team.people:leave",
            say("Let somebody leave; somebody else takes over everything."),
        ),
        "own": ("kamengine.cli.work.team.accounts:own", say("Give accounts to somebody, with the open work on them.")),
        "release": ("kamengine.cli.work.team.accounts:release", say("Let imports say again who owns accounts.")),
        "hand-over": (
            "kamengine.cli.work.team.accounts:hand_over",
            say("Hand accounts of one person over to another: the whole book, or a part."),
        ),
        "dispute": (
            "kamengine.cli.work.team.disputes:dispute",
            say("Note that somebody claims an account of another."),
        ),
        "settle": ("kamengine.cli.work.team.disputes:settle", say("Settle a dispute by the rules, or by a decision.")),
        "disputes": (
            "kamengine.cli.work.team.disputes:disputes",
            say("List disputes, and what the rules make of them."),
        ),
    },
    bare="list",
)
