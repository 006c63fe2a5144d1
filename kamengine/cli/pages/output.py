"""What a command writes: results to standard output; problems and notes to standard error.

Each problem and each note is one line, except on a terminal, where it is broken at words.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from kamengine.locale import Messages
from kamengine.locale.terminal import plain, width
from kamengine.problems import Message, Place, Problem, say

_NARROWEST, _WIDEST = 60, 120
_NARROWEST_ERROR = 20
_LONGEST_PATH = 500  # what is longer is no path that anyone wants to read


def prepare_output() -> None:
    """Let characters that the terminal's encoding lacks come out as escapes instead of stopping the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def finish_output() -> None:
    """Hand on what is still buffered, so that a reader that is gone or a full disk is noticed here."""
    if sys.stdout is not None:
        sys.stdout.flush()


def discard_output() -> None:
    """Drop what is still buffered, so that the end of the program does not try to write it once more."""
    with suppress(AttributeError, OSError, ValueError):  # there is no file behind standard output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def echo_json(value: object) -> None:
    """One line of JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False))


def echo_problem(problem: Problem, messages: Messages) -> None:
    """A problem on standard error; its place stays on one line."""
    where = plain(str(_near_place(problem.place)), None)
    echo_error(problem_line(problem, messages), start=len(where) + 1 if where else 0)  # with its colon


def echo_note(note: Message, messages: Messages) -> None:
    """A line on standard error that is worth knowing but stops nothing."""
    echo_error(plain(messages.say("note: {text}", text=note), None))


def echo_notes_elsewhere(notes: Sequence[Message], call: str, messages: Messages) -> None:
    """One line on standard error for notes that do not concern what is shown here: how many, and what shows them."""
    if notes:
        echo_note(say("more about all accounts ({n}): {call}", n=len(notes), call=call), messages)


def echo_error(line: str, start: int = 0) -> None:
    """A line on standard error; where that cannot be written, the exit status must do.

    Args:
        line: plain text.
        start: so many characters at its beginning stay together on a terminal.
    """
    cells = _terminal_width()
    if cells is not None and width(line) > cells:
        from kamengine.locale.wrap import hanging

        line = "\n".join(hanging(line, cells, start))
    with suppress(OSError):
        click.echo(line, err=True)


def problem_line(problem: Problem, messages: Messages) -> str:
    """A problem on one line, safe for a terminal, its file as seen from the current folder."""
    return plain(replace(problem, place=_near_place(problem.place)).text(messages), None)


def page_width() -> int:
    """How many cells a page of text takes on this terminal."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def page_lines(text: str, first: str = "", rest: str = "  ", whole: Collection[str] = ()) -> list[str]:
    """A text from anywhere as lines of a page.

    Args:
        text: made plain here.
        first: what the first line starts with.
        rest: what the other lines start with.
        whole: parts of the text that stay on one line if they fit on one, such as names of files.
    """
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(text, None), page_width(), first, rest, whole)


def near(path: str) -> str:
    """A path as seen from the current folder, when it is below it."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (OSError, ValueError):  # it is relative already, elsewhere, or there is no current folder any more
        return path


def _near_place(place: Place) -> Place:
    return replace(place, file=near(place.file)[:_LONGEST_PATH]) if place.file else place


def _terminal_width() -> int | None:
    """How many cells a line of standard error may take; None where it is no terminal."""
    try:
        if not sys.stderr.isatty():
            return None
        columns = os.environ.get("COLUMNS", "")
        cells = int(columns) if columns.isdecimal() else os.get_terminal_size(sys.stderr.fileno()).columns
    except (AttributeError, OSError, ValueError):  # there is no standard error, or nothing is known of it
        return None
    return max(_NARROWEST_ERROR, min(_WIDEST, cells)) if cells else None
