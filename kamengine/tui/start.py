"""Opening the app on the terminal of the process, and what its end means."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import KamError, say
from kamengine.tui.ground.memory import Memory
from kamengine.tui.ground.modes import MODES
from kamengine.tui.ground.office import Office
from kamengine.tui.ground.places import keymap_file, memory_file, reports
from kamengine.tui.portfolio.portfolio import Portfolio
from kamengine.tui.portfolio.remembering import portfolio_in_front
from kamengine.tui.terminal.report import write_report
from kamengine.tui.terminal.served import is_served

if TYPE_CHECKING:
    from kamengine.tui.app import KamApp

_LONGEST_REASON = 200
_FRAMES = "240"
"""How often the screen may be drawn in a second: a key is answered after a fraction of 1/60 s otherwise."""
_STARTED_AFTER = 3.0  # seconds
_LOADED_LATER = (
    "kamengine.tui.dossier.screen",
    "kamengine.api.accounts.export",
    "kamengine.api.work.many",
    "kamengine.api.work.next_tasks",
    "kamengine.api.work.task_work",
    "kamengine.tui.actions.people",
    "kamengine.tui.actions.new_task",
    "kamengine.tui.actions.overriding",
    "kamengine.tui.accounts.column_choice",
    "kamengine.api.accounts.conditions",
    "kamengine.tui.shell.palette",
    "kamengine.tui.screens.key_help",
)
"""What is loaded beside the places, since keys of the first one need it."""


def run_app(
    portfolios: Sequence[Portfolio], messages: Messages, office: Office | None = None, *, debug: bool = False
) -> int:
    """Open portfolios in the terminal app and wait until it is closed.

    Args:
        portfolios: at least one.
        messages: the language to begin with.
        office: the workspace that they are of; None for accounts of files.
        debug: print a traceback when something of ours goes wrong.

    Returns:
        The exit status: 0 when the reader left; 128 and the signal's number when a signal ended it; 70 after a bug of
        ours, which is told on stderr in one line. The terminal is as it was in any case.

    Raises:
        KamError: there is no terminal, and no server that shows the app in a browser.
    """
    _demand_terminal()
    try:
        return _run(portfolios, messages, office, debug)
    finally:  # nothing is left for the end of the process: DuckDB would tell on the terminal what still holds on to it
        gc.unfreeze()
        gc.collect()


def _run(portfolios: Sequence[Portfolio], messages: Messages, office: Office | None, debug: bool) -> int:
    memory = Memory(memory_file(office.folder) if office is not None else None)
    portfolios[portfolio_in_front(memory, portfolios)].begin()
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)
    settling = _settle_later()
    from kamengine.tui.app import KamApp, actions
    from kamengine.tui.ground.keymap import read_keymap

    app = KamApp(portfolios, messages, office)
    app.guarded = True
    app.last_words = partial(_tell, app, debug=debug)
    app.keymap = read_keymap(keymap_file(), actions()) if keymap_file().exists() else {}
    app.memory = memory
    app.run()
    app.ended()
    settling.cancel()
    settling.join()
    gc.enable()
    if app.failure is not None:
        _tell(app, app.failure, debug=debug)
    return app.return_code or 0


def _settle_later() -> Timer:
    """Load the other places when the app has started, and look for garbage only from then on.

    Until then there is no garbage, and looking takes a tenth of the time. What was loaded stays, and is never looked at
    again. Loading goes on beside the keys, so that the first step to a place does not wait for it.
    """
    gc.disable()

    def begin() -> None:
        with suppress(ImportError):  # it is told where it is needed
            for name in _LOADED_LATER:
                import_module(name)
            for mode in MODES:
                mode.screen_class()
        gc.freeze()
        gc.enable()

    later = Timer(_STARTED_AFTER, begin)
    later.daemon = True
    later.start()
    return later


def _demand_terminal() -> None:
    """Textual reads from standard input and writes to standard error; without a terminal it would wait forever."""
    if is_served(os.environ):
        return
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb":
        return
    raise KamError.of(say("the app needs a terminal"), say("without one use kam classify and kam explain"))


def _tell(app: KamApp, error: BaseException, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
        return
    kept = write_report(error, reports())
    reason = plain((str(error).splitlines() or [""])[0], _LONGEST_REASON)
    what = app.messages.say("a bug of kamengine: {kind}: {reason}", kind=type(error).__name__, reason=reason)
    print(what, file=sys.stderr)
    if kept is not None:
        print(
            plain(app.messages.say("a report without any data of customers: {file}", file=str(kept)), None),
            file=sys.stderr,
        )
