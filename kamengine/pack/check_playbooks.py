"""Playbooks of a pack and of plugins → `CheckedPlaybooks`, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from kamengine.declarations import Label, Playbook
from kamengine.pack.check_steps import ID, Path, Wrong, check_steps, not_an_id
from kamengine.pack.checked import CheckedPack
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks, Grace
from kamengine.pack.roles import ROLES
from kamengine.problems import Message, Place, Problem, did_you_mean, say


class Places(Protocol):
    """The place of a path inside a playbook."""

    def __call__(self, *path: str | int) -> Place:
        """Where ``("steps", 0, "due")`` stands."""
        ...


@dataclass(frozen=True)
class Offered:
    """A playbook and where it comes from.

    Attributes:
        origin: the plugin, or the file of the pack.
        place: the place of a path in it.
        foreign: of a plugin: what the pack does not have is left out and not wrong.
    """

    playbook: Playbook
    origin: str
    place: Places
    foreign: bool = True


@dataclass(frozen=True)
class Found:
    """What a pack says of work, what is wrong with it, and what is worth a note.

    Attributes:
        playbooks: those that are sound.
        problems: what is wrong with the others.
        notes: playbooks of plugins that this pack has no use for, each with the reason.
    """

    playbooks: CheckedPlaybooks
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def check_playbooks(checked: CheckedPack, offered: Iterable[Offered]) -> Found:
    """All that is said of work on the accounts of a pack.

    Args:
        checked: the pack.
        offered: playbooks that plugins have for it.
    """
    checking = _Checking(checked, ROLES)
    for one in offered:
        checking.take(one)
    playbooks = CheckedPlaybooks(checking.playbooks, checking.roles, {}, Grace(), {})
    return Found(playbooks, tuple(checking.problems), tuple(checking.notes))


def id_of(playbook: Playbook) -> str:
    """The id of a playbook: its own, or one made of what calls for it, such as ``key`` or ``in_arrears-met``."""
    return playbook.id or "-".join(filter(None, (playbook.tier, playbook.criterion, playbook.outcome, playbook.moved)))


class _Checking:
    """Takes playbooks one by one; keeps every problem."""

    def __init__(self, checked: CheckedPack, roles: Mapping[str, Label]) -> None:
        self.checked, self.roles = checked, roles
        self.playbooks: dict[str, CheckedPlaybook] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def take(self, offered: Offered) -> None:
        """Check a playbook and keep it when it is sound."""
        problems: list[Problem] = []

        def wrong(path: Path, what: Message, remedy: Message | None = None) -> None:
            problems.append(Problem(offered.place(*path), what, remedy))

        playbook, id = offered.playbook, id_of(offered.playbook)
        lacking = self._lacking(playbook)
        if lacking and offered.foreign:
            self.notes.append(Problem(offered.place(lacking[0]), lacking[1], say("the playbook is left out")))
            return
        if lacking:
            wrong((lacking[0],), lacking[1], lacking[2])
        if playbook.id and not ID.fullmatch(playbook.id):
            wrong(("id",), not_an_id(playbook.id))
        for path, what, remedy in self._trigger_mistakes(playbook):
            wrong(path, what, remedy)
        if not (playbook.goal.en.strip() or playbook.goal.zh.strip()):
            wrong(("goal",), say("the playbook does not say what is to be reached"))
        found = CheckedPlaybook(
            id,
            playbook.tier,
            playbook.criterion,
            playbook.outcome,
            playbook.moved,
            playbook.goal,
            playbook.indicator,
            self._target(playbook, wrong),
            check_steps(playbook.steps, self.roles, wrong),
            offered.origin,
        )
        known = self.playbooks.get(id)
        if known is not None:
            self._note_clash(found, known, wrong)
        self.problems += problems
        if not problems:
            self.playbooks[id] = found

    def _note_clash(self, found: CheckedPlaybook, known: CheckedPlaybook, wrong: Wrong) -> None:
        if found.origin == known.origin:
            wrong(("id",), say("the playbook {id} is there twice", id=found.id), say("give one of them another id"))
            return
        what = say("the plugins {a} and {b} both have a playbook {id}", a=known.origin, b=found.origin, id=found.id)
        wrong(("id",), what, say("declare it in the pack: its own [[playbooks]] of that id counts"))

    def _lacking(self, playbook: Playbook) -> tuple[str, Message, Message | None] | None:
        """What the playbook looks at and the pack does not have: the key, that it is not there, and what is near."""
        pack = self.checked.pack
        tiers = [tier.id for tier in pack.tiers]
        if playbook.tier and playbook.tier not in tiers:
            what = say("the pack has no tier {id}", id=playbook.tier[:60])
            return "tier", what, did_you_mean(playbook.tier, tiers)
        if playbook.criterion and playbook.criterion not in pack.criteria:
            what = say("the pack has no criterion {name}", name=playbook.criterion[:60])
            return "criterion", what, did_you_mean(playbook.criterion, pack.criteria)
        if playbook.indicator and playbook.indicator not in self._numbers():
            what = say("{name} is not a field or an indicator that is a number", name=playbook.indicator[:60])
            return "indicator", what, did_you_mean(playbook.indicator, self._numbers())
        return None

    def _numbers(self) -> list[str]:
        symbols = self.checked.symbols
        return [n for n, s in symbols.items() if s.role in ("field", "indicator") and s.type.numeric]

    def _trigger_mistakes(self, playbook: Playbook) -> Iterable[tuple[Path, Message, Message | None]]:
        tier, criterion, outcome, moved = playbook.tier, playbook.criterion, playbook.outcome, playbook.moved
        if not (tier or criterion or moved):
            yield (), say("nothing calls for the playbook"), say("name a tier, a criterion or a move")
        if criterion and not outcome:
            remedy = say("say which: met, missed, unknown or changed")
            yield ("outcome",), say("no outcome of {name} is named", name=criterion), remedy
        if outcome and not criterion:
            yield ("criterion",), say("an outcome needs its criterion"), None
        if moved == "undecided" and tier:
            yield ("tier",), say("an account whose tier is undecided is in none yet"), say("leave one of them out")
        ids = [each.id for each in self.checked.pack.tiers]
        if (moved, tier) in (("up", ids[-1]), ("down", ids[0])) and tier:
            what = say("no account moves {direction} into the tier {id}", direction=moved, id=tier)
            yield ("moved",), what, say("the tiers of a pack stand best first")

    def _target(self, playbook: Playbook, wrong: Wrong) -> Decimal | None:
        """Where the indicator is to be: a number, or the newest value of a parameter."""
        text = playbook.target
        if not text:
            return None
        if not playbook.indicator:
            wrong(("target",), say("a target needs the indicator that is to reach it"))
        params = self.checked.pack.params
        if text in params:
            value = max(params[text].values, key=lambda dated: dated.start or date.min).value
            if isinstance(value, Decimal):
                return value
            wrong(("target",), say("the parameter {name} is not a number", name=text))
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
        what = say("{value} is neither a number nor a parameter of the pack", value=f'"{text[:60]}"')
        wrong(("target",), what, did_you_mean(text, params))
        return None
