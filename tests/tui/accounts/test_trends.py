"""The trend of the accounts in sight: read from the ledgers once the list is there, with those that come next."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kamengine.api import RunOptions, classify_workspace, packs_of, results_of
from kamengine.api.runs.value_history import history_of_kept
from kamengine.locale.sparkline import sparkline
from kamengine.tui import Portfolio, portfolios_in
from kamengine.tui.portfolio.beside import Beside
from kamengine.workspace import Workspace
from tests.tui.driving import opened

SIZE = (130, 24)
WIDTH = 12


@pytest.fixture
def distributors(office):
    with Workspace.open(office.folder) as workspace:
        return portfolios_in(workspace, office.host, office.who, "distributor")


def rows(kam):
    """The line of each account on the screen, by its id."""
    return {line[1:6]: line for line in kam.lines if line[1:2] == "D" and line[2:6].isdigit()}


def trends(kam):
    """What stands in the column on each line of an account."""
    place = next(line.index("Trend") for line in kam.lines if "Trend" in line)
    return {account: _cells(line, place, WIDTH) for account, line in rows(kam).items()}


def _cells(line, first, count):
    """So many cells of a line; Chinese characters take two."""
    at = [cell for character in line for cell in (character, "")[: cell_len(character)]]
    return "".join(at[first : first + count])


async def test_each_account_on_the_screen_has_its_own(office, english, distributors):
    async with opened(distributors, english, SIZE, office=office) as kam:
        drawn = trends(kam)
        with Workspace.open(office.folder) as workspace:
            record = workspace.runs.list("distributor")[-1]
            own = results_of(workspace, record, office.host)
            history = history_of_kept(office.folder, record, own.checked, own.bindings, own.connection)
            assert history is not None
            found = history.of(list(drawn))
        assert len(drawn) > 10 and drawn == {id: sparkline(found[id], WIDTH) for id in drawn}
        assert all(len(text.strip()) >= 6 for text in drawn.values())
        kam.assert_exact()


@pytest.mark.slow
async def test_the_accounts_around_are_read_with_them(office, english, distributors):
    async with opened(distributors, english, SIZE, office=office) as kam:
        view, known = kam.view, kam.app.desks[0].trends.has
        first, count = len(rows(kam)), view.count
        near, last = view.ids(0, 3 * first), view.ids(count - 1, 1)
        assert all(map(known, near)) and not any(map(known, last))
        await kam.press("G")
        assert all(map(known, last)) and "█" in trends(kam)[last[0]]


@pytest.mark.slow
async def test_a_column_that_is_not_in_sight_is_not_read(office, english, distributors):
    async with opened(distributors, english, (80, 24), office=office) as kam:
        trends_of = kam.app.desks[0].trends
        assert rows(kam) and not any(map(trends_of.has, rows(kam)))
        await kam.resize(*SIZE)
        assert all(map(trends_of.has, rows(kam))) and set("".join(trends(kam).values())) > {"█"}


@pytest.mark.slow
async def test_it_is_sorted_by_other_columns_and_can_be_chosen(office, english, distributors):
    async with opened(distributors, english, SIZE, office=office) as kam:
        sortable = {column.name for column in kam.table.columns_shown if column.sortable}
        assert "value_history" not in sortable and "score_low" in sortable
        before = trends(kam)
        await kam.press("C")
        assert "Trend" in kam.text
        await kam.press("enter")
        assert trends(kam) == before


async def test_where_the_ledger_is_gone_nothing_is_said(office, english, distributors):
    for path in (office.folder / "data" / "ledgers" / "orders").iterdir():
        path.unlink()
    async with opened(distributors, english, SIZE, office=office) as kam:
        assert len(trends(kam)) > 10 and not "".join(trends(kam).values()).strip()


@pytest.mark.parametrize("keys", [("enter", "5"), pytest.param(("enter", "5", "n"), marks=pytest.mark.slow)])
async def test_the_facts_of_an_account_have_its_months(office, english, distributors, keys):
    async with opened(distributors, english, (120, 90), office=office) as kam:
        order = kam.view.ids(0, 2)
        drawn = trends(kam)[order[keys.count("n")]]
        await kam.press(*keys)
        first = next(place for place, line in enumerate(kam.lines) if "month by month" in line)
        months = [line.split() for line in kam.lines[first + 1 : first + 13]]
        assert [month[0] for month in months][:3] == ["2026-09-30", "2026-08-31", "2026-07-31"]
        assert "".join(month[-1] for month in months[::-1] if month[1] != "unknown") == drawn.strip()
        assert months[-1] == ["2025-10-31", "unknown"]


@pytest.mark.slow
async def test_accounts_of_files_have_it_too(office, english):
    with Workspace.open(office.folder) as workspace:
        pack = next(each for each in packs_of(workspace, office.host) if each.candidate.id == "distributor")
        run = classify_workspace(workspace, pack, RunOptions()).run
    async with opened([Portfolio.of_run(run, lambda _: ())], english, SIZE) as kam:
        assert len(trends(kam)) > 10 and all("█" in text for text in trends(kam).values())


def test_nothing_is_wanted_twice():
    beside: Beside[int] = Beside()
    asked: list[bool] = []
    beside.asks = lambda: asked.append(True)
    assert not beside.knows("A") and not beside.knows("B") and len(asked) == 2
    assert beside.wanted() == ("A", "B")
    assert not beside.knows("A"), "drawn again while it is being read"
    beside.learn(("A", "B"), {"A": 1, "C": 3})
    assert beside.wanted() == () and beside.knows("A") and beside.knows("B") and beside.knows("C")
    assert (beside.of("A"), beside.of("B"), beside.of("C")) == (1, None, 3)
    beside.forget()
    assert not beside.knows("A") and beside.wanted() == ("A",)
