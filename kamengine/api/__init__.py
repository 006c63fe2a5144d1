"""What scripts and the command line call: load a pack, classify files or a workspace, keep runs, compute them again."""

from __future__ import annotations

from kamengine.api.files import (
    AsOfSource,
    Classified,
    Kept,
    accounts_wanted,
    classify_files,
    date_of_run,
    examine_pack,
    keep_files,
    known_packs,
    ledgers_wanted,
    load_pack,
    plugin_packs,
    plugins,
    take_in_files,
)
from kamengine.api.packs import PackFile, pack_of, packs_of
from kamengine.api.results import facts_of, results_now, results_of
from kamengine.api.runs import (
    Recomputed,
    RecordedRun,
    RunOptions,
    classify_tables,
    classify_workspace,
    is_up_to_date,
    keep_workspace,
    kept_pack,
    options_of,
    rerun,
    run_workspace,
)
from kamengine.api.summary import summary_json

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
