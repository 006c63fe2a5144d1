"""Whether what would be written is still a sound pack: asked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.industry import Industry
from kamengine.pack.read import read_pack
from kamengine.problems import KamError


def sound_pack(
    file: str, content: bytes, industries: Mapping[str, Industry], *, on: Iterable[date] = ()
) -> CheckedPack:
    """The checked pack in the bytes of a file.

    Args:
        file: how messages name it.
        content: its bytes.
        industries: what each loaded plugin contributes.
        on: days on which its parameters must fit together too, such as weights that are parameters.

    Raises:
        KamError: with everything that is wrong with it.
    """
    pack, problems = read_pack(file, content)
    checked, found = check_pack(pack, industries) if pack is not None else (None, [])
    problems = [*problems, *found]
    if checked is None or problems:
        raise KamError(sorted(problems, key=lambda problem: problem.place.line or 0))
    for day in on:
        bind(checked, day)
    return checked
