"""What a user names on the command line → the files to read: patterns, zip archives and standard input taken apart."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from kamengine.intake.files.archives import unpack
from kamengine.intake.files.kinds import SUFFIXES, kind_of
from kamengine.intake.files.patterns import matches
from kamengine.intake.rows import shown
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Message, Place, Problem, say, system_reason

STANDARD_INPUT = "-"
_BLOCK = 1 << 20
_MOST_NAMED = 5
_MOST_LOOKED_AT, _MOST_KINDS, _LONGEST_LINE = 1_000, 3, 1 << 16
_DELIMITERS = (b",", b";", b"\t", b"|")


@dataclass(frozen=True)
class Source:
    """A file to read.

    Attributes:
        name: what the user calls it: the path as given or found, ``march.zip/2010-12-01.csv`` within an archive, ``-``.
        path: where its bytes are.
        sha256: of its bytes, in hexadecimal digits.
        size: how many bytes.
        note: what to tell the user about it; None when there is nothing.
    """

    name: str
    path: Path
    sha256: str
    size: int
    note: Message | None = None


def find_sources(arguments: Sequence[str], folder: Path, stdin: BinaryIO | None = None) -> list[Source]:
    """The files that are meant by what a user typed, in that order; those of a pattern or an archive by name.

    A file may be named, or a pattern with ``*``, ``?`` or ``[…]`` that the shell left alone (``**`` goes into folders);
    a name that exists is no pattern. A zip archive stands for the files in it, ``-`` for what comes on standard input.
    A file that is named more than once is taken once, where it comes first.

    Args:
        arguments: what was typed.
        folder: where the files of archives and the standard input are written; it exists.
        stdin: the standard input; None for that of this process.

    Raises:
        KamError: something named is not there, is no file or cannot be taken apart safely; all of it at once.
    """
    problems: list[Problem] = []
    found: dict[object, list[Source]] = {}
    for number, argument in enumerate(arguments, start=1):
        try:
            for name, path in _files_of(argument, folder, stdin or sys.stdin.buffer):
                identity = _identity(path)
                if identity not in found:
                    found[identity] = _taken(name, path, folder / f"{number}-{len(found)}")
        except KamError as error:
            problems += error.problems
        except OSError as error:
            problems.append(_unreadable(argument, error))
    if problems:
        raise KamError(problems)
    return [source for sources in found.values() for source in sources]


def refuse_absent(arguments: Sequence[str]) -> None:
    """See that the files that are named are there, before anybody waits for what is in them.

    Raises:
        KamError: for everything that is not there, or is no file.
    """
    problems: list[Problem] = []
    for argument in arguments:
        try:
            _paths_of(argument)
        except KamError as error:
            problems += error.problems
        except OSError as error:
            problems.append(_unreadable(argument, error))
    if problems:
        raise KamError(problems)


def _unreadable(argument: str, error: OSError) -> Problem:
    what = say("the file cannot be read: {reason}", reason=system_reason(error))
    return Problem(Place(plain(argument, None)), what)


def _files_of(argument: str, folder: Path, stdin: BinaryIO) -> list[tuple[str, Path]]:
    """The files that one argument names, each with its name."""
    if argument == STANDARD_INPUT:
        return [(argument, _spooled(stdin, folder / "stdin"))]
    return _paths_of(argument)


def _paths_of(argument: str) -> list[tuple[str, Path]]:
    """The files that a path or a pattern names."""
    path = Path(argument)
    if path.exists() or path.is_symlink() or not glob.has_magic(argument):
        return [(argument, _file(path))]
    return [(name, _file(Path(name))) for name in matches(argument)]


def _file(path: Path) -> Path:
    """The path, when a file is there."""
    place = Place(plain(str(path), None))
    if not path.exists():
        if path.is_symlink():
            raise KamError.of(say("this link leads to no file"), say("name the file that is meant"), place=place)
        raise KamError.of(say("there is no such file"), say("check the path"), place=place)
    if path.is_dir():
        raise KamError.of(say("this is a directory, not a file"), _files_in(path), place=place)
    if not path.is_file():
        raise KamError.of(say("this is not a file"), say("save it as a file first"), place=place)
    return path


def _files_in(folder: Path) -> Message:
    """What to type for the tables in a folder: a file, or a pattern for those of a kind; the most frequent kinds."""
    found: dict[str, list[Path]] = {}
    for path in islice((path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES), _MOST_LOOKED_AT):
        if _is_table(path):
            found.setdefault(path.suffix, []).append(path)
    if not found:
        return say("it holds no table; name a file such as a .csv or .xlsx")
    kinds = sorted(found.items(), key=lambda kind: -len(kind[1]))[:_MOST_KINDS]
    words = [_typed(paths[0] if len(paths) == 1 else folder / f"*{suffix}") for suffix, paths in kinds]
    return say("name what is in it: {files}", files=words)


def _typed(path: Path) -> str:
    """A path or a pattern as it can be typed."""
    return f"'{shown(path)}'"


def _is_table(path: Path) -> bool:
    """Whether a file can be read, as far as its first bytes say; a text has to part its first line into cells."""
    try:
        if not path.is_file():
            return False
        if kind_of(path) != "text":
            return True
        with path.open("rb") as file:
            return any(sign in file.readline(_LONGEST_LINE) for sign in _DELIMITERS)
    except (KamError, OSError):
        return False


def _spooled(stdin: BinaryIO, path: Path) -> Path:
    """What comes on standard input, written to a file."""
    if path.exists():
        what = say("the standard input can be read only once")
        raise KamError.of(what, say("name - once"), place=Place(STANDARD_INPUT))
    if stdin.isatty():
        what, remedy = say("nothing comes on the standard input"), say("pipe a file into it, or name a file")
        raise KamError.of(what, remedy, place=Place(STANDARD_INPUT))
    with path.open("xb") as file:
        shutil.copyfileobj(stdin, file, _BLOCK)
    return path


def _identity(path: Path) -> object:
    """The same for all names of a file."""
    status = os.stat(path)
    return (status.st_dev, status.st_ino) if status.st_ino else path.resolve()


def _taken(name: str, path: Path, folder: Path) -> list[Source]:
    """The source that a file is, or those within when it is an archive."""
    if kind_of(path, name) != "zip":
        return [_source(name, path)]
    folder.mkdir()
    unpacked = unpack(path, name, folder)
    first, *others = [_source(f"{name}/{member}", file) for member, file in unpacked.tables]
    return [replace(first, note=_left_out(name, unpacked.left_out)), *others]


def _left_out(name: str, files: Sequence[str]) -> Message | None:
    """What to tell about the files in an archive that are no tables; None when there are none."""
    if not files:
        return None
    named: list[object] = [shown(file) for file in files[:_MOST_NAMED]]
    if len(files) > len(named):
        named.append(say("and {count} more", count=len(files) - len(named)))
    return say("{file}: left out, since these are no tables: {files}", file=name, files=named)


def _source(name: str, path: Path) -> Source:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Source(name, path, digest, file.tell())
