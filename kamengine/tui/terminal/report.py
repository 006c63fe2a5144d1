"""A report on what went wrong, to be sent to the authors: where in the program it was, and nothing of any customer."""

from __future__ import annotations

import platform
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("kamengine", "textual", "duckdb", "sqlglot", "pluggy", "sqlite-utils")


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write what kind of error it was, the calls that led there, and the versions; the file, or None.

    The message of the error, the values of variables and the lines of the program are left out: they may hold facts
    of customers.
    """
    now = datetime.now(UTC)
    file = folder / f"{now:%Y%m%d-%H%M%S}-{type(error).__name__}.txt"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(_lines(error, now)) + "\n", encoding="utf-8")
        return file
    return None


def _lines(error: BaseException, now: datetime) -> list[str]:
    lines = [f"kam: {type(error).__name__}", f"{now:%Y-%m-%d %H:%M:%S} UTC", ""]
    lines += [f"{name} {_version(name)}" for name in _LIBRARIES]
    lines += [f"python {platform.python_version()} {platform.system()} {platform.machine()}", ""]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(type(error).__name__)
        for frame, line in traceback.walk_tb(error.__traceback__):
            code = frame.f_code
            lines.append(f"  {_short(code.co_filename)}:{line} {code.co_name}")
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return lines


def _short(file: str) -> str:
    """The file as seen from where modules are found; no folder of the person who ran it."""
    for root in sorted((path for path in sys.path if path), key=len, reverse=True):
        with suppress(ValueError):
            return Path(file).relative_to(root).as_posix()
    return Path(file).name


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
