"""Which of the two languages the reader wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
"""What the system says of languages, first things first."""
_CHINESE = re.compile(r"zh(?![a-z])", re.IGNORECASE)


def choose_language(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language to speak: ``"zh"`` or ``"en"``.

    Args:
        option: what the user asked for (``--lang``); None or empty when nothing was asked.
        environ: the environment; the first of LC_ALL, LC_MESSAGES, LANG and LANGUAGE that is set and not empty
            decides, as POSIX says of the first three.

    Returns:
        ``"zh"`` for every Chinese locale (``zh``, ``zh_CN.UTF-8``, ``zh-TW``), ``"en"`` for anything else.
    """
    wanted = option or next((environ[name] for name in VARIABLES if environ.get(name)), "")
    return "zh" if _CHINESE.match(wanted) else "en"
