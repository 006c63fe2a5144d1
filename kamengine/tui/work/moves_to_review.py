"""Moves to review set in lines: who moved where, what was decided, and what caused it."""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import say
from kamengine.review.moves import Review
from kamengine.review.words import STATE_WORDS
from kamengine.today.entries import effect_text, move_text
from kamengine.tui.looks.lines import Line, fit, paragraph, width
from kamengine.work.tiers.moves import DIRECTIONS, Move

_GAP = "  "
_ARROWS = {"up": "▲", "down": "▼", "gone": "✕"}
_MOST_TIERS, _MOST_STATE = 40, 16
_CAUSE_INDENT = 4


def pack_lines(review: Review, shown: int, messages: Messages, cells: int, *, first: bool) -> list[Line]:
    """A pack, its run, and how many moved which way."""
    pack = review.checked.pack
    title = messages.label(pack.title if pack.title.en or pack.title.zh else Label(pack.id))
    counts = {way: review.moves.going(way) for way in DIRECTIONS}
    told = messages.say(
        "promoted: {up:,}, demoted: {down:,}, gone: {gone:,}; to be decided: {left:,}",
        left=review.moves.standing("open"),
        **counts,
    )
    if not review.moves:
        told = messages.say("Nobody has moved since the last review.")
    elif not shown:
        told = f"{told} · {messages.say('none of this kind')}"
    about = messages.say("{pack}, run {run} as of {day}", pack=title, run=review.run.id[:8], day=review.run.as_of)
    lines: list[Line] = [] if first else [()]
    return [*lines, *paragraph(plain(about, None), cells, "heading"), *paragraph(told, cells, "muted")]


def move_lines(review: Review, move: Move, cause: str, messages: Messages, cells: int) -> list[Line]:
    """Two lines: who moved where and what was decided, and below it the cause."""
    tiers = plain(move_text(review, move, messages), None)
    state = messages.text(STATE_WORDS[move.state]) if move.state != "open" else ""
    room = min(_MOST_TIERS, width(((tiers, ""),)), cells // 2)
    aside = min(_MOST_STATE, width(((state, ""),)))
    account = cells - 2 - room - len(_GAP) - (aside + len(_GAP) if aside else 0)
    name = f"{move.account} {review.names.get(move.account, '')}".strip()
    line: list[tuple[str, str]] = [
        (_ARROWS[move.direction], "best" if move.direction == "up" else "open"),
        (" ", ""),
        (fit(name, account), "strong"),
        (_GAP, ""),
        (fit(tiers, room), ""),
    ]
    if aside:
        line += [(_GAP, ""), (fit(state, aside), "muted")]
    below = fit(cause, max(0, cells - _CAUSE_INDENT)).rstrip()
    return [tuple(line), ((" " * _CAUSE_INDENT, ""), (below, "muted"))]


def move_details(review: Review, move: Move, cause: str, messages: Messages) -> Sequence[tuple[str, str]]:
    """Everything about a move, as paragraphs with their inks."""
    name = f"{move.account} {review.names.get(move.account, '')}".strip()
    told = [(name, "strong"), (move_text(review, move, messages), ""), (cause, "")]
    told += [(text, "muted") for text in effect_text(review, move, messages)]
    state = messages.text(STATE_WORDS[move.state])
    said = move.override or move.decision
    if said is not None and said.approver:
        state = messages.say("{state} by {name}", state=STATE_WORDS[move.state], name=said.approver)
    told.append((state, "muted"))
    if said is not None and said.reason:
        told.append((messages.text(say("why: {text}", text=said.reason)), "muted"))
    return told
