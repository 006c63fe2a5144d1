"""The files that a pattern matches: every folder is gone into once, and none that lies outside of where it begins."""

from __future__ import annotations

import glob
import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from kamengine.intake.rows import shown
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, say

_ANY_DEPTH = "**"


def matches(pattern: str) -> list[str]:
    """The files that a pattern with ``*``, ``?``, ``[…]`` or ``**`` (in folders of any depth) matches, by name.

    Returns:
        the names, as they follow from the pattern; a file that several links lead to may be among them more than once.

    Raises:
        KamError: there are none, or a link leads out of the folder in which the pattern begins.
        OSError: a folder cannot be read.
    """
    place = Place(plain(pattern, None))
    root = Path(os.path.realpath(_fixed_part(pattern)))
    names = sorted({name for name in _expanded(pattern, root, place) if not os.path.isdir(name)})
    if not names:
        raise KamError.of(say("no file matches"), say("check the pattern"), place=place)
    for name in names:
        if not _lies_in(root, name):
            raise _leads_out(name, place)
    return names


def _fixed_part(pattern: str) -> Path:
    """The folder in which a pattern begins."""
    fixed = Path()
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        fixed /= part
    return fixed


def _expanded(pattern: str, root: Path, place: Place) -> Iterator[str]:
    """What a pattern matches, folders too; ``**`` is taken apart here, since `glob` goes around in circles of links."""
    parts = Path(pattern).parts
    if _ANY_DEPTH not in parts:
        yield from glob.glob(pattern)
        return
    at = parts.index(_ANY_DEPTH)
    starts = filter(os.path.isdir, glob.glob(os.path.join(*parts[:at]))) if at else [""]
    for folder in _folders_from(sorted(starts), root, place):
        yield from _expanded(os.path.join(glob.escape(folder), *(parts[at + 1 :] or ["*"])), root, place)


def _folders_from(starts: Sequence[str], root: Path, place: Place) -> Iterator[str]:
    """Folders and all that is in them, each once by its number on the disk, under its own name before those of links.

    As in a shell, folders whose names begin with a point are passed over.

    Raises:
        KamError: a link leads out of the root.
    """
    seen: set[tuple[int, int]] = set()
    folders, links = deque(starts), deque[str]()
    while folders or links:
        folder = folders.popleft() if folders else links.popleft()
        status = os.stat(folder or os.curdir)
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        yield folder
        for name in sorted(os.listdir(folder or os.curdir)):
            path = os.path.join(folder, name)
            if name.startswith(".") or not os.path.isdir(path):
                continue
            if not os.path.islink(path):
                folders.append(path)
            elif _lies_in(root, path):
                links.append(path)
            else:
                raise _leads_out(path, place)


def _lies_in(root: Path, name: str) -> bool:
    """Whether a path lies in a folder when all links are followed; of links in a circle, where the circle begins."""
    return Path(os.path.realpath(name)).is_relative_to(root)


def _leads_out(name: str, place: Place) -> KamError:
    what = say("the link {name} leads out of the folder", name=shown(name))
    remedy = say("name the files there themselves") if os.path.isdir(name) else say("name that file itself")
    return KamError.of(what, remedy, place=place)
