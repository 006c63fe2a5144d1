"""The accounts that moved lines move: what their list is called, and a row for each, amounts below each other."""

from __future__ import annotations

from collections.abc import Iterable
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
_PLENTY = 1000  # from here on small change is left out
_MOST_DECIMALS = 2


@dataclass(frozen=True)
class Worth:
    """How the amounts of a list are written: all with as many decimals, and the unit in the heading alone.

    Attributes:
        checked: the pack, which says what accounts are worth.
        unit: of the amounts; of shares ``ratio``, which are percentages in every row.
        decimals: that every amount has.
        ends: the least and the greatest amount; empty where none is known.
    """

    checked: CheckedPack
    unit: str | None
    decimals: int
    ends: tuple[Decimal, ...]

    @classmethod
    def of(cls, movers: Iterable[Mover], checked: CheckedPack) -> Worth:
        """How those of a list are written."""
        amounts = [mover.value for mover in movers if mover.value is not None]
        ends = (min(amounts), max(amounts)) if amounts else ()
        unit = value_unit(checked)
        if unit == _RATIO:
            return cls(checked, unit, 1, ends)
        if any(abs(end) >= _PLENTY for end in ends):
            return cls(checked, unit, 0, ends)
        return cls(checked, unit, max(map(_decimals_of, amounts), default=0), ends)

    def text(self, amount: Decimal | None, messages: Messages) -> str:
        """An amount; empty where it is unknown."""
        if amount is None:
            return ""
        if self.unit == _RATIO:
            return quantity(amount, _RATIO, messages.language, decimals=self.decimals)
        return number(amount, messages.language, decimals=self.decimals)

    def cells(self, messages: Messages) -> int:
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


def mover_line(mover: Mover, worth: Worth, messages: Messages, cells: int) -> Line:
    """An account that moves: who it is, from where to where, and what it is worth."""
    checked = worth.checked
    way = f"{tier_name(checked, mover.was, messages)} → {tier_name(checked, mover.now, messages)}"
    id_cells, worth_cells = min(12, cells // 5), min(worth.cells(messages), max(0, cells - 16))
    way_cells = min(30, max(10, (cells - id_cells - worth_cells) // 2 - 2))
    name = max(0, cells - id_cells - worth_cells - way_cells - 3 * len(_GAP))
    line: list[tuple[str, str]] = [
        (fit(mover.account_id, id_cells), "muted"),
        (_GAP, ""),
        (fit(mover.name or "", name), ""),
    ]
    line += [(_GAP, ""), (fit(way, way_cells), _way_ink(mover, checked))]
    if worth_cells:
        line += [(_GAP, ""), (fit(worth.text(mover.value, messages), worth_cells, "right"), "muted")]
    return padded(tuple(line), cells)


def movers_heading(effect: Effect, movers: Movers | None, messages: Messages, cells: int) -> list[Line]:
    """What the list of movers is called and, as far as there is room for it, what the amounts in it are."""
    title = _movers_title(effect, movers, messages)
    if movers is None or not movers.first:
        return paragraph(title, cells, "heading")
    for amounts in Worth.of(movers.first, effect.step.resident.checked).headings(messages):
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
