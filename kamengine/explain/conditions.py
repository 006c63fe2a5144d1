"""Conditions in words: what holds, what does not, and what an unknown fact would have to be."""

from __future__ import annotations

from collections.abc import Iterator

from kamengine.explain.comparisons import (
    AMOUNTS,
    DATES,
    MIRRORED,
    NEGATED,
    OPEN_SCORE,
    WANTED,
    WANTED_DATES,
    equality,
    like_words,
)
from kamengine.explain.model import MARKS, Trace, outcome_of
from kamengine.explain.operands import OperandWords, first_known
from kamengine.explain.unknown import deciding_branch
from kamengine.language import expressions as node
from kamengine.problems import Message, say


class ConditionWords(OperandWords):
    """Puts conditions into clauses that state the facts.

    A ``not`` is carried down to what it denies: ``not (a >= 5)`` is said as ``a < 5``.
    """

    def condition(self, trace: Trace, negated: bool = False, marked: bool = False) -> str:
        """A condition as a clause.

        Args:
            trace: the condition.
            negated: it stands under ``not``.
            marked: put ``✓`` or ``✗`` before each single clause; an unknown one says so itself.
        """
        expr, parts = trace.expr, trace.parts
        match expr:
            case node.Not():
                return self.condition(parts[0], not negated, marked)
            case node.Logic():
                return self._logic(trace, negated, marked)
            case node.Call() if expr.function.name == "at_least":
                return self._at_least(trace, negated, marked)
            case node.Case():
                return self._case(trace, negated, marked)
            case node.Call() if expr.function.name == "coalesce" and trace.value is not None:
                return self._coalesce(trace, negated, marked)
            case node.Compare() if (wanted := _wanted_truth(trace)) is not None:
                item = next(part for part in parts if not isinstance(part.expr, node.Constant))
                return self.condition(item, negated == wanted, marked)
        return self._with_mark(self._leaf(trace, negated), trace, negated, marked)

    def leaves(self, trace: Trace, negated: bool = False) -> Iterator[bool | None]:
        """The outcomes of the clauses that a condition is said in."""
        expr = trace.expr
        parts: tuple[Trace, ...] = ()
        match expr:
            case node.Not():
                yield from self.leaves(trace.parts[0], not negated)
                return
            case node.Logic():
                parts = trace.parts
            case node.Call() if expr.function.name == "at_least":
                parts, negated = trace.parts[1:], False
            case _:
                yield holds(trace, negated)
        for part in parts:
            yield from self.leaves(part, negated)

    def counted(self, trace: Trace, negated: bool = False) -> str:
        """The head of ``at_least``: how many are needed, met and unknown."""
        needed, items = trace.parts[0], trace.parts[1:]
        count = self.fact(needed.value, needed.expr)
        template = (
            say("fewer than {k} of {n} needed", k=count, n=len(items))
            if negated
            else say("{k} of {n} needed", k=count, n=len(items))
        )
        head = self.text(template)
        if node.names(needed.expr):
            head = self.text(say("{needed} ({name})", needed=head, name=self.words(needed)))
        met, unknown = (sum(item.value is value for item in items) for value in (True, None))
        counts = [self.text(say("{n} met", n=met))]
        if unknown:
            counts.append(self.text(say("{n} unknown", n=unknown)))
        return self.text(say("{needed}, {counts}", needed=head, counts=self.listed(counts)))

    # ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _logic(self, trace: Trace, negated: bool, marked: bool) -> str:
        all_needed = is_all(trace, negated)
        items = []
        for part in trace.parts:
            clause = self.condition(part, negated, marked)
            items.append(self.text(say("({text})", text=clause)) if _is_group(part) else clause)
        none_holds = not marked and trace.value is negated and trace.value is not None
        if all_needed or none_holds:
            return self.both(items)
        *first, last = items
        if len(first) == 1:
            return self.text(say("{first} or {last}", first=first[0], last=last))
        return self.text(say("{first}; or {last}", first=self.separated(first), last=last))

    def _at_least(self, trace: Trace, negated: bool, marked: bool) -> str:
        items = [self.condition(part, marked=marked) for part in trace.parts[1:]]
        return self.text(say("{head}: {items}", head=self.counted(trace, negated), items=self.separated(items)))

    def _case(self, trace: Trace, negated: bool, marked: bool) -> str:
        condition, value = deciding_branch(trace)
        if condition is not None and condition.value is None:
            return self.condition(condition)
        if value is None:
            return self.no_case(trace)
        why = self.condition(condition) if condition is not None else self.only_case(trace)
        if not isinstance(value.expr, node.Constant):
            clause = self.condition(value, negated, marked)
            if why:
                return self.text(say("as {reason}, {clause}", reason=why, clause=clause))
            return self.text(say("in all other cases {clause}", clause=clause))
        outcome = self.fact(holds(value, negated), value.expr)
        if why:
            return self.text(say("{reason}; this counts as {value}", reason=why, value=outcome))
        return self.text(say("all other cases count as {value}", value=outcome))

    def _coalesce(self, trace: Trace, negated: bool, marked: bool) -> str:
        """A ``coalesce`` of conditions that is known."""
        index = first_known(trace)
        value = trace.parts[index]
        if index == 0:
            return self.condition(value, negated, marked)
        if isinstance(value.expr, node.Constant):
            return self._with_mark(self.words(trace), trace, negated, marked)
        clause = self.condition(value, negated, marked)
        missing = self.listed([self.words(part) for part in trace.parts[:index]])
        return self.text(say("{clause} (as {missing} is unknown)", clause=clause, missing=missing))

    def _with_mark(self, clause: str, trace: Trace, negated: bool, marked: bool) -> str:
        mark = MARKS[outcome_of(holds(trace, negated))] if marked and trace.value is not None else ""
        return f"{mark} {clause}".lstrip()

    # ── single conditions ────────────────────────────────────────────────────────────────────────────────────────────

    def _leaf(self, trace: Trace, negated: bool) -> str:
        met = holds(trace, negated)
        match trace.expr:
            case node.Compare():
                return self.text(self._compare(trace, negated, met))
            case node.Between():
                return self.text(self._between(trace, negated, met))
            case node.In():
                return self.text(self._in(trace, negated))
            case node.Like(pattern=pattern):
                text = self.text(like_words(pattern))
                return self.text(self._equal(trace.parts[0], text, trace.value, negated, same=True))
            case node.IsNull():
                return self.text(self._given(trace.parts[0]))
            case node.Constant():
                return self.text(_ALWAYS[outcome_of(met)]())
        return self.text(self._truth(trace, negated))

    def _compare(self, trace: Trace, negated: bool, met: bool | None) -> Message:
        assert isinstance(trace.expr, node.Compare)
        op, (subject, line) = trace.expr.op, trace.parts
        if line.role == "score" or (_is_line(subject) and not _is_line(line)):
            op, subject, line = MIRRORED[op], line, subject
        op = NEGATED[op] if negated else op
        dates = trace.parts[0].expr.type.kind == "date"
        if subject.value is None:
            wanted = (WANTED_DATES if dates and op in WANTED_DATES else WANTED)[op]
            return self._unknown(subject, wanted(self.line(line, subject, bare=False, aside=True)))
        if line.value is None:
            return self._but_unknown(subject, line)
        if subject.role == "score" and met is None:
            return OPEN_SCORE[op](self.subject(subject, line), self.line(line, subject))
        if met is None:
            return say("{subject} cannot be compared with {line}", subject=self.subject(subject), line=self.words(line))
        if op in ("=", "<>"):
            equal = met == (op == "=")
            text = self.line(line, subject, bare=not equal)
            return equality(self.words(subject), self._value(subject, line), text, equal=equal, wanted=op == "=")
        said = (DATES if dates else AMOUNTS)[op, met]
        return said(self.subject(subject, line), self.line(line, subject))

    def _between(self, trace: Trace, negated: bool, met: bool | None) -> Message:
        item, low, high = trace.parts
        bare = item.value is not None
        ends = {"low": self.line(low, item, aside=not bare), "high": self.line(high, item, bare=bare, aside=not bare)}
        if item.value is None:
            wanted = (
                say("to be outside {low} to {high}", **ends)
                if negated
                else say("to be between {low} and {high}", **ends)
            )
            return self._unknown(item, wanted)
        if met is None and item.role == "score" and low.value is not None and high.value is not None:
            subject = self.subject(item, low)
            if negated:
                return say("{subject} may lie outside {low} to {high}", subject=subject, **ends)
            return say("{subject} may lie between {low} and {high}", subject=subject, **ends)
        if met is None:
            return self._but_unknown(item, low if low.value is None else high)
        near = _nearest(item, low, high)
        if trace.value:
            return say("{subject} is between {low} and {high}", subject=self.subject(item, near), **ends)
        return say("{subject} is not between {low} and {high}", subject=self.subject(item, near), **ends)

    def _in(self, trace: Trace, negated: bool) -> Message:
        item, *options = trace.parts
        if len(options) == 1:
            line = self.line(options[0], item, bare=False, aside=item.value is None)
            return self._equal(item, line, trace.value, negated)
        shown = self.listed([self.line(option, item, aside=True) for option in options if option.value is not None])
        if item.value is None:
            wanted = say("none of {options}", options=shown) if negated else say("one of {options}", options=shown)
            return self._unknown(item, wanted)
        name, value = self.words(item), self._value(item)
        if trace.value is None:
            return say(
                "{name} is {value}, not among {options}, but the list has an unknown value too",
                name=name,
                value=value,
                options=shown,
            )
        if trace.value:
            return say("{name} is {value}, one of {options}", name=name, value=value, options=shown)
        return say("{name} is {value}, none of {options}", name=name, value=value, options=shown)

    def _equal(self, item: Trace, line: str, equal: object, negated: bool, same: bool = False) -> Message:
        """Whether something is what a text describes; `same`: say the value even when it is."""
        if item.value is None:
            wanted = WANTED["<>"](line) if negated else WANTED["="](line)
            return self._unknown(item, wanted)
        name, value = self.words(item), self._value(item)
        if equal is None:
            return say("{name} cannot be compared", name=name)
        if equal and same:
            return say("{name} is {value}, {text}", name=name, value=value, text=line)
        return equality(name, value, line, equal=bool(equal), wanted=not negated)

    def _given(self, item: Trace) -> Message:
        name = self.words(item)
        if item.role == "field":
            return say("{name} is not given", name=name) if item.value is None else say("{name} is given", name=name)
        if item.value is not None:
            return say("{name} is known", name=name)
        reason = self.reason(item)
        if reason:
            return say("{name} is unknown, as {reason}", name=name, reason=reason)
        return say("{name} is unknown", name=name)

    def _truth(self, trace: Trace, negated: bool) -> Message:
        """A criterion, a yes/no field or a function that says yes or no."""
        name = self.words(trace)
        if trace.role == "criterion":
            return _CRITERION[trace.outcome, negated](name)
        wanted = self.fact(not negated, trace.expr)
        if trace.value is None:
            return self._unknown(trace, say("to be {line}", line=wanted))
        value = self.fact(trace.value, trace.expr)
        if negated and trace.value:
            return say("{name}: {value} (needs {wanted})", name=name, value=value, wanted=wanted)
        return say("{name}: {value}", name=name, value=value)

    def _unknown(self, subject: Trace, wanted: Message) -> Message:
        name, needs, reason = self.words(subject), self.text(wanted), self.reason(subject)
        if _lacks_row(subject):
            return say("{reason} (needs {wanted})", reason=reason, wanted=needs)
        if reason:
            return say("{name} is unknown, as {reason} (needs {wanted})", name=name, reason=reason, wanted=needs)
        return say("{name} is unknown (needs {wanted})", name=name, wanted=needs)

    def _but_unknown(self, subject: Trace, line: Trace) -> Message:
        known, name, reason = self.subject(subject), self.words(line), self.reason(line)
        if _lacks_row(line):
            return say("{subject}, but {reason}", subject=known, reason=reason)
        if reason:
            return say("{subject}, but {line} is unknown, as {reason}", subject=known, line=name, reason=reason)
        return say("{subject}, but {line} is unknown", subject=known, line=name)

    def _value(self, trace: Trace, line: Trace | None = None) -> str:
        like, beside = (line.expr, line.value) if line is not None else (None, None)
        return self.fact(trace.value, trace.expr, like=like, beside=beside)


def is_all(trace: Trace, negated: bool) -> bool:
    """Whether all conditions of a group are needed, and not just one."""
    assert isinstance(trace.expr, node.Logic)
    return (trace.expr.op == "and") != negated


def holds(trace: Trace, negated: bool) -> bool | None:
    """The value of a condition, or of its contrary."""
    return None if trace.value is None else bool(trace.value) != negated


def _wanted_truth(trace: Trace) -> bool | None:
    """For ``x = true`` and the like: what x has to be."""
    expr = trace.expr
    if not isinstance(expr, node.Compare) or expr.op not in ("=", "<>"):
        return None
    constants = [part.value for part in trace.parts if isinstance(part.expr, node.Constant)]
    if len(constants) != 1 or not isinstance(constants[0], bool):
        return None
    return constants[0] == (expr.op == "=")


def _is_line(trace: Trace) -> bool:
    """Whether a value is the same for every account."""
    return trace.expr.type.constant or isinstance(trace.expr, node.Constant) or trace.role in ("parameter", "as_of")


def _is_group(trace: Trace) -> bool:
    expr = trace.expr
    if isinstance(expr, node.Not):
        return _is_group(trace.parts[0])
    at_least = isinstance(expr, node.Call) and expr.function.name == "at_least"
    return at_least or isinstance(expr, node.Logic) or (isinstance(expr, node.Case) and expr.type.kind == "bool")


def _lacks_row(trace: Trace) -> bool:
    """Whether the table has no row for keys that are known, which says all there is to say."""
    lookup = isinstance(trace.expr, node.Call) and trace.expr.function.name == "lookup"
    return lookup and all(key.value is not None for key in trace.parts[1:])


def _nearest(item: Trace, low: Trace, high: Trace) -> Trace:
    """The end of a range that the value must not seem to cross."""
    try:
        return low if abs(item.value - low.value) < abs(item.value - high.value) else high  # type: ignore[operator]
    except TypeError:
        return low


_ALWAYS = {
    "met": lambda: say("this holds for every account"),
    "not met": lambda: say("this holds for no account"),
    "unknown": lambda: say("this is unknown for every account"),
}
_CRITERION = {
    ("met", False): lambda name: say("{name} is met", name=name),
    ("not met", False): lambda name: say("{name} is not met", name=name),
    ("unknown", False): lambda name: say("{name} is unknown", name=name),
    ("met", True): lambda name: say("{name} is met but must not be", name=name),
    ("not met", True): lambda name: say("{name} is not met, as required", name=name),
    ("unknown", True): lambda name: say("{name} is unknown", name=name),
}
