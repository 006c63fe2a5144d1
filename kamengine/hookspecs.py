"""Every hook that a plugin may implement. No logic here.

A plugin is a module (or object) named by an entry point in the group ``kamengine``; the entry point's name is the
plugin's id, which packs list under ``plugins``. Mark implementations with `kamengine.hookimpl`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import pluggy

from kamengine.declarations import Field, Ledger, Playbook, Preset

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
    """What account managers do for each tier of a pack."""
    raise NotImplementedError


@hookspec
def kam_mappings() -> Iterable[Preset]:
    """The headers of exports from systems that this plugin knows, each system and kind of export a preset."""
    raise NotImplementedError
