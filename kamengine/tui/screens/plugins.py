"""The plugins: which there are, what each brings, and why those that failed did; as ``kam plugins`` lists them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.plugin_host import Contribution, PluginHost, PluginStatus
from kamengine.problems import Message, say
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.screens.going import LIST_KEYS
from kamengine.tui.screens.list_mode import ListModeScreen
from kamengine.tui.screens.page import PageScreen
from kamengine.tui.screens.searching import END_KEY, SEARCH_KEY
from kamengine.tui.widgets.item_list import Item

KEYS = (Key("enter", "↵", "open", say("Open the plugin: what it brings"), say("look")), SEARCH_KEY, *LIST_KEYS, END_KEY)
_MARKS = {"loaded": ("✓", "best"), "failed": ("✗", "open"), "off": ("–", "faint")}
_NAME = 24


class PluginsScreen(ListModeScreen):
    """Every plugin that was found."""

    MODE = "plugins"
    SOUGHT = say("name, or what is wrong")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    _host: PluginHost | None = None

    def work_changed(self) -> None:
        """Show what is there."""
        self.attempt(self._look())

    async def _look(self) -> None:
        """Load those that the workspace does not use, too: what they bring can only be said then."""
        from kamengine.api import plugins

        self._host = await asyncio.to_thread(plugins, enabled=self.office.with_plugins)
        if self.whole:
            self.seek()

    @property
    def ready(self) -> bool:
        """Whether the plugins are there."""
        return self._host is not None

    def seek(self, *, ended: bool = False) -> None:
        """Show the plugins that are looked for."""
        if self._host is None:
            return
        shown = [status for status in self._host.statuses if self._is_meant(status)]
        self.items.show(self.or_nothing([Item(partial(self._set, status), status.name) for status in shown]))
        self._tell_state()

    def _is_meant(self, status: PluginStatus) -> bool:
        error = self.messages.text(status.error) if status.error is not None else ""
        return self.is_sought(status.name, status.version, status.origin, error)

    def say_again(self) -> None:
        """The counts in the language that is spoken now."""
        self._tell_state()

    def _tell_state(self) -> None:
        if self._host is None:
            return
        statuses = self._host.statuses
        failed = sum(status.status == "failed" for status in statuses)
        loaded = sum(status.status == "loaded" for status in statuses)
        said = self.messages.say("loaded: {loaded}, failed: {failed}", loaded=loaded, failed=failed)
        self.tell_count(said, len(statuses))

    def _set(self, status: PluginStatus, cells: int) -> list[Line]:
        return plugin_lines(status, self.messages, cells, used=self._is_used(status))

    def _is_used(self, status: PluginStatus) -> bool:
        """Whether the workspace goes by it."""
        return status.status != "loaded" or status.name in self.office.host.contributions

    def on_item_list_opened(self) -> None:
        """Show what the plugin brings."""
        name, host = self.items.current, self._host
        status = next((each for each in host.statuses if each.name == name), None) if host is not None else None
        if host is not None and status is not None:
            brings = host.contributions.get(status.name)
            self.app.push_screen(PageScreen(plain(status.name), partial(_page, status, brings)))


def plugin_lines(status: PluginStatus, messages: Messages, cells: int, *, used: bool = True) -> list[Line]:
    """What a plugin is called, where it comes from, whether the workspace goes by it, and why it failed if it did."""
    mark, ink = _MARKS[status.status]
    origin = messages.say("built-in") if status.origin == "built-in" else status.origin
    about = f"{plain(status.version)}  {plain(origin)}"
    about += "" if used else f"  {messages.say('not used by this workspace')}"
    name = fit(plain(status.name), min(_NAME, max(8, cells - 20)))
    lines: list[Line] = [
        ((f"{mark} ", ink), (name, "strong"), (fit(f" {about}", max(0, cells - 2 - len(name))), "muted"))
    ]
    if status.error is not None:
        lines += paragraph(plain(messages.text(status.error), None), cells, "open", first=(("  ", ""),))
    return lines


def _page(status: PluginStatus, brings: Contribution | None, messages: Messages, cells: int) -> list[Line]:
    lines = plugin_lines(status, messages, cells)
    if status.hooks:
        hooks = messages.text(say("Hooks: {names}", names=list(status.hooks)))
        lines += paragraph(plain(hooks, None), cells, "muted", first=(("  ", ""),))
    for title, named in _parts(brings) if brings is not None else ():
        if named:
            lines += [(), ((messages.text(title), "heading"),)]
        for name, label in named:
            said = messages.label(label) if label is not None else ""
            lines += paragraph(plain(said, None), cells, "muted", first=((plain(name), ""), ("  ", "")))
    return lines


def _parts(brings: Contribution) -> Iterator[tuple[Message, list[tuple[str, Label | None]]]]:
    """What a plugin brings, by kind, each thing with its name and what is said of it."""
    yield say("Fields"), [(name, field.label) for name, field in brings.fields.items()]
    yield say("Ledgers"), [(name, ledger.label) for name, ledger in brings.ledgers.items()]
    yield say("Functions"), [(function.signature, function.doc) for function in brings.functions.values()]
    yield say("Rule packs"), [(pack.name, None) for pack in brings.packs]
    yield say("Playbooks"), [(playbook.id, playbook.goal) for playbook in brings.playbooks]
    yield say("Presets for headers"), [(preset.name, preset.label) for preset in brings.presets]
