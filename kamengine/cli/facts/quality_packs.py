"""The blocks of the page of ``kam quality`` about one pack: who is undecided, for want of what, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kamengine.cli.facts.quality_words import QualityWords, right_aligned
from kamengine.locale.display import Align, number, plain, quantity
from kamengine.locale.display import date as shown_date
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.quality.model import PackQuality, TierQuality, Worth

_MOST_FACTS = 10


class PackBlocks(QualityWords):
    """What is said of a pack."""

    def pack(self, pack: PackQuality) -> list[str]:
        """How many accounts a pack speaks about, and how many of them are undecided, with what they are worth."""
        checked = pack.run.checked
        title = self.messages.label(checked.pack.title) or checked.pack.id
        as_of = shown_date(pack.run.as_of, self.messages.language)
        lines = self._wrapped(say("{pack}, as of {date}", pack=plain(title), date=as_of))
        lines += self._wrapped(say("Accounts in scope: {n}", n=self._n(pack.in_scope)), "  ")
        if pack.scope_unknown:
            unknown = say("Unknown whether in scope: {n}", n=self._n(pack.scope_unknown))
            lines += self._wrapped(unknown, "  ")
        share = self._share(pack.undecided, pack.in_scope)
        lines += self._wrapped(say("Undecided: {n} ({share})", n=self._n(pack.undecided), share=share), "  ")
        return [*lines, *self._worth(pack)]

    def _worth(self, pack: PackQuality) -> Iterator[str]:
        name, worth = pack.run.checked.pack.value, pack.undecided_worth
        if name is None or worth.value is None or not pack.undecided:
            return
        label, value = self._label(pack, name), self._money(pack, worth)
        if pack.worth.value:
            share = quantity(worth.value / pack.worth.value, "ratio", self.messages.language, decimals=1)
            value = self._text(say("{value} ({share} of all in scope)", value=value, share=share))
        yield from self._wrapped(say("{label} of the undecided: {value}", label=label, value=value), "  ")
        if worth.unknown:
            yield from self._wrapped(say("and unknown of {n} of them", n=self._n(worth.unknown)), "    ")

    def deciding(self, pack: PackQuality) -> list[str]:
        """The missing facts that leave most accounts undecided, and what those are worth."""
        if not pack.deciding:
            return []
        value = pack.run.checked.pack.value
        headings = self._texts(say("Missing fact"), say("Accounts undecided"), say("by it alone"))
        rows = []
        for fact in pack.deciding[:_MOST_FACTS]:
            row = [self._label(pack, fact.name), self._n(fact.accounts), self._n(fact.alone)]
            if fact.value is not None:
                row += [number(fact.value, self.messages.language, decimals=0), self._n(fact.value_unknown)]
            rows.append(row)
        if value is not None:
            headings += [self._label(pack, value), self._text(say("of which unknown"))]
        aligns: list[Align] = ["left", *right_aligned(len(headings) - 1)]
        return [*self._table(rows, headings, aligns), *self._more(len(pack.deciding) - _MOST_FACTS)]

    def tiers(self, pack: PackQuality) -> list[str]:
        """Of how many accounts of each tier the facts are known that are not known of all."""
        known = {name: sum(tier.known[name] for tier in pack.tiers.values()) for name in pack.facts}
        nowhere = [self._label(pack, name) for name in pack.facts if not known[name]]
        names = sorted((name for name in pack.facts if 0 < known[name] < pack.in_scope), key=lambda name: known[name])
        lines: list[str] = []
        if nowhere and pack.in_scope:
            lines = self._wrapped(
                say("Known of no account in scope: {facts}", facts=self._listed(nowhere[:_MOST_FACTS]))
            )
            lines += self._more(len(nowhere) - _MOST_FACTS)
        if not names:
            return lines
        shown = {id: tier for id, tier in pack.tiers.items() if tier.accounts}
        lines += self._wrapped(say("Share of the accounts of which a fact is known, by certain tier:"))
        headings = [*self._texts(say("Fact"), say("all")), *(self._tier_name(pack, id) for id in shown)]
        rows = [self._known(pack, name, known[name], list(shown.values())) for name in names[:_MOST_FACTS]]
        aligns: list[Align] = ["left", *right_aligned(len(headings) - 1)]
        return [*lines, "", *self._table(rows, headings, aligns), *self._more(len(names) - _MOST_FACTS)]

    def _known(self, pack: PackQuality, name: str, known: int, tiers: Sequence[TierQuality]) -> list[str]:
        shares = [self._share(tier.known[name], tier.accounts) for tier in tiers]
        return [self._label(pack, name), self._share(known, pack.in_scope), *shares]

    def _tier_name(self, pack: PackQuality, id: str | None) -> str:
        if id is None:
            return self._text(say("no tier"))
        return plain(self.messages.label(pack.run.checked.tier_label(id)))

    def _money(self, pack: PackQuality, worth: Worth) -> str:
        name = pack.run.checked.pack.value
        assert name is not None and worth.value is not None
        return quantity(worth.value, pack.run.checked.unit(name), self.messages.language, decimals=0)
