"""Playbooks that no account ever calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kamengine.language.expressions import BOOL, Expr, IsNull
from kamengine.pack.check_playbooks import MOVED, Found, Places
from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.problems import Message, say
from kamengine.proof.asking import Asking
from kamengine.proof.formulas import all_of, any_of, criterion, missed, not_met, tier_conditions
from kamengine.proof.model import Finding, Severity
from kamengine.proof.search import Answer

_CODE = "playbook-never-called-for"


def trigger_findings(asking: Asking, found: Found) -> Iterator[Finding]:
    """Findings about what calls for the playbooks of a pack and of plugins; see `docs/playbooks.md`."""
    triggers = _Triggers(asking)
    for id, playbook in found.playbooks.playbooks.items():
        yield from triggers.findings(playbook, found.places[id])


class _Triggers:
    """Asks about triggers of one pack."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.tiers = [tier.tier.id for tier in asking.checked.tiers]
        conditions = tier_conditions(asking.checked)
        self.inside = [self._inside(conditions, index) for index in range(len(conditions))]
        self.undecided = any_of(
            *(
                all_of(*(not_met(earlier) for earlier in conditions[:index]), IsNull(BOOL, one))
                for index, one in enumerate(conditions)
            )
        )

    def _inside(self, conditions: list[Expr], index: int) -> Expr:
        """That an account is in a tier: it meets it, and none that comes first."""
        if self.asking.checked.pack.hit == "unique":
            return conditions[index]
        return all_of(*(not_met(earlier) for earlier in conditions[:index]), conditions[index])

    def findings(self, playbook: CheckedPlaybook, place: Places) -> Iterator[Finding]:
        """That nothing calls for a playbook: its first reason, the plainest one first.

        People may put an account into a tier that the rules do not give it, so a doubt about a tier is a warning.
        """
        for key, what, answer, tier in self._doubts(playbook):
            if answer.case is None and not answer.open:
                remedy = say("only an override, or a move held back, brings one there") if tier else None
                severity: Severity = "error" if answer.proof == "proved" and not tier else "warning"
                yield Finding(place(key), what, remedy, _CODE, severity, answer.proof, answer.cases)
                return

    def _doubts(self, playbook: CheckedPlaybook) -> Iterator[tuple[str, Message, Answer, bool]]:
        """The key that would be wrong, what would be wrong, whether any account says otherwise, whether of a tier."""
        tier, name, outcome = playbook.tier, playbook.criterion, playbook.outcome
        inside = self.inside[self.tiers.index(tier)] if tier else None
        if inside is not None:
            what = say("by the rules no account is ever in the tier {id}", id=tier)
            yield "tier", what, self.asking.find(inside), True
        if playbook.moved == "undecided":
            what = say("the tier of every account is always decided")
            yield "moved", what, self.asking.find(self.undecided), False
        elif playbook.moved:
            what = say("no account ever moves {direction}", direction=MOVED[playbook.moved])
            yield "moved", what, self._moves(playbook.moved, tier), False
        if name and outcome == "changed":
            what = say("every account has the same outcome of {name} always", name=name)
            yield "outcome", what, self._changes(name), False
        elif name:
            said = _OUTCOMES[outcome](criterion(name))
            word = _WORDS[outcome]
            what = say("{name} is never {outcome}", name=name, outcome=word)
            yield "outcome", what, self.asking.find(said), False
            if inside is not None:
                what = say(
                    "by the rules no account of the tier {id} has {name} {outcome}", id=tier, name=name, outcome=word
                )
                yield "outcome", what, self.asking.find(all_of(inside, said)), True

    def _moves(self, direction: str, tier: str) -> Answer:
        """Whether any account can be in a tier to move from: a worse one to rise, a better one to fall."""
        reached = [self.asking.find(inside) for inside in self.inside]
        if not tier:
            return _second(reached)
        index = self.tiers.index(tier)
        others = reached[index + 1 :] if direction == "up" else reached[:index]
        return max(others, key=_certainty, default=Answer(None))

    def _changes(self, name: str) -> Answer:
        """Whether a criterion has two outcomes at all."""
        return _second([self.asking.find(outcome(criterion(name))) for outcome in _OUTCOMES.values()])


def _second(answers: Sequence[Answer]) -> Answer:
    """The second surest of several answers: whether two of them are so."""
    return sorted(answers, key=_certainty)[-2] if len(answers) > 1 else Answer(None)


def _certainty(answer: Answer) -> int:
    """How sure it is that some account is meant: there is one, nobody knows, none was found, there is none."""
    if answer.case is not None:
        return 3
    return 2 if answer.open else 1 if answer.proof == "searched" else 0


def _unknown(expr: Expr) -> Expr:
    return IsNull(BOOL, expr)


def _met(expr: Expr) -> Expr:
    return expr


_WORDS: Mapping[str, Message] = {"met": say("met"), "missed": say("missed"), "unknown": say("unknown")}
_OUTCOMES: Mapping[str, Callable[[Expr], Expr]] = {"met": _met, "missed": missed, "unknown": _unknown}
