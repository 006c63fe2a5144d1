"""Pages of a list: read once, read ahead, and never of a view that is gone."""

from __future__ import annotations

import pytest

from kamengine.engine.pages import Arrangement, Listing, Order
from kamengine.engine.results import results_in_memory
from kamengine.tui.portfolio.page_store import PageStore
from tests.tui.portfolios import run_over


class Counting:
    """A view that notes which pages were read."""

    def __init__(self, view):
        self.view, self.count, self.read = view, view.count, []

    def page(self, offset, limit):
        self.read.append(offset // limit)
        return self.view.page(offset, limit)


@pytest.fixture(scope="module")
def listing():
    accounts = [{"account_id": f"A{index:04d}", "name": str(index)} for index in range(1050)]
    return Listing(results_in_memory(run_over(accounts)), ()).hold()


@pytest.fixture
def view(listing):
    return Counting(listing.view())


def test_a_row_is_read_with_its_page_and_only_once(view):
    store = PageStore(view)
    rows = [store.row(place) for place in (0, 99, 100, 99, 1049)]
    assert [row and row[0] for row in rows] == ["A0000", "A0099", "A0100", "A0099", "A1049"]
    assert view.read == [0, 1, 10]
    assert store.row(-1) is None and store.row(1050) is None


def test_what_may_be_wanted_next_is_read_ahead(view):
    store = PageStore(view)
    assert set(store.ahead(480, 500)) == {3, 5, 6, 9, 10, 0}
    store.read(store.ahead(480, 500))
    assert store.ahead(480, 500) == ()
    before = list(view.read)
    for place in (500, 599, 699, 1049, 0):
        assert store.row(place) is not None
    assert view.read == before


def test_reading_ahead_of_a_view_that_was_closed_does_nothing(listing):
    view = listing.view(Order("name"))
    store = PageStore(view)
    view.close()
    store.read(store.ahead(0, 20))
    assert store.ahead(0, 20)


def test_the_first_rows_are_there_before_the_others(listing):
    head = listing.head(Arrangement(Order("score_low", descending=True)), 10)
    store = PageStore(head)
    assert store.row(9) is not None and store.row(10) is None and store.row(1049) is None
    assert head.count == 1050
    full = listing.view(Order("score_low", descending=True))
    assert [store.row(place) for place in range(10)] == full.page(0, 10)
