"""The pack's own checks as Excel's data validation: what a cell may hold, said while it is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from kamengine.declarations import KINDS
from kamengine.pack.playbooks import MOVES, ON_HOLIDAY, OUTCOMES
from kamengine.pack.window import PERS
from kamengine.workbook import sheets
from kamengine.workbook.cells import to_cell
from kamengine.workbook.flatten import Row
from kamengine.workbook.sheets import Sheet, title_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SPARE = 500
"""So many rows below those that are there are checked too."""
_LONGEST_LIST = 255
_PARENTS = {
    (sheets.TABLE_ROWS, "table"): (sheets.TABLES, "name"),
    (sheets.LEDGER_COLUMNS, "ledger"): (sheets.LEDGERS, "name"),
    (sheets.TEST_ROWS, "test"): (sheets.TESTS, "name"),
    (sheets.PLAYBOOKS, "tier"): (sheets.TIERS, "id"),
    (sheets.PLAYBOOKS, "criterion"): (sheets.CRITERIA, "name"),
    (sheets.STEPS, "playbook"): (sheets.PLAYBOOKS, "id"),
    (sheets.VISITS, "tier"): (sheets.TIERS, "id"),
    (sheets.STAGE_ITEMS, "stage"): (sheets.STAGES, "name"),
}
_WORDS: dict[tuple[Sheet, str], Sequence[str]] = {
    (sheets.FIELDS, "type"): KINDS,
    (sheets.LEDGER_COLUMNS, "type"): KINDS,
    (sheets.INDICATORS, "per"): PERS,
    (sheets.PLAYBOOKS, "outcome"): OUTCOMES,
    (sheets.PLAYBOOKS, "moved"): MOVES,
    (sheets.STEPS, "on_holiday"): ON_HOLIDAY,
}
_OF_PACK = {"hit": ("first", "unique"), "score.missing": ("interval", "zero", "renormalise")}
_TRUTHS = ("TRUE", "FALSE")
_POINTS = {(sheets.BANDS, "points"), (sheets.LINES, "points"), (sheets.PARTS, "weight")}


@dataclass(frozen=True)
class _Rule:
    """What cells may hold, and what is said when they do not."""

    type: Literal["whole", "decimal", "list", "date", "custom"]
    first: str
    last: str | None
    en: str
    zh: str
    operator: Literal["between", "greaterThanOrEqual"] | None = None


def validate(page: Worksheet, sheet: Sheet, keys: Sequence[str], rows: dict[str, list[Row]], language: str) -> None:
    """Add the checks of a sheet.

    Args:
        page: the sheet in the workbook.
        sheet: what it is.
        keys: of its columns.
        rows: of all sheets.
        language: of the names of the sheets.
    """
    own = rows[sheet.name]
    for number, key in enumerate(keys, 1):
        letter = get_column_letter(number)
        rule = _rule(sheet, key, f"{letter}2", rows, language)
        if rule is not None:
            _add(page, rule, f"{letter}2:{letter}{len(own) + 1 + _SPARE}")
    if sheet is sheets.PARAMETERS:
        for cell, rule in _values(own, get_column_letter(keys.index("value") + 1)):
            _add(page, rule, cell)
    if sheet is sheets.PACK:
        for line, row in enumerate(own, 2):
            if row["key"] in _OF_PACK:
                _add(page, _one_of(_OF_PACK[row["key"]]), f"B{line}")


def _rule(sheet: Sheet, key: str, cell: str, rows: dict[str, list[Row]], language: str) -> _Rule | None:
    """What the cells of a column may hold; None for anything."""
    kind = next((column.kind for column in sheet.columns if column.key == key), "any")
    if (sheet, key) in _WORDS:
        return _one_of(_WORDS[sheet, key])
    if (sheet, key) in _PARENTS:
        return _on_sheet(*_PARENTS[sheet, key], rows, language)
    if (sheet, key) in _POINTS:
        formula = f"OR(ISTEXT({cell}),AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100))"
        return _Rule(
            "custom", formula, None, "A number from 0 to 100, or the name of a parameter.", "0 到 100，或参数名。"
        )
    if key == "decimals":
        return _Rule("whole", "0", "10", "A whole number from 0 to 10.", "0 到 10 的整数。", "between")
    if key == "when_empty":
        return _one_of(("0", "unknown"))
    if kind == "truth":
        return _list(_TRUTHS)
    if kind == "day":
        return _Rule("date", "1", None, "A date, such as 2027-01-31.", "日期，如 2027-01-31。", "greaterThanOrEqual")
    if kind == "number":
        return _Rule("decimal", "-1E+15", "1E+15", "A number.", "数字。", "between")
    return _of_tests(key, rows) if sheet is sheets.TESTS else None


def _of_tests(key: str, rows: dict[str, list[Row]]) -> _Rule | None:
    """What tests may give and expect, as far as the pack itself says it."""
    group, _, name = key.partition(".")
    if key in ("expect.tier", "expect.tier_possible"):
        return _one_of([*(row["id"] for row in rows[sheets.TIERS.name]), "none"])
    if key == "expect.in_scope":
        return _list(_TRUTHS)
    if key.startswith("expect.criteria."):
        return _list((*_TRUTHS, "unknown"))
    field = next((row for row in rows[sheets.FIELDS.name] if row["name"] == name), None)
    if group != "given" or field is None:
        return None
    if field.get("choices"):
        return _one_of(field["choices"])
    if field.get("type") == "bool":
        return _list(_TRUTHS)
    return None


def _values(rows: Iterable[Row], letter: str) -> Iterator[tuple[str, _Rule]]:
    """The range or the choices of each parameter, for each of its values."""
    rules: dict[str, _Rule | None] = {}
    for line, row in enumerate(rows, 2):
        if "low" in row:
            rules[row["name"]] = _between(row["low"], row["high"])
        elif row.get("choices"):
            rules[row["name"]] = _one_of(row["choices"])
        rule = rules.get(row["name"])
        if rule is not None:
            yield f"{letter}{line}", rule


def _between(low: Decimal, high: Decimal) -> _Rule:
    """A number in a range."""
    en, zh = f"A number from {low} to {high}.", f"{low} 到 {high} 之间的数字。"
    return _Rule("decimal", str(low), str(high), en, zh, "between")


def _one_of(words: Sequence[str]) -> _Rule | None:
    """One of a few words; none when Excel cannot hold the list."""
    return _list([str(to_cell(word, "any")) for word in words])


def _list(shown: Sequence[str]) -> _Rule | None:
    listed = ",".join(shown)
    if not shown or len(listed) > _LONGEST_LIST or any("," in word or '"' in word for word in shown):
        return None
    text = ", ".join(shown) if len(listed) < 180 else "…"
    return _Rule("list", f'"{listed}"', None, f"One of: {text}.", f"可选：{text}。")


def _on_sheet(sheet: Sheet, key: str, rows: dict[str, list[Row]], language: str) -> _Rule:
    letter = get_column_letter([column.key for column in sheet.columns].index(key) + 1)
    last = len(rows[sheet.name]) + 1 + _SPARE
    formula = f"{quote_sheetname(title_of(sheet, language))}!${letter}$2:${letter}${last}"
    return _Rule("list", formula, None, f"A name on the sheet {sheet.name}.", f"须在工作表“{sheet.zh}”上。")


def _add(page: Worksheet, rule: _Rule | None, cells: str) -> None:
    if rule is None:
        return
    check = DataValidation(
        type=rule.type, operator=rule.operator, formula1=rule.first, formula2=rule.last, allow_blank=True
    )
    check.showErrorMessage = True
    check.errorStyle = "stop"
    check.errorTitle = "kamengine"
    check.error = f"{rule.en} {rule.zh}"[:_LONGEST_LIST]
    page.add_data_validation(check)
    check.add(cells)
