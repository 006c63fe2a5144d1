"""What intake is asked for and what it hands back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kamengine.declarations import Field
from kamengine.engine.snapshot import Snapshot
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.values.options import ValueOptions
from kamengine.problems import Message, Translator


@dataclass(frozen=True)
class WantedTable:
    """What a pack would like from one file.

    Attributes:
        fields: every field that may be recognised; for accounts this includes ``name``, and indicators that may come
            ready-made, as fields of kind ``number`` or ``money``.
        needed: names of the fields that the pack really uses; without a column for one of them there is a problem.
        key_aliases: headers that mean the account's id, besides those that every file may use.
        required: names of the fields in which a blank is a bad value, such as the date of a ledger.
        date: the field of kind ``date`` that windows look at; None when rows have no date.
        instead: for a needed field, the fields that together stand in for it: with a column for each of them, none for
            the field itself is no problem.
    """

    fields: tuple[Field, ...]
    needed: frozenset[str] = frozenset()
    key_aliases: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    date: str | None = None
    instead: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class IntakeOptions:
    """What the user asked for.

    Attributes:
        key: the header of the column that holds the account's id; None: found by its header. It names the column of
            the accounts file; a ledger uses it too when it has such a column.
        allow_missing_columns: a column that the pack needs may be absent; its facts are then unknown.
        on_error: what happens to rows with bad values: ``stop`` reports them, ``quarantine`` writes them out, leaves
            them out of the snapshot and goes on.
        quarantine: the CSV file for bad rows of the accounts; those of a ledger go beside it, with the ledger's name
            before the suffix. Must be given when ``on_error`` is ``quarantine``.
        values: how cells are written where a column could be read in several ways.
        reading: how the files are read.
        translator: the language in which the quarantine file gives its reasons; None: English.
        expect_matches: a ledger of which no row belongs to an account is a problem, since its ids are most likely of
            another kind; else its rows are only left out.
        tell_absent: a note for each field without a column; else whoever asks says it in his own way.
    """

    key: str | None = None
    allow_missing_columns: bool = False
    on_error: Literal["stop", "quarantine"] = "stop"
    quarantine: Path | None = None
    values: ValueOptions = field(default_factory=ValueOptions)
    reading: ReadOptions = field(default_factory=ReadOptions)
    translator: Translator | None = None
    expect_matches: bool = True
    tell_absent: bool = True


@dataclass(frozen=True)
class Intake:
    """What came in.

    Attributes:
        snapshot: the facts, clean and typed.
        notes: what was left out, rounded or taken as unknown, file by file.
        newest_ledger_date: the greatest date in the ledgers; None when none holds a date.
    """

    snapshot: Snapshot
    notes: tuple[Message, ...]
    newest_ledger_date: dt.date | None
