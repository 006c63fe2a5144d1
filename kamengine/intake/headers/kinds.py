"""What kind of values a column holds that nobody declared, from all of its values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.declarations import Field, Kind
from kamengine.intake.files.families import Family, family_of
from kamengine.intake.headers.words import names_an_identifier
from kamengine.intake.sql_text import literal
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.no_value import WORDS
from kamengine.intake.values.reading_of import readings_of
from kamengine.intake.values.readings import Mark, layered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TRIED: tuple[Kind, ...] = ("integer", "number", "date")
_DIGIT = "[0-9０-９]"
_SAMPLE_ROWS = 1_000
_NO_FILE = Path()
_TYPED: Mapping[Family, Kind] = {
    "whole": "integer",
    "float": "number",
    "decimal": "number",
    "bool": "bool",
    "date": "date",
    "moment": "date",
    "moment with zone": "date",
    "other": "text",
}
_NO_QUANTITY = r"^\s*(0\d+|\d{16,}|\+\d+)\s*$"
"""What would lose something as a number: the zeros of a postcode, the last digits of a card's number, a plus."""


def infer_kinds(
    connection: DuckDBPyConnection,
    relation: str,
    headers: Sequence[str],
    types: Sequence[str],
    columns: Collection[int],
) -> dict[int, Kind]:
    """The kind of each column: the first of integer, number and date that fits every value, else text.

    Yes and no stay text, since only a person knows what they say. What is called an identifier (``Phone``, ``证号``),
    has zeros in front or more than fifteen digits is text too. A column of a typed file has its own kind.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``, with ``c0``, ``c1``, …
        headers: of all columns.
        types: DuckDB's types of all columns.
        columns: those that are asked for.

    Returns:
        the kinds; columns whose type has no values for us are not in it.
    """
    families = {column: family_of(types[column]) for column in columns}
    kinds = {column: _TYPED[family] for column, family in families.items() if family in _TYPED}
    texts = [column for column, family in families.items() if family == "text"]
    undecided = _quantities(connection, relation, [c for c in texts if not names_an_identifier(headers[c])])
    for kind in _TRIED:
        fitting = _fitting(connection, f"(SELECT * FROM {relation} LIMIT {_SAMPLE_ROWS})", headers, undecided, kind)
        fitting = _fitting(connection, relation, headers, fitting, kind)
        kinds |= dict.fromkeys(fitting, kind)
        undecided = [column for column in undecided if column not in fitting]
    return {**dict.fromkeys(texts, "text"), **kinds}


def _quantities(connection: DuckDBPyConnection, relation: str, columns: Sequence[int]) -> list[int]:
    """The columns in which every value has a digit or is a word for nothing, and none would lose something."""
    if not columns:
        return []
    words = ", ".join(map(literal, sorted(WORDS)))
    tests = ", ".join(
        f"coalesce(bool_or(regexp_matches(c{c}, '{_NO_QUANTITY}') OR (trim(c{c}) <> '' "
        f"AND NOT regexp_matches(c{c}, '{_DIGIT}') AND lower(trim(c{c})) NOT IN ({words}))), false)"
        for c in columns
    )
    found = connection.execute(f"SELECT {tests} FROM {relation}").fetchone()
    assert found is not None
    return [column for column, other in zip(columns, found, strict=True) if not other]


def _fitting(
    connection: DuckDBPyConnection, relation: str, headers: Sequence[str], columns: Sequence[int], kind: Kind
) -> list[int]:
    """The columns with at least one value of the kind, and nothing that is none."""
    wanted = [ColumnToRead(Field("value", kind), column, headers[column], "VARCHAR") for column in columns]
    found = readings_of(connection, relation, wanted, path=_NO_FILE)  # a column that can be meant in two ways has none
    readings = {int(reading.cell.column.removeprefix("c")): reading for reading in found.readings}
    if not readings:
        return []
    cells = [reading.cell for reading in readings.values()]
    tests = ", ".join(f"max({cell.mark}) < {Mark.WRONG.value} AND count({cell.value}) > 0" for cell in cells)
    row = connection.execute(f"SELECT {tests} FROM {layered(relation, found.readings)}").fetchone()
    assert row is not None
    return [column for column, fits in zip(readings, row, strict=True) if fits]
