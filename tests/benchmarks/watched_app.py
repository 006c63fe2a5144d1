"""The app in a process that watches how long its loop is kept busy: ``python -m tests.benchmarks.watched_app FILE …``.

The longest waits, and the memory, are written as JSON to the file that the first argument names, at the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from textual.app import ScreenError
from textual.css.query import NoMatches

from kamengine.cli import main
from kamengine.tui.terminal.guarded import GuardedApp

_EVERY = 0.002  # seconds
_MOST = 20
_LAGS: list[float] = []


async def _watch(app: GuardedApp) -> None:
    """Note how much later than it should the loop comes back, from the first frame on until the app is left."""
    while not _is_ready(app):
        await asyncio.sleep(_EVERY)
    while True:
        before = time.perf_counter()
        await asyncio.sleep(_EVERY)
        if app._exit:
            return
        _LAGS.append(time.perf_counter() - before - _EVERY)


def _is_ready(app: GuardedApp) -> bool:
    try:
        return bool(getattr(app.screen, "ready", False))
    except (ScreenError, NoMatches):  # there is none yet, or nothing on it
        return False


def _begin(self: GuardedApp) -> None:
    _usual(self)
    self.watching = asyncio.get_running_loop().create_task(_watch(self))  # type: ignore[attr-defined]


_usual = GuardedApp.end_on_signals
GuardedApp.end_on_signals = _begin  # type: ignore[method-assign]

if __name__ == "__main__":
    file, *line = sys.argv[1:]
    status = main(line)
    found = dict(part.split(":", 1) for part in Path("/proc/self/status").read_text().splitlines() if ":" in part)
    memory = {name: int(found[name].split()[0]) / 1024 for name in ("VmHWM", "VmRSS")}
    Path(file).write_text(json.dumps({"lags": sorted(_LAGS)[-_MOST:], **memory}), encoding="utf-8")
    sys.exit(status)
