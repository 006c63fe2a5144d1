"""The page of ``kam quality``: what is old, what is missing and what that costs, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kamengine.cli.output import problem_line
from kamengine.cli.page_table import page_table
from kamengine.locale.display import Align, number, plain, quantity
from kamengine.locale.display import date as shown_date
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from datetime import date

    from kamengine.locale import Messages
    from kamengine.quality import Quality
    from kamengine.quality.model import FieldQuality, LedgerQuality, PackQuality, Scopes, TierQuality, Worth

_MOST_FIELDS, _MOST_FACTS, _MOST_SCOPES = 20, 10, 10


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


class _Page:
    """The blocks of one page."""

    def __init__(self, quality: Quality, messages: Messages, cells: int) -> None:
        self.it, self.messages, self.cells = quality, messages, cells

    def head(self) -> list[str]:
        """Whose data they are, how many accounts, and how old."""
        text = say(
            "{name}: {n} accounts, imported {age}",
            name=plain(self.it.name),
            n=self._n(self.it.accounts),
            age=self._age(_day(self.it.imported)),
        )
        return self._wrapped(text)

    # ── completeness ─────────────────────────────────────────────────────────────────────────────────────────────────

    def fields(self) -> list[str]:
        """The fields that are not known of every account, those that packs look at first."""
        if not self.it.fields:
            return self._wrapped(say("Nothing is known of the accounts but their ids."))
        incomplete = [field for field in self.it.fields if field.known < self.it.accounts]
        whole = len(self.it.fields) - len(incomplete)
        lines = self._wrapped(say("Fields known of every account: {n} of {all}", n=whole, all=len(self.it.fields)))
        if not incomplete:
            return lines
        rows = [self._field(field) for field in incomplete[:_MOST_FIELDS]]
        headings = self._texts(say("Field"), say("Name"), say("Known"), say("Share"))
        aligns: list[Align] = ["left", "left", "right", "right"]
        if any(field.corrected for field in incomplete):
            headings, aligns = [*headings, self._text(say("Corrected"))], [*aligns, "right"]
            rows = [
                [*row, self._n(field.corrected) if field.corrected else ""]
                for row, field in zip(rows, incomplete, strict=False)
            ]
        if len(self.it.packs) > 1:
            headings, aligns = [*headings, self._text(say("Packs"))], [*aligns, "left"]
            rows = [[*row, self._listed(field.packs)] for row, field in zip(rows, incomplete, strict=False)]
        lines += ["", *self._table(rows, headings, aligns)]
        return [*lines, *self._more(len(incomplete) - _MOST_FIELDS)]

    def _field(self, field: FieldQuality) -> list[str]:
        known = self._n(field.known) if field.imported else self._text(say("not imported"))
        return [self._name_of(field.field), field.field, known, self._share(field.known, self.it.accounts)]

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
        imported = shown_date(_day(ledger.imported), self.messages.language)
        return [ledger.name, self._n(ledger.rows), accounts, last, imported]

    def _doubts(self, ledger: LedgerQuality) -> Iterator[str]:
        name = plain(ledger.name)
        if ledger.of_no_account:
            n = self._n(ledger.of_no_account)
            yield from self._wrapped(say("{ledger}: rows of accounts that are not there: {n}", ledger=name, n=n))
        if ledger.repeated:
            n = self._n(ledger.repeated)
            yield from self._wrapped(say("{ledger}: rows that stand there once more: {n}", ledger=name, n=n))

    # ── packs ────────────────────────────────────────────────────────────────────────────────────────────────────────

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
        aligns: list[Align] = ["left", *_right(len(headings) - 1)]
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
        aligns: list[Align] = ["left", *_right(len(headings) - 1)]
        return [*lines, "", *self._table(rows, headings, aligns), *self._more(len(names) - _MOST_FACTS)]

    def _known(self, pack: PackQuality, name: str, known: int, tiers: Sequence[TierQuality]) -> list[str]:
        shares = [self._share(tier.known[name], tier.accounts) for tier in tiers]
        return [self._label(pack, name), self._share(known, pack.in_scope), *shares]

    def _tier_name(self, pack: PackQuality, id: str | None) -> str:
        if id is None:
            return self._text(say("no tier"))
        return plain(self.messages.label(pack.run.checked.tier_label(id)))

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
        from kamengine.cli.fact_page import STATES

        total = sum(self.it.corrections.values())
        if not total:
            return []
        lines = self._wrapped(say("Corrected by hand: {n}", n=self._n(total)))
        for state, text in STATES.items():
            if self.it.corrections[state]:
                n = self._n(self.it.corrections[state])
                lines += self._wrapped(say("{text}: {n}", text=self._text(text), n=n), "  ")
        return lines

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _label(self, pack: PackQuality, name: str) -> str:
        """What the pack calls a name."""
        return plain(self.messages.label(pack.run.checked.label(name)))

    def _money(self, pack: PackQuality, worth: Worth) -> str:
        name = pack.run.checked.pack.value
        assert name is not None and worth.value is not None
        return quantity(worth.value, pack.run.checked.unit(name), self.messages.language, decimals=0)

    def _age(self, day: date) -> str:
        """A day and how long ago it was."""
        shown, days = shown_date(day, self.messages.language), self.it.age(day).days
        if days == 0:
            return self._text(say("{date} (today)", date=shown))
        if days < 0:
            return self._text(say("{date} (in {n} days)", date=shown, n=self._n(-days)))
        return self._text(say("{date} ({n} days ago)", date=shown, n=self._n(days)))

    def _share(self, part: int, whole: int) -> str:
        return quantity(part / whole, "ratio", self.messages.language, decimals=1) if whole else "–"

    def _n(self, value: int) -> str:
        return number(value, self.messages.language)

    def _listed(self, items: Sequence[str]) -> str:
        return ("、" if self.messages.language == "zh" else ", ").join(plain(item) for item in items)

    def _text(self, message: Message) -> str:
        return self.messages.text(message)

    def _texts(self, *messages: Message) -> list[str]:
        return [self._text(message) for message in messages]

    def _more(self, n: int) -> list[str]:
        return [self._text(say("… and {n} more; --json lists all", n=self._n(n)))] if n > 0 else []

    def _wrapped(self, text: Message | str, indent: str = "") -> list[str]:
        from kamengine.explain.wrap import wrapped

        shown = text if isinstance(text, str) else self._text(text)
        return wrapped(shown, self.cells, indent, f"{indent}  ")

    def _table(self, rows: Sequence[Sequence[str]], headings: Sequence[str], aligns: Sequence[Align]) -> list[str]:
        return page_table(rows, headings, aligns, self.cells).splitlines()


def _right(n: int) -> list[Align]:
    """The alignment of so many columns of numbers."""
    return ["right"] * n


def _day(moment: str) -> date:
    """The day of a moment that is kept in UTC, as the reader's clock shows it."""
    return datetime.fromisoformat(moment).astimezone().date()
