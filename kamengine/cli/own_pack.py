"""What the commands that change rule packs share: whose file it is, what would change, and which tests object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.cli.output import near
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost


def own_pack(reference: str, host: PluginHost) -> tuple[CheckedPack, bytes]:
    """A sound pack in a file of the user's own, and the bytes of that file.

    Raises:
        KamError: there is none, anything is wrong with it, or it is one of the packs that come with kamengine.
    """
    from kamengine.api import examine_pack
    from kamengine.pack.editing.sound import sound_pack

    found = examine_pack(reference, host)
    if found.origin in ("shipped", "plugin"):
        what = say("{pack} comes with kamengine or a plugin, and is not changed", pack=reference)
        call = f"kam convert {reference} --to toml -o {reference}-own.toml"
        raise KamError.of(what, say("copy it, and change the copy: {call}", call=call))
    if found.checked is None:
        raise KamError(found.problems)
    content = Path(reference).read_bytes()
    return sound_pack(reference, content, host.contributions), content


def diff_lines(file: str, old: bytes, new: bytes) -> Iterator[str]:
    """What changes in a file, as a unified diff whose lines are safe for a terminal."""
    before, after = (content.decode("utf-8-sig").splitlines() for content in (old, new))
    for line in unified_diff(before, after, plain(near(file), None), plain(near(file), None), lineterm=""):
        yield "\t".join(plain(part, None) for part in line.split("\t"))


def newly_failing(before: CheckedPack, after: CheckedPack) -> list[str]:
    """The names of the tests of a pack that pass before a change and not after it."""
    from kamengine.engine.pack_tests import run_tests

    if not after.pack.tests:
        return []
    passed = {result.name for result in run_tests(before) if result.passed}
    return [result.name for result in run_tests(after) if not result.passed and result.name in passed]


def at_tests(checked: CheckedPack, names: Sequence[str]) -> Iterator[Problem]:
    """Tests that no longer pass, each as a problem where it stands."""
    index = {test.name: number for number, test in enumerate(checked.pack.tests)}
    for name in names:
        place = checked.pack.place("tests", index[name])
        yield Problem(Place(place.file, place.line), say("no longer passes: {name}", name=name))
