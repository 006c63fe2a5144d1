"""How the values of an indicator are spread over the portfolio, with the lines of the pack where they stand now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from kamengine.problems import KamError, say
from kamengine.tui.dialogs.choose import Choose, Option
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.lines import Line, paragraph, side_by_side
from kamengine.tui.rules.pack import CURVES, PACK_KEYS, PackScreen
from kamengine.tui.rules.pack_head import PackHead
from kamengine.tui.rules.tuning import Tuning
from kamengine.tui.screens.going import TEXT_KEYS, GoesThroughText
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.whatif.distribution import Distribution, Scale
from kamengine.whatif.lines import measures
from kamengine.whatif.picture import concentration, headline, histogram, legend, measure_name, pareto

KEYS = (
    Key("right", "← →", "turn(1)", say("Next indicator"), say("other indicator")),
    Key("left", "←", "turn(-1)", say("Previous indicator")),
    Key("enter,i", "↵", "choose", say("Choose an indicator"), say("choose")),
    Key("s", "s", "scale", say("Columns of equal width, or by powers of ten"), say("scale")),
    *TEXT_KEYS,
    *PACK_KEYS,
)
_WIDE = 100  # cells from which the two charts stand beside each other
_GAP = ("   ", "")


class PackCurvesScreen(GoesThroughText, PackScreen):
    """A histogram and a curve, of one indicator at a time."""

    PAGE = CURVES
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "Document"

    tuning: Tuning | None = None
    spread: Distribution | None = None
    failed: KamError | None = None
    _wanted: tuple[str, Scale | None] | None = None
    _shown: tuple[str, Scale | None] | None = None

    def parts(self) -> Iterable[Widget]:
        """The charts."""
        yield Document()

    def on_mount(self) -> None:
        """Bring the portfolio into memory."""
        self.document.show(self._set)
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        try:
            self.tuning = await self.stand.tune()
        except KamError as error:
            self.failed = error
            if self.is_there:
                self.document.show(self._set)
            return
        if not self.is_there:
            return
        self.query_one(PackHead).refresh()
        known = measures(self.tuning.checked)
        if not known:
            self.failed = KamError.of(say("the pack has no indicator with numbers"))
            self.document.show(self._set)
            return
        first = self.stand.indicator if self.stand.indicator in known else _usual(self.tuning, known)
        self._want(first)

    def work_changed(self) -> None:
        """Look at the rules and the facts of now."""
        self.attempt(self._begin_again())

    async def _begin_again(self) -> None:
        await self.stand.read_again()
        tuning, before = await self.stand.tune(), self.tuning
        if tuning is before or before is None or not self.is_there:
            return
        tuning.take_over(before)
        self.tuning, self._shown = tuning, None
        self.query_one(PackHead).refresh()
        known = measures(tuning.checked)
        if self._wanted is not None and self._wanted[0] in known:
            self.run_worker(self._look())
        elif known:
            self._want(_usual(tuning, known))

    @property
    def document(self) -> Document:
        """The charts."""
        return self.query_one(Document)

    @property
    def ready(self) -> bool:
        """Whether the indicator is shown that was asked for."""
        return self.failed is not None or (self.spread is not None and self._shown == self._wanted)

    @property
    def copied(self) -> str:
        """The charts as they stand."""
        return self.document.text

    def say_again(self) -> None:
        """Where one is, in the language that is spoken now."""
        self._tell_place()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _want(self, name: str, scale: Scale | None = None) -> None:
        self.stand.indicator = name
        idle = self._wanted == self._shown
        self._wanted = (name, scale)
        self._tell_place()
        if idle:
            self.run_worker(self._look())

    async def _look(self) -> None:
        """Look until nothing newer is wanted."""
        tuning = self.tuning
        assert tuning is not None
        while self._wanted is not None and self._wanted != self._shown:
            wanted = self._wanted
            self.spread = await asyncio.to_thread(tuning.spread, *wanted)
            if not self.is_there:
                return
            self._shown = wanted
            self.document.show(self._set)

    def _set(self, cells: int) -> tuple[list[Line], dict[str, int]]:
        room = max(8, cells - 2)
        return [((" ", ""), *line) for line in self._lines(room)], {}

    def _lines(self, cells: int) -> list[Line]:
        if self.failed is not None:
            return [line for text in told(self.failed, self.messages) for line in paragraph(text, cells, "open")]
        if self.tuning is None or self.spread is None:
            return paragraph(self.messages.say("Reading the whole portfolio…"), cells, "muted")
        spread, checked, messages = self.spread, self.tuning.checked, self.messages
        lines = paragraph(measure_name(spread.name, checked, messages), cells, "heading")
        lines += [*paragraph(headline(spread, checked, messages), cells, "muted"), ()]
        explained = self._explained(spread, cells if cells < _WIDE else cells * 3 // 5)
        if cells < _WIDE:
            rows = 8 if self.has_class("-short") else 12
            lines += [*histogram(spread, checked, messages, cells, rows), *explained]
            return [*lines, (), *self._curve(spread, cells, rows)] if spread.curve else lines
        left = cells * 3 // 5
        rows = max(8, min(16, self.size.height - 12 - len(explained)))
        drawn: list[Line] = [*histogram(spread, checked, messages, left, rows), *explained]
        return [*lines, *side_by_side(drawn, [(), *self._curve(spread, cells - left - 3, rows)], left, _GAP)]

    def _explained(self, spread: Distribution, cells: int) -> list[Line]:
        """What the strokes in the histogram are."""
        assert self.tuning is not None
        lines: list[Line] = []
        for letter, text in legend(spread, self.tuning.checked, self.messages):
            lines += paragraph(text, cells, first=((letter, "open"), (" ", "")))
        return lines

    def _curve(self, spread: Distribution, cells: int, rows: int) -> list[Line]:
        lines: list[Line] = list(pareto(spread, self.messages, cells, rows))
        return lines + paragraph(concentration(spread, self.messages), cells) if lines else []

    def _tell_place(self) -> None:
        if self.tuning is None or self._wanted is None:
            return
        known = measures(self.tuning.checked)
        self.query_one(KeyLine).state = f"{known.index(self._wanted[0]) + 1} / {len(known)}"

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_turn(self, steps: int) -> None:
        """Another indicator, in the order of the pack."""
        if self.tuning is not None and self._wanted is not None:
            known = measures(self.tuning.checked)
            self._want(known[(known.index(self._wanted[0]) + steps) % len(known)])

    def action_scale(self) -> None:
        """The other kind of columns."""
        if self.spread is not None and self._wanted is not None:
            self._want(self._wanted[0], "even" if self.spread.scale == "powers" else "powers")

    def action_choose(self) -> None:
        """Choose an indicator by name."""
        if self.tuning is not None:
            self.attempt(self._choose(self.tuning))

    async def _choose(self, tuning: Tuning) -> None:
        checked = tuning.checked
        options = [Option(name, measure_name(name, checked, self.messages), name) for name in measures(checked)]
        name = await self.home.push_screen_wait(Choose(say("Which indicator?"), options))
        if isinstance(name, str):
            self._want(name)


def _usual(tuning: Tuning, known: tuple[str, ...]) -> str:
    """What an account is worth, if the pack says; else the first there is."""
    value = tuning.checked.pack.value
    return value if value in known else known[0]
