"""What scripts and the command line call: load a pack, classify files or a workspace, keep runs, compute them again.

Each name is imported when it is first used, so that a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamengine.api.packs.known import examine_pack, known_packs, load_pack, plugin_packs, plugins
    from kamengine.api.packs.packs import PackFile, pack_of, packs_of
    from kamengine.api.runs.files import (
        AsOfSource,
        Classified,
        Kept,
        accounts_wanted,
        classify_files,
        date_of_run,
        keep_files,
        ledgers_wanted,
        take_in_files,
    )
    from kamengine.api.runs.kept_runs import RunOptions, is_up_to_date, kept_pack, options_of
    from kamengine.api.runs.results import facts_of, results_now, results_of
    from kamengine.api.runs.runs import (
        Recomputed,
        RecordedRun,
        classify_tables,
        classify_workspace,
        keep_workspace,
        rerun,
        run_workspace,
    )
    from kamengine.api.runs.summary import summary_json

_ROOMS = {
    "packs.known": "examine_pack known_packs load_pack plugin_packs plugins",
    "packs.packs": "PackFile pack_of packs_of",
    "runs.files": "AsOfSource Classified Kept accounts_wanted classify_files date_of_run keep_files ledgers_wanted "
    "take_in_files",
    "runs.kept_runs": "RunOptions is_up_to_date kept_pack options_of",
    "runs.results": "facts_of results_now results_of",
    "runs.runs": "Recomputed RecordedRun classify_tables classify_workspace keep_workspace rerun run_workspace",
    "runs.summary": "summary_json",
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """A name of one of the rooms below."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


__all__ = [
    "AsOfSource",
    "Classified",
    "Kept",
    "PackFile",
    "Recomputed",
    "RecordedRun",
    "RunOptions",
    "accounts_wanted",
    "classify_files",
    "classify_tables",
    "classify_workspace",
    "date_of_run",
    "examine_pack",
    "facts_of",
    "is_up_to_date",
    "keep_files",
    "keep_workspace",
    "kept_pack",
    "known_packs",
    "ledgers_wanted",
    "load_pack",
    "options_of",
    "pack_of",
    "packs_of",
    "plugin_packs",
    "plugins",
    "rerun",
    "results_now",
    "results_of",
    "run_workspace",
    "summary_json",
    "take_in_files",
]
