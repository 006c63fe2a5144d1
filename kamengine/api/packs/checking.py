"""Looking a rule pack over in a process of its own: seconds of proofs and tests that nobody else has to wait for.

The solver of the proofs keeps one state for a whole process and is not made for threads; apart from us it can also be
stopped at any moment. ``python -m kamengine.api.packs.checking`` is that process: it reads a request from standard
input and writes what it found to standard output.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.own_process import OwnProcess, reason_of, stand_back
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.proof import Report

_MODULE = "kamengine.api.packs.checking"


@dataclass(frozen=True)
class Asked:
    """What is to be looked at.

    Attributes:
        id: of the pack.
        file: the name that its problems give.
        content: its bytes.
        plugins: the names of those to load.
        proofs: whether to look for what can be proved, besides running the tests.
    """

    id: str
    file: str
    content: bytes
    plugins: tuple[str, ...]
    proofs: bool = True


@dataclass(frozen=True)
class Found:
    """What was found out about a sound pack.

    Attributes:
        report: what is proved; None when nobody asked, or the pack is not sound.
        work: what is wrong with playbooks that plugins have for it, and which of them are left out.
        failing: the names of its tests that fail.
    """

    report: Report | None = None
    work: tuple[Problem, ...] = ()
    failing: tuple[str, ...] = ()


class Checking(OwnProcess):
    """Looks packs over in a process of its own, one at a time; from another thread it can be stopped."""

    def __init__(self) -> None:
        """No process runs yet."""
        super().__init__(_MODULE, answers=True)

    def check(self, asked: Asked) -> Found | None:
        """Look a pack over, and wait for it.

        Returns:
            what was found; None when it was stopped.

        Raises:
            KamError: the process came to grief.
        """
        request = pickle.dumps(asked)
        done = self.run(lambda process: process.communicate(request))
        if done is None:
            return None
        status, (out, wrong) = done
        if status:
            what = say("the pack could not be looked over: {reason}", reason=reason_of(status, wrong))
            raise KamError.of(what, say("kam check {file} says more", file=asked.file), place=Place(asked.file))
        found = pickle.loads(out)  # written by our own process
        assert isinstance(found, Found)
        return found


def check_content(asked: Asked) -> Found:
    """Look a pack over here and now."""
    from kamengine.api.packs.checks import check_candidate
    from kamengine.api.packs.known import plugins
    from kamengine.api.packs.packs import pack_from_bytes
    from kamengine.engine.pack_tests import run_tests

    host = plugins(enabled=bool(asked.plugins), only=asked.plugins)
    candidate = pack_from_bytes(asked.content, asked.id, asked.file, host).candidate
    if candidate.checked is None:
        return Found()
    checks = check_candidate(candidate, host, proofs=asked.proofs)
    failing = tuple(result.name for result in run_tests(candidate.checked) if not result.passed)
    return Found(checks.report, checks.work, failing)


def _main() -> None:
    stand_back()
    asked = pickle.load(sys.stdin.buffer)
    assert isinstance(asked, Asked)
    sys.stdout.buffer.write(pickle.dumps(check_content(asked)))


if __name__ == "__main__":
    from kamengine.api.packs import checking  # what is written must be known by the name that others import it by

    checking._main()
