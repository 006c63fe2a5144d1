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
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost

Outcome = Literal["looked", "lost", "stopped"]
"""What came of it: all causes that there are were found; a run cannot be computed again; it was stopped."""

_LOST, _TOO_LITTLE_MEMORY = 3, 4  # exit statuses
_POLITE = 5  # how far the process stands back behind others
_LONGEST_REASON = 200


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


class Apart:
    """Has causes found in a process of its own, one after the other; from another thread it can be stopped."""

    def __init__(self) -> None:
        """No process runs yet."""
        self._one_at_a_time, self._changing = Lock(), Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped: subprocess.Popen[bytes] | None = None
        self._closed = False

    def find(self, asked: Asked) -> Outcome:
        """Find the causes of the moves between two runs, and wait until they are kept.

        Raises:
            KamError: the process came to grief, or there is too little memory.
        """
        with self._one_at_a_time:
            with self._changing:
                if self._closed:
                    return "stopped"
                process = self._process = _started()
            wrong = _talk(process, asked)
            with self._changing:
                self._process = None
                stopped = self._stopped is process
        if stopped:
            _clean_up(asked)
            return "stopped"
        return _outcome(process.returncode, wrong)

    def stop(self) -> None:
        """End what is under way, if anything is; whoever waits for it is told."""
        with self._changing:
            if self._process is not None:
                self._stopped = self._process
                self._process.kill()

    def close(self) -> None:
        """Stop, and begin nothing any more."""
        with self._changing:
            self._closed = True
        self.stop()


def _started() -> subprocess.Popen[bytes]:
    command = (sys.executable, "-P", "-m", "kamengine.review.apart")  # -P: nothing is imported from the current folder
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe)


def _talk(process: subprocess.Popen[bytes], asked: Asked) -> bytes:
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
        reason = (wrong.decode(errors="replace").strip().splitlines() or [f"status {status}"])[-1]
        what = say("the causes of moves could not be looked for: {reason}", reason=reason[:_LONGEST_REASON])
        raise KamError.of(what, say("kam review says more"))
    return "lost" if status == _LOST else "looked"


# ── the process ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _main() -> int:
    if hasattr(os, "nice"):
        os.nice(_POLITE)
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
