"""Choosing the columns of the list: which, in which order, how wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from kamengine.locale.display import plain
from kamengine.problems import Message, say
from kamengine.tui.dialogs.frame import Dialog
from kamengine.tui.looks.lines import Line, fit
from kamengine.tui.portfolio.columns import NARROWEST, WIDEST
from kamengine.tui.widgets.item_list import Item, ItemList
from kamengine.tui.widgets.plain_input import PlainInput

_STEP = 2
_USUAL = 12  # cells from which one begins to make a column wider or narrower
_ROWS = 13


@dataclass(frozen=True)
class ColumnChoice:
    """A column that can be shown.

    Attributes:
        name: of the column.
        title: what people call it.
        shown: whether it is shown.
        cells: how wide somebody made it; 0 for as wide as usual.
    """

    name: str
    title: str
    shown: bool
    cells: int = 0


class ChooseColumns(Dialog[tuple[ColumnChoice, ...]]):
    """Gives the columns to show, in order, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("space", "choose", show=False),
        Binding("J,shift+down", "shift(1)", show=False),
        Binding("K,shift+up", "shift(-1)", show=False),
        Binding("right,plus", "widen(1)", show=False),
        Binding("left,minus", "widen(-1)", show=False),
        Binding("slash,ideographic_comma", "search", show=False),
    ]
    AUTO_FOCUS = "ItemList"

    def __init__(self, title: Message, choices: Sequence[ColumnChoice]) -> None:
        """Let columns be chosen of these; those that are shown first, in their order."""
        super().__init__(title)
        self._choices = sorted(choices, key=lambda choice: not choice.shown)

    def parts(self) -> Iterable[Widget]:
        """Where one types to narrow the list, and the list."""
        yield PlainInput(compact=True, id="typed")
        yield ItemList(id="columns")

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        return say("Space shows or hides, J K move, ← → width, / finds, Enter takes it, Esc leaves.")

    def on_mount(self) -> None:
        """Show all of them."""
        self.query_one(Input).display = False
        self.items.styles.height = min(_ROWS, max(1, len(self._choices)))
        self._show()

    @property
    def items(self) -> ItemList:
        """The list."""
        return self.query_one(ItemList)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_move(self, rows: int) -> None:
        """Look at another column."""
        self.items.move(rows)

    def action_choose(self) -> None:
        """Show the column that is looked at, or hide it; what is shown now comes behind the others that are."""
        place = self._place
        if place is None:
            return
        choice = self._choices.pop(place)
        choice = replace(choice, shown=not choice.shown)
        behind = sum(each.shown for each in self._choices)
        self._choices.insert(behind, choice)
        self._show(choice.name if choice.shown else None)

    def action_shift(self, rows: int) -> None:
        """Let a column that is shown change places with the next one."""
        place = self._place
        if place is None or not self._choices[place].shown:
            return
        other = place + rows
        if 0 <= other < len(self._choices) and self._choices[other].shown:
            self._choices[place], self._choices[other] = self._choices[other], self._choices[place]
            self._show(self._choices[other].name)

    def action_widen(self, steps: int) -> None:
        """Make a column wider or narrower; below the narrowest it is as wide as usual again."""
        place = self._place
        if place is None or not self._choices[place].shown:
            return
        cells = (self._choices[place].cells or _USUAL) + steps * _STEP
        cells = 0 if cells < NARROWEST else min(cells, WIDEST)
        self._choices[place] = replace(self._choices[place], cells=cells)
        self._show()

    def action_search(self) -> None:
        """Type what a column is called."""
        self.query_one(Input).display = True
        self.query_one(Input).focus()

    def action_take(self) -> None:
        """Take the columns as they are chosen."""
        self.dismiss(tuple(choice for choice in self._choices if choice.shown))

    def action_leave(self) -> None:
        """End the search, else leave everything as it is."""
        typed = self.query_one(Input)
        if typed.display:
            typed.value, typed.display = "", False
            self.items.focus()
        else:
            super().action_leave()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what fits."""
        event.stop()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        event.stop()
        self.items.focus()

    def on_item_list_opened(self) -> None:
        """Show or hide what was clicked."""
        self.action_choose()

    # ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _place(self) -> int | None:
        """Where the column that is looked at is among all."""
        names = [choice.name for choice in self._choices]
        return names.index(str(self.items.current)) if self.items.current in names else None

    def _show(self, look_at: str | None = None) -> None:
        words = self.query_one(Input).value.casefold().split()
        items = [
            Item(lambda cells, choice=choice: [self._set(choice, cells)], choice.name)  # type: ignore[misc]
            for choice in self._choices
            if all(word in f"{choice.title} {choice.name}".casefold() for word in words)
        ]
        nothing = Item(lambda cells: [((fit(self.messages.say("Nothing fits."), cells), "muted"),)])
        self.items.show(items or [nothing])
        if look_at is not None:
            self.items.move_to(look_at)

    def _set(self, choice: ColumnChoice, cells: int) -> Line:
        """A column in a line: whether it is shown, what it is called, how wide it was made."""
        wide = self.messages.say("{n} wide", n=choice.cells) if choice.cells else ""
        mark = "✓ " if choice.shown else "  "
        named = "" if choice.name == choice.title else choice.name
        half = max(4, (cells - 14) // 2)
        title = plain(choice.title, None)
        return (
            (mark, "bar"),
            (fit(title, half), "" if choice.shown else "muted"),
            (fit(f" {named}", half), "faint"),
            (fit(wide, max(0, cells - 2 - 2 * half), "right"), "muted"),
        )
