"""What the app remembers of a workspace between two times that it is opened: the language, the place, each view.

It is a convenience and no data: what cannot be read is forgotten, and what cannot be written is not remembered.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

_LARGEST = 1 << 20  # bytes; what is larger was not written by us


class Memory:
    """Values by place and name; a place is such as ``app`` or the id of a mode."""

    def __init__(self, file: Path | None) -> None:
        """Remember in a file; None forgets everything at the end."""
        self._file = file
        self._kept: dict[str, dict[str, Any]] = _read(file) if file is not None else {}
        self._written = json.dumps(self._kept)

    def get(self, place: str, name: str, usual: Any) -> Any:
        """A value; the usual one when nothing is remembered, or something of another type."""
        found = self._kept.get(place, {}).get(name, usual)
        return found if usual is None or type(found) is type(usual) else usual

    def put(self, place: str, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        self._kept.setdefault(place, {})[name] = value

    def save(self) -> None:
        """Write what is remembered, whole or not at all."""
        text = json.dumps(self._kept, ensure_ascii=False)
        if self._file is None or text == self._written:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(f".{os.getpid()}")
            new.write_text(text, encoding="utf-8")
            new.replace(self._file)
            self._written = text


def _read(file: Path) -> dict[str, dict[str, Any]]:
    with suppress(OSError, ValueError):
        if file.stat().st_size <= _LARGEST:
            found = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(found, dict) and all(isinstance(each, dict) for each in found.values()):
                return found
    return {}
