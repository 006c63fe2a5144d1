"""A whole rule pack in words: whom it speaks about, its tiers, score, criteria, indicators and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kamengine.explain.rule_words import Clause, RuleWords
from kamengine.explain.speaker import source_text, unit_of
from kamengine.language.expressions import Type
from kamengine.locale.display import date as date_text
from kamengine.locale.display import number, plain, value
from kamengine.locale.figures import written_out
from kamengine.pack.bind import quantity, weight_of
from kamengine.pack.checked import CheckedIndicator
from kamengine.pack.model import DatedValue, Param, Part, Quantity
from kamengine.problems import Message, say

_MISSING: dict[str, Message] = {
    "interval": say("What is unknown leaves the score between the fewest and the most points that it could give."),
    "zero": say("What is unknown gives no points."),
    "renormalise": say("What is unknown is left out, and the other parts share its weight."),
}
_PERS: dict[str, Message] = {
    "day": say("per day"),
    "week": say("per week"),
    "month": say("per month"),
    "quarter": say("per quarter"),
    "year": say("per year"),
}


@dataclass(frozen=True)
class RuleEntry:
    """One thing that a pack says.

    Attributes:
        id: its name in the pack.
        title: what people call it.
        clauses: what it says.
        notes: what is worth knowing of it.
        line: where it stands in the file.
    """

    id: str
    title: str
    clauses: tuple[Clause, ...] = ()
    notes: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class RuleSection:
    """What a pack says of one kind of thing.

    Attributes:
        id: ``scope``, ``tiers``, ``score``, ``criteria``, ``indicators`` or ``params``.
        title: for people.
        entries: in the order of the pack.
        notes: on all of them.
    """

    id: str
    title: str
    entries: tuple[RuleEntry, ...]
    notes: tuple[str, ...] = field(default=())


def rule_sections(words: RuleWords) -> tuple[RuleSection, ...]:
    """Everything that a pack says, in the language and with the values of the words; empty sections are left out."""
    return tuple(section for section in _sections(words) if section.entries)


def _sections(words: RuleWords) -> Iterator[RuleSection]:
    checked, pack, say_ = words.checked, words.checked.pack, words.text
    if checked.scope is not None:
        entry = RuleEntry("scope", "", (words.outline(checked.scope),), (), pack.place("pack", "scope").line)
        yield RuleSection("scope", say_(say("Whom it speaks about")), (entry,))
    yield RuleSection("tiers", say_(say("Tiers, best first")), tuple(_tiers(words)), tuple(_notes_on_tiers(words)))
    notes = (say_(_MISSING[pack.score.missing]),) if pack.score is not None else ()
    yield RuleSection("score", say_(say("Score, 0 to 100")), tuple(_parts(words)), notes)
    criteria = (
        RuleEntry(name, words.name(name), (words.outline(checked.criteria[name]),), (), _line(words, "criteria", name))
        for name in pack.criteria
    )
    yield RuleSection("criteria", say_(say("Criteria")), tuple(criteria))
    indicators = (_indicator(words, name, checked.indicators[name]) for name in pack.indicators)
    yield RuleSection("indicators", say_(say("Indicators")), tuple(indicators))
    lines = (_param(words, name, param) for name, param in pack.params.items())
    yield RuleSection("params", say_(say("Lines that can be moved")), tuple(lines))


# ── tiers and score ──────────────────────────────────────────────────────────────────────────────────────────────────


def _tiers(words: RuleWords) -> Iterator[RuleEntry]:
    checked = words.checked
    for index, tier in enumerate(checked.tiers):
        everyone = Clause(words.text(say("Everyone else")))
        clause = words.outline(tier.when) if tier.when is not None else everyone
        title = plain(words.messages.label(checked.tier_label(tier.tier.id)))
        yield RuleEntry(tier.tier.id, title, (clause,), (), checked.pack.place("tiers", index).line)


def _notes_on_tiers(words: RuleWords) -> Iterator[str]:
    if words.checked.pack.hit == "unique":
        yield words.text(say("An account may meet only one of them."))
    else:
        yield words.text(say("An account has the first one whose condition it meets."))


def _parts(words: RuleWords) -> Iterator[RuleEntry]:
    checked = words.checked
    for index, (part, type) in enumerate(checked.parts):
        title = plain(words.messages.label(part.label)) or words.name(part.subject)
        weight = number(weight_of(part, words.bindings), words.messages.language)
        clauses = tuple(Clause(text) for text in _points(words, part, type))
        notes = (words.text(say("weight {weight}, by {name}", weight=weight, name=words.name(part.subject))),)
        yield RuleEntry(part.id, title, clauses, notes, checked.pack.place("score", "parts", index).line)


def _points(words: RuleWords, part: Part, type: Type) -> Iterator[str]:
    for index, band in enumerate(part.bands):
        points = _number(words, band.points)
        if band.start is None:
            below = _named(words, part.bands[index + 1].start, type) if index + 1 < len(part.bands) else ""
            below_text = say("below {line}: {points} points", line=below, points=points)
            yield words.text(below_text if below else say("always: {points} points", points=points))
        else:
            yield words.text(say("from {line}: {points} points", line=_named(words, band.start, type), points=points))
    for x, y in part.line:
        yield words.text(say("at {line}: {points} points", line=_named(words, x, type), points=_number(words, y)))
    if part.line:
        yield words.text(say("in a straight line from one to the next"))


def _number(words: RuleWords, points: Quantity) -> str:
    found = quantity(points, words.bindings)
    return number(found, words.messages.language) if found is not None else ""


def _named(words: RuleWords, line: Quantity | None, type: Type) -> str:
    """A line with its unit, and what people call it."""
    found = quantity(line, words.bindings)
    assert found is not None, "bound parameters are numbers"
    shown = written_out(found, unit_of(type), words.messages.language)
    if not isinstance(line, str):
        return shown
    return words.text(say("{value} ({name})", value=shown, name=words.name(line)))


# ── indicators and lines ─────────────────────────────────────────────────────────────────────────────────────────────


def _indicator(words: RuleWords, name: str, checked: CheckedIndicator) -> RuleEntry:
    indicator = checked.indicator
    over = words.over(indicator.ledger)
    clauses = [Clause(over.formula(checked.expr))]
    notes: list[str] = []
    if indicator.ledger is not None:
        ledger = words.checked.ledgers[indicator.ledger]
        notes.append(words.text(say("from {ledger}", ledger=plain(words.messages.label(ledger.label) or ledger.name))))
    if indicator.window is not None:
        first, last = (_day(words, day) for day in indicator.window.bounds(words.bindings.as_of))
        notes.append(words.text(say("{first} to {last}", first=first, last=last)))
    if indicator.per is not None:
        notes.append(words.text(_PERS[indicator.per]))
    if checked.where is not None:
        clauses.append(
            Clause(words.text(say("only rows of which this holds: {clause}", clause=over.clause(checked.where))))
        )
    if indicator.empty is not None:
        empty = number(indicator.empty, words.messages.language)
        notes.append(words.text(say("{value} where there are no rows", value=empty)))
    if unit := unit_of(checked.type):
        notes.append(words.text(say("in {unit}", unit=_unit(words, unit))))
    return RuleEntry(name, words.name(name), tuple(clauses), tuple(notes), _line(words, "indicators", name))


def _param(words: RuleWords, name: str, param: Param) -> RuleEntry:
    unit, held = words.checked.unit(name), words.bindings.parameters[name]
    clauses = [Clause(_value(words, held, unit))]
    notes = []
    if param.low is not None and param.high is not None:
        low, high = (_value(words, end, unit) for end in (param.low, param.high))
        notes.append(words.text(say("range {low} to {high}", low=low, high=high)))
    if param.choices:
        notes.append(words.text(say("one of {options}", options=words.listed([plain(text) for text in param.choices]))))
    notes += _history(words, param.values, unit)
    return RuleEntry(name, words.name(name), tuple(clauses), tuple(notes), _line(words, "params", name))


def _history(words: RuleWords, values: Iterable[DatedValue], unit: str | None) -> Iterator[str]:
    """Each value with its first day and who vouches for it."""
    every = tuple(values)
    for each in every:
        source = source_text(each.source, words.messages)
        if len(every) == 1 and each.start is None:
            yield words.text(say("source: {source}", source=source))
            continue
        shown = _value(words, each.value, unit)
        if each.start is None:
            yield words.text(say("{value} to begin with, source: {source}", value=shown, source=source))
        else:
            day = _day(words, each.start)
            yield words.text(say("{value} from {date}, source: {source}", value=shown, date=day, source=source))


def _value(words: RuleWords, held: object, unit: str | None) -> str:
    if isinstance(held, Decimal):
        return written_out(held, unit, words.messages.language)
    return value(held, words.messages.language, unit=unit)


def _unit(words: RuleWords, unit: str) -> str:
    from kamengine.locale.units import unit_words

    return "%" if unit == "ratio" else unit_words(unit, words.messages.language)


def _day(words: RuleWords, day: date) -> str:
    return date_text(day, words.messages.language)


def _line(words: RuleWords, *path: str) -> int | None:
    return words.checked.pack.place(*path).line
