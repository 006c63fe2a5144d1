"""Facts that somebody corrected, beside what was imported: as lines of a page and as data for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kamengine.explain.model import Explanation
from kamengine.explain.sentences import Sentences
from kamengine.explain.wrap import wrapped
from kamengine.language.json_values import json_value
from kamengine.locale.display import date, plain
from kamengine.problems import Message, say
from kamengine.workspace.corrected import CorrectedFact, State

_LONGEST_REASON = 400  # cells


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
        lines += wrapped(source_text(fact, words), cells, "      ", "      ")
    return lines


def values_text(fact: CorrectedFact, words: Sentences) -> str:
    """Both values: ``City level: prefecture — imported: county``."""
    name = fact.correction.field
    value = words.value_of(name, fact.imported if fact.state == "unfit" else fact.value)
    text = say("{name}: {value} — {imported}", name=words.name(name), value=value, imported=imported_text(fact, words))
    return words.text(text)


def imported_text(fact: CorrectedFact, words: Sentences) -> str:
    """What the import says to it: ``imported: county``."""
    imported = words.value_of(fact.correction.field, fact.imported)
    return words.text(_IMPORTED[fact.state](imported))


def origin_text(fact: CorrectedFact, words: Sentences) -> str:
    """Where a value comes from: what the import says, who corrected it, when, and why."""
    imported, source = imported_text(fact, words), source_text(fact, words)
    return words.text(say("{imported}; {source}", imported=imported, source=source))


def source_text(fact: CorrectedFact, words: Sentences) -> str:
    """Who corrected it, when, and why: ``li, 2026-11-22: phone call with the customer``."""
    stated = fact.correction
    day = date(datetime.fromisoformat(stated.at).astimezone().date(), words.messages.language)
    why = plain(stated.why, _LONGEST_REASON)
    return words.text(say("{who}, {date}: {why}", who=plain(stated.who), date=day, why=why))


def corrections_json(explanation: Explanation) -> dict[str, Any]:
    """``corrected``: a list of ``field``, ``value``, ``imported``, ``state``, ``who``, ``at``, ``why``.

    Nothing when nobody has looked for corrections, as for an account of a file.
    """
    if explanation.corrected is None:
        return {}
    return {"corrected": [dict(_as_json(fact)) for fact in shown_corrections(explanation)]}


def _as_json(fact: CorrectedFact) -> Iterator[tuple[str, object]]:
    yield "field", fact.correction.field
    yield "value", json_value(fact.value)
    yield "imported", json_value(fact.imported)
    yield "state", fact.state
    yield "who", fact.correction.who
    yield "at", fact.correction.at
    yield "why", fact.correction.why


_IMPORTED: Mapping[State, Callable[[str], Message]] = {
    "differs": lambda imported: say("imported: {value}", value=imported),
    "contradicts": lambda imported: say("imported: {value}, changed since the correction", value=imported),
    "agrees": lambda _: say("the import says the same by now"),
    "no column": lambda _: say("not in the import"),
    "no account": lambda _: say("not in the import"),
    "unfit": lambda _: say("as imported; the correction is of another kind and not used"),
}
