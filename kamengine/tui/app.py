"""The app: its portfolios, its places, its language, its themes, and the keys that work everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider

from kamengine.locale import Messages
from kamengine.problems import KamError, Message
from kamengine.tui.desk import Desk
from kamengine.tui.keys import APP_KEYS, bindings
from kamengine.tui.modes import MODES
from kamengine.tui.office import Office
from kamengine.tui.palette import Commands
from kamengine.tui.portfolio import Portfolio
from kamengine.tui.screens.accounts import AccountsScreen
from kamengine.tui.screens.keys import KeysScreen
from kamengine.tui.speaking import SpeakingApp
from kamengine.tui.themes import DARK, LIGHT

_INTERRUPTED = 130


class KamApp(SpeakingApp):
    """Accounts of one or more portfolios, why each has its tier, and what to do.

    Attributes:
        desks: the portfolios.
    """

    TITLE = "kamengine"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "dialogs/dialogs.tcss",
        "screens/keys.tcss",
        "screens/palette.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(APP_KEYS),
        *(Binding(mode.digit, f"go('{mode.id}')", str(mode.title), show=False) for mode in MODES),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Commands}
    guarded = False  # whether signals end the app in order; they are the process's own

    def __init__(self, portfolios: Sequence[Portfolio], messages: Messages, office: Office | None = None) -> None:
        """Open portfolios.

        Args:
            portfolios: at least one.
            messages: the language to begin with.
            office: the workspace that they are of; None for accounts of files, of which nothing is kept.
        """
        # without colours the terminal's own are used, and none are set: greys would be colours too
        super().__init__(messages, office=office, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = "ansi-dark" if self.no_color else DARK.name
        self.desks = tuple(Desk(portfolio) for portfolio in portfolios)

    def on_mount(self) -> None:
        """Show the accounts."""
        if self.guarded:
            self.end_on_signals()
        if self.office is None:
            self.push_screen(AccountsScreen())
            return
        for mode in MODES:
            self.add_mode(mode.id, mode.open)
        self.switch_mode("accounts")

    def on_unmount(self) -> None:
        """Give the workspace back."""
        if self.office is not None:
            self.office.close()

    def action_go(self, mode: str) -> None:
        """Go to another place; dialogs and dossiers that are open there are as they were."""
        if self.office is not None:
            self.switch_mode(mode)

    def action_undo(self) -> None:
        """Take back what this person changed last."""
        self._back_and_forth(undo=True)

    def action_redo(self) -> None:
        """Do again what this person took back last."""
        self._back_and_forth(undo=False)

    def _back_and_forth(self, *, undo: bool) -> None:
        if self.office is not None:
            self.run_worker(self._taken_back_or_done_again(self.office, undo=undo))

    async def _taken_back_or_done_again(self, office: Office, *, undo: bool) -> None:
        from kamengine.tui.history import redo_work, undo_work

        try:
            said: Message = await office.change((undo_work if undo else redo_work)(office.who))
        except KamError as error:
            self.tell(error)
            return
        self.note_change()
        self.tell(said)

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
