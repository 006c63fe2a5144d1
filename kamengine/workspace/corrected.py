"""Corrections over what was imported, in SQL: the facts as they hold, and what an import says to each correction.

Nothing here looks at the catalog: corrections come in as values, relations are those of a DuckDB connection, so the
same functions serve the newest import, one that is just coming in, and the facts of an old run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from kamengine.declarations import Kind
from kamengine.engine.snapshot import SQL_TYPES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIALECT = "duckdb"
Fact = Decimal | float | int | str | bool | date | None
"""A value as the engine holds it; None is unknown."""

State = Literal["agrees", "differs", "contradicts", "unknown", "no account", "no column", "unfit"]
"""What the import says to a correction.

``agrees``: the same by now. ``differs``: still what it said when it was corrected. ``contradicts``: something else than
then, so somebody should look. ``unknown``: the account's cell is blank, no import says anything. ``no account``: it has
no such account. ``no column``: it says nothing of the field. ``unfit``: it has the field as another kind, which cannot
hold the corrected value; the imported one is used.
"""

_numbers = count(1)
_NUMERIC = frozenset(("integer", "number", "ratio", "money"))
_WHOLE = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Correction:
    """A fact that somebody stated by hand; it holds over every import until it is replaced or withdrawn.

    Attributes:
        id: of the correction.
        account: the account's id.
        field: the name of the field.
        kind: of the value.
        value: as text in one form (see `canonical`); None: it is unknown, whatever imports say.
        imported: what the import said at that moment, in the same form; None: unknown, or nothing.
        who: stated it.
        at: when: UTC, as ISO text.
        why: the reason.
        seq: the entry of the journal since which it holds.
        ended_seq: the entry with which it was replaced or withdrawn; None: it holds.
    """

    id: int
    account: str
    field: str
    kind: Kind
    value: str | None
    imported: str | None
    who: str
    at: str
    why: str
    seq: int
    ended_seq: int | None = None


@dataclass(frozen=True)
class CorrectedFact:
    """A correction beside what an import says of the same fact.

    Attributes:
        correction: what was stated.
        value: the corrected value; None is unknown. The text as it is kept where it is unfit.
        imported: what the import says; None is unknown, or nothing.
        state: how the two stand to each other.
        ledger: from which a pack computes the field for other accounts; None: from none, or nobody has looked.
        computed: what that ledger gives; None is unknown.
    """

    correction: Correction
    value: Fact
    imported: Fact
    state: State
    ledger: str | None = None
    computed: Fact = None


@dataclass(frozen=True)
class Comparison:
    """What an import says to all corrections.

    Attributes:
        counts: corrections by state; every state has its count.
        agreeing: the first that the import agrees with, and that could be withdrawn.
        contradicting: the first that it contradicts.
    """

    counts: Mapping[State, int]
    agreeing: tuple[CorrectedFact, ...]
    contradicting: tuple[CorrectedFact, ...]


def canonical(value: Fact) -> str | None:
    """A value as text in one form: ``12400.5``, ``true``, ``2026-01-31``; None for unknown."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def value_of(kind: Kind, text: str | None) -> Fact:
    """What a text in the one form of `canonical` stands for; the text itself where it does not fit the kind."""
    if text is None or kind in ("text", "choice"):
        return text
    if kind == "bool":
        return text == "true"
    try:
        return date.fromisoformat(text) if kind == "date" else Decimal(text)
    except (ValueError, InvalidOperation):
        return text


def layer(
    connection: DuckDBPyConnection, relation: str, columns: Mapping[str, Kind], corrections: Sequence[Correction]
) -> tuple[str, dict[str, Kind]]:
    """The facts with the corrections over them.

    Args:
        connection: holds the relation; one small table is made in it.
        relation: what stands after ``FROM`` for the imported accounts: ``account_id`` and the columns.
        columns: the kind of each column but ``account_id``.
        corrections: those that hold, at most one for an account and a field.

    Returns:
        What stands after ``FROM`` for the corrected accounts, in the same order, and the kinds of its columns. A field
        that only corrections know is a column more, of the kind that the last of them has. Corrections of accounts that
        the relation lacks, and those that do not fit (see `State`), leave no trace.
    """
    kinds = {**_kinds_of(corrections), **columns}
    fitting = [one for one in corrections if fits(one, kinds[one.field])]
    fields = sorted({one.field for one in fitting})
    if not fields:
        return relation, dict(columns)
    table = _table_of(connection, fitting, {field: kinds[field] for field in fields})
    chosen = ["imported.account_id"]
    for name in dict.fromkeys((*columns, *fields)):
        chosen.append(_chosen(name, name in columns, name in fields))
    joined = f"{relation} AS imported LEFT JOIN {table} AS corrected USING (account_id)"
    return f"(SELECT {', '.join(chosen)} FROM {joined})", {**columns, **{field: kinds[field] for field in fields}}


def beside_imports(
    connection: DuckDBPyConnection, relation: str, columns: Mapping[str, Kind], corrections: Sequence[Correction]
) -> list[CorrectedFact]:
    """Each correction beside what the imported accounts say, in the order given; arguments as of `layer`."""
    kinds = {**_kinds_of(corrections), **columns}
    found: dict[int, CorrectedFact] = {}
    for field in dict.fromkeys(one.field for one in corrections):
        of_field = [one for one in corrections if one.field == field]
        column = _quoted(field) if field in columns else None
        found |= _beside_one_field(connection, relation, column, kinds[field], of_field)
    return [found[one.id] for one in corrections]


def compare(
    connection: DuckDBPyConnection,
    relation: str,
    columns: Mapping[str, Kind],
    corrections: Sequence[Correction],
    examples: int = 5,
) -> Comparison:
    """What an import says to the corrections that hold; arguments as of `layer`, and how many examples to keep."""
    facts = beside_imports(connection, relation, columns, corrections)
    counted = Counter(fact.state for fact in facts)
    return Comparison(
        {state: counted[state] for state in State.__args__},  # type: ignore[attr-defined]
        tuple([fact for fact in facts if fact.state == "agrees"][:examples]),
        tuple([fact for fact in facts if fact.state == "contradicts"][:examples]),
    )


def fits(correction: Correction, kind: Kind) -> bool:
    """Whether a column of a kind can hold the value of a correction as it was meant."""
    value = correction.value
    if value is None or kind == correction.kind or kind == "text":
        return True
    if kind == "integer":
        return correction.kind in _NUMERIC and _WHOLE.fullmatch(value) is not None
    if kind in _NUMERIC:
        return correction.kind in _NUMERIC
    return kind == "choice" and correction.kind == "text"


def _kinds_of(corrections: Iterable[Correction]) -> dict[str, Kind]:
    """The kind of each corrected field, by its last correction."""
    return {one.field: one.kind for one in sorted(corrections, key=lambda one: one.id)}


def _table_of(connection: DuckDBPyConnection, corrections: Sequence[Correction], kinds: Mapping[str, Kind]) -> str:
    """A table with a row for each corrected account: a column for each field, and whether it is corrected."""
    table = f'"corrections#{next(_numbers)}"'
    columns = []
    for field, kind in kinds.items():
        of_field = f"FILTER (WHERE field = {_literal(field)})"
        value = f"TRY_CAST(value AS {SQL_TYPES[kind]})"
        columns.append(f"any_value({value}) {of_field} AS {_quoted(field)}")
        columns.append(f"bool_or(value IS NULL OR {value} IS NOT NULL) {of_field} AS {_set(field)}")
    rows = "SELECT unnest($accounts) AS account_id, unnest($fields) AS field, unnest($values) AS value"
    query = f"CREATE TABLE {table} AS SELECT account_id, {', '.join(columns)} FROM ({rows}) GROUP BY account_id"
    connection.execute(query, _lists(corrections))
    return table


def _chosen(name: str, imported: bool, corrected: bool) -> str:
    """One column of the corrected accounts."""
    column = _quoted(name)
    if not corrected:
        return f"imported.{column}"
    if not imported:
        return f"corrected.{column}"
    return f"CASE WHEN corrected.{_set(name)} THEN corrected.{column} ELSE imported.{column} END AS {column}"


def _beside_one_field(
    connection: DuckDBPyConnection, relation: str, column: str | None, kind: Kind, corrections: Sequence[Correction]
) -> dict[int, CorrectedFact]:
    """The corrections of one field by id, each beside the import."""
    sql_type = SQL_TYPES[kind]
    imported = f"imported.{column}" if column else f"CAST(NULL AS {sql_type})"
    query = (
        f"SELECT imported.account_id IS NOT NULL, TRY_CAST(stated.value AS {sql_type}), {imported}, "
        f"stated.value IS NULL OR TRY_CAST(stated.value AS {sql_type}) IS NOT NULL, "
        f"{imported} IS NOT DISTINCT FROM TRY_CAST(stated.value AS {sql_type}), "
        f"{imported} IS NOT DISTINCT FROM TRY_CAST(stated.before AS {sql_type}) "
        "FROM (SELECT unnest($accounts) AS account_id, unnest($values) AS value, unnest($befores) AS before, "
        "generate_subscripts($accounts, 1) AS place) AS stated "
        f"LEFT JOIN {relation} AS imported USING (account_id) ORDER BY place"
    )
    lists = {**_lists(corrections), "befores": [one.imported for one in corrections]}
    del lists["fields"]
    rows = connection.execute(query, lists).fetchall()
    facts = {}
    for one, (known, value, there, held, same, as_before) in zip(corrections, rows, strict=True):
        state: State = "agrees" if same else "unknown" if there is None else "differs" if as_before else "contradicts"
        if column is None:
            state = "no column"
        if not (held and fits(one, kind)):
            state, value = "unfit", one.value
        facts[one.id] = CorrectedFact(one, value, there, state if known else "no account")
    return facts


def _lists(corrections: Sequence[Correction]) -> dict[str, list[str | None]]:
    """The corrections as columns, to be unnested."""
    return {
        "accounts": [one.account for one in corrections],
        "fields": [one.field for one in corrections],
        "values": [one.value for one in corrections],
    }


def _set(field: str) -> str:
    """The column that says whether a field is corrected."""
    return _quoted(f"{field}#set")


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(DIALECT)


def _literal(text: str) -> str:
    return exp.Literal.string(text).sql(DIALECT)
