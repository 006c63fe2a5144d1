"""What notes and lines of a SWOT share: each is a text about an account that is kept, changed and removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from kamengine.work.accounts.dossier import PREFIXES, refuse_blank, the
from kamengine.work.ground.things import keep
from kamengine.work.model import Note, Swot
from kamengine.workspace import Transaction, Workspace

R = TypeVar("R", Note, Swot)


def add_remark(workspace: Workspace, change: Transaction, remark: R) -> R:
    """Keep a new remark, which gets a key.

    Raises:
        KamError: it says nothing.
    """
    refuse_blank(remark.text, "TEXT")
    new = remark.with_(key=workspace.work.new_key(change, remark.kind, PREFIXES[type(remark)]))
    keep(workspace, change, new, "add")
    return new


def change_remark(workspace: Workspace, change: Transaction, of: type[R], key: str, values: Mapping[str, Any]) -> R:
    """Change a remark.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        of: what it is.
        key: by which it is called.
        values: by field.

    Raises:
        KamError: there is no such remark, or it would say nothing.
    """
    remark = the(workspace, of, key).with_(**values)
    refuse_blank(remark.text, "--text")
    keep(workspace, change, remark)
    return remark


def drop_remark(workspace: Workspace, change: Transaction, of: type[R], key: str) -> R:
    """Remove a remark; the journal keeps what it said, and `kam undo` brings it back.

    Raises:
        KamError: there is no such remark.
    """
    remark = the(workspace, of, key)
    workspace.work.drop(change, of.kind, remark.key)
    return remark
