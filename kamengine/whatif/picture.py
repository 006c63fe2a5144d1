"""The spread of an indicator drawn in characters: a histogram with the lines of the pack in it, and the curve.

What comes out are lines of pieces, each with the name of an ink; joined, the pieces are the line as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from string import ascii_lowercase

from kamengine.locale import Messages
from kamengine.locale.charts import columns, curve
from kamengine.locale.display import fit, number, plain, quantity, width
from kamengine.pack.checked import CheckedPack
from kamengine.whatif.distribution import Bin, Distribution, LineCount
from kamengine.whatif.lines import POINTS, SCORE

Drawn = tuple[tuple[str, str], ...]
"""Pieces of a line: texts with the names of their inks, the empty one for plain ink."""

_WIDEST_CURVE = 64
_LINE = "│"


def headline(spread: Distribution, checked: CheckedPack, messages: Messages) -> str:
    """What is looked at, of how many accounts, and between which values it lies."""
    language, unit = messages.language, unit_of(spread, checked)
    counts = {"known": number(spread.known, language), "unknown": number(spread.unknown, language)}
    if spread.least is None or spread.greatest is None or spread.median is None:
        return messages.say("known of no account, unknown of {unknown}", **counts)
    ends = {
        "least": quantity(spread.least, unit, language),
        "median": quantity(spread.median, unit, language),
        "greatest": quantity(spread.greatest, unit, language),
    }
    return messages.say(
        "known of {known} accounts, unknown of {unknown}; {least} to {greatest}, half of them at most {median}",
        **counts,
        **ends,
    )


def measure_name(name: str, checked: CheckedPack, messages: Messages) -> str:
    """What people call an indicator, a field or the score."""
    if name == SCORE:
        return messages.say("Score")
    return plain(messages.label(checked.label(name)))


def unit_of(spread: Distribution, checked: CheckedPack) -> str | None:
    """The unit of the values."""
    return None if spread.name == SCORE else checked.unit(spread.name)


# ── the histogram ────────────────────────────────────────────────────────────────────────────────────────────────────


def histogram(spread: Distribution, checked: CheckedPack, messages: Messages, cells: int, rows: int) -> list[Drawn]:
    """Columns for the bins, the lines of the pack as strokes with letters, and the values below.

    Args:
        spread: what is drawn.
        checked: the pack.
        messages: the language.
        cells: how wide it may be.
        rows: how high the columns may be.
    """
    if not spread.bins:
        return []
    most = max(bin.accounts for bin in spread.bins)
    axis = max(width(number(most, messages.language)), 1)
    wide = max(1, (cells - axis - 2) // len(spread.bins))
    shown = spread.bins[: max(1, (cells - axis - 2) // wide)]
    drawn = columns([bin.accounts / most if most else 0 for bin in shown], rows)
    strokes = _strokes(spread, shown, wide)
    letters: dict[int, str] = {}
    for letter, cell in strokes:
        letters.setdefault(cell, letter)
    room = wide * len(shown)
    out: list[Drawn] = [((" " * (axis + 2), ""), *((letters.get(cell, " "), "open") for cell in range(room)))]
    for row, text in enumerate(drawn):
        label = number(most, messages.language) if row == 0 else ""
        wall = "┤" if row == 0 else _LINE
        bars = "".join(char * wide for char in text)
        out.append(((fit(label, axis, "right"), "faint"), (f" {wall}", "faint"), *_with_strokes(bars, letters)))
    out.append(((" " * axis, ""), (f" └{'─' * room}", "faint")))
    return [*out, ((" " * (axis + 2), ""), (_ticks(shown, wide, messages, unit_of(spread, checked)), "faint"))]


def legend(spread: Distribution, checked: CheckedPack, messages: Messages) -> list[tuple[str, str]]:
    """The letter of each line, and what it says: its value, what it is called, and how many are at it or above."""
    entries = []
    for letter, counted in zip(_letters(), spread.lines, strict=False):
        entries.append((letter, _legend_text(counted, spread, checked, messages)))
    return entries


def _legend_text(counted: LineCount, spread: Distribution, checked: CheckedPack, messages: Messages) -> str:
    language, line = messages.language, counted.line
    value = quantity(line.value, unit_of(spread, checked), language)
    names = [plain(messages.label(checked.label(name))) for name in line.parameters]
    if not names:
        names = [_user(name, checked, messages) for name in line.used_by]
    share = quantity(counted.at_or_above / spread.known, "ratio", language, decimals=1) if spread.known else "–"
    said = {"value": value, "names": names, "n": number(counted.at_or_above, language), "share": share}
    if counted.held is None:
        return messages.say("{value}: {names} · {n} at or above ({share})", **said)
    held = quantity(counted.held, "ratio", language, decimals=1)
    return messages.say("{value}: {names} · {n} at or above ({share}), holding {held}", held=held, **said)


def _user(name: str, checked: CheckedPack, messages: Messages) -> str:
    """What compares with a line: an indicator, a criterion, a tier or a part of the score."""
    if name in checked.symbols:
        return plain(messages.label(checked.label(name)))
    if any(tier.tier.id == name for tier in checked.tiers):
        return plain(messages.label(checked.tier_label(name)))
    part = next((part for part, _ in checked.parts if POINTS + part.id == name), None)
    if part is None:
        return name
    label = messages.label(part.label) or messages.label(checked.label(part.subject))
    return messages.say("points of {part}", part=plain(label))


def _strokes(spread: Distribution, bins: Sequence[Bin], wide: int) -> Iterator[tuple[str, int]]:
    """The cell of each line that lies within the bins, with its letter."""
    for letter, counted in zip(_letters(), spread.lines, strict=False):
        for index, bin in enumerate(bins):
            low, high, value = bin.low, bin.high, counted.line.value
            if low is not None and high is not None and low <= value < high:
                yield letter, min(int(wide * (index + (value - low) / (high - low))), wide * len(bins) - 1)


def _with_strokes(bars: str, strokes: dict[int, str]) -> Iterator[tuple[str, str]]:
    done = 0
    for cell in sorted(strokes):
        yield from ((bars[done:cell], "bar"), (_LINE, "open"))
        done = cell + 1
    yield bars[done:], "bar"


def _ticks(bins: Sequence[Bin], wide: int, messages: Messages, unit: str | None) -> str:
    """The values at which columns begin, as many as have room."""
    text = ""
    for index, bin in enumerate(bins):
        if bin.low is None:
            continue
        start, label = index * wide, _short(bin.low, unit, messages)
        if start >= width(text) + (2 if text else 0) and start + width(label) <= wide * len(bins):
            text += " " * (start - width(text)) + label
    return text


def _short(value: Decimal, unit: str | None, messages: Messages) -> str:
    """A value in few cells: a share as a percentage, from ten thousand on in thousands or 万, as people count."""
    if unit == "ratio":
        return quantity(value, unit, messages.language)
    steps = [(10**8, "亿"), (10**4, "万")]
    if messages.language == "en":
        steps = [(10**9, "G"), (10**6, "M"), *([(1000, "k")] if abs(value) >= 10_000 else [])]
    for size, sign in steps:
        if abs(value) >= size:
            return f"{number(value / size, messages.language)}{sign}"
    return number(value, messages.language)


# ── the curve ────────────────────────────────────────────────────────────────────────────────────────────────────────


def pareto(spread: Distribution, messages: Messages, cells: int, rows: int) -> list[Drawn]:
    """The share of the total that the largest accounts hold, with the lines of the pack on the curve as letters.

    Args:
        spread: what is drawn; nothing comes out where it has no curve.
        messages: the language.
        cells: how wide it may be.
        rows: how high.
    """
    if not spread.curve:
        return []
    hundred, zero = (quantity(share, "ratio", messages.language) for share in (1, 0))
    axis = width(hundred)
    room = max(4, min(_WIDEST_CURVE, cells - axis - 2))
    drawn = curve([(point.accounts, point.held) for point in spread.curve], room, rows)
    marks = _marks(spread, room, rows)
    out: list[Drawn] = []
    for row, text in enumerate(drawn):
        label = hundred if row == 0 else zero if row == rows - 1 else ""
        pieces = [
            (marks[row, cell], "open") if (row, cell) in marks else (char, "bar") for cell, char in enumerate(text)
        ]
        out.append(((fit(label, axis, "right"), "faint"), (" ┤" if label else f" {_LINE}", "faint"), *pieces))
    out.append(((" " * axis, ""), (f" └{'─' * room}", "faint")))
    whose = messages.say("of the accounts, largest first")
    ends = f"{zero} {whose}"
    if width(ends) + width(hundred) >= room:
        ends = zero
    gap = max(1, room - width(ends) - width(hundred))
    return [*out, ((" " * (axis + 2), ""), (fit(f"{ends}{' ' * gap}{hundred}", room), "faint"))]


def concentration(spread: Distribution, messages: Messages) -> str:
    """What the largest hold, and how unevenly, in a sentence; empty where there is no curve."""
    if spread.top_fifth is None:
        return ""
    held = quantity(spread.top_fifth, "ratio", messages.language, decimals=1)
    text = messages.say("The largest fifth of the accounts holds {held} of the total.", held=held)
    if spread.gini is None:
        return text
    gini = number(spread.gini, messages.language, decimals=2)
    return messages.say("{text} Gini coefficient: {gini}", text=text, gini=gini)


def _marks(spread: Distribution, cells: int, rows: int) -> dict[tuple[int, int], str]:
    """The letter of each line where its accounts stand on the curve, by row and cell."""
    marks: dict[tuple[int, int], str] = {}
    for letter, counted in zip(_letters(), spread.lines, strict=False):
        if counted.held is not None and 0 < counted.at_or_above < spread.known:
            cell = round(counted.at_or_above / spread.known * (cells - 1))
            marks.setdefault((rows - 1 - round(min(1.0, counted.held) * (rows - 1)), cell), letter)
    return marks


def _letters() -> Iterator[str]:
    yield from ascii_lowercase
