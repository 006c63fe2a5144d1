"""What an import asks, against what the workspace holds: how the rows go in, and whether there is anything new."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from kamengine.intake.imports.mapped import Mapped
from kamengine.intake.imports.request import ImportRequest, Mode
from kamengine.intake.imports.result import ImportResult, ReadFile
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.workspace import Workspace
from kamengine.workspace.records import ImportRecord

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source

_OF_ACCOUNTS: tuple[str, ...] = ("duplicate_ids",)
_OF_LEDGERS = ("duplicate_rows", "unknown_accounts", "no_account")


def refuse_idle(request: ImportRequest) -> None:
    """See that every option has something to act on: none is left out without a word.

    Raises:
        KamError: one has not.
    """
    problems = []
    if request.period is not None and request.mode != "replace-period":
        what = say("a period is given, but no period is to be replaced")
        mode = say("add --mode replace-period, or leave --period out")
        problems.append(Problem(Place(key="--period"), what, mode))
    if request.erase_blanks and (not request.of_accounts or request.mode == "replace"):
        what = say("blanks are erased only where accounts are merged")
        problems.append(Problem(Place(key="--erase-blanks"), what, say("leave the option out")))
    problems += _idle_policies(request)
    if problems:
        raise KamError(problems)


def _idle_policies(request: ImportRequest) -> list[Problem]:
    """The policies that say something else than usual about rows that are not there."""
    policies, what = _OF_ACCOUNTS, say("this is for accounts, and rows of a ledger are imported")
    remedy = say("leave the option out")
    if request.of_accounts:
        policies, what = _OF_LEDGERS, say("this is for the rows of a ledger, and accounts are imported")
        remedy = say("leave the option out, or name the ledger with --ledger")
    return [
        Problem(Place(key=f"--{name.replace('_', '-')}"), what, remedy)
        for name in policies
        if getattr(request, name) != getattr(ImportRequest, name)
    ]


def mode_of(workspace: Workspace, request: ImportRequest) -> Mode:
    """How the rows go in; what was asked for must suit the kind.

    Raises:
        KamError: it does not.
    """
    if not request.of_accounts:
        if request.mode in ("replace", "merge"):
            raise _wrong_mode(request.mode, say("a ledger"), ["append", "replace-period"])
        return request.mode or "append"
    if request.mode in ("append", "replace-period"):
        raise _wrong_mode(request.mode, say("the accounts"), ["replace", "merge"])
    return request.mode or ("merge" if workspace.imports.current_accounts() else "replace")


def _wrong_mode(mode: str, of: Message, fitting: list[str]) -> KamError:
    what = say("{mode} is not for {of}", mode=mode, of=of)
    return KamError.of(what, say("write one of {words}", words=fitting), place=Place(key="--mode"))


def not_yet_imported(
    workspace: Workspace, sources: Sequence[Source], request: ImportRequest
) -> tuple[list[Source], list[Message]]:
    """The sources without those that a ledger has already, or gets from another one, and a note for each of these."""
    if request.of_accounts or request.mode != "append" or request.again:
        return list(sources), []
    before = workspace.imports.sources_of(request.kind, request.reading.sheet)
    new: dict[str, Source] = {}
    notes = []
    for source in sources:
        if (record := before.get(source.sha256)) is not None:
            id = record.id[:8]
            notes.append(say("{file}: left out: the import {id} has brought it already", file=source.name, id=id))
        elif (same := new.setdefault(source.sha256, source)) is not source:
            notes.append(say("{file}: left out: it holds the same as {other}", file=source.name, other=same.name))
    return list(new.values()), notes


def nothing_new(workspace: Workspace, request: ImportRequest, sources: Sequence[Source]) -> ImportResult:
    """The result when a ledger has all of the files already: the newest import that brought one of them."""
    hashes = {source.sha256 for source in sources}
    records = workspace.imports.counting(request.kind)
    record = next(r for r in reversed(records) if hashes & {source.sha256 for source in r.sources})
    return unchanged(workspace, request.mode, record)


def unchanged(workspace: Workspace, mode: Mode | None, record: ImportRecord) -> ImportResult:
    """The result when an import holds the same already: what became of its rows then, as far as it is kept.

    Where bad rows stood is in the quarantine file.

    Raises:
        KamError: the file of the import is gone or damaged.
    """
    workspace.imports.opened(record)
    files = (ReadFile(**{**file, "header_lines": tuple(file["header_lines"])}) for file in _kept(record, "files"))
    return ImportResult(
        kind=record.kind,
        mode=said(mode),
        record=record,
        unchanged=True,
        read=record.counts.read,
        taken=record.counts.taken,
        quarantined=record.counts.quarantined,
        skipped=record.details.get("skipped", {}),
        rows=record.rows,
        files=tuple(files),
        mapping=record.details.get("mapping", {}),
        left_over=tuple(_kept(record, "left_over")),
        quarantine=workspace.folder / record.quarantine if record.quarantine else None,
    )


def _kept(record: ImportRecord, name: str) -> list[Any]:
    """A list that an import keeps; empty of one that an older version entered."""
    return list(record.details.get(name, ()))


def unchanged_by(workspace: Workspace, what: Sequence[Source], mode: Mode | None, record: ImportRecord) -> ImportResult:
    """The same, with a note where newer imports came after the one that brought accounts, which hold."""
    result, current = unchanged(workspace, mode, record), workspace.imports.current_accounts()
    if record.ledger is not None or current is None or record.id == current.id:
        return result
    note = say(
        "{files}: imported already, at last by the import {id} of {day}; newer ones came after it and hold: --again "
        "brings the values of these files back",
        files=[source.name for source in what],
        id=record.id[:8],
        day=record.when[:10],
    )
    return replace(result, notes=(note,))


def taken_already(workspace: Workspace, mode: Mode | None, record: ImportRecord, rows: int) -> ImportResult:
    """The result when all rows of a quarantine file were taken, at last by this import."""
    id, day = record.id[:8], record.when[:10]
    note = say("rows of this file, all in already by the import {id} of {day}: {n:,}", id=id, day=day, n=rows)
    return replace(unchanged(workspace, mode, record), notes=(note,))


def readings_of(mapped: Sequence[Mapped], request: ImportRequest) -> dict[str, str]:
    """For each file, by the SHA-256 of its bytes, a hash of how it was read: by which mapping and options."""
    found: dict[str, str] = {}
    for each in mapped:
        values = request.values.after(each.before)
        asked = json.dumps(asdict(replace(request, again=False, mode=None, values=values)), default=str, sort_keys=True)
        fields = [[m.header, asdict(m.field)] for m in each.mapping.matches if m.field and m.taken]
        text = json.dumps([fields, each.mapping.key, each.mapping.numbered, asked], default=str)
        found |= {file.source.sha256: hashlib.sha256(text.encode()).hexdigest() for file in each.files}
    return found


def fingerprint_of(mapped: Sequence[Mapped], sources: Sequence[Source], request: ImportRequest) -> str:
    """A hash of the bytes of the files and of all that was asked for: equal for the same import again.

    How cells are written counts as it was said now, or before. One that is to come again whatever is there is equal to
    none.
    """
    fields = [
        [file.source.sha256, [[m.header, asdict(m.field)] for m in each.mapping.matches if m.field and m.taken]]
        for each in mapped
        for file in each.files
    ]
    asked: dict[str, Any] = asdict(replace(request, again=False))
    values = [asdict(request.values.after(each.before)) for each in mapped]
    asked["values"] = values[0] if all(one == values[0] for one in values) else values
    if request.again:
        asked["again"] = secrets.token_hex(8)
    keys = [(each.mapping.key, each.mapping.numbered) for each in mapped]
    text = json.dumps([fields, keys, [source.sha256 for source in sources], asked], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def said(mode: Mode | None) -> Mode:
    """The mode, which `mode_of` has settled."""
    assert mode is not None, "the mode was settled before"
    return mode
