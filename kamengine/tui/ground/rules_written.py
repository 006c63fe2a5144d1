"""The rule packs that this session wrote: written and restored byte for byte, in one line with the journal's changes.

The journal knows nothing of files. So each writing remembers how far the journal had come, and what came later is taken
back first, whether it is a writing or a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.pack.editing.files import replace_file
from kamengine.pack.typed import as_typed
from kamengine.problems import KamError, Message, Place, say, system_reason

if TYPE_CHECKING:
    from kamengine.api.packs.own_packs import EditedPack
    from kamengine.pack.editing.wishes import Wish


@dataclass(frozen=True)
class Writing:
    """A pack that was written, or restored.

    Attributes:
        file: its path.
        name: what people call the file.
        old: the bytes before it was written.
        new: the bytes that were written.
        changes: the values that became others, in words.
        seq: the number of the newest journal entry when it was written, or restored.
    """

    file: Path
    name: str
    old: bytes
    new: bytes
    changes: tuple[Message, ...]
    seq: int

    def swap(self, there: bytes, instead: bytes) -> bool:
        """Put bytes in the place of those that the file should have; whether it had them, else nothing is written.

        Raises:
            KamError: the file cannot be read or written.
        """
        try:
            found = self.file.read_bytes() if self.file.exists() else None
        except OSError as error:
            what = say("cannot be read: {reason}", reason=system_reason(error))
            raise KamError.of(what, place=Place(self.name)) from error
        if found != there:
            return False
        replace_file(self.file, instead, old=there)
        return True


class RulesWritten:
    """What this session wrote into rule packs, oldest first, and what of it was taken back.

    It belongs to one thread, that of the office's clerk.
    """

    def __init__(self) -> None:
        """Nothing was written yet."""
        self._standing: list[Writing] = []
        self._taken_back: list[Writing] = []

    def write(self, edited: EditedPack, name: str, seq: int) -> None:
        """Write an edited pack, and remember it.

        Args:
            edited: the pack.
            name: what people call its file.
            seq: the number of the newest journal entry.

        Raises:
            KamError: somebody has changed the file since, or it cannot be written; nothing is remembered then.
        """
        edited.write()
        changes = tuple(_change(wish, edited.before.pack.params[wish.change.param].unit) for wish in edited.wishes)
        self._standing.append(Writing(Path(edited.file), name, edited.old, edited.new, changes, seq))
        self._taken_back.clear()

    @property
    def newest(self) -> int | None:
        """How far the journal had come when the newest writing that stands was made; None when none stands."""
        return self._standing[-1].seq if self._standing else None

    @property
    def newest_taken_back(self) -> int | None:
        """How far the journal had come when a writing was taken back last; None when none can be done again."""
        return self._taken_back[-1].seq if self._taken_back else None

    def undo(self, seq: int) -> Writing:
        """Restore the file of the newest writing that stands; which one it was.

        Where the file has been written by others since, it is left alone, and the writing is forgotten, so that what
        was done before it can be taken back.

        Raises:
            KamError: others have written the file since, or it cannot be read or written.
        """
        writing = self._standing[-1]
        if not writing.swap(writing.new, writing.old):
            self._standing.pop()
            what = say("the file has been written since, so that what was written here cannot be taken back this way")
            told = say("written here: {changes}; u again takes back what was done before that", changes=writing.changes)
            raise KamError.of(what, told, place=Place(writing.name))
        self._taken_back.append(replace(self._standing.pop(), seq=seq))
        return writing

    def redo(self, seq: int) -> Writing:
        """Write again what was taken back last; which writing it was.

        Raises:
            KamError: others have written the file since, or it cannot be read or written.
        """
        writing = self._taken_back[-1]
        if not writing.swap(writing.old, writing.new):
            self._taken_back.clear()
            what = say("the file has been written since; it is not written again")
            raise KamError.of(what, say("move the lines and write them again with w"), place=Place(writing.name))
        self._standing.append(replace(self._taken_back.pop(), seq=seq))
        return writing

    def forget_taken_back(self) -> None:
        """Nothing can be written again, since something new was done."""
        self._taken_back.clear()


def _change(wish: Wish, unit: str | None) -> Message:
    """A value that became another: ``line 100 → 155``, with the day from which it holds if it has one."""
    before: object = "–" if wish.old is None else as_typed(wish.old.value, unit)
    after: object = as_typed(wish.change.new.value, unit)
    start = wish.change.new.start
    if start is not None:
        after = say("{value} from {date}", value=after, date=start.isoformat())
    return say("{name} {before} → {after}", name=wish.change.param, before=before, after=after)
