"""A pack in its full form → the rows of each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kamengine.pack.forms import Data, part_id
from kamengine.workbook import sheets
from kamengine.workbook.sheets import PACK_KEYS, SHEETS, Sheet

Row = dict[str, Any]
_LABELS = ("label", "title", "description", "goal", "what", "acceptance", "evidence")


def flatten(data: Data) -> dict[str, list[Row]]:
    """The rows of each sheet by the names of the sheets; a row has its values by the keys of the columns.

    Args:
        data: a pack in its full form (see `kamengine.pack.forms`).
    """
    makers = {
        sheets.PACK: _pack,
        sheets.PARAMETERS: _parameters,
        sheets.TABLES: _tables,
        sheets.TABLE_ROWS: _table_rows,
        sheets.PARTS: _parts,
        sheets.BANDS: _bands,
        sheets.LINES: _lines,
        sheets.TIERS: lambda data: map(_record, data.get("tiers", [])),
        sheets.CRITERIA: lambda data: _named(data.get("criteria")),
        sheets.INDICATORS: lambda data: _named(data.get("indicators")),
        sheets.FIELDS: lambda data: map(_field, _named(data.get("fields"))),
        sheets.SPELLINGS: _spellings,
        sheets.LEDGERS: _ledgers,
        sheets.LEDGER_COLUMNS: _ledger_columns,
        sheets.PLAYBOOKS: _playbooks,
        sheets.STEPS: _steps,
        sheets.ROLES: lambda data: _named(data.get("roles")),
        sheets.VISITS: _visits,
        sheets.STAGES: _stages,
        sheets.STAGE_ITEMS: _stage_items,
        sheets.TESTS: _tests,
        sheets.TEST_ROWS: _test_rows,
    }
    return {sheet.name: list(makers[sheet](data)) for sheet in SHEETS}


def keys_of(sheet: Sheet, rows: list[Row]) -> list[str]:
    """The keys of the columns of a sheet: its own, and those that its rows have besides, behind the first ones."""
    own = [column.key for column in sheet.columns]
    more = [key for key in _in_order(sheet, rows) if key not in own]
    at = 1 if sheet is sheets.TABLE_ROWS else len(own)
    return [*own[:at], *more, *own[at:]]


def _in_order(sheet: Sheet, rows: list[Row]) -> list[str]:
    """The keys of further columns: by how they begin, then as they come."""
    seen = dict.fromkeys(key for row in rows for key in row)
    return [key for start in sheet.more for key in seen if key.startswith(start)]


def _record(record: Mapping[str, Any]) -> Row:
    """A record with its labels a column per language."""
    row: Row = {}
    for key, value in record.items():
        if key in _LABELS and isinstance(value, dict):
            row |= {f"{key}.{language}": text for language, text in value.items()}
        else:
            row[key] = value
    return row


def _named(records: Mapping[str, Any] | None) -> Iterator[Row]:
    return ({"name": name, **_record(record)} for name, record in (records or {}).items())


def _pack(data: Data) -> Iterator[Row]:
    values = _record(data["pack"])
    if "missing" in data.get("score", {}):
        values["score.missing"] = data["score"]["missing"]
    values |= {f"review.{key}": value for key, value in data.get("review", {}).items()}
    for key, (_, about) in PACK_KEYS.items():
        yield {"key": key, "value": values.get(key), "about": about}


def _parameters(data: Data) -> Iterator[Row]:
    for name, param in data.get("params", {}).items():
        head = {"name": name, **_record({key: value for key, value in param.items() if key not in ("values", "range")})}
        if "range" in param:
            head["low"], head["high"] = param["range"]
        for dated in param["values"]:
            yield {**head, **dated}
            head = {"name": name}


def _tables(data: Data) -> Iterator[Row]:
    for row in _named(data.get("tables")):
        yield {key: value for key, value in row.items() if key != "rows"}


def _table_rows(data: Data) -> Iterator[Row]:
    for name, table in data.get("tables", {}).items():
        for row in table["rows"]:
            keys = {f"key {number}": part for number, part in enumerate(row["key"], 1)}
            yield {"table": name, **keys, **{key: value for key, value in row.items() if key != "key"}}


def _parts(data: Data) -> Iterator[Row]:
    for part in data.get("score", {}).get("parts", []):
        yield _record({key: value for key, value in part.items() if key not in ("bands", "line")})


def _bands(data: Data) -> Iterator[Row]:
    for part in data.get("score", {}).get("parts", []):
        for band in part.get("bands", []):
            yield {"part": part_id(part), **band}


def _lines(data: Data) -> Iterator[Row]:
    for part in data.get("score", {}).get("parts", []):
        for value, points in part.get("line", []):
            yield {"part": part_id(part), "value": value, "points": points}


def _field(row: Row) -> Row:
    return {**row, "choices": list(row["choices"])} if "choices" in row else row


def _spellings(data: Data) -> Iterator[Row]:
    for ledger, fields in _owners(data):
        for name, field in fields.items():
            for choice, spellings in field.get("choices", {}).items():
                if spellings:
                    yield {"ledger": ledger, "field": name, "choice": choice, "spellings": spellings}


def _owners(data: Data) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """The fields of accounts, and those of each ledger."""
    yield None, data.get("fields", {})
    for name, ledger in data.get("ledgers", {}).items():
        yield name, ledger.get("fields", {})


def _ledgers(data: Data) -> Iterator[Row]:
    for row in _named(data.get("ledgers")):
        yield {key: value for key, value in row.items() if key != "fields"}


def _ledger_columns(data: Data) -> Iterator[Row]:
    for name, ledger in data.get("ledgers", {}).items():
        for row in _named(ledger.get("fields")):
            yield {"ledger": name, **_field(row)}


def _playbooks(data: Data) -> Iterator[Row]:
    for playbook in data.get("playbooks", []):
        yield _record({key: value for key, value in playbook.items() if key != "steps"})


def _steps(data: Data) -> Iterator[Row]:
    for playbook in data.get("playbooks", []):
        for step in playbook.get("steps", []):
            yield {"playbook": playbook["id"], **_record(step)}


def _visits(data: Data) -> Iterator[Row]:
    return ({"tier": tier, "every": every} for tier, every in data.get("visits", {}).get("every", {}).items())


def _stages(data: Data) -> Iterator[Row]:
    for row in _named(data.get("stages")):
        yield {key: value for key, value in row.items() if key != "items"}


def _stage_items(data: Data) -> Iterator[Row]:
    for name, stage in data.get("stages", {}).items():
        for id, label in stage.get("items", {}).items():
            yield {"stage": name, "id": id, **_record({"label": label})}


def _tests(data: Data) -> Iterator[Row]:
    for test in data.get("tests", []):
        row: Row = {key: value for key, value in test.items() if key not in ("set", "given", "expect", "ledgers")}
        without = [ledger for ledger, rows in test.get("ledgers", {}).items() if not rows]
        row |= {"without_rows": without} if without else {}
        for group in ("set", "given", "expect"):
            row |= {f"{group}.{key}": value for key, value in _dotted(test.get(group, {}))}
        yield row


def _dotted(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is in a table by its path; criteria and indicators are tables inside it."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", item) for inner, item in _dotted(value))
        else:
            yield key, value


def _test_rows(data: Data) -> Iterator[Row]:
    for test in data.get("tests", []):
        for ledger, rows in test.get("ledgers", {}).items():
            for row in rows:
                yield {"test": test["name"], "ledger": ledger, **{f"row.{key}": item for key, item in row.items()}}
