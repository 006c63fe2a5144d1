"""What packs and runs say to a team: the roles there are, the tiers, and what everybody's book is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import packs_of
from kamengine.api.runs.newest import newest_run
from kamengine.api.runs.results import results_of
from kamengine.api.runs.standing import with_tiers_in_effect
from kamengine.declarations import Label
from kamengine.engine.results import ID, TIER, TIER_EFFECTIVE
from kamengine.engine.selection import Question, select
from kamengine.explain.speaker import unit_of
from kamengine.intake.headers.folding import fold_header
from kamengine.pack.roles import ROLES
from kamengine.problems import KamError, Message, Place, did_you_mean, say
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace

ALERT = Decimal("0.25")
"""From this share of all value on, one book is too much in one hand (domain row 42)."""


@dataclass(frozen=True)
class Words:
    """The roles and tiers that a team can be told about.

    Attributes:
        roles: what roles are called, by id.
        tiers: what tiers of any pack are called, by id.
    """

    roles: Mapping[str, Label]
    tiers: Mapping[str, Label]

    def role(self, typed: str, key: str = "--role") -> str:
        """The role that a word means, by id or by what it is called; `key` is where it was typed.

        Raises:
            KamError: there is none.
        """
        return _meant(typed, self.roles, key, say("there is no role {name}", name=typed[:80]))

    def tier(self, typed: str) -> str:
        """The tier that a word means, by id or by what it is called.

        Raises:
            KamError: there is none.
        """
        return _meant(typed, self.tiers, "--tier", say("there is no tier {name}", name=typed[:80]))


@dataclass(frozen=True)
class BookValue:
    """What the accounts of one manager are worth.

    Attributes:
        person: the manager; empty for accounts that nobody owns.
        accounts: how many there are.
        top: for how many of them the best tier is in effect.
        computed_top: to how many of them the rules alone give it.
        value: the sum of the value that the pack names, over those of which it is known; None without any.
        unknown: of how many it is unknown.
        share: of the value of all accounts; None when that is nothing.
    """

    person: str
    accounts: int
    top: int
    computed_top: int
    value: Decimal | None
    unknown: int
    share: Decimal | None

    def is_too_much(self, limit: Decimal = ALERT) -> bool:
        """Whether one manager holds too large a share; accounts that nobody owns are in no hand."""
        return bool(self.person) and self.share is not None and self.share >= limit


@dataclass(frozen=True)
class Books:
    """The books of all managers by one run, those worth most first.

    Attributes:
        run: that says what accounts are worth.
        value: name of the field or indicator that the pack takes as the value; None when it says nothing of it.
        label: what people call it.
        unit: of the value, such as ``CNY/year``; empty for none.
        top: label of the best tier.
        total: the value of all accounts of which it is known.
        books: one for each manager.
    """

    run: RunRecord
    value: str | None
    label: Label
    unit: str
    top: Label
    total: Decimal
    books: tuple[BookValue, ...]


def words_of(workspace: Workspace, host: PluginHost) -> Words:
    """The roles and tiers of all packs of a workspace; packs that are not sound are passed over."""
    roles: dict[str, Label] = dict(ROLES)
    tiers: dict[str, Label] = {}
    for file in packs_of(workspace, host) if workspace.pack_files() else ():
        if (checked := file.candidate.checked) is not None:
            tiers |= {tier.tier.id: checked.tier_label(tier.tier.id) for tier in checked.tiers}
            roles |= {
                id: label if label.en or label.zh else Label(id, id) for id, label in checked.pack.work.roles.items()
            }
    return Words(roles, tiers)


def books_of(workspace: Workspace, host: PluginHost, pack: str | None, who: str) -> Books:
    """What everybody's accounts are worth, by the newest run of a pack; made now where facts or rules have changed.

    Every account counts, in the scope of the pack or not; sums are exact.

    Raises:
        KamError: there is no such pack, or it cannot be run.
    """
    run = newest_run(workspace, host, pack, who)
    results = with_tiers_in_effect(workspace, run, results_of(workspace, run, host))
    checked = results.checked
    value = checked.pack.value if checked.pack.value in results.columns() else None
    best, team = checked.tiers[0].tier.id, Team.of(workspace).read_all()
    sums: dict[str, _Sum] = {}
    for account, tier, computed, worth in _rows(results, value):
        its = sums.setdefault(team.person(account, OWNER, tier or ""), _Sum())
        its.add(worth, top=tier == best, computed_top=computed == best)
    total = reduce(_ROOM.add, (each.value for each in sums.values()), Decimal(0))
    books = [each.book(person, total, named=value is not None) for person, each in sums.items()]
    books.sort(key=lambda book: (not book.person, -(book.value or 0), -book.accounts, book.person))
    return Books(
        run=run,
        value=value,
        label=checked.label(value) if value is not None else Label(),
        unit=(unit_of(results.columns()[value]) or "") if value is not None else "",
        top=checked.tier_label(best),
        total=total,
        books=tuple(books),
    )


@dataclass
class _Sum:
    """What the accounts of one manager come to so far."""

    accounts: int = 0
    top: int = 0
    computed_top: int = 0
    known: int = 0
    value: Decimal = Decimal(0)

    def add(self, worth: Decimal | None, *, top: bool, computed_top: bool) -> None:
        self.accounts += 1
        self.top += top
        self.computed_top += computed_top
        if worth is not None:
            self.known += 1
            self.value = _ROOM.add(self.value, worth)

    def book(self, person: str, total: Decimal, *, named: bool) -> BookValue:
        value = self.value if named and self.known else None
        share = _ROOM.divide(value, total) if value is not None and total > 0 else None
        unknown = self.accounts - self.known if named else 0
        return BookValue(person, self.accounts, self.top, self.computed_top, value, unknown, share)


def _rows(results: Results, value: str | None) -> Iterator[tuple[str, str | None, str | None, Decimal | None]]:
    """The id, the tier in effect, the computed one and the worth of every account of a run."""
    with closing(results.connection):
        tiers = (TIER_EFFECTIVE if results.effective else TIER, TIER)
        columns = (ID, *tiers) if value is None else (ID, *tiers, value)
        for account, tier, computed, *worth in select(results, Question(columns=columns)).rows():
            yield str(account), tier, computed, _exact(worth[0]) if worth else None


def _exact(worth: object) -> Decimal | None:
    """A number as a decimal that can be summed up without loss; None when it is unknown or no finite number."""
    if worth is None or isinstance(worth, bool):
        return None
    exact = Decimal(str(worth))
    return exact if exact.is_finite() else None


def _meant(typed: str, known: Mapping[str, Label], option: str, what: Message) -> str:
    """The id that a word means, by id or label.

    Raises:
        KamError: none of them is called so.
    """
    if typed in known:
        return typed
    fold = fold_header(typed)
    for id, label in known.items():
        if fold and fold in map(fold_header, (id, label.en, label.zh)):
            return id
    spellings = [*known, *(name for label in known.values() for name in (label.en, label.zh) if name)]
    raise KamError.of(
        what, did_you_mean(typed, spellings) or say("known are {words}", words=[*known]), place=Place(key=option)
    )


_ROOM = Context(prec=100)  # holds every digit of the largest sums; Python's own context holds 28
