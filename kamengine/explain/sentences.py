"""What a reader is told of a condition: one sentence, or an outline of its sub-conditions."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.explain.conditions import ConditionWords, holds, is_all
from kamengine.explain.model import Explanation, Need, Outcome, Trace, outcome_of
from kamengine.explain.unknown import deciding_branch
from kamengine.language import expressions as node
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import say


@dataclass(frozen=True)
class Outline:
    """A condition as people take it in: a line, and below it the conditions it consists of."""

    outcome: Outcome
    text: str
    below: tuple[Outline, ...] = ()


class Sentences(ConditionWords):
    """The sentences of one explanation in one language. All are plain text on one line."""

    @classmethod
    def of(cls, explanation: Explanation, messages: Messages) -> Sentences:
        """The sentences for an explanation."""
        return cls(explanation.checked, messages, explanation.indicators)

    def sentence(self, trace: Trace) -> str:
        """A condition with its facts and outcome: ``Monthly spend 12,300 CNY/month is at least 10,000 — met``."""
        marked = len(set(self.leaves(trace))) > 1
        clause = self._begun(self.condition(trace, marked=marked), trace)
        return self.text(_SENTENCES[trace.outcome](clause))

    def outline(self, trace: Trace, negated: bool = False, *, begun: bool = True) -> Outline:
        """A condition and its sub-conditions, each with its outcome; a ``not`` is carried down.

        Args:
            trace: the condition.
            negated: it stands under ``not``.
            begun: start the first line with a capital letter; the lines below always do.
        """
        expr, parts, outcome = trace.expr, trace.parts, outcome_of(holds(trace, negated))
        if isinstance(expr, node.Not):
            return self.outline(parts[0], not negated, begun=begun)
        if isinstance(expr, node.Logic):
            needed = say("all of these are needed") if is_all(trace, negated) else say("one of these is enough")
            return Outline(outcome, self.text(needed), tuple(self.outline(part, negated) for part in parts))
        if isinstance(expr, node.Call) and expr.function.name == "at_least":
            return Outline(outcome, self.counted(trace, negated), tuple(self.outline(part) for part in parts[1:]))
        clause = self.condition(trace, negated)
        below: tuple[Outline, ...] = ()
        if isinstance(expr, node.Case):
            condition, value = deciding_branch(trace)
            if condition and condition.value and value and not isinstance(value.expr, node.Constant):
                clause = self.text(say("as {reason}:", reason=self.condition(condition)))
                below = (self.outline(value, negated),)
        return Outline(outcome, self._begun(clause, trace) if begun else clause, below)

    def need(self, need: Need) -> str:
        """What would decide, by name; with the reason where known facts leave it unknown."""
        name = self.tier(need.name) if need.role == "tier" else self.name(need.name)
        if need.gap is None:
            return name
        return self.text(say("{name}: {reason}", name=name, reason=self.gap(need.gap)))

    def tier(self, id: str) -> str:
        """What people call a tier."""
        return plain(self.messages.label(self.checked.tier_label(id)))

    def part(self, id: str) -> str:
        """What people call a part of the scorecard."""
        part = next(part for part, _ in self.checked.parts if part.id == id)
        return plain(self.messages.label(part.label)) or self.name(part.subject)

    def value_of(self, name: str, value: object) -> str:
        """The value of a field, indicator, parameter or criterion as people read it."""
        symbol = self.checked.symbols[name]
        return self.fact(value, node.Name(symbol.type, name, symbol.role))

    def _begun(self, clause: str, trace: Trace) -> str:
        """The clause with a capital letter, unless it starts with a name of the pack."""
        if self.messages.language != "en" or not clause[:1].islower():
            return clause
        named = node.names(trace.expr, "field", "indicator", "parameter", "criterion", "table")
        functions = [f"{part.function.name}(" for part in node.walk(trace.expr) if isinstance(part, node.Call)]
        if clause.startswith((*map(self.name, named), *functions)):
            return clause
        return clause[0].upper() + clause[1:]


_SENTENCES = {
    "met": lambda clause: say("{clause} — met", clause=clause),
    "not met": lambda clause: say("{clause} — not met", clause=clause),
    "unknown": lambda clause: say("{clause} — unknown", clause=clause),
}
