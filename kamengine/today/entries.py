"""What needs somebody as entries under headings, in one language: the same on a page and on a screen.

Texts that come from data are as they are in it; whoever shows them makes them plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kamengine.declarations import Label
from kamengine.locale import our_words
from kamengine.locale.display import number, quantity
from kamengine.locale.figures import figure
from kamengine.pack.spans import span_words
from kamengine.problems import Message, say
from kamengine.today.moves import Moves
from kamengine.today.ranked import Found, Ranked, Value
from kamengine.today.risks import Risks
from kamengine.today.undecided import Undecided
from kamengine.today.visits import DueVisit, Visits
from kamengine.today.work import Tasks
from kamengine.work.tasks.tasks import STATUSES
from kamengine.work.tiers.standing_words import in_effect, tier_text, why_in_effect
from kamengine.work.visits.visits import WAYS

if TYPE_CHECKING:
    import datetime as dt

    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.review.moves import Review
    from kamengine.work.model import Visit
    from kamengine.work.tasks.listing import Listed
    from kamengine.work.tiers.moves import Move

Kind = Literal["task", "visit", "due", "move", "risk", "undecided", "load"]


@dataclass(frozen=True)
class Entry:
    """One thing that needs somebody.

    Attributes:
        kind: what it is.
        key: names it among its kind: a task's or a visit's key, else the account's id.
        account: the id of the account that it is about.
        name: what the account is called; empty when that is unknown.
        text: what it is.
        note: when, or how much: a word or two.
        person: who does it, or owns the account; empty for nobody, and where that says nothing.
        pack: whose verdict it comes from; empty for what people keep.
        urgent: whether it is late, or a loss.
        details: more of it, a paragraph each.
    """

    kind: Kind
    key: str
    account: str
    name: str
    text: str
    note: str = ""
    person: str = ""
    pack: str = ""
    urgent: bool = False
    details: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Entries:
    """Things of a kind.

    Attributes:
        kind: what they are.
        title: what they are called.
        summary: how many there are, and what they come to.
        shown: the first of them.
        more: how many are not shown.
    """

    kind: Kind
    title: str
    summary: str
    shown: tuple[Entry, ...]
    more: int


# ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def task_entries(tasks: Tasks, today: dt.date, messages: Messages) -> Entries:
    """The tasks that are late or due."""
    found = tasks.found
    told = [messages.say("late: {n:,}", n=found.late)] if found.late else []
    told.append(messages.say("due today: {n:,}", n=found.count - found.late))
    if found.hours:
        told.append(messages.say("{n} h", n=number(found.hours, messages.language)))
    shown = tuple(_task(each, tasks, today, messages) for each in found.shown)
    return Entries("task", messages.say("Tasks"), " · ".join(told), shown, found.count - len(shown))


def _task(each: Listed, tasks: Tasks, today: dt.date, messages: Messages) -> Entry:
    task = each.task
    days = (today - task.due).days if task.due is not None else 0
    note = days_late(days, messages) if days > 0 else messages.say("today")
    return Entry(
        "task",
        task.key,
        task.account,
        tasks.names.get(task.account, ""),
        task.title,
        note,
        task.responsible,
        task.pack,
        days > 0,
        tuple(task_details(each, tasks.whys.why, tasks.whys.gone, messages)),
    )


def days_late(days: int, messages: Messages) -> str:
    """How late something is."""
    return messages.say("1 day late") if days == 1 else messages.say("{n:,} days late", n=days)


def task_details(each: Listed, why: Mapping[str, str], gone: Mapping[str, str], messages: Messages) -> Iterator[str]:
    """All that is worth knowing of a task besides its title, a paragraph each."""
    task = each.task
    told = [task.key, messages.text(STATUSES[task.status])]
    told.append(task.responsible or messages.say("nobody yet"))
    if task.effort is not None:
        told.append(messages.say("{n} h", n=number(task.effort, messages.language)))
    if task.due is not None:
        told.append(messages.say("due {day}", day=task.due.isoformat()))
    yield " · ".join(told)
    if task.blocked_by:
        yield messages.say("blocked: {text}", text=task.blocked_by)
    if task.key in gone:
        yield messages.say("! the reason has gone: {text}", text=gone[task.key])
    if reason := why.get(task.key, task.why):
        yield messages.say("why: {text}", text=reason)
    if task.acceptance:
        yield messages.say("to be judged by: {text}", text=task.acceptance)
    if task.accountable and task.accountable != task.responsible:
        yield messages.say("{name} answers for it", name=task.accountable)
    if task.needs:
        yield messages.say("after: {tasks}", tasks=list(task.needs))


# ── visits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def visit_entries(visits: Visits, messages: Messages) -> Entries:
    """The visits of the day, those that are not recorded, and the accounts that are due for one."""
    told = [messages.say("today: {n:,}", n=len(visits.today))] if visits.today else []
    told += [messages.say("not recorded: {n:,}", n=len(visits.unrecorded))] if visits.unrecorded else []
    told.append(messages.say("accounts due: {n:,}", n=visits.count))
    shown = [_visit(visit, visits.names, messages, late=False) for visit in visits.today]
    shown += [_visit(visit, visits.names, messages, late=True) for visit in visits.unrecorded]
    shown += [_due(each, visits.names, messages) for each in visits.due]
    return Entries("visit", messages.say("Visits"), " · ".join(told), tuple(shown), visits.count - len(visits.due))


def _visit(visit: Visit, names: Mapping[str, str], messages: Messages, *, late: bool) -> Entry:
    time = f"{visit.time:%H:%M}" if visit.time is not None else messages.say("today")
    way = messages.label(WAYS[visit.by])
    details = [f"{visit.key} · {way} · {visit.day.isoformat()}"]
    details += [messages.say("with {people}", people=list(visit.goers))] if visit.goers else []
    details += [visit.background] if visit.background else []
    if late:
        details.append(messages.say("It was to be and is not recorded; kam visit done, move or drop settles it."))
    text = messages.say("{way}: {purpose}", way=way, purpose=visit.purpose) if visit.purpose else way
    note = visit.day.isoformat() if late else time
    name = names.get(visit.account, "")
    return Entry("visit", visit.key, visit.account, name, text, note, visit.owner, "", late, tuple(details))


def _due(each: DueVisit, names: Mapping[str, str], messages: Messages) -> Entry:
    cadence = each.cadence
    note = messages.say("never visited") if cadence.last is None else days_late(cadence.days_over, messages)
    if cadence.state == "due":
        note = messages.say("today")
    every = messages.say("{tier}: a visit every {span}", tier=each.tier, span=span_words(cadence.every))
    details = [messages.say("last visit: {day}", day=cadence.last.isoformat())] if cadence.last else []
    account = cadence.account
    return Entry(
        "due",
        account,
        account,
        names.get(account, ""),
        messages.say("plan a visit: {tier}", tier=each.tier),
        note,
        each.manager,
        each.pack,
        cadence.days_over > 0,
        (every, *details),
    )


# ── moves ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def move_entries(moves: Moves, messages: Messages, *, several: bool) -> Entries:
    """The moves of a pack that are to be decided; `several`: other packs have some, too, so the pack is named."""
    told = [
        messages.say("promoted: {n:,}", n=moves.counts["up"]),
        messages.say("demoted: {n:,}", n=moves.counts["down"]),
    ]
    told += [messages.say("gone: {n:,}", n=moves.counts["gone"])] if moves.counts["gone"] else []
    shown = tuple(_move(moves.review, move, messages) for move in moves.shown)
    title = _title(say("To review"), moves.review.checked, messages, several=several)
    return Entries("move", title, " · ".join(told), shown, moves.count - len(shown))


def _move(review: Review, move: Move, messages: Messages) -> Entry:
    note = {"up": say("promoted"), "down": say("demoted"), "gone": say("gone")}[move.direction]
    return Entry(
        "move",
        move.account,
        move.account,
        review.names.get(move.account, ""),
        move_text(review, move, messages),
        messages.text(note),
        "",
        review.run.pack,
        move.direction != "up",
        tuple(effect_text(review, move, messages)),
    )


def move_text(review: Review, move: Move, messages: Messages) -> str:
    """From where to where an account moved: ``Key → Standard``."""
    old, new = (tier_text(review.checked, tier, messages) for tier in (move.before, move.after))
    return f"{old} → {messages.say('gone') if move.direction == 'gone' else new}"


def effect_text(review: Review, move: Move, messages: Messages) -> Iterator[str]:
    """The tier in effect and why, where that is not simply the computed one."""
    why = why_in_effect(move.held, review.after.said, review.after.ranks, review.after.grace)
    if move.direction != "gone" and (why is not None or move.held.effective != move.after):
        yield in_effect(why, tier_text(review.checked, move.held.effective, messages), messages)


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def risk_entries(risks: Risks, messages: Messages, *, several: bool) -> Entries:
    """The accounts of a pack that are at risk."""
    checked = risks.judged.results.checked
    shown = []
    for each in risks.shown:
        texts = [
            messages.text(risk.text) if isinstance(risk.text, Message) else messages.label(risk.text)
            for risk in each.risks
        ]
        details = (_tier(each.account, checked, messages), *_worths(each.account, risks.value, messages))
        text = messages.say("; ").join(texts)
        shown.append(
            _account("risk", each.account, text, risks.value, messages, risks.judged.run.pack, details, urgent=True)
        )
    title = _title(say("At risk"), checked, messages, several=several)
    told = [messages.say("accounts: {n:,}", n=risks.count)]
    told += [messages.say("most first: {name}", name=risks.value.label)] if risks.value is not None else []
    return Entries("risk", title, " · ".join(told), tuple(shown), risks.count - len(shown))


def undecided_entries(undecided: Undecided, messages: Messages, *, several: bool) -> Entries:
    """The accounts of a pack whose tier depends on missing facts."""
    checked, value, accounts = undecided.judged.results.checked, undecided.value, undecided.accounts
    shown = []
    for each in accounts.shown:
        certain, possible = (our_words(tier_text(checked, tier, messages)) for tier in (each.tier, each.possible))
        text = messages.say("{certain}, could be {possible}", certain=certain, possible=possible)
        details = tuple(_worths(each, value, messages))
        shown.append(_account("undecided", each, text, value, messages, undecided.judged.run.pack, details))
    title = _title(say("Undecided"), checked, messages, several=several)
    summary = " · ".join(_sums(accounts, value, messages))
    return Entries("undecided", title, summary, tuple(shown), accounts.count - len(shown))


def _account(
    kind: Kind,
    found: Found,
    text: str,
    value: Value | None,
    messages: Messages,
    pack: str,
    details: Sequence[str],
    *,
    urgent: bool = False,
) -> Entry:
    note = ""
    if value is not None:
        note = messages.say("unknown") if found.worth is None else number(found.worth, messages.language, decimals=0)
    return Entry(kind, found.account, found.account, found.name, text, note, "", pack, urgent, tuple(details))


def _tier(found: Found, checked: CheckedPack, messages: Messages) -> str:
    return messages.say("Tier: {tier}", tier=tier_text(checked, found.tier, messages))


def _worths(found: Found, value: Value | None, messages: Messages) -> Iterator[str]:
    if value is not None:
        worth = messages.say("unknown") if found.worth is None else figure(found.worth, value.unit, messages.language)
        yield messages.say("{name}: {value}", name=value.label, value=worth)


def _sums(accounts: Ranked, value: Value | None, messages: Messages) -> Iterator[str]:
    yield messages.say("accounts: {n:,}", n=accounts.count)
    if value is not None and accounts.worth is not None:
        worth = quantity(accounts.worth, value.unit, messages.language, decimals=0)
        yield messages.say("{name}: {value}", name=value.label, value=worth)
    if accounts.unknown:
        yield messages.say("of unknown worth: {n:,}", n=accounts.unknown)


def _title(title: Message, checked: CheckedPack, messages: Messages, *, several: bool) -> str:
    """A heading, with the name of the pack where several have one."""
    if not several:
        return messages.text(title)
    label = checked.pack.title if checked.pack.title.en or checked.pack.title.zh else Label(checked.pack.id)
    return messages.say("{title} — {pack}", title=title, pack=label)
