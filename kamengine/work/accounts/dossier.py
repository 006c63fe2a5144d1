"""What the things of a dossier share: what they are called, how one is found, and what may not be empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kamengine.declarations import Label
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.ground.things import Thing, all_of, find
from kamengine.work.model import Contact, Goal, Need, Note, Swot
from kamengine.workspace import Workspace

T = TypeVar("T", bound=Thing)

NAMES: Mapping[type[Thing], Label] = {
    Contact: Label("contact", "联系人"),
    Need: Label("need", "需求"),
    Note: Label("note", "笔记"),
    Swot: Label("SWOT line", "SWOT 条目"),
    Goal: Label("goal", "目标"),
}
"""What one of them is called."""

PREFIXES: Mapping[type[Thing], str] = {Contact: "c", Need: "n", Note: "o", Swot: "s", Goal: "g"}
"""What their keys begin with."""

_LONGEST_SHOWN = 40


def the(workspace: Workspace, of: type[T], key: str) -> T:
    """A thing of a dossier by its key.

    Raises:
        KamError: there is none.
    """
    found = find(workspace, of, key) or find(workspace, of, key.strip().casefold())
    if found is None:
        what = say("there is no {kind} {key}", kind=NAMES[of], key=key[:_LONGEST_SHOWN])
        near = did_you_mean(key, (one.key for one in all_of(workspace, of)))
        raise KamError.of(what, near or say("kam {kind} list lists them", kind=of.kind))
    return found


def refuse_blank(text: str, option: str) -> None:
    """See that a text says something.

    Raises:
        KamError: it is empty.
    """
    if not text.strip():
        raise KamError.of(say("the text is empty"), say("write what it is"), place=Place(key=option))


def refuse_outside(value: int, most: int, option: str) -> None:
    """See that a mark is on its scale; 0 stands for unknown.

    Raises:
        KamError: it is below 0 or too high.
    """
    if not 0 <= value <= most:
        what = say("{value} is not on the scale", value=value)
        raise KamError.of(what, say("write 1 to {most}, or 0 for unknown", most=most), place=Place(key=option))
