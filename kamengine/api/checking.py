"""Looking a rule pack over in a process of its own: seconds of proofs and tests that nobody else has to wait for.

The solver of the proofs keeps one state for a whole process and is not made for threads; apart from us it can also be
stopped at any moment. ``python -m kamengine.api.checking`` is that process: it reads a request from standard input and
writes what it found to standard output.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.proof import Report

_POLITE = 5  # how far the process stands back behind others


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


async def check_apart(
    id: str, file: str, content: bytes, host: PluginHost | Collection[str], *, proofs: bool = True
) -> Found:
    """Look a pack over in a process of its own; it ends at once when nobody waits any more.

    Args:
        id: of the pack.
        file: the name that its problems give.
        content: its bytes.
        host: the plugins, or their names.
        proofs: whether to look for what can be proved, besides running the tests.

    Raises:
        KamError: the process came to grief.
    """
    names = tuple(host.contributions) if hasattr(host, "contributions") else tuple(host)
    request = pickle.dumps(Asked(id, file, content, names, proofs))
    command = (sys.executable, "-P", "-m", "kamengine.api.checking")  # -P: nothing is imported from the current folder
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=nothing)
    try:
        out, _ = await process.communicate(request)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        what = say(
            "the pack could not be looked over: its process ended with status {status}", status=process.returncode
        )
        raise KamError.of(what, say("kam check {file} says more", file=file), place=Place(file))
    found = pickle.loads(out)  # written by our own process
    assert isinstance(found, Found)
    return found


def check_content(asked: Asked) -> Found:
    """Look a pack over here and now."""
    from kamengine.api.checks import check_candidate
    from kamengine.api.files import plugins
    from kamengine.api.packs import pack_from_bytes
    from kamengine.engine.pack_tests import run_tests

    host = plugins(enabled=bool(asked.plugins), only=asked.plugins)
    candidate = pack_from_bytes(asked.content, asked.id, asked.file, host).candidate
    if candidate.checked is None:
        return Found()
    checks = check_candidate(candidate, host, proofs=asked.proofs)
    failing = tuple(result.name for result in run_tests(candidate.checked) if not result.passed)
    return Found(checks.report, checks.work, failing)


def _main() -> None:
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    asked = pickle.load(sys.stdin.buffer)
    assert isinstance(asked, Asked)
    sys.stdout.buffer.write(pickle.dumps(check_content(asked)))


if __name__ == "__main__":
    from kamengine.api import checking  # what is written must be known by the name that others import it by

    checking._main()
