"""What scripts and the command line call: load a pack, classify files or a workspace, keep a run and compute it again.

Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamengine.api.files import AsOfSource as AsOfSource
    from kamengine.api.files import Classified as Classified
    from kamengine.api.files import Kept as Kept
    from kamengine.api.files import accounts_wanted as accounts_wanted
    from kamengine.api.files import classify_files as classify_files
    from kamengine.api.files import date_of_run as date_of_run
    from kamengine.api.files import examine_pack as examine_pack
    from kamengine.api.files import keep_files as keep_files
    from kamengine.api.files import known_packs as known_packs
    from kamengine.api.files import ledgers_wanted as ledgers_wanted
    from kamengine.api.files import load_pack as load_pack
    from kamengine.api.files import plugin_packs as plugin_packs
    from kamengine.api.files import plugins as plugins
    from kamengine.api.files import take_in_files as take_in_files
    from kamengine.api.packs import PackFile as PackFile
    from kamengine.api.packs import pack_of as pack_of
    from kamengine.api.packs import packs_of as packs_of
    from kamengine.api.results import results_of as results_of
    from kamengine.api.runs import Recomputed as Recomputed
    from kamengine.api.runs import RecordedRun as RecordedRun
    from kamengine.api.runs import RunOptions as RunOptions
    from kamengine.api.runs import classify_tables as classify_tables
    from kamengine.api.runs import classify_workspace as classify_workspace
    from kamengine.api.runs import is_up_to_date as is_up_to_date
    from kamengine.api.runs import kept_pack as kept_pack
    from kamengine.api.runs import rerun as rerun
    from kamengine.api.runs import run_workspace as run_workspace
    from kamengine.api.summary import summary_json as summary_json

_HOMES = {
    "files": (
        *("AsOfSource", "Classified", "Kept", "accounts_wanted", "classify_files", "date_of_run", "examine_pack"),
        *("keep_files", "known_packs", "ledgers_wanted", "load_pack", "plugin_packs", "plugins", "take_in_files"),
    ),
    "packs": ("PackFile", "pack_of", "packs_of"),
    "results": ("results_of",),
    "runs": (
        *("Recomputed", "RecordedRun", "RunOptions", "classify_tables", "classify_workspace", "is_up_to_date"),
        *("kept_pack", "rerun", "run_workspace"),
    ),
    "summary": ("summary_json",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kamengine.api' has no attribute {name!r}")
    return getattr(import_module(f"kamengine.api.{_HOME_OF[name]}"), name)
