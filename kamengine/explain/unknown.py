"""Where an unknown comes from: the missing facts below it, or a step that known facts do not allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamengine.explain.model import Trace
from kamengine.language import expressions as node


def sources(trace: Trace) -> Iterator[Trace]:
    """What makes a value unknown, in order of appearance.

    Only parts that are unknown themselves are looked at, so what cannot matter (a false ``and``, a branch of ``case``
    that is not taken) is left out.

    Yields:
        Names that are unknown (fields, indicators, criteria), the score where it is an interval, and gaps: a part
        that is unknown although everything it uses is known.
    """
    if trace.role == "score":
        if _is_interval(trace.value):
            yield trace
        return
    if trace.value is not None or isinstance(trace.expr, node.Constant):
        return
    if isinstance(trace.expr, node.Name):
        yield trace
        return
    found = [source for part in _parts_that_matter(trace) for source in sources(part)]
    yield from found or [trace]


def deciding_branch(trace: Trace) -> tuple[Trace | None, Trace | None]:
    """Of a ``case``: the first condition that is not false, and its value.

    Returns:
        Condition and value; the condition is None when none applies, then the value is the default, None without one.
    """
    for condition, value in _branches(trace):
        if condition.value is not False:
            return condition, value
    return None, _default(trace)


def _parts_that_matter(trace: Trace) -> Sequence[Trace]:
    if isinstance(trace.expr, node.Case):
        return list(_open_branches(trace))
    if isinstance(trace.expr, node.Call) and trace.expr.function.name in ("lookup", "at_least"):
        return trace.parts[1:]
    return trace.parts


def _open_branches(trace: Trace) -> Iterator[Trace]:
    """Conditions and values that may still be the ones that count."""
    for condition, value in _branches(trace):
        if condition.value is False:
            continue
        yield condition
        yield value
        if condition.value is True:
            return
    default = _default(trace)
    if default is not None:
        yield default


def _branches(trace: Trace) -> Iterator[tuple[Trace, Trace]]:
    assert isinstance(trace.expr, node.Case)
    for index in range(len(trace.expr.branches)):
        yield trace.parts[2 * index], trace.parts[2 * index + 1]


def _default(trace: Trace) -> Trace | None:
    assert isinstance(trace.expr, node.Case)
    return trace.parts[-1] if trace.expr.default is not None else None


def _is_interval(score: object) -> bool:
    return isinstance(score, tuple) and score[0] < score[1]
