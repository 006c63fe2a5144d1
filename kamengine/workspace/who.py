"""Who does what: the name that the journal notes."""

from __future__ import annotations

import getpass
from collections.abc import Mapping

from kamengine.problems import KamError, Place, say

VARIABLE = "KAM_USER"
_LONGEST = 80


def who_is_it(option: str | None, environ: Mapping[str, str]) -> str:
    """The name of who works: what ``--as`` says, else ``KAM_USER``, else the name of the system's user.

    Raises:
        KamError: the name is too long.
    """
    for source, name in (("--as", option), (VARIABLE, environ.get(VARIABLE))):
        if name and name.strip():
            if len(name.strip()) > _LONGEST:
                raise KamError.of(
                    say("the name has more than {most} characters", most=_LONGEST), place=Place(key=source)
                )
            return name.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "unknown"
