"""The fields and ledgers that files may bring into a workspace: what its packs, its own columns and plugins say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.cli.output import echo_note
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from kamengine.declarations import Field
    from kamengine.intake.headers.catalog import FieldCatalog
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def sound_packs(workspace: Workspace | None, host: PluginHost, messages: Messages) -> list[CheckedPack]:
    """The packs of a workspace, none without one; a note names each with problems, which is left out."""
    from kamengine.api import load_pack

    packs = []
    for path in workspace.pack_files() if workspace is not None else ():
        try:
            packs.append(load_pack(path, host))
        except KamError:
            echo_note(say("{file} has problems, so its fields are not known: see kam check", file=path.name), messages)
    return packs


def field_catalog(workspace: Workspace | None, host: PluginHost, packs: Sequence[CheckedPack]) -> FieldCatalog:
    """Everything that these packs, the workspace's own columns and plugins declare."""
    from kamengine.intake.headers.catalog import known_fields

    return known_fields(host, packs, _own_fields(workspace) if workspace is not None else ())


def _own_fields(workspace: Workspace) -> list[Field]:
    """The columns that somebody made fields of, which their headers mean from then on."""
    from kamengine.declarations import Field, Label

    current = workspace.imports.current_accounts()
    return [
        Field(column.field, column.kind, Label(column.header, column.header), column.unit, aliases=(column.header,))
        for column in (current.columns if current else ())
        if column.how in ("given", "header") and column.header
    ]
