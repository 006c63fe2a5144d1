"""The plan: what the account's tier calls for, as the plugins say."""

from __future__ import annotations

from kamengine.declarations import Playbook, Step
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.tui.lines import Line, paragraph


def plan(playbooks: tuple[Playbook, ...], messages: Messages, cells: int) -> list[Line]:
    """The goal and the steps of each playbook."""
    lines: list[Line] = []
    for playbook in playbooks:
        if lines:
            lines.append(())
        lines += paragraph(_told(messages.label(playbook.goal)), cells, "strong")
        digits = len(str(len(playbook.steps)))
        for number, step in enumerate(playbook.steps, 1):
            what = step.what if isinstance(step, Step) else step
            lines += paragraph(_told(messages.label(what)), cells, first=((f"{number:>{digits}}. ", "muted"),))
    return lines or paragraph(messages.say("No plugin says what this tier calls for."), cells, "muted")


def _told(text: str) -> str:
    return plain(text, None)
