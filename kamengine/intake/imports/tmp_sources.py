"""The files that are named on a line, with the hashes of their bytes."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kamengine.workspace.durable import sha256_of


@dataclass(frozen=True)
class Source:
    """A file: what the user calls it, where it is, and what it holds."""

    name: str
    path: Path
    sha256: str
    size: int


def find_sources(arguments: Sequence[str], folder: Path) -> list[Source]:
    """The files that are named, in order; a pattern stands for the files that it fits, by name."""
    del folder
    names = [name for text in arguments for name in (sorted(glob.glob(text)) or [text])]
    return [Source(name, Path(name), sha256_of(Path(name)), Path(name).stat().st_size) for name in names]
