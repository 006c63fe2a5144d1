"""What a pack says of work besides its playbooks: roles, visits, stages of a relationship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamengine.declarations import Label
from kamengine.pack.check_steps import HOW_SPANS_ARE_WRITTEN, ID, not_a_span, not_an_id
from kamengine.pack.model import Pack, Stage
from kamengine.pack.playbooks import CheckedPlaybooks, Span
from kamengine.pack.roles import ROLES
from kamengine.pack.spans import read_span
from kamengine.problems import Message, Problem, did_you_mean, say


@dataclass(frozen=True)
class CheckedWork:
    """Roles, visits, grace and stages, still without any playbook, and what is wrong with them."""

    playbooks: CheckedPlaybooks
    problems: tuple[Problem, ...]


def check_work(pack: Pack) -> CheckedWork:
    """What a pack says of work besides its playbooks; what is wrong is left out."""
    checking = _Work(pack)
    roles, visits = checking.roles(), checking.visits()
    stages, labels = checking.stages(), {id: _named(id, stage.label) for id, stage in pack.work.stages.items()}
    found = CheckedPlaybooks({}, roles, visits, pack.work.grace, stages, labels)
    return CheckedWork(found, tuple(checking.problems))


class _Work:
    """Checks one pack; keeps every problem."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.problems: list[Problem] = []

    def wrong(self, path: tuple[str | int, ...], what: Message, remedy: Message | None = None) -> None:
        self.problems.append(Problem(self.pack.place(*path), what, remedy))

    def roles(self) -> dict[str, Label]:
        """Those that every pack knows, in the words of the pack, and its own."""
        for name in self.pack.work.roles:
            if not ID.fullmatch(name):
                self.wrong(("roles", name), not_an_id(name))
        return {**ROLES, **{name: _named(name, label) for name, label in self.pack.work.roles.items()}}

    def visits(self) -> dict[str, Span]:
        """How often accounts of each tier are visited."""
        found, tiers = {}, [tier.id for tier in self.pack.tiers]
        for tier, text in self.pack.work.visits.items():
            path, span = ("visits", "every", tier), read_span(text)
            if tier not in tiers:
                self.wrong(path, say("the pack has no tier {id}", id=tier[:60]), did_you_mean(tier, tiers))
            elif span is None or span.count == 0:
                self.wrong(path, not_a_span(text), HOW_SPANS_ARE_WRITTEN)
            else:
                found[tier] = span
        return found

    def stages(self) -> dict[str, Mapping[str, Label]]:
        """The checklist of each stage; every one but the first asks for something, and no item is asked for twice."""
        seen: dict[str, str] = {}
        for number, (name, stage) in enumerate(self.pack.work.stages.items()):
            if not ID.fullmatch(name):
                self.wrong(("stages", name), not_an_id(name))
            if number and not stage.items:
                remedy = say("give it items: what must be there for an account to be in it")
                self.wrong(("stages", name), say("nothing tells this stage from the one before"), remedy)
            self._items(name, stage, seen)
        return {
            name: {item: _named(item, label) for item, label in stage.items.items()}
            for name, stage in self.pack.work.stages.items()
        }

    def _items(self, name: str, stage: Stage, seen: dict[str, str]) -> None:
        for item in stage.items:
            path = ("stages", name, "items", item)
            if not ID.fullmatch(item):
                self.wrong(path, not_an_id(item))
            if seen.setdefault(item, name) != name:
                self.wrong(path, say("the stage {stage} asks for {item} already", stage=seen[item], item=item))


def _named(id: str, label: Label) -> Label:
    """A label, or the id where there is none."""
    return label if label.en.strip() or label.zh.strip() else Label(id, id)
