"""One account: why it has its tier, what to do, what happened, who decides there, what is known."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize

from kamengine.locale.display import number
from kamengine.problems import KamError, say
from kamengine.tui.account_reading import Looked, events_of, facts_of, people_of, work_of
from kamengine.tui.account_work import AccountWork
from kamengine.tui.desk import Desk, desks_of
from kamengine.tui.keys import APP_KEYS, Key, bindings
from kamengine.tui.lines import Line
from kamengine.tui.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY, Opening
from kamengine.tui.screens.dossier_keys import KEYS, keys_of
from kamengine.tui.sections.account import AccountSections
from kamengine.tui.sections.contacts import CONTACT
from kamengine.tui.sections.facts import FACT
from kamengine.tui.sections.plan import TASK
from kamengine.tui.sections.why import NEED
from kamengine.tui.telling import told
from kamengine.tui.trail import Trail
from kamengine.tui.why_shelf import Explained, shelf_of
from kamengine.tui.widgets.account_head import AccountHead
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.tui.widgets.tab_line import Tab, TabLine
from kamengine.work.model import Contact

_TABS: tuple[Tab, ...] = (
    (WHY, say("Why")),
    (PLAN, say("Plan")),
    (TIMELINE, say("Timeline")),
    (CONTACTS, say("Contacts")),
    (FACTS, say("Facts")),
)
_OF_FILES = (WHY, PLAN, FACTS)
_WIDE = 104


class DossierScreen(AccountWork):
    """All about one account; the next one is a key away."""

    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    CSS_PATH: ClassVar[str] = "dossier.tcss"
    AUTO_FOCUS = "ItemList"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012

    def __init__(self, trail: Trail, how: Opening) -> None:
        """The account at the position of a trail."""
        super().__init__()
        self._trail, self._given_desk = trail, how.get("desk")
        self._packs = [pack] if (pack := how.get("pack")) else []
        self._run = how.get("run")
        self._section = how.get("section") or WHY
        self._looked = Looked("")
        self._places: dict[str, Hashable] = {}
        self._reading = 0

    def compose(self) -> ComposeResult:
        """Who it is, the sections, what is told in the one that is open, the keys."""
        yield AccountHead()
        yield TabLine()
        with Horizontal(id="pair"):
            yield ItemList()
            yield Document(id="aside")
        yield KeyLine(())

    def on_mount(self) -> None:
        """Look the account up."""
        self.query_one("#aside", Document).can_focus = False
        self._look_up()

    @property
    def ready(self) -> bool:
        """Whether everything that was asked for of the account is shown."""
        return not self._reading and bool(self._looked.account)

    def say_again(self) -> None:
        """Say everything in the language that is spoken now; texts of tasks are read again."""
        self._looked.work = None
        self._tell_state()
        self._show()
        self._read_section()

    def work_changed(self) -> None:
        """Read everything about the account again."""
        self._look_up(stay=True)

    @property
    def copied(self) -> str:
        """The number of the account."""
        return self._looked.account

    # ── what is meant ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def items(self) -> ItemList:
        """What is told in the section."""
        return self.query_one(ItemList)

    @property
    def tasks_meant(self) -> tuple[str, ...]:
        """The tasks that are marked, else the one that is looked at."""
        meant = self.items.meant if self._section == PLAN else ()
        return tuple(str(key[1]) for key in meant if isinstance(key, tuple) and key[0] == TASK)

    @property
    def tasks_in_sight(self) -> int:
        """How many tasks there are."""
        return len(self._looked.work.tasks) if self._looked.work is not None else 0

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The account, where anything can be kept."""
        return (self._looked.account,) if self.home.office is not None and self._looked.account else ()

    def _current(self, kind: str) -> str | None:
        """The name of what is looked at, if it is of a kind."""
        key = self.items.current
        return str(key[1]) if isinstance(key, tuple) and key[0] == kind else None

    @property
    def _tabs(self) -> tuple[Tab, ...]:
        """The sections that there are."""
        return _TABS if self.home.office is not None else tuple(tab for tab in _TABS if tab[0] in _OF_FILES)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _look_up(self, *, stay: bool = False) -> None:
        """Read the account at the position of the trail."""
        account = self._trail.account_at(self._trail.position)
        self._tell_state()
        if account is None:
            return
        self._looked = Looked(account)
        if not stay:
            self._places = {}
            self.items.clear_marks()
        self.attempt(self._explain(self._looked))
        self._read_section()

    def attempt(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something meanwhile; why it is refused is told."""
        self._reading += 1
        self.run_worker(self._counted(doing))

    async def _counted(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await self._attempted(doing)
        finally:
            self._reading -= 1

    async def _explain(self, looked: Looked) -> None:
        try:
            looked.explained = await self._explained(looked)
        except KamError as error:
            looked.why_not = told(error, self.messages)
        if looked is not self._looked:
            return
        explanation = looked.explained.explanation if looked.explained is not None else None
        self.query_one(AccountHead).show(looked.account, explanation)
        self._show()
        if self._section == PLAN:
            self._read_section()
        if looked.explained is not None:
            self.run_worker(self._attempted(self._find_changes(looked, looked.explained)))

    async def _explained(self, looked: Looked) -> Explained | None:
        desk, account = self._desk, looked.account
        record = desk.book.record if desk is not None and desk.book is not None else None
        if self.home.office is None or (desk is not None and desk.book is not None and record is None):
            assert desk is not None, "accounts of files are those of a list"
            found = await asyncio.to_thread(desk.explain, account, lambda: looked is self._looked)
            return Explained(found) if found is not None else None
        run = self._run or (record.id if record is not None and not self._packs else None)
        shelf, packs = shelf_of(self.office), list(self._packs)
        return await self.office.ask(lambda workspace: shelf.explain(workspace, account, run, packs))

    async def _find_changes(self, looked: Looked, explained: Explained) -> None:
        """What must change for a better tier, which takes longer."""
        record = explained.record
        if record is None:
            return
        shelf, account = shelf_of(self.office), looked.account
        looked.changes = await self.office.work(
            lambda workspace: shelf.changes(workspace, account, record) if looked is self._looked else None
        )
        if looked is self._looked and self._section == WHY:
            self._show()

    def _read_section(self) -> None:
        """Read what the section shows, if that has not been read."""
        looked, section = self._looked, self._section
        if self.home.office is None or not looked.account:
            self._show()
            return
        if getattr(looked, _READ.get(section, "account")) is None and (section != PLAN or self._is_explained):
            self.attempt(self._read(looked, section))
        else:
            self._show()

    @property
    def _is_explained(self) -> bool:
        return self._looked.explained is not None or bool(self._looked.why_not)

    async def _read(self, looked: Looked, section: str) -> None:
        host, account, office = self.office.host, looked.account, self.office
        if section == PLAN:
            question = work_of(host, account, looked.explained, self.messages, office.today)
            looked.work = await office.ask(question)
        elif section == TIMELINE:
            looked.events = await office.ask(events_of(host, account))
        elif section == CONTACTS:
            looked.people = await office.ask(people_of(account))
        elif section == FACTS:
            looked.facts = await office.ask(facts_of(host, account))
        if looked is self._looked and section == self._section:
            self._show()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        """Show the section as far as it has been read."""
        self.query_one(TabLine).show(self._tabs, self._section)
        self.query_one(KeyLine).show((*keys_of(self._section, kept=self.home.office is not None), *APP_KEYS))
        sections = AccountSections(self._looked, self.messages, self.home.office, self._desk, wide=self._is_wide)
        self.items.show(sections.items(self._section))
        aside = self.query_one("#aside", Document)
        aside.display = self._is_wide and sections.has_aside(self._section)

        def beside(cells: int) -> tuple[list[Line], dict[str, int]]:
            return [((" ", ""), *line) for line in sections.aside(self._section, max(4, cells - 2))], {}

        aside.show(beside)

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= _WIDE

    def on_resize(self, event: Resize) -> None:
        """Put score and changes beside the list, or below it."""
        if self._looked.account:
            self._show()

    def _tell_state(self) -> None:
        language = self.messages.language
        here, of = number(self._trail.position + 1, language), number(self._trail.count, language)
        self.query_one(KeyLine).state = f"{here} / {of}"

    @property
    def _desk(self) -> Desk | None:
        """The list that the accounts are of."""
        if self._given_desk is not None:
            return self._given_desk
        return None if self.home.office is not None else desks_of(self)[0]

    # ── going about ──────────────────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """Mark nothing any more, or go back to where one came from."""
        if not self.items.clear_marks():
            self.dismiss()

    def action_turn(self, accounts: int) -> None:
        """Another account of the trail."""
        there = self._trail.position + accounts
        if 0 <= there < self._trail.count:
            self._trail.position = there
            self._look_up()

    def action_tab(self, number: int) -> None:
        """Show a section by its digit."""
        if number <= len(self._tabs):
            self._go_to(self._tabs[number - 1][0])

    def action_next_tab(self, tabs: int) -> None:
        """Show the next section."""
        ids = [id for id, _ in self._tabs]
        self._go_to(ids[(ids.index(self._section) + tabs) % len(ids)])

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        """Show the section whose tab was clicked."""
        self._go_to(event.tab)

    def _go_to(self, section: str) -> None:
        if section == self._section:
            return
        if self.items.current is not None:
            self._places[self._section] = self.items.current
        self.items.clear_marks()
        self._section = section
        self._show()
        self._read_section()
        if section in self._places:
            self.items.move_to(self._places[section])
        else:
            self.items.first()

    def action_pack(self, packs: int) -> None:
        """Explain the account by another rule pack."""
        explained = self._looked.explained
        if explained is None or len(explained.packs) < 2:
            self.home.tell(say("There is no other rule pack."))
            return
        here = explained.explanation.checked.pack.id
        known = sorted(explained.packs)
        wanted = known[(known.index(here) + packs) % len(known)]
        self._packs, self._run = [wanted], None
        self._look_up()

    def action_move(self, items: int) -> None:
        """Look at the next thing, or the one before."""
        self.items.move(items)

    def action_page(self, pages: int) -> None:
        """Look a screen further down, or up."""
        self.items.move_pages(pages)

    def action_first(self) -> None:
        """Go to the top."""
        self.items.first()

    def action_last(self) -> None:
        """Go to the bottom."""
        self.items.last()

    def action_mark(self) -> None:
        """Mark a task, or go down a page."""
        if self._current(TASK) is not None:
            self.items.toggle_mark()
        else:
            self.items.move_pages(1)

    def action_mark_all(self) -> None:
        """Mark all tasks, or none."""
        tasks: set[Hashable] = {key for key in self.items.keys if isinstance(key, tuple) and key[0] == TASK}
        self.items.marked = set() if self.items.marked >= tasks else tasks
        self.items.refresh()

    # ── working on it ────────────────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """Do what is nearest with what is looked at."""
        self.action_edit()

    def on_item_list_opened(self) -> None:
        """The same for a click."""
        self.action_edit()

    def action_edit(self) -> None:
        """Correct the fact, change the task or the contact."""
        if self.home.office is None:
            self.home.tell(say("Nothing can be kept here: these are accounts of files, not of a workspace."))
        elif self._current(TASK) is not None:
            self.action_task_edit()
        elif (contact := self._contact_meant()) is not None:
            self.change_contact(contact)
        elif (name := self._current(NEED) or self._current(FACT)) is not None:
            self.attempt(self._correct(name))

    async def _correct(self, name: str) -> None:
        """Ask for a fact, wherever it was looked at; what rules work out is not stated but its facts are."""
        looked = self._looked
        if looked.facts is None:
            looked.facts = await self.office.ask(facts_of(self.office.host, looked.account))
        fact = next((one for one in looked.facts if one.name == name), None)
        if fact is None:
            what = say("{name} is worked out by rule packs, not stated", name=name[:60])
            raise KamError.of(what, say("state the facts that it depends on, or change the rules"))
        self.correct(looked.account, fact)

    def action_add(self) -> None:
        """Add a contact, else a note."""
        if not self.accounts_meant:
            self.home.tell(say("Nothing can be kept here: these are accounts of files, not of a workspace."))
        elif self._section == CONTACTS:
            self.add_contact(self._looked.account)
        else:
            self.add_note(self._looked.account)

    def action_drop(self) -> None:
        """Drop the task, close the contact, or withdraw the correction."""
        if self._current(TASK) is not None:
            self.action_task_drop()
        elif (contact := self._contact_meant()) is not None:
            self.close_contact(contact)
        elif (name := self._current(FACT)) is not None and self._looked.facts is not None:
            fact = next((one for one in self._looked.facts if one.name == name), None)
            if fact is None or fact.corrected is None:
                self.home.tell(say("Nobody has corrected this fact."))
            else:
                self.withdraw(self._looked.account, fact)

    def action_run(self) -> None:
        """Run the rules again."""
        if self.home.office is not None:
            self.attempt(self._run_again())

    async def _run_again(self) -> None:
        from kamengine.api.chosen import newest_run

        explained, host, who = self._looked.explained, self.office.host, self.office.who
        packs = explained.packs if explained is not None else ()
        pack = explained.explanation.checked.pack.id if explained is not None else next(iter(self._packs), None)
        if pack is None:
            self.home.tell(say("There is no rule pack to run: {packs}", packs=list(packs)))
            return
        self.home.tell(say("Running the rules…"))
        await self.office.work(lambda workspace: newest_run(workspace, host, pack, who))
        self._packs, self._run = [pack], None
        self.home.note_change()
        self.home.tell(say("The rules have been run with the facts of now."))

    def _contact_meant(self) -> Contact | None:
        key, people = self._current(CONTACT), self._looked.people
        found = people.coverage.contacts if people is not None else ()
        return next((one for one in found if one.key == key), None)


_READ = {PLAN: "work", TIMELINE: "events", CONTACTS: "people", FACTS: "facts"}
"""Where `Looked` has what a section shows besides the explanation."""
