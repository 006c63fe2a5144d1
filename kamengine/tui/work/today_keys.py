"""The keys of a day: whose it is, and what can be done with what is looked at."""

from __future__ import annotations

from kamengine.problems import say
from kamengine.tui.actions.move_work import CONFIRM_KEY, OVERRIDE_KEY
from kamengine.tui.actions.plan_work import PLAN_KEY
from kamengine.tui.actions.task_work import TASK_KEYS
from kamengine.tui.ground.keys import Key
from kamengine.tui.screens.searching import SEARCH_KEY
from kamengine.tui.work.work_list import MARK_KEYS

WORK_KEYS = (
    *TASK_KEYS[:4],
    Key("b", "b", "put_off", say("Block the task, or put the move off"), say("block")),
    CONFIRM_KEY,
    OVERRIDE_KEY,
)
"""What can be done with what is looked at, or marked."""
KEYS = (
    Key("enter", "↵", "open", say("Open the account: why, and what to do"), say("account")),
    Key("p", "p", "person", say("Choose whose day is shown"), say("person")),
    Key("m", "m", "mine", say("Only what is mine, or everybody's"), say("mine")),
    *WORK_KEYS,
    *TASK_KEYS[4:],
    Key("R", "R", "run", say("Run the packs whose facts or rules have changed")),
    PLAN_KEY,
    SEARCH_KEY,
    Key("right_square_bracket,tab", "]", "part(1)", say("Next kind of thing")),
    Key("left_square_bracket,shift+tab", "[", "part(-1)", say("Previous kind of thing")),
    *MARK_KEYS,
)
