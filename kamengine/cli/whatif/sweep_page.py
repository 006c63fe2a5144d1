"""The counts along a line, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import page_width
from kamengine.cli.whatif.whatif_page import counts_json, head
from kamengine.language.json_values import json_value
from kamengine.locale.display import fit, number, width
from kamengine.locale.units import unit_words
from kamengine.locale.wrap import wrapped
from kamengine.whatif.words import knob_name, line_text, tier_name

if TYPE_CHECKING:
    from kamengine.api import Kept
    from kamengine.locale import Messages
    from kamengine.whatif.knobs import Knob
    from kamengine.whatif.sweep import SweepStep

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LONGEST_BAR, _SHORTEST_BAR = 16, 3
_LONGEST_NAMES = (16, 10, 6)
_HERE = "◂"


def sweep_json(steps: Sequence[SweepStep]) -> list[dict[str, Any]]:
    """An object a step, in the order of the line; a value that the pack refuses has only ``refused``."""
    return [
        {"value": json_value(step.value), "refused": str(step.refused)}
        if step.counts is None
        else {"value": json_value(step.value), "moved": step.moved, **counts_json(step.counts)}
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


@dataclass(frozen=True)
class _Tier:
    """A column of the table: a tier, and its count at each value that the pack takes."""

    name: str
    counts: Sequence[int]
    texts: Sequence[str]

    @property
    def digits(self) -> int:
        return max(width(text) for text in self.texts)

    def cells(self, bar: int, longest_name: int) -> int:
        return max(self.digits + 1 + bar if bar else self.digits, min(width(self.name), longest_name))

    def cell(self, row: int, bar: int, longest_name: int) -> str:
        text = self.texts[row].rjust(self.digits)
        drawn = f"{text} {_bar(self.counts[row], max(self.counts), bar)}" if bar else text
        return fit(drawn, self.cells(bar, longest_name))


def _table(knob: Knob, steps: Sequence[SweepStep], kept: Kept, messages: Messages) -> Iterator[str]:
    good = [step for step in steps if step.counts is not None]
    tiers = _tiers(good, kept, messages)
    unit = unit_words(knob.unit, messages.language) if knob.unit and knob.unit != "ratio" else ""
    lines = [line_text(knob, step.value, messages, unit=knob.unit == "ratio") for step in good]
    marks = [line + (f" {_HERE}" if step.value == knob.value else "  ") for line, step in zip(lines, good, strict=True)]
    first = max(width(text) for text in (unit, *marks))
    title = messages.say("moved")
    moved = [number(step.moved, messages.language) for step in good]
    last = max(width(text) for text in (title, *moved))
    bar, longest = _layout(tiers, page_width() - first - last - 2)
    cells = [tier.cells(bar, longest) for tier in tiers]
    heads = [fit(tier.name, room) for tier, room in zip(tiers, cells, strict=True)]
    yield "  ".join([fit(unit, first), *heads, fit(title, last, "right")])
    yield "  ".join("─" * room for room in (first, *cells, last))
    for row, mark in enumerate(marks):
        counts = [tier.cell(row, bar, longest) for tier in tiers]
        yield "  ".join([fit(mark, first, "right"), *counts, fit(moved[row], last, "right")])


def _tiers(good: Sequence[SweepStep], kept: Kept, messages: Messages) -> list[_Tier]:
    """Every tier of the pack, best first, and those without one where there are any."""
    checked, language = kept.resident.checked, messages.language
    found = []
    for tier in (*(tier.tier.id for tier in checked.tiers), None):
        counts = [step.counts.tiers[tier] for step in good if step.counts is not None]
        if tier is not None or any(counts):
            found.append(_Tier(tier_name(checked, tier, messages), counts, [number(n, language) for n in counts]))
    return found


def _layout(tiers: Sequence[_Tier], room: int) -> tuple[int, int]:
    """How long bars may be, and names; no bars where there is no room for any."""
    for bar in (*range(_LONGEST_BAR, _SHORTEST_BAR - 1, -1), 0):
        for longest in _LONGEST_NAMES:
            if sum(tier.cells(bar, longest) + 2 for tier in tiers) <= room:
                return bar, longest
    return 0, _LONGEST_NAMES[-1]


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
