"""The rule packs of the workspace with what is found out about them; each opens to its rules, lines and curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import BindingType

from kamengine.api import PackFile
from kamengine.locale.display import number
from kamengine.problems import KamError, Problem, say
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.lines import Line, fit, padded, paragraph, width
from kamengine.tui.rules.pack import LINES, RULES, page_of
from kamengine.tui.rules.pack_shelf import Looked, PackShelf, PackStand
from kamengine.tui.screens.going import LIST_KEYS
from kamengine.tui.screens.list_mode import ListModeScreen
from kamengine.tui.screens.searching import END_KEY, SEARCH_KEY
from kamengine.tui.widgets.item_list import Item, ItemList

KEYS = (
    Key("enter", "↵", "open", say("Open the pack: its rules in words"), say("rules")),
    Key("m", "m", "lines", say("Move its lines, and see who moves"), say("move lines")),
    SEARCH_KEY,
    *LIST_KEYS,
    END_KEY,
)
_MOST_PROBLEMS = 12


class RulesScreen(ListModeScreen):
    """A list of packs."""

    MODE = "rules"
    SOUGHT = say("name, or what is wrong")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    _reading = True
    _nothing: KamError | None = None

    def __init__(self) -> None:
        """Nothing is read before it is shown."""
        super().__init__()
        self._shelf: PackShelf | None = None
        self._stands: dict[str, PackStand] = {}

    @property
    def shelf(self) -> PackShelf:
        """The packs."""
        if self._shelf is None:
            self._shelf = PackShelf(self.office)
        return self._shelf

    @property
    def ready(self) -> bool:
        """Whether the packs have been read; what is proved of them may come later."""
        return not self._reading

    def work_changed(self) -> None:
        """Read the packs."""
        self._reading = True
        reading: Callable[[], Any] = self._read  # not begun before it is its turn
        self.run_worker(reading, exclusive=True)

    def on_screen_resume(self) -> None:
        """Read them again: files are changed by editors, too."""
        super().on_screen_resume()
        if self._shelf is not None:
            self.work_changed()

    def on_screen_suspend(self) -> None:
        """Leave the machine to what is looked at now."""
        if self._shelf is not None:
            self._shelf.stop_looking()

    def on_unmount(self) -> None:
        """Let nothing go on that nobody waits for."""
        self.on_screen_suspend()
        if self._shelf is not None:
            self._shelf.stop_tests()

    async def _read(self) -> None:
        try:
            await self.shelf.read()
            self._nothing = None
        except KamError as error:
            self._nothing = error
        self._reading = False
        self._show()
        if self._nothing is None:
            for pack in self.shelf.packs:
                found = await self.shelf.look(pack)
                if not found.whole:
                    return
                self._show()

    def _show(self) -> None:
        if not self.query(ItemList):
            return  # it is being closed
        if self._nothing is not None:
            texts = told(self._nothing, self.messages)
            self.items.show([Item(lambda cells: [line for text in texts for line in paragraph(text, cells, "open")])])
            return
        shown = [pack for pack in self.shelf.packs if self._is_meant(pack)]
        self.items.show(self.or_nothing([self._item(pack) for pack in shown]))

    def seek(self, *, ended: bool = False) -> None:
        """Show the packs that are looked for."""
        if not self._reading:
            self._show()

    def _is_meant(self, pack: PackFile) -> bool:
        read, problems = pack.candidate.pack, self.shelf.looked(pack).checks.problems
        titles = (read.title.en, read.title.zh) if read else ()
        return self.is_sought(pack.candidate.id, *titles, *(self._problem(problem) for problem in problems))

    def _item(self, pack: PackFile) -> Item:
        return Item(lambda cells: self._lines(pack, cells), pack.candidate.id)

    def _lines(self, pack: PackFile, cells: int) -> list[Line]:
        found, read = self.shelf.looked(pack), pack.candidate.pack
        about = " ".join(filter(None, (pack.candidate.id, read.version if read else "")))
        title = (self.messages.label(read.title) if read else "") or pack.candidate.id
        named = fit(title, max(0, min(width(((title, ""),)), cells - width(((about, ""),)) - 2)))
        lines = [padded(((named, "strong"), ("  ", ""), (about, "muted")), cells)]
        lines += paragraph(self._state(found), cells, "open" if found.checks.problems or found.failing else "muted")
        problems = found.checks.problems
        for problem in problems[:_MOST_PROBLEMS]:
            lines += paragraph(self._problem(problem), cells, "muted", first=(("  · ", "muted"),))
        if len(problems) > _MOST_PROBLEMS:
            rest = number(len(problems) - _MOST_PROBLEMS, self.messages.language)
            lines += paragraph(self.messages.say("and {n} more; kam check names them", n=rest), cells, "muted")
        return [*lines, ()]

    def _state(self, found: Looked) -> str:
        messages, checks = self.messages, found.checks
        checked = checks.candidate.checked
        counts = []
        if checked is not None:
            kinds = (
                (say("criteria: {n}", n=len(checked.criteria)), len(checked.criteria)),
                (say("indicators: {n}", n=len(checked.indicators)), len(checked.indicators)),
                (say("tiers: {n}", n=len(checked.tiers)), 1),
            )
            counts = [messages.text(text) for text, n in kinds if n]
        if checks.errors:
            counts.append(messages.say("errors: {n}", n=checks.errors))
        if checks.warnings:
            counts.append(messages.say("warnings: {n}", n=checks.warnings))
        if checked is None:
            return " · ".join(counts)
        tests = len(checked.pack.tests)
        if found.stopped is not None:
            counts += told(found.stopped, messages)
        elif found.failing is None:
            counts.append(messages.say("being checked…"))
        elif found.failing:
            counts.append(messages.say("tests that fail: {n} of {all}", n=len(found.failing), all=tests))
        elif not checks.problems:
            counts.append(messages.say("sound, all {n} tests pass", n=tests))
        else:
            counts.append(messages.say("all {n} tests pass", n=tests))
        return " · ".join(counts)

    def _problem(self, problem: Problem) -> str:
        return told(KamError([problem]), self.messages)[0]

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """Open the pack that is looked at."""
        self._open(RULES)

    def action_lines(self) -> None:
        """Move its lines."""
        self._open(LINES)

    def on_item_list_opened(self) -> None:
        """Open what was clicked."""
        self.action_open()

    def _open(self, page: str) -> None:
        id = self.items.current
        pack = next((each for each in self.shelf.packs if each.candidate.id == id), None)
        if pack is None:
            return
        stand = self._stands.setdefault(pack.candidate.id, PackStand(self.shelf, pack))
        stand.pack = pack
        self.app.push_screen(page_of(stand, page))
