"""What scripts and the command line call: load a pack, classify files or a workspace, keep a run."""

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

__all__ = [
    "AsOfSource",
    "Classified",
    "Kept",
    "accounts_wanted",
    "classify_files",
    "date_of_run",
    "examine_pack",
    "keep_files",
    "known_packs",
    "ledgers_wanted",
    "load_pack",
    "plugin_packs",
    "plugins",
    "take_in_files",
]
