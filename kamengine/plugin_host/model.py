"""What is known about plugins once they are loaded: a status each, and what the loaded ones give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Literal

from kamengine.declarations import AccountView, Field, Ledger, Panel, PanelLine, Playbook, Preset
from kamengine.problems import Message

if TYPE_CHECKING:
    from kamengine.language.functions import Function
    from kamengine.plugin_host.hooks import Hooked


@dataclass(frozen=True)
class PluginStatus:
    """One candidate and what became of it.

    Attributes:
        name: the plugin's id, as packs list it under ``plugins``.
        origin: ``"built-in"``, the name of the distribution it was installed with, or ``"given"`` by a caller.
        version: the version of that distribution; empty when there is none.
        hooks: the hooks it implements, in alphabetical order; empty when it was not imported.
        status: ``"off"`` when plugins are disabled, and it was not imported then.
        error: for ``"failed"``, on one line: where it failed and why.
    """

    name: str
    origin: str
    version: str
    hooks: tuple[str, ...]
    status: Literal["loaded", "failed", "off"]
    error: Message | None = None


@dataclass(frozen=True)
class Contribution:
    """All that one loaded plugin gives. The mappings are by name and keep the plugin's order."""

    plugin: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    packs: tuple[Traversable, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    presets: tuple[Preset, ...] = ()
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class PluginHost:
    """Every candidate, and what the loaded ones give.

    Attributes:
        statuses: built-in plugins first, then installed ones by name, then given ones. Nothing is left out, so two
            candidates with one name are both here.
        contributions: by plugin name, in the same order; only of plugins that loaded.
        hooked: the same plugins, to be told what happens.
    """

    statuses: tuple[PluginStatus, ...]
    contributions: Mapping[str, Contribution]
    hooked: Mapping[str, Hooked] = field(default_factory=dict, repr=False)

    def playbooks_for(self, pack_id: str, tier: str) -> tuple[Playbook, ...]:
        """What the loaded plugins say is to be done for every account of a tier; empty when none speaks of it."""
        return tuple(
            playbook
            for contribution in self.contributions.values()
            for playbook in contribution.playbooks
            if (playbook.pack, playbook.tier) == (pack_id, tier) and not (playbook.criterion or playbook.moved)
        )

    def panels(self) -> tuple[tuple[str, Panel], ...]:
        """The panels of all plugins, each with the name of its plugin."""
        return tuple((name, panel) for name, each in self.contributions.items() for panel in each.panels)

    def tell_panel(self, plugin: str, panel: Panel, account: AccountView) -> tuple[PanelLine, ...]:
        """What a panel says of an account.

        Raises:
            KamError: the plugin fails, or gives what no panel may give; nothing else of it gets out.
            KeyboardInterrupt: when the user interrupts it.
        """
        from kamengine.plugin_host.panels import lines_of

        return lines_of(plugin, panel, account)

    def listens(self, event: str) -> bool:
        """Whether any plugin wants to be told of an event, so that nobody gathers facts for nothing."""
        return any(event in hooked.hooks for hooked in self.hooked.values())

    def notify(self, event: str, *facts: Mapping[str, object]) -> tuple[Message, ...]:
        """Tell the plugins that something has happened, once it is kept.

        Each plugin is told by itself; one that fails costs only its own hearing. What plugins change while they are
        told is not told again.

        Args:
            event: ``kam_plan_updated`` or ``kam_task_changed``.
            facts: the arguments of the hook, for each time that it happened.

        Returns:
            A message for each plugin that failed, to be shown as a note.

        Raises:
            KeyboardInterrupt: when the user interrupts a plugin.
        """
        from kamengine.plugin_host.events import tell

        return tell(event, self.hooked, facts)
