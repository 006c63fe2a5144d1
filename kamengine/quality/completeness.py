"""How much is known: of each field where it is asked for, and of each fact of a pack in each of its tiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamengine.declarations import Kind
from kamengine.engine.run import Run
from kamengine.engine.sql_text import identifier
from kamengine.pack.checked import CheckedPack
from kamengine.quality.model import FieldQuality, TierQuality
from kamengine.quality.scopes import spoken_about
from kamengine.workspace import WorkspaceTable
from kamengine.workspace.corrected import Correction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOT_ASKED_FOR = ("account_id", "name")


def fields_quality(
    connection: DuckDBPyConnection,
    accounts: WorkspaceTable,
    corrections: Sequence[Correction],
    runs: Sequence[Run],
) -> tuple[int, tuple[FieldQuality, ...]]:
    """How many accounts there are, and how much is known of each field, in one query.

    Fields that a pack looks at come first, the least known first; a field that nobody ever had is known of none.
    """
    imported: dict[str, Kind] = {column.field: column.kind for column in accounts.columns}
    kinds, users = dict(imported), dict[str, list[Run]]()
    for run in runs:
        for name in _fields_of(run.checked, imported):
            users.setdefault(name, []).append(run)
            if name not in kinds:
                kinds[name] = run.checked.fields[name].kind
    asked, values = _Asked(runs), _Values(runs, imported)
    counts = ["count(*)"]
    for name in kinds:
        column, condition = values.of(name), asked.of(users.get(name, ()))
        counts += [f"count({column})", f"count(*) FILTER ({condition})", f"count({column}) FILTER ({condition})"]
    query = f"SELECT {', '.join(counts)} FROM {accounts.relation} AS accounts {asked.joins} {values.joins}"
    all_of_them, *found = connection.execute(query).fetchall()[0]
    corrected = Counter(one.field for one in corrections)
    fields = []
    for place, (name, kind) in enumerate(kinds.items()):
        packs = tuple(run.checked.pack.id for run in users.get(name, ()))
        known, of, known_of = found[3 * place : 3 * place + 3]
        fields.append(FieldQuality(name, kind, known, of, known_of, corrected[name], name in imported, packs))
    return all_of_them, tuple(sorted(fields, key=_those_of_packs_and_the_least_known_first))


class _Values:
    """Where the values of fields stand: with the accounts, and in a run where that computes them from a ledger.

    What accounts bring ready-made is not used then, and does not count as known.

    Attributes:
        joins: the results of such runs, to be joined to all accounts.
    """

    def __init__(self, runs: Sequence[Run], imported: Mapping[str, Kind]) -> None:
        """Find what each run computes."""
        self._imported, joins = imported, []
        self._computed: dict[str, list[str]] = {}
        for place, run in enumerate(runs):
            names = [name for name in _computed_names(run) if name in imported]
            for name in names:
                self._computed.setdefault(name, []).append(identifier(f"{name}#{place}"))
            columns = ", ".join(f"{identifier(name)} AS {identifier(f'{name}#{place}')}" for name in names)
            if names:
                joins.append(
                    f"LEFT JOIN (SELECT account_id, {columns} FROM {identifier(run.table)}) USING (account_id)"
                )
        self.joins = " ".join(joins)

    def of(self, name: str) -> str:
        """What is NULL where a field is not known, as SQL."""
        if name in self._computed:
            known = " OR ".join(f"{column} IS NOT NULL" for column in self._computed[name])
            return f"CASE WHEN {known} THEN 1 END"
        return identifier(name) if name in self._imported else "NULL"


class _Asked:
    """Which accounts a field is asked of: those that a pack which looks at it speaks about, or may.

    Attributes:
        joins: the accounts of each pack, to be joined to all accounts.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        """Find the accounts of each run."""
        self._places = {run.table: place for place, run in enumerate(runs) if run.checked.scope is not None}
        self.joins = " ".join(
            f'LEFT JOIN ({spoken_about(run)}) AS "pack#{self._places[run.table]}" USING (account_id)'
            for run in runs
            if run.table in self._places
        )

    def of(self, users: Sequence[Run]) -> str:
        """The condition that these runs, or none, put to an account, as SQL."""
        if not users or any(run.table not in self._places for run in users):
            return "TRUE"
        return " OR ".join(f'"pack#{self._places[run.table]}".account_id IS NOT NULL' for run in users)


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


def _those_of_packs_and_the_least_known_first(field: FieldQuality) -> tuple[bool, float, str]:
    return not field.packs, field.known_of_asked / field.asked if field.asked else 1.0, field.field


def _computed_names(run: Run) -> list[str]:
    """The indicators that a run computes from a ledger."""
    indicators = run.checked.indicators.items()
    return [name for name, one in indicators if one.indicator.ledger in run.snapshot.ledgers]


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
