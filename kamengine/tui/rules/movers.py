"""The accounts that moved lines move: what their list is called, and a row for each, amounts below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamengine.locale import Messages
from kamengine.locale.display import number, plain, quantity
from kamengine.locale.units import unit_words
from kamengine.pack.checked import CheckedPack
from kamengine.problems import say
from kamengine.tui.looks.lines import Line, fit, padded, paragraph, width
from kamengine.whatif.effect import Effect, Mover, Movers
from kamengine.whatif.words import tier_name, value_unit

_GAP = "  "
_RATIO = "ratio"
_SHORTEST_WAY, _ENOUGH_OF_A_NAME = 10, 10
_PLENTY = 1000  # from here on small change is left out
_MOST_DECIMALS = 2


@dataclass(frozen=True)
class Rows:
    """How the rows of a list are written: in columns as wide as what is in them.

    Amounts have as many decimals each, and their unit in the heading alone.

    Attributes:
        checked: the pack, which says what accounts are worth.
        ids: how wide the widest id is.
        ways: every way that somebody moves: from which tier to which.
        unit: of the amounts; of shares ``ratio``, which are percentages in every row.
        decimals: that every amount has.
        ends: the least and the greatest amount; empty where none is known.
    """

    checked: CheckedPack
    ids: int
    ways: frozenset[tuple[str | None, str | None]]
    unit: str | None
    decimals: int
    ends: tuple[Decimal, ...]

    @classmethod
    def of(cls, movers: Sequence[Mover], checked: CheckedPack) -> Rows:
        """How those of a list are written."""
        ids = max((width(((plain(mover.account_id), ""),)) for mover in movers), default=0)
        ways = frozenset((mover.was, mover.now) for mover in movers)
        amounts = [mover.value for mover in movers if mover.value is not None]
        ends = (min(amounts), max(amounts)) if amounts else ()
        unit = value_unit(checked)
        if unit == _RATIO:
            return cls(checked, ids, ways, unit, 1, ends)
        if any(abs(end) >= _PLENTY for end in ends):
            return cls(checked, ids, ways, unit, 0, ends)
        return cls(checked, ids, ways, unit, max(map(_decimals_of, amounts), default=0), ends)

    def text(self, amount: Decimal | None, messages: Messages) -> str:
        """An amount; empty where it is unknown."""
        if amount is None:
            return ""
        if self.unit == _RATIO:
            return quantity(amount, _RATIO, messages.language, decimals=self.decimals)
        return number(amount, messages.language, decimals=self.decimals)

    def way(self, was: str | None, now: str | None, messages: Messages) -> str:
        """From which tier to which."""
        return f"{tier_name(self.checked, was, messages)} → {tier_name(self.checked, now, messages)}"

    def way_cells(self, messages: Messages) -> int:
        """How wide the widest way is."""
        return max((width(((self.way(*way, messages), ""),)) for way in self.ways), default=0)

    def amount_cells(self, messages: Messages) -> int:
        """How wide the widest amount is; 0 where there is none."""
        return max((width(((self.text(end, messages), ""),)) for end in self.ends), default=0)

    def headings(self, messages: Messages) -> tuple[str, ...]:
        """What the amounts are called, with the unit; then shorter, for where there is less room."""
        name = self.checked.pack.value
        if name is None or not self.ends:
            return ()
        label = plain(messages.label(self.checked.label(name)))
        if not self.unit or self.unit == _RATIO:
            return (label,)
        unit = unit_words(self.unit, messages.language)
        return messages.say("{label}, {unit}", label=label, unit=unit), unit


def mover_line(mover: Mover, rows: Rows, messages: Messages, cells: int) -> Line:
    """An account that moves: who it is, from where to where, and what it is worth.

    Ids, amounts and ways are whole where some of the name is seen beside them, and the name has what is left.
    """
    way = rows.way(mover.was, mover.now, messages)
    id_cells, amount_cells = min(rows.ids, cells // 4), min(rows.amount_cells(messages), max(0, cells - 16))
    rest = cells - id_cells - amount_cells - 3 * len(_GAP)
    way_cells = min(rows.way_cells(messages), max(_SHORTEST_WAY, rest - _ENOUGH_OF_A_NAME))
    line: list[tuple[str, str]] = [
        (fit(mover.account_id, id_cells), "muted"),
        (_GAP, ""),
        (fit(mover.name or "", max(0, rest - way_cells)), ""),
    ]
    line += [(_GAP, ""), (fit(way, way_cells), _way_ink(mover, rows.checked))]
    if amount_cells:
        line += [(_GAP, ""), (fit(rows.text(mover.value, messages), amount_cells, "right"), "muted")]
    return padded(tuple(line), cells)


def movers_heading(effect: Effect, movers: Movers | None, messages: Messages, cells: int) -> list[Line]:
    """What the list of movers is called and, as far as there is room for it, what the amounts in it are."""
    title = _movers_title(effect, movers, messages)
    if movers is None or not movers.first:
        return paragraph(title, cells, "heading")
    for amounts in Rows.of(movers.first, effect.step.resident.checked).headings(messages):
        gap = cells - width(((title, ""),)) - width(((amounts, ""),))
        if gap >= len(_GAP) and amounts:
            return [((title, "heading"), (" " * gap, ""), (amounts, "muted"))]
    return paragraph(title, cells, "heading")


def _movers_title(effect: Effect, movers: Movers | None, messages: Messages) -> str:
    if movers is None:
        return messages.say("Looking up who moves…")
    if not movers.first:
        return messages.say("Nobody moves.")
    shown, moved = number(len(movers.first), messages.language), number(effect.moved, messages.language)
    valued = effect.step.resident.checked.pack.value is not None
    if len(movers.first) == effect.moved:
        text = say("Who moves, those who are worth most first") if valued else say("Who moves")
    elif valued:
        text = say("The {n} of {all} movers who are worth most", n=shown, all=moved)
    else:
        text = say("The first {n} of {all} movers", n=shown, all=moved)
    return messages.text(text)


def _way_ink(mover: Mover, checked: CheckedPack) -> str:
    """Better tiers are told from worse ones by their weight."""
    ranks = {tier.tier.id: rank for rank, tier in enumerate(checked.tiers)}
    was, now = ranks.get(mover.was or "", len(ranks)), ranks.get(mover.now or "", len(ranks))
    return "best" if now < was else "open"


def _decimals_of(amount: Decimal) -> int:
    """How many decimals an amount needs."""
    exponent = amount.normalize().as_tuple().exponent
    return min(_MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
