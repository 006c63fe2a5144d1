"""What must change, in words: new values for facts, tier by tier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamengine.changes import Change, Changes, Interval, Move
from kamengine.changes.grid import exact
from kamengine.explain.sentences import Sentences
from kamengine.explain.speaker import unit_of
from kamengine.language import expressions as node
from kamengine.locale.display import quantity
from kamengine.locale.figures import enough
from kamengine.locale.wrap import wrapped
from kamengine.problems import say

_MOST_VALUES = 6


def change_lines(changes: Changes, words: Sentences, cells: int) -> list[str]:
    """The section of a page that says what must change; nothing for an account in the best tier.

    Args:
        changes: what was found.
        words: of the explanation.
        cells: how wide a line may be.
    """
    if not changes.better:
        return []
    lines = [words.text(say("What must change"))]
    for tier in changes.better:
        found = [change for change in changes.found if change.tier == tier]
        if found:
            lines += wrapped(words.text(say("For {tier}, one of these:", tier=words.tier(tier))), cells)
            for change in found:
                lines += wrapped(change_text(change, words), cells, "  · ", "    ")
    for note in _notes(changes, words):
        lines += wrapped(note, cells)
    return lines


def change_text(change: Change, words: Sentences) -> str:
    """One change: ``Monthly spend from 9,200 to 10,000 CNY/month (+800, 8.7 %)``."""
    moves = [_move(move, words) for move in change.moves]
    if len(moves) == 1:
        return moves[0]
    return words.text(say("{first}, and {last}", first=moves[0], last=moves[1]))


def _notes(changes: Changes, words: Sentences) -> Iterator[str]:
    """What was not found, and what was not looked at."""
    open_ = bool(changes.stopped or changes.left_out or changes.pairs_stopped)
    if not changes.found and not open_:
        yield words.text(say("No change of one fact, or of two together, reaches a better tier."))
    elif not changes.found:
        yield words.text(say("No change of one fact, or of two together, was found."))
    if changes.stopped:
        names = words.listed([words.name(name) for name in changes.stopped])
        yield words.text(say("Not settled within the bound of the search: {names}", names=names))
    if changes.pairs_stopped:
        yield words.text(say("The search for two facts together ended at its bound; there may be others."))
    if changes.left_out:
        names = words.listed([words.name(name) for name in changes.left_out])
        yield words.text(say("Not looked at, since they move all accounts: {names}", names=names))


def _move(move: Move, words: Sentences) -> str:
    name, new = words.name(move.fact), _exactly(move.new, move, words)
    if move.old is None:
        wanted = _would_do(move, words)
        if move.others:
            wanted = words.text(say("{values}, among others", values=wanted))
        return words.text(say("{name}, now unknown: {values}", name=name, values=wanted))
    old = words.fact(move.old, _named(move.fact, words), beside=move.new, bare=True)
    text = words.text(say("{name} from {old} to {new}", name=name, old=old, new=new))
    aside = _aside(move, words)
    return words.text(say("{text} ({aside})", text=text, aside=aside)) if aside else text


def _aside(move: Move, words: Sentences) -> str:
    """How far a number or a date moves, and its share of the old value."""
    language = words.messages.language
    if isinstance(move.new, date):
        days = (move.new - move.old).days
        return _signed(quantity(abs(days), "day", language), days)
    if isinstance(move.new, bool | str) or unit_of(_named(move.fact, words).type) == "ratio":
        return ""
    difference = exact(move.new) - exact(move.old)
    delta = words.fact(_decimal(abs(difference)), _bare_number())
    text = _signed(delta, difference)
    if not move.old:
        return text
    share = _signed(quantity(float(move.cost), "ratio", language, decimals=1), difference)
    return words.text(say("{delta}, {share}", delta=text, share=share))


def _would_do(move: Move, words: Sentences) -> str:
    """The values of an unknown fact that would do."""
    wanted = move.would_do
    if isinstance(wanted, tuple):
        values = [_exactly(value, move, words) for value in wanted]
        if len(values) > _MOST_VALUES:
            return words.listed(values)
        *first, last = values
        return words.text(say("{first} or {last}", first=words.listed(first), last=last)) if first else last
    if not isinstance(wanted, Interval) or (wanted.low is not None and wanted.low == wanted.high):
        return _exactly(move.new, move, words)
    if wanted.low is None and wanted.high is None:
        return words.text(say("any value"))
    if not isinstance(move.new, date):
        if wanted.high is None:
            return words.text(say("{line} or more", line=_enough(wanted.low, move, words, at_least=True)))
        if wanted.low is None:
            return words.text(say("{line} or less", line=_enough(wanted.high, move, words, at_least=False)))
    low, high = (None if end is None else _exactly(end, move, words) for end in (wanted.low, wanted.high))
    if isinstance(move.new, date):
        return _dates(low, high, words)
    return words.text(say("{low} to {high}", low=low, high=high))


def _dates(low: str | None, high: str | None, words: Sentences) -> str:
    if high is None:
        return words.text(say("{line} or later", line=low))
    if low is None:
        return words.text(say("{line} or earlier", line=high))
    return words.text(say("{low} to {high}", low=low, high=high))


def _exactly(value: object, move: Move, words: Sentences) -> str:
    """A proposed value with every digit, since a rounded one might not do."""
    named = _named(move.fact, words)
    if isinstance(value, bool | str | date) or value is None:
        return words.fact(value, named)
    return words.fact(value, node.Constant(named.type, None))


def _enough(end: Any, move: Move, words: Sentences, *, at_least: bool) -> str:
    """The end of an open range as a short number that is within it."""
    return enough(end, unit_of(_named(move.fact, words).type), words.messages.language, at_least=at_least)


def _named(fact: str, words: Sentences) -> node.Name:
    symbol = words.checked.symbols[fact]
    return node.Name(symbol.type, fact, symbol.role)


def _bare_number() -> node.Name:
    return node.Name(node.Type("number"), "", "field")


def _decimal(number: Fraction) -> Decimal:
    """A difference as a decimal; the grid of every fact is one of decimals."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def _signed(text: str, number: Fraction | int) -> str:
    return f"{'-' if number < 0 else '+'}{text}"
