"""What indicators came to month by month: the pack's own word with another date, and nothing where nobody can know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.series import Series, month_ends, only
from kamengine.language.sql import Bindings
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.reference.portfolio import evaluate
from tests.engine.both_ways import Portfolio
from tests.engine.packs import Case, cases
from tests.engine.test_properties import LARGE
from tests.examples import holds_for

PACK = """
[pack]
id = "own"
version = "1"
[ledgers.bills.fields]
date = { type = "date" }
amount = { type = "money" }
status = { type = "text" }
[ledgers.lists]
date = ""
[ledgers.lists.fields]
price = { type = "money" }
[params.rate]
values = [ { value = 1, from = 2020-01-01, source = "made up" }, { value = 3, from = 2026-06-01, source = "made up" } ]
[fields.size]
type = "integer"
[indicators.billed]
from = "bills"
value = "sum(amount)"
where = "status <> 'void'"
window = "3 months"
when_empty = 0
[indicators.ever]
from = "bills"
value = "count()"
when_empty = 0
[indicators.earlier]
from = "bills"
value = "sum(amount)"
window = "3 months, 3 months ago"
when_empty = 0
[indicators.rated]
value = "billed * rate"
[indicators.grown]
value = "billed - earlier"
[indicators.share]
value = "share_of_total(billed)"
[indicators.of_share]
value = "share * 2"
[indicators.price]
from = "lists"
value = "max(price)"
[indicators.of_both]
value = "coalesce(price, 0) + billed"
[indicators.big]
value = "size * 2"
[[tiers]]
id = "key"
when = "billed > 0"
[[tiers]]
id = "other"
"""
AS_OF = date(2026, 6, 17)
BILLS = [
    {"account_id": "A", "date": date(2026, 1, 10), "amount": Decimal(7), "status": "paid"},
    {"account_id": "B", "date": date(2026, 3, 31), "amount": Decimal(1), "status": "void"},
    {"account_id": "B", "date": date(2026, 4, 30), "amount": Decimal(5), "status": "paid"},
    {"account_id": "B", "date": date(2026, 6, 17), "amount": Decimal(2), "status": "paid"},
    {"account_id": "B", "date": date(2026, 6, 18), "amount": Decimal(90), "status": "paid"},
    {"account_id": "D", "date": date(2026, 5, 2), "amount": Decimal(4), "status": None},
    {"account_id": "D", "date": date(2026, 2, 2), "amount": Decimal(4), "status": "paid"},
]


@pytest.fixture(scope="module")
def checked() -> CheckedPack:
    read, problems = read_pack("own.toml", PACK.encode())
    assert read is not None, problems
    found, problems = check_pack(read, {})
    assert found is not None, [problem.text() for problem in problems]
    return found


def begins_of(series: Series, ledgers: Mapping[str, Sequence[Any]]) -> dict[str, date | None]:
    """The first date of each ledger."""
    return {
        ledger: min((row[day] for row in ledgers[ledger] if row.get(day) is not None), default=None)
        for ledger, day in series.dated.items()
    }


def series_of(
    checked: CheckedPack, bindings: Bindings, portfolio: Portfolio, name: str, accounts: Sequence[str]
) -> dict[str, list[Any]] | None:
    """The series of an indicator, of some of the accounts; None when it has none."""
    series = Series.of(checked, name, portfolio.ledgers)
    if series is None:
        return None
    with scratch() as connection:
        snapshot = made_up(connection, checked, portfolio.accounts, portfolio.ledgers)
        begins = begins_of(series, portfolio.ledgers)
        query = series.query(only(snapshot, accounts, series.ledgers), bindings, begins, "values")
        return dict(connection.execute(query).fetchall())


def own(checked: CheckedPack, name: str, accounts: str = "ABCD", as_of: date = AS_OF) -> dict[str, list[Any]]:
    """The last six months of an indicator of the pack above."""
    rows = [{"account_id": id, "size": 1} for id in "ABCD"]
    portfolio = Portfolio(rows, {"bills": BILLS, "lists": [{"account_id": "A", "price": Decimal(3)}]})
    found = series_of(checked, bind(checked, as_of), portfolio, name, list(accounts))
    assert found is not None
    return {id: values[-6:] for id, values in found.items()}


# ── which days ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_day_is_the_date_itself_and_the_others_end_the_months_before() -> None:
    days = month_ends(date(2024, 3, 17))
    assert days[-3:] == (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 17))
    assert days[0] == date(2023, 4, 30) and len(days) == 12
    assert month_ends(date(2024, 2, 29))[-2:] == (date(2024, 1, 31), date(2024, 2, 29))


@given(st.dates(date(2, 2, 1)), st.integers(1, 12))
def test_each_month_has_one_day(as_of: date, months: int) -> None:
    days = month_ends(as_of, months)
    places = [day.year * 12 + day.month for day in days]
    assert places == list(range(places[-1] - months + 1, places[-1] + 1))
    assert days[-1] == as_of and all((day + timedelta(days=1)).day == 1 for day in days[:-1])


def test_the_calendar_begins_somewhere() -> None:
    assert month_ends(date(1, 2, 5)) == (date(1, 1, 31), date(1, 2, 5))


# ── what stands in a series ──────────────────────────────────────────────────────────────────────────────────────────


def test_windows_move_with_the_months_and_rows_after_the_date_do_not_count(checked) -> None:
    assert own(checked, "billed")["B"][-3:] == [5, 5, 7]


def test_before_the_first_row_of_an_account_nothing_is_known_and_not_zero(checked) -> None:
    assert own(checked, "billed") == {
        "A": [None, None, 7, 0, 0, 0],  # the window of February begins before the ledger
        "B": [None, None, 0, 5, 5, 7],  # its first row, void, is of the last day of March
        "C": [None, None, None, None, None, 0],  # the run says zero of an account without rows
        "D": [None, None, 4, 4, None, None],  # nobody knows whether its last row counts
    }


def test_without_a_window_the_ledger_is_taken_from_its_beginning(checked) -> None:
    assert own(checked, "ever")["A"] == [1, 1, 1, 1, 1, 1]
    assert own(checked, "ever")["B"] == [None, None, 1, 2, 2, 3]


def test_where_the_indicator_looks_further_back_than_the_ledger_goes_nothing_is_known(checked) -> None:
    assert own(checked, "earlier")["A"] == [None, None, None, None, None, 7]
    assert own(checked, "grown", as_of=date(2026, 7, 31))["A"] == [None, None, None, None, -7, 0]


def test_parameters_and_facts_are_those_of_the_run(checked) -> None:
    assert own(checked, "rated")["B"][-3:] == [15, 15, 21], "the line of June, also for the months before"


def test_ledgers_without_dates_do_not_move(checked) -> None:
    assert own(checked, "of_both")["A"] == [None, None, 10, 3, 3, 3]


def test_some_accounts_are_the_same_alone_as_among_others(checked) -> None:
    together = own(checked, "grown")
    for id in "ABCD":
        assert own(checked, "grown", id) == {id: together[id]}
    assert own(checked, "grown", "") == {}


@pytest.mark.parametrize("name", ["share", "of_share", "price", "big", "nobody", None])
def test_what_follows_no_ledger_or_looks_at_other_accounts_has_no_series(checked, name) -> None:
    assert Series.of(checked, name, ["bills", "lists"]) is None


def test_without_its_ledger_an_indicator_has_no_series(checked) -> None:
    assert Series.of(checked, "billed", ["lists"]) is None
    both = Series.of(checked, "of_both", ["bills", "lists"])
    assert both is not None and both.ledgers == {"bills", "lists"} and both.dated == {"bills": "date"}
    assert both.columns("bills") == {"date", "amount", "status"} and both.columns("lists") == {"price"}


# ── against the reference ────────────────────────────────────────────────────────────────────────────────────────────


def is_open(series: Series, day: date, begins: Mapping[str, date | None], firsts: Sequence[date]) -> bool:
    """Whether an account with these first dates in ledgers has a value as of a day, by the words of the definition."""
    if not any(first <= day for first in firsts):
        return False
    for one in (one for name, one in series.checked.indicators.items() if name in series.needed):
        begin = begins.get(one.indicator.ledger or "")
        if one.indicator.ledger in series.dated and begin is None:
            return False
        if begin is not None and one.indicator.window is not None:
            low = one.indicator.window.bounds(day)[0]
            if (low.year, low.month) < (begin.year, begin.month):
                return False
    return True


@holds_for(cases(), few=5, many=60, like=LARGE)
def test_each_value_is_what_the_reference_says_as_of_that_day(case: Case) -> None:
    checked, as_of, portfolio = case.parts
    checked = replace(checked, tiers=checked.tiers[:1], pack=replace(checked.pack, hit="first"))
    bindings = bind(checked, as_of)
    names = [name for name in checked.indicators if Series.of(checked, name, portfolio.ledgers) is not None]
    days = month_ends(as_of)[-3:]
    judged = [evaluate(checked, replace(bindings, as_of=day), portfolio.accounts, portfolio.ledgers) for day in days]
    for name in names[-2:]:
        series = Series.of(checked, name, portfolio.ledgers)
        assert series is not None
        begins = begins_of(series, portfolio.ledgers)
        ids = [account["account_id"] for account in portfolio.accounts]
        found = series_of(checked, bindings, portfolio, name, ids)
        assert found is not None and found.keys() == {result.account_id for result in judged[-1]}
        for place, day in enumerate(days):
            said = {result.account_id: result.indicators[name] for result in judged[place]}
            for id, values in found.items():
                rows = [(row, at) for ledger, at in series.dated.items() for row in portfolio.ledgers[ledger]]
                own = [row[at] for row, at in rows if row["account_id"] == id and row.get(at) is not None]
                known = day == as_of or is_open(series, day, begins, own)
                assert values[place - 3] == (said.get(id) if known else None)
