"""Packs between the old and the new one: the new one with some of its changes undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kamengine.diff.changes import RuleChange, Rules, Undone, rule_changes
from kamengine.diff.depends import Graph, deciding
from kamengine.diff.mixed import mixed_bindings, mixed_pack
from kamengine.diff.pinned import Pinned, with_positions
from kamengine.pack.check import check_pack
from kamengine.pack.check_score import scorecard_problems
from kamengine.pack.checked import CheckedPack
from kamengine.pack.industry import Industry
from kamengine.pack.model import Pack

_MOST_TOGETHER = 12


class Hybrids:
    """The packs that result when some changes of the rules are undone.

    Attributes:
        old: the rules before.
        new: the rules now.
        changes: what can be undone, each by itself: what is sound only together is one change.
        idle: changes that no tier and no scope depends on; they stay as they are now.
        graph: what depends on what in the two packs.
        deciding: every name that a tier or the scope depends on.
    """

    def __init__(self, old: Rules, new: Rules, industries: Mapping[str, Industry]) -> None:
        """Find the changes.

        Args:
            old: the rules before.
            new: the rules now.
            industries: what each loaded plugin contributes, by plugin name.
        """
        self.old, self.new = (replace(rules, checked=with_positions(rules.checked)) for rules in (old, new))
        self._industries = industries
        self._known: dict[Undone, Rules | None] = {}
        self._checked: dict[Undone, CheckedPack | None] = {}
        self._pinned: dict[int, Pinned] = {}
        self.graph = Graph((self.old.checked, self.new.checked))
        self.deciding = self.graph.deciding()
        every = rule_changes(self.old, self.new)
        single = deciding(every, self.deciding)
        self.idle = tuple(one for one in every if one not in single)
        self._singles = frozenset(single)
        self.changes = self._separable(single)
        if "as_of" in self.deciding and old.bindings.as_of != new.bindings.as_of:
            self.changes += (_date(old, new),)

    def of(self, undone: Collection[RuleChange]) -> Rules | None:
        """The new rules with some changes undone; None when these are not sound."""
        dated = any(change.element == "date" for change in undone)
        rules = self._of(frozenset(part for change in undone for part in change.single if part.element != "date"))
        as_of = (self.old if dated else self.new).bindings.as_of
        return rules and replace(rules, bindings=replace(rules.bindings, as_of=as_of))

    def pinned(self, rules: Rules) -> Pinned:
        """What rules that came from here do not compute for an account on its own."""
        key = id(rules.checked)  # they are kept here
        if key not in self._pinned:
            self._pinned[key] = Pinned.of(rules.checked, self.deciding)
        return self._pinned[key]

    def _of(self, key: Undone) -> Rules | None:
        if not key:
            return self.new
        if key == self._singles:
            return self.old
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def _separable(self, single: list[RuleChange]) -> tuple[RuleChange, ...]:
        """The changes, with those in one that are not sound alone, or without which the others are not."""
        stuck = [one for one in single if not self._sound([one]) or not self._sound(c for c in single if c != one)]
        if not stuck:
            return tuple(single)
        together = RuleChange("together", place=stuck[0].place, parts=tuple(stuck))
        free = [one for one in single if one not in stuck]
        if self._sound([together]) and self._sound(free) and len(stuck) <= _MOST_TOGETHER:
            return (*free, together)
        pack = self.new.pack
        before, now = (f"{p.id} {p.version}" for p in (self.old.pack, pack))
        return (RuleChange("pack", "", before, now, pack.place("pack"), parts=tuple(single)),)

    def _sound(self, undone: Iterable[RuleChange]) -> bool:
        return self._of(frozenset(part for change in undone for part in change.single)) is not None

    def _made(self, undone: Undone) -> Rules | None:
        written = frozenset(one for one in undone if not self._only_another_value(one))
        if written not in self._checked:
            pack = mixed_pack(self.old.checked, self.new.checked, written)
            self._checked[written] = self._sound_pack(pack)
        checked = self._checked[written]
        if checked is None:
            return None
        bindings = mixed_bindings(self.old.bindings, self.new.bindings, checked.pack, undone)
        numbers = {name: value for name, value in bindings.parameters.items() if isinstance(value, Decimal)}
        return None if scorecard_problems(checked.pack, numbers) else Rules(checked, bindings)

    def _sound_pack(self, pack: Pack) -> CheckedPack | None:
        checked, _ = check_pack(pack, self._industries)
        return with_positions(checked) if checked is not None else None

    def _only_another_value(self, change: RuleChange) -> bool:
        """Whether a parameter is declared alike in both packs, so that the pack need not be checked again."""
        if change.element != "parameter":
            return False
        old, new = (rules.pack.params[change.name] for rules in (self.old, self.new))
        return old.unit == new.unit and type(change.old) is type(change.new)


def is_changed(changes: Iterable[RuleChange], element: str, name: str) -> bool:
    """Whether an element of this name is among some changes, alone or with others."""
    return any((part.element, part.name) == (element, name) for change in changes for part in change.single)


def _date(old: Rules, new: Rules) -> RuleChange:
    return RuleChange("date", "as_of", old.bindings.as_of, new.bindings.as_of)
