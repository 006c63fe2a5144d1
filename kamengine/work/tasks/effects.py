"""What an indicator was before and after a task: worth a look, and no proof."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kamengine.problems import say


@dataclass(frozen=True)
class Reading:
    """The value of an indicator in a run.

    Attributes:
        value: as canonical text; None for unknown.
        run: the id of the run.
        as_of: its date (ISO 8601); empty when the run is no longer known.
    """

    value: str | None
    run: str
    as_of: str


@dataclass(frozen=True)
class Effect:
    """An indicator around a task.

    Attributes:
        indicator: its name in the pack.
        before: when the task was started; None when it never was.
        after: when it was done; None while it is not.
        now: in the run of the newest plan; None when it cannot be read.
    """

    indicator: str
    before: Reading | None
    after: Reading | None
    now: Reading | None

    @property
    def change(self) -> Decimal | None:
        """By how much it has changed since the task was started, up to now; None where one of the two is no number."""
        later = self.now or self.after
        if self.before is None or later is None:
            return None
        try:
            return Decimal(later.value or "") - Decimal(self.before.value or "")
        except InvalidOperation:
            return None


CAVEAT = say("A change after a task is no proof that the task brought it about: other things have changed, too.")
"""What is said with every effect."""
