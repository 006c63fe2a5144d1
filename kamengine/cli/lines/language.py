"""Which language a command speaks: known before its line is, so that what is wrong with the line is said in it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kamengine.locale import choose_language
from kamengine.locale.choice import VARIABLES, Language

_SAYS_NOTHING = re.compile(r"(C|POSIX)(\..*)?", re.IGNORECASE)


def wanted_language(line: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language: that of ``--lang``, else that of the system, else that of the workspace.

    Args:
        line: the arguments, as typed.
        environ: the environment. ``C`` and ``POSIX`` name no language.
    """
    asked = _value_of(line, "--lang")
    if not asked and all(_SAYS_NOTHING.fullmatch(environ.get(name) or "C") for name in VARIABLES):
        asked = _of_workspace(line, environ)
    return choose_language(asked, environ)


def _of_workspace(line: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """What the settings of the workspace say; None when they cannot be read, which is said later."""
    folder = _value_of(line, "--workspace", "-w") or environ.get("KAM_WORKSPACE") or os.curdir
    try:
        settings = tomllib.loads((Path(folder) / "workspace.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    language = settings.get("language")
    return language if isinstance(language, str) else None


def _value_of(line: Sequence[str], *names: str) -> str | None:
    """The value of an option, wherever it stands; also when the rest of the line cannot be understood."""
    options = line[: line.index("--")] if "--" in line else line
    found = None
    for index, text in enumerate(options):
        for name in names:
            if text == name and index + 1 < len(options):
                found = options[index + 1]
            elif text.startswith(f"{name}="):
                found = text.removeprefix(f"{name}=")
    return found
