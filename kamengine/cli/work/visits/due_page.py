"""Whose visit is due, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import page_width
from kamengine.cli.work.visits.page import account_text, when_text
from kamengine.declarations import Label
from kamengine.locale.terminal import plain

if TYPE_CHECKING:
    from kamengine.api.work.visits import VisitsDue
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.model import Visit

_NEVER, _NOW = Label("never", "从未"), Label("now", "现在")
_DUE, _PLANNED = Label("due", "应访日期"), Label("planned", "已约日期")


def due_page(found: VisitsDue, messages: Messages) -> Iterator[str]:
    """The lines of the list."""
    if found.cadences:
        yield _table(found, messages)
        yield ""
        yield _every(found, messages)
    states = [each.state for each in found.cadences]
    yield messages.say(
        "Accounts due for a visit: {n}; overdue: {overdue}, never visited: {never}",
        n=len(states),
        overdue=states.count("overdue"),
        never=states.count("never"),
    )
    if found.undecided:
        yield messages.say("undecided, so that a better tier and more visits are possible: {n}", n=len(found.undecided))
    if found.unknown:
        yield messages.say("left out, since it is unknown whether they meet the condition: {n}", n=found.unknown)
    if found.unrecorded:
        yield ""
        yield messages.say("Planned and not recorded; kam visit done, move or drop settles them:")
        yield from (f"  {_unrecorded(visit, found.names)}" for visit in found.unrecorded)


def due_json(found: VisitsDue) -> dict[str, Any]:
    """The same as data."""
    return {
        "pack": found.run.pack,
        "run": found.run.id,
        "due": [
            {
                "account_id": each.account,
                "account": found.names.get(each.account),
                "tier": each.tier,
                "every": {"count": each.every.count, "unit": each.every.unit},
                "last": each.last.isoformat() if each.last else None,
                "due": each.due.isoformat() if each.due else None,
                "state": each.state,
                "days_over": each.days_over,
                "planned": each.planned.key if each.planned else None,
                "planned_day": each.planned.day.isoformat() if each.planned else None,
                "owner": found.managers[each.account],
            }
            for each in found.cadences
        ],
        "unrecorded": [
            {"id": visit.key, "account_id": visit.account, "day": visit.day.isoformat(), "owner": visit.owner}
            for visit in found.unrecorded
        ],
        "undecided": len(found.undecided),
        "unknown": found.unknown,
    }


def _table(found: VisitsDue, messages: Messages) -> str:
    from kamengine.cli.pages.page_table import page_table

    several = len({found.managers[each.account] for each in found.cadences}) > 1
    rows = [
        (
            account_text(each.account, found.names),
            messages.label(found.tiers[each.tier]) or each.tier,
            each.last.isoformat() if each.last else messages.label(_NEVER),
            each.due.isoformat() if each.due else messages.label(_NOW),
            str(each.days_over) if each.days_over else "",
            each.planned.day.isoformat() if each.planned else "",
            *([found.managers[each.account]] if several else []),
        )
        for each in found.cadences
    ]
    headings = [messages.say("account"), messages.say("tier"), messages.say("last visit"), messages.label(_DUE)]
    headings += [messages.say("days over"), messages.label(_PLANNED)]
    aligns: list[Align] = ["left", "left", "right", "right", "right", "left"]
    if several:
        headings.append(messages.say("manager"))
        aligns.append("left")
    return page_table(rows, headings, aligns, page_width())


def _every(found: VisitsDue, messages: Messages) -> str:
    """How often accounts of each tier that is listed are visited, the best tier first."""
    from kamengine.pack.spans import span_words

    every = {each.tier: span_words(each.every) for each in found.cadences}
    tiers = {tier: plain(messages.label(found.tiers[tier]) or tier) for tier in every}
    texts = [messages.say("{tier} {span}", tier=tiers[tier], span=span) for tier, span in every.items()]
    return messages.say("Time between visits: {tiers}", tiers=texts)


def _unrecorded(visit: Visit, names: Mapping[str, str]) -> str:
    return plain(
        f"{visit.key}  {when_text(visit)}  {account_text(visit.account, names)}, {visit.owner}", page_width() - 2
    )
