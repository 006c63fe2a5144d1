"""Where rule packs are: shipped ones by id, those of plugins, and files; loading one into a checked pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.industry import Industry
from kamengine.pack.model import Pack
from kamengine.pack.read import read_pack, read_pack_file
from kamengine.problems import KamError, Place, Problem, did_you_mean, say, system_reason


@dataclass(frozen=True)
class Candidate:
    """A pack that was looked at, whether or not it is sound.

    Attributes:
        id: by which it is called: the name of its file.
        origin: ``shipped``, the plugin that brings it, or the file's path.
        pack: as read; None when it is not even TOML.
        checked: None when anything is wrong.
        problems: everything that is wrong.
    """

    id: str
    origin: str
    pack: Pack | None
    checked: CheckedPack | None
    problems: tuple[Problem, ...]


def shipped_rules() -> Traversable:
    """The folder of the packs that come with kamengine: in the wheel, or ``rules/`` of a checkout."""
    packaged = files("kamengine") / "_rules"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def shipped_packs() -> dict[str, Traversable]:
    """The files of the shipped packs by id."""
    return _by_id(entry for entry in shipped_rules().iterdir() if entry.name.endswith(".toml"))


def candidate(reference: str, industries: Mapping[str, Industry], plugin_packs: Mapping[str, Traversable]) -> Candidate:
    """The pack that a reference names: a file, or the id of a pack that is shipped or that a plugin brings.

    Raises:
        KamError: there is no such file and no such id.
    """
    path = Path(reference)
    shipped = shipped_packs()
    if reference in shipped and not path.is_file():
        return _examine(reference, "shipped", shipped[reference], industries)
    if reference in plugin_packs and not path.is_file():
        return _examine(reference, "plugin", plugin_packs[reference], industries)
    if not path.suffix and path.name == reference and not _is_there(path):
        known = sorted({*shipped, *plugin_packs})
        what = say("there is no rule pack {name}", name=reference[:80])
        raise KamError.of(what, did_you_mean(reference, known) or say("packs: {names}", names=", ".join(known)))
    pack, problems = read_pack_file(path)
    return _checked(path.stem, str(path), pack, problems, industries)


def all_candidates(industries: Mapping[str, Industry], plugin_packs: Mapping[str, Traversable]) -> list[Candidate]:
    """Every pack that can be called by id, sound or not, sorted by id."""
    shipped = shipped_packs()
    found = [_examine(id, "shipped", entry, industries) for id, entry in shipped.items()]
    found += [_examine(id, "plugin", entry, industries) for id, entry in plugin_packs.items() if id not in shipped]
    return sorted(found, key=lambda one: one.id)


def load(
    reference: str, industries: Mapping[str, Industry], plugin_packs: Mapping[str, Traversable] | None = None
) -> CheckedPack:
    """The checked pack that a reference names.

    Raises:
        KamError: it does not exist, or anything is wrong with it (then every problem).
    """
    found = candidate(reference, industries, plugin_packs or {})
    if found.checked is None:
        raise KamError(found.problems)
    return found.checked


def from_content(id: str, origin: str, file: str, content: bytes, industries: Mapping[str, Industry]) -> Candidate:
    """A pack from its bytes, as they stand in a file or were kept when it was used.

    Args:
        id: by which it is called.
        origin: where it comes from.
        file: the name that its problems give.
        content: the TOML.
        industries: what the plugins bring.
    """
    pack, problems = read_pack(file, content)
    return _checked(id, origin, pack, problems, industries)


def content_of(reference: str, plugin_packs: Mapping[str, Traversable]) -> tuple[str, str, bytes] | None:
    """The bytes of a pack that is shipped or that a plugin brings: its origin, its file and the content; else None."""
    for origin, known in (("shipped", shipped_packs()), ("plugin", plugin_packs)):
        if reference in known:
            entry = known[reference]
            return origin, str(entry) if isinstance(entry, Path) else entry.name, entry.read_bytes()
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no file can have
        return False


def _by_id(entries: Iterable[Traversable]) -> dict[str, Traversable]:
    return {entry.name.removesuffix(".toml"): entry for entry in sorted(entries, key=lambda entry: entry.name)}


def _examine(id: str, origin: str, entry: Traversable, industries: Mapping[str, Industry]) -> Candidate:
    try:
        content = entry.read_bytes()
    except OSError as error:
        what = say("cannot be read: {reason}", reason=system_reason(error))
        return Candidate(id, origin, None, None, (Problem(Place(entry.name), what),))
    file = str(entry) if isinstance(entry, Path) else entry.name
    return from_content(id, origin, file, content, industries)


def _checked(
    id: str, origin: str, pack: Pack | None, problems: list[Problem], industries: Mapping[str, Industry]
) -> Candidate:
    if pack is None:
        return Candidate(id, origin, None, None, tuple(problems))
    checked, found = check_pack(pack, industries)
    every = sorted([*problems, *found], key=lambda problem: problem.place.line or 0)
    return Candidate(id, origin, pack, None if every else checked, tuple(every))
