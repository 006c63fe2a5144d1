"""The rule packs of a workspace: its own by id or file, else those that are shipped or that plugins bring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.api.packs.known import plugin_packs
from kamengine.pack.checked import CheckedPack
from kamengine.pack.find import Candidate, content_of, from_content, shipped_packs
from kamengine.pack.read import pack_bytes
from kamengine.problems import KamError, Place, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace

_LONGEST = 80


@dataclass(frozen=True)
class PackFile:
    """A rule pack with the bytes of its file.

    Attributes:
        candidate: the pack, sound or not.
        content: its file, as it was read.
    """

    candidate: Candidate
    content: bytes

    @property
    def checked(self) -> CheckedPack:
        """The pack, sound.

        Raises:
            KamError: with everything that is wrong with it.
        """
        if self.candidate.checked is None:
            raise KamError(self.candidate.problems)
        return self.candidate.checked


def packs_of(workspace: Workspace, host: PluginHost) -> list[PackFile]:
    """Every pack in the workspace's folder ``rules/``, by name of the file, sound or not.

    Raises:
        KamError: there is none.
    """
    files = workspace.pack_files()
    if not files:
        what = say("the workspace has no rule packs")
        remedy = say("put one there, such as a copy of a shipped one that kam packs lists")
        raise KamError.of(what, remedy, place=Place(str(workspace.folder / "rules")))
    return [_looked_at(path, host) for path in files]


def pack_of(workspace: Workspace, reference: str, host: PluginHost) -> PackFile:
    """The pack that a reference names: an id of the workspace's own, a file, or the id of any other known pack.

    Raises:
        KamError: there is none, or its file cannot be read.
    """
    own = {path.stem: path for path in workspace.pack_files()}
    if reference in own:
        return _read(own[reference], host)
    path = Path(reference)
    if path.suffix or path.name != reference:
        return _read(path, host)
    known = content_of(reference, plugin_packs(host))
    if known is not None:
        origin, file, content = known
        return PackFile(from_content(reference, origin, file, content, host.contributions), content)
    ids = sorted({*own, *shipped_packs(), *plugin_packs(host)})
    what = say("there is no rule pack {name}", name=reference[:_LONGEST])
    raise KamError.of(what, did_you_mean(reference, ids) or say("packs: {names}", names=", ".join(ids)))


def pack_from_bytes(content: bytes, id: str, file: str, host: PluginHost) -> PackFile:
    """A pack that was kept: as it was, checked with the plugins of today."""
    return PackFile(from_content(id, file, file, content, host.contributions), content)


def _looked_at(path: Path, host: PluginHost) -> PackFile:
    """The pack in a file; one that cannot be read has that for its problem."""
    try:
        return _read(path, host)
    except KamError as error:
        return PackFile(Candidate(path.stem, str(path), None, None, error.problems), b"")


def _read(path: Path, host: PluginHost) -> PackFile:
    content = pack_bytes(path)
    return PackFile(from_content(path.stem, str(path), str(path), content, host.contributions), content)
