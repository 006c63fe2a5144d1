"""Values in words: what a number, a text or a date in a condition is called, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamengine.explain.model import Trace
from kamengine.explain.speaker import Speaker
from kamengine.explain.unknown import deciding_branch, sources
from kamengine.language import expressions as node
from kamengine.locale.display import plain
from kamengine.problems import say

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


class OperandWords(Speaker):
    """Names values and says what they are."""

    def condition(self, trace: Trace, negated: bool = False, marked: bool = False) -> str:
        """A condition as a clause (see `kamengine.explain.conditions`)."""
        raise NotImplementedError

    def words(self, trace: Trace) -> str:
        """What a value is called, without saying what it is."""
        trace = resolved(trace)
        expr = trace.expr
        match expr:
            case node.Name():
                return self._name_words(expr)
            case node.Constant():
                return self.fact(expr.value, expr)
            case node.Negative():
                return self.text(say("minus {value}", value=self._inner(trace.parts[0])))
            case node.Arithmetic():
                return self._arithmetic_words(expr, trace.parts)
            case node.Case() if expr.type.kind != "bool":
                return self._case_words(trace)
            case node.Call() if expr.function.name == "coalesce":
                return self._coalesce_words(trace)
            case node.Call() if expr.function.name == "lookup":
                return self.text(say("{table} for {keys}", table=self.words(trace.parts[0]), keys=self._keys(trace)))
            case node.Call():
                return self._function_words(expr, self._arguments(expr, trace.parts))
        return self.text(say("({text})", text=self.condition(trace)))

    def subject(self, trace: Trace, line: Trace | None = None) -> str:
        """A known value with its name, to be followed by where it stands to a line."""
        trace = resolved(trace)
        name = self.words(trace)
        if says_its_value(trace):
            return name
        like, beside = (line.expr, line.value) if line is not None else (None, None)
        value = self.fact(trace.value, trace.expr, like=like, beside=beside)
        if isinstance(trace.expr, node.Constant):
            return value
        if isinstance(trace.expr, node.Name):
            return self.text(say("{name} {value}", name=name, value=value))
        return self.text(say("{name} ({value})", name=name, value=value))

    def line(self, trace: Trace, subject: Trace, *, bare: bool = True, aside: bool = False) -> str:
        """What a value is compared with: ``10,000 (Monthly spend of a key account)``.

        Args:
            trace: the line.
            subject: the value it is compared with.
            bare: without the unit, which the subject has just said.
            aside: for use inside brackets.
        """
        trace = resolved(trace)
        if says_its_value(trace):
            return self.words(trace)
        named = bool(node.names(trace.expr, "field", "indicator", "parameter", "as_of", "table"))
        denied = isinstance(trace.expr, node.Negative)  # the sign of the value says so already
        name = self.words(trace.parts[0] if denied else trace) if named else ""
        if trace.value is None:
            return self.text(say("{name}, also unknown", name=name or self.words(trace)))
        value = self.fact(trace.value, trace.expr, like=subject.expr, beside=subject.value, bare=bare)
        if not name or _adds_nothing(trace, name, self.words(subject)):
            return value
        if aside:
            return self.text(say("{value}, {name}", value=value, name=name))
        return self.text(say("{value} ({name})", value=value, name=name))

    def reason(self, trace: Trace) -> str:
        """Why a value is unknown, down to the facts; empty when its words say so already."""
        roots = list(self._roots(trace))
        missing = list(dict.fromkeys(self.words(root) for root in roots if isinstance(root.expr, node.Name)))
        gaps = [self._brief_gap(root) for root in roots if not isinstance(root.expr, node.Name)]
        said = {self.words(part) for part in (trace, *(trace.parts if _is_coalesce(trace) else ()))}
        if not gaps and said.issuperset(missing):
            return ""
        return self.both([*self._unknown_facts(missing), *dict.fromkeys(gaps)])

    def _roots(self, trace: Trace, seen: set[str] | None = None) -> Iterator[Trace]:
        """Where an unknown comes from, through indicators that are computed from other facts; each of them once."""
        seen = set() if seen is None else seen
        for source in sources(trace):
            name = source.expr.name if isinstance(source.expr, node.Name) else ""
            below = self.indicators.get(name)
            if below is None or below.value is not None:
                yield source
            elif name not in seen:
                seen.add(name)
                yield from self._roots(below, seen)

    def _brief_gap(self, trace: Trace) -> str:
        """The same as a reason: a ``case`` with one branch is undecided because of its condition."""
        return (self.only_case(trace) if isinstance(trace.expr, node.Case) else "") or self.gap(trace)

    def _unknown_facts(self, names: Sequence[str]) -> list[str]:
        if len(names) < 2:
            return [self.text(say("{name} is unknown", name=name)) for name in names]
        *first, last = names
        return [self.text(say("{names} and {last} are unknown", names=self.listed(first), last=last))]

    def both(self, clauses: Sequence[str]) -> str:
        """Clauses that hold together."""
        if len(clauses) < 2:
            return "".join(clauses)
        *first, last = clauses
        if len(first) == 1:
            return self.text(say("{first} and {last}", first=first[0], last=last))
        return self.text(say("{first}; and {last}", first=self.separated(first), last=last))

    def separated(self, clauses: Sequence[str]) -> str:
        """Clauses one after the other."""
        return ("；" if self.messages.language == "zh" else "; ").join(clauses)

    def gap(self, trace: Trace) -> str:
        """Why known facts leave something unknown."""
        expr = trace.expr
        if isinstance(expr, node.Arithmetic):
            steps = zip(expr.rest, trace.parts[1:], strict=True)
            zero = next((part for (op, _), part in steps if op == "/" and part.value == 0), None)
            if zero is not None:
                return self.text(say("{name} is 0", name=self.words(zero)))
            return self.text(say("the result is too large a number"))
        if isinstance(expr, node.Case):
            return self.no_case(trace)
        if isinstance(expr, node.Call) and expr.function.name == "lookup":
            row = say("{table} has no row for {keys}", table=self.words(trace.parts[0]), keys=self._keys(trace))
            return self.text(row)
        return self.text(say("{name} cannot be worked out", name=self.words(trace)))

    def _name_words(self, expr: node.Name) -> str:
        if expr.role == "as_of":
            return self.text(say("the as-of date"))
        if expr.role == "score":
            return self.text(say("score"))
        return f"“{self.name(expr.name)}”" if expr.role == "criterion" else self.name(expr.name)

    def _arithmetic_words(self, expr: node.Arithmetic, parts: Sequence[Trace]) -> str:
        text = self._inner(parts[0], loose=expr.rest[0][0] in "+-")
        for (op, _), part in zip(expr.rest, parts[1:], strict=True):
            text += f" {_SIGNS[op]} {self._inner(part)}"
        return text

    def _inner(self, trace: Trace, loose: bool = False) -> str:
        """An operand, in brackets where the reader could take it apart."""
        words = self.words(trace)
        simple = isinstance(trace.expr, node.Name | node.Constant | node.Call) or says_its_value(trace)
        return words if simple or loose else f"({words})"

    def no_case(self, trace: Trace) -> str:
        """That no branch of a ``case`` applies, and why when there is only one."""
        why = self.only_case(trace)
        return self.text(say("no case applies, as {reason}", reason=why) if why else say("no case applies"))

    def only_case(self, trace: Trace) -> str:
        """Why the one branch of a ``case`` does not apply; empty when there are several."""
        return self.condition(trace.parts[0], negated=True) if len(trace.parts) < 4 else ""

    def _case_words(self, trace: Trace) -> str:
        condition, value = deciding_branch(trace)
        if value is None or (condition is not None and condition.value is None):
            return self.text(say("the value for the case that applies"))
        constant = isinstance(value.expr, node.Constant)
        name = self.fact(value.value, value.expr, like=trace.expr) if constant else self.words(value)
        why = self.condition(condition) if condition is not None else self.only_case(trace)
        if constant or says_its_value(value):
            if not why:
                return self.text(say("{value} (in all other cases)", value=name))
            return self.text(say("{value} (as {reason})", value=name, reason=why))
        if not why:
            return self.text(say("{name}, in all other cases", name=name))
        return self.text(say("{name}, as {reason}", name=name, reason=why))

    def _coalesce_words(self, trace: Trace) -> str:
        if trace.value is None:
            return " / ".join(self.words(part) for part in trace.parts)
        index = first_known(trace)
        value = trace.parts[index]
        missing = self.listed([self.words(part) for part in trace.parts[:index]])
        if isinstance(value.expr, node.Constant):
            shown = self.fact(value.value, value.expr, like=trace.expr)
            return self.text(say("{name} (unknown, counts as {value})", name=missing, value=shown))
        return self.text(say("{clause} (as {missing} is unknown)", clause=self.subject(value), missing=missing))

    def _arguments(self, expr: node.Call, parts: Sequence[Trace]) -> list[str]:
        """The words of the arguments of a call; of one of a few options, what the function calls it."""
        words = []
        for index, part in enumerate(parts):
            parameter, value = expr.function.parameter(index), part.value
            option = parameter.options.get(value) if parameter is not None and isinstance(value, str) else None
            words.append(self.messages.label(option) if option is not None else self.words(part))
        return words

    def _function_words(self, expr: node.Call, arguments: Sequence[str]) -> str:
        words = self.messages.label(expr.function.words)
        try:
            text = self.filled(words, *arguments, all=self.listed(arguments), rest=self.listed(arguments[1:]))
        except (LookupError, ValueError, AttributeError):  # the words of a plugin may ask for what is not there
            text = f"{expr.function.name}({', '.join(arguments)})"
        return plain(text, None)

    def _keys(self, trace: Trace) -> str:
        return self.listed([self._key(part) for part in trace.parts[1:]])

    def _key(self, trace: Trace) -> str:
        return self.words(trace) if trace.value is None else self.fact(trace.value, trace.expr).strip("“”")


def _adds_nothing(line: Trace, name: str, subject: str) -> bool:
    """Whether the name of a line only repeats what was just said: "Products in use of a multi-product customer"."""
    return name == subject or (line.role == "parameter" and subject.casefold() in name.casefold())


def says_its_value(trace: Trace) -> bool:
    """Whether the words of a value say what it is, so that it is not said again."""
    if trace.value is None:
        return False
    if isinstance(trace.expr, node.Case) and trace.expr.type.kind != "bool":
        _, chosen = deciding_branch(trace)
        return chosen is not None and (isinstance(chosen.expr, node.Constant) or says_its_value(chosen))
    return _is_coalesce(trace) and (first_known(trace) > 0 or says_its_value(trace.parts[0]))


def resolved(trace: Trace) -> Trace:
    """The value itself: a ``coalesce`` whose first argument is known is that argument."""
    while _is_coalesce(trace) and trace.parts[0].value is not None:
        trace = trace.parts[0]
    return trace


def first_known(trace: Trace) -> int:
    """Which argument of ``coalesce`` counts; the last when none is known."""
    return next((i for i, part in enumerate(trace.parts) if part.value is not None), len(trace.parts) - 1)


def _is_coalesce(trace: Trace) -> bool:
    return isinstance(trace.expr, node.Call) and trace.expr.function.name == "coalesce"
