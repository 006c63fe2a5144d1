"""Asking about a pack, each question once, and putting answers into findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message
from kamengine.proof.facts import Fact
from kamengine.proof.judge import Case
from kamengine.proof.model import Facts, Finding, Severity
from kamengine.proof.search import Answer, Search

Path = tuple[str | int, ...]


class Asking:
    """One pack under examination."""

    def __init__(self, checked: CheckedPack, bindings: Bindings) -> None:
        """Draw the first cases; nothing is asked yet."""
        self.checked, self.bindings = checked, bindings
        self.search = Search(checked, bindings)
        self._answers: dict[tuple[Expr, bool], Answer] = {}

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that the pack looks at."""
        return self.search.facts

    def find(self, expr: Expr, *, anywhere: bool = False) -> Answer:
        """An account that meets a condition; `anywhere`: also one that the pack does not speak about."""
        key = (expr, anywhere)
        if key not in self._answers:
            self._answers[key] = self.search.find(expr, anywhere=anywhere)
        return self._answers[key]

    def least(self, expr: Expr, case: Case, keep: Iterable[str] = ()) -> Case:
        """An account that meets the condition with as few and as plain facts as can be."""
        return self.search.judge.least(expr, case, keep, self.search.values)

    def found(
        self,
        code: str,
        severity: Severity,
        path: Path,
        what: Message,
        remedy: Message | None,
        answer: Answer,
        witness: Facts | None = None,
        shows: Facts | None = None,
    ) -> Iterator[Finding]:
        """A finding from the answer that there is no account of some kind; none where the question stays open.

        What is not proved is never more than a warning.
        """
        if answer.open:
            return
        severity = severity if answer.proof == "proved" else "warning"
        place = self.checked.pack.place(*path)
        yield Finding(place, what, remedy, code, severity, answer.proof, answer.cases, witness, dict(shows or {}))
