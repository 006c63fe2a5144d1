"""How much is known: of each field over all accounts, and of each fact that a pack looks at in each of its tiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamengine.declarations import Kind
from kamengine.engine.run import Run
from kamengine.engine.sql_text import identifier
from kamengine.pack.checked import CheckedPack
from kamengine.quality.model import FieldQuality, TierQuality
from kamengine.workspace import WorkspaceTable
from kamengine.workspace.corrected import Correction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOT_ASKED_FOR = ("account_id", "name")


def fields_quality(
    connection: DuckDBPyConnection,
    accounts: WorkspaceTable,
    corrections: Sequence[Correction],
    packs: Sequence[CheckedPack],
) -> tuple[int, tuple[FieldQuality, ...]]:
    """How many accounts there are, and how much is known of each field, in one query.

    Fields that a pack looks at come first, the least known first; a field that nobody ever had is known of none.
    """
    kinds: dict[str, Kind] = {column.field: column.kind for column in accounts.columns}
    users: dict[str, list[str]] = {}
    missing: dict[str, Kind] = {}
    for checked in packs:
        for name in _fields_of(checked, kinds):
            users.setdefault(name, []).append(checked.pack.id)
            if name not in kinds:
                missing[name] = checked.fields[name].kind
    counts = "".join(f", count({identifier(name)})" for name in kinds)
    row = connection.execute(f"SELECT count(*){counts} FROM {accounts.relation}").fetchall()[0]
    known = dict(zip(kinds, row[1:], strict=True))
    corrected = Counter(one.field for one in corrections)
    fields = [
        FieldQuality(name, kind, known.get(name, 0), corrected[name], name in kinds, tuple(users.get(name, ())))
        for name, kind in {**kinds, **missing}.items()
    ]
    return row[0], tuple(sorted(fields, key=lambda field: (not field.packs, field.known, field.field)))


def facts_of(checked: CheckedPack) -> tuple[str, ...]:
    """What a pack looks at: fields, then indicators over ledgers."""
    fields = tuple(name for name in checked.needed_fields() if name not in _NOT_ASKED_FOR)
    return (*fields, *(name for name, one in checked.indicators.items() if one.indicator.ledger is not None))


def tiers_quality(run: Run) -> Mapping[str | None, TierQuality]:
    """How many accounts are certainly in each tier of a run, and of how many of them each fact is known."""
    facts = facts_of(run.checked)
    counts = "".join(f", count({_column(run, name)})" for name in facts)
    query = (
        f"SELECT run.tier, count(*){counts} FROM {identifier(run.table)} AS run "
        f"JOIN {identifier(run.snapshot.accounts.name)} AS facts USING (account_id) GROUP BY run.tier"
    )
    found = {row[0]: TierQuality(row[1], dict(zip(facts, row[2:], strict=True))) for row in _rows(run, query)}
    nobody = TierQuality(0, dict.fromkeys(facts, 0))
    tiers: dict[str | None, TierQuality] = {tier.tier.id: found.get(tier.tier.id, nobody) for tier in run.checked.tiers}
    return {**tiers, **({None: found[None]} if None in found else {})}


def _fields_of(checked: CheckedPack, imported: Mapping[str, Kind]) -> tuple[str, ...]:
    """The fields that a pack looks at, its value among them, with the indicators that an import has ready-made."""
    value = [checked.pack.value] if checked.pack.value in checked.fields else []
    fields = [name for name in (*checked.needed_fields(), *value) if name is not None and name not in _NOT_ASKED_FOR]
    return tuple(dict.fromkeys((*fields, *(name for name in checked.indicators if name in imported))))


def _column(run: Run, name: str) -> str:
    """Where a fact of a run stands; NULL for one that nobody brought."""
    if name in run.checked.indicators:
        return f"run.{identifier(name)}"
    return f"facts.{identifier(name)}" if name in run.snapshot.accounts.columns else "NULL"


def _rows(run: Run, query: str) -> list[tuple[Any, ...]]:
    return run.snapshot.connection.execute(query).fetchall()
