"""What a command writes: results to standard output; problems and notes, a line each, to standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from kamengine.locale import Messages
from kamengine.locale.terminal import plain
from kamengine.problems import Message, Problem

_NARROWEST, _WIDEST = 60, 120
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
    """A problem on standard error."""
    echo_error(problem_line(problem, messages))


def echo_note(note: Message, messages: Messages) -> None:
    """A line on standard error that is worth knowing but stops nothing."""
    echo_error(plain(messages.say("note: {text}", text=note), None))


def echo_error(line: str) -> None:
    """A line on standard error; where that cannot be written, the exit status must do."""
    with suppress(OSError):
        click.echo(line, err=True)


def problem_line(problem: Problem, messages: Messages) -> str:
    """A problem on one line, safe for a terminal, its file as seen from the current folder."""
    file = problem.place.file
    place = replace(problem.place, file=near(file)[:_LONGEST_PATH]) if file else problem.place
    return plain(replace(problem, place=place).text(messages), None)


def page_width() -> int:
    """How many cells a page of text takes on this terminal."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def near(path: str) -> str:
    """A path as seen from the current folder, when it is below it."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (OSError, ValueError):  # it is relative already, elsewhere, or there is no current folder any more
        return path
