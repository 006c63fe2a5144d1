"""What ``kam fact`` shows: corrected facts beside imported ones, for people and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import page_width
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.api.facts.facts import KnownFacts
    from kamengine.locale import Messages
    from kamengine.workspace import Entry
    from kamengine.workspace.corrected import CorrectedFact, Correction, State
    from kamengine.workspace.corrections import Stated

_MOST_AFTER_A_CHANGE = 10
_MOST_IN_A_LIST = 100

# ── for scripts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def facts_json(told: Sequence[CorrectedFact]) -> list[dict[str, Any]]:
    """``account``, ``field``, ``value``, ``imported``, ``state``, ``who``, ``at``, ``why`` of each."""
    from kamengine.explain.provenance import corrected_json

    return [{"account": fact.correction.account, **corrected_json(fact)} for fact in told]


def stated_json(stated: Stated, told: Sequence[CorrectedFact]) -> dict[str, Any]:
    """How many facts are ``new``, ``replaced`` and ``unchanged``, and the ``corrections`` that hold now."""
    counts = {"new": stated.new, "replaced": stated.replaced, "unchanged": stated.unchanged}
    return {**counts, "corrections": facts_json(told)}


def history_json(corrections: Sequence[Correction], entries: Mapping[int, Entry]) -> list[dict[str, Any]]:
    """Every correction that ever held; ``ended`` says by whom (``by``), when (``at``) and how (``verb``), if it did."""
    shown = ("account", "field", "kind", "value", "imported", "who", "at", "why")
    ends = [entries.get(one.ended_seq) if one.ended_seq is not None else None for one in corrections]
    return [
        {
            **{name: getattr(one, name) for name in shown},
            "ended": None if end is None else {"by": end.who, "at": end.at, "verb": end.verb},
        }
        for one, end in zip(corrections, ends, strict=True)
    ]


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────────


def stated_page(stated: Stated, told: Sequence[CorrectedFact], known: KnownFacts, messages: Messages) -> str:
    """What holds now, and what came of it."""
    from kamengine.locale.display import number

    counts = [
        (stated.new, say("Facts corrected: {n}", n=number(stated.new, messages.language))),
        (stated.replaced, say("Corrected anew: {n}", n=number(stated.replaced, messages.language))),
        (stated.unchanged, say("Stated before, and unchanged: {n}", n=number(stated.unchanged, messages.language))),
    ]
    lines = _by_account(told[:_MOST_AFTER_A_CHANGE], known, messages)
    lines += _and_more(len(told) - _MOST_AFTER_A_CHANGE, messages)
    lines += [messages.text(text) for n, text in counts if n]
    return "\n".join(lines)


def withdrawn_page(told: Sequence[CorrectedFact], known: KnownFacts, messages: Messages) -> str:
    """What the imports say again."""
    from kamengine.locale.display import number

    lines = _by_account(told[:_MOST_AFTER_A_CHANGE], known, messages)
    lines += _and_more(len(told) - _MOST_AFTER_A_CHANGE, messages)
    n = number(len(told), messages.language)
    return "\n".join([*lines, messages.say("Withdrawn, so that the import counts again: {n}", n=n)])


def listing_page(told: Sequence[CorrectedFact], account: str | None, known: KnownFacts, messages: Messages) -> str:
    """The corrections that hold, account by account, and how they stand to the import."""
    from kamengine.locale.display import number, plain

    if not told and account is not None:
        return plain(messages.say("Nothing is corrected by hand for {account}.", account=account[:80]), None)
    if not told:
        return messages.say("Nothing is corrected by hand.")
    lines = _by_account(told[:_MOST_IN_A_LIST], known, messages)
    lines += _and_more(len(told) - _MOST_IN_A_LIST, messages)
    counts = [(sum(fact.state == state for fact in told), text) for state, text in STATES.items()]
    shown = [messages.say("{text}: {n}", text=text, n=number(n, messages.language)) for n, text in counts if n]
    head = messages.say("Corrected by hand: {n}", n=number(len(told), messages.language))
    return "\n".join([*lines, "", head, *(f"  {line}" for line in shown)])


def history_page(
    corrections: Sequence[Correction], entries: Mapping[int, Entry], known: KnownFacts, messages: Messages
) -> str:
    """Every correction that ever held, oldest first, and what became of it."""
    from kamengine.explain.provenance import day_of
    from kamengine.locale.display import plain
    from kamengine.locale.wrap import wrapped
    from kamengine.workspace.corrected import value_of

    if not corrections:
        return messages.say("Nothing was ever corrected by hand.")
    lines: list[str] = []
    for one in corrections[-_MOST_IN_A_LIST:]:
        head = messages.say(
            "{date} {who}: {account}, {field}: {value} — {why}",
            date=day_of(one.at, messages),
            who=one.who,
            account=one.account,
            field=messages.label(known.label(one.field)),
            value=_shower(one.field, known, messages)(value_of(one.kind, one.value)),
            why=one.why,
        )
        lines += wrapped(plain(head, None), page_width(), "", "    ")
        end = entries.get(one.ended_seq) if one.ended_seq is not None else None
        if end is not None:
            text = _ENDED[end.verb](day_of(end.at, messages), end.who)
            lines += wrapped(plain(messages.text(text), None), page_width(), "    ", "    ")
    return "\n".join(lines)


def _by_account(told: Sequence[CorrectedFact], known: KnownFacts, messages: Messages) -> list[str]:
    """Both values of each fact below its account, then who corrected it, when and why."""
    from kamengine.explain.provenance import source_line, values_line
    from kamengine.locale.display import plain
    from kamengine.locale.wrap import wrapped

    lines: list[str] = []
    cells, text = page_width(), messages.text
    for account, facts in groupby(told, lambda fact: fact.correction.account):
        lines.append(plain(account))
        for fact in facts:
            field = fact.correction.field
            both = values_line(fact, plain(messages.label(known.label(field))), _shower(field, known, messages), text)
            lines += wrapped(both, cells, "  ", "      ")
            lines += wrapped(source_line(fact, messages, text), cells, "      ", "      ")
    return lines


def undone_lines(
    told: Sequence[CorrectedFact], held: Collection[int], known: KnownFacts, messages: Messages
) -> Iterator[str]:
    """What holds for each fact now that a change of it was taken back.

    Args:
        told: the last correction of each.
        held: the ids of those that hold.
        known: the fields.
        messages: the translator.
    """
    from kamengine.explain.provenance import otherwise_text, source_line
    from kamengine.locale.display import plain

    for fact in told:
        stated, show = fact.correction, _shower(fact.correction.field, known, messages)
        value = otherwise_text(fact, show, messages.text)
        if stated.id in held:
            source = source_line(fact, messages, messages.text)
            value = messages.say("{value} — {imported}", value=show(fact.value), imported=source)
        name = messages.label(known.label(stated.field))
        yield messages.say("{account}, {field}: {value}", account=plain(stated.account), field=name, value=value)


def _shower(name: str, known: KnownFacts, messages: Messages) -> Callable[[object], str]:
    """How values of a field are shown: choices by their label, quantities with their unit."""
    from kamengine.locale.display import plain, value

    field = known.fields.get(name)
    labels = {choice.id: choice.label for choice in field.choices} if field is not None else {}
    unit = known.units.get(name)

    def show(fact: object) -> str:
        if isinstance(fact, str) and fact in labels:
            return plain(messages.label(labels[fact]) or fact)
        return value(fact, messages.language, unit=unit)

    return show


def _and_more(n: int, messages: Messages) -> list[str]:
    from kamengine.locale.display import number

    return [messages.say("… and {n} more; --json lists all", n=number(n, messages.language))] if n > 0 else []


STATES: Mapping[State, Message] = {
    "differs": say("the import still says otherwise"),
    "contradicts": say("the import has changed since, and says something else: look again"),
    "unknown": say("no import says anything"),
    "agrees": say("the import says the same: can be withdrawn"),
    "no column": say("the import says nothing of the field"),
    "no account": say("the account is not in the newest import; kept"),
    "unfit": say("the import has the field as another kind: not used"),
}
_ENDED: Mapping[str, Callable[[str, str], Message]] = {
    "set": lambda day, who: say("replaced on {date} by {who}", date=day, who=who),
    "withdraw": lambda day, who: say("withdrawn on {date} by {who}", date=day, who=who),
    "undo": lambda day, who: say("taken back on {date} by {who}", date=day, who=who),
}
