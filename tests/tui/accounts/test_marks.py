"""Which accounts are marked: some, or all but some."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.api.accounts.portfolios import listing_of
from kamengine.engine.pages import Order
from kamengine.engine.results import results_in_memory
from kamengine.tui.accounts.marks import Marks
from tests.tui.portfolios import run_over, telecom_accounts

ACCOUNTS = [each["account_id"] for each in telecom_accounts(30)]


@pytest.fixture(scope="module")
def listing():
    return listing_of(results_in_memory(run_over(telecom_accounts(30))))


@pytest.fixture(scope="module")
def whole(listing):
    return listing.view(Order("score_low", descending=True))


def test_all_but_some_are_marked_without_any_of_the_others_being_named(whole):
    marks = Marks()
    marks.mark_all(whole)
    marks.toggle("T0003")
    assert marks.count == 29 and marks.has("T0001") and not marks.has("T0003")
    assert marks.accounts() == tuple(id for id in ACCOUNTS if id != "T0003")
    marks.add(["T0003"])
    assert marks.count == 30
    marks.mark_all(whole)
    assert marks.count == 0 and marks.accounts() == ()


def test_marks_of_the_whole_list_stay_while_it_is_narrowed_and_sorted(listing, whole):
    marks = Marks()
    marks.mark_all(whole)
    assert not marks.go_to(listing.view(search="T000")) and not marks.go_to(listing.view(Order("name")))
    assert marks.count == 30


def test_marks_of_a_narrowed_list_end_with_it(listing):
    marks, narrowed = Marks(), listing.view(search="T000", where="tier is not null")
    marks.mark_all(narrowed)
    assert marks.count == narrowed.count and set(marks.accounts()) == set(narrowed.ids(0, narrowed.count))
    assert not marks.go_to(listing.view(Order("name"), "T000", "tier is not null")), "it is sorted otherwise"
    assert marks.go_to(listing.view(search="T00")) and marks.count == 0


def test_single_marks_stay_wherever_one_goes(listing, whole):
    marks = Marks()
    marks.toggle("T0003")
    assert not marks.go_to(listing.view(search="nothing like it")) and marks.accounts() == ("T0003",)
    assert marks.clear() and not marks.clear()


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.one_of(st.just("all"), st.sampled_from(ACCOUNTS), st.lists(st.sampled_from(ACCOUNTS)))))
def test_marks_are_the_set_that_somebody_would_keep_by_hand(whole, steps):
    marks = Marks()
    kept: set[str] = set()
    for step in steps:
        if step == "all":
            if kept != set(ACCOUNTS):
                marks.mark_all(whole)
                kept = set(ACCOUNTS)
        elif isinstance(step, list):
            marks.add(step)
            kept |= set(step)
        else:
            marks.toggle(step)
            kept ^= {step}
    assert marks.count == len(kept) and marks.accounts() == tuple(sorted(kept))
    assert {id for id in ACCOUNTS if marks.has(id)} == kept
