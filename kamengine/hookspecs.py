"""Every hook that a plugin may implement. No logic here.

A plugin is a module (or object) named by an entry point in the group ``kamengine``; the entry point's name is the
plugin's id, which packs list under ``plugins``. Mark implementations with `kamengine.hookimpl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import pluggy

from kamengine.declarations import Field, Ledger, Panel, Playbook, Preset

if TYPE_CHECKING:
    from kamengine.language.functions import Function

PROJECT = "kamengine"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def kam_fields() -> Iterable[Field]:
    """Facts about an account that this industry speaks of, with the headers they have in files."""
    raise NotImplementedError


@hookspec
def kam_ledgers() -> Iterable[Ledger]:
    """Dated rows about accounts that this industry keeps, with the headers of their columns."""
    raise NotImplementedError


@hookspec
def kam_functions() -> Iterable[Function]:
    """Functions that conditions may call: types, SQL, a reference implementation and words in both languages."""
    raise NotImplementedError


@hookspec
def kam_packs() -> Iterable[Traversable]:
    """Rule packs (TOML) that this plugin ships, each a file; `importlib.resources.files` gives them."""
    raise NotImplementedError


@hookspec
def kam_playbooks() -> Iterable[Playbook]:
    """What account managers do for a tier of a pack, for a criterion that is met, missed or unknown, or for a move."""
    raise NotImplementedError


@hookspec
def kam_panels() -> Iterable[Panel]:
    """Sections for the dossier of an account, each with a function that tells its lines."""
    raise NotImplementedError


@hookspec
def kam_plan_updated(workspace_name: str, pack: str, run: str, new: int, kept: int, gone: int) -> None:
    """The plans of a workspace have been brought up to date with a run, and that is kept.

    Args:
        workspace_name: the folder of the workspace, its last part.
        pack: id of the pack.
        run: id of the run.
        new: tasks that are new.
        kept: tasks that stay as they were.
        gone: tasks whose reason has gone.
    """
    raise NotImplementedError


@hookspec
def kam_task_changed(task: Mapping[str, object], verb: str, who: str) -> None:
    """Somebody has changed a task, and that is kept.

    Args:
        task: as ``kam tasks --json`` shows it after the change.
        verb: what was done: ``add``, ``start``, ``done``, ``block``, ``assign``, ``comment``, ``drop``, ``undo`` …
        who: in whose name.
    """
    raise NotImplementedError


@hookspec
def kam_mappings() -> Iterable[Preset]:
    """The headers of exports from systems that this plugin knows, each system and kind of export a preset."""
    raise NotImplementedError
