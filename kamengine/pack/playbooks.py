"""Playbooks as they are used: read from packs and plugins, checked, every word about roles and days understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kamengine.declarations import Label

Unit = Literal["working day", "day", "week", "month", "year"]
Outcome = Literal["", "met", "missed", "unknown", "changed"]
Moved = Literal["", "up", "down", "undecided"]
OnHoliday = Literal["after", "before", "stay"]
OUTCOMES: tuple[Outcome, ...] = ("met", "missed", "unknown", "changed")
MOVES: tuple[Moved, ...] = ("up", "down", "undecided")
ON_HOLIDAY: tuple[OnHoliday, ...] = ("after", "before", "stay")


@dataclass(frozen=True)
class Span:
    """A length of time: ``5 working days``, ``1 month``."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class CheckedStep:
    """A step whose roles are known and whose days are understood; see `kamengine.declarations.Step`."""

    id: str
    what: Label
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    effort: Decimal
    due: Span
    every: Span | None
    on_holiday: OnHoliday
    acceptance: Label
    evidence: Label
    after: tuple[str, ...]


@dataclass(frozen=True)
class CheckedPlaybook:
    """A playbook whose trigger exists in its pack; see `kamengine.declarations.Playbook`.

    Attributes:
        target: where the indicator is to be; None when that is not said.
        origin: the plugin or the file that it comes from.
    """

    id: str
    tier: str
    criterion: str
    outcome: Outcome
    moved: Moved
    goal: Label
    indicator: str
    target: Decimal | None
    steps: tuple[CheckedStep, ...]
    origin: str


@dataclass(frozen=True)
class Grace:
    """How patient a pack is with moves of a tier (`[review]`).

    Attributes:
        promote_after: so many runs of different dates in a row must find an account better before it rises; 1: at once.
        demote_after: the same for falling.
        no_demotion_before: no account falls before this date (ISO); empty: no such date.
    """

    promote_after: int = 1
    demote_after: int = 1
    no_demotion_before: str = ""


@dataclass(frozen=True)
class CheckedPlaybooks:
    """All that a pack says of work.

    Attributes:
        playbooks: by id.
        roles: what roles are called, by id: those that are always known and those of the pack.
        visits: how often accounts of a tier are visited, by id of the tier.
        grace: how patient the pack is.
        stages: the checklist for each stage of a relationship, items by id, in order; the first stage needs none. Empty
            when the pack says nothing of stages.
        stage_labels: what those stages are called.
    """

    playbooks: Mapping[str, CheckedPlaybook]
    roles: Mapping[str, Label]
    visits: Mapping[str, Span]
    grace: Grace
    stages: Mapping[str, Mapping[str, Label]]
    stage_labels: Mapping[str, Label] = field(default_factory=dict)
