"""The conditions of a rule pack in words, of no account in particular: what must hold, with the lines in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kamengine.declarations import Field, Label
from kamengine.explain.comparisons import MIRRORED, NEGATED, like_words
from kamengine.explain.model import Trace
from kamengine.explain.operands import OperandWords
from kamengine.language import expressions as node
from kamengine.language.expressions import Constant, Expr, Name, children, constant_value
from kamengine.language.sql import Bindings
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message, say


@dataclass(frozen=True)
class Clause:
    """A condition as people take it in: a line, and below it the conditions that it consists of."""

    text: str
    below: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class RuleWords(OperandWords):
    """Puts conditions and formulas into words; lines are said with their values on the day of the bindings.

    A ``not`` is carried down to what it denies. Facts are named, and what they are is left open.

    Attributes:
        bindings: the parameters and tables of the day.
        ledger: the ledger whose columns the names of fields are; None for fields of accounts.
    """

    bindings: Bindings = field(kw_only=True)
    ledger: str | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, checked: CheckedPack, bindings: Bindings, messages: Messages) -> RuleWords:
        """The words for a pack on the day of its bindings, in a language."""
        return cls(checked, messages, bindings=bindings)

    def over(self, ledger: str | None) -> RuleWords:
        """The same for formulas over the rows of a ledger."""
        return replace(self, ledger=ledger)

    def clause(self, expr: Expr) -> str:
        """A condition as one clause: ``Average monthly spend is at least 3,000 (Lowest spend line anywhere)``."""
        return self.condition(self._trace(expr))

    def formula(self, expr: Expr) -> str:
        """What a value is computed from: ``Average monthly spend ÷ Spend line for its city``."""
        return self.words(self._trace(expr))

    def outline(self, expr: Expr, negated: bool = False) -> Clause:
        """A condition with its sub-conditions below it, where it consists of several."""
        match expr:
            case node.Not(item=item):
                return self.outline(item, not negated)
            case node.Logic(op=op, items=items):
                needed = say("All of these:") if (op == "and") != negated else say("One of these is enough:")
                return Clause(self.text(needed), tuple(self.outline(item, negated) for item in items))
            case node.Call(function=function, arguments=(needed_number, *items)) if function.name == "at_least":
                head = self._counted(self._trace(needed_number), len(items), negated)
                return Clause(self.text(say("{head}:", head=head)), tuple(self.outline(item) for item in items))
        return Clause(self._begun(self.condition(self._trace(expr), negated), expr))

    def _begun(self, clause: str, expr: Expr) -> str:
        """The clause with a capital letter, unless it starts with a name of the pack."""
        if self.messages.language != "en" or not clause[:1].islower():
            return clause
        named = node.names(expr, "field", "indicator", "parameter", "criterion", "table")
        return clause if clause.startswith(tuple(map(self.name, named))) else clause[0].upper() + clause[1:]

    def leaves(self, trace: Trace, negated: bool = False) -> Iterator[bool | None]:
        """No outcomes: nobody was judged."""
        return iter(())

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def condition(self, trace: Trace, negated: bool = False, marked: bool = False) -> str:
        """A condition, or its contrary, as a clause."""
        expr, parts = trace.expr, trace.parts
        match expr:
            case node.Not():
                return self.condition(parts[0], not negated)
            case node.Logic():
                return self._logic(trace, negated)
            case node.Call(function=function) if function.name == "at_least":
                head = self._counted(parts[0], len(parts) - 1, negated)
                items = self.separated([self.condition(part) for part in parts[1:]])
                return self.text(say("{head}: {items}", head=head, items=items))
            case node.Call(function=function) if function.name == "coalesce" and expr.type.kind == "bool":
                return self._decided(trace, negated)
            case node.Case() if expr.type.kind == "bool":
                return self._cases(trace, lambda part: self.condition(part, negated))
            case node.Compare():
                return self._compare(trace, negated)
        return self.text(self._single(trace, negated))

    def _logic(self, trace: Trace, negated: bool) -> str:
        assert isinstance(trace.expr, node.Logic)
        items = []
        for part in trace.parts:
            clause = self.condition(part, negated)
            items.append(self.text(say("({text})", text=clause)) if _is_group(part.expr) else clause)
        if (trace.expr.op == "and") != negated:
            return self.both(items)
        *first, last = items
        if len(first) == 1:
            return self.text(say("{first} or {last}", first=first[0], last=last))
        return self.text(say("{first}; or {last}", first=self.separated(first), last=last))

    def _decided(self, trace: Trace, negated: bool) -> str:
        """A ``coalesce`` of conditions: what counts where the first one is unknown."""
        *conditions, last = trace.parts
        if not isinstance(last.expr, Constant) or not isinstance(last.value, bool):
            return self._first_known([self.condition(part, negated) for part in trace.parts])
        clause = self._first_known([self.condition(part, negated) for part in conditions])
        counts = self.fact(last.value != negated, last.expr)
        return self.text(say("{clause} (unknown counts as {value})", clause=clause, value=counts))

    def _counted(self, needed: Trace, of: int, negated: bool) -> str:
        """The head of ``at_least``."""
        count = self.line(needed, needed)
        if negated:
            return self.text(say("fewer than {k} of these {n}", k=count, n=of))
        return self.text(say("at least {k} of these {n}", k=count, n=of))

    def _compare(self, trace: Trace, negated: bool) -> str:
        assert isinstance(trace.expr, node.Compare)
        op, (subject, line) = trace.expr.op, trace.parts
        truth = next((part.value for part in trace.parts if isinstance(part.expr, Constant)), None)
        if isinstance(truth, bool) and op in ("=", "<>"):
            item = next(part for part in trace.parts if not isinstance(part.expr, Constant))
            return self.condition(item, negated == (truth == (op == "=")))
        if subject.value is not None and line.value is None:
            op, subject, line = MIRRORED[op], line, subject
        op = NEGATED[op] if negated else op
        said = _DATES if subject.expr.type.kind == "date" else _AMOUNTS
        return self.text(said.get(op, _AMOUNTS[op])(self._fact(subject), self._line(line, subject)))

    def _fact(self, trace: Trace) -> str:
        """What is compared, in brackets where its words are several clauses."""
        words = self.words(trace)
        return self.text(say("({text})", text=words)) if _is_long(trace.expr) else words

    def _line(self, line: Trace, subject: Trace) -> str:
        """What a fact is compared with: a line with its value, or another fact by its name."""
        return self._fact(line) if line.value is None else self.line(line, subject, bare=False)

    def _single(self, trace: Trace, negated: bool) -> Message:
        parts = trace.parts
        match trace.expr:
            case node.Between():
                low, high = (self._line(end, parts[0]) for end in parts[1:])
                fact = self._fact(parts[0])
                if negated:
                    return say("{fact} is not between {low} and {high}", fact=fact, low=low, high=high)
                return say("{fact} is between {low} and {high}", fact=fact, low=low, high=high)
            case node.In():
                return self._among(parts[0], parts[1:], negated)
            case node.Like(pattern=pattern):
                value = self.text(like_words(pattern))
                return _is(self._fact(parts[0]), value, negated)
            case node.IsNull():
                return _known(self.words(parts[0]), parts[0].role == "field", not negated)
            case node.Constant(value=value):
                return (
                    say("this holds for no account") if bool(value) == negated else say("this holds for every account")
                )
            case node.Name(role="criterion"):
                name = self.words(trace)
                return say("{name} is not met", name=name) if negated else say("{name} is met", name=name)
        return say("{name}: {value}", name=self.words(trace), value=self.fact(not negated, trace.expr))

    def _among(self, item: Trace, options: Sequence[Trace], negated: bool) -> Message:
        shown = [self._line(option, item) for option in options]
        if len(shown) == 1:
            return _is(self._fact(item), shown[0], negated)
        if negated:
            return say("{fact} is none of {options}", fact=self._fact(item), options=self.listed(shown))
        return say("{fact} is one of {options}", fact=self._fact(item), options=self.listed(shown))

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def name(self, name: str) -> str:
        """What people call a name of the pack, or a column of the ledger."""
        column = self._columns.get(name)
        if column is not None:
            return plain(self.messages.label(column.label) or name)
        return super().name(name)

    @cached_property
    def _columns(self) -> dict[str, Field]:
        if self.ledger is None:
            return {}
        return {each.name: each for each in self.checked.ledgers[self.ledger].fields}

    def _choice(self, value: str, expr: Expr, like: Expr | None) -> str:
        if self.ledger is None:
            return super()._choice(value, expr, like)
        for source in (expr, like):
            for name in node.names(source, "field") if source is not None else ():
                labels = {choice.id: choice.label for choice in self._columns[name].choices}
                if value in labels:
                    return plain(self.messages.label(labels[value] or Label()) or value)
        return f"“{plain(value, 60)}”"

    def _case_words(self, trace: Trace) -> str:
        return self._cases(trace, lambda part: self._value(part, trace.expr))

    def _coalesce_words(self, trace: Trace) -> str:
        return self._first_known([self._value(part, trace.expr) for part in trace.parts])

    def _value(self, trace: Trace, like: Expr) -> str:
        """One of the values that something may have: a line with its number, or what else it is called."""
        if trace.value is None or isinstance(trace.value, bool):
            return self.words(trace)
        number, name = self.fact(trace.value, trace.expr, like=like), self.words(trace)
        return (
            number if isinstance(trace.expr, Constant) else self.text(say("{value} ({name})", value=number, name=name))
        )

    def _cases(self, trace: Trace, said: Callable[[Trace], str]) -> str:
        """The branches of a ``case``, each with its condition."""
        assert isinstance(trace.expr, node.Case)
        branches = []
        for index in range(len(trace.expr.branches)):
            condition, value = trace.parts[2 * index], trace.parts[2 * index + 1]
            branches.append(self.text(say("{value} if {reason}", value=said(value), reason=self.condition(condition))))
        if trace.expr.default is not None:
            branches.append(self.text(say("otherwise {value}", value=said(trace.parts[-1]))))
        return self.separated(branches)

    def _inner(self, trace: Trace, loose: bool = False) -> str:
        words = super()._inner(trace, loose)
        return f"({words})" if _is_long(trace.expr) and not words.startswith("(") else words

    def _arguments(self, expr: node.Call, parts: Sequence[Trace]) -> list[str]:
        words = super()._arguments(expr, parts)
        several = len(parts) > 1
        return [
            f"({text})" if several and _is_long(part.expr) else text for text, part in zip(words, parts, strict=True)
        ]

    def _first_known(self, texts: Sequence[str]) -> str:
        first, *others = texts
        text = first
        for other in others:
            text = self.text(say("{first}, or where that is unknown: {other}", first=text, other=other))
        return text

    def _trace(self, expr: Expr) -> Trace:
        """The expression with the values of its lines; what differs between accounts has none."""
        parts = tuple(self._trace(part) for part in children(expr))
        known = (
            isinstance(expr, Constant) or expr.type.constant or (isinstance(expr, Name) and expr.role == "parameter")
        )
        return Trace(expr, constant_value(expr, self.bindings.parameters) if known else None, parts)


def _is(fact: str, value: str, negated: bool) -> Message:
    return _AMOUNTS["<>" if negated else "="](fact, value)


def _known(name: str, field: bool, unknown: bool) -> Message:
    if field:
        return say("{name} is not given", name=name) if unknown else say("{name} is given", name=name)
    return say("{name} is unknown", name=name) if unknown else say("{name} is known", name=name)


def _is_long(expr: Expr) -> bool:
    """Whether the words of a value are several clauses, which something beside them would seem to belong to."""
    return isinstance(expr, node.Case) or (isinstance(expr, node.Call) and expr.function.name == "coalesce")


def _is_group(expr: Expr) -> bool:
    if isinstance(expr, node.Not):
        return _is_group(expr.item)
    at_least = isinstance(expr, node.Call) and expr.function.name == "at_least"
    return at_least or isinstance(expr, node.Logic) or (isinstance(expr, node.Case) and expr.type.kind == "bool")


_Said = Callable[[str, str], Message]

_AMOUNTS: Mapping[str, _Said] = {
    ">=": lambda fact, line: say("{fact} is at least {line}", fact=fact, line=line),
    ">": lambda fact, line: say("{fact} is more than {line}", fact=fact, line=line),
    "<=": lambda fact, line: say("{fact} is at most {line}", fact=fact, line=line),
    "<": lambda fact, line: say("{fact} is below {line}", fact=fact, line=line),
    "=": lambda fact, line: say("{fact} is {line}", fact=fact, line=line),
    "<>": lambda fact, line: say("{fact} is not {line}", fact=fact, line=line),
}
_DATES: Mapping[str, _Said] = {
    ">=": lambda fact, line: say("{fact} is on or after {line}", fact=fact, line=line),
    ">": lambda fact, line: say("{fact} is after {line}", fact=fact, line=line),
    "<=": lambda fact, line: say("{fact} is on or before {line}", fact=fact, line=line),
    "<": lambda fact, line: say("{fact} is before {line}", fact=fact, line=line),
}
