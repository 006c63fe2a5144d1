"""The head of a dossier: who it is, the tier, the score."""

from __future__ import annotations

from textual.strip import Strip

from kamengine.declarations import Label
from kamengine.explain import Explanation
from kamengine.locale import our_words
from kamengine.locale.display import date
from kamengine.problems import Message, say
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.portfolio.columns import score_text
from kamengine.tui.widgets.ink import InkWidget

_BAR, _LONGEST_TIER = 20, 24


class AccountHead(InkWidget):
    """Two lines that stay in sight."""

    def __init__(self) -> None:
        """Empty; see `show`."""
        super().__init__()
        self._explanation: Explanation | None = None
        self._account = ""
        self._note: Message | None = None
        self._in_effect: Label | Message | None = None

    def show(
        self,
        account: str,
        explanation: Explanation | None,
        note: Message | None = None,
        in_effect: Label | Message | None = None,
    ) -> None:
        """Show an account: by its number alone while nothing else is known, or no rule pack speaks about it.

        Args:
            account: its number.
            explanation: why it has its tier.
            note: what is to be known of that, behind the score in the place of its bar.
            in_effect: the tier in effect, where it is another than the computed one.
        """
        self._account, self._explanation, self._note, self._in_effect = account, explanation, note, in_effect
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Name and number, then the verdict."""
        cells = self.size.width
        if self._explanation is None:
            return self.strip(((" ", ""), (fit(self._account, cells - 1).rstrip(), "strong")) if y == 0 else (), cells)
        return self.strip(self._who(cells) if y == 0 else self._verdict(cells), cells)

    def _who(self, cells: int) -> Line:
        it = self._explanation
        assert it is not None
        label = self.messages.label(it.checked.pack.title) or it.checked.pack.id
        about = fit(f"{label} · {date(it.bindings.as_of, self.messages.language)}", cells // 2).rstrip()
        id = fit(it.account_id, min(24, cells // 4)).rstrip()
        room = max(0, cells - width(((about, ""),)) - width(((id, ""),)) - 6)
        name = fit(it.name or "", room).rstrip()
        start: Line = ((" ", ""), (name, "strong"), ("  " if name else "", ""), (id, "muted"))
        return (*start, (" " * max(1, cells - width(start) - width(((about, ""),)) - 1), ""), (about, "muted"))

    def _verdict(self, cells: int) -> Line:
        it = self._explanation
        assert it is not None
        line: list[tuple[str, str]] = [(" ", ""), *self._tier()]
        if it.score is not None:
            low, high = it.score
            line += [("   ", ""), (self.messages.say("score"), "muted"), (" ", "")]
            line += [(score_text(low, high, self.messages), "open" if high > low else "strong"), ("  ", "")]
            if self._note is None:
                line += interval_bar(low, high, 100, min(_BAR, max(0, cells - width(tuple(line)) - 1)), 100)
        if self._note is not None:
            room = max(0, cells - width(tuple(line)) - 3)
            line += [("  ", ""), (fit(self.messages.text(self._note), room), "open")]
        return tuple(line)

    def _tier(self) -> Line:
        """The tier in effect, then what the rules say where that is another, and what they could say."""
        it = self._explanation
        assert it is not None
        certain = self._called(it.checked.tier_label(it.tier) if it.tier else say("no tier"))
        line: list[tuple[str, str]] = [(certain, "best" if it.tier == it.tier_possible else "")]
        if self._in_effect is not None:
            computed = self.messages.say("the rules say {tier}", tier=our_words(certain))
            line = [(self._called(self._in_effect), "best"), ("  ", ""), (f"({computed})", "muted")]
        if it.tier_possible is not None and it.tier_possible != it.tier:
            possible = our_words(self._called(it.checked.tier_label(it.tier_possible)))
            line.append((f"  ? {self.messages.say('could be {tier}', tier=possible)}", "open"))
        return tuple(line)

    def _called(self, tier: Label | Message) -> str:
        text = self.messages.text(tier) if isinstance(tier, Message) else self.messages.label(tier)
        return fit(text, _LONGEST_TIER).rstrip()
