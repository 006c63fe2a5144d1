"""Undo and redo of what people keep, as changes that the office makes."""

from __future__ import annotations

from collections.abc import Callable

from kamengine.locale.clock import local_time
from kamengine.problems import Message, say
from kamengine.work.back_and_forth import redo, undo
from kamengine.workspace import Workspace
from kamengine.workspace.changes import beginnings


def undo_work(who: str) -> Callable[[Workspace], Message]:
    """Takes back what a person changed last; gives what to say of it.

    The change raises a `KamError` when there is nothing to take back, or when something else would not be left whole.
    """

    def change(workspace: Workspace) -> Message:
        first = beginnings(workspace.catalog, undo(workspace, who).entries)[0]
        return say("Taken back: change {n} by {who}, {when}", n=first.batch, who=first.who, when=local_time(first.at))

    return change


def redo_work(who: str) -> Callable[[Workspace], Message]:
    """Does again what a person took back last; gives what to say of it.

    The change raises a `KamError` when there is nothing, or something new was done since.
    """

    def change(workspace: Workspace) -> Message:
        first = beginnings(workspace.catalog, redo(workspace, who).entries)[0]
        return say("Done again: change {n} by {who}, {when}", n=first.batch, who=first.who, when=local_time(first.at))

    return change
