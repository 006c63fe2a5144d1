"""What is asked of somebody who lets another tier hold, whatever screen it is asked on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.locale import Messages
from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message, say
from kamengine.tui.dialogs.form import Answers, Asked
from kamengine.work.ground.days import day_typed, how_typed

if TYPE_CHECKING:
    from kamengine.work.tiers.overrides import Overriding

Tiers = list[tuple[str, Message | str]]


def tiers_of(checked: CheckedPack, messages: Messages) -> Tiers:
    """The tiers of a pack to choose from, by id, the best first."""
    return [(each.tier.id, messages.label(checked.tier_label(each.tier.id))) for each in checked.tiers]


def asked_of_override(
    tiers: Sequence[tuple[str, Message | str]], today: dt.date, *, needed: bool = True
) -> list[Asked]:
    """Which tier is to hold in the place of the computed one, until when, why, and who agreed.

    Args:
        tiers: to choose from.
        today: for an example of a day.
        needed: whether one of them must be chosen.
    """
    return [
        Asked("tier", say("The tier that is to hold"), choices=list(tiers), needed=needed),
        Asked("until", say("The last day on which it holds"), hint=how_typed(today), needed=True),
        Asked("reason", say("Why"), needed=True),
        Asked("approver", say("Who agreed"), needed=True),
    ]


def overriding_of(given: Answers, as_of: str, today: dt.date) -> Overriding:
    """What was answered; the other tier holds from the day of the run on.

    Raises:
        KamError: the last day is none.
    """
    from kamengine.work.tiers.overrides import Overriding

    since, until = dt.date.fromisoformat(as_of), day_typed(given["until"], today)
    return Overriding(given["tier"], given["reason"], given["approver"], since, until)
