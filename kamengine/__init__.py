"""kamengine: a plugin-based rules engine with a terminal app for key account management.

The names here are what plugins and scripts use; each is loaded when it is first asked for, so that importing the
package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamengine.api import RunOptions as RunOptions
    from kamengine.api import classify_files as classify_files
    from kamengine.api import classify_workspace as classify_workspace
    from kamengine.api import load_pack as load_pack
    from kamengine.api import pack_of as pack_of
    from kamengine.api import plugins as plugins
    from kamengine.api import rerun as rerun
    from kamengine.api import results_of as results_of
    from kamengine.api import run_workspace as run_workspace
    from kamengine.declarations import AccountView as AccountView
    from kamengine.declarations import Choice as Choice
    from kamengine.declarations import Field as Field
    from kamengine.declarations import Label as Label
    from kamengine.declarations import Ledger as Ledger
    from kamengine.declarations import Panel as Panel
    from kamengine.declarations import PanelLine as PanelLine
    from kamengine.declarations import Playbook as Playbook
    from kamengine.declarations import Preset as Preset
    from kamengine.declarations import Step as Step
    from kamengine.declarations import choices as choices
    from kamengine.engine.database import connect as connect
    from kamengine.engine.run import Run as Run
    from kamengine.engine.run import classify as classify
    from kamengine.engine.selection import Question as Question
    from kamengine.engine.selection import select as select
    from kamengine.engine.snapshot import Snapshot as Snapshot
    from kamengine.engine.snapshot import Table as Table
    from kamengine.hookspecs import hookimpl as hookimpl
    from kamengine.language.functions import Function as Function
    from kamengine.language.functions import Parameter as Parameter
    from kamengine.language.meanings import sql_template as sql_template
    from kamengine.plugin_host import load_plugins as load_plugins
    from kamengine.problems import KamError as KamError
    from kamengine.workspace import Workspace as Workspace

_HOMES = {
    "api": (
        *("RunOptions", "classify_files", "classify_workspace", "load_pack", "pack_of", "plugins", "rerun"),
        *("results_of", "run_workspace"),
    ),
    "declarations": (
        *("AccountView", "Choice", "Field", "Label", "Ledger", "Panel", "PanelLine", "Playbook", "Preset", "Step"),
        "choices",
    ),
    "engine.database": ("connect",),
    "engine.run": ("Run", "classify"),
    "engine.selection": ("Question", "select"),
    "engine.snapshot": ("Snapshot", "Table"),
    "hookspecs": ("hookimpl",),
    "language.functions": ("Function", "Parameter"),
    "language.meanings": ("sql_template",),
    "plugin_host": ("load_plugins",),
    "problems": ("KamError",),
    "workspace": ("Workspace",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kamengine' has no attribute {name!r}")
    return getattr(import_module(f"kamengine.{_HOME_OF[name]}"), name)
