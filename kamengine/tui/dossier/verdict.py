"""The verdict: the missing facts that would decide, each criterion with its conditions, the tiers, the score."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.cells import cell_len

from kamengine.explain import CriterionTrace, Explanation, Need, Outcome, Outline, PartTrace, Sentences, TierTrace
from kamengine.explain.model import MARKS
from kamengine.locale import Messages
from kamengine.locale.display import number, plain
from kamengine.problems import say
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.portfolio.columns import score_text

# a criterion that is met may be good news or bad, so outcomes have no colour of their own; what is open stands out
_MARK_INKS: dict[Outcome, str] = {"met": "best", "not met": "muted", "unknown": "open"}
_LABEL_INKS: dict[Outcome, str] = {"met": "strong", "not met": "muted", "unknown": "open"}
_TEXT_INKS: dict[Outcome, str] = {"met": "", "not met": "muted", "unknown": ""}
_INDENT = 2

Told = Callable[[int], list[Line]]
"""Lines for a width."""
_SHORTEST_BAR, _LONGEST_BAR = 4, 24


def need_lines(explanation: Explanation, need: Need, messages: Messages, cells: int) -> list[Line]:
    """A fact that would decide, and where it would come from."""
    source = _source(explanation, need, messages)
    text = Sentences.of(explanation, messages).need(need)
    return paragraph(f"{text}  {source}".rstrip(), cells, "", first=(("? ", "open"),))


def of_criterion(explanation: Explanation, criterion: CriterionTrace, messages: Messages) -> Iterator[Told]:
    """A criterion with its mark and its sentence, then its conditions; each is told by itself."""
    words = Sentences.of(explanation, messages)
    return _outlined(words.outline(criterion.trace, begun=False), words, words.name(criterion.id))


def of_tier(explanation: Explanation, tier: TierTrace, messages: Messages) -> Iterator[Told]:
    """A tier, then what it asks for; each is told by itself."""
    words = Sentences.of(explanation, messages)
    if tier.trace is None:
        outline = Outline(tier.outcome, messages.text(say("everyone else")))
    else:
        outline = words.outline(tier.trace, begun=False)
    return _outlined(outline, words, words.tier(tier.id))


def score(explanation: Explanation, messages: Messages, cells: int) -> list[Line]:
    """Each part of the score: its value, a bar as long as its weight, and what it adds."""
    if explanation.score is None:
        return []
    words = Sentences.of(explanation, messages)
    names = [words.part(part.id) for part in explanation.parts]
    values = [words.value_of(part.subject, part.value) for part in explanation.parts]
    of = [_of(part, messages) for part in explanation.parts]
    wide = [min(_widest(names), cells // 3), min(_widest(values), cells * 2 // 5), _widest(of)]
    bar = max(_SHORTEST_BAR, min(_LONGEST_BAR, cells - sum(wide) - 6))
    wide[0] = max(_SHORTEST_BAR, min(wide[0], cells - bar - wide[1] - wide[2] - 6))
    heaviest = max(part.weight for part in explanation.parts)
    lines: list[Line] = []
    for part, name, value, adds in zip(explanation.parts, names, values, of, strict=True):
        low, high = part.contribution
        lines.append(
            (
                (fit(name, wide[0]), ""),
                ("  ", ""),
                (fit(value, wide[1], "right"), "open" if part.value is None else "muted"),
                ("  ", ""),
                *interval_bar(low, high, heaviest, bar, part.weight),
                ("  ", ""),
                (fit(adds, wide[2], "right"), "open" if high > low else ""),
            )
        )
    return lines


def _outlined(outline: Outline, words: Sentences, label: str = "", depth: int = 0) -> Iterator[Told]:
    text = words.text(say("{label}: {text}", label=label, text=outline.text)) if label else outline.text
    yield partial(_condition, outline.outcome, text, label, depth)
    for below in outline.below:
        yield from _outlined(below, words, depth=depth + 1)


def _condition(outcome: Outcome, text: str, label: str, depth: int, cells: int) -> list[Line]:
    mark: Line = ((" " * (_INDENT * depth), ""), (f"{MARKS[outcome]} ", _MARK_INKS[outcome]))
    return _emphasised(paragraph(text, cells, _TEXT_INKS[outcome], first=mark), label, _LABEL_INKS[outcome])


def _emphasised(lines: list[Line], label: str, ink: str) -> list[Line]:
    """The label at the beginning in an ink of its own."""
    *lead, (text, rest) = lines[0]
    if not label or not text.startswith(label):
        return lines
    return [(*lead, (label, ink), (text.removeprefix(label), rest)), *lines[1:]]


def _source(explanation: Explanation, need: Need, messages: Messages) -> str:
    """The ledger that a missing indicator comes from."""
    indicator = explanation.checked.pack.indicators.get(need.name)
    if indicator is None or indicator.ledger is None:
        return ""
    ledger = messages.label(explanation.checked.ledgers[indicator.ledger].label) or indicator.ledger
    return messages.text(say("from {ledger}", ledger=plain(ledger)))


def _of(part: PartTrace, messages: Messages) -> str:
    weight = number(part.weight, messages.language, decimals=None if part.weight % 1 == 0 else 1)
    return f"{score_text(*part.contribution, messages)} / {weight}"


def _widest(texts: list[str]) -> int:
    return max((cell_len(text) for text in texts), default=0)
