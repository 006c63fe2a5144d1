"""What stands in a list of accounts: headings and cells for people, values for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamengine.engine.headings import HEADINGS
from kamengine.locale.sparkline import sparkline

if TYPE_CHECKING:
    from kamengine.language.expressions import Type
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.pack.checked import CheckedPack

UNKNOWN, NO_TIER = "?", "–"
_HISTORY = "value_history"
_TIERS, _ENDS = ("tier", "tier_effective", "tier_possible", "tier_before"), ("score_low", "score_high")
_MONEY_DECIMALS, _RATIO_DECIMALS, _MOST_DECIMALS = 2, 1, 2


@dataclass(frozen=True)
class ShownColumn:
    """A column of the list as people see it.

    Attributes:
        name: of the column; ``score`` for the two ends of the score, which stand in one cell.
        places: where its values are in a row.
        type: of its values.
    """

    name: str
    places: tuple[int, ...]
    type: Type

    @property
    def align(self) -> Align:
        """Numbers go right."""
        return "right" if self.type.numeric else "left"


def shown_columns(columns: Mapping[str, Type]) -> list[ShownColumn]:
    """The columns to show: the two ends of the score, when they stand side by side, are one."""
    names = list(columns)
    shown = []
    for place, name in enumerate(names):
        if tuple(names[place : place + 2]) == _ENDS:
            shown.append(ShownColumn("score", (place, place + 1), columns[name]))
        elif tuple(names[max(0, place - 1) : place + 1]) != _ENDS:
            shown.append(ShownColumn(name, (place,), columns[name]))
    return shown


def heading(column: ShownColumn, checked: CheckedPack, messages: Messages) -> str:
    """What stands over a column."""
    if column.name in HEADINGS:
        return messages.label(HEADINGS[column.name])
    return messages.label(checked.label(column.name)) or column.name


def cell(column: ShownColumn, row: Sequence[Any], checked: CheckedPack, messages: Messages) -> str:
    """What stands in a cell, for people: `UNKNOWN` for what is not known."""
    value = row[column.places[0]]
    if column.name == _HISTORY:
        return sparkline(value or (), len(value or ()))
    if column.name in _TIERS:
        return NO_TIER if value is None else messages.label(checked.tier_label(value))
    if value is None:
        return UNKNOWN
    if column.name == "score":
        return _score(value, row[column.places[1]], messages)
    if column.type.kind == "choice":
        return _choice(column.name, value, checked, messages)
    if column.type.numeric:
        return _number(column, value, checked, messages)
    from kamengine.locale.display import value as as_people_read_it

    return str(value) if isinstance(value, str) else as_people_read_it(value, messages.language)


def spreadsheet_sql(column: str, type: Type) -> str:
    """What stands in a cell of a CSV file, as SQL: plain, and nothing that a spreadsheet takes for a formula.

    Args:
        column: the value, as SQL.
        type: of the value.
    """
    from kamengine.intake.formulas import neutralised_sql

    text = f"CAST({column} AS VARCHAR)"
    if type.kind in ("text", "choice"):
        return neutralised_sql(text)
    if type.kind == "null":  # of what can only be looked at: a list, as JSON has it
        return f"replace({text}, 'NULL', 'null')"
    if type.numeric and type.kind != "integer":  # 12400.0000 is 12400
        return f"CASE WHEN contains({text}, '.') THEN regexp_replace({text}, '[.]?0+$', '') ELSE {text} END"
    return text


def _score(low: float, high: float, messages: Messages) -> str:
    """A score, or its two ends."""
    from kamengine.locale.figures import score_figure

    return "–".join(score_figure(end, messages.language) for end in dict.fromkeys((low, high)))


def _choice(name: str, value: str, checked: CheckedPack, messages: Messages) -> str:
    declared = checked.fields[name].choices if name in checked.fields else ()
    label = next((choice.label for choice in declared if choice.id == value), None)
    return (messages.label(label) if label is not None else "") or value


def _number(column: ShownColumn, value: Decimal | float, checked: CheckedPack, messages: Messages) -> str:
    from kamengine.locale.display import quantity

    if column.type.kind == "ratio":
        return quantity(value, "ratio", messages.language, decimals=_RATIO_DECIMALS)
    if column.type.kind == "integer":
        return quantity(value, None, messages.language, decimals=0)
    if column.type.kind == "money":
        return quantity(value, None, messages.language, decimals=_MONEY_DECIMALS)
    known = checked.indicators.get(column.name)
    decimals = min(known.indicator.decimals, _MOST_DECIMALS) if known is not None else None
    return quantity(value, None, messages.language, decimals=decimals)
