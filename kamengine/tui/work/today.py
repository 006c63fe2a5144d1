"""What needs somebody today: tasks, visits, moves to review, accounts at risk, undecided ones; for one or the team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from kamengine.api.work.owners import bring_owners
from kamengine.problems import say
from kamengine.review.every import not_taken_in
from kamengine.review.moves import Review
from kamengine.today.entries import Entries, Entry
from kamengine.today.ground import Asking, Ground, ground_of
from kamengine.today.moves import reviews_of
from kamengine.today.sections import load_lines
from kamengine.tui.actions.move_work import MOST_UNPLANNED, Chosen, MoveWork
from kamengine.tui.actions.people import choose_person
from kamengine.tui.actions.plan_work import PlanWork
from kamengine.tui.actions.run_work import RunWork
from kamengine.tui.actions.task_work import TaskWork
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.opening import PLAN, TIMELINE, WHY
from kamengine.tui.ground.trail import AccountTrail
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item
from kamengine.tui.widgets.told import Told
from kamengine.tui.work.day import detail_of, entry_lines, heading_lines, load_bar, load_details, more_lines, widest
from kamengine.tui.work.known_day import LOOKS, KnownDay
from kamengine.tui.work.today_keys import KEYS, WORK_KEYS
from kamengine.tui.work.work_list import WorkListScreen
from kamengine.work.people.people import Team
from kamengine.work.team.load import Load
from kamengine.workspace import Workspace

_FIRST, _MORE = 6, 500
_SECTIONS = {"task": PLAN, "visit": TIMELINE, "due": TIMELINE, "move": WHY, "risk": WHY, "undecided": WHY}


class TodayScreen(TaskWork, MoveWork, PlanWork, RunWork, WorkListScreen):
    """A day."""

    MODE = "today"
    SOUGHT = say("account, words, person")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    MARKED_KEYS: ClassVar[tuple[Key, ...]] = WORK_KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        """The team's day; nothing is looked up yet."""
        super().__init__()
        self._person = ""
        self._known = KnownDay()
        self._entries: dict[Hashable, Entry] = {}
        self._loads: dict[Hashable, Load] = {}
        self._looked_for_more = False  # whether something is looked for, among more than is shown at first
        self._pages: Counter[str] = Counter()  # of which kinds more are shown, and how much more
        self._end: Hashable = None  # where one came to the end of a kind
        self._ground: Ground | None = None  # what the day that is shown is judged by
        self._reviews: Mapping[str, Review] = {}
        self._wish = 0  # the number of the newest wish; what was looked up for an older one is thrown away
        self._waiting = 0

    @property
    def ready(self) -> bool:
        """Whether everything that was asked for last is shown."""
        return not self._waiting and not self.planning

    def on_mount(self) -> None:
        """Look everything up."""
        self._person = self.home.memory.get(self.MODE, "person", "")
        self._show()
        self._look(owners=True)

    def work_changed(self) -> None:
        """Look again at everything."""
        self._look()

    def say_again(self) -> None:
        """Everything in the language that is spoken now; the reasons of tasks are told anew."""
        self._show()
        self._look()

    def seek(self, *, ended: bool = False) -> None:
        """Narrow the list to what is looked for, among more things than a day shows at first."""
        self._show()
        if bool(self.sought) != self._looked_for_more:
            self._looked_for_more = bool(self.sought)
            self._look()

    # ── looking up: the newest wish wins, what is quick comes first ──────────────────────────────────────────────────

    def _look(self, *, run_first: bool = False, owners: bool = False) -> None:
        self._wish += 1
        self._waiting += 1
        self.attempt(self._looked(self._wish, run_first=run_first, owners=owners))

    async def _looked(self, wish: int, *, run_first: bool, owners: bool) -> None:
        try:
            office, host = self.office, self.office.host
            if owners:
                await office.work(_know_owners)
            asking = Asking(office.who, office.today, await self._who_is_there(), _FIRST)
            ground = await office.work(lambda work: ground_of(work, host, asking, run_first=run_first))
            await self.look_how_plans_stand()
            await self._parts(ground, wish)
        finally:
            self._waiting -= 1
        self._go_on()
        if run_first and wish == self._wish:
            self._caught_up = self.home.changes + 1  # this screen has looked already
            self.home.note_change()

    async def _who_is_there(self) -> str:
        """The person whose day is shown, if there still is one of this name."""
        person = self._person
        if person and await self.office.ask(lambda work: Team.of(work).find(person)) is None:
            self._person = ""
        return self._person

    async def _parts(self, ground: Ground, wish: int) -> None:
        if wish != self._wish:
            return
        known, self._ground, self._reviews = self._known, ground, {}
        known.notes = ground.notes
        known.stale = tuple(each.results.checked.title for each in ground.judged if not each.fresh)
        for kind in ("task", "visit", "undecided", "load"):
            await self._part(kind, wish)
        late = await self.office.work(
            lambda work: [not_taken_in(work, each.run, MOST_UNPLANNED) for each in ground.judged]
        )
        if wish != self._wish:
            return
        known.notes = (*ground.notes, *(note for note in late if note is not None))
        quick = tuple(each for each, note in zip(ground.judged, late, strict=True) if note is None)
        reviews = await self.office.work(lambda _: reviews_of(replace(ground, judged=quick)))
        self._reviews = reviews if wish == self._wish else self._reviews
        for kind in ("move", "risk"):
            await self._part(kind, wish)

    async def _part(self, kind: str, wish: int) -> None:
        """Look up the things of one kind, unless somebody wished for something else since."""
        if wish != self._wish or self._ground is None:
            return
        ground, reviews, messages = self._ground, self._reviews, self.messages
        most = _MORE * max(self._pages[kind], self._looked_for_more) or _FIRST
        asking = replace(ground.asking, most=most)
        here, (name, look) = replace(ground, asking=asking), LOOKS[kind]
        found = await self.office.work(lambda _: look(here, reviews, messages))
        if wish == self._wish:
            setattr(self._known, name, found)
            self._show()

    def _look_further(self, kind: str) -> None:
        """Show more of a kind."""
        self._pages[kind] += 1
        self._waiting += 1
        self.attempt(self._looked_further(kind, self._wish))

    async def _looked_further(self, kind: str, wish: int) -> None:
        try:
            await self._part(kind, wish)
        finally:
            self._waiting -= 1
        self._go_on()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        items: list[Item] = []
        self._entries = {}
        for entries in self._known.kinds(self.office.today, self.messages):
            shown = [entry for entry in entries.shown if self._is_meant(entry)]
            if self.sought and not shown:
                continue
            items.append(Item(partial(heading_lines, entries, first=not items)))
            texts = widest(shown)
            for entry in shown:
                key = (entry.kind, entry.pack, entry.key)
                self._entries[key] = entry
                items.append(Item(partial(entry_lines, entry, texts), key, height=1))
            if entries.more and entries.shown:
                more = ("more", entries.kind, entries.title, entries.more)
                items.append(Item(partial(self._more, entries.more), more))
        self.items.show(self.or_nothing([*items, *self._load_items()]))
        self.query_one("#about", Told).show(self._about)
        self.tell_detail()
        self.tell_state()

    def _is_meant(self, entry: Entry) -> bool:
        return self.is_sought(entry.account, entry.name, entry.text, entry.person)

    def _load_items(self) -> Iterator[Item]:
        """How much everybody has to do, or one person week by week."""
        loads = [load for load in self._known.loads(self._person) if self.is_sought(load.person)]
        self._loads = {("load", "", each.person if not self._person else each.week.name): each for each in loads}
        if loads:
            about = " · ".join(load_lines(self._known.load or {}, self._person, self.messages))
            yield Item(partial(heading_lines, Entries("load", self.messages.say("Load"), about, (), 0), first=False))
        most = max((max(each.planned, each.capacity or each.planned) for each in loads), default=Decimal(0))
        for key, each in self._loads.items():
            yield Item(partial(load_bar, each, most, self.messages, by_week=bool(self._person)), key)

    def _more(self, n: int, cells: int) -> list[Line]:
        return more_lines(n, self.messages, cells)

    def _about(self, cells: int) -> list[Line]:
        """The day, whose it is, the load, and what is worth knowing of the runs."""
        known, messages = self._known, self.messages
        whose = self._person or messages.say("everybody")
        told = [self.office.today.isoformat(), whose]
        told += load_lines(known.load, self._person, messages) if known.load is not None else []
        lines = paragraph(" · ".join(told), cells, "strong")
        if known.stale:
            changed = messages.say(
                "facts or rules changed since the run: {packs}; R runs again", packs=list(known.stale)
            )
            lines += paragraph(changed, cells, "open")
        for note in (self.plans_note(), *known.notes):
            lines += paragraph(messages.text(note), cells, "open") if note is not None else []
        return lines

    def details(self) -> Sequence[tuple[str, str]]:
        """All that is known of what is looked at."""
        here = self.items.current
        if here in self._loads:
            whole = (self._known.load or {}).get(self._loads[here].person, ())
            return load_details(whole, self.messages)
        entry = self._entries.get(here)
        if entry is None:
            return ()
        told = detail_of(entry)
        if entry.kind == "move":
            told.append((self.messages.say("a accepts it, b puts it off, x lets another tier hold"), "muted"))
        return told

    @property
    def copied(self) -> str:
        """The id of the account that is looked at."""
        entry = self._entries.get(self.items.current)
        return entry.account if entry is not None else ""

    # ── what actions are about ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _meant_entries(self) -> list[Entry]:
        return [self._entries[key] for key in self.items.meant if key in self._entries]

    @property
    def tasks_meant(self) -> tuple[str, ...]:
        """The marked tasks, else the one that is looked at."""
        return tuple(entry.key for entry in self._meant_entries if entry.kind == "task")

    @property
    def tasks_in_sight(self) -> int:
        """The late and due tasks."""
        return self._known.tasks.found.count if self._known.tasks is not None else 0

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The accounts of what is marked, else of what is looked at."""
        return tuple(dict.fromkeys(entry.account for entry in self._meant_entries))

    @property
    def moves_meant(self) -> Mapping[str, Chosen]:
        """The marked moves, else the one that is looked at."""
        meant = {(entry.pack, entry.account) for entry in self._meant_entries if entry.kind == "move"}
        found = {}
        for moves in self._known.moves or ():
            pack = moves.review.run.pack
            chosen = tuple(move for move in moves.shown if (pack, move.account) in meant)
            if chosen:
                found[pack] = Chosen(moves.review, chosen)
        return found

    @property
    def moves_in_sight(self) -> int:
        """The moves that are to be decided."""
        return sum(moves.count for moves in self._known.moves or ())

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_put_off(self) -> None:
        """Block the tasks; where there are none, put the moves off."""
        if self.tasks_meant or not self.moves_meant:
            self.action_task_block()
        else:
            self.action_move_defer()

    def action_person(self) -> None:
        """Choose whose day is shown."""
        self.attempt(self._choose())

    def action_mine(self) -> None:
        """Show only what is mine, or everybody's again."""
        self.attempt(self._mine())

    def action_run(self) -> None:
        """Run the packs whose facts or rules have changed."""
        self.attempt(self._run())

    async def _run(self) -> None:
        await self.run_packs()
        self._look(run_first=True)  # which says of what could not be run why

    def on_item_list_moved(self) -> None:
        """Tell what is looked at now; at the end of its kind, show more."""
        super().on_item_list_moved()
        self._go_on()

    def _go_on(self) -> None:
        """Show still more of a kind of which more was asked for, if one has come to the end of it."""
        key = self.items.current
        if isinstance(key, tuple) and _is_more(key) and self._pages[key[1]] and self.ready and key != self._end:
            self._end = key
            self._look_further(key[1])

    def on_item_list_opened(self) -> None:
        """Open the account, or show more of a kind."""
        key = self.items.current
        if isinstance(key, tuple) and _is_more(key):
            self._look_further(str(key[1]))
        elif key in self._entries:
            self._open_account(key)
        elif key in self._loads and not self._person and self._loads[key].person:
            self._show_day_of(self._loads[key].person)

    def _open_account(self, key: Hashable) -> None:
        """Open the account; the others of its kind come before and after it."""
        here = self._entries[key]
        same = [(each, entry) for each, entry in self._entries.items() if _part_of(each) == _part_of(key)]
        trail = AccountTrail([entry.account for _, entry in same], [each for each, _ in same].index(key))
        self.home.open_account(
            trail,
            pack=here.pack or None,
            section=_SECTIONS[here.kind],
            then=lambda: self.items.move_to(same[trail.position][0]),
        )

    async def _choose(self) -> None:
        chosen = await choose_person(self, say("Whose day?"), everybody=True)
        if chosen is not None:
            self._show_day_of(chosen)

    async def _mine(self) -> None:
        if self._person:
            self._show_day_of("")
            return
        who = self.office.who
        self._show_day_of(await self.office.ask(lambda work: _must(work, who)))

    def _show_day_of(self, person: str) -> None:
        self._person = person
        self.home.memory.put(self.MODE, "person", person)
        self._known, self._pages = KnownDay(), Counter()
        self.items.begin_again()
        self._show()
        self._look()


def _know_owners(workspace: Workspace) -> None:
    """See that owners are known at all; plans and `R` bring them up to date, which takes long for many accounts."""
    if not workspace.catalog.rows("SELECT 1 FROM imported_owners LIMIT 1"):
        bring_owners(workspace)


def _must(workspace: Workspace, who: str) -> str:
    return Team.of(workspace).must(who)


def _part_of(key: Hashable) -> tuple[object, object]:
    """The kind and the pack of a thing, by its key."""
    assert isinstance(key, tuple)
    kind, pack, *_ = key
    return ("visit", "") if kind in ("visit", "due") else (kind, "" if kind == "task" else pack)


def _is_more(key: Hashable) -> bool:
    """Whether a key is of the line that shows more of a kind."""
    return isinstance(key, tuple) and key[0] == "more"
