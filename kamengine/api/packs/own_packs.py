"""Rule packs in files of one's own, and what changing them comes to: what would change, and which tests object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.api.packs.known import examine_pack
from kamengine.locale.terminal import plain
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.pack.editing.wishes import Wish
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class EditedPack:
    """A pack before and after, both sound, with the bytes of its file.

    Attributes:
        file: its path.
        old: the bytes as they are.
        new: the bytes as they would be.
        before: the pack as it is.
        after: the pack as it would be.
        wishes: the values that were asked for, with those that they come after.
    """

    file: str
    old: bytes
    new: bytes
    before: CheckedPack
    after: CheckedPack
    wishes: Sequence[Wish]

    def failing(self) -> list[str]:
        """The names of the tests of the pack that pass now and would not any more."""
        return newly_failing(self.before, self.after) if self.new != self.old else []

    def write(self) -> None:
        """Put the new bytes in the place of the old ones.

        Raises:
            KamError: somebody has changed the file since, or it cannot be written.
        """
        from kamengine.pack.editing.files import replace_file

        replace_file(Path(self.file), self.new, old=self.old)


def edit_parameters(
    pack: str, typed: Mapping[str, str], start: date | None, source: str, host: PluginHost, today: date
) -> EditedPack:
    """New values of parameters in a pack, checked whole; also as it stands whenever any parameter changes after that.

    Args:
        pack: the path of its file.
        typed: the new values by parameter.
        start: the first day on which they hold; None corrects the values that hold today where they stand.
        source: who vouches for them.
        host: the plugins.
        today: the day to take for today.

    Raises:
        KamError: a parameter does not exist, a value does not fit, or the pack would not be sound; or the file is none
            of one's own.
    """
    from kamengine.pack.editing.parameters import change_parameters
    from kamengine.pack.editing.sound import sound_pack
    from kamengine.pack.editing.wishes import wishes_for

    before, old = own_pack(pack, host)
    wishes = wishes_for(before.pack, typed, start, source, today)
    new = change_parameters(old, [wish.change for wish in wishes])
    starts = {value.start for param in before.pack.params.values() for value in param.values if value.start}
    first = start or today
    after = sound_pack(pack, new, host.contributions, on=[first, *sorted(day for day in starts if day > first)])
    return EditedPack(pack, old, new, before, after, wishes)


def own_pack(reference: str, host: PluginHost) -> tuple[CheckedPack, bytes]:
    """A sound pack in a file of the user's own, and the bytes of that file.

    Raises:
        KamError: there is none, anything is wrong with it, or it is one of the packs that come with kamengine.
    """
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
    """What changes in a file, called so, as a unified diff whose lines are safe for a terminal."""
    before, after = (content.decode("utf-8-sig").splitlines() for content in (old, new))
    for line in unified_diff(before, after, plain(file, None), plain(file, None), lineterm=""):
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
