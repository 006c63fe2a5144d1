"""Copying a text to the clipboard: through a program of the system, else through the terminal, and into a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_PATIENCE = 2.0  # seconds


def copy_with_program(text: str, environ: Mapping[str, str]) -> bool:
    """Give a text to the clipboard of the system; whether a program took it."""
    for command in _programs(environ):
        if shutil.which(command[0], path=environ.get("PATH")) is None:
            continue
        with suppress(OSError, subprocess.SubprocessError):
            quiet = subprocess.DEVNULL
            subprocess.run(command, input=text.encode(), timeout=_PATIENCE, check=True, stdout=quiet, stderr=quiet)
            return True
    return False


def copy_to_file(text: str, file: Path) -> bool:
    """Keep a text in a file that only its owner reads; whether it could be written."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
        return True
    return False


def _programs(environ: Mapping[str, str]) -> list[list[str]]:
    """The programs that may be there, best first; those of a screen only where there is one."""
    if sys.platform == "darwin":
        return [["pbcopy"]]
    if sys.platform == "win32":
        return [["clip"]]
    wayland = [["wl-copy"]] if environ.get("WAYLAND_DISPLAY") else []
    x11 = [["xclip", "-selection", "clipboard"], ["xsel", "-b", "-i"]] if environ.get("DISPLAY") else []
    return [*wayland, *x11, ["clip.exe"]]
