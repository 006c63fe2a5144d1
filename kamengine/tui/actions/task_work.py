"""Working on tasks from any screen: the keys, what they ask for, and what is done, as ``kam task`` does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from kamengine.api.work.task_work import add_tasks, assign_tasks, comment_on, drafted, hours_of, tell_plugins
from kamengine.api.work.tasks import change
from kamengine.locale import Messages
from kamengine.problems import Message, say
from kamengine.tui.actions.new_task import asked_of_task, day_told, is_late, said_of_task, see_sure, task_told
from kamengine.tui.actions.people import choose_person, people_of, settled
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Answers, Asked, Form
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.work.ground.days import day_typed, how_typed
from kamengine.work.model import Task
from kamengine.work.people.people import Team
from kamengine.work.tasks import tasks
from kamengine.work.tasks.listing import listed_by_key
from kamengine.work.tasks.tasks import Verb
from kamengine.workspace import Workspace

ADD_KEY = Key("t", "t", "task_add", say("Add a task for the account"), say("add task"))
TASK_KEYS = (
    Key("d", "d", "task_done", say("Done, and what came of it"), say("finish")),
    Key("s", "s", "task_start", say("Begin the task"), say("start")),
    Key("o", "o", "task_assign", say("Say who does the task"), say("assign")),
    ADD_KEY,
    Key("e", "e", "task_edit", say("Change the words, the day or the hours of the task")),
    Key("c", "c", "task_comment", say("Say something about the task")),
    Key("D", "D", "task_drop", say("Drop the task, with a reason")),
    Key("O", "O", "task_reopen", say("Open the task again")),
)
BLOCK_KEY = Key("b", "b", "task_block", say("Say what keeps the task from going on"), say("block"))
Changing = Callable[[Workspace], Sequence[Task]]
_ANYWAY = (("no", say("no")), ("yes", say("yes")))


class TaskWork(SpeakingScreen[None]):
    """A screen on which tasks can be worked on."""

    @property
    def tasks_meant(self) -> tuple[str, ...]:
        """The keys of the tasks that an action is about."""
        return ()

    @property
    def tasks_in_sight(self) -> int:
        """How many tasks there are to choose from."""
        return 1

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The ids of the accounts that get a new task."""
        return ()

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_task_start(self) -> None:
        """Begin the tasks."""
        self._verb(tasks.start(), say("Begin"))

    def action_task_reopen(self) -> None:
        """Open the tasks again."""
        self._verb(tasks.reopen(), say("Open again"))

    def action_task_done(self) -> None:
        """The tasks are done."""
        asked = [
            Asked("result", say("What came of it")),
            Asked("anyway", say("Even if tasks that come first are not done"), "no", choices=_ANYWAY),
        ]
        self._ask(say("Done"), asked, lambda given: tasks.done(given["result"], anyway=given["anyway"] == "yes"))

    def action_task_block(self) -> None:
        """Something keeps the tasks from going on."""
        asked = [Asked("by", say("What keeps it from going on"), needed=True)]
        self._ask(say("Blocked"), asked, lambda given: tasks.block(given["by"]))

    def action_task_drop(self) -> None:
        """The tasks will not be done."""
        asked = [Asked("why", say("Why it will not be done"), needed=True)]
        self._ask(say("Drop"), asked, lambda given: tasks.drop(given["why"]))

    def action_task_comment(self) -> None:
        """Say something about the task."""
        self.attempt(self._comment())

    def action_task_assign(self) -> None:
        """Say who does the tasks."""
        self.attempt(self._assign())

    def action_task_edit(self) -> None:
        """Change the words, the day or the hours."""
        self.attempt(self._edit())

    def action_task_add(self) -> None:
        """Add a task for the accounts."""
        self.attempt(self._add())

    # ── what they ask for ────────────────────────────────────────────────────────────────────────────────────────────

    def _verb(self, verb: Verb, name: Message) -> None:
        keys = self._meant()
        if keys:
            self.attempt(self._confirmed(keys, verb, name))

    async def _confirmed(self, keys: tuple[str, ...], verb: Verb, name: Message) -> None:
        sure: bool | None = True
        if len(keys) > 1:
            sure = await self.home.push_screen_wait(Confirm(self._titled(name, keys)))
        if sure:
            await self._change(verb.name, keys, self._changing(keys, verb))

    def _ask(self, name: Message, asked: Sequence[Asked], verb_of: Callable[[Answers], Verb]) -> None:
        keys = self._meant()

        async def do(given: Answers) -> None:
            verb = verb_of(given)
            await self._change(verb.name, keys, self._changing(keys, verb))

        if keys:
            self.home.push_screen(Form(self._titled(name, keys), asked, do))

    async def _comment(self) -> None:
        keys = self._meant()[:1]
        if not keys:
            return
        host, who, messages = self.office.host, self.office.who, self.messages

        async def do(given: Answers) -> None:
            def said(workspace: Workspace) -> Sequence[Task]:
                comment_on(workspace, host, keys[0], given["text"], messages, who=who)
                return _tasks(workspace, keys, messages)

            await self._change("comment", keys, said)

        asked = [Asked("text", say("What you say"), needed=True)]
        await self.home.push_screen_wait(Form(say("About task {key}", key=keys[0]), asked, do))

    async def _assign(self) -> None:
        keys = self._meant()
        if not keys:
            return
        name = await choose_person(self, self._titled(say("Assign"), keys))
        if name:
            host, who, messages = self.office.host, self.office.who, self.messages
            await self._change(
                "assign", keys, lambda workspace: assign_tasks(workspace, host, keys, name, messages, who=who)
            )

    async def _edit(self) -> None:
        keys, messages, today = self._meant(), self.messages, self.office.today
        if not keys:
            return
        found = await self.office.ask(lambda workspace: _tasks(workspace, keys[:1], messages))
        one = found[0] if found and len(keys) == 1 else None
        due = one.due.isoformat() if one is not None and one.due is not None else ""
        effort = format(one.effort.normalize(), "f") if one is not None and one.effort is not None else ""
        asked = [Asked("title", say("What is to be done"), one.title, needed=True)] if one is not None else []
        asked += [
            Asked("due", say("The last day"), due, hint=how_typed(today)),
            Asked("effort", say("Hours it takes"), effort),
        ]

        async def do(given: Answers) -> None:
            changed = _values(given, today)
            if given["due"] != due and is_late(changed.get("due"), today):
                await see_sure(self.home, self._titled(say("Edit"), keys), [day_told(changed["due"], today)])
            if changed:
                await self._change("set", keys, self._changing(keys, tasks.edit("set", **changed)))

        await self.home.push_screen_wait(Form(self._titled(say("Edit"), keys), asked, do))

    async def _add(self) -> None:
        accounts, who, today = self.accounts_meant, self.office.who, self.office.today
        if not accounts:
            self.home.tell(say("There is no account here."))
            return
        name = accounts[0] if len(accounts) == 1 else say("{n:,} accounts", n=len(accounts))
        title = say("A task for {account}", account=name)
        people = await people_of(self)

        async def do(given: Answers) -> None:
            given = {**given, "responsible": await settled(self, given["responsible"])}
            said = said_of_task(given, today)
            if is_late(said["due"], today):
                draft = await self.office.ask(lambda work: drafted(Team.of(work), accounts[0], given["title"], said))
                await see_sure(self.home, title, task_told(draft, given, today))
            await self._change(
                "add", (), lambda workspace: add_tasks(workspace, accounts, given["title"], said, who=who)
            )

        await self.home.push_screen_wait(Form(title, asked_of_task(today, people), do))

    # ── doing it ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _meant(self) -> tuple[str, ...]:
        keys = self.tasks_meant
        if not keys:
            self.home.tell(say("There is no task here."))
        return keys

    def _titled(self, name: Message, keys: Sequence[str]) -> Message:
        """What is done to which task, or to how many of how many."""
        if len(keys) == 1:
            return say("{what}: {task}", what=name, task=keys[0])
        return say("{what}: {n:,} of {all:,} tasks", what=name, n=len(keys), all=self.tasks_in_sight)

    def _changing(self, keys: Sequence[str], verb: Verb) -> Changing:
        host, who, messages = self.office.host, self.office.who, self.messages
        return lambda workspace: change(workspace, host, keys, verb, messages, who=who)

    async def _change(self, verb: str, keys: Sequence[str], changing: Changing) -> None:
        """Do it, tell the plugins, and look again."""
        office, messages = self.office, self.messages
        changed = await office.change(changing)
        told = [task.key for task in changed] or list(keys)
        host, who, today = office.host, office.who, office.today
        notes = await office.ask(
            lambda workspace: tell_plugins(workspace, host, told, verb, messages, who=who, today=today)
        )
        self.home.note_change()
        self.home.tell(_told(verb, changed))
        for note in notes:
            self.home.tell(note)


def _values(given: Answers, today: dt.date) -> dict[str, Any]:
    """What is changed of tasks; what was left empty stays as it is."""
    values: dict[str, Any] = {"title": given["title"]} if given.get("title") else {}
    if given["due"]:
        values["due"] = day_typed(given["due"], today)
    if given["effort"]:
        values["effort"] = hours_of(given["effort"])
    return values


def _tasks(workspace: Workspace, keys: Sequence[str], messages: Messages) -> list[Task]:
    found = listed_by_key(workspace, keys, Team.of(workspace), messages.language)
    return [found[key].task for key in keys if key in found]


def _told(verb: str, changed: Sequence[Task]) -> Message:
    done = {
        "start": say("begun"),
        "done": say("done"),
        "block": say("blocked"),
        "drop": say("dropped"),
        "reopen": say("open again"),
        "assign": say("assigned"),
        "set": say("changed"),
        "comment": say("noted"),
        "add": say("added"),
    }
    if len(changed) == 1:
        return say("{task}: {what}; u takes it back", task=changed[0].key, what=done[verb])
    return say("{n:,} tasks: {what}; u takes it back", n=len(changed), what=done[verb])
