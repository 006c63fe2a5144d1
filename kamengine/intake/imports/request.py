"""What somebody asked for when files are imported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kamengine.intake.files.options import ReadOptions
from kamengine.intake.values.options import ValueOptions

AccountsMode = Literal["replace", "merge"]
LedgerMode = Literal["append", "replace-period"]
Mode = Literal["replace", "merge", "append", "replace-period"]
ACCOUNTS = "accounts"
"""The kind of an import of accounts; every other kind is the name of a ledger."""


@dataclass(frozen=True)
class ImportRequest:
    """How files are to be imported.

    Attributes:
        ledger: the ledger that the rows belong to; None for accounts.
        mode: accounts: ``replace`` what is there, or ``merge`` by id. Ledgers: ``append``, or ``replace-period``: rows
            of earlier imports in the period are no longer seen. None: replace for the first accounts, later merge;
            append for ledgers.
        period: for ``replace-period``, the first and the last day; None: from the first to the last date of the files.
        erase_blanks: in a merge, a blank cell makes a known fact unknown; else the fact stays.
        key: header of the column that holds the account's id; ``#``: rows have none, their number is taken.
        mapping: header to field, or to ``field:kind`` for a field of the workspace's own.
        accept: take columns whose header is only similar to a field's name.
        all_columns: take columns that no field claims too, each as a field named after its header.
        values: how cells are written where a column could be read in several ways: dates such as 03/04/2026.
        reading: how the files are read: encoding, delimiter, sheet, row of the headers.
        duplicate_ids: what becomes of rows of accounts with one id that differ.
        duplicate_rows: what becomes of rows of a ledger that are there already, all cells alike.
        unknown_accounts: what becomes of rows of a ledger whose account is not among the accounts.
        no_account: what becomes of rows of a ledger without an account's id.
        on_error: bad values: their rows go to the quarantine file, or nothing is imported at all.
        again: import a file into a ledger also when it was imported before.
    """

    ledger: str | None = None
    mode: Mode | None = None
    period: tuple[dt.date, dt.date] | None = None
    erase_blanks: bool = False
    key: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    accept: bool = False
    all_columns: bool = False
    values: ValueOptions = field(default_factory=ValueOptions)
    reading: ReadOptions = field(default_factory=ReadOptions)
    duplicate_ids: Literal["quarantine", "first", "last"] = "quarantine"
    duplicate_rows: Literal["keep", "skip", "quarantine"] = "keep"
    unknown_accounts: Literal["keep", "quarantine", "add"] = "keep"
    no_account: Literal["quarantine", "skip"] = "quarantine"
    on_error: Literal["quarantine", "stop"] = "quarantine"
    again: bool = False

    @property
    def kind(self) -> str:
        """``accounts``, or the name of the ledger."""
        return self.ledger or ACCOUNTS

    @property
    def adds_accounts(self) -> bool:
        """Whether ids in the rows of a ledger that are no accounts become accounts."""
        return not self.of_accounts and self.unknown_accounts == "add"

    @property
    def of_accounts(self) -> bool:
        """Whether accounts are imported, not rows of a ledger."""
        return self.ledger is None
