"""The playbooks that a pack's accounts are worked by: its own, and those that plugins have for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import packs_of
from kamengine.pack.check_playbooks import Found, Offered, Places, check_playbooks
from kamengine.pack.model import key_text
from kamengine.problems import KamError, Place

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.pack.playbooks import CheckedPlaybooks
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def playbooks_of(host: PluginHost, checked: CheckedPack) -> CheckedPlaybooks:
    """All that a pack and the loaded plugins say of work on its accounts.

    A playbook of a plugin whose tier or criterion the pack does not have calls for nothing, and is left out.

    Raises:
        KamError: with everything that is wrong with the playbooks.
    """
    found = work_of(host, checked)
    if found.problems:
        raise KamError(found.problems)
    return found.playbooks


def work_of(host: PluginHost, checked: CheckedPack) -> Found:
    """The same, with what is wrong and what is left out, and where each playbook stands."""
    return check_playbooks(checked, _offered(host, checked.pack.id))


def work_is_known(workspace: Workspace, host: PluginHost) -> bool:
    """Whether any pack of the workspace has a playbook, its own or a plugin's: without one there is nothing to plan.

    A pack with anything wrong has none.
    """
    packs = (pack.candidate.checked for pack in packs_of(workspace, host)) if workspace.pack_files() else ()
    return any(checked is not None and work_of(host, checked).playbooks.playbooks for checked in packs)


def _offered(host: PluginHost, pack: str) -> Iterator[Offered]:
    """The playbooks that the loaded plugins have for a pack, in their order."""
    for plugin, contribution in host.contributions.items():
        for index, playbook in enumerate(contribution.playbooks):
            if playbook.pack == pack:
                yield Offered(playbook, plugin, _places(plugin, index))


def _places(plugin: str, index: int) -> Places:
    return lambda *path: Place(plugin, None, key_text(("kam_playbooks", index, *path)))
