"""The runs of a workspace: what each was computed from, and its results. The same run again is the same record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamengine.problems import say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.durable import put_in_place, said_clearly, sha256_of, sync
from kamengine.workspace.folder import ACCOUNTS, Folder
from kamengine.workspace.ids import by_prefix
from kamengine.workspace.imports import SNAPSHOT_DIGITS
from kamengine.workspace.journal import Journal, Transaction, to_json
from kamengine.workspace.kept import KeptFiles


@dataclass(frozen=True)
class NewRun:
    """A run about to be recorded: everything that it was computed from.

    Attributes:
        pack: the pack's id.
        version: the pack's version.
        pack_content: the bytes of the pack's file.
        facts: the moment of the facts, as `Journal.last_of_facts` gave it before they were read.
        accounts: the snapshot of the accounts.
        ledgers: by name, the snapshots of the parts that counted, oldest first.
        as_of: the date of the run (ISO 8601).
        as_of_from: where that date comes from: ``given``, ``ledgers`` or ``today``; of a run that was asked for in
            several ways the newest one that is not ``given``.
        parameters: those set in the place of the pack's, as JSON values.
        engine: which engine computed it, and its version, such as ``duckdb 1.4``.
        program: the version of kamengine.
        rows: how many accounts it has.
        counts: how many accounts each tier has.
        details: anything else worth keeping, as JSON values; it does not tell runs apart.
    """

    pack: str
    version: str
    pack_content: bytes
    facts: int
    accounts: str
    ledgers: Mapping[str, tuple[str, ...]]
    as_of: str
    as_of_from: str
    parameters: Mapping[str, Any]
    engine: str
    program: str
    rows: int
    counts: Mapping[str, int]
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RunRecord:
    """A run that the catalog knows. What it shares with `NewRun` means the same.

    Attributes:
        id: of all that it was computed from, and of its results: the same run has the same id on every computer.
        pack_sha256: of the pack's file; see `Runs.pack_content`.
        result: the id of its results: the first 16 digits of the SHA-256 of the Parquet file.
        sha256: the whole of it.
        who: who ran it first.
        when: when that was, in UTC (ISO 8601).
        last: when it was asked for last.
        last_who: asked for it then.
        last_facts: the moment of the facts then: they may be newer than `facts`, and the results the same all the same.
        times: how often it was asked for.
        path: the file of its results.
    """

    id: str
    pack: str
    version: str
    pack_sha256: str
    facts: int
    accounts: str
    ledgers: Mapping[str, tuple[str, ...]]
    as_of: str
    as_of_from: str
    parameters: Mapping[str, Any]
    engine: str
    program: str
    result: str
    sha256: str
    rows: int
    counts: Mapping[str, int]
    details: Mapping[str, Any]
    who: str
    when: str
    last: str
    last_who: str
    last_facts: int
    times: int
    path: Path

    @property
    def plain(self) -> bool:
        """Whether it is of its own date, by the parameters of its pack, and so not one that tried something else."""
        return not self.parameters and self.as_of_from != "given"

    @property
    def needs(self) -> frozenset[tuple[str, str]]:
        """The files that computing it again takes: kind and snapshot of each import."""
        parts = {(name, snapshot) for name, snapshots in self.ledgers.items() for snapshot in snapshots}
        return frozenset({(ACCOUNTS, self.accounts), *parts})


class Runs:
    """The runs of a workspace."""

    def __init__(self, catalog: Catalog, folder: Folder, journal: Journal) -> None:
        """Read and write the runs of a catalog."""
        self._catalog, self._folder, self._journal = catalog, folder, journal
        self._kept = KeptFiles()

    def list(self, pack: str | None = None) -> tuple[RunRecord, ...]:
        """Every run, of one pack if asked; the one asked for last comes last."""
        rows = self._catalog.rows(f"{_SELECT} WHERE pack = coalesce(:pack, pack) ORDER BY last_seq", {"pack": pack})
        return tuple(self._record(row) for row in rows)

    def get(self, prefix: str) -> RunRecord:
        """The run whose id starts so.

        Raises:
            KamError: there is none, or more than one.
        """
        return by_prefix(prefix, self.list(), what=say("run"), listing="kam runs")

    def times(self, pack: str) -> tuple[str, ...]:
        """The id of a run for every time that one of a pack was asked for, in that order."""
        rows = self._catalog.rows(_TIMES, {"pack": pack})
        return tuple(row["run"] for row in rows)

    def latest(self, pack: str) -> RunRecord | None:
        """The run of a pack that was asked for last; None when there is none."""
        found = self.list(pack)
        return found[-1] if found else None

    def opened(self, record: RunRecord) -> Path:
        """The file of a run's results, to be read: it is there, and holds what was written.

        Raises:
            KamError: it is gone or damaged.
        """
        gone, damaged = say("the results of the run are gone"), say("the results of the run are damaged")
        remedy = say("kam rerun {id} computes them again", id=record.id[:8])
        return self._kept.opened(record.path, record.sha256, gone=gone, damaged=damaged, remedy=remedy)

    def is_whole(self, record: RunRecord) -> bool:
        """Whether the file of a run's results is there and holds what was written."""
        return self._kept.is_whole(record.path, record.sha256)

    def pack_content(self, record: RunRecord) -> bytes:
        """The bytes of the pack's file as it was for a run."""
        rows = self._catalog.rows("SELECT content FROM packs WHERE sha256 = :sha256", {"sha256": record.pack_sha256})
        content: bytes = rows[0]["content"]
        return content

    def add(self, draft: NewRun, parquet: Path, who: str) -> RunRecord:
        """Put finished results in place and enter the run; one that is already there is noted once more.

        Args:
            draft: what it was computed from.
            parquet: a finished file in a temporary folder of the workspace.
            who: who ran it.

        Raises:
            KamError: the file cannot be put in place, or the catalog cannot be written.
        """
        with said_clearly(self._folder.root):
            sync(parquet)
            digest = sha256_of(parquet)
        row = _row(draft, digest)
        with self._journal.transaction(who) as change:
            target = self._folder.result(row["result"])
            with said_clearly(target):
                put_in_place(parquet, target)
            self._enter(change, row, draft)
        return self.get(row["id"])

    def _enter(self, change: Transaction, row: Mapping[str, Any], draft: NewRun) -> None:
        known = list(change.database.query("SELECT 1 FROM runs WHERE id = ?", [row["id"]]))
        summary = {"pack": draft.pack, "as_of": draft.as_of, "result": row["result"]}
        seq = change.note("repeat" if known else "add", "run", row["id"], after=summary)
        noted = {"seq": seq, "who": change.who, "at": change.at}
        if known and draft.as_of_from != "given":  # now it is a run of its own date, too
            change.database.execute("UPDATE runs SET as_of_from = ? WHERE id = ?", [draft.as_of_from, row["id"]])
        if not known:
            pack = {"sha256": row["pack_sha256"], "content": draft.pack_content}
            change.database.table("packs").insert(pack, pk="sha256", ignore=True)
            change.database.table("runs").insert({**row, **noted})
        change.database.table("run_times").insert({"run": row["id"], "facts": draft.facts, **noted})

    def _record(self, row: Mapping[str, Any]) -> RunRecord:
        values = {name: row[name] for name in _SAME}
        return RunRecord(
            **values,
            ledgers={name: tuple(parts) for name, parts in json.loads(row["ledgers"]).items()},
            parameters=json.loads(row["parameters"]),
            counts=json.loads(row["counts"]),
            details=json.loads(row["details"]),
            when=row["at"],
            path=self._folder.result(row["result"]),
        )


def _row(draft: NewRun, digest: str) -> dict[str, Any]:
    made_of = {
        "pack": draft.pack,
        "version": draft.version,
        "pack_sha256": hashlib.sha256(draft.pack_content).hexdigest(),
        "accounts": draft.accounts,
        "ledgers": to_json(draft.ledgers),
        "as_of": draft.as_of,
        "parameters": to_json(dict(draft.parameters)),
        "engine": draft.engine,
        "program": draft.program,
        "sha256": digest,
    }
    return {
        **made_of,
        "id": hashlib.sha256(to_json(made_of).encode()).hexdigest()[:SNAPSHOT_DIGITS],
        "facts": draft.facts,
        "as_of_from": draft.as_of_from,
        "result": digest[:SNAPSHOT_DIGITS],
        "rows": draft.rows,
        "counts": json.dumps(dict(draft.counts), ensure_ascii=False),  # the tiers in their order
        "details": to_json(dict(draft.details)),
    }


_SAME = (
    *("id", "pack", "version", "pack_sha256", "facts", "accounts", "as_of", "as_of_from", "engine", "program"),
    *("result", "sha256", "rows", "who", "last", "last_who", "last_facts", "times"),
)
_SELECT = """
SELECT runs.*, times.times, newest.seq AS last_seq, newest.at AS last, newest.who AS last_who,
    newest.facts AS last_facts
FROM runs
JOIN (SELECT run, count(*) AS times, max(seq) AS seq FROM run_times GROUP BY run) AS times ON times.run = runs.id
JOIN run_times AS newest ON newest.seq = times.seq
"""
_TIMES = """
SELECT run_times.run AS run FROM run_times JOIN runs ON runs.id = run_times.run
WHERE runs.pack = :pack ORDER BY run_times.seq
"""
