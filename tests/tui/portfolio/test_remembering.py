"""What of the lists is shown again when a workspace is opened the next time."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.pages import Order
from kamengine.tui import Portfolio, portfolios_in
from kamengine.tui.ground.memory import Memory
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.portfolio.remembering import Remembered, portfolio_in_front, remembered_of
from kamengine.work.accounts.views import drop_view, save_view
from kamengine.work.model import View
from kamengine.workspace import Workspace
from tests.tui.driving import opened

GOOD = "score_low>9"


@pytest.fixture
def memory(tmp_path):
    """What the app remembers, as another process would read it."""
    return lambda: Memory(tmp_path / "views.json")


@pytest.fixture
def session(office, english, memory):
    """Open the app on both portfolios of the demo's workspace, as the last time left it."""
    with Workspace.open(office.folder) as workspace:
        portfolios = portfolios_in(workspace, office.host, office.who)

    @asynccontextmanager
    async def open_app(mode="accounts"):
        kept = memory()
        kept.put("app", "mode", mode)
        office_of_session = type(office)(office.folder, office.host, office.who, office.today)
        async with opened(portfolios, english, office=office_of_session, memory=kept) as kam:
            yield kam

    return open_app


def looked_at(kam):
    """The portfolio in front, its order, its condition, and the account under the cursor."""
    desk = kam.app.screen.desk
    return desk.portfolio.pack, desk.order, desk.where, kam.table.account_id


async def test_nothing_remembered_is_the_usual_list(session, memory):
    async with session() as kam:
        where, account = looked_at(kam)[2:]
        assert (kam.table.cursor, where) == (0, None)
    kept = remembered_of(memory(), kam.app.desks[0])
    assert kept == Remembered(account=account), "the usual order is not worth remembering"


async def test_the_portfolio_the_order_the_condition_and_the_account_are_as_they_were_left(session):
    async with session() as kam:
        before = kam.app.screen.desk.portfolio.pack
        await kam.press("right_square_bracket", "s", "S", "f")
        await kam.write(GOOD)
        await kam.press("enter", "j", "j", "j")
        left = looked_at(kam)
        assert left[0] != before and left[2] == GOOD
    async with session() as kam:
        assert looked_at(kam) == left
        assert kam.table.cursor == 3
        assert f"where {GOOD}" in kam.text, "the list says that a condition narrows it"
        assert kam.told == ""
        await kam.press("escape", "left_square_bracket")
        assert looked_at(kam)[::2] == (before, None), "each portfolio has its own"
        assert "where" not in kam.text


@pytest.mark.slow
async def test_a_condition_that_checks_no_more_is_left_out_and_named_and_a_column_that_is_gone_sorts_nothing(
    session, memory
):
    async with session() as kam:
        pack, usual, _, first = looked_at(kam)
    kept = memory()
    kept.put("accounts", f"list {pack}", {"where": "[gone] > 3", "sort": ["gone", True], "account": "nobody"})
    kept.save()
    async with session() as kam:
        assert looked_at(kam) == (pack, usual, None, first)
        assert "[gone] > 3" in kam.told and "The condition of the last time is left out." in kam.told
        assert "where" not in kam.text
        kam.assert_exact()
    async with session() as kam:
        assert kam.told == "", "it is told once"


@pytest.mark.slow
async def test_a_view_that_is_in_use_is_named_until_the_list_is_another_one(session, office):
    def change(doing):
        with Workspace.open(office.folder) as workspace, workspace.transaction("Mei") as transaction:
            doing(workspace, transaction)

    async with session() as kam:
        pack = looked_at(kam)[0]
        view = View(key="", name="Wide ones", pack=pack, where=GOOD, search="a", sort="name", columns=("account_id",))
        change(lambda work, transaction: save_view(work, transaction, view))
        await kam.press("V", "enter")
        assert "Wide ones" in kam.lines[-1] and kam.app.screen.desk.search == "a"
    async with session() as kam:
        assert "Wide ones" in kam.lines[-1] and kam.app.screen.desk.search == "a"
        await kam.press("V")
        assert "Wide ones (shown now)" in kam.text
        await kam.press("escape", "S")
        assert "Wide ones" not in kam.lines[-1]
        await kam.press("S")
        assert "Wide ones" in kam.lines[-1]
    change(lambda work, transaction: drop_view(work, transaction, "Wide ones"))
    async with session() as kam:
        assert "Wide ones" not in kam.lines[-1] and kam.app.screen.desk.where == GOOD


@pytest.mark.slow
async def test_a_search_that_was_only_typed_is_not_remembered(session):
    async with session() as kam:
        await kam.press("slash", "a", "enter")
        assert kam.app.screen.desk.search == "a"
    async with session() as kam:
        assert kam.app.screen.desk.search == ""


@pytest.mark.slow
async def test_a_list_that_was_never_there_stays_remembered(session, memory):
    async with session() as kam:
        await kam.press("s")
        pack = looked_at(kam)[0]
    before = memory().get("accounts", f"list {pack}", {})
    async with session("plans"):
        pass
    assert memory().get("accounts", f"list {pack}", {}) == before != {}


async def test_accounts_of_files_are_remembered_by_nobody(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("s", "G")
    async with opened([telecom], english) as kam:
        assert kam.table.cursor == 0


@pytest.mark.parametrize("order", [Order("tier", descending=True), Order("quality_sales"), Order("name")], ids=str)
def test_the_first_rows_in_the_remembered_order_are_there_before_the_list_is(office, order):
    with Workspace.open(office.folder) as workspace:
        (portfolio,) = portfolios_in(workspace, office.host, office.who, "distributor")
    desk = Desk(portfolio)
    desk.remembered = Remembered(order=order)
    head = desk.head()
    listing = desk.prepare()
    view = desk.request().make()
    assert view is not None and view.arrangement.order == order
    if head is not None:
        assert head.arrangement == view.arrangement and head.count == view.count
        assert [row[0] for row in head.page(0, 40)] == view.ids(0, 40)
    assert (head is None) == (order.column not in listing.results.computed)
    assert desk.head() is None, "once the list is there, nobody needs them"
    view.close()


def test_the_portfolio_in_front_is_the_first_where_nobody_knows(telecom, distributors):
    memory = Memory(None)
    assert portfolio_in_front(memory, [telecom, distributors]) == 0
    memory.put("accounts", "portfolio", distributors.pack or "")
    assert portfolio_in_front(memory, [telecom, distributors]) == (1 if distributors.pack else 0)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some) | st.dictionaries(st.text(), some),
)
_NAMES = st.sampled_from(("sort", "where", "search", "view", "account"))


@settings(max_examples=30)
@given(_JSON | st.dictionaries(_NAMES, _JSON | st.tuples(st.text(), st.booleans()).map(list)))
def test_whatever_the_file_holds_is_remembered_or_left_out(found):
    memory, desk = Memory(None), Desk(Portfolio.__new__(Portfolio))
    object.__setattr__(desk.portfolio, "pack", "telecom")
    memory.put("accounts", "list telecom", found)
    kept = remembered_of(memory, desk)
    assert kept.order is None or isinstance(kept.order, Order)
    assert all(isinstance(text, str) for text in (kept.where, kept.search, kept.view, kept.account))
    if isinstance(found, dict) and isinstance(found.get("where"), str):
        assert kept.where == found["where"]


@pytest.mark.slow
async def test_the_moves_that_were_reviewed_and_their_order_are_remembered(session, memory):
    async with session("review") as kam:
        assert "moves: to be decided" in kam.text and "falls first" not in kam.lines[1]
        await kam.press("s", "F")
        assert "moves: all · falls first" in kam.text
    async with session("review") as kam:
        assert "moves: all · falls first" in kam.text
    kept = memory()
    kept.put("review", "filter", "nonsense")
    kept.save()
    async with session("review") as kam:
        assert "moves: to be decided · falls first" in kam.text
