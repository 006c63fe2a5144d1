"""The cells of what a list has beside run and facts: what changed, a trend, who looks after it, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.cells import cell_len

from kamengine.api.accounts.further_columns import GAPS, HISTORY, OWNER, SCORE_CHANGE, TIER_BEFORE, TIERS_MOVED
from kamengine.declarations import Label
from kamengine.engine.results import ID, TIER
from kamengine.engine.series import MONTHS
from kamengine.locale import Messages
from kamengine.locale.display import Align, number
from kamengine.locale.sparkline import sparkline
from kamengine.pack.checked import CheckedPack
from kamengine.tui.looks.lines import Line, fit
from kamengine.tui.portfolio.beside import Beside

UP, DOWN = "▲", "▼"
_LEAST_CHANGE = 0.05  # of a score that is told with one decimal

Draw = Callable[[Mapping[str, Any], Messages, int], Line]


@dataclass(frozen=True)
class FurtherCells:
    """How a further column is drawn.

    Attributes:
        least: cells it needs.
        most: cells it can use.
        descending: whether sorting by it begins with the largest.
        draw: what stands in it.
        align: on which side.
        sortable: whether all accounts can be sorted by it; else it is only known of those in sight.
    """

    least: int
    most: int
    descending: bool
    draw: Draw
    align: Align = "left"
    sortable: bool = True


def further_cells(checked: CheckedPack, name: str) -> FurtherCells | None:
    """How a further column is drawn; None for one that is drawn as any other value."""
    if name == TIERS_MOVED:
        tiers = [tier.tier.id for tier in checked.tiers]
        widest = max((cell_len(text) for tier in tiers for text in _both(checked.tier_label(tier))), default=0)
        return FurtherCells(9, max(12, min(widest + 2, 18)), False, _change(checked))
    if name == HISTORY:
        return _TREND
    if name == OWNER:
        return FurtherCells(10, 14, False, _owner)
    return FurtherCells(8, 9, True, _gaps, "right") if name == GAPS else None


def _both(label: Label) -> tuple[str, str]:
    """A label in both languages."""
    return label.en, label.zh


def _change(checked: CheckedPack) -> Draw:
    """Up or down from which tier; within a tier what the score gained or lost."""

    def draw(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
        moved, before = row[TIERS_MOVED], row.get(TIER_BEFORE)
        if moved:
            tier = messages.label(checked.tier_label(before)) if before is not None else messages.say("no tier")
            mark, ink = (UP, "best") if moved > 0 else (DOWN, "open")
            return ((f"{mark} ", ink), (fit(tier, cells - 2), ink))
        if moved is None and before is None:
            return ((fit(messages.say("new"), cells), "muted"),)
        gained = row.get(SCORE_CHANGE)
        if gained is None or abs(gained) < _LEAST_CHANGE:
            return ((" " * cells, ""),)
        text = number(gained, messages.language, decimals=1)
        return ((fit(f"  +{text}" if gained > 0 else f"  {text}", cells), "muted"),)

    return draw


def _trend(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
    return _course(row[HISTORY], cells)


_TREND = FurtherCells(8, 12, True, _trend)


def _course(values: Sequence[Any] | None, cells: int) -> Line:
    return ((fit(sparkline(values or (), cells), cells), "bar"),)


def trend_in_sight(trends: Beside[Sequence[Any]]) -> FurtherCells:
    """How trends are drawn that are only known of the accounts in sight."""

    def draw(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
        account = str(row[ID])
        return _course(trends.of(account), cells) if trends.knows(account) else ((fit("…", cells), "faint"),)

    return replace(_TREND, least=MONTHS, most=MONTHS, draw=draw, sortable=False)


def _owner(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
    return ((fit(str(row[OWNER] or "–"), cells), "" if row[OWNER] else "faint"),)


def _gaps(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
    gaps = row[GAPS]
    return ((fit(number(gaps, messages.language) if gaps else "", cells, "right"), "open"),)


def needed_beside(names: tuple[str, ...]) -> tuple[str, ...]:
    """Columns with those that are drawn in them: a change says from which tier, and what the score gained."""
    if TIERS_MOVED not in names:
        return names
    return tuple(dict.fromkeys((*names, TIER, TIER_BEFORE, SCORE_CHANGE)))
