"""Undo and redo of a person's work: the newest change, whole, as long as it leaves everything else whole."""

from __future__ import annotations

from functools import partial

from kamengine.problems import Place
from kamengine.work.journal.left_whole import wrong_after
from kamengine.work.journal.whose import names_like, names_of_somebody
from kamengine.workspace import Workspace
from kamengine.workspace.undo import Undone

_OF = Place(key="--of")


def undo(workspace: Workspace, who: str, *, of: str | None = None, number: int | None = None) -> Undone:
    """Take back the newest change of a person that stands, or the one of a number, with all that was done in it.

    Args:
        workspace: where it was made.
        who: takes it back.
        of: whose change; None for one's own.
        number: any journal entry of the change.

    Raises:
        KamError: there is none, it is somebody else's, a later change touched the same thing, or something would be
            left that refers to what is gone.
    """
    names = _names(workspace, who, of)
    return workspace.undo_last(who, names, number=number, check=partial(wrong_after, workspace))


def redo(workspace: Workspace, who: str, *, of: str | None = None) -> Undone:
    """Do again what a person took back last, as long as nothing new was done since.

    Args:
        workspace: where it was taken back.
        who: does it again.
        of: who took it back; None for oneself.

    Raises:
        KamError: there is nothing, something new was done since, or it would not fit with what others did.
    """
    return workspace.redo_last(who, _names(workspace, who, of), check=partial(wrong_after, workspace))


def _names(workspace: Workspace, who: str, of: str | None) -> tuple[str, ...]:
    return names_like(workspace, who) if of is None else names_of_somebody(workspace, of, place=_OF)
