"""Runs that a workspace keeps: the facts and the pack that they were computed from, and whether these still hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import PackFile, pack_from_bytes
from kamengine.pack.model import Scalar
from kamengine.pack.read import pack_bytes
from kamengine.workspace import RunRecord, Workspace, WorkspaceTables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.plugin_host import PluginHost

_SHOWN_DIGITS = 8


@dataclass(frozen=True)
class RunOptions:
    """What a run over a workspace is asked for.

    Attributes:
        as_of: its date; None: the newest date in all ledgers of the workspace, but not after today, else today; so
            that packs that look at different ledgers agree.
        sets: parameters to use instead of the pack's.
        today: the date to take for today; None: the computer's.
    """

    as_of: date | None = None
    sets: Mapping[str, Scalar] | None = None
    today: date | None = None


def tables_of(workspace: Workspace, record: RunRecord, connection: DuckDBPyConnection) -> WorkspaceTables:
    """The facts that a kept run was computed from, and no others; see `RunRecord.needs`."""
    tables = workspace.tables(connection, record.facts)
    return replace(tables, ledgers={name: tables.ledgers[name] for name in record.ledgers})


def kept_pack(workspace: Workspace, record: RunRecord, host: PluginHost) -> PackFile:
    """The pack of a run as it was."""
    content = workspace.runs.pack_content(record)
    return pack_from_bytes(content, record.pack, f"{record.pack}.toml@{record.id[:_SHOWN_DIGITS]}", host)


def is_up_to_date(workspace: Workspace, record: RunRecord) -> bool:
    """Whether a run is of the facts that hold now, and of the pack of its id as it is in ``rules/`` now, if it is.

    Raises:
        KamError: the file of the pack cannot be read.
    """
    if record.last_facts != workspace.journal.last_of_facts():
        return False
    own = [path for path in workspace.pack_files() if path.stem == record.pack]
    return all(sha256(pack_bytes(path)).hexdigest() == record.pack_sha256 for path in own)


def options_of(record: RunRecord) -> RunOptions:
    """What a kept run was asked for, its date among it."""
    return RunOptions(date.fromisoformat(record.as_of), dict(record.parameters))
