"""Asking a panel of a plugin for its lines: it may fail, print and give nonsense without consequences for the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Set
from copy import deepcopy
from itertools import islice

from kamengine.declarations import AccountView, Label, Panel, PanelLine
from kamengine.plugin_host.guard import Refusal, blaming, quiet
from kamengine.problems import KamError, Message, Place, say

MOST_LINES = 500
STYLES = ("", "heading", "strong", "muted", "open")


def lines_of(plugin: str, panel: Panel, account: AccountView) -> tuple[PanelLine, ...]:
    """What a panel says of an account; see `kamengine.plugin_host.PluginHost.tell_panel`."""
    told = {"plugin": plugin, "panel": panel.name}
    try:
        with quiet(), blaming(lambda error: say("the panel {panel} of {plugin} failed: {error}", **told, error=error)):
            return tuple(_lines(panel, deepcopy(account), told))
    except Refusal as refusal:
        remedy = say("tell its author; everything else goes on")
        raise KamError.of(refusal.reason, remedy, place=Place(key=plugin)) from None


def _lines(panel: Panel, account: AccountView, told: Mapping[str, object]) -> Iterator[PanelLine]:
    given = panel.tell(account)
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | Mapping | Set):
        raise Refusal(say("the panel {panel} of {plugin} gives no list of lines", **told))
    for number, line in enumerate(islice(given, MOST_LINES + 1), 1):
        if number > MOST_LINES:
            raise Refusal(say("the panel {panel} of {plugin} gives more than {most} lines", **told, most=MOST_LINES))
        if mistake := _mistake(line):
            where = {"number": number, "what": mistake}
            raise Refusal(say("the panel {panel} of {plugin}: line {number}: {what}", **told, **where))
        yield line


def _mistake(line: object) -> Message | None:
    """What is wrong with a line; None for nothing."""
    if not isinstance(line, PanelLine):
        return say("it is no PanelLine")
    if not all(isinstance(text, str | Label) for text in (line.text, line.label)):
        return say("text and label must be a text or a Label")
    if line.style not in STYLES:
        return say("the style must be one of {styles}", styles=[style for style in STYLES if style])
    share = line.share
    if share is not None and (not isinstance(share, int | float) or not math.isfinite(share) or not 0 <= share <= 1):
        return say("the share must be a number from 0 to 1")
    return None
