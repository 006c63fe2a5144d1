"""What customers need or suffer from, from the day it was said to what came of it (domain row 54)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamengine.declarations import Label
from kamengine.locale.clock import local_time
from kamengine.problems import KamError, Place, say
from kamengine.work.accounts.dossier import PREFIXES, refuse_blank, refuse_outside, the
from kamengine.work.ground.things import keep
from kamengine.work.model import Need
from kamengine.workspace import Transaction, Workspace

ABOUT: Mapping[str, Label] = {
    "function": Label("function", "功能"),
    "quality": Label("quality", "质量"),
    "price": Label("price", "价格"),
    "delivery": Label("delivery", "交付"),
    "service": Label("service", "服务"),
    "relationship": Label("relationship", "关系"),
    "other": Label("other", "其他"),
}
"""What a need concerns: the pains of domain row 54 in function, quality and price, and those around the product."""

SEVERITIES: Mapping[int, Label] = {
    1: Label("a wish", "希望"),
    2: Label("useful", "有益"),
    3: Label("important", "重要"),
    4: Label("urgent", "紧急"),
    5: Label("they leave without it", "不解决即流失"),
}
"""What the marks mean."""

STATUSES: Mapping[str, Label] = {
    "open": Label("open", "未解决"),
    "answered": Label("answered", "已提方案"),
    "closed": Label("closed", "已关闭"),
}
"""What the states of a need are called."""


def add_need(workspace: Workspace, change: Transaction, need: Need) -> Need:
    """Keep a new need, which gets a key; one that comes with a solution is answered.

    Raises:
        KamError: it says nothing, or its severity is off the scale.
    """
    status = "answered" if need.solution.strip() else "open"
    new = need.with_(key=workspace.work.new_key(change, Need.kind, PREFIXES[Need]), status=status)
    _check(new, "TEXT")
    keep(workspace, change, new, "add")
    return new


def change_need(workspace: Workspace, change: Transaction, key: str, values: Mapping[str, Any]) -> Need:
    """Change what is known of a need; a solution answers it, and taking the solution away opens it again.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the need.
        values: by field of `Need`.

    Raises:
        KamError: there is no such need, it is closed, it would say nothing, or its severity is off the scale.
    """
    need = _still_open(workspace, key).with_(**values)
    need = need.with_(status="answered" if need.solution.strip() else "open")
    _check(need, "--text")
    keep(workspace, change, need)
    return need


def close_need(workspace: Workspace, change: Transaction, key: str, result: str) -> Need:
    """Close a need that is met or gone.

    Raises:
        KamError: there is no such need, it is closed already, or what came of it is not said.
    """
    need = _still_open(workspace, key)
    if not result.strip():
        raise KamError.of(say("what came of it is not said"), say("say it with --result"), place=Place(key="--result"))
    closed = need.with_(status="closed", result=result)
    keep(workspace, change, closed, "close")
    return closed


def reopen_need(workspace: Workspace, change: Transaction, key: str) -> Need:
    """Open a need again that was closed too early; one that is open stays as it is.

    Raises:
        KamError: there is no such need.
    """
    need = the(workspace, Need, key)
    if need.status != "closed":
        return need
    opened = need.with_(status="answered" if need.solution.strip() else "open", result="")
    keep(workspace, change, opened, "reopen")
    return opened


def _still_open(workspace: Workspace, key: str) -> Need:
    need = the(workspace, Need, key)
    if need.status == "closed":
        entry = workspace.work.version(Need.kind, need.key)
        told = {"key": need.key, "who": entry.who if entry else "", "when": local_time(entry.at) if entry else ""}
        remedy = say("kam need reopen {key} opens it again", key=need.key)
        raise KamError.of(say("{key} was closed by {who}, {when}", **told), remedy)
    return need


def _check(need: Need, place: str) -> None:
    """See that a need is sound; `place` is where its text was typed."""
    refuse_blank(need.text, place)
    refuse_outside(need.severity, max(SEVERITIES), "--severity")
