"""All sections of a dossier in one text: one below the other, or in two columns where there is room."""

from __future__ import annotations

from collections.abc import Callable

from kamengine.declarations import Playbook
from kamengine.explain import Explanation
from kamengine.locale import Messages
from kamengine.problems import Message, say
from kamengine.tui.lines import Line, side_by_side
from kamengine.tui.sections.facts import facts
from kamengine.tui.sections.plan import plan
from kamengine.tui.sections.verdict import criteria, needs, score, tiers

WHY, PLAN, FACTS = "why", "plan", "facts"
_TWO_COLUMNS_FROM = 104
_MARGIN, _GUTTER = 1, 4

_Section = tuple[str, Message, Callable[[int], list[Line]]]


def dossier(
    explanation: Explanation, playbooks: tuple[Playbook, ...], messages: Messages, cells: int
) -> tuple[list[Line], dict[str, int]]:
    """The text for a width, and the line at which each section that has a key begins."""
    missing: _Section = ("", say("Missing facts that would decide"), lambda room: needs(explanation, messages, room))
    why: _Section = (WHY, say("Why"), lambda room: criteria(explanation, messages, room))
    ranks: _Section = ("", say("Tiers"), lambda room: tiers(explanation, messages, room))
    points: _Section = ("", say("Score"), lambda room: score(explanation, messages, room))
    todo: _Section = (PLAN, say("Plan"), lambda room: plan(playbooks, messages, room))
    known: _Section = (FACTS, say("Facts"), lambda room: facts(explanation, messages, room))
    room = cells - 2 * _MARGIN
    if cells < _TWO_COLUMNS_FROM:
        lines, places = _stacked([missing, why, ranks, points, todo, known], messages, room)
    else:
        left_room = (room - _GUTTER) // 2
        left, places = _stacked([why, ranks], messages, left_room)
        right, more = _stacked([missing, points, todo, known], messages, room - _GUTTER - left_room)
        lines, places = list(side_by_side(left, right, left_room, (" " * _GUTTER, ""))), {**more, **places}
    return [((" " * _MARGIN, ""), *line) for line in lines], places


def _stacked(sections: list[_Section], messages: Messages, cells: int) -> tuple[list[Line], dict[str, int]]:
    lines: list[Line] = []
    places: dict[str, int] = {}
    for key, title, told in sections:
        body = told(cells)
        if not body:
            continue
        if lines:
            lines.append(())
        if key:
            places[key] = len(lines)
        lines += [((messages.text(title), "heading"),), *body]
    return lines, places
