"""Why accounts of a kept run got their verdicts, one by one: as `explain` says it, from what the run kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kamengine.api.runs.as_stored import stored_as_wanted
from kamengine.api.runs.files import accounts_wanted, take_in_facts
from kamengine.api.runs.runs import kept_pack, snapshot_of, tables_of
from kamengine.api.runs.value_history import Months, history_of_kept
from kamengine.changes import Changes
from kamengine.changes.find import what_must_change_for
from kamengine.changes.frozen import portfolio_calls
from kamengine.declarations import Kind
from kamengine.engine.database import connect
from kamengine.engine.kept import kept_results
from kamengine.engine.left_out import LeftOut, left_out
from kamengine.engine.one_by_one import OneByOne
from kamengine.engine.snapshot import SQL_TYPES, Table
from kamengine.engine.sql_text import identifier, literal
from kamengine.explain.model import Explanation
from kamengine.explain.record import explained
from kamengine.intake import IntakeOptions
from kamengine.intake.files.relation_file import RelationFile
from kamengine.intake.rows import KEY
from kamengine.intake.values.ids import is_plain_id
from kamengine.intake.values.texts import is_plain_text
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.workspace.tables import corrected_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace, WorkspaceTables

_ONE = "facts#of one"


class KeptWhys:
    """The accounts of one kept run; to be asked by one thread at a time.

    Attributes:
        record: the run.
        checked: its pack.
        accounts: its accounts, to be inspected.
    """

    def __init__(self, workspace: Workspace, record: RunRecord, host: PluginHost) -> None:
        """Open the results of a run and the facts of the moment when it was asked for last; nothing is computed.

        Raises:
            KamError: a file is gone or damaged, or the pack cannot be used any more.
        """
        kept = workspace.runs.opened(record)
        self.record, self.checked = record, kept_pack(workspace, record, host).checked
        self._connection = connect()
        self._tables = tables_of(workspace, replace(record, facts=record.last_facts), self._connection)
        self._facts = _Facts(self._connection, self._tables, self.checked)
        bindings = bind(self.checked, date.fromisoformat(record.as_of), dict(record.parameters))
        self._history = history_of_kept(workspace.folder, record, self.checked, bindings, self._connection)
        self._results = kept_results(self._connection, kept)
        facts = self._facts
        self.accounts = OneByOne(self.checked, bindings, self._connection, self._results, facts.of, facts.of_all)

    def of(self, account: str) -> Explanation | None:
        """Why an account got its verdict, with what of it was corrected by hand; None when the run does not have it."""
        accounts = self.accounts
        explanation = explained(self.checked, accounts.bindings, account, accounts.inspect)
        if explanation is None:
            return None
        corrected = corrected_facts(self._connection, self._tables, account)
        return replace(explanation, corrected=corrected, left_out=self._left_out(account))

    def changes(self, account: str) -> Changes | None:
        """What must change for an account to reach a better tier; it may take a second. None as for `of`."""
        found = self.accounts.inspect(account, portfolio_calls(self.checked))
        if found is None:
            return None
        return what_must_change_for(self.checked, self.accounts.bindings, found, self.accounts.given(account))

    def _left_out(self, account: str) -> tuple[LeftOut, ...]:
        """The other accounts that shares and ranks leave out."""
        bindings = self.accounts.bindings
        return left_out(self.checked, bindings, self._connection, self._results, self._facts.relation, account)

    def months(self, account: str) -> Months:
        """The days of the last months and what the account was worth then; empty where the pack's value has no trend.

        See `kamengine.api.runs.value_history`; it may take half a second.
        """
        found = self._history.of([account]).get(account, ()) if self._history is not None else ()
        return tuple(zip(self._history.days, found, strict=True)) if self._history is not None and found else ()

    def close(self) -> None:
        """Give the database back."""
        self._connection.close()


class _Facts:
    """The facts of a run as its pack reads them, of one account or of all."""

    def __init__(self, connection: DuckDBPyConnection, tables: WorkspaceTables, checked: CheckedPack) -> None:
        self._connection, self._tables, self._checked = connection, tables, checked
        self._as_stored: frozenset[str] | None = None  # the fields, once one account was read, if all are as stored

    def of_all(self) -> Table:
        """The facts of every account."""
        return self._all

    def relation(self) -> tuple[str, frozenset[str]]:
        """The same as it stands after ``FROM``, with the names of its columns."""
        return identifier(self._all.name), self._all.columns

    def of(self, account: str) -> Table:
        """The facts of one account.

        How a cell is read may depend on its column, so all are read where the pack wants another kind than is stored.
        Else the row is taken as it stands when nothing in it has to be read, and is taken in by itself when it has.
        """
        if not self._stored_as_wanted:
            return self._all
        assert self._tables.accounts is not None, "a run has accounts"
        one, relation = identifier(_ONE), self._tables.accounts.relation
        where = f"WHERE {KEY} = {literal(account)}"
        self._connection.execute(f"CREATE OR REPLACE TABLE {one} AS SELECT * FROM {relation} {where}")
        if self._as_stored is not None and self._is_plain(one):
            return Table(_ONE, self._as_stored)
        if self._as_stored is None and not self._is_there(one):
            return Table(_ONE, frozenset())
        taken = self._taken_in(one)
        if not self._is_there(f"{identifier(taken.name)} WHERE {KEY} = {literal(account)}"):
            return self._all  # its id is written as another one in a column of whole numbers
        if taken.columns <= self._kinds.keys():
            self._as_stored = taken.columns
        return taken

    def _taken_in(self, relation: str) -> Table:
        file = RelationFile.open(relation, "accounts", self._connection, order=KEY)
        options = IntakeOptions(KEY, allow_missing_columns=True, expect_matches=False, tell_absent=False)
        stored: dict[str | None, Mapping[str, Kind]] = {None: self._kinds}
        return take_in_facts(self._connection, self._checked, file, {}, options, stored=stored).snapshot.accounts

    def _is_there(self, relation: str) -> bool:
        return self._connection.execute(f"SELECT 1 FROM {relation}").fetchone() is not None

    def _is_plain(self, relation: str) -> bool:
        """Whether every text of the row is clean as it stands, as intake has it."""
        texts = [name for name, kind in self._kinds.items() if SQL_TYPES[kind] == SQL_TYPES["text"]]
        tests = [is_plain_id(KEY), *(f"coalesce({is_plain_text(identifier(name))}, true)" for name in texts)]
        found = self._connection.execute(f"SELECT {' AND '.join(tests)} FROM {relation}").fetchone()
        return found is None or bool(found[0])

    @cached_property
    def _all(self) -> Table:
        return snapshot_of(self._connection, self._tables, self._checked).accounts

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        assert self._tables.accounts is not None, "a run has accounts"
        return {column.field: column.kind for column in self._tables.accounts.columns}

    @cached_property
    def _stored_as_wanted(self) -> bool:
        """Whether every column is of the kind that the pack wants, so that no cell is read by its column."""
        return stored_as_wanted(accounts_wanted(self._checked), self._kinds)
