"""The columns of the list of accounts: which there are, how wide they become, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from kamengine.api.accounts.cells import NO_TIER, UNKNOWN, ShownColumn, cell
from kamengine.api.accounts.further_columns import SCORE_CHANGE, TIER_BEFORE, TIERS_MOVED
from kamengine.declarations import Label
from kamengine.engine.headings import HEADINGS
from kamengine.engine.pages import PENDING
from kamengine.engine.results import TIER, TIER_EFFECTIVE, TIER_POSSIBLE, Results
from kamengine.language.expressions import Type
from kamengine.language.sql import SCORE_HIGH
from kamengine.locale import Messages
from kamengine.locale.display import Align, number, quantity
from kamengine.locale.figures import score_figure
from kamengine.locale.wrap import wrapped
from kamengine.pack.checked import CheckedPack
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.inks import tier_ink
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.portfolio.further_cells import FurtherCells, further_cells

DIFFERS = "*"
"""Behind a tier where another one is in effect."""
GAP = 2
MARGIN = 1
NARROWEST, WIDEST = 4, 60
"""Cells that a reader can make a column narrow and wide."""
FIXED = 2
"""How many columns, the first ones, stay in sight however far aside the reader goes: id and name."""
_LEAST_NAME, _GOOD_NAME, _LONG_NAME = 16, 26, 40
_ROOMY = 160
"""Cells of a list from which names are whole before there are further columns."""
_NUMBER, _WIDEST_NUMBER = 11, 16
_PLENTY = 1000
"""From here on small change is left out, however wide the column is."""
_SCORE_TEXT = 6  # "72.5" or "64–100"
_TOP_SCORE = 100.0
_BESIDE = (SCORE_HIGH, TIER_BEFORE, SCORE_CHANGE)  # drawn in another column

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
        sortable: whether all accounts can be sorted by it; else it is only known of those in sight.
    """

    name: str
    title: Label
    least: int
    most: int
    keep: int
    descending: bool
    draw: Draw
    align: Align = "left"
    sortable: bool = True

    def heading(self, messages: Messages) -> str:
        """The title in the reader's language."""
        return messages.label(self.title)


def columns_of(
    results: Results,
    names: Sequence[str],
    longest_id: int,
    drawn: Mapping[str, FurtherCells] | None = None,
    differs: Callable[[str], bool] = lambda _: False,
) -> tuple[Column, ...]:
    """Columns for a list.

    Args:
        results: what it lists.
        names: of their columns, besides id and name; the two ends of the score are one column.
        longest_id: cells that the longest id takes.
        drawn: what is drawn of the accounts in sight only, by name.
        differs: whether the tier in effect of an account is another than the computed one, which then has a mark.
    """
    checked = results.checked
    id_width = max(7, min(longest_id, 16))
    columns = [
        Column("account_id", HEADINGS["account_id"], id_width, id_width, 0, False, _text("account_id", "muted")),
        Column("name", HEADINGS["name"], _LEAST_NAME, _LONG_NAME, 0, False, _text("name", "")),
    ]
    further = 0  # columns that go first as the screen gets narrower
    for name in names:
        if name in (TIER, TIER_EFFECTIVE, TIER_POSSIBLE):
            columns.append(_tier_column(checked, name, differs if name == TIER else lambda _: False))
        elif name == "score_low":
            columns.append(Column(name, HEADINGS["score"], _SCORE_TEXT + 1 + 4, _SCORE_TEXT + 1 + 10, 0, True, _score))
        elif drawn is not None and name in drawn:
            further += 1
            columns.append(_further_column(name, drawn[name], further))
        elif name not in _BESIDE or (name != SCORE_HIGH and TIERS_MOVED not in names):
            further += 1
            columns.append(_value_column(results, name, further))
    return tuple(columns)


def _tier_column(checked: CheckedPack, name: str, differs: Callable[[str], bool]) -> Column:
    tiers = [width(((_in_both(checked.tier_label(tier.tier.id)), ""),)) for tier in checked.tiers]
    cells = max(6, min(max(tiers, default=0), 16))
    if name == "tier_possible":
        return Column(name, HEADINGS[name], cells + 1, cells + 2, 0, False, _possible(checked))
    cells = max(cells, min(max(tiers, default=0), 16) + len(DIFFERS)) if name == TIER else cells
    return Column(name, HEADINGS[name], cells, cells, 0, False, _tier(checked, name, differs))


def _value_column(results: Results, name: str, place: int) -> Column:
    """A column of an indicator, a criterion or a fact; the further one is, the sooner it goes."""
    checked = results.checked
    made = further_cells(checked, name) if name in results.further else None
    if made is not None:
        return _further_column(name, replace(made, draw=_patient(name, made.draw, made.align)), place)
    type = results.columns()[name]
    label = HEADINGS[name] if name in results.further else checked.label(name)
    most = _comfortable(label)
    least = most if place > 1 else _NUMBER
    align: Align = "right" if type.numeric else "left"
    draw = _patient(name, _value(checked, name, type), align)
    return Column(name, label, least, most, place, type.numeric, draw, align)


def _further_column(name: str, made: FurtherCells, place: int) -> Column:
    """A column of what is known beside run and facts."""
    return Column(
        name, HEADINGS[name], made.least, made.most, place, made.descending, made.draw, made.align, made.sortable
    )


def laid_out(columns: Sequence[Column], cells: int, passed: int = 0) -> list[tuple[Column, int]]:
    """The columns that fit, each with its cells; the name takes what is left over.

    Args:
        columns: id and name first, which always stay.
        cells: the room there is.
        passed: how many columns after those two the reader has gone past; they give way to further ones, of which one
            is there in any case.
    """
    kept = [*columns[:FIXED], *columns[FIXED + passed :]]
    fewest = FIXED + 1 if passed else 0
    while _too_wide(kept, cells) and len(kept) > fewest:
        kept.remove(max(kept, key=lambda column: column.keep))
    widths = {column.name: column.least for column in kept}
    spare = _room(kept, cells) - sum(widths.values())
    wishes = [("name", _good_name(cells))]  # then what headings and texts take, then bars
    wishes += [(column.name, column.most) for column in sorted(kept, key=lambda each: (not each.keep, each.keep))]
    for name, wish in wishes:
        share = min(max(0, wish - widths.get(name, wish)), max(0, spare))
        widths[name] = widths.get(name, 0) + share
        spare -= share
    widths["name"] = max(0, widths.get("name", 0) + spare)
    return [(column, widths[column.name]) for column in kept]


def _too_wide(columns: Sequence[Column], cells: int) -> bool:
    """Whether a column has to go: a further indicator only stays if names still have room."""
    last = max((column.keep for column in columns), default=0)
    wanted = _good_name(cells) - _LEAST_NAME if last > 1 else 0
    return last > 0 and sum(column.least for column in columns) + wanted > _room(columns, cells)


def _good_name(cells: int) -> int:
    """How wide names are to be in a list of so many cells before there are further columns."""
    return _LONG_NAME if cells >= _ROOMY else _GOOD_NAME


def _room(columns: Sequence[Column], cells: int) -> int:
    return cells - 2 * MARGIN - GAP * (len(columns) - 1)


def joined(pieces: Iterable[Line]) -> Line:
    """The cells of a row as one line."""
    line: list[tuple[str, str]] = [(" " * MARGIN, "")]
    for index, piece in enumerate(pieces):
        line += [(" " * GAP, ""), *piece] if index else [*piece]
    return tuple(line)


# ── what stands in them ──────────────────────────────────────────────────────────────────────────────────────────────


def _patient(name: str, draw: Draw, align: Align) -> Draw:
    """The same, but for what is still being read."""

    def patient(row: Row, messages: Messages, cells: int) -> Line:
        return draw(row, messages, cells) if row[name] is not PENDING else ((fit("…", cells, align), "faint"),)

    return patient


def _text(name: str, ink: str) -> Draw:
    def draw(row: Row, messages: Messages, cells: int) -> Line:
        return ((fit(str(row[name] or ""), cells), ink),)

    return draw


def _tier(checked: CheckedPack, name: str, differs: Callable[[str], bool]) -> Draw:
    ranks = {tier.tier.id: rank for rank, tier in enumerate(checked.tiers)}

    def draw(row: Row, messages: Messages, cells: int) -> Line:
        tier = row[name]
        text = NO_TIER if tier is None else messages.label(checked.tier_label(tier))
        ink = tier_ink(ranks[tier], len(ranks)) if tier in ranks else "faint"  # an older version of the pack had it
        if not differs(str(row["account_id"])):
            return ((fit(text, cells), ink),)
        shown = fit(text, cells - len(DIFFERS)).rstrip()
        return ((shown, ink), (fit(DIFFERS, cells - width(((shown, ""),))), "open"))

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
    """A score as it is shown everywhere; of one that is open the two ends in whole numbers, never rounded up either."""
    if low == high:
        return score_figure(low, messages.language)
    ends = (Decimal(repr(end)).quantize(Decimal(1), ROUND_FLOOR) for end in (low, high))
    return "–".join(number(end, messages.language, decimals=0) for end in ends)


def _value(checked: CheckedPack, name: str, type: Type) -> Draw:
    column = ShownColumn(name, (0,), type)

    def draw(row: Row, messages: Messages, cells: int) -> Line:
        value = row[name]
        if value is None:
            return ((fit(UNKNOWN, cells, column.align), "open"),)
        text = cell(column, (value,), checked, messages)
        if type.numeric and (len(text) > cells or (type.kind != "ratio" and abs(value) >= _PLENTY)):
            text = quantity(value, "ratio" if type.kind == "ratio" else None, messages.language, decimals=0)
        return ((fit(text, cells, column.align), ""),)

    return draw


def _comfortable(label: Label) -> int:
    """The least width at which a title takes no more than two lines in either language, and short Chinese only one."""
    short = width(((label.zh, ""),))
    for cells in range(_NUMBER, _WIDEST_NUMBER):
        if all(len(wrapped(text, cells)) <= 2 for text in (label.en, label.zh)):
            return max(cells, short) if short <= _WIDEST_NUMBER else cells
    return _WIDEST_NUMBER


def _in_both(label: Label) -> str:
    """The wider of a label's two texts, so that nothing moves when the language changes."""
    return max(label.en, label.zh, key=lambda text: width(((text, ""),)))
