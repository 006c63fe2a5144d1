"""Undo and redo of what people keep, and of rules that were written here, as changes that the office makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kamengine.locale.clock import local_time
from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.rules_written import RulesWritten, Writing
from kamengine.work.back_and_forth import redo, undo
from kamengine.work.whose import names_like
from kamengine.workspace import Entry, Workspace
from kamengine.workspace.changes import beginnings
from kamengine.workspace.entry_words import (
    account_of,
    in_words,
    parts_of,
    thing_of,
    title_of,
    verb_of,
    with_tiers_called,
    worth_telling,
)
from kamengine.workspace.revert import ALONGSIDE

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord

PackOf = Callable[["Workspace", "RunRecord"], "CheckedPack"]
"""The pack of a run, which has the names of tiers."""


def undo_work(who: str, written: RulesWritten, pack_of: PackOf) -> Callable[[Workspace], Message]:
    """Takes back what a person changed last, or wrote into rules here; gives what to say of it.

    Args:
        who: the person.
        written: what was written into rules here.
        pack_of: the pack of a run, for the names of tiers.

    The change raises a `KamError` when there is nothing to take back, or when something else would not be left whole.
    """

    def change(workspace: Workspace) -> Message:
        names = names_like(workspace, who)
        newest = workspace.journal.newest_standing(of=names, without=ALONGSIDE)
        if written.newest is not None and (newest is None or newest.seq <= written.newest):
            return say(
                "Taken back: {what}; Ctrl+R does it again", what=_of_rules(written.undo(workspace.journal.last()))
            )
        done = beginnings(workspace.catalog, undo(workspace, who).entries)
        return say("Taken back: {what}; Ctrl+R does it again", what=_of_journal(workspace, done, pack_of))

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
        return say("Done again: {what}; u takes it back", what=_of_journal(workspace, done, pack_of))

    return change


def _of_rules(writing: Writing) -> Message:
    return say("{changes} in {file}", changes=writing.changes, file=writing.name)


def _of_journal(workspace: Workspace, done: Sequence[Entry], pack_of: PackOf) -> Message:
    """What was done: the first thing in words, how many more, and which change of whom it was."""
    first = done[0]
    words = {
        "what": _in_words(workspace, first, pack_of),
        "n": first.batch,
        "who": first.who,
        "when": local_time(first.at),
    }
    if len(done) == 1:
        return say("{what} (change {n} by {who}, {when})", **words)
    return say("{what}, and {more:,} more (change {n} by {who}, {when})", **words, more=len(done) - 1)


def _in_words(workspace: Workspace, entry: Entry, pack_of: PackOf) -> Message:
    """One thing that was done: ``task t17 (C0017 …) “Call them”: added``, ``fact city of C0017: stated``."""
    from kamengine.api.account_names import account_names  # in the thread of the office, since loading takes a moment
    from kamengine.api.tier_names import tier_names

    account = account_of(entry)
    names = account_names(workspace, [account] if account else ())
    thing, title = thing_of(entry, names), title_of(entry)
    if account and account not in parts_of(entry):
        thing = say("{thing} ({account})", thing=thing, account=f"{account} {names.get(account, '')}".strip())
    if title:
        thing = say("{thing} “{title}”", thing=thing, title=title)
    called = tier_names(workspace, partial(pack_of, workspace))
    verb, changes = verb_of(entry), with_tiers_called(worth_telling(entry), entry, called)
    if not changes:
        return say("{thing}: {verb}", thing=thing, verb=verb)
    return say("{thing}: {verb} ({changes})", thing=thing, verb=verb, changes=in_words(changes))
