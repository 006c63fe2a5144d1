"""The imports of a workspace: what was brought in, what counts now, and what counted at an earlier moment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kamengine.problems import say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.durable import put_in_place, said_clearly, sha256_of, sync
from kamengine.workspace.folder import ACCOUNTS, Folder, check_kind
from kamengine.workspace.ids import by_prefix
from kamengine.workspace.journal import Journal, Transaction, to_json
from kamengine.workspace.kept import KeptFiles
from kamengine.workspace.records import (
    Column,
    Counts,
    ImportRecord,
    LedgerPart,
    NewImport,
    Overtaken,
    Period,
    SourceRecord,
    Stale,
    column_json,
)

SNAPSHOT_DIGITS = 16
"""So many hex digits of a content's SHA-256 are its id."""


@dataclass(frozen=True)
class Finished:
    """A file that is ready to become an import.

    Attributes:
        draft: what is to be kept of it.
        parquet: a finished file in a temporary folder of the workspace.
        base: for a merge, the id of the import of accounts that it was computed from; None when there was none.
    """

    draft: NewImport
    parquet: Path
    base: str | None = None


class Imports:
    """The imports of a workspace. Every moment is the number of a journal entry; None is now."""

    def __init__(self, catalog: Catalog, folder: Folder, journal: Journal) -> None:
        """Read and write the imports of a catalog."""
        self._catalog, self._folder, self._journal = catalog, folder, journal
        self._kept = KeptFiles()

    def list(self) -> tuple[ImportRecord, ...]:
        """Every import, oldest first, also those taken back."""
        return tuple(_record(row) for row in self._catalog.rows(f"{_SELECT} ORDER BY seq"))

    def get(self, prefix: str) -> ImportRecord:
        """The import whose id starts so.

        Raises:
            KamError: there is none, or more than one.
        """
        return by_prefix(prefix, self.list(), what=say("import"), listing="kam imports")

    def counting(self, kind: str | None = None, at: int | None = None) -> tuple[ImportRecord, ...]:
        """The imports that were not taken back at a moment, oldest first, of one kind if asked."""
        moment = self._journal.last() if at is None else at
        sql = f"{_SELECT} WHERE seq <= :at AND coalesce(undone_seq, :at + 1) > :at AND kind = coalesce(:kind, kind)"
        rows = self._catalog.rows(f"{sql} ORDER BY seq", {"at": moment, "kind": kind})
        return tuple(_record(row) for row in rows)

    def current_accounts(self, at: int | None = None) -> ImportRecord | None:
        """The accounts that count at a moment; None before the first import that took any."""
        found = self._with_rows(ACCOUNTS, at)
        return found[-1] if found else None

    def ledger_names(self, at: int | None = None) -> tuple[str, ...]:
        """The ledgers that have rows at a moment, sorted."""
        return tuple(sorted({record.kind for record in self._with_rows(None, at)} - {ACCOUNTS}))

    def ledger_parts(self, name: str, at: int | None = None) -> tuple[LedgerPart, ...]:
        """What a ledger is made of at a moment, oldest first."""
        records = self._with_rows(name, at)
        parts = []
        for index, record in enumerate(records):
            hidden = tuple(later.period for later in records[index + 1 :] if later.period is not None)
            parts.append(LedgerPart(record, self.path(record), hidden))
        return tuple(parts)

    def _with_rows(self, kind: str | None, at: int | None) -> tuple[ImportRecord, ...]:
        """The imports that count and brought rows: of some all rows are still to be mended."""
        return tuple(record for record in self.counting(kind, at) if record.rows)

    def path(self, record: ImportRecord) -> Path:
        """Where the file of an import is, or should be; `opened` is for reading it."""
        return self._folder.snapshot(record.kind, record.snapshot)

    def opened(self, record: ImportRecord) -> Path:
        """The file of an import, to be read: it is there, and holds what was written.

        Raises:
            KamError: it is gone or damaged.
        """
        gone = say("the file of the import {id} is gone", id=record.id)
        damaged = say("the file of the import {id} is damaged", id=record.id)
        remedy = say("run kam doctor")
        return self._kept.opened(self.path(record), record.sha256, gone=gone, damaged=damaged, remedy=remedy)

    def quarantine(self, record: ImportRecord) -> Path | None:
        """Where the rows that an import could not take in are, or should be; None when there were none."""
        return self._folder.root / record.quarantine if record.quarantine else None

    def is_whole(self, record: ImportRecord) -> bool:
        """Whether the file of an import is there and holds what was written."""
        return self._kept.is_whole(self.path(record), record.sha256)

    def same(self, kind: str, fingerprint: str) -> ImportRecord | None:
        """The import that this one would only repeat, if there is one that counts.

        For accounts only the newest can be: an older one would come back over it. Of a ledger any can be, as long as
        no later import replaced a period. One whose file is gone is not repeated but mended.
        """
        for record in self._repeatable(kind):
            if record.fingerprint == fingerprint and self.path(record).is_file():
                return record
        return None

    def sources_of(self, kind: str, sheet: object) -> dict[str, ImportRecord]:
        """What the imports that count took rows from: each of their sources, by the SHA-256 of its bytes.

        Args:
            kind: ``accounts`` or the name of a ledger.
            sheet: only those of which this sheet was read; None for what has no sheets, and for the first one.
        """
        held = (record for record in self.counting(kind) if record.counts.taken)
        records = [record for record in held if record.details.get("sheet") == sheet]
        return {source.sha256: record for record in records for source in record.sources}

    def put_back(self, finished: Path, target: Path) -> None:
        """Put a finished file in the place of one that is gone or damaged; the catalog knows it already.

        Args:
            finished: in a temporary folder of the workspace.
            target: where it was.

        Raises:
            KamError: it cannot be written.
        """
        with said_clearly(target):
            sync(finished)
            put_in_place(finished, target)

    def add(self, draft: NewImport, parquet: Path, *, base: str | None, who: str) -> ImportRecord:
        """Put a finished file in place and enter it, whole or not at all.

        The same import again, when the file of the one that counts is gone, puts the file back and enters nothing.

        Args:
            draft: what is to be kept of it.
            parquet: a finished file in a temporary folder of the workspace.
            base: for a merge, the id of the import of accounts that it was computed from; None when there was none.
            who: who imports it.

        Raises:
            Stale: another import came first: the base is no longer the newest, or the same is already there.
            Overtaken: so is something by which it was decided which rows are taken: there are accounts although these
                were to be the first, the ledger has one of the files, or imports that were looked at are not all.
            KamError: the file cannot be put in place, or the catalog cannot be written.
        """
        return self.add_together([Finished(draft, parquet, base)], who)[0]

    def add_together(self, finished: Sequence[Finished], who: str) -> tuple[ImportRecord, ...]:
        """Put several finished files in place and enter them as one change, which is taken back as one; see `add`.

        Returns:
            their imports, in the order given.

        Raises:
            Stale: another import came first; none of them was entered.
            KamError: a file cannot be put in place, or the catalog cannot be written.
        """
        digests = [self._made_lasting(each) for each in finished]
        with self._journal.transaction(who) as change:
            return tuple(self._add(change, each, digest) for each, digest in zip(finished, digests, strict=True))

    def _made_lasting(self, finished: Finished) -> str:
        """The SHA-256 of a finished file, which outlives a power failure from now on."""
        check_kind(finished.draft.kind)
        with said_clearly(self._folder.root):
            sync(finished.parquet)
            if finished.draft.quarantine:
                sync(finished.draft.quarantine)
            return sha256_of(finished.parquet)

    def _add(self, change: Transaction, finished: Finished, digest: str) -> ImportRecord:
        draft = finished.draft
        self._refuse_stale(draft, finished.base, digest)
        target = self._folder.snapshot(draft.kind, digest[:SNAPSHOT_DIGITS])
        mended = self._mended(draft, digest)
        with said_clearly(target):
            put_in_place(finished.parquet, target)
            quarantine = None if mended else self._keep_quarantine(draft)
        return mended or self._enter(change, draft, digest, quarantine)

    def _refuse_stale(self, draft: NewImport, base: str | None, digest: str) -> None:
        """See that what the import was decided by still holds, now that nobody else can write."""
        current, counting = self.current_accounts(), self.counting(draft.kind)
        if draft.only_first and current:
            raise Overtaken
        if draft.decided_at is not None and _ids(self.counting(draft.kind, draft.decided_at)) != _ids(counting):
            raise Overtaken
        there = self.sources_of(draft.kind, draft.details.get("sheet")) if draft.once else {}
        if any(source.sha256 in there for source in draft.sources):
            raise Overtaken
        if draft.mode == "merge" and base != (current.id if current else None):
            raise Stale
        if draft.once and draft.quarantine is None and any(self._holds(record, digest) for record in counting):
            raise Stale
        if self.same(draft.kind, draft.fingerprint):
            raise Stale

    def _holds(self, record: ImportRecord, digest: str) -> bool:
        """Whether an import is of this content, and has it still; else it is mended."""
        return record.sha256 == digest and self.path(record).is_file()

    def _mended(self, draft: NewImport, digest: str) -> ImportRecord | None:
        """The import that counts and that has lost just this file."""
        for record in self._repeatable(draft.kind):
            if (record.fingerprint, record.sha256) == (draft.fingerprint, digest) and not self.path(record).is_file():
                return record
        return None

    def _repeatable(self, kind: str) -> tuple[ImportRecord, ...]:
        """The imports after which the same import would change nothing, newest first."""
        counting = self.counting(kind)
        if kind == ACCOUNTS or any(record.period for record in counting):
            counting = counting[-1:]
        return counting[::-1]

    def _keep_quarantine(self, draft: NewImport) -> str | None:
        if draft.quarantine is None:
            return None
        kept = self._folder.quarantine / f"{draft.id}.csv"
        put_in_place(draft.quarantine, kept)
        return self._folder.relative(kept)

    def _enter(self, change: Transaction, draft: NewImport, digest: str, quarantine: str | None) -> ImportRecord:
        record = ImportRecord(
            id=draft.id,
            kind=draft.kind,
            snapshot=digest[:SNAPSHOT_DIGITS],
            sha256=digest,
            mode=draft.mode,
            sources=draft.sources,
            counts=draft.counts,
            columns=draft.columns,
            rows=draft.rows,
            who=change.who,
            when=change.at,
            fingerprint=draft.fingerprint,
            seq=0,
            quarantine=quarantine,
            date=draft.date,
            period=draft.period,
            details=draft.details,
        )
        seq = change.note("add", "import", record.id, after=_summary(record))
        row = {**_row(record), "seq": seq}
        change.database.table("imports").insert(row)
        return _record(row)


def _summary(record: ImportRecord) -> dict[str, Any]:
    """What the journal says of an import."""
    names = [source.name for source in record.sources]
    return {"kind": record.kind, "mode": record.mode, "snapshot": record.snapshot, "sources": names}


def _row(record: ImportRecord) -> dict[str, Any]:
    period = record.period
    return {
        "id": record.id,
        "seq": record.seq,
        "undone_seq": record.undone_seq,
        "kind": record.kind,
        "mode": record.mode,
        "snapshot": record.snapshot,
        "sha256": record.sha256,
        "rows": record.rows,
        "sources": to_json([asdict(source) for source in record.sources]),
        "columns": to_json([column_json(column) for column in record.columns]),
        **asdict(record.counts),
        "who": record.who,
        "at": record.when,
        "fingerprint": record.fingerprint,
        "quarantine": record.quarantine,
        "date": record.date,
        "period_from": period.first if period else None,
        "period_to": period.last if period else None,
        "details": to_json(record.details),
    }


def _record(row: Mapping[str, Any]) -> ImportRecord:
    period = Period(row["period_from"], row["period_to"]) if row["period_from"] else None
    return ImportRecord(
        id=row["id"],
        kind=row["kind"],
        snapshot=row["snapshot"],
        sha256=row["sha256"],
        mode=row["mode"],
        sources=tuple(SourceRecord(**source) for source in json.loads(row["sources"])),
        counts=Counts(row["read"], row["taken"], row["quarantined"], row["skipped"]),
        columns=tuple(Column(**column) for column in json.loads(row["columns"])),
        rows=row["rows"],
        who=row["who"],
        when=row["at"],
        fingerprint=row["fingerprint"],
        seq=row["seq"],
        undone_seq=row["undone_seq"],
        quarantine=row["quarantine"],
        date=row["date"],
        period=period,
        details=json.loads(row["details"]),
    )


def _ids(records: Sequence[ImportRecord]) -> list[str]:
    return [record.id for record in records]


_SELECT = "SELECT * FROM imports"
