"""Taking back what people did, and doing it again: a change at a time, whole or not at all, as the journal tells it.

The unit is the change: all that was written in one transaction, of whatever kinds. An entry stands while nothing takes
it back; a taking back is an entry that names the one it takes back, and can be taken back itself, which is doing it
again. So everybody has one line of changes, to go back and forth in, until something new is done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from kamengine.problems import KamError, Place, Problem, say
from kamengine.workspace.entry_words import key_of, told
from kamengine.workspace.journal import REDO, UNDO, Entry, Journal, Transaction
from kamengine.workspace.revert import ALONGSIDE, NEVER, revert

Check = Callable[[Transaction, Sequence[Entry]], Iterable[Problem]]
"""Looks at what taking entries back has left, before it is kept; what is wrong with it."""

_MOST = 8
_LONGEST = 80


@dataclass(frozen=True)
class Undone:
    """A change that was taken back, or done again.

    Attributes:
        entries: what was taken back, oldest first: what had been done, or its taking back when it is done again.
        seq: the journal entry of it, the first if there are several.
    """

    entries: tuple[Entry, ...]
    seq: int


def undo_newest(journal: Journal, kind: str, who: str) -> Undone:
    """Take the newest change of a kind back that is not taken back yet, whoever made it; only what is of this kind.

    Args:
        journal: of the workspace.
        kind: of the entries: ``import``, ``correction``, ``mapping`` or a kind of records.
        who: takes it back.

    Raises:
        KamError: there is none, or what it changed was changed by something else since.
    """
    with journal.transaction(who) as change:
        newest = journal.newest_standing(kind=kind)
        if newest is None:
            raise KamError.of(say("there is nothing to take back"))
        entries = tuple(entry for entry in _standing(journal, newest) if entry.kind == kind)
        return _reverted(change, entries, UNDO)


def next_undone(journal: Journal, of: Collection[str]) -> tuple[Entry, ...]:
    """What taking back the newest change of somebody would take back, oldest first; empty when there is nothing."""
    newest = journal.newest_standing(of=of, without=ALONGSIDE)
    return () if newest is None else _standing(journal, newest)


def next_redone(journal: Journal, of: Collection[str]) -> tuple[Entry, ...]:
    """The takings back that somebody would do again next, oldest first; empty when nothing can be done again."""
    newest, new = journal.newest_taking_back(of=of), journal.newest_new(of=of, without=ALONGSIDE)
    if newest is None or (new is not None and new.seq > newest.seq):
        return ()
    return _takings_back(journal, newest)


def undo_last(
    journal: Journal, who: str, of: Collection[str], *, number: int | None = None, check: Check | None = None
) -> Undone:
    """Take back the newest change of somebody that stands, with all that was done in it.

    Args:
        journal: of the workspace.
        who: takes it back.
        of: whose change; the names under which one person is known to the journal.
        number: any journal entry of the change; None for the newest.
        check: looks at what is left.

    Raises:
        KamError: there is none, somebody else's is meant, a later change touched the same thing (it is named, with who
            made it), or what would be left is not sound.
    """
    with journal.transaction(who) as change:
        newest = journal.newest_standing(of=of, without=ALONGSIDE) if number is None else _meant(journal, number, of)
        if newest is None:
            what = say("there is nothing of {who} to take back", who=next(iter(of)))
            raise KamError.of(what, say("kam journal tells who changed what"))
        return _whole(journal, change, _standing(journal, newest), UNDO, check)


def redo_last(journal: Journal, who: str, of: Collection[str], *, check: Check | None = None) -> Undone:
    """Do again what somebody took back last, as long as the same person did nothing new since.

    Args:
        journal: of the workspace.
        who: does it again.
        of: who took it back; the names under which one person is known to the journal.
        check: looks at what is left.

    Raises:
        KamError: there is nothing, something new was done since, a later change touched the same thing (it is named,
            with who made it), or what would be left is not sound.
    """
    with journal.transaction(who) as change:
        newest = journal.newest_taking_back(of=of)
        if newest is None:
            what = say("there is nothing of {who} to do again", who=next(iter(of)))
            raise KamError.of(what, say("kam journal tells who changed what"))
        new = journal.newest_new(of=of, without=ALONGSIDE)
        if new is not None and new.seq > newest.seq:
            what = say("something new was done since it was taken back: {change}", change=told(new))
            raise KamError.of(what, say("take that back first: kam undo {n}", n=new.batch), place=_place(new))
        return _whole(journal, change, _takings_back(journal, newest), REDO, check)


def _meant(journal: Journal, number: int, of: Collection[str]) -> Entry:
    """An entry that stands of the change of this number.

    Raises:
        KamError: there is no such change, it is somebody else's, or nothing of it stands.
    """
    entries, place = journal.batch(number), Place(key=str(number))
    if not entries:
        raise KamError.of(say("there is no change of this number"), say("kam journal lists them"), place=place)
    lines = (journal.newest_of_line(each.seq) for each in entries if each.kind not in NEVER)
    standing = next((each for each in lines if each.does), None)
    if standing is None:
        what = say("nothing of this change stands that can be taken back")
        raise KamError.of(what, say("kam journal lists what does"), place=place)
    if standing.who not in of:
        name = standing.who[:_LONGEST]
        raise KamError.of(say("{who} made this change", who=name), say("say --of {who}", who=name), place=place)
    return standing


def _standing(journal: Journal, entry: Entry) -> tuple[Entry, ...]:
    """The entries that stand of the change to which an entry belongs, oldest first."""
    batch = [each for each in journal.batch(entry.seq) if each.does and each.kind != "run"]
    return _not_taken_back(journal, batch)


def _takings_back(journal: Journal, entry: Entry) -> tuple[Entry, ...]:
    """The takings back that stand of the change to which one belongs, oldest first."""
    return _not_taken_back(journal, [each for each in journal.batch(entry.seq) if not each.does])


def _not_taken_back(journal: Journal, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    gone = journal.taken_back(entries[0].seq, entries[-1].seq)
    return tuple(each for each in entries if each.seq not in gone)


def _whole(journal: Journal, change: Transaction, entries: tuple[Entry, ...], verb: str, check: Check | None) -> Undone:
    _refuse_touched(journal, entries)
    undone = _reverted(change, entries, verb)
    if check is not None and (problems := list(check(change, entries))):
        raise KamError(problems)
    return undone


def _reverted(change: Transaction, entries: tuple[Entry, ...], verb: str) -> Undone:
    return Undone(entries, min([revert(change, entry, verb) for entry in reversed(entries)]))


def _refuse_touched(journal: Journal, entries: Sequence[Entry]) -> None:
    """See that no change of the same things stands that was made after these.

    Raises:
        KamError: some do; each is named, with who made it, the first of them if there are many.
    """
    problems = []
    mine = _by_thing(entries)
    for thing, about in _by_thing(journal.of_the_same(entries[0].seq, entries[-1].seq)).items():
        began, gone = _beginnings(about), {each.undoes for each in about}
        since = max((began[each.seq] for each in mine.get(thing, ())), default=None)
        if since is None:
            continue
        later = [each for each in about if each.does and each.seq not in gone and began[each.seq] > since]
        if later:
            what = say("it has been changed since: {change}", change=told(journal.entry(later[-1].seq)))
            problems.append(Problem(_place(later[-1]), what, say("nothing was changed")))
        if len(problems) == _MOST:
            break
    if problems:
        raise KamError(problems)


def _by_thing(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    things: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        things.setdefault((entry.kind, entry.key), []).append(entry)
    return things


def _beginnings(about: Sequence[Entry]) -> dict[int, int]:
    """The entry with which the line of each entry about a thing began; its own number for most."""
    began: dict[int, int] = {}
    for entry in about:
        began[entry.seq] = entry.seq if entry.undoes is None else began[entry.undoes]
    return began


def _place(entry: Entry) -> Place:
    return Place(key=f"{entry.kind} {key_of(entry)[:_LONGEST]}")
