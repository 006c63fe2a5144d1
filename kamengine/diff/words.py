"""Causes as sentences, in one language. Everything that comes out is safe on one line of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kamengine.diff.changes import Element, RuleChange
from kamengine.diff.difference import Cause, CauseCount
from kamengine.diff.packs import Packs
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE
from kamengine.explain.speaker import Speaker
from kamengine.language.expressions import BOOL, Name, Type
from kamengine.locale import Messages, our_words
from kamengine.locale.display import plain
from kamengine.pack.names import ROLES
from kamengine.problems import Message, say

_LONGEST = 200
_BRIEF = 24


@dataclass(frozen=True)
class Words:
    """Says what moved and why.

    Attributes:
        packs: of both runs.
        messages: the translator.
    """

    packs: Packs
    messages: Messages

    def tier(self, id: str | None) -> str:
        """A tier, or why there is none."""
        if id is None:
            return self.messages.say("no tier")
        if id == ABSENT:
            return self.messages.say("not in the file")
        if id == OUT_OF_SCOPE:
            return self.messages.say("out of scope")
        for checked in (self.packs.new, self.packs.old):
            if any(tier.id == id for tier in checked.pack.tiers):
                return plain(self.messages.label(checked.tier_label(id)))
        return plain(id)

    def causes(self, causes: tuple[Cause, ...], *, brief: bool = False) -> str:
        """All causes of a move on one line: ``Monthly spend 9,000 → 12,000 CNY/month; Staff 5 → 3``.

        Args:
            causes: of the mover.
            brief: name rules with long lines only, as what they say was said before.
        """
        return _semicolon(self.messages).join(piece for cause in causes for piece in self._pieces(cause, brief))

    def _pieces(self, cause: Cause, brief: bool) -> list[str]:
        if cause.rule is not None:
            return [self.rule(cause.rule, brief=brief)]
        facts = [self.fact(name, *pair) for name, pair in cause.facts.items()]
        if not cause.position:
            return facts
        if not cause.own:
            return [self.messages.say("place in the portfolio: {facts} (only others changed)", facts=facts)]
        own = [self.fact(name, *pair) for name, pair in cause.own.items()]
        return [self.messages.say("place in the portfolio: {facts} (the account itself: {own})", facts=facts, own=own)]

    # ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def fact(self, name: str, old: Any, new: Any) -> str:
        """A fact with its old and new value."""
        if name == "account_id":
            return (
                self.messages.say("only in the new file") if old is None else self.messages.say("only in the old file")
            )
        pair = self._arrow(
            self.value(name, old, beside=new, bare=new is not None, aligned=True),
            self.value(name, new, beside=old, aligned=True),
        )
        return f"{self.fact_name(name)} {pair}"

    def fact_name(self, name: str) -> str:
        """What people call a fact."""
        if name.startswith("#tier "):
            return self.messages.say("condition of {tier}", tier=our_words(self.tier(name.removeprefix("#tier "))))
        if name == "as_of":
            return self.messages.say("date of the run")
        return self._speaker(name).name(name)

    def value(self, name: str, value: Any, *, beside: Any = None, bare: bool = False, aligned: bool = False) -> str:
        """A value of a fact or a parameter as people read it; never seeming equal to the one beside it."""
        checked = self.packs.knowing(name)
        symbol = checked.symbols.get(name)
        type = symbol.type if symbol is not None else Type("date") if name == "as_of" else BOOL
        role = symbol.role if symbol is not None else "criterion"
        return self._speaker(name).fact(value, Name(type, name, role), beside=beside, bare=bare, aligned=aligned)

    def _speaker(self, name: str) -> Speaker:
        return Speaker(self.packs.knowing(name), self.messages)

    # ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def rule(self, change: RuleChange, *, brief: bool = False) -> str:
        """A rule with its old and its new line; when `brief`, without lines that are long."""
        if change.element == "together":
            parts = [self.rule(part, brief=brief) for part in change.parts]
            return self.messages.say("changes that are sound only together: {changes}", changes=parts)
        if brief and max(len(str(change.old)), len(str(change.new))) > _BRIEF:
            return self._what(change)
        old, new = (self._line(change, value) for value in (change.old, change.new))
        if change.element == "parameter":
            bare = self.value(change.name, change.old, beside=change.new, bare=True)
            return f"{self._speaker(change.name).name(change.name)} {self._arrow(bare, new)}"
        return self._speaker("").text(say("{what}: {change}", what=self._what(change), change=self._arrow(old, new)))

    def _what(self, change: RuleChange) -> str:
        return self._speaker("").text(_ELEMENTS[change.element](self._name(change)))

    def _name(self, change: RuleChange) -> str:
        if change.element == "tier":
            return self.tier(change.name)
        if change.element == "scale":
            labels = {part.id: part.label for part, _ in self.packs.new.parts}
            subjects = {part.id: part.subject for part, _ in self.packs.new.parts}
            label = self.messages.label(labels[change.name])
            return plain(label) or self._speaker("").name(subjects[change.name])
        return self._speaker(change.name).name(change.name) if change.name else ""

    def _line(self, change: RuleChange, value: Any) -> str:
        if change.element == "parameter":
            return self.value(change.name, value)
        if change.element == "meaning":
            return self.messages.text(ROLES[value])
        if value is None:
            nothing = say("everyone else") if change.element == "tier" else say("all accounts")
            return self.messages.text(nothing)
        return plain(" ".join(str(value).split()), _LONGEST)

    def _arrow(self, old: str, new: str) -> str:
        return f"{old} → {new}"

    # ── counts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def count(self, count: CauseCount) -> str:
        """What was a cause of several moves."""
        if count.rule is not None:
            if count.rule.element == "date":
                return self.fact("as_of", count.rule.old, count.rule.new)
            return self.rule(count.rule)
        name = self.fact_name(count.fact)
        if count.position:
            return self.messages.say("place in the portfolio: {fact}", fact=name)
        return self.messages.say("the account's own facts: {fact}", fact=name)


def _semicolon(messages: Messages) -> str:
    return "；" if messages.language == "zh" else "; "


_ELEMENTS: Mapping[Element, Callable[[str], Message]] = {
    "meaning": lambda name: say("what {name} is", name=name),
    "parameter": lambda name: say("parameter {name}", name=name),
    "table": lambda name: say("lookup table {name}", name=name),
    "field": lambda name: say("kind of the field {name}", name=name),
    "indicator": lambda name: say("definition of {name}", name=name),
    "criterion": lambda name: say("criterion {name}", name=name),
    "scope": lambda name: say("scope of the pack"),
    "scale": lambda name: say("points for {name}", name=name),
    "weights": lambda name: say("weights of the scorecard"),
    "missing": lambda name: say("what missing facts are worth in the score"),
    "tier": lambda name: say("condition of {tier}", tier=our_words(name)),
    "tiers": lambda name: say("tiers and their order"),
    "hit": lambda name: say("how many tiers an account may meet"),
    "date": lambda name: say("date of the run"),
    "pack": lambda name: say("rule pack as a whole"),
}
