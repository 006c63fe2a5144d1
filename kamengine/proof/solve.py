"""Putting one question to the solver, and reading its answers as facts of accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.encode import Encoder
from kamengine.proof.facts import Fact
from kamengine.proof.terms import Truth, both, solver_module

STEPS = 500_000
"""The solver's bound for one question, in its own steps, so that the answer is the same on every machine."""

MODELS = 3
"""So many accounts of the solver are tried on the reference."""

Verdict = Literal["impossible", "possible", "unknown"]


class Question:
    """Whether the solver knows facts for which a condition, and the scope of the pack, are met."""

    def __init__(
        self,
        checked: CheckedPack,
        bindings: Bindings,
        facts: Mapping[str, Fact],
        words: Mapping[str, list[Any]],
        *,
        precise: bool,
        held: Mapping[str, Any],
    ) -> None:
        """Nothing is asked yet.

        Args:
            checked: the pack.
            bindings: the as-of date, parameters and tables.
            facts: what the solver chooses.
            words: texts worth knowing, by fact.
            precise: see `Encoder`.
            held: values of facts that the solver may not choose.
        """
        self.facts = facts
        self.encoder = Encoder(checked, bindings, facts, precise=precise, held=held)
        for name, fact in facts.items():
            for value in words[name] if fact.type.kind in ("text", "choice") else ():
                self.encoder.code(value)
        self._scope = checked.scope
        self._solver: Any = None

    @property
    def nonlinear(self) -> bool:
        """Whether facts are multiplied or divided by each other, as far as was asked."""
        return self.encoder.nonlinear

    def ask(self, expr: Expr, *, anywhere: bool, usual: bool = False) -> Verdict:
        """Ask it.

        Args:
            expr: the condition.
            anywhere: the scope need not be met.
            usual: facts lie where they really can be, such as a share within the whole; then nothing is a proof.
        """
        goal = self.encoder.truth(expr).true
        scope = True if anywhere or self._scope is None else self.encoder.truth(self._scope).true
        wanted = both(goal, scope)
        if wanted is False:
            return "impossible"
        z3 = solver_module()
        self._solver = z3.Solver(ctx=z3.Context())
        self._solver.set("rlimit", STEPS)
        self._add(wanted, *(c for c in self.encoder.constraints if c is not True))
        if usual:
            self._add(*self._usual())
        return self._verdict()

    def narrow(self) -> Verdict:
        """Ask for an account whose facts lie where they really can be, such as a share within the whole."""
        added = self._usual()
        self._add(*added)
        return self._verdict() if added else "possible"

    def _usual(self) -> list[Any]:
        return [condition for name in self.facts for condition in self.encoder.usual(name)]

    def again(self) -> Verdict:
        """Ask for an account with other facts than those of the last answer."""
        different = self._elsewhere()
        if different is None:
            return "impossible"
        self._solver.add(different)
        return self._verdict()

    def _add(self, *formulas: Any) -> None:
        """Put formulas to the solver, which lives apart: what it finds must not hang on what was asked before."""
        context = self._solver.ctx
        self._solver.add(*(f if isinstance(f, bool) else f.translate(context) for f in formulas))

    def _verdict(self) -> Verdict:
        verdicts: dict[str, Verdict] = {"sat": "possible", "unsat": "impossible"}
        return verdicts.get(str(self._solver.check()), "unknown")

    # ── reading a model ──────────────────────────────────────────────────────────────────────────────────────────────

    def accounts(self) -> Iterator[dict[str, Any]]:
        """The facts of the last answer, its numbers as plain as they may be, then closer to what was found."""
        model = self._solver.model()
        forms = {name: list(self._forms(model, fact)) for name, fact in self.facts.items()}
        for index in range(max((len(values) for values in forms.values()), default=1) or 1):
            yield {name: values[min(index, len(values) - 1)] for name, values in forms.items() if values}

    def _forms(self, model: Any, fact: Fact) -> Iterator[Any]:
        found = self.encoder.written(fact.name)
        if found is None:
            return
        if isinstance(found, Truth):
            if _holds(model, found.true) or _holds(model, found.false):
                yield _holds(model, found.true)
        elif _holds(model, found.known):
            term = found.value
            number = term if isinstance(term, Fraction) else _fraction(_evaluated(model, term))
            yield from self._values(fact, number)

    def _values(self, fact: Fact, number: Fraction) -> Iterator[Any]:
        match fact.type.kind:
            case "text" | "choice":
                yield self.encoder.word(int(number)) or f"other {int(number)}"
            case "date":
                for days in (0, -10, 10):
                    yield date.fromordinal(min(max(int(number) + days, 1), date.max.toordinal()))
            case _:
                yield from fact.forms(number)

    def _elsewhere(self) -> Any | None:
        """That the facts must not all be those of the last answer."""
        z3, model, same = solver_module(), self._solver.model(), []
        for name in self.facts:
            found = self.encoder.written(name)
            if found is not None:
                term = found.true if isinstance(found, Truth) else found.value
                if not isinstance(term, bool | Fraction):
                    same.append(term.translate(model.ctx) == _evaluated(model, term))
        return z3.Not(z3.And(*same)) if same else None


def _holds(model: Any, formula: Any) -> bool:
    return formula if isinstance(formula, bool) else bool(solver_module().is_true(_evaluated(model, formula)))


def _evaluated(model: Any, term: Any) -> Any:
    return model.eval(term.translate(model.ctx), model_completion=True)


def _fraction(number: Any) -> Fraction:
    if solver_module().is_algebraic_value(number):
        number = number.approx(20)
    return Fraction(number.numerator_as_long(), number.denominator_as_long())
