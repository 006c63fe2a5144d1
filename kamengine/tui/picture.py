"""Pictures of the app, made by the app itself without a terminal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.locale import Messages
from kamengine.tui.portfolio import Portfolio

if TYPE_CHECKING:
    from textual.pilot import Pilot


def screenshot(
    portfolios: Sequence[Portfolio],
    messages: Messages,
    path: Path,
    size: tuple[int, int] = (120, 40),
    keys: Sequence[str] = (),
) -> None:
    """Open the app on a screen that nobody sees, press keys, and write what is shown as an SVG file.

    The same portfolios, size and keys give the same bytes.

    Args:
        portfolios: what to open.
        messages: the language.
        path: the file.
        size: columns and rows.
        keys: as Textual calls them, such as ``enter`` and ``slash``.
    """
    path.write_text(asyncio.run(_picture(portfolios, messages, size, keys)), encoding="utf-8")


async def _picture(
    portfolios: Sequence[Portfolio], messages: Messages, size: tuple[int, int], keys: Sequence[str]
) -> str:
    from kamengine.tui.app import KamApp

    app = KamApp(portfolios, messages)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return _with_true_widths(app.export_screenshot(title="kam"))


def _with_true_widths(svg: str) -> str:
    """The picture with texts as long as their cells; the exporter takes a Chinese character for one cell."""
    from rich.cells import cell_len

    def stretched(match: re.Match[str]) -> str:
        text = unescape(match["text"])
        length = float(match["length"]) * cell_len(text) / len(text)
        return f'textLength="{length:g}"{match["rest"]}>{match["text"]}<'

    return re.sub(r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]+)<', stretched, svg)


async def settle(pilot: Pilot[None]) -> None:
    """Wait for what the last key asked for, when it takes longer than the key itself."""
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
