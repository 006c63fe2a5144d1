"""What becomes of a computed tier: grace rules, decisions and overrides, for one account from date to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.pack.playbooks import Grace
from kamengine.work.model import Decision, Override
from kamengine.work.tiers.grace import Held, Terms, gone, judged

RANKS = ("strategic", "key", "growth")
DecisionState = Literal["confirmed", "deferred"]
DAY = dt.date(2026, 1, 31)


def terms(number: int, grace: Grace) -> Terms:
    """Those of a run; each is a month after the one before."""
    day = DAY + dt.timedelta(days=30 * number)
    return Terms(f"run{number}", day.isoformat(), f"run{number - 1}" if number else None, RANKS, grace)


def after(
    found: Sequence[str | None], grace: Grace, override: Override | None = None, decision: Decision | None = None
) -> Held:
    """What an account has when these tiers were computed one after the other."""
    held = None
    for number, tier in enumerate(found):
        held = judged(held, "A", tier, terms(number, grace), override, decision)
    assert held is not None
    return held


def effective(found: Sequence[str | None], grace: Grace) -> list[str | None]:
    return [after(found[: end + 1], grace).effective for end in range(len(found))]


def test_without_grace_what_is_computed_is_in_effect_at_once():
    found = ["key", "strategic", "growth", None, "key"]
    assert effective(found, Grace()) == found


@pytest.mark.parametrize(
    ("found", "becomes"),
    [
        (["growth", "key", "key"], ["growth", "growth", "key"]),
        (["growth", "key", "growth", "key"], ["growth", "growth", "growth", "growth"]),  # not in a row
        (["growth", "strategic", "key"], ["growth", "growth", "key"]),  # what both found at least
        (["growth", "key", "strategic", "strategic"], ["growth", "growth", "key", "strategic"]),
        (["strategic", "key"], ["strategic", "key"]),  # falling has no grace here
    ],
)
def test_an_account_rises_when_enough_runs_in_a_row_found_it_better(found, becomes):
    assert effective(found, Grace(promote_after=2)) == becomes


@pytest.mark.parametrize(
    ("found", "becomes"),
    [
        (["strategic", "key", "growth", "growth"], ["strategic", "strategic", "strategic", "key"]),
        (["key", None, None, None], ["key", "key", "key", None]),  # no tier is below every tier
        (["key", "growth", "strategic", "growth"], ["key", "key", "strategic", "strategic"]),
    ],
)
def test_an_account_falls_when_enough_runs_in_a_row_found_it_worse(found, becomes):
    assert effective(found, Grace(demote_after=3)) == becomes


def test_nobody_falls_before_a_date_and_whoever_was_found_worse_meanwhile_falls_on_it():
    day = terms(2, Grace()).as_of
    assert effective(["key", "growth", "growth"], Grace(no_demotion_before=day)) == ["key", "key", "growth"]
    assert effective(["growth", "key"], Grace(no_demotion_before="2030-01-01")) == ["growth", "key"]
    assert after(["key", "growth"], Grace(no_demotion_before=day)).why == "protected"


def test_a_tier_that_the_pack_has_no_more_is_not_held_on_to():
    held = judged(after(["key"], Grace())._replace(settled="gold"), "A", "growth", terms(1, Grace(demote_after=9)))
    assert (held.effective, held.why) == ("growth", "rules")


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def decision(
    state: Literal["confirmed", "deferred"], before: str, after: str, until: dt.date | None = None
) -> Decision:
    return Decision(key="k", pack="p", account="A", run="run1", before=before, after=after, state=state, until=until)


def test_a_confirmed_move_takes_effect_without_grace_and_needs_no_review():
    held = after(["growth", "key"], Grace(promote_after=3), decision=decision("confirmed", "growth", "key"))
    assert (held.effective, held.why, held.reviewed, held.base) == ("key", "confirmed", "key", None)


def test_a_decision_about_another_move_changes_nothing():
    other = decision("confirmed", "growth", "strategic")
    assert after(["growth", "key"], Grace(promote_after=3), decision=other).effective == "growth"
    assert after(["key", "growth", "key"], Grace(promote_after=3, demote_after=1), decision=other).effective == "growth"


def test_a_deferred_move_waits_for_its_day_and_is_then_open_again():
    grace, day = Grace(), dt.date.fromisoformat(terms(2, Grace()).as_of)
    deferred = decision("deferred", "key", "growth", day)
    waiting = after(["key", "growth"], grace, decision=deferred)
    assert (waiting.effective, waiting.why) == ("key", "deferred")
    assert after(["key", "growth", "growth"], grace, decision=deferred)[5:7] == ("growth", "rules")


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────────


def override(first: int, last: int, tier: str = "strategic") -> Override:
    since, until = (dt.date.fromisoformat(terms(number, Grace()).as_of) for number in (first, last))
    return Override(
        key="k", pack="p", account="A", tier=tier, reason="board", approver="Wang", since=since, until=until
    )


def test_an_override_holds_from_its_first_to_its_last_day_and_then_the_rules_say_again():
    held_up = override(1, 2)
    found = [after(["growth"] * n, Grace(), override=held_up) for n in range(1, 5)]
    assert [held.effective for held in found] == ["growth", "strategic", "strategic", "growth"]
    assert {(held.computed, held.settled) for held in found} == {("growth", "growth")}


def test_grace_goes_on_below_an_override():
    held = after(["growth", "key", "key"], Grace(promote_after=2), override=override(0, 9))
    assert (held.settled, held.effective, held.why) == ("key", "strategic", "override")


def test_an_override_with_a_tier_that_the_pack_has_no_more_is_without_effect():
    assert after(["growth"], Grace(), override=override(0, 9, tier="gold")).effective == "growth"


# ── reviews ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_move_is_compared_with_the_last_run_before_it_until_it_is_reviewed():
    moved = [after(["growth", "key", "key"][:n], Grace()) for n in (1, 2, 3)]
    assert [(held.reviewed, held.base) for held in moved] == [("growth", None), ("growth", "run0"), ("growth", "run0")]
    assert after(["growth", "key", "growth"], Grace()).base is None


def test_an_account_that_is_gone_and_comes_back_is_still_compared_with_its_last_review():
    left = gone(after(["key"], Grace()), terms(1, Grace()))
    assert (left.effective, left.why, left.reviewed, left.base) == (None, "gone", "key", "run0")
    back = judged(left, "A", "growth", terms(2, Grace(demote_after=5)))
    assert (back.effective, back.reviewed, back.base) == ("growth", "key", "run0")


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

tiers = st.sampled_from([*RANKS, None])
histories = st.lists(tiers, min_size=1, max_size=12)
graces = st.builds(Grace, st.integers(1, 4), st.integers(1, 4), st.sampled_from(["", "2026-06-01", "2027-01-01"]))


@given(histories, graces)
def test_a_tier_never_moves_beyond_what_every_run_of_the_streak_found(found, grace):
    place = {tier: number for number, tier in enumerate((*RANKS, None))}
    held = [after(found[: end + 1], grace).effective for end in range(len(found))]
    for end, (before, now) in enumerate(pairwise(held), 1):
        rises = place[now] < place[before]
        needed = grace.promote_after if rises else grace.demote_after
        last = [place[tier] for tier in found[max(0, end - needed + 1) : end + 1]]
        if rises:
            assert max(last) <= place[now]
        elif now != before:
            assert min(last) >= place[now]
            assert terms(end, grace).as_of >= grace.no_demotion_before


@given(tiers, tiers, graces)
def test_whoever_stays_long_enough_gets_there(before, now, grace):
    patience = max(grace.promote_after, grace.demote_after, 12)
    assert after([before, *[now] * patience], grace).effective == now


@given(histories, graces)
def test_the_two_tiers_are_the_same_where_nothing_speaks_against_the_rules(found, grace):
    held = after(found, grace)
    assert (held.computed == held.effective) == (held.why == "rules")
    assert held.computed == found[-1]
    assert (held.reviewed == held.computed) == (held.base is None)
