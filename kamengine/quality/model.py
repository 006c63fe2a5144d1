"""What is said of the quality of data: numbers that are counted, never estimated. ``docs/quality.md`` defines each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kamengine.declarations import Kind
from kamengine.engine.deciding import DecidingFact
from kamengine.engine.run import Run
from kamengine.intake.imports.near_duplicates import NearDuplicate
from kamengine.problems import Problem
from kamengine.workspace.corrected import State


@dataclass(frozen=True)
class FieldQuality:
    """How much is known of a field.

    Attributes:
        field: its name.
        kind: what values it holds.
        known: accounts of which it is known, corrections included.
        asked: accounts that a pack which looks at it speaks about, or may: whether it does is unknown. All, where no
            pack looks at it.
        known_of_asked: of how many of those it is known.
        corrected: accounts of which it was corrected by hand.
        imported: whether an import or a correction ever had it.
        packs: ids of the packs that look at it.
    """

    field: str
    kind: Kind
    known: int
    asked: int
    known_of_asked: int
    corrected: int
    imported: bool
    packs: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether it is known of every account of which it is asked."""
        return self.known_of_asked == self.asked


@dataclass(frozen=True)
class TierQuality:
    """How much is known of the accounts of a tier.

    Attributes:
        accounts: how many are certainly in it.
        known: of how many of them each fact is known.
    """

    accounts: int
    known: Mapping[str, int]


@dataclass(frozen=True)
class Worth:
    """What accounts are worth together, by the pack's ``value``.

    Attributes:
        value: the sum over those of which it is known; None when the pack names no value.
        unknown: of how many it is unknown.
    """

    value: Decimal | None
    unknown: int


@dataclass(frozen=True)
class PackQuality:
    """How well the data serve a pack.

    Attributes:
        run: the pack over all accounts.
        in_scope: accounts that it speaks about.
        scope_unknown: accounts of which it is unknown whether it does.
        undecided: accounts in scope whose certain and possible tier differ.
        worth: what all accounts in scope are worth.
        undecided_worth: what the undecided ones are.
        deciding: the missing facts that would decide; those that most accounts lack come first.
        facts: what the pack looks at: fields, then indicators over ledgers.
        tiers: by id, best first; accounts without a certain tier under None, where there are any.
    """

    run: Run
    in_scope: int
    scope_unknown: int
    undecided: int
    worth: Worth
    undecided_worth: Worth
    deciding: tuple[DecidingFact, ...]
    facts: tuple[str, ...]
    tiers: Mapping[str | None, TierQuality]


@dataclass(frozen=True)
class FailedPack:
    """A pack of the workspace that could not be run, with everything that is wrong."""

    id: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Scopes:
    """Accounts that are in the scope of the same packs.

    Attributes:
        packs: their ids; empty for accounts in no scope.
        accounts: how many there are.
        unknown: of how many of them it is unknown whether they are in the scope of a further pack.
        examples: the first ids.
    """

    packs: tuple[str, ...]
    accounts: int
    unknown: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class LedgerQuality:
    """How fresh and how whole a ledger is.

    Attributes:
        name: of the ledger.
        rows: how many count.
        accounts: accounts of the workspace that have at least one.
        of_no_account: rows whose account the workspace does not have.
        repeated: rows that stand there once more, the same in every column that was imported.
        columns: those by which rows are compared: the account's id, then the fields that were imported.
        first: the earliest date; None without dates.
        last: the latest date.
        imported: when its newest import came in (UTC, ISO 8601).
        imports: how many imports it is made of.
    """

    name: str
    rows: int
    accounts: int
    of_no_account: int
    repeated: int
    columns: tuple[str, ...]
    first: date | None
    last: date | None
    imported: str
    imports: int


@dataclass(frozen=True)
class Quality:
    """The report.

    Attributes:
        name: of the workspace.
        today: the date that ages are counted from.
        accounts: how many there are.
        imported: when the accounts came in (UTC, ISO 8601).
        fields: every field that an import had or a pack looks at; those of packs first, the least known first (of the
            accounts that they are asked of).
        packs: those that ran.
        failed: those that did not.
        scopes: accounts by the packs that speak about them, in no pack's scope first, then those in most.
        ledgers: by name.
        near_duplicates: the first groups of accounts with nearly the same name.
        near_duplicate_groups: how many groups there are.
        corrections: how many corrections stand how to the newest import.
    """

    name: str
    today: date
    accounts: int
    imported: str
    fields: tuple[FieldQuality, ...]
    packs: tuple[PackQuality, ...]
    failed: tuple[FailedPack, ...]
    scopes: tuple[Scopes, ...]
    ledgers: tuple[LedgerQuality, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    near_duplicate_groups: int
    corrections: Mapping[State, int]

    def age(self, day: date) -> timedelta:
        """How long before today a day was."""
        return self.today - day
