"""The newest runs of all packs of a workspace, for whoever looks at all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.problems import KamError, Message, say
from kamengine.work.tiers.fold import plain_runs
from kamengine.workspace.progress import Progress, Stopped

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace


def newest_runs(
    workspace: Workspace, host: PluginHost, who: str, *, run_first: bool, progress: Progress | None = None
) -> tuple[list[RunRecord], list[Message]]:
    """The newest run of each pack of a workspace by its own parameters, by name of the pack's file.

    Args:
        workspace: where the packs are.
        host: the plugins.
        who: in whose name new runs are noted.
        run_first: run packs where facts or rules have changed; else their newest kept runs count as they are.
        progress: told which pack is run.

    Returns:
        the runs, and notes: which packs have none, and why some could not be run; of those the newest kept run counts.

    Raises:
        Stopped: it was told to stop; the packs that were run by then are, whole.
    """
    found: list[RunRecord] = []
    notes: list[Message] = []
    paths = workspace.pack_files()
    if run_first:
        from kamengine.api.runs.newest import (  # which can take files in: whoever only looks does without
            needs_run,
            newest_run,
        )

        missing = [path.stem for path in paths if needs_run(workspace, path.stem)]
    for path in paths:
        kept = plain_runs(workspace, path.stem)
        if run_first:
            if progress is not None and path.stem in missing:
                number = missing.index(path.stem)
                share = number / len(missing), (number + 1) / len(missing)
                progress.stage(say("running {pack}", pack=path.stem), *share)
            try:
                kept = [newest_run(workspace, host, path.stem, who, progress)]
            except Stopped:
                raise
            except KamError as error:
                notes.append(why_not(path.stem, error))
        elif not kept:
            notes.append(say("{pack} has not been run yet", pack=path.stem))
        found += kept[-1:]
    return found, notes


def why_not(pack: str, error: KamError) -> Message:
    """Why nothing can be said of a pack, in one line: the first thing that is wrong."""
    return say("{pack}: {what}", pack=pack, what=error.problems[0].what)
