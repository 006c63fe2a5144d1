"""Moving the lines of a rule pack: the whole portfolio follows at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from kamengine.locale.units import unit_words
from kamengine.pack.typed import as_typed
from kamengine.problems import KamError, say
from kamengine.tui.dialogs.form import Asked, Form
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.rules.knobs import about_knob, knob_line
from kamengine.tui.rules.movers import Rows, mover_line, movers_heading
from kamengine.tui.rules.moves import matrix_lines, summary_lines, tier_lines
from kamengine.tui.rules.pack import LINES, PACK_KEYS, PackScreen
from kamengine.tui.rules.pack_head import PackHead
from kamengine.tui.rules.saving import save_lines
from kamengine.tui.rules.tuning import Outcome, Tuning
from kamengine.tui.screens.going import LIST_KEYS, GoesThroughList
from kamengine.tui.screens.searching import SEARCH_KEY, Searching
from kamengine.tui.widgets.item_list import Item, ItemList
from kamengine.tui.widgets.search_box import SearchBox
from kamengine.tui.widgets.told import Told
from kamengine.whatif.effect import Mover
from kamengine.whatif.knobs import Knob
from kamengine.whatif.turning import COARSE
from kamengine.whatif.words import knob_label, line_text

KEYS = (
    Key("right,plus", "→", "turn(1)", say("Move the line up"), say("move the line"), together="← →"),
    Key("left,minus", "←", "turn(-1)", say("Move the line down")),
    Key("shift+right,greater_than_sign", ">", "leap(1)", say("Move the line ten steps up")),
    Key("shift+left,less_than_sign", "<", "leap(-1)", say("Move the line ten steps down")),
    Key("enter", "↵", "open", say("Type a value; open the account, among those who move"), say("value")),
    Key("tab,shift+tab", "Tab", "other", say("To those who move, and back"), say("movers")),
    Key("0,delete", "0", "put_back", say("Put the line back where the pack has it"), say("back to pack")),
    Key("Z", "Z", "put_all_back", say("Put every line back")),
    Key("w", "w", "save", say("Write the lines that moved into the pack"), say("write")),
    SEARCH_KEY,
    *LIST_KEYS,
    *PACK_KEYS,
)
_A_MOMENT = 0.06  # seconds until who moves is looked up: how many do is drawn first, and the line may move on


class PackLinesScreen(Searching, GoesThroughList, PackScreen):
    """Knobs, and what comes of where they stand; one searches in the list that is looked at."""

    PAGE = LINES
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "#knobs"

    tuning: Tuning | None = None
    outcome: Outcome | None = None
    failed = False
    _following = False
    _among_movers = False  # whether what is looked for is among those who move, and not among the knobs

    def parts(self) -> Iterable[Widget]:
        """The knobs, and what comes of them."""
        came = Container(Told(id="effect"), ItemList(id="movers"), id="came")
        yield Container(ItemList(id="knobs"), came, id="lines")
        yield SearchBox(say("name"))

    def on_mount(self) -> None:
        """Bring the portfolio into memory."""
        self._tell(lambda cells: paragraph(self.messages.say("Reading the whole portfolio…"), cells, "muted"))
        self.attempt(self._begin())

    async def _begin(self) -> None:
        try:
            self.tuning = await self.stand.tune()
        except KamError as error:
            self.failed = True
            if self.is_there:
                self._tell(partial(self._refused, error))
            return
        if not self.is_there:
            return
        self.query_one(PackHead).refresh()
        self._show_knobs()
        if self.stand.knob is not None:
            self.knobs.move_to(self.stand.knob)
        self._follow()

    def work_changed(self) -> None:
        """Move the lines of the file as it is now over the facts of now."""
        self.attempt(self._begin_again())

    async def _begin_again(self) -> None:
        await self.stand.read_again()
        tuning, before = await self.stand.tune(), self.tuning
        if tuning is before or not self.is_there:
            return
        if before is not None:
            tuning.take_over(before)
        self.tuning, self.outcome, self.failed = tuning, None, False
        self.query_one(PackHead).refresh()
        self._show_knobs()
        self._follow()

    @property
    def ready(self) -> bool:
        """Whether what is shown is what came of the values of now, movers and all."""
        if self.failed or (self.tuning is not None and not self.tuning.knobs):
            return True
        if self.tuning is None or self._following:
            return False
        return self.tuning.is_shown(self.outcome)

    @property
    def knobs(self) -> ItemList:
        """The knobs."""
        return self.query_one("#knobs", ItemList)

    @property
    def effect(self) -> Told:
        """What comes of them."""
        return self.query_one("#effect", Told)

    @property
    def movers(self) -> ItemList:
        """Who moves."""
        return self.query_one("#movers", ItemList)

    @property
    def copied(self) -> str:
        """What is looked at: the account, or the knob with its value."""
        if self._is_at_movers:
            return str(self.movers.current or "")
        name = self.knobs.current
        if self.tuning is None or not isinstance(name, str):
            return ""
        knob = self.tuning.knobs[name]
        return f"{name} = {line_text(knob, self.tuning.value(name), self.messages)}"

    def say_again(self) -> None:
        """Everything in the language that is spoken now."""
        self._show_moves()

    # ── following the lines ──────────────────────────────────────────────────────────────────────────────────────────

    def _follow(self) -> None:
        """See to it that what comes of the values of now is looked up, and shown."""
        if not self._following:
            self._following = True
            self.run_worker(self._look())

    async def _look(self) -> None:
        """Look until nothing newer is wanted: values that were passed by meanwhile are left out."""
        tuning = self.tuning
        assert tuning is not None
        try:
            while not tuning.is_shown(self.outcome) or self.outcome is None or self.outcome.is_partial:
                outcome = self.outcome
                if outcome is None or not tuning.is_shown(outcome):
                    outcome = await asyncio.to_thread(tuning.look)
                else:
                    outcome = await asyncio.to_thread(tuning.look_closer, outcome)
                tuning.outcome = outcome
                if not self.is_there:
                    return
                self.outcome = outcome
                self._show_knobs()
                self._show_moves()
                if outcome.is_partial:
                    await asyncio.sleep(_A_MOMENT)
        finally:
            self._following = False

    def _show_knobs(self) -> None:
        tuning = self.tuning
        assert tuning is not None
        items: list[Item] = []
        shown = {name: knob for name, knob in tuning.knobs.items() if self._among_movers or self._is_meant(knob)}
        weights = [name for name, knob in shown.items() if knob.is_weight]
        for name, knob in shown.items():
            if weights and name == weights[0] and items:
                items.append(self._heading(self.messages.say("Weights of the score")))
            items.append(Item(lambda cells, knob=knob: self._knob(knob.name, cells), name))  # type: ignore[misc]
        if not tuning.knobs:
            items.append(self._heading(self.messages.say("The pack has no lines that could be moved.")))
        self.knobs.show(items if self._among_movers else self.or_nothing(items))

    def _knob(self, name: str, cells: int) -> list[Line]:
        assert self.tuning is not None
        return [knob_line(self.tuning.knobs[name], self.tuning.value(name), self.messages, cells)]

    def _show_moves(self) -> None:
        tuning, outcome = self.tuning, self.outcome
        if tuning is None or outcome is None:
            return
        self._tell(partial(self._came, tuning, outcome))
        if outcome.effect is not None and outcome.movers is None:
            return  # those of before stay in sight until the new ones are known
        movers = outcome.movers.first if outcome.movers is not None else ()
        rows = Rows.of(movers, tuning.checked)
        if not self._among_movers:
            self.movers.show([self._mover(mover, rows) for mover in movers])
            return
        sought = [mover for mover in movers if self.is_sought(mover.account_id, mover.name or "")]
        self.movers.show(self.or_nothing([self._mover(mover, rows) for mover in sought]))

    def _came(self, tuning: Tuning, outcome: Outcome, cells: int) -> list[Line]:
        """What the knob is that is looked at, and what came of all of them."""
        name, effect, messages = self._knob_here(), outcome.effect, self.messages
        large = self.has_class("-tall") or self.has_class("-wide") or self._is_at_movers
        lines = about_knob(tuning, name, messages, cells, brief=not large) if name is not None else []
        if effect is None:
            refused = self._refused(outcome.refused, cells) if outcome.refused is not None else []
            return [*lines, (), *refused]
        lines += [(), *summary_lines(effect, outcome.movers, messages, cells)]
        lines += tier_lines(effect, messages, cells, colours=not self.app.no_color)
        if effect.moved and large:
            lines += [(), *matrix_lines(effect, messages, cells)]
        return [*lines, *([()] if large else []), *movers_heading(effect, outcome.movers, messages, cells)]

    def _is_meant(self, knob: Knob) -> bool:
        return self.is_sought(knob.name, knob.label.en, knob.label.zh, knob_label(knob, self.messages))

    def _mover(self, mover: Mover, rows: Rows) -> Item:
        return Item(lambda cells: [mover_line(mover, rows, self.messages, cells)], mover.account_id)

    def _tell(self, setting: Callable[[int], list[Line]]) -> None:
        self.effect.show(setting)

    def _heading(self, text: str) -> Item:
        return Item(lambda cells: paragraph(text, cells, "heading"))

    def _refused(self, error: KamError, cells: int) -> list[Line]:
        return [line for text in told(error, self.messages) for line in paragraph(text, cells, "open")]

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _knob_here(self) -> str | None:
        """The knob that is looked at."""
        name = self.knobs.current
        return name if self.tuning is not None and isinstance(name, str) else None

    def action_turn(self, steps: int) -> None:
        """Move the line that is looked at."""
        name = self._knob_here()
        if name is not None and self.tuning is not None:
            self.tuning.turn(name, steps)
            self._moved()

    def action_leap(self, steps: int) -> None:
        """Move it by large steps."""
        self.action_turn(steps * COARSE)

    def action_put_back(self) -> None:
        """Put the line back where the pack has it."""
        name = self._knob_here()
        if name is not None and self.tuning is not None:
            self.tuning.put_back(name)
            self._moved()

    def action_put_all_back(self) -> None:
        """Put every line back."""
        if self.tuning is not None:
            self.tuning.put_back()
            self._moved()

    def action_open(self) -> None:
        """Type a value for the knob, or open the account, whichever is looked at."""
        if self._is_at_movers:
            self._open_account()
        elif (name := self._knob_here()) is not None:
            self.attempt(self._type(name))

    @property
    def searched(self) -> Widget:
        """The list in which something is looked for."""
        return self.movers if self._among_movers else self.knobs

    def action_search(self) -> None:
        """Type what to look for in the list that is looked at."""
        among_movers = self._is_at_movers
        if among_movers is not self._among_movers:
            self.end_search()
            self._among_movers = among_movers
        super().action_search()

    def seek(self, *, ended: bool = False) -> None:
        """Show the knobs, or those who move, that are looked for."""
        if self.tuning is not None:
            self._show_knobs()
            self._show_moves()

    def action_back(self) -> None:
        """End the search, else go back to the list of packs."""
        if not self.end_search():
            self.dismiss()

    def action_other(self) -> None:
        """Go to those who move, or back to the knobs."""
        there = self.knobs if self._is_at_movers else self.movers
        self.end_search()
        self._among_movers = False
        self.query_one("#lines").set_class(there is self.movers, "-at-movers")
        there.focus()
        self.call_after_refresh(self._show_moves)

    def action_save(self) -> None:
        """Write the lines that moved into the pack."""
        if self.tuning is not None:
            self.attempt(self._save(self.tuning))

    @property
    def items(self) -> ItemList:
        """The list that is looked at: the knobs, or who moves."""
        return self.movers if self._is_at_movers else self.knobs

    @property
    def _is_at_movers(self) -> bool:
        """Whether those who move are looked at, or searched."""
        focused = self.focused
        return focused is self.movers or (self._among_movers and focused is not self.knobs)

    def _moved(self) -> None:
        self._show_knobs()
        self._follow()

    def _open_account(self) -> None:
        accounts = [str(key) for key in self.movers.keys]
        current = self.movers.current
        if isinstance(current, str):
            from kamengine.tui.ground.trail import AccountTrail

            trail = AccountTrail(accounts, accounts.index(current))
            note = say("by the rules as they are, not as tried") if self.tuning is not None else None
            self.home.open_account(trail, pack=self.stand.pack.candidate.id, note=note)

    async def _type(self, name: str) -> None:
        tuning = self.tuning
        assert tuning is not None
        knob = tuning.knobs[name]

        async def put(answers: object) -> None:
            assert isinstance(answers, dict)
            before = dict(tuning.sets)
            tuning.put(name, answers["value"])
            outcome = await asyncio.to_thread(tuning.look)
            if outcome.refused is not None:
                tuning.sets = before
                raise outcome.refused

        shown = tuning.value(name)
        unit = unit_words(knob.unit, self.messages.language) if knob.unit and knob.unit != "ratio" else ""
        param = tuning.checked.pack.params.get(name)
        asked = Asked(
            "value",
            say("Value, {unit}", unit=unit) if unit else say("Value"),
            as_typed(shown, knob.unit) if isinstance(shown, Decimal | date) else str(shown),
            choices=[(choice, choice) for choice in param.choices] if param is not None else (),
            key=f"--set {name}",
        )
        title = say("Move {name}", name=knob_label(knob, self.messages))
        if await self.home.push_screen_wait(Form(title, [asked], put)) is not None:
            self._moved()

    async def _save(self, tuning: Tuning) -> None:
        if await save_lines(self, self.stand, tuning):
            self.outcome = None
            self.tuning = None
            self._tell(lambda cells: paragraph(self.messages.say("Reading the whole portfolio…"), cells, "muted"))
            await self._begin()

    def on_item_list_moved(self) -> None:
        """Say what the knob is about that is looked at now."""
        name = self._knob_here()
        if name is not None and name != self.stand.knob:
            self.stand.knob = name
            self._show_moves()

    def on_item_list_opened(self) -> None:
        """Open what was clicked."""
        self.action_open()
