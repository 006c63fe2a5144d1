"""Pages of a list that were read lately, and those that are likely to be wanted next, read before they are."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import Any

from kamengine.engine.pages import Head, View

PAGE = 100
_KEPT = 24

Row = tuple[Any, ...]


class PageStore:
    """The rows of one view. Any thread may ask; what two ask for at once is read twice and kept once."""

    def __init__(self, view: View | Head) -> None:
        """Nothing is read yet."""
        self.view = view
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._lock = Lock()

    def row(self, position: int) -> Row | None:
        """A row, read with its page if it must be; None beyond the ends, and what a `Head` does not have."""
        if not 0 <= position < self.view.count:
            return None
        page = self._page(position // PAGE)
        return page[position % PAGE] if position % PAGE < len(page) else None

    def ahead(self, first: int, last: int) -> tuple[int, ...]:
        """The pages that may be wanted after rows in sight and are not there: those around them, and both ends.

        Args:
            first: the position of the first row in sight.
            last: of the last one.
        """
        end = max(0, self.view.count - 1) // PAGE
        wanted = (last // PAGE, last // PAGE + 1, first // PAGE - 1, end - 1, end, 0)
        return tuple(number for number in wanted if 0 <= number <= end and number not in self._pages)

    def read(self, pages: tuple[int, ...]) -> None:
        """Read pages before they are wanted; nothing is read of a view that has been closed meanwhile."""
        import duckdb

        with suppress(duckdb.Error):
            for number in pages:
                self._page(number)

    def _page(self, number: int) -> list[Row]:
        with self._lock:
            page = self._pages.get(number)
            if page is not None:
                self._pages.move_to_end(number)
                return page
        read = self.view.page(number * PAGE, PAGE)
        with self._lock:
            self._pages[number] = read
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        return read
