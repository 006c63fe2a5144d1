"""The newest run of a pack, made where there is none of now, and which pack is meant where none is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import PackFile, pack_of, packs_of
from kamengine.api.runs.runs import is_up_to_date, run_workspace
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace
    from kamengine.workspace.progress import Progress


def newest_run(
    workspace: Workspace, host: PluginHost, pack: str | None, who: str, progress: Progress | None = None
) -> RunRecord:
    """The newest run of a pack by its own parameters, as of its own date; made now where facts or rules have changed.

    Runs that tried something else (``--set``, ``--as-of``) do not count.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        pack: the pack by id or path; None for the only one, or the one that was run last.
        who: in whose name a new run is noted.
        progress: is given the connection that does the work, if a run is made.

    Raises:
        KamError: there is no such pack, it is not clear which one is meant, or it cannot be run.
    """
    own = _own_pack(workspace, pack)
    if own is not None and (known := _up_to_date(workspace, own)) is not None:
        return known
    file = _pack(workspace, host, pack)
    known = _up_to_date(workspace, file.candidate.id)
    return known or run_workspace(workspace, file, who, progress=progress).record


def pack_run_last(workspace: Workspace) -> tuple[str, list[str]] | None:
    """The pack that counts where none is named and there are several, and the others; None where that is no question.

    It is the one that was run last, as `newest_run` has it; before any was run there is none.
    """
    own = [path.stem for path in workspace.pack_files()]
    last = _run_last(workspace, own) if len(own) > 1 else None
    return None if last is None else (last, [id for id in own if id != last])


def needs_run(workspace: Workspace, pack: str) -> bool:
    """Whether asking for the newest run of a pack makes one; also where its file cannot be read, which is said then."""
    try:
        return _up_to_date(workspace, pack) is None
    except KamError:
        return True


def _up_to_date(workspace: Workspace, pack: str) -> RunRecord | None:
    """The newest run of a pack by its own parameters, when neither facts nor rules have changed since."""
    plain = [run for run in workspace.runs.list(pack) if not run.parameters and run.as_of_from != "given"]
    return plain[-1] if plain and is_up_to_date(workspace, plain[-1]) else None


def _own_pack(workspace: Workspace, reference: str | None) -> str | None:
    """The id of the workspace's own pack that is meant, found without reading one; None where it takes more."""
    own = [path.stem for path in workspace.pack_files()]
    if reference is not None:
        return reference if reference in own else None
    return own[0] if len(own) == 1 else _run_last(workspace, own)


def _run_last(workspace: Workspace, packs: Sequence[str]) -> str | None:
    """Which of some packs was run last; None when none was."""
    runs = [run.pack for run in workspace.runs.list() if run.pack in packs]
    return runs[-1] if runs else None


def _pack(workspace: Workspace, host: PluginHost, reference: str | None) -> PackFile:
    if reference is not None:
        return pack_of(workspace, reference, host)
    files = packs_of(workspace, host)
    if len(files) == 1:
        return files[0]
    ids = [file.candidate.id for file in files]
    if (last := _run_last(workspace, ids)) is not None:
        return next(file for file in files if file.candidate.id == last)
    what = say("the workspace has several rule packs: {names}", names=ids)
    raise KamError.of(what, say("name one with --pack"), place=Place(key="--pack"))
