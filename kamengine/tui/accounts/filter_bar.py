"""The line in which one writes the condition that accounts must meet, with what can stand there and what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key as KeyPressed
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from kamengine.problems import say
from kamengine.tui.dialogs.frame import Words
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingWidget
from kamengine.tui.looks.lines import width
from kamengine.tui.widgets.plain_input import PlainInput
from kamengine.tui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from kamengine.api.accounts.conditions import ConditionDesk, Wrong

_PAUSE = 0.25  # seconds without a key before what was written is checked
_MOST_WRONG = 2


class FilterBar(SpeakingWidget):
    """Hidden until it is used; stays in sight as long as a condition narrows the list.

    Attributes:
        text: the condition as it is written now, without blanks around it.
        checking: whether what is written has not been checked yet.
    """

    class Applied(Message):
        """The condition that is written is sound, and the list is to be narrowed by it."""

        def __init__(self, text: str) -> None:
            """Name the condition; an empty one narrows nothing."""
            self.text = text
            super().__init__()

    class Left(Message):
        """The keys are to go back to the list."""

    def __init__(self) -> None:
        """Nothing is written."""
        super().__init__()
        self.checking = False
        self._desk: ConditionDesk | None = None
        self._wrong: tuple[Wrong, ...] = ()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """What can stand there, what is wrong, what is written."""
        yield Suggestions()
        yield Words(id="wrong")
        with Horizontal(id="condition"):
            yield Words((say("where"), "cap"), id="where")
            yield ConditionInput(self._take, self._choose, self._suggest)
            yield Words(id="met")

    # ── what others ask ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def input(self) -> ConditionInput:
        """Where one writes."""
        return self.query_one(ConditionInput)

    @property
    def text(self) -> str:
        """The condition that is written."""
        return self.input.value.strip()

    @property
    def writing(self) -> bool:
        """Whether the keys go here."""
        return self.input.has_focus

    def open(self, desk: ConditionDesk) -> None:
        """Write here from now on, with help from a desk."""
        self._desk = desk
        self.add_class("-open", "-writing")
        self.say_again()
        self.input.focus()
        self._suggest()

    def set(self, text: str) -> None:
        """Show a condition that narrows the list, without telling anyone."""
        with self.prevent(Input.Changed):
            self.input.value = text
        self._show_wrong(())
        self._rest()

    def tell_met(self, text: str) -> None:
        """Say how many accounts meet the condition."""
        met = self.query_one("#met", Words)
        met.show((text, "muted"))
        met.styles.width = width(((text, ""),))

    def say_again(self) -> None:
        """Everything in the language that is spoken now."""
        self.input.placeholder = self.messages.say("a condition, such as tier = '…'")
        self._suggest()
        self._show_wrong(self._wrong)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_input_changed(self, event: Input.Changed) -> None:
        """Suggest at once, and check when the writer pauses."""
        event.stop()
        self._show_wrong(())
        self.checking = True
        self._end_pause()
        self._pause = self.set_timer(_PAUSE, self._check)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Narrow the list if the condition is sound, else say all that is wrong; no pause is waited for any more."""
        event.stop()
        self._end_pause()
        self.checking = True
        self.run_worker(self._checked(apply=True), exclusive=True, group="check")

    def on_suggestions_taken(self) -> None:
        """Put the candidate there that was clicked."""
        self._take()
        self.input.focus()

    def leave(self) -> None:
        """Stop writing; the bar goes when nothing is written."""
        self._rest()
        self.post_message(self.Left())

    def _rest(self) -> None:
        """Nobody writes here any more."""
        self._end_pause()
        self.checking = False
        self.remove_class("-writing")
        self.set_class(bool(self.text), "-open")
        self.query_one(Suggestions).show(())

    def _end_pause(self) -> None:
        """Check nothing by itself: else what is being written would be forgiven after it was asked for."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _suggest(self) -> None:
        if self._desk is None or not self.has_class("-writing"):
            return
        found = self._desk.completions(self.input.value, self.input.cursor_position)
        rows = [(each.text, self.messages.label(self._desk.label(each))) for each in found.candidates]
        self.query_one(Suggestions).show(rows)

    def _choose(self, steps: int) -> None:
        self.query_one(Suggestions).move(steps)

    def _take(self) -> None:
        if self._desk is None:
            return
        found = self._desk.completions(self.input.value, self.input.cursor_position)
        place = self.query_one(Suggestions).cursor
        if place < len(found.candidates):
            text, cursor = found.take(self.input.value, found.candidates[place])
            self.input.value, self.input.cursor_position = text, cursor

    # ── checking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _check(self) -> None:
        self.run_worker(self._checked(apply=False), exclusive=True, group="check")

    async def _checked(self, *, apply: bool) -> None:
        """Say what is wrong; narrow the list when that is wanted and nothing is."""
        if self._desk is None:
            return
        text = self.text
        wrong = await asyncio.to_thread(self._desk.wrong, text)
        if text != self.text:
            return
        self.checking = False
        self._show_wrong(wrong if apply else tuple(each for each in wrong if not self._is_being_written(each)))
        if apply and not wrong:
            self._rest()
            self.post_message(self.Applied(text))

    def _is_being_written(self, wrong: Wrong) -> bool:
        """Whether it is the word or the text at the cursor, which may become one that can stand there."""
        if self.input.value.count("'") % 2:
            return True
        before = len(self.input.value) - len(self.input.value.lstrip())
        at_cursor = wrong.place is None or wrong.place[1] + before == self.input.cursor_position
        return at_cursor and self.query_one(Suggestions).display

    def _show_wrong(self, wrong: tuple[Wrong, ...]) -> None:
        self._wrong = wrong
        lines = []
        for each in wrong[:_MOST_WRONG]:
            remedy = f" — {self.messages.text(each.remedy)}" if each.remedy is not None else ""
            lines.append((f"{self.messages.text(each.what)}{remedy}", "open"))
        self.query_one("#wrong", Words).show(*lines)
        self.input.underline(tuple(each.place for each in wrong if each.place is not None))


class ConditionInput(PlainInput):
    """Where the condition is written: Tab completes, ↑ and ↓ go through what can stand there.

    What the keys do is done at once, before the next key.
    """

    KEYS = (
        Key("tab", "Tab", "focused.complete", say("Complete the word"), say("complete")),
        Key("down,up", "↓ ↑", "focused.choose(1)", say("Choose what to complete"), say("choose")),
        Key("enter", "↵", "focused.submit", say("Apply the condition"), say("apply")),
        Key("escape", "Esc", "back", say("End the condition"), say("end it")),
    )

    def __init__(self, complete: Callable[[], None], choose: Callable[[int], None], moved: Callable[[], None]) -> None:
        """Nothing is written.

        Args:
            complete: puts the candidate there that is looked at.
            choose: looks at another candidate, so many further down.
            moved: the cursor stands elsewhere, or something else is written.
        """
        super().__init__(compact=True, select_on_focus=False, highlighter=_Underliner())
        self._complete, self._choose, self._moved = complete, choose, moved

    def underline(self, places: tuple[tuple[int, int], ...]) -> None:
        """Underline what is wrong: from places up to others."""
        assert isinstance(self.highlighter, _Underliner)
        before = len(self.value) - len(self.value.lstrip())  # places count from the first character that is no blank
        self.highlighter.places = tuple((start + before, end + before) for start, end in places)
        self.refresh()

    def action_complete(self) -> None:
        """Put the candidate there that is looked at."""
        self._complete()

    def action_choose(self, steps: int) -> None:
        """Look at another candidate."""
        self._choose(steps)

    async def _on_key(self, event: KeyPressed) -> None:
        """Do what a key does in its turn; what is bound is done later, when the keys after it may have been typed."""
        steps = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1}
        if event.key == "tab":
            self._complete()
        elif event.key in steps:
            self._choose(steps[event.key])
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def watch_selection(self) -> None:
        """Tell where the cursor is now."""
        if self.is_mounted:
            self._moved()


class _Underliner(Highlighter):
    """Underlines parts of a text."""

    def __init__(self) -> None:
        self.places: tuple[tuple[int, int], ...] = ()

    def highlight(self, text: Text) -> None:
        for start, end in self.places:
            text.stylize(Style(underline=True, bold=True), start, end)
