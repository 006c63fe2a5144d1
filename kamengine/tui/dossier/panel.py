"""What a plugin says of an account: lines of text, of labels and values, with bars."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len

from kamengine.api.accounts.panels import PanelTold, said
from kamengine.declarations import PanelLine
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import say
from kamengine.tui.dossier.parts import words
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line, fit, paragraph, width
from kamengine.tui.widgets.item_list import Item

_BAR, _LEAST_BAR = 20, 6


def panel_items(panel: PanelTold, messages: Messages) -> list[Item]:
    """Each line of a panel; why there are none where the plugin failed."""
    if panel.failure is not None:
        lines = told(panel.failure, messages)
        return [Item(partial(paragraph, line, ink="open"), ("failure", at)) for at, line in enumerate(lines)]
    if not panel.lines:
        return [words(say("The plugin has nothing to say of this account."), messages, ("nothing",))]
    widest = max((cell_len(plain(said(line.label, messages))) for line in panel.lines), default=0)
    return [Item(partial(_line, line, widest, messages), ("line", at)) for at, line in enumerate(panel.lines)]


def _line(line: PanelLine, widest: int, messages: Messages, cells: int) -> list[Line]:
    label, text = (plain(said(each, messages), None) for each in (line.label, line.text))
    wide = min(widest, cells // 2)
    first: Line = ((fit(label, wide), "muted"), ("  ", "")) if label else ()
    lines = paragraph(text, cells, line.style, first=first)
    room = cells - width(lines[0]) - 2
    if line.share is not None and len(lines) == 1 and room >= _LEAST_BAR:
        return [(*lines[0], ("  ", ""), *interval_bar(line.share, line.share, 1, min(_BAR, room), 1))]
    return lines
