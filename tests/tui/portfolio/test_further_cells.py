"""The cells of what a list has beside run and facts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kamengine.engine.pages import PENDING
from kamengine.engine.results import results_in_memory
from kamengine.locale import Messages
from kamengine.locale.sparkline import sparkline
from kamengine.tui.portfolio.columns import columns_of
from kamengine.tui.portfolio.further_cells import further_cells, needed_beside
from tests.tui.portfolios import HOSTILE, run_over

ENGLISH, CHINESE = Messages.of("en"), Messages.of("zh")


@pytest.fixture(scope="module")
def checked():
    return run_over([{"account_id": "T1"}]).checked


def drawn(checked, name, row, cells=12, messages=ENGLISH):
    made = further_cells(checked, name)
    assert made is not None
    return "".join(text for text, _ in made.draw(row, messages, cells))


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"tiers_moved": 1, "tier_before": "growth", "score_change": 20.0}, "▲ Growth"),
        ({"tiers_moved": -2, "tier_before": "strategic", "score_change": -20.0}, "▼ Strategic"),
        ({"tiers_moved": 3, "tier_before": None, "score_change": None}, "▲ no tier"),
        ({"tiers_moved": 0, "tier_before": "growth", "score_change": 1.25}, "  +1.3"),
        ({"tiers_moved": 0, "tier_before": "growth", "score_change": -4.0}, "  -4.0"),
        ({"tiers_moved": 0, "tier_before": "growth", "score_change": 0.04}, ""),
        ({"tiers_moved": 0, "tier_before": "growth"}, ""),
        ({"tiers_moved": None, "tier_before": None, "score_change": None}, "new"),
        ({"tiers_moved": None, "tier_before": "gone", "score_change": 2.0}, "  +2.0"),
    ],
)
def test_a_change_says_from_which_tier_and_within_one_what_the_score_gained(checked, row, shown):
    assert drawn(checked, "tiers_moved", row) == shown.ljust(12)
    assert cell_len(drawn(checked, "tiers_moved", row, 9, CHINESE)) == 9


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_owners_are_shown_and_not_obeyed(checked, name):
    text = drawn(checked, "owner", {"owner": name})
    assert cell_len(text) == 12 and text.isprintable()


def test_what_is_not_known_or_not_read_yet(checked):
    assert drawn(checked, "owner", {"owner": None}, 4) == "–   "
    assert drawn(checked, "data_gaps", {"data_gaps": 0}, 3) == "   "
    assert drawn(checked, "data_gaps", {"data_gaps": 2}, 3) == "  2"
    (*_, column) = columns_of(results_in_memory(run_over([{"account_id": "T1"}])), ("monthly_spend",), 8)
    assert "".join(text for text, _ in column.draw({"monthly_spend": PENDING}, ENGLISH, 4)) == "   …"


def test_a_change_is_read_with_what_is_drawn_in_it():
    assert needed_beside(("tier", "owner")) == ("tier", "owner")
    assert needed_beside(("tiers_moved",)) == ("tiers_moved", "tier", "tier_before", "score_change")


@given(st.lists(st.none() | st.floats(-1e12, 1e12), max_size=20), st.integers(0, 14))
def test_a_trend_shows_the_last_values_in_proportion(values, cells):
    text, shown = sparkline(values, cells), values[-cells:] if cells else []
    known = [value for value in shown if value is not None]
    if len(known) < 2:
        assert text == ""
        return
    assert len(text) == len(shown)
    marks = [mark for mark, value in zip(text, shown, strict=True) if value is not None]
    assert all(mark == " " for mark, value in zip(text, shown, strict=True) if value is None)
    for (one, mark), (other, beside) in pairwise(zip(known, marks, strict=True)):
        assert mark <= beside if one <= other else mark >= beside
    if max(known) > min(known):
        assert {min(marks), max(marks)} == {"▁", "█"}


def test_values_that_are_all_the_same_are_a_flat_line():
    assert len(set(sparkline([5.0, 5.0, 5.0], 8))) == 1
