"""Views: lists of accounts that are kept under a name, for everybody in the workspace. Capitals make no other name."""

from __future__ import annotations

import unicodedata

from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.accounts.tags import folded
from kamengine.work.ground.lists import View
from kamengine.work.ground.things import all_of, find, keep
from kamengine.workspace import Transaction, Workspace

LONGEST_NAME = 60
_NAME = Place(key="NAME")


def save_view(workspace: Workspace, change: Transaction, view: View) -> View:
    """Keep a view; one of the same name is replaced.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        view: its key does not matter.

    Returns:
        The view as it is kept.

    Raises:
        KamError: the name is empty or too long, or it or a text of the view has characters that cannot be shown.
    """
    name = " ".join(unicodedata.normalize("NFC", view.name).split())
    if not name:
        raise KamError.of(say("the name is empty"), say("write a name such as Key accounts"), place=_NAME)
    if len(name) > LONGEST_NAME:
        what = say("{value} is too long for a name", value=name[:LONGEST_NAME])
        raise KamError.of(what, say("write at most {n} characters", n=LONGEST_NAME), place=_NAME)
    for text, option in ((name, "NAME"), (view.where, "--where"), (view.search, "--search")):
        if not text.isprintable():
            what = say("{value} has characters that cannot be shown", value=text[:LONGEST_NAME])
            raise KamError.of(what, say("leave them out"), place=Place(key=option))
    kept = view.with_(key=folded(name), name=name)
    keep(workspace, change, kept)
    return kept


def drop_view(workspace: Workspace, change: Transaction, name: str) -> View:
    """Remove a view; the journal keeps it, and `kam undo` brings it back.

    Raises:
        KamError: there is none of this name.
    """
    view = view_named(workspace, name)
    workspace.work.drop(change, View.kind, view.key)
    return view


def view_named(workspace: Workspace, name: str) -> View:
    """The view of a name.

    Raises:
        KamError: there is none.
    """
    found = find(workspace, View, folded(" ".join(name.split())))
    if found is None:
        remedy = did_you_mean(name, (each.name for each in all_of(workspace, View))) or say("kam view list lists them")
        raise KamError.of(say("there is no view {name}", name=name[:LONGEST_NAME]), remedy, place=Place(key="--view"))
    return found


def views_of(workspace: Workspace, pack: str | None = None) -> tuple[View, ...]:
    """The views in order of their names; only those of one pack, if one is named."""
    found = sorted(all_of(workspace, View), key=lambda view: view.key)
    return tuple(view for view in found if pack in (None, view.pack))
