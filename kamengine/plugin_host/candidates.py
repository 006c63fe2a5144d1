"""Which plugins there are, without importing any of them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

from kamengine.hookspecs import PROJECT
from kamengine.plugin_host.guard import Refusal, on_one_line
from kamengine.problems import Message, say

GROUP = PROJECT
BUILT_IN = "built-in"
GIVEN = "given"
UNNAMED = "?"
_NAME = re.compile(r"^Name:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A plugin that could be loaded.

    Attributes:
        origin: ``"built-in"``, the name of the distribution, or ``"given"``.
        source: the name of the distribution, or ``"given"``: what a clash is reported with.
        target: what is imported, such as ``kamengine_telecom:plugin``.
        load: imports it and returns the plugin; may raise anything.
    """

    name: str
    origin: str
    source: str
    version: str
    target: str
    load: Callable[[], object]


def find_candidates(given: Mapping[str, object]) -> tuple[Candidate, ...]:
    """Every candidate: built-in ones first, then installed ones by name, then the given ones in their order."""
    installed = [candidate for found in _active_distributions() for candidate in _offered_by(*found)]
    installed.sort(key=lambda candidate: (candidate.origin != BUILT_IN, candidate.name, candidate.source))
    return (*installed, *(_given(name, plugin) for name, plugin in given.items()))


def places_of_plugins() -> tuple[tuple[str, int, int], ...]:
    """The folders in which plugins are looked for; another value once anything was installed or removed."""
    return tuple(_seen(place) for place in sys.path)


def _seen(place: str) -> tuple[str, int, int]:
    try:
        found = os.stat(place or os.curdir)
    except OSError:  # it is not there, and then holds nothing
        return place, 0, 0
    return place, found.st_ino, found.st_mtime_ns


def _active_distributions() -> Iterator[tuple[Distribution, str]]:
    """Each installed distribution with its name; of two with one name, the first on the path is the one in use."""
    seen: set[str] = set()
    for distribution in distributions():
        name = _name_of(distribution)
        normalised = _normalised(name)
        if normalised in seen and name != UNNAMED:
            continue
        seen.add(normalised)
        yield distribution, name


def _offered_by(distribution: Distribution, source: str) -> Iterator[Candidate]:
    if not _may_speak_of_us(distribution):
        return
    origin = BUILT_IN if _normalised(source) == PROJECT else source
    try:
        entry_points = distribution.entry_points.select(group=GROUP)
    except Exception as error:  # malformed or undecodable: one such file must not hide the other distributions
        load = _refusing(say("entry_points.txt cannot be read: {error}", error=on_one_line(error)))
        yield Candidate(source, origin, source, _version_of(distribution), "", load)
        return
    if entry_points:
        version = _version_of(distribution)
        for point in entry_points:
            yield Candidate(point.name, origin, source, version, point.value, point.load)


def _refusing(reason: Message) -> Callable[[], object]:
    def refuse() -> object:
        raise Refusal(reason)

    return refuse


def _may_speak_of_us(distribution: Distribution) -> bool:
    """Whether entry points name our group, or cannot even be looked at; most do not, and need no parsing."""
    try:
        return f"[{GROUP}]" in (distribution.read_text("entry_points.txt") or "")
    except Exception:
        return True


def _name_of(distribution: Distribution) -> str:
    """The name that its metadata gives, whose many other lines are not parsed: there may be hundreds of such files."""
    try:
        text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    except Exception:  # it is broken
        return UNNAMED
    named = _NAME.search(text.partition("\n\n")[0])
    return named[1] if named else UNNAMED


def _version_of(distribution: Distribution) -> str:
    try:
        return str(distribution.metadata["Version"] or "")
    except Exception:  # METADATA is missing or broken
        return ""


def _normalised(name: str) -> str:
    """The form in which distribution names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _given(name: str, plugin: object) -> Candidate:
    return Candidate(name, GIVEN, GIVEN, "", "", lambda: plugin)
