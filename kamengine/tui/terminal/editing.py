"""Opening a file in the reader's own editor; the app steps aside until it is closed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

from textual.app import App, SuspendNotSupported

from kamengine.problems import KamError, Place, say, system_reason

_USUAL = ("nano", "vim", "vi", "notepad")


async def edit_file(app: App[Any], file: str) -> None:
    """Open a file in an editor, and come back when the reader is done.

    Args:
        app: steps aside meanwhile.
        file: its path.

    Raises:
        KamError: there is no editor, it cannot be started or says that it failed, or the app cannot step aside.
    """
    command = editor_of(os.environ)
    try:
        with app.suspend():  # the terminal is the editor's until it ends; nothing of ours can be drawn
            status = subprocess.run([*command, file], check=False).returncode
    except SuspendNotSupported as error:
        what = say("the app cannot leave the terminal to an editor here")
        raise KamError.of(what, say("open the file yourself"), place=Place(file)) from error
    except OSError as error:
        what = say("cannot be started: {reason}", reason=system_reason(error))
        raise KamError.of(what, _REMEDY, place=Place(command[0])) from error
    if status:
        what = say("the editor ended with status {status}", status=status)
        raise KamError.of(what, _REMEDY, place=Place(command[0]))


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The command of the reader's editor: ``VISUAL``, else ``EDITOR``, else one that most systems have.

    Raises:
        KamError: there is none, or what it is called cannot be read as a command.
    """
    for name in ("VISUAL", "EDITOR"):
        wanted = environment.get(name, "").strip()
        if wanted:
            try:
                return shlex.split(wanted, posix=os.name != "nt")
            except ValueError as error:
                what = say("{value} is not {wanted}", value=wanted[:80], wanted=say("a command"))
                raise KamError.of(what, _REMEDY, place=Place(key=name)) from error
    found = next((path for name in _USUAL if (path := shutil.which(name, path=environment.get("PATH")))), None)
    if found is None:
        raise KamError.of(say("there is no editor"), _REMEDY)
    return [found]


_REMEDY = say("name your editor in EDITOR, such as EDITOR=nano")
