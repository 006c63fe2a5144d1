"""Asking for several things at once; what is refused is said in the form, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.worker import Worker

from kamengine.locale.display import plain
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.tui.dialogs.candidates import Candidate, Candidates
from kamengine.tui.dialogs.frame import Dialog, Words
from kamengine.tui.ground.speaking import messages_of
from kamengine.tui.widgets.plain_input import PlainInput
from kamengine.tui.widgets.suggestions import Suggestions

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
        details: what is said of choices besides, by value.
        free: where any other text may be typed, too: what is said of one, and None of a text that means a choice.
    """

    name: str
    label: Message | str
    value: str = ""
    choices: Sequence[tuple[str, Message | str]] = ()
    hint: Message | None = None
    needed: bool = False
    key: str | None = None
    details: Mapping[str, Message | str] = field(default_factory=dict)
    free: Callable[[str], Message | None] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which problems may speak of it, on the command line and in our own code."""
        option = self.name.replace("_", "-")
        return (f"--{option}", option.upper(), self.name) if self.key is None else (self.key,)


class Line(PlainInput):
    """Where an answer is typed, or chosen.

    Attributes:
        asked: what is asked for.
        suggestions: what can stand here, below the line while it is in focus; what the answer would be is looked at.
    """

    def __init__(self, asked: Asked) -> None:
        """Ask for one thing."""
        super().__init__(compact=True, select_on_focus=False, id=f"answer-{asked.name}")
        self.asked, self.suggestions = asked, Suggestions()
        self._candidates = Candidates(())

    def on_mount(self) -> None:
        """Show what stands there to begin with."""
        if self.asked.hint is not None:
            self.placeholder = messages_of(self).text(self.asked.hint)
        known = (Candidate(value, self._text(label), self._about(value)) for value, label in self.asked.choices)
        self._candidates = Candidates(tuple(known))
        called = {each.value: each.label for each in self._candidates.known}
        self.value = called.get(self.asked.value, self.asked.value)

    def watch_value(self, value: str) -> None:
        """What was typed by hand chooses anew."""
        candidates = self._candidates
        chosen = candidates.place is not None and candidates.fitting[candidates.place].label == value
        if not chosen:
            free = self.asked.free
            offer = free(value.strip()) if free is not None and value.strip() else None
            self._candidates = replace(
                candidates, typed=value, offer="" if offer is None else self._text(offer), place=None
            )
        self.suggest(self.has_focus)

    def on_focus(self) -> None:
        """Show what can stand here."""
        self.suggest(True)

    def on_blur(self) -> None:
        """Show it no longer, and what is typed of a name as the name that it means."""
        taken = self._candidates.taken
        if taken is not None:
            self.take(taken)
        self.suggest(False)

    def suggest(self, shown: bool) -> None:
        """Show what can stand here, or nothing."""
        taken = self._candidates.taken
        rows = [(each.label, each.about) for each in self._candidates.fitting] if shown else []
        self.suggestions.show(rows, -1 if taken is None else taken)

    def choose(self, steps: int) -> None:
        """Put another candidate there, of those that fit what was typed."""
        self._put(self._candidates.choose(steps))

    def take(self, place: int) -> None:
        """Put the candidate there that was clicked."""
        self._put(self._candidates.choose_at(place))

    def answer(self) -> str:
        """What was typed; of choices the value.

        Raises:
            KamError: it is needed and empty, or none of the choices, or several of them.
        """
        typed, free = self.value.strip(), self.asked.free
        place = Place(key=messages_of(self).text(self.asked.label) if isinstance(self.asked.label, Message) else "")
        if not typed:
            if self.asked.needed:
                raise KamError.of(say("this is needed"), say("type something, or leave with Esc"), place=place)
            return ""
        if not self.asked.choices and free is None:
            return typed
        if free is not None and self._candidates.place is None and free(typed) is None:
            return typed  # a whole name, by one of its spellings
        return self._candidates.answer(place)

    def _put(self, candidates: Candidates) -> None:
        self._candidates = candidates
        if candidates.place is not None:
            self.value = candidates.fitting[candidates.place].label
            self.cursor_position = len(self.value)
            self.suggest(self.has_focus)

    def _about(self, value: str) -> str:
        return self._text(self.asked.details.get(value, ""))

    def _text(self, what: Message | str) -> str:
        return plain(messages_of(self).text(what) if isinstance(what, Message) else what, None)


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
        """A label and a line for each thing, and what can stand in it."""
        rows: list[Widget] = []
        for each in self._asked:
            line = Line(each)
            rows += [Words((each.label, "muted")), line, line.suggestions]
        yield VerticalScroll(*rows, id="answers", can_focus=False)

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        if any(each.choices or each.free is not None for each in self._asked):
            return say("Enter goes on, ↑ ↓ choose, Ctrl+S saves, Esc leaves.")
        return say("Enter goes on, Ctrl+S saves, Esc leaves.")

    def on_mount(self) -> None:
        """Begin in the first line."""
        self._go_to(self.query(Line).first())

    def on_descendant_focus(self) -> None:
        """Bring the line in focus into sight, with its label."""
        self.call_after_refresh(self._bring_into_sight)

    def on_input_changed(self) -> None:
        """Keep what can stand there in sight, too."""
        self.call_after_refresh(self._bring_into_sight)

    def on_suggestions_taken(self) -> None:
        """Put the candidate there that was clicked."""
        line = self._line
        line.take(line.suggestions.cursor)
        self._go_to(line)

    def _bring_into_sight(self) -> None:
        line, answers = self._line, self.query_one("#answers", VerticalScroll)
        label = answers.children[answers.children.index(line) - 1]
        region = label.virtual_region.union(line.virtual_region)
        if line.suggestions.display:
            region = region.union(line.suggestions.virtual_region)
        answers.scroll_to_region(region, animate=False)

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
        if line.asked.choices or line.asked.free is not None:
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
