"""The page of ``kam quality``: what is old, what is missing and what that costs, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kamengine.cli.facts.quality_packs import PackBlocks
from kamengine.cli.facts.quality_words import day_of, right_aligned
from kamengine.cli.pages.output import problem_line
from kamengine.locale.display import Align, plain
from kamengine.locale.display import date as shown_date
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.quality import Quality
    from kamengine.quality.model import FieldQuality, LedgerQuality, Scopes

_MOST_FIELDS, _MOST_SCOPES, _MOST_COLUMNS = 20, 10, 4


def quality_page(quality: Quality, messages: Messages, cells: int) -> str:
    """The whole page.

    Args:
        quality: the report.
        messages: the translator.
        cells: how wide a line may be; tables of many tiers may be wider.
    """
    page = _Page(quality, messages, cells)
    blocks = [page.head(), page.fields(), page.ledgers()]
    for pack in quality.packs:
        blocks += [page.pack(pack), page.deciding(pack), page.tiers(pack)]
    blocks += [page.failed(), page.scopes(), page.near_duplicates(), page.corrections()]
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _Page(PackBlocks):
    """The blocks of one page."""

    def head(self) -> list[str]:
        """Whose data they are, how many accounts, and how old."""
        text = say(
            "{name}: {n} accounts, imported {age}",
            name=plain(self.it.name),
            n=self._n(self.it.accounts),
            age=self._age(day_of(self.it.imported)),
        )
        return self._wrapped(text)

    # ── completeness ─────────────────────────────────────────────────────────────────────────────────────────────────

    def fields(self) -> list[str]:
        """The fields that are not known of every account that they are asked of, those that packs look at first."""
        if not self.it.fields:
            return self._wrapped(say("Nothing is known of the accounts but their ids."))
        incomplete = [field for field in self.it.fields if not field.complete]
        whole = len(self.it.fields) - len(incomplete)
        partly = any(field.asked < self.it.accounts for field in self.it.fields)
        text = say("Fields known of every account: {n} of {all}", n=whole, all=len(self.it.fields))
        if partly:
            text = say(
                "Fields known of every account that a pack asks them of: {n} of {all}",
                n=whole,
                all=len(self.it.fields),
            )
        lines = self._wrapped(text)
        if not incomplete:
            return lines
        rows = [self._field(field, partly) for field in incomplete[:_MOST_FIELDS]]
        headings = self._texts(say("Field"), say("Name"), say("Known"), *[say("of")] * partly, say("Share"))
        aligns: list[Align] = ["left", "left", *right_aligned(len(headings) - 2)]
        if any(field.corrected for field in incomplete):
            headings, aligns = [*headings, self._text(say("Corrected"))], [*aligns, "right"]
            rows = [
                [*row, self._n(field.corrected) if field.corrected else ""]
                for row, field in zip(rows, incomplete, strict=False)
            ]
        if len(self.it.packs) > 1:
            headings, aligns = [*headings, self._text(say("Packs"))], [*aligns, "left"]
            rows = [[*row, self._listed(field.packs)] for row, field in zip(rows, incomplete, strict=False)]
        lines += ["", *self._table(rows, headings, aligns, names=[1])]
        return [*lines, *self._more(len(incomplete) - _MOST_FIELDS)]

    def _field(self, field: FieldQuality, partly: bool) -> list[str]:
        known = self._n(field.known_of_asked) if field.imported else self._text(say("not imported"))
        of = [self._n(field.asked)] * partly
        share = self._share(field.known_of_asked, field.asked)
        return [self._name_of(field.field), field.field, known, *of, share]

    def _name_of(self, name: str) -> str:
        """What people call a field, by the first pack that has a word for it."""
        known = (pack for pack in self.it.packs if name in pack.run.checked.symbols)
        return next((label for pack in known if (label := self._label(pack, name)) != name), name)

    # ── freshness ────────────────────────────────────────────────────────────────────────────────────────────────────

    def ledgers(self) -> list[str]:
        """How old and how whole each ledger is."""
        if not self.it.ledgers:
            return []
        headings = self._texts(
            say("Ledger"), say("Rows"), say("Accounts with rows"), say("Newest date"), say("Imported")
        )
        rows = [self._ledger(ledger) for ledger in self.it.ledgers]
        lines = self._table(rows, headings, ("left", "right", "right", "left", "left"))
        return [*lines, *(note for ledger in self.it.ledgers for note in self._doubts(ledger))]

    def _ledger(self, ledger: LedgerQuality) -> list[str]:
        accounts = self._text(
            say(
                "{n} ({share})",
                n=self._n(ledger.accounts),
                share=self._share(ledger.accounts, self.it.accounts),
            )
        )
        last = self._age(ledger.last) if ledger.last is not None else "–"
        imported = shown_date(day_of(ledger.imported), self.messages.language)
        return [ledger.name, self._n(ledger.rows), accounts, last, imported]

    def _doubts(self, ledger: LedgerQuality) -> Iterator[str]:
        name = plain(ledger.name)
        if ledger.of_no_account:
            n = self._n(ledger.of_no_account)
            yield from self._wrapped(say("{ledger}: rows of accounts that are not there: {n}", ledger=name, n=n))
        if ledger.repeated:
            n = self._n(ledger.repeated)
            columns: Message | str = self._listed(ledger.columns)
            if len(ledger.columns) > _MOST_COLUMNS:
                columns = say("all {n} columns that were imported", n=self._n(len(ledger.columns)))
            alike = say(
                "{ledger}: rows that stand there once more, alike in {columns}: {n}", ledger=name, columns=columns, n=n
            )
            yield from self._wrapped(alike)

    def failed(self) -> list[str]:
        """The packs that could not be run, with what is wrong."""
        lines: list[str] = []
        for pack in self.it.failed:
            lines += self._wrapped(say("{pack} cannot be run:", pack=plain(pack.id)))
            for problem in pack.problems:
                lines += self._wrapped(problem_line(problem, self.messages), "  ")
        return lines

    # ── doubts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def scopes(self) -> list[str]:
        """The accounts in no pack's scope and in several."""
        if not self.it.packs:
            return []
        lines = self._wrapped(say("Packs that speak about an account"))
        for one in self.it.scopes[:_MOST_SCOPES]:
            lines += self._wrapped(self._scopes(one), "  ")
        return [*lines, *self._more(len(self.it.scopes) - _MOST_SCOPES)]

    def _scopes(self, one: Scopes) -> Message:
        packs = self._listed(one.packs) if one.packs else self._text(say("none"))
        text = say("{packs}: {n} accounts", packs=packs, n=self._n(one.accounts))
        if not one.packs:
            text = say("{text}, such as {ids}", text=self._text(text), ids=self._listed(one.examples))
        if not one.unknown:
            return text
        return say("{text}; for {n} of them another pack may, too", text=self._text(text), n=self._n(one.unknown))

    def near_duplicates(self) -> list[str]:
        """Accounts with nearly the same name."""
        if not self.it.near_duplicate_groups:
            return []
        n = self._n(self.it.near_duplicate_groups)
        lines = self._wrapped(say("Names that are nearly the same, under different ids: {n}", n=n))
        for group in self.it.near_duplicates:
            pairs = zip(group.names, group.ids, strict=True)
            named = [self._text(say("{name} ({id})", name=plain(name), id=plain(id))) for name, id in pairs]
            rest = group.count - len(named)
            lines += self._wrapped(self._listed(named), "  ")
            lines += self._more(rest)
        return lines

    def corrections(self) -> list[str]:
        """How the corrections stand to the newest import."""
        from kamengine.cli.facts.fact_page import STATES

        total = sum(self.it.corrections.values())
        if not total:
            return []
        lines = self._wrapped(say("Corrected by hand: {n}", n=self._n(total)))
        for state, text in STATES.items():
            if self.it.corrections[state]:
                n = self._n(self.it.corrections[state])
                lines += self._wrapped(say("{text}: {n}", text=self._text(text), n=n), "  ")
        return lines
