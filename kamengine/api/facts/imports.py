"""Bringing files into a workspace, mending what was not taken, and what the imports of a workspace have come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.runs.files import load_pack
from kamengine.declarations import Field, Label
from kamengine.intake.files.sources import find_sources
from kamengine.intake.headers.catalog import FieldCatalog, known_fields
from kamengine.intake.imports.flow import Surroundings, import_files, retry_file
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import ImportResult
from kamengine.locale import Messages
from kamengine.problems import KamError, Place, say
from kamengine.workspace.progress import Progress
from kamengine.workspace.replaced import replaced
from kamengine.workspace.retried import open_files

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import ImportRecord, Workspace

ACCOUNTS_LABEL = Label("accounts", "客户")
"""What people call the accounts, beside ledgers, which go by their names."""


@dataclass(frozen=True)
class Brought:
    """An import of a workspace.

    Attributes:
        record: the import.
        counts: whether the facts of now are made of it.
        waiting: how many of its quarantined rows wait to be mended, by the file that they are in.
    """

    record: ImportRecord
    counts: bool
    waiting: dict[str, int]


def bring_in(
    workspace: Workspace,
    host: PluginHost,
    named: Sequence[str],
    request: ImportRequest,
    *,
    who: str,
    today: dt.date,
    progress: Progress | None = None,
    dry: bool = False,
) -> ImportResult:
    """Import files that are named as on the command line: paths, patterns, archives.

    Args:
        workspace: where to.
        host: the plugins.
        named: the files.
        request: how.
        who: imports.
        today: against which dates of the future are odd.
        progress: told how far it is; it is told when it is over, too.
        dry: do everything but keep it.

    Raises:
        KamError: nothing was imported; everything that is wrong.
    """
    return _with_files(workspace, host, named, request, who, today, progress or Progress(), dry=dry, retry=False)


def bring_mended(
    workspace: Workspace,
    host: PluginHost,
    file: str,
    request: ImportRequest,
    *,
    who: str,
    today: dt.date,
    progress: Progress | None = None,
    dry: bool = False,
) -> ImportResult:
    """Import the mended rows of a quarantine file; else as `bring_in`.

    Raises:
        KamError: nothing was imported; everything that is wrong.
    """
    return _with_files(workspace, host, [file], request, who, today, progress or Progress(), dry=dry, retry=True)


def sound_packs(workspace: Workspace | None, host: PluginHost) -> tuple[list[CheckedPack], list[str]]:
    """The packs of a workspace, none without one; and the files of those with problems, which are left out."""
    packs: list[CheckedPack] = []
    unsound: list[str] = []
    for path in workspace.pack_files() if workspace is not None else ():
        try:
            packs.append(load_pack(path, host))
        except KamError:
            unsound.append(path.name)
    return packs, unsound


def field_catalog(workspace: Workspace | None, host: PluginHost, packs: Sequence[CheckedPack]) -> FieldCatalog:
    """What files may bring: everything that these packs, the workspace's own columns and plugins declare."""
    return known_fields(host, packs, _own_fields(workspace) if workspace is not None else ())


def imports_of(workspace: Workspace) -> list[Brought]:
    """Every import of a workspace, newest last."""
    counting, waiting = counting_ids(workspace), waiting_rows(workspace)
    records = workspace.imports.list()
    return [Brought(record, record.id in counting, waiting.get(record.id, {})) for record in records]


def counting_ids(workspace: Workspace) -> set[str]:
    """The ids of the imports that the facts are made of now."""
    accounts = workspace.imports.current_accounts()
    ledgers = {record.id for record in workspace.imports.counting() if record.ledger and record.rows}
    return {*(ledgers - replaced(workspace.imports)), *([accounts.id] if accounts else [])}


def waiting_rows(workspace: Workspace) -> dict[str, dict[str, int]]:
    """How many of the rows that an import quarantined wait to be mended in which files, by its id.

    Imports that quarantined none, and those that were taken back or replaced as a whole, are left out: their rows came
    again with what replaced them.
    """
    held, over = workspace.imports.counting(), replaced(workspace.imports)
    quarantined = [record for record in held if record.quarantine and not record.details.get("retried")]
    return {record.id: open_files(held, record) for record in quarantined if record.id not in over}


def _with_files(
    workspace: Workspace,
    host: PluginHost,
    named: Sequence[str],
    request: ImportRequest,
    who: str,
    today: dt.date,
    progress: Progress,
    *,
    dry: bool,
    retry: bool,
) -> ImportResult:
    fields = field_catalog(workspace, host, sound_packs(workspace, host)[0])
    around = Surroundings(workspace, fields, who, Messages.of("zh"), today, progress)
    folder = workspace.temporary(scratch=dry)
    folder.mkdir()
    try:
        sources = find_sources(named, folder)
        if retry:
            return retry_file(around, _the_only(sources), request, dry=dry)
        return import_files(around, sources, request, dry=dry)
    finally:
        progress.done()


def _the_only(sources: Sequence[Source]) -> Source:
    """The one file that was named.

    Raises:
        KamError: they are several.
    """
    if len(sources) != 1:
        raise KamError.of(say("--retry takes one file"), place=Place(key="--retry"))
    return sources[0]


def _own_fields(workspace: Workspace) -> list[Field]:
    """The columns that somebody made fields of, which their headers mean from then on."""
    current = workspace.imports.current_accounts()
    return [
        Field(column.field, column.kind, Label(column.header, column.header), column.unit, aliases=(column.header,))
        for column in (current.columns if current else ())
        if column.how in ("given", "header") and column.header
    ]
