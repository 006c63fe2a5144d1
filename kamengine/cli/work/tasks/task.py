"""``kam task``: one task or many: added, started, done, handed to somebody, talked about."""

from __future__ import annotations

from kamengine.cli.lines.verbs import verbs
from kamengine.problems import say

_CHANGE = "kamengine.cli.work.tasks.change"

task = verbs(
    "task",
    say(
        "Add tasks, and change those there are. A task that a playbook proposes is yours to change: from then on no "
        "plan touches it."
    ),
    {
        "show": ("kamengine.cli.work.tasks.show:show", say("Show a task: why it is there, what was done and said.")),
        "add": ("kamengine.cli.work.tasks.add:add", say("Add a task for one account or many.")),
        "start": (f"{_CHANGE}:start", say("Begin.")),
        "done": (f"{_CHANGE}:done", say("Say that a task is done, and what came of it.")),
        "block": (f"{_CHANGE}:block", say("Say what keeps a task from going on.")),
        "assign": (f"{_CHANGE}:assign", say("Say who does a task, or who answers for it.")),
        "set": (f"{_CHANGE}:set_task", say("Change the words, the day, the hours or what comes first.")),
        "drop": (f"{_CHANGE}:drop", say("Say that a task will not be done, and why.")),
        "reopen": (f"{_CHANGE}:reopen", say("Open a task again.")),
        "comment": ("kamengine.cli.work.tasks.add:comment", say("Say something about a task.")),
    },
)
