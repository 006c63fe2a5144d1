"""Choosing one of several things: typing narrows the list, Enter takes what is looked at, or what was typed itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from kamengine.locale.display import plain
from kamengine.problems import Message, say
from kamengine.tui.dialogs.frame import Dialog
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.widgets.item_list import Item, ItemList
from kamengine.tui.widgets.plain_input import PlainInput


@dataclass(frozen=True)
class Option:
    """A thing that can be chosen.

    Attributes:
        value: what is given back.
        title: what people call it.
        detail: what is said of it besides; it is searched, too.
    """

    value: Hashable
    title: Message | str
    detail: Message | str = ""


@dataclass(frozen=True)
class Typed:
    """Something that was typed, and is none of the options."""

    text: str


@dataclass(frozen=True)
class Further:
    """That something can be taken which is none of the options.

    Attributes:
        offer: what is offered for a text that was typed; None where it means one of the options.
        nothing: said while there is no option, and nothing is typed.
    """

    offer: Callable[[str], Message | None]
    nothing: Message


class Choose(Dialog[Hashable]):
    """Gives the value of the option that was taken, or `Typed` where that may be, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, title: Message, options: Sequence[Option], further: Further | None = None) -> None:
        """Let one of the options be chosen.

        Args:
            title: what for.
            options: in the order in which they are listed.
            further: whether something else can be taken.
        """
        super().__init__(title)
        self._options, self._further = tuple(options), further

    def parts(self) -> Iterable[Widget]:
        """Where one types, and what fits."""
        yield PlainInput(compact=True, id="typed")
        yield ItemList(id="options")

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        return say("Type to narrow, ↑ ↓ choose, Enter takes it, Esc leaves.")

    def on_mount(self) -> None:
        """Show all of them, in a frame as high as they need."""
        rows = len(self._options) + (self._further is not None)
        self.query_one(ItemList).styles.height = min(14, max(1, rows))
        self._narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what fits."""
        event.stop()
        self._narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is looked at."""
        event.stop()
        self._take()

    def on_item_list_opened(self) -> None:
        """Take what was clicked."""
        self._take()

    def action_move(self, options: int) -> None:
        """Look so many options further down, or up."""
        self.query_one(ItemList).move(options)

    def _take(self) -> None:
        place = self.query_one(ItemList).current
        if isinstance(place, int):
            self.dismiss(self._options[place].value)
        elif isinstance(place, Typed):
            self.dismiss(place)

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        items = [
            Item(lambda cells, option=option: self._set(option, cells), place)  # type: ignore[misc]
            for place, option in enumerate(self._options)
            if all(word in self._searched(option) for word in words)
        ]
        text = " ".join(typed.split())
        offer = self._further.offer(text) if self._further is not None and text else None
        if offer is not None:
            items.append(Item(lambda cells: paragraph(self._text(offer), cells), Typed(text)))
        self.query_one(ItemList).show(items or [Item(lambda cells: paragraph(self._nothing(text), cells, "muted"))])

    def _nothing(self, typed: str) -> str:
        if self._further is not None and not typed:
            return self._text(self._further.nothing)
        return self.messages.say("Nothing fits.")

    def _searched(self, option: Option) -> str:
        return f"{self._text(option.title)} {self._text(option.detail)} {option.value}".casefold()

    def _set(self, option: Option, cells: int) -> list[Line]:
        title, detail = self._text(option.title), self._text(option.detail)
        shown = fit(title, cells).rstrip()
        room = cells - len(fit(shown, cells).rstrip()) - 2
        return [((shown, ""), ("  ", ""), (fit(detail, max(0, room)).rstrip(), "muted"))]

    def _text(self, what: Message | str) -> str:
        return plain(self.messages.text(what) if isinstance(what, Message) else what, None)
