"""The checks of the tests inside a pack: what they give and expect exists and has the right type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kamengine.language.expressions import Type
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Pack, PackTest, Scalar
from kamengine.problems import Message, Problem, did_you_mean, say

LARGEST_MONEY = 10**14
_Finding = tuple[tuple[str | int, ...], Message, Message | None]


def check_tests(checked: CheckedPack) -> list[Problem]:
    """Everything that is wrong with the tests of a pack."""
    problems = []
    seen: set[str] = set()
    for index, test in enumerate(checked.pack.tests):
        if test.name and test.name in seen:
            what = say("two tests have the name {name}", name=test.name)
            problems.append(Problem(checked.pack.place("tests", index, "name"), what))
        seen.add(test.name)
        for path, found, remedy in _findings(checked, test):
            problems.append(Problem(checked.pack.place("tests", index, *path), found, remedy))
    return problems


def test_date(checked: CheckedPack, test: PackTest) -> date:
    """The as-of date of a test: its own, else the newest ``from`` in the pack, else the last day of 2000."""
    return test.as_of if test.as_of is not None else newest_start(checked.pack)


def newest_start(pack: Pack) -> date:
    """The newest ``from`` of a parameter or table in a pack, else the last day of 2000."""
    starts = [value.start for param in pack.params.values() for value in param.values]
    starts += [row.value.start for table in pack.tables.values() for row in table.rows]
    return max((start for start in starts if start), default=date(2000, 12, 31))


def _findings(checked: CheckedPack, test: PackTest) -> Iterable[_Finding]:
    given = {n: s for n, s in checked.symbols.items() if s.role in ("field", "indicator")}
    for name, value in test.given.items():
        if name not in given:
            yield ("given", name), say("unknown name {name}", name=name), did_you_mean(name, given)
        else:
            problem = misfit(value, given[name].type)
            if problem:
                yield ("given", name), problem, None
    for name in test.sets:
        if name not in checked.pack.params:
            yield ("set", name), say("{name} is not a parameter", name=name), did_you_mean(name, checked.pack.params)
    yield from _ledger_findings(checked, test)
    yield from _expect_findings(checked, test)


def _ledger_findings(checked: CheckedPack, test: PackTest) -> Iterable[_Finding]:
    for name, rows in test.ledgers.items():
        ledger = checked.ledgers.get(name)
        if ledger is None:
            yield ("ledgers", name), say("there is no ledger {name}", name=name), did_you_mean(name, checked.ledgers)
            continue
        fields = {field.name: field for field in ledger.fields}
        for row, values in enumerate(rows):
            for column, value in values.items():
                path = ("ledgers", name, row, column)
                if column not in fields:
                    yield path, say("unknown name {name}", name=column), did_you_mean(column, fields)
                    continue
                kind = Type(fields[column].kind, choices=tuple(c.id for c in fields[column].choices))
                problem = misfit(value, kind)
                if problem:
                    yield path, problem, None


def _expect_findings(checked: CheckedPack, test: PackTest) -> Iterable[_Finding]:
    tiers = [tier.tier.id for tier in checked.tiers]
    groups: Mapping[str, Iterable[str]] = {"criteria": checked.criteria, "indicators": checked.indicators}
    for key, value in test.expect.items():
        group, _, name = key.partition(".")
        path = ("expect", *key.split("."))
        if group in groups and name not in groups[group]:
            yield path, say("unknown name {name}", name=name), did_you_mean(name, groups[group])
        elif group == "criteria" and not (isinstance(value, bool) or value == "unknown"):
            yield path, say('must be true, false or "unknown"'), None
        elif group == "indicators" and not (isinstance(value, Decimal | date) or value == "unknown"):
            yield path, say('must be a number or "unknown"'), None
        elif group in ("tier", "tier_possible") and value not in (*tiers, "none"):
            yield path, say("there is no tier {id}", id=value), did_you_mean(str(value), tiers)
        elif group == "in_scope" and not isinstance(value, bool):
            yield path, say("must be true or false"), None
        elif group == "score" and not checked.parts:
            yield path, say("the pack has no scorecard"), None


def misfit(value: Scalar, type: Type) -> Message | None:
    """Why a value that somebody wrote does not fit a type, or None."""
    fits = {
        "bool": isinstance(value, bool),
        "date": isinstance(value, date),
        "text": isinstance(value, str),
        "choice": isinstance(value, str),
        "integer": isinstance(value, Decimal) and value == int(value),
        "money": isinstance(value, Decimal) and abs(value) < LARGEST_MONEY and value == round(value, 4),
        "null": True,
    }.get(type.kind, isinstance(value, Decimal))
    if not fits and type.kind == "money" and isinstance(value, Decimal):
        return say("{value} is out of bounds: at most 14 digits before the point and 4 behind", value=str(value)[:40])
    if not fits:
        return say("{value} is not a {kind}", value=str(value)[:40], kind=type.kind)
    if type.kind == "choice" and value not in type.choices:
        return say("{value} is not one of {allowed}", value=str(value)[:40], allowed=", ".join(type.choices))
    return None
