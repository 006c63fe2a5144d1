"""Is there an account that meets a condition? Cases first, then the solver, whose answer the reference confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.cases import drawn
from kamengine.proof.facts import Fact, factors_in, facts_of
from kamengine.proof.judge import Case, Judge
from kamengine.proof.model import Proof
from kamengine.proof.overall import looks_at_portfolio
from kamengine.proof.solve import MODELS, Question, Verdict
from kamengine.proof.values import values_of

FIRST_CASES = 120
"""So many cases are judged before the solver is asked."""

MORE_CASES = 2000
"""So many more where the solver has no answer."""

MOST_STOPPED = 25
"""Once so many questions about a pack have found no answer, further ones are put to the solver once and no more."""

HELD = 10
"""So many times some facts are held fast where facts are multiplied."""

_SHARES_HELD = (0, 0, 0, 1)
_NUMBERS_HELD = (1, 10, 1000, 100_000, 10_000_000)


@dataclass(frozen=True)
class Answer:
    """Whether any account meets a condition.

    Attributes:
        case: one that does; None when there is none, or none was found.
        proof: ``proved`` when no account can; ``searched`` when none of `cases` did.
        cases: how many were looked at.
    """

    case: Case | None
    proof: Proof = "proved"
    cases: int = 0

    @property
    def open(self) -> bool:
        """Whether nothing can be said: it is not proved, and single accounts cannot tell."""
        return self.case is None and self.proof == "searched" and not self.cases


class Search:
    """Answers questions about one pack; keeps every case it has judged."""

    def __init__(
        self,
        checked: CheckedPack,
        bindings: Bindings,
        facts: Mapping[str, Fact] | None = None,
        *,
        proofs_only: bool = False,
    ) -> None:
        """Draw the first cases.

        Args:
            checked: the pack.
            bindings: the as-of date, parameters and tables.
            facts: what an account may be made of; left out, the facts that the pack looks at.
            proofs_only: leave a question open rather than answer it by search.
        """
        self._proofs_only = proofs_only
        self.checked, self.bindings = checked, bindings
        self.facts = facts if facts is not None else facts_of(checked)
        self.values = values_of(checked, bindings, self.facts)
        self.judge = Judge(checked, bindings, self.facts)
        self._sure = frozenset(name for name, fact in self.facts.items() if fact.sure)
        self.cases: list[Case] = []
        self.in_scope: list[Case] = []
        self.stopped = 0
        self._more: list[Case] = []
        self._inside = self._scope_facts()
        for facts in drawn(self.values, FIRST_CASES, sure=self._sure):
            self._keep(self._drawn_case(facts))

    def find(self, expr: Expr, *, anywhere: bool = False) -> Answer:
        """An account that meets a condition, or why there is none.

        Args:
            expr: a condition over accounts.
            anywhere: also look at accounts that are not in the scope of the pack.
        """
        if self._looks_beyond(expr):
            return self._only_proof(expr, anywhere)
        cases = self.cases if anywhere else self.in_scope
        case = next((case for case in cases if case.met(expr, anywhere=anywhere)), None)
        return Answer(case) if case is not None else self._ask_solver(expr, anywhere)

    # ── the solver ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_solver(self, expr: Expr, anywhere: bool) -> Answer:
        roughly = self._question()
        answer = self._asked(roughly, expr, anywhere)
        if answer is None and self.stopped < MOST_STOPPED:
            helps = roughly.nonlinear and not self._proofs_only
            answer = self._ask_with_held(expr, anywhere) if helps else None
            answer = answer or self._asked(self._question(precise=True), expr, anywhere)
        if answer is not None:
            return answer
        self.stopped += 1
        return Answer(None, "searched") if self._proofs_only else self._search_on(expr, anywhere)

    def _asked(self, question: Question, expr: Expr, anywhere: bool) -> Answer | None:
        """The answer to a question; None when the solver knows none, or none that the reference confirms."""
        verdict = question.ask(expr, anywhere=anywhere)
        if verdict == "impossible":
            return Answer(None)
        verdict = question.narrow() if verdict == "possible" else verdict
        return self._tried(question, verdict, expr, anywhere)

    def _tried(self, question: Question, verdict: Verdict, expr: Expr, anywhere: bool) -> Answer | None:
        """An account of the solver that the reference confirms."""
        tries = 0
        while verdict == "possible" and tries < MODELS:
            case = self._confirmed(question, expr, anywhere)
            if case is not None:
                return Answer(case)
            verdict, tries = question.again(), tries + 1
        return None

    def _ask_with_held(self, expr: Expr, anywhere: bool) -> Answer | None:
        """An account with some facts held fast, so that products of facts become multiples; never a proof."""
        random = Random(0)  # not for secrets: the same pack must always give the same answers
        factors = [self.facts[name] for name in factors_in(self.checked, expr, self.facts)]
        factors = [fact for fact in factors if fact.type.numeric]
        for _ in range(HELD if factors else 0):
            held = {
                fact.name: fact.held(random.choice(_SHARES_HELD if fact.type.kind == "ratio" else _NUMBERS_HELD))
                for fact in factors
            }
            question = self._question(precise=True, held=held)
            answer = self._tried(question, question.ask(expr, anywhere=anywhere, usual=True), expr, anywhere)
            if answer is not None:
                return answer
        return None

    def _only_proof(self, expr: Expr, anywhere: bool) -> Answer:
        """The answer for what looks at the whole portfolio: proved that there is none, or open."""
        verdicts = (self._question(precise=p).ask(expr, anywhere=anywhere) for p in (False, True))
        return Answer(None, "proved" if "impossible" in verdicts else "searched")

    def _question(self, *, precise: bool = False, held: Mapping[str, Any] | None = None) -> Question:
        return Question(self.checked, self.bindings, self.facts, self.values, precise=precise, held=held or {})

    def _confirmed(self, question: Question, expr: Expr, anywhere: bool) -> Case | None:
        for facts in question.accounts():
            case = self.judge.case(facts)
            if self._is_usual(case.facts):
                self._keep(case)
                if case.met(expr, anywhere=anywhere):
                    return case
        return None

    def _is_usual(self, facts: Mapping[str, Any]) -> bool:
        """Whether no fact lies where it cannot really be, such as a share above the whole."""
        for name, value in facts.items():
            fact = self.facts[name]
            low, high = (None, self.bindings.as_of) if fact.past else fact.usual
            if (low is not None and value < low) or (high is not None and value > high):
                return False
        return True

    # ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _scope_facts(self) -> Mapping[str, Any]:
        """Facts with which an account is in the scope of the pack; none where the scope cannot be met."""
        scope = self.checked.scope
        if scope is None:
            return {}
        used = node.names(scope, "field")
        for facts in drawn({name: self.values[name] for name in used if name in self.values}, FIRST_CASES):
            if self.judge.case(facts).in_scope:
                return facts
        case = self._ask_solver(scope, anywhere=True).case
        return case.facts if case is not None else {}

    def _drawn_case(self, facts: Mapping[str, Any]) -> Case:
        """A case of these facts, most of the time in the scope."""
        case = self.judge.case(facts)
        if case.in_scope or self.checked.scope is None:
            return case
        self.cases.append(case)
        used = frozenset(node.names(self.checked.scope, "field"))
        return self.judge.case({**{n: v for n, v in facts.items() if n not in used}, **self._inside})

    def _keep(self, case: Case) -> None:
        self.cases.append(case)
        if case.in_scope:
            self.in_scope.append(case)

    def _search_on(self, expr: Expr, anywhere: bool) -> Answer:
        """Look at many more cases, for want of a proof."""
        if not self._more and self.stopped <= MOST_STOPPED:
            self._more = [self._drawn_case(facts) for facts in drawn(self.values, MORE_CASES, 1, self._sure)]
        looked_at = [*self.cases, *self._more]
        case = next((case for case in looked_at if case.met(expr, anywhere=anywhere)), None)
        return Answer(case, "searched", sum(anywhere or case.in_scope for case in looked_at))

    def _looks_beyond(self, expr: Expr) -> bool:
        """Whether a condition looks at the whole portfolio otherwise than by facts that are pinned."""
        return looks_at_portfolio(expr)
