"""Finding the causes of moves in a process of its own: seconds, and much memory, that nobody else has to spare.

``python -m kamengine.review.apart`` is that process. It reads from standard input which runs to compare, and keeps what
it finds in the workspace, where everybody can look it up; its exit status says how it went. It ends when its standard
input does, and so never outlives the process that asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

from kamengine.own_process import OwnProcess, reason_of, stand_back
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost

Outcome = Literal["looked", "lost", "stopped"]
"""What came of it: all causes that there are were found; a run cannot be computed again; it was stopped."""

_LOST, _TOO_LITTLE_MEMORY = 3, 4  # exit statuses
_MODULE = "kamengine.review.apart"


@dataclass(frozen=True)
class Asked:
    """Which moves the causes are wanted of.

    Attributes:
        folder: of the workspace.
        old: the id of the run before.
        new: the id of the run now.
        plugins: the names of those to load.
    """

    folder: str
    old: str
    new: str
    plugins: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, old: str, new: str, host: PluginHost) -> Asked:
        """The same plugins as those of a host."""
        return cls(str(folder), old, new, tuple(host.contributions))


class Finding(OwnProcess):
    """Has causes found in a process of its own, one after the other; from another thread it can be stopped."""

    def __init__(self) -> None:
        """No process runs yet."""
        super().__init__(_MODULE, answers=False)

    def find(self, asked: Asked) -> Outcome:
        """Find the causes of the moves between two runs, and wait until they are kept.

        Raises:
            KamError: the process came to grief, or there is too little memory.
        """
        done = self.run(partial(_talk, asked))
        if done is None:
            _clean_up(asked)
            return "stopped"
        return _outcome(*done)


def _talk(asked: Asked, process: subprocess.Popen[bytes]) -> bytes:
    """Ask, and wait for the end; what the process says of errors."""
    assert process.stdin is not None and process.stderr is not None, "they are pipes"
    with process.stdin as requests, process.stderr as wrong:
        with suppress(BrokenPipeError):  # it has ended already
            requests.write(json.dumps(asdict(asked)).encode() + b"\n")
            requests.flush()
        said = wrong.read()
        process.wait()
        return said


def _clean_up(asked: Asked) -> None:
    """Remove what a process that was stopped has left in the workspace."""
    from kamengine.workspace.folder import Folder
    from kamengine.workspace.temporary import remove_abandoned

    with suppress(OSError):
        remove_abandoned(Folder(Path(asked.folder)).temporary)


def _outcome(status: int, wrong: bytes) -> Outcome:
    if status == _TOO_LITTLE_MEMORY:
        from kamengine.review.causes import too_little_memory

        raise too_little_memory()
    if status not in (0, _LOST):
        what = say("the causes of moves could not be looked for: {reason}", reason=reason_of(status, wrong))
        raise KamError.of(what, say("kam review says more"))
    return "lost" if status == _LOST else "looked"


# ── the process ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _main() -> int:
    stand_back()
    asked = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    return _look(Asked(**asked))


def _end_with(requests: int) -> None:
    """End at once when nobody is there any more who could want an answer."""
    while os.read(requests, 1):
        pass
    os._exit(_LOST)


def _look(asked: Asked) -> int:
    from kamengine.api import plugins
    from kamengine.review.causes import find_causes
    from kamengine.workspace import Workspace

    host = plugins(enabled=bool(asked.plugins), only=asked.plugins)
    with Workspace.open(Path(asked.folder)) as workspace:
        old, new = (workspace.runs.get(id) for id in (asked.old, asked.new))
        try:
            found = find_causes(workspace, host, old, new)
        except KamError:
            return _TOO_LITTLE_MEMORY
    return 0 if found is not None else _LOST


if __name__ == "__main__":
    sys.exit(_main())
