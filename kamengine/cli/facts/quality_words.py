"""The words and tables that all blocks of the page of ``kam quality`` are made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kamengine.cli.pages.page_table import page_table
from kamengine.locale.display import Align, number, plain, quantity
from kamengine.locale.display import date as shown_date
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from datetime import date

    from kamengine.locale import Messages
    from kamengine.quality import Quality
    from kamengine.quality.model import PackQuality


class QualityWords:
    """A report, the reader's language, and how wide the page is."""

    def __init__(self, quality: Quality, messages: Messages, cells: int) -> None:
        """Nothing is said yet."""
        self.it, self.messages, self.cells = quality, messages, cells

    def _label(self, pack: PackQuality, name: str) -> str:
        """What the pack calls a name."""
        return plain(self.messages.label(pack.run.checked.label(name)))

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
        from kamengine.locale.wrap import wrapped

        shown = text if isinstance(text, str) else self._text(text)
        return wrapped(shown, self.cells, indent, f"{indent}  ")

    def _table(
        self,
        rows: Sequence[Sequence[str]],
        headings: Sequence[str],
        aligns: Sequence[Align],
        *,
        names: Collection[int] = (),
    ) -> list[str]:
        """A table whose texts go on in further lines rather than be cut; the columns of names stay whole."""
        texts = [place for place, align in enumerate(aligns) if align == "left" and place not in names]
        return page_table(rows, headings, aligns, self.cells, whole=names, wraps=texts).splitlines()


def right_aligned(n: int) -> list[Align]:
    """The alignment of so many columns of numbers."""
    return ["right"] * n


def day_of(moment: str) -> date:
    """The day of a moment that is kept in UTC, as the reader's clock shows it."""
    return datetime.fromisoformat(moment).astimezone().date()
