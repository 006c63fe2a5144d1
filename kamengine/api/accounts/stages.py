"""The stages of relationships that a workspace goes by: those of its pack, else the usual ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.api.packs.packs import pack_of, packs_of
from kamengine.api.packs.playbooks import playbooks_of
from kamengine.work.accounts.stages import USUAL, Stage, stages_of

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def stages_for(workspace: Workspace, host: PluginHost, pack: str | None) -> tuple[Stage, ...]:
    """The stages by which accounts are looked at.

    Args:
        workspace: where they are.
        host: the plugins.
        pack: by id or path; None for the only pack that says anything of stages, else the one of these that was run
            last; without any the usual stages.

    Raises:
        KamError: there is no such pack, or it cannot be used.
    """
    if pack is not None:
        return _stages(host, pack_of(workspace, pack, host).checked)
    files = packs_of(workspace, host) if workspace.pack_files() else []
    sound = {file.candidate.id: file.candidate.checked for file in files if file.candidate.checked is not None}
    own = {id: checked for id, checked in sound.items() if checked.pack.work.stages}
    if not own:
        return USUAL
    last = [run.pack for run in workspace.runs.list() if run.pack in own]
    return _stages(host, own[last[-1]] if last else next(iter(own.values())))


def _stages(host: PluginHost, checked: CheckedPack) -> tuple[Stage, ...]:
    found = playbooks_of(host, checked)
    return stages_of(found.stages, found.stage_labels)
