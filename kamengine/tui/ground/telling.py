"""Problems in words that fit a dialog or a notice."""

from __future__ import annotations

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import KamError
from kamengine.tui.ground.remedies import problem_here

_LONGEST = 400


def told(error: KamError, messages: Messages) -> list[str]:
    """A line for each problem: where, what is wrong, and what to do about it; safe to be shown."""
    return [plain(problem_here(problem).text(messages), _LONGEST) for problem in error.problems]
