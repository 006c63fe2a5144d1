"""What the catalog keeps of an import: where it came from, what became of its rows, what it holds."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from kamengine.declarations import Kind
from kamengine.workspace.folder import ACCOUNTS

Mode = Literal["replace", "merge", "append", "replace-period"]


@dataclass(frozen=True)
class SourceRecord:
    """A file that was imported: its name as the user saw it, the SHA-256 of its bytes, and how many these were."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Column:
    """A column of a snapshot besides the account's id.

    Attributes:
        field: the name that conditions use.
        kind: what values it holds.
        header: the header that it had in the file; empty when it had none.
        how: how the header was mapped to the field, such as ``alias`` or ``given``.
        unit: such as ``CNY/month``.
    """

    field: str
    kind: Kind
    header: str = ""
    how: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class Counts:
    """What became of the rows that were read: each was taken, quarantined or skipped."""

    read: int
    taken: int
    quarantined: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Period:
    """Days from one to another, both included, as ISO dates."""

    first: str
    last: str


@dataclass(frozen=True)
class NewImport:
    """An import about to be added.

    Attributes:
        kind: ``accounts`` or the name of a ledger.
        mode: for accounts ``replace`` or ``merge``, for a ledger ``append`` or ``replace-period``.
        sources: the files.
        counts: what became of their rows.
        columns: the columns of the snapshot besides the account's id.
        rows: how many rows the snapshot has; for a merge more than were taken.
        fingerprint: of the sources and all that was asked for: equal for the same import again.
        date: for a ledger, the field by which periods are told.
        period: for ``replace-period``, the days whose earlier rows no longer count.
        quarantine: a finished temporary file with the quarantined rows.
        details: anything else worth keeping, as JSON values.
        only_first: whether it is to be entered only when there are no accounts yet: it was meant to be the first.
        once: for a ledger, whether what it has already must not come again: its sources, and the same rows.
        decided_at: the number of the journal entry up to which the imports of its kind were looked at when it was
            decided which rows are taken; None when nothing hung on them.
        id: by which it will be known.
    """

    kind: str
    mode: Mode
    sources: tuple[SourceRecord, ...]
    counts: Counts
    columns: tuple[Column, ...]
    rows: int
    fingerprint: str
    date: str | None = None
    period: Period | None = None
    quarantine: Path | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    only_first: bool = False
    once: bool = False
    decided_at: int | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(6))


@dataclass(frozen=True)
class ImportRecord:
    """An import that the catalog knows. What it shares with `NewImport` means the same.

    Attributes:
        snapshot: the id of its content: the first 16 digits of the SHA-256 of the Parquet file.
        sha256: the whole of it.
        who: who imported it.
        when: when, in UTC (ISO 8601).
        undone: whether it was taken back.
        quarantine: the file with the quarantined rows, from the folder of the workspace.
        seq: the journal entry since which it counts.
        undone_seq: the journal entry since which it does not.
    """

    id: str
    kind: str
    snapshot: str
    sha256: str
    mode: Mode
    sources: tuple[SourceRecord, ...]
    counts: Counts
    columns: tuple[Column, ...]
    rows: int
    who: str
    when: str
    fingerprint: str
    seq: int
    undone_seq: int | None = None
    quarantine: str | None = None
    date: str | None = None
    period: Period | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_seq is not None

    @property
    def ledger(self) -> str | None:
        """The ledger that it is of; None for accounts."""
        return None if self.kind == ACCOUNTS else self.kind


@dataclass(frozen=True)
class LedgerPart:
    """One import of a ledger, as it counts beside the later ones.

    Attributes:
        record: the import.
        path: its file.
        hidden: the days whose rows no longer count, since later imports replaced them.
    """

    record: ImportRecord
    path: Path
    hidden: tuple[Period, ...] = ()


class Stale(Exception):
    """Somebody else's import came first, so that what this one was computed from is no longer the newest."""


class Overtaken(Stale):
    """Somebody else's import came first, and which rows this one takes hangs on it: its files must be read again."""


def column_json(column: Column) -> dict[str, Any]:
    """A column as JSON values, without what is empty."""
    return {name: value for name, value in asdict(column).items() if value}
