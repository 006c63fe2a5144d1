"""Asking for several things at once; what is refused is said in the form, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.dialogs.frame import Dialog, Words
from kamengine.tui.speaking import messages_of
from kamengine.tui.widgets.plain_input import PlainInput

Answers = Mapping[str, str]
Do = Callable[[Answers], Awaitable[Any]]


@dataclass(frozen=True)
class Asked:
    """One thing that a form asks for.

    Attributes:
        name: of the answer.
        label: what people call it.
        value: what stands there to begin with.
        choices: the only answers there are, each with what people call it; any text when there are none.
        hint: shown while nothing is typed.
        needed: whether it must not be left empty.
    """

    name: str
    label: Message | str
    value: str = ""
    choices: Sequence[tuple[str, Message | str]] = ()
    hint: Message | None = None
    needed: bool = False


class Line(PlainInput):
    """Where an answer is typed; ↑ and ↓ go through the choices, if there are any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, asked: Asked) -> None:
        """Ask for one thing."""
        super().__init__(compact=True, select_on_focus=False, id=f"answer-{asked.name}")
        self.asked = asked

    def on_mount(self) -> None:
        """Show what stands there to begin with."""
        if self.asked.hint is not None:
            self.placeholder = messages_of(self).text(self.asked.hint)
        self.value = dict(self._choices).get(self.asked.value, self.asked.value)

    @property
    def _choices(self) -> list[tuple[str, str]]:
        """Each choice with what it is called in the language that is spoken now."""
        messages = messages_of(self)
        named = ((value, label) for value, label in self.asked.choices)
        return [(value, messages.text(label) if isinstance(label, Message) else label) for value, label in named]

    def action_choose(self, steps: int) -> None:
        """Put the next choice there, of those that begin as is typed if nothing else was chosen."""
        labels = [label for _, label in self._choices]
        if not labels:
            (self.screen.focus_next if steps > 0 else self.screen.focus_previous)()
            return
        at = labels.index(self.value) + steps if self.value in labels else 0 if steps > 0 else -1
        begun = [label for label in labels if label.casefold().startswith(self.value.strip().casefold())]
        self.value = labels[at % len(labels)] if self.value in labels or not begun else begun[0]
        self.cursor_position = len(self.value)

    def answer(self) -> str:
        """What was typed; of choices the value.

        Raises:
            KamError: it is needed and empty, or none of the choices.
        """
        typed = self.value.strip()
        place = Place(key=messages_of(self).text(self.asked.label) if isinstance(self.asked.label, Message) else "")
        if not typed:
            if self.asked.needed:
                raise KamError.of(say("this is needed"), say("type something, or leave with Esc"), place=place)
            return ""
        if not self.asked.choices:
            return typed
        fitting = [value for value, label in self._choices if typed in (value, label)]
        fitting = fitting or [value for value, label in self._choices if label.casefold().startswith(typed.casefold())]
        if len(set(fitting)) != 1:
            some = say("one of: {names}", names=[label for _, label in self._choices][:12])
            raise KamError.of(say("{value} is none of the choices", value=typed[:80]), some, place=place)
        return fitting[0]


class Form(Dialog[Any]):
    """Gives what doing it came to, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "do", show=False, priority=True)]
    AUTO_FOCUS = "Line"

    def __init__(self, title: Message, asked: Sequence[Asked], do: Do) -> None:
        """Ask for things, and do something with the answers.

        Args:
            title: what it is about.
            asked: at least one thing.
            do: what to do with the answers, by name; when it refuses them with a `KamError`, the form stays.
        """
        super().__init__(title)
        self._asked, self._do = tuple(asked), do
        self._trying: Worker[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing is being done with the answers."""
        return self._trying is None or self._trying.is_finished

    def parts(self) -> Iterable[Widget]:
        """A label and a line for each thing."""
        rows: list[Widget] = []
        for each in self._asked:
            rows += [Words((each.label, "muted")), Line(each)]
        yield VerticalScroll(*rows, id="answers", can_focus=False)

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        if any(each.choices for each in self._asked):
            return say("Enter goes on, ↑ ↓ choose, Ctrl+S saves, Esc leaves.")
        return say("Enter goes on, Ctrl+S saves, Esc leaves.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next line; from the last one, do it."""
        event.stop()
        lines = list(self.query(Line))
        if event.input is lines[-1]:
            self.action_do()
        else:
            lines[lines.index(event.input) + 1].focus()  # type: ignore[arg-type]

    def action_do(self) -> None:
        """Do it with what was typed."""
        self._trying = self.run_worker(self._try(), exclusive=True)

    async def _try(self) -> None:
        line: Line | None = None
        try:
            answers = {}
            for line in self.query(Line):
                answers[line.asked.name] = line.answer()
            line = None
            came = await self._do(answers)
        except KamError as error:
            self.refuse(error)
            if line is not None:
                line.focus()
            return
        self.dismiss(came if came is not None else True)
