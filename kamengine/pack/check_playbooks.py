"""Playbooks of a pack and of plugins → `CheckedPlaybooks`, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Protocol

from kamengine.declarations import Label, Playbook
from kamengine.language.expressions import NULL
from kamengine.pack.check_steps import ID, Path, Wrong, check_steps, not_an_id
from kamengine.pack.check_work import check_work
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import WrittenPlaybook
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks
from kamengine.problems import Message, Place, Problem, did_you_mean, say

MOVED: Mapping[str, Message] = {"up": say("up"), "down": say("down")}
"""Where an account has moved, in words."""


class Places(Protocol):
    """The place of a path inside a playbook."""

    def __call__(self, *path: str | int) -> Place:
        """Where ``("steps", 0, "due")`` stands."""
        ...


@dataclass(frozen=True)
class Offered:
    """A playbook of a plugin, and where it stands.

    Attributes:
        origin: the plugin.
        place: the place of a path in it.
    """

    playbook: Playbook
    origin: str
    place: Places


@dataclass(frozen=True)
class Found:
    """What a pack says of work, what is wrong with it, and what is worth a note.

    Attributes:
        playbooks: all that is sound.
        problems: what is wrong with the rest.
        notes: playbooks of plugins that this pack has no use for, each with the reason.
        places: the place of a path in a playbook, by the id of the playbook.
    """

    playbooks: CheckedPlaybooks
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    places: Mapping[str, Places]


def check_playbooks(checked: CheckedPack, offered: Iterable[Offered] = ()) -> Found:
    """All that is said of work on the accounts of a pack.

    A playbook of the pack itself takes the place of a plugin's with the same id. One of a plugin whose tier or
    criterion the pack does not have calls for nothing: it is noted and left out.

    Args:
        checked: the pack.
        offered: playbooks that plugins have for it.
    """
    work, rest = checked.pack.work, check_work(checked.pack)
    checking = _Checking(checked, rest.playbooks.roles)
    for index, written in enumerate(work.playbooks):
        checking.take_own(written, partial(checked.pack.place, "playbooks", index))
    for one in offered:
        checking.take_offered(one)
    return Found(
        replace(rest.playbooks, playbooks=checking.playbooks),
        (*rest.problems, *checking.problems),
        (*checking.notes, *checking.idle()),
        checking.places,
    )


def id_of(playbook: Playbook) -> str:
    """The id of a playbook: its own, or one made of what calls for it, such as ``key`` or ``in_arrears-met``."""
    named = (playbook.tier, playbook.criterion, playbook.outcome, playbook.moved)
    return playbook.id or "-".join(filter(None, named))


class _Checking:
    """Takes playbooks one by one; keeps every problem."""

    def __init__(self, checked: CheckedPack, roles: Mapping[str, Label]) -> None:
        self.pack, self.roles = checked.pack, roles
        self.tiers = [tier.id for tier in self.pack.tiers]
        self.numbers = [
            name
            for name, symbol in checked.symbols.items()
            if symbol.role in ("field", "indicator") and (symbol.type.numeric or symbol.type is NULL)
        ]
        self.playbooks: dict[str, CheckedPlaybook] = {}
        self.places: dict[str, Places] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.settled: dict[str, bool] = {}  # ids of which the pack itself speaks; whether a plugin has such a one

    def take_own(self, written: WrittenPlaybook, place: Places) -> None:
        """A playbook of the pack, or the word that it does without one of that id."""
        id = written.playbook.id
        if id and id in self.settled:
            self.problems.append(Problem(place("id"), say("the playbook {id} is there twice", id=id)))
            return
        self.settled[id] = not written.off
        if not written.off:
            self._take(written.playbook, "", place)

    def take_offered(self, offered: Offered) -> None:
        """A playbook of a plugin, unless the pack has its own word on it or no use for it."""
        playbook, id = offered.playbook, id_of(offered.playbook)
        lacking = self._lacking(playbook)
        if id in self.settled:
            self.settled[id] = True
        elif lacking is not None:
            key, what, _ = lacking
            self.notes.append(Problem(offered.place(key), what, say("the playbook {id} is left out", id=id)))
        elif id in self.playbooks:
            known = self.playbooks[id].origin
            self.problems.append(Problem(offered.place("id"), *_clash(id, known, offered.origin)))
        else:
            self._take(playbook, offered.origin, offered.place)

    def idle(self) -> Iterator[Problem]:
        """Playbooks that the pack does without though no plugin has them."""
        for index, written in enumerate(self.pack.work.playbooks):
            id = written.playbook.id
            if written.off and not self.settled[id]:
                what = say("no plugin has a playbook {id} for this pack", id=id)
                yield Problem(self.pack.place("playbooks", index, "id"), what, did_you_mean(id, self.playbooks))

    def _take(self, playbook: Playbook, origin: str, place: Places) -> None:
        """Check a playbook, and keep it when it is sound."""
        problems: list[Problem] = []

        def wrong(path: Path, what: Message, remedy: Message | None = None) -> None:
            problems.append(Problem(place(*path), what, remedy))

        lacking = self._lacking(playbook)
        if lacking is not None:
            wrong((lacking[0],), lacking[1], lacking[2])
        if playbook.id and not ID.fullmatch(playbook.id):
            wrong(("id",), not_an_id(playbook.id))
        if not (playbook.goal.en.strip() or playbook.goal.zh.strip()):
            wrong(("goal",), say("the playbook does not say what is to be reached"))
        self._check_trigger(playbook, wrong)
        found = CheckedPlaybook(
            id=id_of(playbook),
            tier=playbook.tier,
            criterion=playbook.criterion,
            outcome=playbook.outcome,
            moved=playbook.moved,
            goal=playbook.goal,
            indicator=playbook.indicator,
            target=self._target(playbook, wrong),
            steps=check_steps(playbook.steps, self.roles, wrong),
            origin=origin or self.pack.file,
        )
        self.problems += problems
        if not problems:
            self.playbooks[found.id], self.places[found.id] = found, place

    def _lacking(self, playbook: Playbook) -> tuple[str, Message, Message | None] | None:
        """What the playbook looks at and the pack does not have: the key, that it is not there, and what is near."""
        tier, criterion, indicator = playbook.tier, playbook.criterion, playbook.indicator
        if tier and tier not in self.tiers:
            return "tier", say("the pack has no tier {id}", id=tier[:60]), did_you_mean(tier, self.tiers)
        criteria = self.pack.criteria
        if criterion and criterion not in criteria:
            what = say("the pack has no criterion {name}", name=criterion[:60])
            return "criterion", what, did_you_mean(criterion, criteria)
        if indicator and indicator not in self.numbers:
            what = say("{name} is not a field or an indicator that is a number", name=indicator[:60])
            return "indicator", what, did_you_mean(indicator, self.numbers)
        return None

    def _check_trigger(self, playbook: Playbook, wrong: Wrong) -> None:
        """That something calls for the playbook, and that it can."""
        tier, criterion, outcome, moved = playbook.tier, playbook.criterion, playbook.outcome, playbook.moved
        if not (tier or criterion or moved):
            wrong((), say("nothing calls for the playbook"), say("name a tier, a criterion with its outcome or a move"))
        if criterion and not outcome:
            what = say("no outcome of {name} is named", name=criterion)
            wrong(("outcome",), what, say("say which: met, missed, unknown or changed"))
        if outcome and not criterion:
            wrong(("criterion",), say("an outcome needs its criterion"))
        if moved == "undecided" and tier:
            wrong(("tier",), say("an account whose tier is undecided is in none yet"), say("leave one of them out"))
        if tier and self.tiers and (moved, tier) in (("up", self.tiers[-1]), ("down", self.tiers[0])):
            what = say("no account can have moved {direction} into the tier {id}", direction=MOVED[moved], id=tier)
            wrong(("moved",), what, say("tiers stand best first"))

    def _target(self, playbook: Playbook, wrong: Wrong) -> Decimal | None:
        """Where the indicator is to be: a number, or the newest value of a parameter."""
        text, params = playbook.target, self.pack.params
        if not text:
            return None
        if not playbook.indicator:
            wrong(("target",), say("a target needs the indicator that is to reach it"), say("add indicator = …"))
        number = _number(text)
        if number is None and text in params:
            values = params[text].values
            value = max(values, key=lambda dated: dated.start or date.min).value if values else Decimal(0)
            if isinstance(value, Decimal):
                return value
            wrong(("target",), say("the parameter {name} is not a number", name=text))
        elif number is None:
            what = say("{value} is neither a number nor a parameter of the pack", value=f'"{text[:60]}"')
            wrong(("target",), what, did_you_mean(text, params))
        return number


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _clash(id: str, one: str, other: str) -> tuple[Message, Message]:
    if one == other:
        return say("the playbook {id} is there twice", id=id), say("give one of them another id")
    what = say("the plugins {a} and {b} both have a playbook {id}", a=one, b=other, id=id)
    return what, say("add a [[playbooks]] of this id to the pack: with what counts, or off = true")
