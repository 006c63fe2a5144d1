"""What a rule pack says, in words, with what was found out about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from kamengine.explain.pack_words import rule_sections
from kamengine.explain.rule_words import RuleWords
from kamengine.language.sql import Bindings
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Problem, say
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.rules.pack import PACK_KEYS, RULES, PackScreen
from kamengine.tui.rules.pack_head import PackHead
from kamengine.tui.rules.rules_text import rule_lines
from kamengine.tui.screens.going import TEXT_KEYS, GoesThroughText
from kamengine.tui.screens.searching import FIND_KEYS, SearchingText
from kamengine.tui.terminal.editing import edit_file
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.search_box import SearchBox

KEYS = (
    Key("e", "e", "edit", say("Open the file in your editor, and check it after that"), say("edit")),
    Key("right_square_bracket,tab", "]", "section(1)", say("Next section"), say("next section")),
    Key("left_square_bracket,shift+tab", "[", "section(-1)", say("Previous section")),
    *FIND_KEYS,
    *TEXT_KEYS,
    *(key for key in PACK_KEYS if key.action != "edit"),
)
_CHECKS = "checks"


class PackRulesScreen(GoesThroughText, SearchingText, PackScreen):
    """A page to read."""

    PAGE = RULES
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "Document"

    _problems: tuple[Problem, ...] = ()
    _looking = True

    def parts(self) -> Iterable[Widget]:
        """The text, and where one types what to find in it."""
        yield Document()
        yield SearchBox(say("words"))

    def on_mount(self) -> None:
        """Say what the pack says, and what is found out about it when it is known."""
        self._look()

    def on_screen_suspend(self) -> None:
        """Leave the machine to what is looked at now."""
        self.stand.shelf.stop_looking()

    def on_screen_resume(self) -> None:
        """Go on looking."""
        super().on_screen_resume()
        if not self._looking and not self.stand.shelf.looked(self.stand.pack).whole:
            self._look()

    def on_unmount(self) -> None:
        """Let nothing go on that nobody waits for."""
        self.on_screen_suspend()

    @property
    def ready(self) -> bool:
        """Whether everything is known that can be found out."""
        return not self._looking

    @property
    def copied(self) -> str:
        """All of it."""
        return self.document.text

    def work_changed(self) -> None:
        """Read the file again."""
        self.attempt(self._read_again())

    async def _read_again(self) -> None:
        await self.stand.read_again()
        if self.is_there:
            self._look()

    def _look(self) -> None:
        self._looking = True
        self._show()
        looking: Callable[[], Any] = self._find_out  # not begun before it is its turn
        self.run_worker(looking, exclusive=True)

    async def _find_out(self) -> None:
        await self.stand.shelf.look(self.stand.pack)
        self._looking = False
        if self.is_there:
            self._show(from_top=False)

    def _show(self, *, from_top: bool = True) -> None:
        found = self.stand.shelf.looked(self.stand.pack)
        self._problems = found.checks.problems
        self.query_one(PackHead).refresh()
        self.document.show(self._set, from_top=from_top)

    # ── the text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _set(self, cells: int) -> tuple[list[Line], dict[str, int]]:
        room = max(8, cells - 2)
        lines = self._checks(room)
        starts = {_CHECKS: 0} if lines else {}
        checked = self.stand.pack.candidate.checked
        if checked is not None:
            said, where = self._said(checked, room)
            starts |= {id: line + len(lines) for id, line in where.items()}
            lines += said
        return [((" ", ""), *line) for line in lines], starts

    def _said(self, checked: CheckedPack, cells: int) -> tuple[list[Line], dict[str, int]]:
        description = self.messages.label(checked.pack.description)
        head = [*paragraph(description, cells, "muted"), ()] if description else []
        try:
            held = self._values(checked)
        except KamError as error:
            return head + self._refused(error, cells), {}
        lines, starts = rule_lines(rule_sections(RuleWords.of(checked, held, self.messages)), cells)
        return head + lines, {id: line + len(head) for id, line in starts.items()}

    def _values(self, checked: CheckedPack) -> Bindings:
        """The values of the day of the portfolio, if it is there, else of today."""
        tuning = self.stand.tuning
        return tuning.kept.resident.bindings if tuning is not None else bind(checked, self.office.today)

    def _checks(self, cells: int) -> list[Line]:
        found = self.stand.shelf.looked(self.stand.pack)
        lines: list[Line] = []
        if not found.whole:
            lines += [*paragraph(self.messages.say("Proofs and tests are being looked at…"), cells, "faint"), ()]
        if found.stopped is not None:
            lines += self._refused(found.stopped, cells)
        for name in found.failing or ():
            lines += paragraph(self.messages.say("the test fails: {name}", name=name), cells, "open")
        for problem in self._problems:
            lines += self._refused(KamError([problem]), cells)
        return [*lines, ()] if lines and lines[-1] else lines

    def _refused(self, error: KamError, cells: int) -> list[Line]:
        return [line for text in told(error, self.messages) for line in paragraph(text, cells, "open")]

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """End the search, else go back to the list of packs."""
        if not self.end_search():
            self.dismiss()

    def action_edit(self) -> None:
        """Open the file in the reader's editor, and look at it again after that."""
        self.attempt(self._edit())

    async def _edit(self) -> None:
        await edit_file(self.home, self.stand.pack.candidate.origin)
        await self._read_again()
        candidate = self.stand.pack.candidate
        if candidate.checked is None:
            self.home.tell(say("{pack}: problems: {n}", pack=candidate.id, n=len(candidate.problems)))

    def action_section(self, steps: int) -> None:
        """Go to the next section, or the one before."""
        self.document.go_on(steps)
