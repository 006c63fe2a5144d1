"""The app: its portfolios, its places, its language, its themes, and the keys that work everywhere."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.filter import LineFilter
from textual.widgets import Input
from textual.widgets.input import Selection

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import say
from kamengine.tui.accounts.screen import AccountsScreen
from kamengine.tui.ground.keys import APP_KEYS, Key, bindings
from kamengine.tui.ground.modes import MODES
from kamengine.tui.ground.office import Office
from kamengine.tui.ground.places import copied_file
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.looks.stylesheet import SteadyStylesheet
from kamengine.tui.looks.themes import DARK, LIGHT
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.portfolio.portfolio import Portfolio
from kamengine.tui.portfolio.remembering import remembered_of
from kamengine.tui.shell.answering import AnsweringApp
from kamengine.tui.terminal.copying import copy_to_file, copy_with_program
from kamengine.tui.terminal.harmless import Harmless

if TYPE_CHECKING:
    from kamengine.tui.shell.going_back import GoingBack

_INTERRUPTED = 130
_FIRST = "accounts"
_HARMLESS = Harmless()
_APP = "kamengine.tui"
_SHOWN = 60  # characters of what was copied


def _commands() -> type[Provider]:
    """What the palette offers, which is loaded when it is asked for."""
    from kamengine.tui.shell.palette import Commands

    return Commands


def shown(text: str) -> str:
    """The beginning of a text, for a notice."""
    return plain(text, _SHOWN)


class KamApp(AnsweringApp):
    """Accounts of one or more portfolios, why each has its tier, and what to do.

    Attributes:
        desks: the portfolios.
    """

    TITLE = "kamengine"
    ALLOW_SELECT: ClassVar[bool] = False  # `y` copies, and terminals select with Shift
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "dialogs/dialogs.tcss",
        "screens/key_help.tcss",
        "shell/palette.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(APP_KEYS),
        Binding("ctrl+c", "interrupt", show=False, priority=True),  # over dialogs and lines, too
        *(Binding(mode.digit, f"go('{mode.id}')", str(mode.title), show=False) for mode in MODES),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    _copied = ""
    _going_back: GoingBack | None = None

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
        self.stylesheet = SteadyStylesheet(self.get_css_variables())
        self.desks = tuple(Desk(portfolio) for portfolio in portfolios)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is drawn; the last one sees that it does no harm."""
        return [*super().get_line_filters(), _HARMLESS]

    def on_mount(self) -> None:
        """Show the accounts, or the place where one was when the workspace was closed."""
        if self.guarded:
            self.end_on_signals()
        self.app_resume_signal.subscribe(self, self._draw_again)
        self.set_keymap(self.keymap)
        self._recall()
        if self.office is None:
            self.push_screen(AccountsScreen())
            return
        for mode in MODES:
            self.add_mode(mode.id, mode.open)
        here = self.memory.get("app", "mode", _FIRST)
        self.switch_mode(here if here in {mode.id for mode in MODES} else _FIRST)
        self.watch_others(self.office)

    def _draw_again(self, _: object) -> None:
        """Draw everything: the terminal was another program's."""
        self.refresh(layout=True)

    def on_unmount(self) -> None:
        """Remember how the workspace was looked at, and give it back, which may take as long as a job that is on."""
        self.memory.put("app", "theme", self.theme)
        if self.office is not None:
            self.memory.put("app", "mode", self.current_mode)
        self.memory.save()
        if self.office is not None:
            self.office.close()

    def _recall(self) -> None:
        """The theme and the lists of the last time; the language is the one that was asked for now."""
        for desk in self.desks:
            desk.remembered = remembered_of(self.memory, desk)
        theme = self.memory.get("app", "theme", "")
        if not self.no_color and theme in self.available_themes:
            self.theme = theme

    def action_go(self, mode: str) -> None:
        """Go to another place; dialogs and dossiers that are open there are as they were."""
        if self.office is not None:
            self.switch_mode(mode)

    def action_refresh(self) -> None:
        """Look again at everything that others may have changed."""
        self.run_worker(self.see_all())

    def action_copy(self) -> None:
        """Copy the text of what is looked at."""
        text = self.screen.copied if isinstance(self.screen, SpeakingScreen) and self.screen.whole else ""
        if not text:
            self.tell(say("There is nothing here to copy."))
            return
        self.copy_to_clipboard(text)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text, and tell: of what is looked at, or of what was selected in a line."""
        self._copied = text
        self.run_worker(self._copy(text))

    @property
    def clipboard(self) -> str:
        """What was copied last in the app."""
        return self._copied

    async def _copy(self, text: str) -> None:
        """Through a program of the system if there is one; else the terminal is asked, and a file has it, too."""
        if await asyncio.to_thread(copy_with_program, text, os.environ):
            self.tell(say("Copied: {text}", text=shown(text)))
            return
        super().copy_to_clipboard(text)  # OSC 52; nobody says whether the terminal takes it
        file = copied_file()
        if await asyncio.to_thread(copy_to_file, text, file):
            self.tell(say("Copied, and kept in {file}: {text}", file=str(file), text=shown(text)))
        else:
            self.tell(say("Copied: {text}", text=shown(text)))

    def action_undo(self) -> None:
        """Take back what this person changed last."""
        self._back_and_forth(undo=True)

    def action_redo(self) -> None:
        """Do again what this person took back last."""
        self._back_and_forth(undo=False)

    def _back_and_forth(self, *, undo: bool) -> None:
        if self.office is None:
            return
        if self._going_back is None:
            from kamengine.tui.shell.going_back import GoingBack

            self._going_back = GoingBack(self, self.office)
        self.run_worker(self._going_back.go(undo=undo))

    def action_language(self) -> None:
        """Speak the other language."""
        self.speak(Messages.of("en" if self.messages.language == "zh" else "zh"))

    def action_keys(self) -> None:
        """Show the keys of where one is."""
        from kamengine.tui.dossier.screen import DossierScreen
        from kamengine.tui.screens.key_help import KeysScreen

        screen = self.screen
        keys = screen.keys_told if isinstance(screen, DossierScreen) else getattr(screen, "KEYS", None)
        if keys is not None:
            self.push_screen(KeysScreen(keys))

    def action_command_palette(self) -> None:
        """Show all commands."""
        from kamengine.tui.shell.palette import Palette

        if not isinstance(self.screen, CommandPalette):
            hint = self.messages.say("What do you want to do?")
            self.push_screen(Palette(placeholder=hint))  # without an id: the last one may still be going

    def action_interrupt(self) -> None:
        """Copy what the reader has selected in a line, once; else end, as people expect of Ctrl+C wherever they are."""
        line = self.focused
        if isinstance(line, Input) and line.selected_text:
            self.copy_to_clipboard(line.selected_text)
            line.selection = Selection.cursor(line.cursor_position)
        else:
            self.exit(return_code=_INTERRUPTED)


def every_key() -> list[Key]:
    """The keys of every screen, and those that work everywhere; loads every screen."""
    from pkgutil import walk_packages

    for module in walk_packages(import_module(_APP).__path__, f"{_APP}."):
        import_module(module.name)
    listed = sorted(_below(SpeakingScreen), key=lambda screen: (screen.__module__, screen.__qualname__))
    return [key for screen in listed for key in getattr(screen, "KEYS", ())] + list(APP_KEYS)


def actions() -> frozenset[str]:
    """Everything that a key does somewhere in the app, which a key map may give other keys; loads every screen."""
    return frozenset(key.action for key in every_key())


def _below(screen: type[SpeakingScreen[Any]]) -> Iterator[type[SpeakingScreen[Any]]]:
    for each in screen.__subclasses__():
        if each.__module__.startswith(f"{_APP}."):
            yield each
        yield from _below(each)
