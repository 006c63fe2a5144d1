"""Driving the app in tests: opening it, pressing keys, reading what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import pytest
from rich.cells import cell_len
from textual._wait import wait_for_idle
from textual.pilot import Pilot

from kamengine.engine.pages import View
from kamengine.locale import Messages
from kamengine.tui import Office, Portfolio
from kamengine.tui.accounts.screen import AccountsScreen
from kamengine.tui.accounts.table import AccountTable
from kamengine.tui.app import KamApp
from kamengine.tui.ground.memory import Memory

NARROW, WIDE = (80, 24), (120, 40)
EACH_SIZE = pytest.mark.parametrize("size", [NARROW, pytest.param(WIDE, marks=pytest.mark.slow)], ids=["80", "120"])
_CALM = 3  # turns


class Driver:
    """One open app."""

    def __init__(self, app: KamApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def write(self, text: str) -> None:
        """Type a text as a terminal sends it, Chinese too."""
        for character in text:
            await self.pilot.press(character)
        await self.settle()

    async def click(self, widget, x: int, y: int) -> None:
        await self.pilot.click(widget, offset=(x, y))
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, which the app comes to know a moment later."""
        await self.pilot.resize_terminal(columns, rows)
        await wait_for_idle(0)
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything that was asked for is on the screen.

        Whether something is still looked up for a dialog or a notice, no screen says: then the process must be idle.
        """
        await self._settle()
        if any(not worker.is_finished for worker in self.app.workers):
            await wait_for_idle(0)
            await self._settle()

    async def _settle(self) -> None:
        """Wait until there is nothing to do for some turns: a message that is being handled stands in no queue."""
        calm = 0
        while calm < _CALM:
            if self.app.failure is not None:
                raise self.app.failure
            await self.pilot.pause()
            calm = calm + 1 if self._settled() else 0

    def _settled(self) -> bool:
        screen = self.app.screen
        to_do = any(node.message_queue_size for node in (self.app, *screen.walk_children(with_self=True)))
        to_draw = (
            screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets
        )
        return not to_do and not to_draw and not screen._callbacks and getattr(screen, "ready", True)

    @property
    def lines(self) -> list[str]:
        return ["".join(segment.text for segment in strip) for strip in self.strips]

    @property
    def strips(self):
        return self.app.screen._compositor.render_strips()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def table(self) -> AccountTable:
        return next(screen for screen in self.app.every_screen if isinstance(screen, AccountsScreen)).table

    @property
    def screen(self) -> Any:
        """The screen in front, whichever it is, with all that it has of its own."""
        return self.app.screen

    @property
    def view(self) -> View:
        assert isinstance(self.table.view, View)
        return self.table.view

    @property
    def state(self) -> str:
        """What the last line says on the right."""
        return self.lines[-1].split("  ")[-1].strip()

    @property
    def notices(self) -> list[str]:
        """What was told in passing, and has not gone yet."""
        return [str(notice.message) for notice in self.app._notifications]

    @property
    def told(self) -> str:
        """The same as one text."""
        return "\n".join(self.notices)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for what a worker does besides what the screen itself waits for."""
        async with asyncio.timeout(30):
            await self.amid(holds)
            await self.settle()

    async def amid(self, holds: Callable[[], object]) -> None:
        """Wait until something is so while work is still going on, which may not end before the test goes on."""
        async with asyncio.timeout(30):
            while not holds():
                await self.pilot.pause(0.02)

    def assert_exact(self) -> None:
        """Every line of the screen is as wide as the screen, and nothing in it can disturb a terminal."""
        assert len(self.lines) == self.app.size.height
        for line in self.lines:
            assert cell_len(line) == self.app.size.width, line
            assert line.isprintable(), repr(line)


@asynccontextmanager
async def opened(
    portfolios: Sequence[Portfolio],
    messages: Messages,
    size=NARROW,
    office: Office | None = None,
    keymap=None,
    memory: Memory | None = None,
) -> AsyncIterator[Driver]:
    app = KamApp(portfolios, messages, office)
    app.keymap = keymap or {}
    app.memory = memory or app.memory
    with patch("textual.app.wait_for_idle", _turn), patch("textual.pilot.wait_for_idle", _turn):
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver


async def _turn(*_: float) -> None:
    """Let others have a turn.

    The pilot waits until the process is idle instead: a fiftieth of a second and more for each key, and on a busy
    machine it is idle, too, when it merely has no turn. What is waited for here is said by `Driver.settle`.
    """
    await asyncio.sleep(0.001)
