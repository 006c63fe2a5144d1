"""Asking for several things at once; what is refused is said in the form, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.worker import Worker

from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.tui.dialogs.frame import Dialog, Words
from kamengine.tui.ground.speaking import messages_of
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
        key: the key under which problems speak of it; None for the option of its name, such as ``--due``.
    """

    name: str
    label: Message | str
    value: str = ""
    choices: Sequence[tuple[str, Message | str]] = ()
    hint: Message | None = None
    needed: bool = False
    key: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which problems may speak of it, on the command line and in our own code."""
        option = self.name.replace("_", "-")
        return (f"--{option}", option.upper(), self.name) if self.key is None else (self.key,)


class Line(PlainInput):
    """Where an answer is typed, or chosen."""

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

    def choose(self, steps: int) -> None:
        """Put the next choice there, of those that begin as is typed if nothing else was chosen."""
        labels = [label for _, label in self._choices]
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
    """Gives what doing it came to, else None.

    Keys may come in one burst. The app hands each to the line that is in focus when its turn comes, while the line
    handles them later, in order. So what moves the focus does so at once, before the next key is handed on, and what
    needs the answers waits in the line's own queue until everything typed before is there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("enter", "go_on", show=False, priority=True),
        Binding("tab", "move(1)", show=False, priority=True),
        Binding("shift+tab", "move(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("up", "choose(-1)", show=False, priority=True),
    ]
    AUTO_FOCUS = ""  # the form does it, without centring the line and scrolling its label away

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

    def on_mount(self) -> None:
        """Begin in the first line."""
        self._go_to(self.query(Line).first())

    def on_descendant_focus(self) -> None:
        """Bring the line in focus into sight, with its label."""
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        line, answers = self._line, self.query_one("#answers", VerticalScroll)
        label = answers.children[answers.children.index(line) - 1]
        answers.scroll_to_region(label.virtual_region.union(line.virtual_region), animate=False)

    def action_move(self, steps: int) -> None:
        """Go to another line, round and round."""
        lines = list(self.query(Line))
        self._go_to(lines[(lines.index(self._line) + steps) % len(lines)])

    def _go_to(self, line: Line) -> None:
        self.set_focus(line, scroll_visible=False)
        self.call_after_refresh(self._bring_into_sight)

    def action_go_on(self) -> None:
        """Go to the next line; from the last one, do it."""
        if self._line is self.query(Line).last():
            self.action_save()
        else:
            self.action_move(1)

    def action_choose(self, steps: int) -> None:
        """Go through the choices; where there are none, to another line."""
        line = self._line
        if line.asked.choices:
            line.call_later(line.choose, steps)
        else:
            self.action_move(steps)

    def action_save(self) -> None:
        """Do it with what was typed."""
        self._line.call_later(self._do_it)

    def refuse(self, error: KamError) -> None:
        """Say what is wrong with the answers, by what the form calls them, and go to the first that is."""
        lines = {key: line for line in self.query(Line) for key in line.asked.keys}
        labels = {key: self._label(line.asked) for key, line in lines.items()}
        wrong = (lines[key] for problem in error.problems if (key := problem.place.key or "") in lines)
        super().refuse(KamError(_at_label(problem, labels) for problem in error.problems))
        self._go_to(next(wrong, self._line))

    @property
    def _line(self) -> Line:
        """The line in focus; the first one when nothing is."""
        return self.focused if isinstance(self.focused, Line) else self.query(Line).first()

    def _label(self, asked: Asked) -> str:
        return self.messages.text(asked.label) if isinstance(asked.label, Message) else asked.label

    def _do_it(self) -> None:
        if self.ready:
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
                self._go_to(line)
            return
        self.dismiss(came if came is not None else True)


def _at_label(problem: Problem, labels: Mapping[str, str]) -> Problem:
    """The same problem, at the label of the answer that it is about; at no option that the form does not ask for."""
    key = problem.place.key or ""
    label = labels.get(key, None if key.startswith("--") else problem.place.key)
    return replace(problem, place=replace(problem.place, key=label))
