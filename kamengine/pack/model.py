"""What a rule pack says, as read: conditions are still text (see `kamengine.pack.checked` for the typed form)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kamengine.declarations import Field, Label, Ledger, Playbook
from kamengine.language.tables import Range
from kamengine.pack.playbooks import Grace
from kamengine.pack.window import Per, Window
from kamengine.problems import Place

Scalar = Decimal | str | bool | date
"""A value in a pack: a number (always decimal), a text, a truth or a date."""

Quantity = Decimal | str
"""A number, or the name of a numeric parameter."""

Hit = Literal["first", "unique"]
Missing = Literal["interval", "zero", "renormalise"]


@dataclass(frozen=True)
class DatedValue:
    """One value of a parameter or of a row of a table.

    Attributes:
        value: the value.
        start: the first day on which it holds; None for always.
        source: who says so; ``assumption`` when nobody vouches for it.
    """

    value: Decimal | str | date
    start: date | None
    source: str


@dataclass(frozen=True)
class Param:
    """A line that a consultant can move: between `low` and `high`, or among the texts of `choices`."""

    name: str
    label: Label
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    values: tuple[DatedValue, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """One row of a lookup table: its key, each part a value or a range, and the value with its date and source."""

    key: tuple[Scalar | Range, ...]
    value: DatedValue


@dataclass(frozen=True)
class LookupTable:
    """Values looked up by key; `keys` says what each part of a key holds."""

    name: str
    label: Label
    unit: str | None
    keys: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Indicator:
    """A number computed from fields and ledgers; see ``docs/packs.md`` for each key."""

    name: str
    label: Label
    value: str
    unit: str | None
    ledger: str | None
    where: str | None
    window: Window | None
    per: Per | None
    empty: Decimal | None
    decimals: int
    aliases: tuple[str, ...]
    immutable: bool = False
    informative: bool = False
    optional: bool = False
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Criterion:
    """A condition that is met, not met or unknown.

    Attributes:
        risk: whether an account that meets it is at risk, and is to be looked after.
    """

    name: str
    label: Label
    when: str
    risk: bool = False


@dataclass(frozen=True)
class Band:
    """Points from a value upwards; `start` is None for everything below the next band."""

    start: Quantity | None
    points: Quantity


@dataclass(frozen=True)
class Part:
    """One part of the scorecard: points for the value of an indicator or field, by bands or along a line."""

    id: str
    label: Label
    subject: str
    weight: Quantity
    bands: tuple[Band, ...]
    line: tuple[tuple[Quantity, Quantity], ...]


@dataclass(frozen=True)
class Score:
    """The scorecard, and what a part is worth whose value is unknown."""

    missing: Missing
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Tier:
    """One of the classes that come out; without `when` everyone else."""

    id: str
    label: Label
    when: str | None


@dataclass(frozen=True)
class PackTest:
    """A promise of the author: for these facts, this comes out."""

    name: str
    as_of: date | None
    sets: Mapping[str, Scalar]
    given: Mapping[str, Scalar]
    ledgers: Mapping[str, tuple[Mapping[str, Scalar], ...]]
    expect: Mapping[str, object]


@dataclass(frozen=True)
class WrittenPlaybook:
    """A playbook of a pack.

    Attributes:
        off: the pack does without the playbook of this id that a plugin has; it says no more then.
    """

    playbook: Playbook
    off: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage of a relationship, and what must be there for an account to be in it, items by id."""

    label: Label
    items: Mapping[str, Label]


@dataclass(frozen=True)
class Work:
    """What a pack says of work on its accounts; see ``docs/playbooks.md`` for each key.

    Attributes:
        roles: what the pack calls its roles, by id; those that every pack knows are not repeated.
        visits: how often accounts of a tier are visited, as written, by id of the tier.
        grace: how patient the pack is with moves of a tier.
        stages: of a relationship, in order; the first one needs nothing.
    """

    roles: Mapping[str, Label] = field(default_factory=dict)
    playbooks: tuple[WrittenPlaybook, ...] = ()
    visits: Mapping[str, str] = field(default_factory=dict)
    grace: Grace = field(default_factory=Grace)
    stages: Mapping[str, Stage] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A rule pack as read.

    Attributes:
        fields: what the pack declares itself; keys that a refined field of a plugin does not set are in
            `refined` only.
        refined: for each field, the keys that the pack sets.
        value: the field or indicator that says what an account is worth, such as its revenue.
        work: playbooks, and what else it says of work on its accounts.
        lines: where each key stands in the file, 1-based, by path such as ``("tiers", 1, "when")``.
        digest: SHA-256 of the file's bytes, in hex.
    """

    id: str
    version: str
    title: Label
    description: Label
    plugins: tuple[str, ...]
    scope: str | None
    currency: str | None
    hit: Hit
    fields: Mapping[str, Field]
    refined: Mapping[str, frozenset[str]]
    ledgers: Mapping[str, Ledger]
    params: Mapping[str, Param]
    tables: Mapping[str, LookupTable]
    indicators: Mapping[str, Indicator]
    criteria: Mapping[str, Criterion]
    score: Score | None
    tiers: tuple[Tier, ...]
    tests: tuple[PackTest, ...]
    file: str
    digest: str
    value: str | None = None
    work: Work = field(default_factory=Work)
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict, repr=False)

    def place(self, *path: str | int) -> Place:
        """The place of a key in the pack's file: the nearest line that is known."""
        return place_of(self.file, self.lines, path)


def place_of(file: str, lines: Mapping[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> Place:
    """The place of a path in a file; the line of the nearest enclosing key that is written there."""
    line = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)
    return Place(file, line, key_text(path) or None)


def key_text(path: tuple[str | int, ...]) -> str:
    """A path as people write it; places in lists count from 1: ``tiers[2].when``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
