"""Pictures of the app, made by the app itself without a terminal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.locale import Messages
from kamengine.tui.ground.office import Office
from kamengine.tui.portfolio.portfolio import Portfolio

if TYPE_CHECKING:
    from textual.pilot import Pilot


def screenshot(
    portfolios: Sequence[Portfolio],
    messages: Messages,
    path: Path,
    size: tuple[int, int] = (120, 40),
    keys: Sequence[str] = (),
    office: Office | None = None,
) -> None:
    """Open the app on a screen that nobody sees, press keys, and write what is shown as an SVG file.

    The same portfolios, size and keys give the same bytes.

    Args:
        portfolios: what to open.
        messages: the language.
        path: the file.
        size: columns and rows.
        keys: as Textual calls them, such as ``enter`` and ``slash``.
        office: the workspace that the portfolios are of, which is closed at the end; None for accounts of files.
    """
    (picture,) = asyncio.run(_pictures(portfolios, messages, size, [keys], office))
    path.write_text(picture, encoding="utf-8")


def screenshots(
    portfolios: Sequence[Portfolio],
    messages: Messages,
    size: tuple[int, int],
    steps: Sequence[Sequence[str]],
    office: Office | None = None,
) -> list[str]:
    """What is shown after each of several steps, as SVG; see `screenshot`.

    Args:
        portfolios: what to open.
        messages: the language.
        size: columns and rows.
        steps: the keys of each step.
        office: the workspace that the portfolios are of.
    """
    return asyncio.run(_pictures(portfolios, messages, size, steps, office))


async def _pictures(
    portfolios: Sequence[Portfolio],
    messages: Messages,
    size: tuple[int, int],
    steps: Sequence[Sequence[str]],
    office: Office | None,
) -> list[str]:
    from kamengine.tui.app import KamApp

    app, pictures = KamApp(portfolios, messages, office), []
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app.export_screenshot)
        if office is not None:
            await app.look_around(office)
        for keys in steps:
            for key in keys:
                await pilot.press(key)
                await settle(pilot, app.export_screenshot)
            pictures.append(_with_true_widths(app.export_screenshot(title="kam")))
    return pictures


def _with_true_widths(svg: str) -> str:
    """The picture with texts as long as their cells; the exporter takes a Chinese character for one cell."""
    from rich.cells import cell_len

    def stretched(match: re.Match[str]) -> str:
        text = unescape(match["text"])
        length = float(match["length"]) * cell_len(text) / len(text)
        return f'textLength="{length:g}"{match["rest"]}>{match["text"]}<'

    return re.sub(r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]+)<', stretched, svg)


async def settle(pilot: Pilot[None], look: Callable[[], object]) -> None:
    """Wait until nothing is under way and what one looks at stays as it is."""
    seen: object = None
    while True:
        await pilot.pause()
        screen, now = pilot.app.screen, look()
        busy = any(node.message_queue_size for node in (pilot.app, *screen.walk_children(with_self=True)))
        if not busy and getattr(screen, "ready", True) and now == seen:
            return
        seen = now
