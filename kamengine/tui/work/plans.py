"""The plans as a list of tasks: by week, by person or by account; one by one or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from kamengine.api.accounts.names import account_names
from kamengine.api.work.whys import Whys, whys_of
from kamengine.locale.display import number
from kamengine.problems import Message, say
from kamengine.today.entries import task_details
from kamengine.tui.actions.people import choose_person
from kamengine.tui.actions.plan_work import PLAN_KEY, PlanWork
from kamengine.tui.actions.task_work import BLOCK_KEY, TASK_KEYS, TaskWork
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.opening import PLAN
from kamengine.tui.ground.trail import AccountTrail
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.screens.searching import SEARCH_KEY
from kamengine.tui.widgets.item_list import Item
from kamengine.tui.widgets.told import Told
from kamengine.tui.work.day import more_lines
from kamengine.tui.work.tasks import BYS, By, Group, group_lines, grouped, task_lines
from kamengine.tui.work.work_list import MARK_KEYS, PART_KEYS, WorkListScreen
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import Found, Listed, TaskQuery, find_tasks, task_sums
from kamengine.work.tasks.query import TaskSum
from kamengine.workspace import Workspace

KEYS = (
    Key("enter", "↵", "open", say("Open the account"), say("account")),
    Key("tab", "Tab", "group(1)", say("By week, by person, by account"), say("by")),
    Key("f", "f", "filter(1)", say("Show other tasks: this week, late, all, reason gone, closed"), say("filter")),
    *TASK_KEYS[:3],
    BLOCK_KEY,
    *TASK_KEYS[3:],
    Key("p", "p", "person", say("Choose whose tasks are shown"), say("person")),
    Key("m", "m", "mine", say("Only what is mine, or everybody's")),
    PLAN_KEY,
    replace(SEARCH_KEY, brief=None),
    Key("shift+tab", "Shift+Tab", "group(-1)", say("The groups the other way round")),
    Key("F", "F", "filter(-1)", say("The filters the other way round")),
    *PART_KEYS,
    *MARK_KEYS,
)
_MOST = 2_000  # tasks that are listed at once; more as one goes on
_MORE = "more"  # names the line at the end of those that are listed; with a person, that of the person's tasks
_FILTERS: Mapping[str, Message] = {
    "week": say("this week and late"),
    "late": say("late"),
    "open": say("all open"),
    "gone": say("reason gone"),
    "closed": say("with closed ones"),
}


@dataclass(frozen=True)
class _Looked:
    """The tasks that were found.

    Attributes:
        found: the first of them, and how many there are.
        names: of their accounts, by id.
        by: how they were asked for.
        sums: what all of them come to, for the groups; None when they are grouped by account.
    """

    found: Found
    names: Mapping[str, str]
    by: By
    sums: tuple[TaskSum, ...] | None


class PlansScreen(TaskWork, PlanWork, WorkListScreen):
    """Tasks."""

    MODE = "plans"
    SOUGHT = say("account, words, person")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    MARKED_KEYS: ClassVar[tuple[Key, ...]] = (*TASK_KEYS[:3], BLOCK_KEY, *TASK_KEYS[3:])
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        """What is due this week, by week; nothing is looked up yet."""
        super().__init__()
        self._by: By = "week"
        self._filter = "week"
        self._person = ""
        self._looked: _Looked | None = None
        self._pages = 1
        self._end: Hashable = None  # where one came to the end of those that were listed
        self._whys = Whys({}, {})
        self._tasks: dict[Hashable, Listed] = {}
        self._wish = self._waiting = 0

    @property
    def ready(self) -> bool:
        """Whether everything that was asked for last is shown."""
        return not self._waiting and not self.planning

    def on_mount(self) -> None:
        """Look up what was looked at the last time."""
        remembered = self.home.memory.get(self.MODE, "by", self._by)
        self._by = next((by for by in BYS if by == remembered), self._by)
        kind = self.home.memory.get(self.MODE, "filter", self._filter)
        self._filter = kind if kind in _FILTERS else self._filter
        self._person = self.home.memory.get(self.MODE, "person", "")
        self._show()
        self._look()

    def work_changed(self) -> None:
        """Look again."""
        self._look()

    def say_again(self) -> None:
        """Everything in the language that is spoken now."""
        self._show()
        self._look()

    # ── looking up: the newest wish wins ─────────────────────────────────────────────────────────────────────────────

    def _look(self, *, anew: bool = False) -> None:
        """Look for tasks, as many as were listed; `anew`: for others than those, so for the first ones."""
        if anew:
            self._pages, self._end = 1, None
        for name, value in (("by", self._by), ("filter", self._filter), ("person", self._person)):
            self.home.memory.put(self.MODE, name, value)
        self._wish += 1
        self._waiting += 1
        self.attempt(self._looked_up(self._wish))

    async def _looked_up(self, wish: int) -> None:
        messages, host = self.messages, self.office.host
        asked, today, pages = (self._filter, self._person, self._by), self.office.today, self._pages
        try:
            looked = await self.office.work(lambda work: _find(work, asked, pages, today, messages.language))
            await self.look_how_plans_stand()
            if wish != self._wish:
                return
            self._looked = looked
            self._show()
            whys = await self.office.work(lambda work: whys_of(work, host, looked.found.shown, messages))
            if wish == self._wish:
                self._whys = whys
                self.tell_detail()
        finally:
            self._waiting -= 1
        self._go_on()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        looked = self._looked
        items: list[Item] = []
        self._tasks = {}
        groups = self._groups(looked) if looked is not None else []
        rest = looked.found.count - len(looked.found.shown) if looked is not None else 0
        last = max((at for at, group in enumerate(groups) if group.tasks), default=-1)
        for at, group in enumerate(groups):
            items.append(Item(partial(self._group_lines, group, first=not items), height=2 if items else 1))
            for each in group.tasks:
                self._tasks[each.task.key] = each
                items.append(Item(partial(self._task_lines, each), each.task.key, height=1))
            if self._is_by_people and group.person and group.count > len(group.tasks):
                more = group.count - len(group.tasks)
                items.append(Item(partial(self._more_lines, more), (_MORE, group.person), height=1))
            elif rest and not self._is_by_people and at == last:
                items.append(Item(partial(self._more_lines, rest), (_MORE, "", rest), height=1))
        if not items:
            nothing = say("looking…") if looked is None else self._nothing
            items = [Item(lambda cells: paragraph(self.messages.text(nothing), cells, "muted"))]
        self.items.show(self.or_nothing(items))
        self.query_one("#about", Told).show(self._about)
        self.tell_detail()
        self.tell_state()

    @property
    def _nothing(self) -> Message:
        """Why there is no task to show."""
        if self.plans_stand == "none":
            return say("No pack has a playbook, so nothing is planned.")
        return say("There is nothing to do here.")

    def _groups(self, looked: _Looked) -> list[Group]:
        listed, sums = looked.found.shown, looked.sums if looked.by == self._by else None
        if self.sought:
            listed, sums = [each for each in listed if self._is_meant(each, looked.names)], None
        return grouped(listed, self._by, looked.names, self.office.today, self.messages, sums)

    @property
    def _is_by_people(self) -> bool:
        """Whether each person's tasks stand together, of whom one may then be looked at alone."""
        return self._by == "person" and not self._person and not self.sought

    def _is_meant(self, each: Listed, names: Mapping[str, str]) -> bool:
        task = each.task
        return self.is_sought(task.key, task.account, names.get(task.account, ""), task.title, task.responsible)

    def _group_lines(self, group: Group, cells: int, *, first: bool) -> list[Line]:
        return group_lines(group, self.messages, cells, first=first)

    def _task_lines(self, each: Listed, cells: int) -> list[Line]:
        names = self._looked.names if self._looked is not None else {}
        name = names.get(each.task.account, "")
        return task_lines(each, self._by, name, self.office.today, self.messages, cells)

    def _more_lines(self, n: int, cells: int) -> list[Line]:
        return more_lines(n, self.messages, cells)

    def _about(self, cells: int) -> list[Line]:
        """Which tasks are shown, how many there are, and how long they take."""
        messages, looked = self.messages, self._looked
        bys: Mapping[By, Message] = {"week": say("by week"), "person": say("by person"), "account": say("by account")}
        told = [messages.text(_FILTERS[self._filter]), messages.text(bys[self._by])]
        told.append(self._person or messages.say("everybody"))
        if looked is not None:
            told.append(messages.say("tasks: {n:,}", n=looked.found.count))
            told += [messages.say("late: {n:,}", n=looked.found.late)] if looked.found.late else []
            told.append(messages.say("{n} h", n=number(looked.found.hours, messages.language)))
        lines, note = paragraph(" · ".join(told), cells, "strong"), self.plans_note()
        return lines + (paragraph(messages.text(note), cells, "open") if note is not None else [])

    def details(self) -> Sequence[tuple[str, str]]:
        """All that is known of the task that is looked at."""
        each, looked = self._tasks.get(self.items.current), self._looked
        if each is None or looked is None:
            return ()
        account = f"{each.task.account} {looked.names.get(each.task.account, '')}".strip()
        told = task_details(each, self._whys.why, self._whys.gone, self.messages)
        return [(account, "strong"), (each.task.title, ""), *((text, "muted") for text in told)]

    # ── what actions are about ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def tasks_meant(self) -> tuple[str, ...]:
        """The marked tasks, else the one that is looked at."""
        return tuple(str(key) for key in self.items.meant if key in self._tasks)

    @property
    def tasks_in_sight(self) -> int:
        """The tasks that are listed."""
        return len(self._tasks)

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The accounts of what is marked, else of what is looked at."""
        return tuple(dict.fromkeys(self._tasks[key].task.account for key in self.tasks_meant))

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_group(self, steps: int) -> None:
        """Let other tasks stand together."""
        self._by, looked = BYS[(BYS.index(self._by) + steps) % len(BYS)], self._looked
        if looked is not None and len(looked.found.shown) == looked.found.count:
            self._show()
        else:  # how many stand together is not known yet
            self.query_one("#about", Told).show(self._about)
        self._look(anew=True)

    def action_filter(self, steps: int) -> None:
        """Show other tasks."""
        names = list(_FILTERS)
        self._filter = names[(names.index(self._filter) + steps) % len(names)]
        self._look(anew=True)

    def action_person(self) -> None:
        """Choose whose tasks are shown."""
        self.attempt(self._choose())

    def action_mine(self) -> None:
        """Show only what is mine, or everybody's again."""
        self.attempt(self._mine())

    def seek(self, *, ended: bool = False) -> None:
        """Narrow the list."""
        self._show()

    def on_item_list_opened(self) -> None:
        """Open the account; those of the other tasks come before and after it. At the end, list more."""
        key = self.items.current
        if isinstance(key, tuple):
            self._more_of(str(key[1]))
        each = self._tasks.get(key)
        if each is None:
            return
        accounts = list(dict.fromkeys(task.task.account for task in self._tasks.values()))
        trail = AccountTrail(accounts, accounts.index(each.task.account))
        then = partial(self._back_at, trail, each.task.account)
        self.home.open_account(trail, pack=each.task.pack or None, section=PLAN, then=then)

    def _back_at(self, trail: AccountTrail, opened: str) -> None:
        """Look at the first task of the account that the reader has got to."""
        account = trail.account_at(trail.position)
        if account != opened:
            of_account = (key for key, each in self._tasks.items() if each.task.account == account)
            self.items.move_to(next(of_account, None))

    async def _choose(self) -> None:
        chosen = await choose_person(self, say("Whose tasks?"), everybody=True)
        if chosen is not None:
            self._look_at(chosen)

    async def _mine(self) -> None:
        who = self.office.who
        self._look_at("" if self._person else await self.office.ask(lambda work: Team.of(work).must(who)))

    def _look_at(self, person: str) -> None:
        """List the tasks of a person; of everybody for an empty name."""
        self._person = person
        self._look(anew=True)

    def _more_of(self, person: str) -> None:
        """List the tasks of a person, else more of those that are listed."""
        if person:
            self._look_at(person)
        elif self.ready:
            self._pages += 1
            self._look()

    def on_item_list_moved(self) -> None:
        """Tell what is looked at now; at the end of those that are listed, list more."""
        super().on_item_list_moved()
        self._go_on()

    def _go_on(self) -> None:
        """List more tasks if one has come to the end of those that are listed."""
        key, end = self.items.current, self._end
        if isinstance(key, tuple) and not key[1] and not self.sought and self.ready and key != end:
            self._end = key  # so that what others have taken away meanwhile is not looked for again and again
            self._more_of("")


def _find(workspace: Workspace, asked: tuple[str, str, By], pages: int, today: dt.date, language: str) -> _Looked:
    """The tasks of a kind: the first of them, and what all come to."""
    kind, person, by = asked
    windows = {
        "week": Window(today, today, today + dt.timedelta(days=6)),
        "late": Window(today, today, today - dt.timedelta(days=1)),
    }
    team = Team.of(workspace)
    who = person if person and team.find(person) is not None else ""
    window = windows.get(kind, Window(today))
    query = TaskQuery(window, person=who, gone=kind == "gone", closed=kind == "closed")
    found = find_tasks(workspace, query, team, language, pages * _MOST, "account" if by == "account" else "day")
    sums = tuple(task_sums(workspace, query, team, by_person=by == "person")) if by != "account" else None
    if by == "account":
        found = replace(found, shown=_whole_accounts(found))
    return _Looked(found, account_names(workspace, (each.task.account for each in found.shown)), by, sums)


def _whole_accounts(found: Found) -> list[Listed]:
    """The tasks that are shown without those of the last account, of which there may be more."""
    shown, last = found.shown, found.shown[-1].task.account if found.shown else ""
    if len(shown) == found.count or shown[0].task.account == last:
        return shown
    return [each for each in shown if each.task.account != last]
