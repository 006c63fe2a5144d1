"""``kam visit``: visits and calls, from the plan to the record, and who should have been visited by now."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

visit = verbs(
    "visit",
    say(
        "Plan visits and calls, prepare them by a checklist, record what came of them, and see who should have been "
        "visited by now. Without a verb the open visits are listed."
    ),
    {
        "list": ("kamengine.cli.work.visits.list:list_visits", say("List visits, the next one first.")),
        "due": ("kamengine.cli.work.visits.list:due", say("List the accounts whose tier calls for a visit now.")),
        "show": ("kamengine.cli.work.visits.list:show", say("Show a visit: checklist, record, moves and tasks.")),
        "plan": ("kamengine.cli.work.visits.plan:plan", say("Plan a visit or a call.")),
        "prepare": ("kamengine.cli.work.visits.plan:prepare", say("Fill in the checklist, or change what is planned.")),
        "ready": ("kamengine.cli.work.visits.plan:ready", say("Call a visit ready; its checklist must be complete.")),
        "done": (
            "kamengine.cli.work.visits.record:done",
            say("Record what came of a visit; what was agreed is tasks."),
        ),
        "log": ("kamengine.cli.work.visits.record:log", say("Record a visit or a call that nobody had planned.")),
        "agree": ("kamengine.cli.work.visits.record:agree", say("Add what was agreed at a visit as a task.")),
        "move": ("kamengine.cli.work.visits.move:move", say("Move a visit, and note how the customer was told.")),
        "drop": ("kamengine.cli.work.visits.move:drop", say("Take a visit off the plan, with a reason.")),
        "ics": ("kamengine.cli.work.visits.list:ics", say("Write visits as a calendar file (iCalendar).")),
    },
    bare="list",
)
