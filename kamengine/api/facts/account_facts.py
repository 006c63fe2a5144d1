"""Everything that is known of an account: each fact with where it comes from, and what can be stated by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.declarations import Field, Label
from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier
from kamengine.workspace.corrected import CorrectedFact, Fact
from kamengine.workspace.tables import KEY, beside_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api.facts.facts import KnownFacts
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace, WorkspaceTable


@dataclass(frozen=True)
class AccountFact:
    """A fact of an account as it is known now.

    Attributes:
        field: what it is.
        label: what people call it.
        unit: of a quantity; empty for none.
        value: None for unknown.
        corrected: by hand; None where nobody did.
        header: of the column that the newest import had it in; empty when it has none.
        file: that column's file; empty when the import has none.
        imported_at: when that was, in UTC (ISO 8601); empty when the import has none.
        ledger: that gives the value where nobody states one; empty for a field of accounts.
    """

    field: Field
    label: Label
    unit: str
    value: Fact
    corrected: CorrectedFact | None = None
    header: str = ""
    file: str = ""
    imported_at: str = ""
    ledger: str = ""

    @property
    def name(self) -> str:
        """By which conditions know it."""
        return self.field.name


def account_facts(
    workspace: Workspace, host: PluginHost, account: str, known: KnownFacts | None = None
) -> tuple[AccountFact, ...]:
    """The facts of an account, corrections included: those that are known, then the others, each by name.

    Args:
        workspace: where it is.
        host: the plugins.
        account: its id.
        known: what can be stated, where that has been looked up already.

    Raises:
        KamError: a file is gone or damaged.
    """
    from kamengine.api.facts.facts import known_facts

    with scratch() as connection:
        tables = workspace.tables(connection)
        known = known or known_facts(workspace, tables, host)
        values = _row(connection, tables.accounts, account)
        own = [one for one in tables.corrections if one.account == account]
        beside = beside_tables(connection, tables, own)
        if any(one.field in known.computed for one in own):  # this runs packs
            from kamengine.api.facts.computed import beside_ledgers

            beside = beside_ledgers(connection, tables, known.packs, beside)
        corrected = {fact.correction.field: fact for fact in beside}
        sources = _sources(tables.imported)
    names = dict.fromkeys([*known.fields, *corrected])
    found = [_fact(name, known, values, corrected, sources) for name in names if name != KEY and name in known.fields]
    return tuple(sorted(found, key=lambda fact: (fact.value is None and fact.corrected is None, fact.name)))


def _fact(
    name: str,
    known: KnownFacts,
    values: Mapping[str, Any],
    corrected: Mapping[str, CorrectedFact],
    sources: Mapping[str, tuple[str, str, str]],
) -> AccountFact:
    header, file, at = sources.get(name, ("", "", ""))
    fact = corrected.get(name)
    value = fact.value if fact is not None and fact.state not in ("unfit",) else values.get(name)
    ledger = known.computed.get(name, "")
    unit = known.units.get(name, "")
    return AccountFact(known.fields[name], known.label(name), unit, value, fact, header, file, at, ledger)


def _row(connection: DuckDBPyConnection, table: WorkspaceTable | None, account: str) -> dict[str, Any]:
    if table is None:
        return {}
    names = [column.field for column in table.columns]
    cells = ", ".join([KEY, *map(identifier, names)])
    found = connection.execute(f"SELECT {cells} FROM {table.relation} WHERE {KEY} = ?", [account]).fetchone()
    return {} if found is None else dict(zip(names, found[1:], strict=True))


def _sources(table: WorkspaceTable | None) -> dict[str, tuple[str, str, str]]:
    """For each field the header, the files and the time of the import that counts."""
    if table is None:
        return {}
    record = table.imports[-1]
    files = _listed(source.name for source in record.sources)
    return {column.field: (column.header or column.field, files, record.when) for column in table.columns}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(name.replace("\\", "/").rsplit("/", 1)[-1] for name in names))
