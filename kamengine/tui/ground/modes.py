"""The places of the app that a digit leads to: what each is called, and which screen it shows."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.tui.screens.mode import ModeScreen


@dataclass(frozen=True)
class Mode:
    """A place of the app.

    Attributes:
        id: names it in state files and key maps.
        digit: the key that leads there.
        title: what people call it.
        screen: where its screen is, ``module:class``.
        command: the command that prints the same with ``--json``.
    """

    id: str
    digit: str
    title: Message
    screen: str
    command: str

    def screen_class(self) -> type[ModeScreen]:
        """The class of the screen."""
        found: type[ModeScreen] = class_at(self.screen)
        return found

    def open(self) -> ModeScreen:
        """The screen, new."""
        return self.screen_class()()


def class_at(place: str) -> Any:
    """The class at ``module:class``: rooms above this one are named, and loaded when they are gone to."""
    module, name = place.split(":")
    return getattr(import_module(module), name)


MODES: tuple[Mode, ...] = (
    Mode("today", "1", say("Today"), "kamengine.tui.work.today:TodayScreen", "today"),
    Mode("accounts", "2", say("Accounts"), "kamengine.tui.accounts.screen:AccountsScreen", "accounts"),
    Mode("rules", "3", say("Rules"), "kamengine.tui.rules.packs:RulesScreen", "rules"),
    Mode("plans", "4", say("Plans"), "kamengine.tui.work.plans:PlansScreen", "tasks"),
    Mode("review", "5", say("Review"), "kamengine.tui.work.review:ReviewScreen", "review"),
    Mode("import", "6", say("Import"), "kamengine.tui.imports.screen:ImportsScreen", "imports"),
    Mode("runs", "7", say("Runs"), "kamengine.tui.screens.runs:RunsScreen", "runs"),
    Mode("plugins", "8", say("Plugins"), "kamengine.tui.screens.plugins:PluginsScreen", "plugins"),
)
"""In the order of their digits."""
DOSSIER = "kamengine.tui.dossier.screen:DossierScreen"
"""An account's dossier is no mode: it is opened from all of them."""
