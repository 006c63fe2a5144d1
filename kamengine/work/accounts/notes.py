"""The attachments of notes, by reference: a path or an address is kept, and nothing is copied."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from kamengine.problems import KamError, Place, say
from kamengine.workspace import Workspace

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(//|[^\\/]*@)", re.IGNORECASE)
Presence = Literal["address", "there", "missing"]


def references(workspace: Workspace, typed: Iterable[str], here: Path) -> tuple[str, ...]:
    """Paths and addresses as they are kept: addresses as they are, paths so that they lead there from anywhere.

    A path inside the workspace is kept as seen from it, so that the folder can be moved; any other one in full.

    Args:
        workspace: whose notes they belong to.
        typed: paths and addresses as typed.
        here: the folder from which paths were typed.

    Raises:
        KamError: one is empty, or no path.
    """
    return tuple(dict.fromkeys(_reference(workspace, text.strip(), here) for text in typed))


def presence(workspace: Workspace, reference: str) -> Presence:
    """Whether a file is still where an attachment says; addresses are not looked up."""
    if is_address(reference):
        return "address"
    try:
        return "there" if (workspace.paths.root / reference).exists() else "missing"
    except (OSError, ValueError):  # names that no file can have
        return "missing"


def is_address(text: str) -> bool:
    """Whether a text is an address such as ``https://…`` or ``mailto:…@…``, and no path."""
    return _ADDRESS.match(text) is not None


def _reference(workspace: Workspace, text: str, here: Path) -> str:
    place = Place(key="--attach")
    if not text or "\0" in text:
        raise KamError.of(say("this is no path and no address"), say("write the path of a file"), place=place)
    if is_address(text):
        return text
    path, root = Path(os.path.abspath(here / _home(text))), workspace.paths.root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _home(text: str) -> Path:
    """A path with ``~`` for the home folder, also where the shell leaves it alone."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user
        return Path(text)
