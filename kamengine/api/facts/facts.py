"""Facts stated by hand: read as a cell of a file would be, for accounts that are there, in fields that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import packs_of
from kamengine.declarations import Field, Label
from kamengine.engine.called import accounts_called, accounts_meant
from kamengine.engine.sql_text import identifier
from kamengine.intake.headers.called import nearest_field
from kamengine.intake.headers.catalog import known_fields
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.rows import KEY
from kamengine.intake.values.one_value import read_one
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say
from kamengine.workspace.corrected import Fact, canonical
from kamengine.workspace.corrections import Stated, Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace, WorkspaceTables

_LONGEST = 80
_CURRENCY = re.compile(r"\bcurrency\b")
_MOST_CHOICES = 12
_AT_ONCE = 10_000
_RESULTS = ("tier", "tier_possible", "score", "score_low", "score_high", "等级", "评分")


@dataclass(frozen=True)
class KnownFacts:
    """What can be corrected in a workspace.

    Attributes:
        fields: by name: what packs and plugins declare, then columns of the newest import that nobody declares.
        computed: indicators that a pack computes from a ledger of the workspace, by name, with that ledger; for the
            accounts for which one is stated, what is stated counts instead.
        units: in which a quantity is shown, such as ``CNY/year``; ``ratio`` for a percentage.
        packs: those of the workspace that are sound.
    """

    fields: Mapping[str, Field]
    computed: Mapping[str, str]
    units: Mapping[str, str]
    packs: tuple[CheckedPack, ...] = ()

    def field(self, name: str) -> Field:
        """The field of a name, of an alias or of a label; case, blanks and punctuation do not matter.

        Raises:
            KamError: there is none.
        """
        field, place = self.spelled(name), Place(key=name[:_LONGEST])
        if fold_header(name) == fold_header(KEY):
            raise KamError.of(say("the id of an account cannot be corrected"), place=place)
        if field is None and fold_header(name) in self._worked_out():
            what = say("{name} is worked out by rule packs, not stated", name=name[:_LONGEST])
            raise KamError.of(what, say("state the facts that it depends on, or change the rules"), place=place)
        if field is None:
            remedy = nearest_field(name, self.fields.values()) or say("kam fields lists them")
            raise KamError.of(say("there is no field {name}", name=name[:_LONGEST]), remedy, place=place)
        return field

    def _worked_out(self) -> set[str]:
        """What packs say of accounts by themselves, folded: tiers, scores, criteria, indicators that need no ledger."""
        names = {*_RESULTS}
        for checked in self.packs:
            for name in (*checked.pack.criteria, *checked.pack.indicators):
                label = checked.label(name)
                names |= {name, label.en, label.zh}
        return set(filter(None, map(fold_header, names)))

    def label(self, name: str) -> Label:
        """What people call a field; the name itself when it has no label."""
        label = self.fields[name].label if name in self.fields else Label()
        return label if label.en or label.zh else Label(name, name)

    def spelled(self, name: str) -> Field | None:
        """The field that a name, an alias or a label means; None when none does."""
        if name in self.fields:
            return self.fields[name]
        wanted = fold_header(name)
        for field in self.fields.values():
            spellings = (field.name, *field.aliases, field.label.en, field.label.zh)
            if wanted and wanted in map(fold_header, spellings):
                return field
        return None


def known_facts(workspace: Workspace, tables: WorkspaceTables, host: PluginHost) -> KnownFacts:
    """What can be corrected in a workspace as its facts stand."""
    found = packs_of(workspace, host) if workspace.pack_files() else []
    packs = tuple(pack.candidate.checked for pack in found if pack.candidate.checked is not None)
    fields = {field.name: field for field in known_fields(host, packs).accounts.fields}
    for column in tables.accounts.columns if tables.accounts else ():
        fields.setdefault(column.field, Field(column.field, column.kind, unit=column.unit))
    ledgers = {
        name: checked.indicator.ledger
        for pack in packs
        for name, checked in pack.indicators.items()
        if checked.indicator.ledger is not None and checked.indicator.ledger in tables.ledgers
    }
    return KnownFacts(fields, ledgers, _units(fields, packs, workspace.settings.currency), packs)


def _units(fields: Mapping[str, Field], packs: Sequence[CheckedPack], currency: str) -> dict[str, str]:
    """The unit of each field that has one, with the currency by its name; of an indicator as its pack has it."""
    units = {name: unit for pack in packs for name in pack.indicators if (unit := pack.unit(name))}
    for name, field in fields.items():
        if field.unit is not None:
            units[name] = _CURRENCY.sub(currency, field.unit)
        elif field.kind == "ratio":
            units[name] = "ratio"
    return units


def read_statements(
    connection: DuckDBPyConnection,
    tables: WorkspaceTables,
    known: KnownFacts,
    accounts: Sequence[str],
    given: Mapping[str, str],
) -> list[Statement]:
    """The facts that somebody typed, for each of the accounts, with what the import says of them now.

    Args:
        connection: holds the tables.
        tables: what the workspace knows.
        known: what can be corrected.
        accounts: ids of accounts that are there.
        given: the value of each field, as typed; a blank one is unknown.

    Raises:
        KamError: every field that is not known and every value that is none.
    """
    problems: list[Problem] = []
    values: dict[str, tuple[Field, str | None]] = {}
    for name, text in given.items():
        try:
            field = known.field(name)
            if field.name in values:
                raise KamError.of(say("{name} is given twice", name=field.name), place=Place(key=name[:_LONGEST]))
            values[field.name] = field, _value(connection, field, text)
        except KamError as error:
            problems += error.problems
    if problems:
        raise KamError(problems)
    return [
        Statement(account, field.name, field.kind, value, imported.get(account))
        for field, value in values.values()
        for imported in [_imported(connection, tables, field.name, accounts)]
        for account in accounts
    ]


def state_facts(
    workspace: Workspace, host: PluginHost, account: str, given: Mapping[str, str], *, who: str, why: str
) -> Stated:
    """State facts of an account, from a script or notebook: ``{"city_level": "prefecture"}``.

    Args:
        workspace: where.
        host: the plugins.
        account: its id.
        given: the value of each field as text, read as a cell of a file would be; a blank one is unknown.
        who: states them.
        why: the reason.

    Raises:
        KamError: there is no such account or field, a value is none, or there is no reason.
    """
    from kamengine.engine.database import scratch

    with scratch() as connection:
        tables = workspace.tables(connection)
        accounts = [account_meant(connection, tables, account)]
        known = known_facts(workspace, tables, host)
        statements = read_statements(connection, tables, known, accounts, given)
    return workspace.corrections.state(statements, who=who, why=why)


def no_accounts() -> KamError:
    """What is said where facts are asked for before there are accounts."""
    return KamError.of(say("the workspace holds no accounts yet"), say("kam import FILE brings them in"))


def account_meant(connection: DuckDBPyConnection, tables: WorkspaceTables, typed: str) -> str:
    """The id of the account that somebody typed, read as the ids of files are; else that of the account of this name.

    Raises:
        KamError: it is not there, several accounts have the name, or no accounts were imported yet.
    """
    if tables.accounts is None:
        raise no_accounts()
    relation = tables.accounts.relation
    for id in dict.fromkeys((typed, str(read_one(connection, Field(KEY, "text"), typed).value))):
        if connection.execute(f"SELECT 1 FROM {relation} WHERE {KEY} = ?", [id]).fetchone():
            return id
    named = "name" in {column.field for column in tables.accounts.columns}
    called = accounts_called(connection, relation, typed) if named else []
    if len(called) == 1:
        return called[0]
    if called:
        raise KamError.of(
            say("several accounts are called {name}", name=typed[:60]), say("they are: {ids}", ids=called)
        )
    near = accounts_meant(connection, relation, typed, named=named)
    raise KamError.of(say("there is no account {id}", id=typed[:60]), near or say("kam accounts lists them"))


def _value(connection: DuckDBPyConnection, field: Field, text: str) -> str | None:
    """A value as it was typed, in the one form in which it is kept; None for unknown."""
    read = read_one(connection, field, text)
    if read.problem is None:
        value: Fact = read.value  # type: ignore[assignment]
        return canonical(value)
    shown = text.strip()[:_LONGEST]
    if read.meanings:
        what = say("'{value}' can be read in several ways", value=shown)
        several = say("write it as one of {values}", values=read.meanings)
        remedy: Message | None = (
            say("write it as {value}", value=read.meanings[0]) if not read.meanings[1:] else several
        )
        raise KamError.of(what, remedy, place=Place(key=field.name))
    what = say("'{value}' is {reason}", value=shown, reason=read.problem)
    choices = [choice.id for choice in field.choices]
    known = say("write one of {choices}", choices=choices[:_MOST_CHOICES]) if choices else None
    remedy = did_you_mean(text, choices) or known
    raise KamError.of(what, remedy, place=Place(key=field.name))


def _imported(
    connection: DuckDBPyConnection, tables: WorkspaceTables, field: str, accounts: Sequence[str]
) -> dict[str, str | None]:
    """What the import says of a field, by account; empty when it says nothing of it."""
    table = tables.imported
    if table is None or field not in {column.field for column in table.columns}:
        return {}
    found: dict[str, str | None] = {}
    for start in range(0, len(accounts), _AT_ONCE):
        some = list(accounts[start : start + _AT_ONCE])
        wanted = f"SEMI JOIN (SELECT unnest(?) AS {KEY}) USING ({KEY})"
        query = f"SELECT {KEY}, {identifier(field)} FROM {table.relation} {wanted}"
        found |= {account: canonical(value) for account, value in connection.execute(query, [some]).fetchall()}
    return found
