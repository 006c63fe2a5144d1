"""The counts along a line, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kamengine.cli.output import page_width
from kamengine.cli.whatif_page import counts_json, head, json_of, knob_name, line_text, tier_name
from kamengine.explain.wrap import wrapped
from kamengine.locale.display import fit, number, width

if TYPE_CHECKING:
    from kamengine.api import Kept
    from kamengine.locale import Messages
    from kamengine.whatif.knobs import Knob
    from kamengine.whatif.sweep import SweepStep

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LONGEST_BAR, _SHORTEST_BAR = 16, 3
_LONGEST_NAME = 16
_HERE = "◂"


def sweep_json(steps: Sequence[SweepStep]) -> list[dict[str, Any]]:
    """An object a step, in the order of the line; a value that the pack refuses has only ``refused``."""
    return [
        {"value": json_of(step.value), "refused": str(step.refused)}
        if step.counts is None
        else {"value": json_of(step.value), "moved": step.moved, **counts_json(step.counts)}
        for step in steps
    ]


def sweep_page(knob: Knob, steps: Sequence[SweepStep], kept: Kept, messages: Messages) -> str:
    """A row a value: the count of each tier, with a bar, and how many move; then the values that cannot be."""
    lines = [*head(kept, messages)]
    now = line_text(knob, knob.value, messages)
    text = messages.say("{knob}, now {value}", knob=knob_name(knob, messages), value=now)
    lines += [*wrapped(text, page_width(), "", "  "), ""]
    lines += [*_table(knob, steps, kept, messages), "", messages.say("A bar is full where its tier has the most.")]
    if any(step.value == knob.value for step in steps):
        lines.append(messages.say("{sign} is the present value.", sign=_HERE))
    return "\n".join([*lines, *_refused(knob, steps, messages)])


def _table(knob: Knob, steps: Sequence[SweepStep], kept: Kept, messages: Messages) -> Iterator[str]:
    checked, language = kept.resident.checked, messages.language
    good = [(step, step.counts) for step in steps if step.counts is not None]
    tiers = [tier for tier in good[0][1].tiers if tier is not None or any(counts.tiers[tier] for _, counts in good)]
    marks = [
        line_text(knob, step.value, messages) + (f" {_HERE}" if step.value == knob.value else "  ") for step in steps
    ]
    first = max(width(mark) for mark in marks)
    moved = [number(step.moved, language) for step, _ in good]
    title = messages.say("moved")
    last = max(width(text) for text in [title, *moved])
    names = [tier_name(checked, tier, messages) for tier in tiers]
    digits = [max(width(number(counts.tiers[tier], language)) for _, counts in good) for tier in tiers]
    bar = _bar_cells(page_width() - first - last - 2, names, digits)
    cells = [
        max(d + 1 + bar if bar else d, min(width(name), _LONGEST_NAME)) for d, name in zip(digits, names, strict=True)
    ]
    rows = [" " * first, *(fit(name, cell) for name, cell in zip(names, cells, strict=True)), title.rjust(last)]
    yield "  ".join(rows).rstrip()
    yield "  ".join("─" * cell for cell in (first, *cells, last))
    most = [max(counts.tiers[tier] for _, counts in good) for tier in tiers]
    for step, mark in zip(steps, marks, strict=True):
        if step.counts is None:
            continue
        row = [fit(mark, first, "right")]
        for index, tier in enumerate(tiers):
            count = step.counts.tiers[tier]
            text = number(count, language).rjust(digits[index])
            row.append(fit(f"{text} {_bar(count, most[index], bar)}" if bar else text, cells[index]))
        yield "  ".join([*row, number(step.moved, language).rjust(last)])


def _bar_cells(room: int, names: Sequence[str], digits: Sequence[int]) -> int:
    """How long bars may be; 0 where there is no room for any."""
    for cells in range(_LONGEST_BAR, _SHORTEST_BAR - 1, -1):
        wanted = [max(d + 1 + cells, min(width(name), _LONGEST_NAME)) for d, name in zip(digits, names, strict=True)]
        if sum(wanted) + 2 * len(wanted) <= room:
            return cells
    return 0


def _bar(count: int, most: int, cells: int) -> str:
    """A bar in eighths of a cell; whatever is there at all can be seen."""
    eighths = max(round(cells * 8 * count / most), 1) if count and most else 0
    full, part = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[part] if part else "")


def _refused(knob: Knob, steps: Sequence[SweepStep], messages: Messages) -> Iterator[str]:
    """The values that the pack refuses, neighbours with the same reason together."""
    refusals = [(step, step.refused) for step in steps]
    for why, group in groupby(refusals, key=lambda pair: pair[1].template if pair[1] else None):
        (first, reason), *_, (last, _) = [*group] * 2
        if why is None or reason is None:
            continue
        values = line_text(knob, first.value, messages, unit=first is last)
        if first is not last:
            values = messages.say("{low} to {high}", low=values, high=line_text(knob, last.value, messages))
        text = messages.say("Left out: {values}: {reason}", values=values, reason=reason)
        yield from wrapped(text, page_width(), "", "  ")
