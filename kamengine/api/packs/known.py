"""Which plugins there are, and which rule packs can be called by id."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources.abc import Traversable
from pathlib import Path

from kamengine.language.builtins import BUILTINS
from kamengine.pack.checked import CheckedPack
from kamengine.pack.find import Candidate, all_candidates, candidate, load
from kamengine.plugin_host import PluginHost, installed_plugins


def plugins(*, enabled: bool = True, only: Collection[str] | None = None) -> PluginHost:
    """Every plugin, or only those of some names, loaded where it can be; no built-in function can be redefined.

    They are loaded anew only after something was installed or removed.
    """
    return installed_plugins(enabled=enabled, only=only, reserved_functions=tuple(BUILTINS))


def load_pack(reference: str | Path, host: PluginHost | None = None) -> CheckedPack:
    """A rule pack by file or by the id of one that is shipped or that a plugin brings.

    Raises:
        KamError: it does not exist, or anything is wrong with it (then every problem).
    """
    host = host or plugins()
    return load(str(reference), host.contributions, plugin_packs(host))


def examine_pack(reference: str, host: PluginHost) -> Candidate:
    """Like `load_pack`, but a pack with problems comes back with them.

    Raises:
        KamError: there is no such pack.
    """
    return candidate(reference, host.contributions, plugin_packs(host))


def known_packs(host: PluginHost) -> list[Candidate]:
    """Every pack that can be called by id, sound or not."""
    return all_candidates(host.contributions, plugin_packs(host))


def plugin_packs(host: PluginHost) -> dict[str, Traversable]:
    """The packs that plugins bring, by id."""
    return {
        pack.name.removesuffix(".toml"): pack
        for contribution in host.contributions.values()
        for pack in contribution.packs
    }
