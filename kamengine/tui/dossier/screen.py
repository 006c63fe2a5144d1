"""One account: why it has its tier, what to do, what happened, who decides there, what is known."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.widget import Widget

from kamengine.api.accounts.panels import panel_id
from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.tui.dossier.acting import DossierActing
from kamengine.tui.dossier.head import AccountHead
from kamengine.tui.dossier.keys import KEYS, keys_of, keys_told
from kamengine.tui.dossier.plan import TASK
from kamengine.tui.dossier.sections import AccountSections
from kamengine.tui.ground.keys import APP_KEYS, Key, bindings
from kamengine.tui.ground.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY, Opening
from kamengine.tui.ground.trail import Trail
from kamengine.tui.looks.lines import Line
from kamengine.tui.screens.going import GoesThroughList
from kamengine.tui.screens.searching import Searching, narrowed
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.tui.widgets.search_box import SearchBox
from kamengine.tui.widgets.tab_line import Tab, TabLine

_TABS: tuple[Tab, ...] = (
    (WHY, say("Why")),
    (PLAN, say("Plan")),
    (TIMELINE, say("Timeline")),
    (CONTACTS, say("Contacts")),
    (FACTS, say("Facts")),
)
_OF_FILES = (WHY, PLAN, FACTS)
_WIDE = 104


class DossierScreen(Searching, GoesThroughList, DossierActing):
    """All about one account; the next one is a key away."""

    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    CSS_PATH: ClassVar[str] = "screen.tcss"
    AUTO_FOCUS = "ItemList"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012

    def __init__(self, trail: Trail, how: Opening) -> None:
        """The account at the position of a trail."""
        super().__init__(trail, how)
        self._places: dict[str, Hashable] = {}
        self._held: Hashable | None = None
        self._to_do_next: tuple[str, ...] = ()  # the open tasks nearest to the one that is held, if that is open

    def compose(self) -> ComposeResult:
        """Who it is, the sections, what is told in the one that is open, the keys."""
        yield AccountHead()
        yield TabLine()
        with Horizontal(id="pair"):
            yield ItemList()
            yield Document(id="aside")
        yield SearchBox(say("words"))
        yield KeyLine(())

    def on_mount(self) -> None:
        """Look the account up."""
        self.query_one("#aside", Document).can_focus = False
        self._look_up()

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
    def keys_told(self) -> tuple[Key, ...]:
        """The keys that do something here, for the list of all keys."""
        return keys_told([id for id, _ in self._tabs])

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
    def _tabs(self) -> tuple[Tab, ...]:
        """The sections that there are, those of plugins last."""
        office = self.home.office
        if office is None:
            return tuple(tab for tab in _TABS if tab[0] in _OF_FILES)
        panels = office.host.panels()
        return (*_TABS, *((panel_id(plugin, one.name), self.messages.label(one.title)) for plugin, one in panels))

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        """Show the section as far as it has been read."""
        self.query_one(TabLine).show(self._tabs, self._section)
        explained, kept = self._looked.explained, self.home.office is not None
        missing = explained is not None and bool(explained.explanation.needs)
        self.query_one(KeyLine).show((*keys_of(self._section, kept=kept, missing=missing), *APP_KEYS))
        self._further = self._further or (self._section == FACTS and bool(self.sought))  # so that they are found
        wide, further = self._is_wide, self._further
        sections = AccountSections(
            self._looked, self.messages, self.home.office, self._desk, wide=wide, further=further
        )
        self.items.show(self.or_nothing(narrowed(sections.items(self._section), self.sought)))
        if self._held is not None and self._held in self.items.keys:
            self.items.move_to(self._task_to_do() or self._held)
            self._held = None
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

    def _hold(self) -> None:
        self._held = self.items.current if self.items.current is not None else self._held
        if (work := self._looked.work) is not None:
            open_ = [each.task.key for each in work.tasks if each.is_open]
            here = open_.index(held) if (held := self._current(TASK)) in open_ else len(open_)
            self._to_do_next = (*open_[here + 1 :], *open_[:here][::-1]) if here < len(open_) else ()

    def _task_to_do(self) -> Hashable | None:
        """The open task to go on with, where the one that was looked at is over now; None where it is not."""
        work, held = self._looked.work, self._held
        if work is None or not self._to_do_next or not (isinstance(held, tuple) and held[0] == TASK):
            return None
        open_ = {each.task.key for each in work.tasks if each.is_open}
        next_ = next((key for key in self._to_do_next if key in open_), None)
        self._to_do_next = ()
        return (TASK, next_) if next_ is not None and held[1] not in open_ else None

    def _forget(self) -> None:
        self._places, self._held, self._further, self._to_do_next = {}, None, False, ()
        self.items.clear_marks()

    # ── going about ──────────────────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """End the search, mark nothing any more, or go back to where one came from."""
        if not self.end_search() and not self.items.clear_marks():
            self.dismiss()

    @property
    def searched(self) -> Widget:
        """What is told in the section."""
        return self.items

    def seek(self, *, ended: bool = False) -> None:
        """Show what of the section has what is looked for; the search goes along to other sections and accounts."""
        if self._looked.account:
            self._show()

    def action_turn(self, accounts: int) -> None:
        """Another account of the trail."""
        there = self._trail.position + accounts
        if 0 <= there < self._trail.count:
            self._trail.position = there
            self._look_up()
        else:
            self.home.tell(say("This is the last account.") if accounts > 0 else say("This is the first account."))

    def action_tab(self, number: int) -> None:
        """Show a section by its digit."""
        if number <= len(self._tabs):
            self._go_to(self._tabs[number - 1][0])
        else:
            self.home.tell(say("Sections here: {n}", n=len(self._tabs)))

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
        self._section, self._held = section, None
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
