"""The command palette: what the keys of the screen do, by name, the places of the app, and every account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker, WorkerError

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import KamError, say
from kamengine.tui.accounts.finding import FoundAccount, find_accounts
from kamengine.tui.ground.keys import APP_KEYS, Key
from kamengine.tui.ground.modes import MODES
from kamengine.tui.ground.speaking import SpeakingApp, SteadyScreen, app_of, left_already, messages_of
from kamengine.tui.looks.themes import DARK, LIGHT
from kamengine.tui.portfolio.desk import desks_of
from kamengine.tui.shell.everyday import everyday_score

_HERE, _THEME = "app.command_palette", "theme"
_MOST_ACCOUNTS = 20
_LONGEST_NAME = 60  # cells
# Commands that fit score 1 and more, so that accounts come after them, in the order in which they were found;
# an account that is called exactly as was typed comes first.
_EXACT, _ACCOUNT, _STEP, _WEAKEST = 1000.0, 0.5, 0.01, 0.001


class _Command(NamedTuple):
    """A command: what it is called, its key, what it does, and the action by which everyday words know it."""

    name: str
    caps: str
    run: Callable[[], Any]
    action: str


class Commands(Provider):
    """The commands of the screen that the palette was called on, and the accounts of all portfolios."""

    @property
    def messages(self) -> Messages:
        """The app's messages."""
        return messages_of(self.screen)

    @property
    def home(self) -> SpeakingApp:
        """The app."""
        return app_of(self.screen)

    async def discover(self) -> Hits:
        """Every command."""
        for each in self._commands():
            yield DiscoveryHit(_shown(Content(each.name), each.caps), each.run, each.name)

    async def search(self, query: str) -> Hits:
        """The commands that fit what was typed, and the first accounts that have it in their name or id.

        A command fits by its name, or by an everyday word for what it does.
        """
        matcher, found = self.matcher(query), False
        for each in self._commands():
            by_name, by_word = matcher.match(each.name), everyday_score(query, each.action)
            if max(by_name, by_word) > 0:
                found = True
                shown = matcher.highlight(each.name) if by_name > 0 else Content(each.name)
                yield Hit(by_name + by_word, _shown(shown, each.caps), each.run, each.name)
        async for hit in self._accounts(query.strip()):
            found = True
            yield hit
        if not found:
            nothing = self.messages.say("No command and no account is called that.")
            yield Hit(_WEAKEST, Content(nothing), lambda: None, nothing)

    async def _accounts(self, text: str) -> AsyncIterator[Hit]:
        try:
            accounts = await find_accounts(desks_of(self.screen), text, _MOST_ACCOUNTS) if text else []
        except KamError:  # the list of accounts says why
            return
        for place, account in enumerate(accounts):
            exact = text.casefold() in (account.account_id.casefold(), account.name.casefold())
            name = plain(account.name or account.account_id, _LONGEST_NAME)
            shown = _shown(Content(name), plain(account.account_id, _LONGEST_NAME) if account.name else "")
            yield Hit(_EXACT if exact else _ACCOUNT - place * _STEP, shown, partial(self._open, account), name)

    def _open(self, account: FoundAccount) -> None:
        self.home.open_account(account.account_id, pack=account.desk.portfolio.pack, desk=account.desk)

    def _commands(self) -> Iterator[_Command]:
        keys: tuple[Key, ...] = getattr(self.screen, "KEYS", ())
        for key in (*keys, *APP_KEYS):
            if key.action != _HERE:
                run = partial(self.screen.run_action, key.action)
                yield _Command(self.messages.text(key.what), self.home.caps(key), run, key.action)
        if self.home.office is not None:
            for mode in MODES:
                name, action = self.messages.say("Go to: {place}", place=mode.title), f"app.go('{mode.id}')"
                yield _Command(name, mode.digit, partial(self.screen.run_action, action), action)
        if not self.app.no_color:
            for what, theme in ((say("Dark colours"), DARK), (say("Light colours"), LIGHT)):
                yield _Command(self.messages.text(what), "", partial(setattr, self.app, "theme", theme.name), _THEME)


class Palette(CommandPalette, SteadyScreen[None]):
    """Textual's palette, in which Enter takes what fits the text now, not what fitted before it was typed on."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave the palette, once; see `left_already`."""
        return left_already(self) or super().dismiss(result)

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:  # it has no lines while it is not shown
            super()._action_command_list(action)

    @on(Input.Submitted)
    def _wait_for_hits(self, event: Input.Submitted) -> None:
        group = self._GATHER_COMMANDS_GROUP
        searches = [each for each in self.workers if each.node is self and each.group == group and not each.is_finished]
        if searches:
            event.stop()
            event.prevent_default()
            self.run_worker(self._take_when_found(searches[-1]), group="take", exclusive=True)

    async def _take_when_found(self, search: Worker[None]) -> None:
        try:
            await search.wait()
        except WorkerError:  # something else was typed
            return
        self._select_or_command()


def _shown(name: Content, caps: str) -> Content:
    return Content.assemble(name, "  ", (caps, "dim")) if caps else name
