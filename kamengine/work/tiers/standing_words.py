"""The tier that is in effect and why it is, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamengine.pack.playbooks import Grace
from kamengine.problems import Message, say
from kamengine.work.tiers.fold import Said
from kamengine.work.tiers.grace import Held, Why

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack


def tier_text(checked: CheckedPack, tier: str | None, messages: Messages) -> str:
    """What people call a tier, in words for none, too."""
    return messages.say("no tier") if tier is None else messages.label(checked.tier_label(tier))


def in_effect(why: Message | None, tier: str, messages: Messages) -> str:
    """That a tier is in effect, and why."""
    if why is None:
        return messages.say("in effect: {tier}", tier=tier)
    return messages.say("in effect: {tier} — {why}", tier=tier, why=why)


def why_in_effect(held: Held, said: Said, ranks: Sequence[str], grace: Grace) -> Message | None:
    """Why the tier in effect is what it is; None when it is simply what the rules computed.

    Args:
        held: what the account has.
        said: what people said.
        ranks: the ids of the tiers, best first.
        grace: the pack's grace rules.
    """
    if held.why == "override":
        override = said.overrides[held.account]
        words = {"day": override.until.isoformat(), "name": override.approver, "reason": override.reason}
        return say("an override until {day}, agreed by {name}: {reason}", **words)
    if held.why in ("confirmed", "deferred"):
        return _decided(held, said)
    if held.why == "protected":
        return say("nobody falls before {day}", day=grace.no_demotion_before)
    if held.why == "grace":
        return _waiting(held, ranks, grace)
    return say("the newest run does not have it") if held.why == "gone" else None


def _decided(held: Held, said: Said) -> Message | None:
    decision = said.decisions.get(held.account)
    if decision is None:  # it was taken back since
        return None
    words = {"name": decision.approver, "reason": decision.reason}
    if held.why == "confirmed":
        return say("confirmed by {name}: {reason}", **words) if decision.reason else say("confirmed by {name}", **words)
    assert decision.until is not None, "a deferred move has a day"
    return say("put off until {day} by {name}: {reason}", day=decision.until.isoformat(), **words)


def _waiting(held: Held, ranks: Sequence[str], grace: Grace) -> Message:
    places = {tier: place for place, tier in enumerate(ranks)}
    rises = places.get(held.computed or "", len(ranks)) < places.get(held.settled or "", len(ranks))
    if rises:
        return say("{n} of the {needed} runs that a promotion needs", n=len(held.streak), needed=grace.promote_after)
    return say("{n} of the {needed} runs that a demotion needs", n=len(held.streak), needed=grace.demote_after)


WHYS: Mapping[Why, Message] = {
    "grace": say("grace rules"),
    "protected": say("protected from falling"),
    "deferred": say("put off"),
    "confirmed": say("confirmed"),
    "override": say("override"),
    "gone": say("not in the run"),
}
"""The same in a word or two, for tables; nothing is said of what the rules computed."""
