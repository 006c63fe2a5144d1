"""The columns of the list of accounts: which there are, how wide they become, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from kamengine.declarations import Label
from kamengine.engine.run import Run
from kamengine.locale import Messages
from kamengine.locale.display import Align, number, quantity
from kamengine.locale.wrap import wrapped
from kamengine.pack.checked import CheckedIndicator, CheckedPack
from kamengine.problems import Message, say
from kamengine.tui.inks import tier_ink
from kamengine.tui.lines import Line, fit, width
from kamengine.tui.widgets.bars import interval_bar

GAP = 2
MARGIN = 1
_MOST_INDICATORS = 4
_LEAST_NAME, _GOOD_NAME = 16, 26
_NUMBER, _WIDEST_NUMBER = 11, 16
_SCORE_TEXT = 6  # "72.5" or "64–100"
_TOP_SCORE = 100.0

Row = Mapping[str, Any]
Draw = Callable[[Row, Messages, int], Line]


@dataclass(frozen=True)
class Column:
    """A column of the list.

    Attributes:
        name: the column of the results that it sorts by.
        title: over it.
        least: cells it needs.
        most: cells it can use.
        keep: how long it stays as the screen gets narrower; 0 always.
        descending: whether sorting by it begins with the largest.
        draw: what stands in it.
    """

    name: str
    title: Message | Label
    least: int
    most: int
    keep: int
    descending: bool
    draw: Draw
    align: Align = "left"

    def heading(self, messages: Messages) -> str:
        """The title in the reader's language."""
        return messages.text(self.title) if isinstance(self.title, Message) else messages.label(self.title)


def results_shown(run: Run) -> tuple[str, ...]:
    """The columns of the results that the list shows, besides id and name."""
    scored = ("score_low", "score_high") if run.checked.parts else ()
    return ("tier", "tier_possible", *scored, *leading_indicators(run.checked))


def leading_indicators(checked: CheckedPack) -> tuple[str, ...]:
    """The indicators worth a column: those that the scorecard looks at, then others in the pack's order."""
    scored = [part.subject for part, _ in checked.parts if part.subject in checked.indicators]
    ordered = dict.fromkeys([*scored, *checked.pack.indicators])
    return tuple(ordered)[:_MOST_INDICATORS]


def columns_of(run: Run, longest_id: int) -> tuple[Column, ...]:
    """The columns for a run.

    Args:
        run: the results.
        longest_id: cells that the longest id takes.
    """
    checked = run.checked
    id_width = max(7, min(longest_id, 16))
    tiers = [width(((_in_both(checked.tier_label(tier.tier.id)), ""),)) for tier in checked.tiers]
    tier_width = max(6, min(max(tiers, default=0), 16))
    columns = [
        Column("account_id", say("Account"), id_width, id_width, 0, False, _text("account_id", "muted")),
        Column("name", say("Name"), _LEAST_NAME, _GOOD_NAME, 0, False, _text("name", "")),
        Column("tier", say("Tier"), tier_width, tier_width, 0, False, _tier(checked)),
        Column("tier_possible", say("Could be"), tier_width + 1, tier_width + 2, 0, False, _possible(checked)),
    ]
    if checked.parts:
        least, most = _SCORE_TEXT + 1 + 4, _SCORE_TEXT + 1 + 10
        columns.append(Column("score_low", say("Score"), least, most, 0, True, _score))
    for place, name in enumerate(leading_indicators(checked)):
        label, draw = checked.label(name), _indicator(checked.indicators[name], name)
        most = _comfortable(label)
        columns.append(Column(name, label, most if place else _NUMBER, most, 1 + place, True, draw, "right"))
    return tuple(columns)


def laid_out(columns: Sequence[Column], cells: int) -> list[tuple[Column, int]]:
    """The columns that fit, each with its cells; the name takes what is left over."""
    kept = list(columns)
    while _too_wide(kept, cells):
        kept.remove(max(kept, key=lambda column: column.keep))
    widths = {column.name: column.least for column in kept}
    spare = _room(kept, cells) - sum(widths.values())
    for column in sorted(kept, key=lambda column: (column.name != "name", column.keep)):
        share = min(column.most - column.least, max(0, spare))
        widths[column.name] += share
        spare -= share
    widths["name"] = max(0, widths.get("name", 0) + spare)
    return [(column, widths[column.name]) for column in kept]


def _too_wide(columns: Sequence[Column], cells: int) -> bool:
    """Whether a column has to go: a further indicator only stays if names still have room."""
    last = max((column.keep for column in columns), default=0)
    wanted = _GOOD_NAME - _LEAST_NAME if last > 1 else 0
    return last > 0 and sum(column.least for column in columns) + wanted > _room(columns, cells)


def _room(columns: Sequence[Column], cells: int) -> int:
    return cells - 2 * MARGIN - GAP * (len(columns) - 1)


def joined(pieces: Iterable[Line]) -> Line:
    """The cells of a row as one line."""
    line: list[tuple[str, str]] = [(" " * MARGIN, "")]
    for index, piece in enumerate(pieces):
        line += [(" " * GAP, ""), *piece] if index else [*piece]
    return tuple(line)


# ── what stands in them ──────────────────────────────────────────────────────────────────────────────────────────────


def _text(name: str, ink: str) -> Draw:
    def draw(row: Row, messages: Messages, cells: int) -> Line:
        return ((fit(str(row[name] or ""), cells), ink),)

    return draw


def _tier(checked: CheckedPack) -> Draw:
    ranks = {tier.tier.id: rank for rank, tier in enumerate(checked.tiers)}

    def draw(row: Row, messages: Messages, cells: int) -> Line:
        tier = row["tier"]
        if tier is None:
            return ((fit("–", cells), "faint"),)
        return ((fit(messages.label(checked.tier_label(tier)), cells), tier_ink(ranks[tier], len(ranks))),)

    return draw


def _possible(checked: CheckedPack) -> Draw:
    def draw(row: Row, messages: Messages, cells: int) -> Line:
        tier = row["tier_possible"]
        if tier is None or tier == row["tier"]:
            return ((" " * cells, ""),)
        return ((fit(f"?{messages.label(checked.tier_label(tier))}", cells), "open"),)

    return draw


def _score(row: Row, messages: Messages, cells: int) -> Line:
    low, high = float(row["score_low"]), float(row["score_high"])
    text = fit(score_text(low, high, messages), _SCORE_TEXT, "right")
    return (
        (text, "open" if high > low else ""),
        (" ", ""),
        *interval_bar(low, high, _TOP_SCORE, cells - _SCORE_TEXT - 1),
    )


def score_text(low: float, high: float, messages: Messages) -> str:
    """A score in short, never rounded up: 79.96 has not reached 80."""
    if low == high:
        return number(Decimal(repr(low)).quantize(Decimal("0.1"), ROUND_FLOOR), messages.language, decimals=1)
    ends = (Decimal(repr(end)).quantize(Decimal(1), ROUND_FLOOR) for end in (low, high))
    return "–".join(number(end, messages.language, decimals=0) for end in ends)


def _indicator(checked: CheckedIndicator, name: str) -> Draw:
    ratio = checked.type.kind == "ratio"
    decimals = min(checked.indicator.decimals, 1 if ratio else 2)

    def draw(row: Row, messages: Messages, cells: int) -> Line:
        value = row[name]
        if value is None:
            return ((fit("?", cells, "right"), "open"),)
        unit = "ratio" if ratio else None
        text = quantity(value, unit, messages.language, decimals=decimals)
        if len(text) > cells:
            text = quantity(value, unit, messages.language, decimals=0)
        return ((fit(text, cells, "right"), ""),)

    return draw


def _comfortable(label: Label) -> int:
    """The least width at which a title takes no more than two lines in either language."""
    for cells in range(_NUMBER, _WIDEST_NUMBER):
        if all(len(wrapped(text, cells)) <= 2 for text in (label.en, label.zh)):
            return cells
    return _WIDEST_NUMBER


def _in_both(label: Label) -> str:
    """The wider of a label's two texts, so that nothing moves when the language changes."""
    return max(label.en, label.zh, key=lambda text: width(((text, ""),)))
