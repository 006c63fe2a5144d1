"""A room in which a stranger's code may fail, print and warn without consequences for the rest."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from logging import getLogger

from kamengine.problems import Message

LONGEST_ERROR = 500

log = getLogger(__name__)


class Refusal(Exception):
    """A plugin cannot be used; carries the reason that is shown."""

    def __init__(self, reason: Message) -> None:
        """Keep the reason."""
        self.reason = reason
        super().__init__(reason)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep standard output for the command: what a plugin prints goes to standard error, its warnings nowhere.

    Warnings are ignored also because a filter may turn them into errors, and the filters and streams that a plugin sets
    are put back.
    """
    with redirect_stdout(sys.stderr), redirect_stderr(sys.stderr), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def blaming(reason: Callable[[str], Message]) -> Iterator[None]:
    """Turn whatever the plugin's code raises into a `Refusal`; the traceback goes to the debug log.

    Args:
        reason: gives the reason to show from the error on one line.

    Raises:
        Refusal: for every exception, also SystemExit. KeyboardInterrupt passes, since it is the user's word.
    """
    try:
        yield
    except (Refusal, KeyboardInterrupt):
        raise
    except BaseException as error:
        refusal = Refusal(reason(on_one_line(error)))
        log.debug("%s", refusal.reason, exc_info=error)
        raise refusal from None


def on_one_line(error: BaseException) -> str:
    """The exception's class and text: one line, printable characters only, at most `LONGEST_ERROR` characters."""
    try:
        text = str(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a stranger's __str__ may do anything
        text = ""
    words = printable(" ".join(text.split()))
    line = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return line if len(line) <= LONGEST_ERROR else line[: LONGEST_ERROR - 1] + "…"


def printable(text: str) -> str:
    r"""The text with every character that could disturb a terminal or an encoder written as ``\x1b``."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
