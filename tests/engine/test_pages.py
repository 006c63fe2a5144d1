"""Accounts in any order, searched, page by page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kamengine.engine.pages import Arrangement, Listing, Order, for_this_thread, tier_counts
from kamengine.engine.results import results_in_memory
from kamengine.explain import explain
from tests.tui.portfolios import run_over, telecom_accounts

SHOWN = ("tier", "tier_possible", "score_low", "monthly_spend", "big_spender")


@pytest.fixture(scope="module")
def run():
    return run_over(telecom_accounts())


@pytest.fixture(scope="module")
def listing(run):
    return listing_of(run, SHOWN)


def listing_of(run, columns=()):
    return Listing(results_in_memory(run), columns).hold()


def all_of(view):
    return view.page(0, view.count)


def column(view, name):
    return [row[view.listing.columns.index(name)] for row in all_of(view)]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", ["account_id", "score_low", "monthly_spend", "big_spender"])
def test_sorted_with_unknown_last_and_ties_by_account(listing, name, descending):
    rows = all_of(listing.view(Order(name, descending)))
    place = listing.columns.index(name)

    known = sorted((row for row in rows if row[place] is not None), key=lambda row: row[0])
    known.sort(key=lambda row: row[place], reverse=descending)
    unknown = sorted((row for row in rows if row[place] is None), key=lambda row: row[0])
    assert rows == known + unknown
    assert len(rows) == 300


def test_names_are_sorted_without_regard_to_capitals():
    names = ["beta", "Alpha", None, "ALPHA", "上海", "alpha2"]
    listing = listing_of(run_over([{"account_id": str(i), "name": name} for i, name in enumerate(names)]))

    assert column(listing.view(Order("name")), "name") == ["Alpha", "ALPHA", "alpha2", "beta", "上海", None]


def test_tiers_are_sorted_as_the_pack_has_them(listing, run):
    ranks = {tier.tier.id: rank for rank, tier in enumerate(run.checked.tiers)}

    for descending in (False, True):
        found = [ranks[tier] for tier in column(listing.view(Order("tier", descending)), "tier")]
        assert found == sorted(found, reverse=descending)
    assert len(set(found)) == len(ranks)


def test_any_column_of_the_results_sorts_though_it_is_not_shown(listing):
    assert listing.view(Order("spend_growth", descending=True)).count == 300


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_pages_make_up_the_whole(listing, size):
    view = listing.view(Order("monthly_spend"))

    pages = [row for offset in range(0, view.count, size) for row in view.page(offset, size)]
    assert pages == all_of(view)


@pytest.mark.parametrize(("offset", "limit", "rows"), [(-5, 10, 5), (299, 10, 1), (300, 10, 0), (0, 0, 0)])
def test_a_page_ends_where_the_accounts_end(listing, offset, limit, rows):
    assert len(listing.view(Order()).page(offset, limit)) == rows


def test_the_position_of_an_account_is_where_its_page_has_it(listing):
    view = listing.view(Order("monthly_spend", descending=True))

    assert [view.position(row[0]) for row in all_of(view)] == list(range(view.count))
    assert view.position("none such") is None


NAMES = {
    "a": "Acme",
    "b": "北京电信",
    "c": "电信北京",
    "d": "100 %_off",
    "e": "[a-z]\\",
    "f": "café",
    "g": None,
}
SEARCHES = {
    "acme": {"a"},
    "ACME": {"a"},
    "电": {"b", "c"},
    "北京电信": {"b"},
    "京电": {"b"},
    "%": {"d"},
    "_": {"d"},
    "[a-z]": {"e"},
    "'; drop table accounts": set(),
    "\\": {"e"},
    "É": {"f"},
    "B": {"b"},
}


@pytest.fixture(scope="module")
def named():
    return listing_of(run_over([{"account_id": id, "name": name} for id, name in NAMES.items()]))


@pytest.mark.parametrize(("text", "found"), SEARCHES.items())
@pytest.mark.parametrize("order", [Order(), Order("name"), Order("score_low", descending=True)])
def test_a_search_is_taken_literally(named, text, found, order):
    view = named.view(order, text)

    assert set(column(view, "account_id")) == found
    assert view.count == len(found)


def test_accounts_without_names():
    run = run_over([{"account_id": "a"}, {"account_id": "b"}])

    assert all_of(listing_of(run).view(Order("name"))) == [("a", None), ("b", None)]


def test_no_account_in_scope():
    listing = listing_of(run_over([{"account_id": "a", "industry": "other"}]), SHOWN)

    view = listing.view(Order("score_low"))
    assert (view.count, view.page(0, 10), view.position("a")) == (0, [], None)


def test_a_request_that_was_cancelled_makes_nothing(listing, run):
    before = tables(run)
    request = listing.request(Arrangement(Order("name")))
    request.cancel()

    assert request.make() is None
    assert tables(run) == before


def tables(run):
    return {row[0] for row in run.snapshot.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def test_a_closed_view_gives_its_memory_back(run):
    listing = listing_of(run)
    before = tables(run)
    view = listing.view(Order("name"), "company")
    assert tables(run) - before

    view.close()
    assert tables(run) == before
    listing.close()
    assert tables(run) < before
    assert not any(table.startswith("held") for table in tables(run) - before)


def test_views_are_made_in_threads_while_others_are_read(listing, run):
    first = listing.view(Order())
    expected = all_of(first)
    orders = [Order(name, descending) for name in SHOWN for descending in (False, True)]
    with ThreadPoolExecutor(4) as pool:
        making = [pool.submit(listing.view, order) for order in orders]
        asking = [pool.submit(explain, for_this_thread(run), f"T{index:04d}") for index in range(4)]
        while not all(each.done() for each in making + asking):
            assert all_of(first) == expected
        for each in asking:
            assert each.result() is not None
        for order, each in zip(orders, making, strict=True):
            assert all_of(each.result()) == all_of(listing.view(order))


def test_counts_of_tiers_agree_with_the_summary(run):
    summary, counts = run.summary(), tier_counts(results_in_memory(run))

    assert {count.tier: count.accounts for count in counts} == dict(summary.tiers)
    assert sum(count.undecided for count in counts) == summary.undecided > 0
    assert [count.tier for count in counts] == [tier.tier.id for tier in run.checked.tiers]
