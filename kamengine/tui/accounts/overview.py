"""The head of the list: which portfolio, on which date, and how its accounts divide into tiers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from kamengine.engine.pages import TierCount
from kamengine.locale.display import date, number
from kamengine.tui.looks.bars import shares, tier_fill
from kamengine.tui.looks.inks import RANKS, rank_ink
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.widgets.ink import InkWidget

_GAP = 2


class Overview(InkWidget):
    """Portfolios as tabs, the distribution of tiers as a bar, and its counts."""

    class PortfolioChosen(Message):
        """Another portfolio is wanted."""

        def __init__(self, index: int) -> None:
            """Name it by its place."""
            self.index = index
            super().__init__()

    def __init__(self, desks: Sequence[Desk]) -> None:
        """Tabs for these portfolios."""
        super().__init__()
        self._desks = tuple(desks)
        self._here = 0

    def show(self, index: int) -> None:
        """Show one of the portfolios, so far as it has been read."""
        self._here = index
        self.refresh(layout=True)

    @property
    def _counts(self) -> tuple[TierCount, ...]:
        return self._desks[self._here].counts if self._desks else ()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Tabs, the bar, and as many lines as the counts take."""
        return 2 + len(self._legend(width))

    def render_line(self, y: int) -> Strip:
        """Tabs, the bar, the counts."""
        cells = self.size.width
        if y == 0:
            return self.strip(self._title(cells), cells)
        if y == 1:
            return self.strip(self._bar(cells), cells)
        legend = self._legend(cells)
        return self.strip(legend[y - 2] if y - 2 < len(legend) else (), cells)

    def on_click(self, event: Click) -> None:
        """Choose a portfolio by its tab."""
        if event.y == 0:
            for index, (start, end) in enumerate(self._tabs(self.size.width)[1]):
                if start <= event.x < end and index != self._here:
                    self.post_message(self.PortfolioChosen(index))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _title(self, cells: int) -> Line:
        tabs, _ = self._tabs(cells)
        facts = self._facts()
        gap = cells - width(tabs) - width(facts) - 1
        return (*tabs, (" " * gap, ""), *facts) if gap > 0 else tabs

    def _facts(self) -> Line:
        book = self._desks[self._here].book if self._desks else None
        if book is None:
            return ()
        counts = self._counts
        total = sum(count.accounts for count in counts)
        shown = number(total, self.messages.language)
        accounts = self.messages.say("{n} accounts", n=shown) if total != 1 else self.messages.say("1 account")
        day = date(book.results.bindings.as_of, self.messages.language)
        return ((f"{day} · {accounts}" if counts else day, "muted"),)

    def _tabs(self, cells: int) -> tuple[Line, list[tuple[int, int]]]:
        """The tabs, and where each begins and ends; at least half of the line is theirs."""
        titles = [self.messages.label(desk.portfolio.title) or desk.portfolio.pack or "" for desk in self._desks]
        room = max(cells - width(self._facts()) - 3, cells // 2)
        widest = max(4, room // max(1, len(titles)) - 2)
        line: list[tuple[str, str]] = [(" ", "")]
        places = []
        for index, title in enumerate(titles):
            start = width(tuple(line))
            shown = fit(title, min(widest, width(((title, ""),))))
            line += [(shown, "tab-here" if index == self._here else "tab"), ("  ", "")]
            places.append((start, width(tuple(line))))
        return tuple(line), places

    def _bar(self, cells: int) -> Line:
        counts = self._counts  # they may come to be known any moment
        widths = shares([n for each in counts for n in (each.accounts - each.undecided, each.undecided)], cells - 2)
        line: list[tuple[str, str]] = [(" ", "")]
        for rank, count in enumerate(counts):
            line.append((self._fill(count, rank) * widths[2 * rank], self._ink(count, rank)))
            line.append((self._open * widths[2 * rank + 1], "open"))
        return tuple(line)

    def _legend(self, cells: int) -> list[Line]:
        """What each part of the bar stands for, in as many lines as it takes."""
        lines: list[list[tuple[str, str]]] = [[(" ", "")]]
        entries = [self._entry(count, rank) for rank, count in enumerate(self._counts)]
        for entry in (*entries, *self._undecided()):
            if width(tuple(lines[-1])) + width(entry) > cells and len(lines[-1]) > 1:
                lines.append([(" ", "")])
            lines[-1] += [*entry, (" " * _GAP, "")]
        return [tuple(line) for line in lines]

    def _entry(self, count: TierCount, rank: int) -> Line:
        language = self.messages.language
        entry: list[tuple[str, str]] = [(self._fill(count, rank), self._ink(count, rank))]
        entry += [(f" {fit(self._tier_name(count), 24).rstrip()} ", ""), (number(count.accounts, language), "strong")]
        return tuple(entry)

    def _undecided(self) -> list[Line]:
        undecided = sum(count.undecided for count in self._counts)
        if not undecided:
            return []
        n = number(undecided, self.messages.language)
        return [((self._open, "open"), (f" {self.messages.say('{n} undecided', n=n)}", "open"))]

    def _tier_name(self, count: TierCount) -> str:
        if count.tier is None:
            return self.messages.say("no tier")
        book = self._desks[self._here].book
        assert book is not None, "accounts are counted when they have been read"
        return self.messages.label(book.results.checked.tier_label(count.tier))

    def _fill(self, count: TierCount, rank: int) -> str:
        return tier_fill(None if count.tier is None else rank, colours=not self.app.no_color)

    @property
    def _open(self) -> str:
        return "?" if self.app.no_color else "▒"

    def _ink(self, count: TierCount, rank: int) -> str:
        return rank_ink(RANKS if count.tier is None else rank)
