"""Writing a condition over the accounts of a run: what can stand where one writes, and what is wrong so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamengine.declarations import Label
from kamengine.engine.headings import HEADINGS
from kamengine.engine.selection import vocabulary_of
from kamengine.language.check import check_condition
from kamengine.language.completion import Candidate, Completions, completions, place_of
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.language.vocabulary import Vocabulary
    from kamengine.problems import Message

_LABELS = {id: (label.en, label.zh) for id, label in HEADINGS.items()}


@dataclass(frozen=True)
class Wrong:
    """Something wrong in a condition.

    Attributes:
        what: it is.
        remedy: what helps; None where nobody can say.
        place: where in the text it is, from a place up to another; None where that cannot be told.
    """

    what: Message
    remedy: Message | None
    place: tuple[int, int] | None


class ConditionDesk:
    """What helps somebody who writes a condition over the accounts of a run."""

    def __init__(self, results: Results) -> None:
        """Help with conditions over these results; nothing is read."""
        self.results = results
        self._vocabulary = _columns_first(vocabulary_of(results), results)

    def completions(self, text: str, cursor: int) -> Completions:
        """What can stand where the cursor is; see `kamengine.language.completion`. It takes less than a millisecond."""
        return completions(text, cursor, self._vocabulary)

    def wrong(self, text: str) -> tuple[Wrong, ...]:
        """Everything that is wrong with a condition; nothing for one that is sound, or empty."""
        if not text.strip():
            return ()
        _, findings = check_condition(text, self._vocabulary)
        return tuple(Wrong(*_told(each.what, each.remedy), place_of(each, text)) for each in findings)

    def label(self, candidate: Candidate) -> Label:
        """What people call a candidate; an empty label for one that is called as it is written."""
        if candidate.kind == "function":
            return self._vocabulary.functions[candidate.name].doc
        if candidate.kind == "choice":
            choices = self._vocabulary.symbols[candidate.of].choices
            return next((choice.label for choice in choices if choice.id == candidate.name), Label("", ""))
        if candidate.kind == "word":
            return Label("", "")
        if candidate.name in HEADINGS:
            return HEADINGS[candidate.name]
        label = self.results.checked.label(candidate.name)
        return Label("", "") if label.en == candidate.name else label


def _told(what: Message, remedy: Message | None) -> tuple[Message, Message | None]:
    """What is wrong, and what helps; a column that no condition can use is not called unknown."""
    name = str(what.arguments.get("name", ""))
    if what.template == "unknown name {name}" and any(name in (id, *label) for id, label in _LABELS.items()):
        return say("{name} can only be looked at; no condition can use it", name=name), None
    return what, remedy


def _columns_first(vocabulary: Vocabulary, results: Results) -> Vocabulary:
    """The same with the columns of the results first."""
    first = {name: vocabulary.symbols[name] for name in results.columns() if name in vocabulary.symbols}
    return replace(vocabulary, symbols=first | dict(vocabulary.symbols))
