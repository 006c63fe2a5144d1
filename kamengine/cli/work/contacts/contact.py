"""``kam contact``: the people at a customer, their place in the buying centre, and what hangs on a single thread."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

contact = verbs(
    "contact",
    say(
        "The people at a customer: who they are, what they decide, who of us looks after them, and which accounts hang "
        "on a single thread. Without a verb the contacts are listed."
    ),
    {
        "list": ("kamengine.cli.work.contacts.list:list_contacts", say("List contacts.")),
        "map": ("kamengine.cli.work.contacts.map:show_map", say("Show an account's contacts by function and level.")),
        "risk": ("kamengine.cli.work.contacts.map:risk", say("List the accounts that hang on a single thread.")),
        "add": ("kamengine.cli.work.contacts.change:add", say("Add a contact.")),
        "set": ("kamengine.cli.work.contacts.change:change", say("Change what is known of contacts.")),
        "drop": ("kamengine.cli.work.contacts.change:drop", say("Note that somebody is no contact any more.")),
    },
    bare="list",
)
