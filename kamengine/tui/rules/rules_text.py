"""A rule pack in words, set as a page: what is found out about it, then everything that it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kamengine.explain.pack_words import RuleEntry, RuleSection
from kamengine.explain.rule_words import Clause
from kamengine.locale.display import plain
from kamengine.tui.looks.lines import Line, fit, paragraph, width

_MARK = "• "


def rule_lines(sections: Sequence[RuleSection], cells: int) -> tuple[list[Line], dict[str, int]]:
    """The lines of all sections, and where each begins."""
    lines: list[Line] = []
    starts: dict[str, int] = {}
    for section in sections:
        starts[section.id] = len(lines)
        lines += [((section.title, "heading"),), *_notes(section.notes, cells, 0)]
        for entry in section.entries:
            lines += entry_lines(entry, cells)
        lines.append(())
    return lines[:-1], starts


def entry_lines(entry: RuleEntry, cells: int) -> list[Line]:
    """One thing that a pack says."""
    lines: list[Line] = []
    indent = 0
    if entry.title:
        lines.append(_titled(entry, cells))
        indent = 2
    for clause in entry.clauses:
        lines += _clause(clause, cells, indent)
    return lines + (_notes((" · ".join(entry.notes),), cells, indent) if entry.notes else [])


def _titled(entry: RuleEntry, cells: int) -> Line:
    """What it is called on the left, its name in the pack on the right."""
    id = fit(entry.id, min(width(((plain(entry.id), ""),)), cells // 3)).rstrip() if entry.id != entry.title else ""
    title = fit(entry.title, max(0, cells - width(((id, ""),)) - 2)).rstrip()
    gap = max(1, cells - width(((title, ""), (id, ""))))
    return ((title, "strong"), (" " * gap, ""), (id, "faint"))


def _clause(clause: Clause, cells: int, indent: int, mark: str = "") -> list[Line]:
    lines = paragraph(clause.text, cells, first=((" " * indent, ""), (mark, "muted")))
    for below in clause.below:
        lines += _clause(below, cells, indent + (len(_MARK) if mark else 0), _MARK)
    return lines


def _notes(notes: Iterable[str], cells: int, indent: int) -> list[Line]:
    first: Line = ((" " * indent, ""),)
    return [line for note in notes for line in paragraph(note, cells, "muted", first=first)]
