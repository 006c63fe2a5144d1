"""Facts that somebody corrected, beside what was imported: as lines of a page and as data for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kamengine.explain.model import Explanation
from kamengine.explain.sentences import Sentences
from kamengine.language.json_values import json_value
from kamengine.locale import Messages
from kamengine.locale.display import date, plain
from kamengine.locale.wrap import wrapped
from kamengine.problems import Message, say
from kamengine.workspace.corrected import CorrectedFact, State

_LONGEST_REASON = 400  # cells
Show = Callable[[object], str]


def shown_corrections(explanation: Explanation) -> tuple[CorrectedFact, ...]:
    """The corrections of facts that the pack knows, those of other packs left out."""
    return tuple(fact for fact in explanation.corrected or () if fact.correction.field in explanation.checked.symbols)


def correction_lines(explanation: Explanation, words: Sentences, cells: int) -> list[str]:
    """The section of a page that shows corrected and imported values side by side; nothing when none is corrected.

    Args:
        explanation: with the corrections of its account.
        words: of the explanation.
        cells: how wide a line may be.
    """
    shown = shown_corrections(explanation)
    if not shown:
        return []
    lines = [words.text(say("Corrected by hand"))]
    for fact in shown:
        lines += wrapped(values_text(fact, words), cells, "  ", "      ")
        lines += wrapped(source_line(fact, words.messages, words.text), cells, "      ", "      ")
    return lines


def values_text(fact: CorrectedFact, words: Sentences) -> str:
    """Both values: ``City level: prefecture — imported: county``."""
    name = fact.correction.field
    return values_line(fact, words.name(name), lambda value: words.value_of(name, value), words.text)


def values_line(fact: CorrectedFact, name: str, show: Show, text: Callable[[Message], str]) -> str:
    """The same without a pack.

    Args:
        fact: corrected and imported.
        name: what people call the field.
        show: a value as people read it.
        text: a message in the reader's language.
    """
    value = show(fact.imported if fact.state == "unfit" else fact.value)
    return text(say("{name}: {value} — {imported}", name=name, value=value, imported=otherwise_text(fact, show, text)))


def source_line(fact: CorrectedFact, messages: Messages, text: Callable[[Message], str]) -> str:
    """Who corrected it, when, and why: ``li, 2026-11-22: phone call with the customer``."""
    stated = fact.correction
    why = plain(stated.why, _LONGEST_REASON)
    return text(say("{who}, {date}: {why}", who=plain(stated.who), date=day_of(stated.at, messages), why=why))


def origin_text(fact: CorrectedFact, words: Sentences) -> str:
    """Where a value comes from: what the import says, who corrected it, when, and why."""
    imported = otherwise_text(fact, lambda value: words.value_of(fact.correction.field, value), words.text)
    source = source_line(fact, words.messages, words.text)
    return words.text(say("{imported}; {source}", imported=imported, source=source))


def otherwise_text(fact: CorrectedFact, show: Show, text: Callable[[Message], str]) -> str:
    """What would hold without the correction: what a ledger gives, what the import says, or both."""
    imported = _IMPORTED[fact.state](show(fact.imported))
    if fact.ledger is None:
        return text(imported)
    computed = say("from the ledger {ledger}: {value}", ledger=plain(fact.ledger), value=show(fact.computed))
    if fact.state in ("no column", "no account"):
        return text(computed)
    return text(say("{computed}; {imported}", computed=text(computed), imported=text(imported)))


def day_of(moment: str, messages: Messages) -> str:
    """The day of a moment that is kept in UTC, as the reader's clock shows it."""
    return date(datetime.fromisoformat(moment).astimezone().date(), messages.language)


def corrections_json(explanation: Explanation) -> dict[str, Any]:
    """``corrected``: a list of what `corrected_json` says of each.

    Nothing when nobody has looked for corrections, as for an account of a file.
    """
    if explanation.corrected is None:
        return {}
    return {"corrected": [corrected_json(fact) for fact in shown_corrections(explanation)]}


def corrected_json(fact: CorrectedFact) -> dict[str, Any]:
    """One corrected fact as scripts get it: unknown is None, numbers are numbers, dates ISO texts."""
    stated = fact.correction
    return {
        "field": stated.field,
        "value": json_value(fact.value),
        "imported": json_value(fact.imported),
        "state": fact.state,
        "ledger": fact.ledger,
        "computed": json_value(fact.computed),
        "who": stated.who,
        "at": stated.at,
        "why": stated.why,
    }


_IMPORTED: Mapping[State, Callable[[str], Message]] = {
    "differs": lambda imported: say("imported: {value}", value=imported),
    "contradicts": lambda imported: say("imported: {value}, changed since the correction", value=imported),
    "unknown": lambda imported: say("imported: {value}", value=imported),
    "agrees": lambda _: say("the import says the same"),
    "no column": lambda _: say("not in the import"),
    "no account": lambda _: say("not in the import"),
    "unfit": lambda _: say("as imported; the correction is of another kind and not used"),
}
