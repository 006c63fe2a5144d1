"""Undo and redo of what people keep, and of rules that were written here, as changes that the office makes."""

from __future__ import annotations

from collections.abc import Callable

from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.ground.rules_written import RulesWritten, Writing
from kamengine.tui.shell.change_words import PackOf, change_told
from kamengine.work.journal.back_and_forth import redo, undo
from kamengine.work.journal.whose import names_like
from kamengine.workspace import Workspace
from kamengine.workspace.changes import beginnings
from kamengine.workspace.revert import ALONGSIDE


def undo_work(
    who: str, written: RulesWritten, pack_of: PackOf, number: int | None = None
) -> Callable[[Workspace], Message]:
    """Takes back what a person changed last, or wrote into rules here; gives what to say of it.

    The change raises a `KamError` when there is nothing to take back, or when something else would not be left whole.

    Args:
        who: the person.
        written: what was written here.
        pack_of: the pack of a run, for the names of tiers.
        number: the change that the person was asked about; None for the newest.
    """

    def change(workspace: Workspace) -> Message:
        if number is None and _rules_are_newest(workspace, who, written):
            return say(
                "Taken back: {what}; Ctrl+R does it again", what=_of_rules(written.undo(workspace.journal.last()))
            )
        done = beginnings(workspace.catalog, undo(workspace, who, number=number).entries)
        return say("Taken back: {what}; Ctrl+R does it again", what=change_told(workspace, done, pack_of))

    return change


def redo_work(who: str, written: RulesWritten, pack_of: PackOf) -> Callable[[Workspace], Message]:
    """Does again what a person took back last; gives what to say of it.

    The change raises a `KamError` when there is nothing, or something new was done since.
    """

    def change(workspace: Workspace) -> Message:
        journal, names = workspace.journal, names_like(workspace, who)
        new, taken = journal.newest_new(of=names, without=ALONGSIDE), journal.newest_taking_back(of=names)
        position = written.newest_taken_back
        if position is not None and new is not None and new.seq > position:
            written.forget_taken_back()
            position = None
        if position is not None and (taken is None or taken.seq <= position):
            return say("Done again: {what}; u takes it back", what=_of_rules(written.redo(journal.last())))
        if position is None and taken is not None and written.newest is not None and taken.seq <= written.newest:
            what = say("something new was done since it was taken back: rules were written")
            raise KamError.of(what, say("u takes that back first"), place=Place("rules"))
        done = beginnings(workspace.catalog, redo(workspace, who).entries)
        return say("Done again: {what}; u takes it back", what=change_told(workspace, done, pack_of))

    return change


def rules_come_next(workspace: Workspace, who: str, written: RulesWritten, *, undo: bool) -> bool:
    """Whether rules that were written here are what is taken back, or done again, next."""
    if undo:
        return _rules_are_newest(workspace, who, written)
    position = written.newest_taken_back
    taken = workspace.journal.newest_taking_back(of=names_like(workspace, who))
    return position is not None and (taken is None or taken.seq <= position)


def _rules_are_newest(workspace: Workspace, who: str, written: RulesWritten) -> bool:
    newest = workspace.journal.newest_standing(of=names_like(workspace, who), without=ALONGSIDE)
    return written.newest is not None and (newest is None or newest.seq <= written.newest)


def _of_rules(writing: Writing) -> Message:
    return say("{changes} in {file}", changes=writing.changes, file=writing.name)
