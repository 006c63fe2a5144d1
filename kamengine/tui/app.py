"""The app: its portfolios, its language, its themes, and the keys that work everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import ClassVar

from textual.binding import BindingType
from textual.command import CommandPalette, Provider

from kamengine.locale import Messages
from kamengine.tui.desk import Desk
from kamengine.tui.keys import APP_KEYS, bindings
from kamengine.tui.palette import Commands
from kamengine.tui.portfolio import Portfolio
from kamengine.tui.screens.accounts import AccountsScreen
from kamengine.tui.screens.keys import KeysScreen
from kamengine.tui.speaking import SpeakingApp
from kamengine.tui.themes import DARK, LIGHT

_INTERRUPTED = 130


class KamApp(SpeakingApp):
    """Accounts of one or more portfolios, why each has its tier, and what to do."""

    TITLE = "kamengine"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/keys.tcss", "screens/palette.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_KEYS)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Commands}
    guarded = False  # whether signals end the app in order; they are the process's own

    def __init__(self, portfolios: Sequence[Portfolio], messages: Messages) -> None:
        """Open portfolios.

        Args:
            portfolios: at least one.
            messages: the language to begin with.
        """
        # without colours the terminal's own are used, and none are set: greys would be colours too
        super().__init__(messages, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = "ansi-dark" if self.no_color else DARK.name
        self._desks = tuple(Desk(portfolio) for portfolio in portfolios)

    def on_mount(self) -> None:
        """Show the accounts."""
        if self.guarded:
            self.end_on_signals()
        self.push_screen(AccountsScreen(self._desks))

    def action_language(self) -> None:
        """Speak the other language."""
        self.speak(Messages.of("en" if self.messages.language == "zh" else "zh"))

    def action_keys(self) -> None:
        """Show the keys of where one is."""
        keys = getattr(self.screen, "KEYS", None)
        if keys is not None:
            self.push_screen(KeysScreen(keys))

    def action_command_palette(self) -> None:
        """Show all commands."""
        if not isinstance(self.screen, CommandPalette):
            hint = self.messages.say("What do you want to do?")
            self.push_screen(CommandPalette(placeholder=hint, id="--command-palette"))

    def action_help_quit(self) -> None:
        """End as people expect of Ctrl+C."""
        self.exit(return_code=_INTERRUPTED)
