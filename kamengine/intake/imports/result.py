"""What an import came to, for people and for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamengine.intake.imports.findings import Example, Finding
from kamengine.intake.imports.plan import PlannedFiles
from kamengine.intake.imports.stage import Spot
from kamengine.problems import Message, Problem, Translator, code_of
from kamengine.workspace.records import ImportRecord

MOST_PROBLEMS = 100
"""So many problems stand in the result; all of them are in the quarantine file."""


@dataclass(frozen=True)
class RowProblem:
    """Why a row was not taken.

    Attributes:
        spot: where it stands.
        column: the header; empty when it is about the whole row.
        value: the cell; None when blank.
        what: the reason.
    """

    spot: Spot
    column: str
    value: str | None
    what: Message


@dataclass(frozen=True)
class Reason:
    """Why rows were not taken.

    Attributes:
        column: the header; empty when it is about the whole row.
        what: the reason.
        count: how many rows.
        examples: the first of them: where, and the cell.
    """

    column: str
    what: Message
    count: int
    examples: tuple[tuple[Spot, str | None], ...]


@dataclass(frozen=True)
class Change:
    """Cells of a column that were taken otherwise than they stand.

    Attributes:
        header: of the column.
        field: what it holds.
        kind: what was changed, a stable name for scripts.
        what: the same in words.
        count: how many cells.
        examples: the first ones: where, what stands there, what was taken.
    """

    header: str
    field: str
    kind: str
    what: Message
    count: int
    examples: tuple[tuple[Spot | None, str, str], ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: its name, its encoding (empty for binary kinds), the lines of its headers, its rows."""

    name: str
    encoding: str
    header_lines: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class ImportResult:
    """What became of an import.

    Attributes:
        kind: ``accounts`` or the name of the ledger.
        mode: how the rows went in.
        record: the import; None when nothing was kept.
        unchanged: the same is there already, so nothing was done; what follows is of the import that holds it.
        read: how many rows the files have; each was taken, quarantined or skipped.
        taken: how many went in.
        quarantined: how many were written to the quarantine file.
        skipped: how many were left out, by the names of `kamengine.intake.imports.skipped.WORDS`.
        skipped_rows: where the first of them stand.
        rows: how many rows the snapshot has; for a merge more than were taken.
        files: what was read.
        mapping: the field by header, the account's id too.
        left_over: headers of columns that are not used.
        problems: the first cells for which rows were not taken.
        reasons: why rows were not taken, the most frequent reason first.
        changes: what was taken otherwise than it stands.
        findings: what is odd.
        notes: what else is worth knowing.
        quarantine: the file of rows that were not taken; None when there are none.
        plan: of a dry run, what each column would be.
        restored: the ids of imports that had lost a file, which these files brought back.
        header_problems: of a dry run, what keeps the files from being imported; nothing was read then.
    """

    kind: str
    mode: str
    record: ImportRecord | None = None
    unchanged: bool = False
    read: int = 0
    taken: int = 0
    quarantined: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    skipped_rows: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    rows: int = 0
    files: tuple[ReadFile, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    left_over: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()
    quarantine: Path | None = None
    plan: tuple[PlannedFiles, ...] = ()
    header_problems: tuple[Problem, ...] = ()
    restored: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many rows were skipped."""
        return sum(self.skipped.values())

    @property
    def encodings(self) -> tuple[str, ...]:
        """The encodings of the files, each once."""
        if self.unchanged and self.record is not None:
            return tuple(self.record.details.get("encoding", ()))
        return tuple(dict.fromkeys(file.encoding for file in self.files if file.encoding))

    def as_json(self, translator: Translator) -> dict[str, Any]:
        """The result in the shape that scripts rely on; messages in the translator's language."""
        return {
            "import": self.record.id if self.record else None,
            "kind": self.kind,
            "mode": self.mode,
            "snapshot": self.record.snapshot if self.record else None,
            "read": self.read,
            "taken": self.taken,
            "quarantined": self.quarantined,
            "skipped": self.left_out,
            "unchanged": self.unchanged,
            "encoding": ", ".join(self.encodings) or None,
            "mapping": dict(self.mapping),
            "left_over": list(self.left_over),
            "rows": self.rows,
            "files": [
                {"name": f.name, "encoding": f.encoding or None, "header_lines": list(f.header_lines), "rows": f.rows}
                for f in self.files
            ],
            "skipped_by": {
                why: {"count": count, "rows": [_spot_json(spot) for spot in self.skipped_rows.get(why, ())]}
                for why, count in self.skipped.items()
            },
            "problems": [_problem_json(problem, translator) for problem in self.problems],
            "reasons": [_reason_json(reason, translator) for reason in self.reasons],
            "changes": [_change_json(change, translator) for change in self.changes],
            "findings": [_finding_json(finding, translator) for finding in self.findings],
            "restored": list(self.restored),
            "notes": [translator.text(note) for note in self.notes],
            "quarantine": str(self.quarantine) if self.quarantine else None,
        }


def _spot_json(spot: Spot | None) -> dict[str, Any]:
    return {"file": spot.file if spot else None, "line": spot.line if spot else None}


def _problem_json(problem: RowProblem, translator: Translator) -> dict[str, Any]:
    return {
        **_spot_json(problem.spot),
        "column": problem.column or None,
        "value": problem.value,
        "code": code_of(problem.what),
        "message": translator.text(problem.what),
    }


def _reason_json(reason: Reason, translator: Translator) -> dict[str, Any]:
    return {
        "column": reason.column or None,
        "code": code_of(reason.what),
        "message": translator.text(reason.what),
        "count": reason.count,
        "examples": [{**_spot_json(spot), "value": value} for spot, value in reason.examples],
    }


def _change_json(change: Change, translator: Translator) -> dict[str, Any]:
    return {
        "column": change.header,
        "field": change.field,
        "code": change.kind,
        "message": translator.text(change.what),
        "count": change.count,
        "examples": [{**_spot_json(spot), "raw": raw, "value": value} for spot, raw, value in change.examples],
    }


def _finding_json(finding: Finding, translator: Translator) -> dict[str, Any]:
    return {
        "code": finding.code,
        "message": translator.text(finding.what),
        "count": finding.count,
        "examples": [_example_json(example) for example in finding.examples],
        "remedy": translator.text(finding.remedy) if finding.remedy else None,
    }


def _example_json(example: Example) -> dict[str, Any]:
    return {**_spot_json(example.spot), "column": example.column or None, "value": example.text}
