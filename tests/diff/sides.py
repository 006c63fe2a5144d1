"""Small packs and portfolios side by side, for tests that read like a specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamengine.diff.changes import Rules, rule_changes
from kamengine.diff.difference import Difference, Mover, difference
from kamengine.diff.sides import Side
from kamengine.engine.database import connect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)
Row = Mapping[str, Any]

PACK = """\
[pack]
id = "made"
version = "1"
value = "spend"
[fields.spend]
type = "number"
[fields.staff]
type = "integer"
[fields.region]
type = "choice"
choices = ["east", "west"]
[fields.joined]
type = "date"
[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"

[params.line]
values = [
  { value = 100, source = "board 2025" },
  { value = 120, from = 2026-07-01, source = "board 2026" },
]
[params.floor]
value = 10
source = "assumption"

[indicators.billed]
from = "bills"
value = "sum(amount)"
window = "1 month"
[indicators.per_head]
value = "spend / staff"

[criteria.big]
when = "spend >= line"
[criteria.east]
when = "region = 'east'"

[score]
missing = "zero"
[[score.parts]]
indicator = "spend"
weight = 60
bands = [ { from = 0, points = 0 }, { from = 50, points = 100 } ]
[[score.parts]]
indicator = "staff"
weight = 40
line = [ [0, 0], [10, 100] ]

[[tiers]]
id = "gold"
when = "big and east"
[[tiers]]
id = "silver"
when = "score >= 70"
[[tiers]]
id = "others"
"""


def pack(text: str = PACK) -> CheckedPack:
    """A sound pack."""
    read, problems = read_pack("made.toml", text.encode())
    assert read is not None and not problems, "\n".join(problem.text() for problem in problems)
    sound, problems = check_pack(read, {})
    assert sound is not None, "\n".join(problem.text() for problem in problems)
    return sound


def changed(*pieces: tuple[str, str], text: str = PACK) -> CheckedPack:
    """The pack with pieces of its text replaced."""
    for old, new in pieces:
        assert old in text, old
        text = text.replace(old, new)
    return pack(text)


@dataclass(frozen=True)
class Half:
    """One side."""

    checked: CheckedPack
    accounts: Sequence[Row]
    ledgers: Mapping[str, Sequence[Row]]
    as_of: date = JUNE


def elements(old: CheckedPack, new: CheckedPack, days: tuple[date, date] = (JUNE, JUNE)) -> list[tuple[str, str]]:
    """Element and name of every rule that differs."""
    before, now = (Rules.of(one, bind(one, day)) for one, day in zip((old, new), days, strict=True))
    return [(change.element, change.name) for change in rule_changes(before, now)]


class Compared:
    """A difference in a database of its own; to be used with ``with``."""

    def __init__(self, old: Half, new: Half) -> None:
        self.old, self.new = old, new
        self._stack = ExitStack()

    def __enter__(self) -> Difference:
        connection = self._stack.enter_context(connect(threads=1))
        sides = []
        for prefix, half in (("old", self.old), ("new", self.new)):
            snapshot = taken_in(connection, prefix, half.checked, half.accounts, half.ledgers)
            sides.append(Side(classify(half.checked, snapshot, half.as_of), snapshot))
        return difference(sides[0], sides[1], {})

    def __exit__(self, *reason: object) -> None:
        self._stack.close()


def taken_in(
    connection: Any, prefix: str, checked: CheckedPack, accounts: Sequence[Row], ledgers: Mapping[str, Sequence[Row]]
) -> Snapshot:
    """A portfolio in tables of its own."""
    made = made_up(connection, checked, accounts, ledgers)

    def renamed(table: Table) -> Table:
        connection.execute(f'ALTER TABLE "{table.name}" RENAME TO "{prefix} {table.name}"')
        return Table(f"{prefix} {table.name}", table.columns)

    return Snapshot(connection, renamed(made.accounts), {name: renamed(table) for name, table in made.ledgers.items()})


def causes(mover: Mover) -> list[object]:
    """The causes of a mover in short: facts as ``(name, old, new)``, rules as ``(element, name)``."""
    short: list[object] = []
    for cause in mover.causes:
        if cause.rule is not None:
            short.append((cause.rule.element, cause.rule.name))
        short += [(name, *pair) for name, pair in cause.facts.items()]
    return short
