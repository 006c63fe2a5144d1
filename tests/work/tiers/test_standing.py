"""The tiers in effect beside the computed ones, as run after run is taken in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.pack.playbooks import Grace
from kamengine.problems import KamError
from kamengine.work.ground.things import keep
from kamengine.work.model import Override, Person
from kamengine.work.tiers.decisions import confirm, defer
from kamengine.work.tiers.fold import Fold, tiers_of_run
from kamengine.work.tiers.moves import moves_in
from kamengine.work.tiers.overrides import Overriding, end_overrides, override_accounts, overrides_of, state_of
from kamengine.work.tiers.standing import Standing, effective_tiers, update_standing
from kamengine.work.tiers.tier_history import tier_history
from kamengine.workspace import NewRun, Workspace
from kamengine.workspace.undo import redo_last, undo_last
from tests.workspace.made import PACK, parquet

RANKS = ("key", "growth", "other")
JANUARY, FEBRUARY, MARCH, APRIL = "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"


class Book:
    """A workspace whose runs are made up: each tier is said, and taken in as ``kam plan`` does."""

    def __init__(self, workspace: Workspace, grace: Grace = Grace()) -> None:  # noqa: B008  # frozen
        self.workspace, self.grace = workspace, grace

    def run(self, day: str, as_of_from: str = "ledgers", /, **tiers: str | None):
        """A run that computed these tiers; it is not taken in."""
        rows = " UNION ALL ".join(
            f"SELECT '{account}' AS account_id, nullif('{tier or ''}', '') AS tier" for account, tier in tiers.items()
        )
        draft = NewRun(
            pack="own", version="1", pack_content=PACK, facts=0, accounts="a", ledgers={}, as_of=day,
            as_of_from=as_of_from, parameters={}, engine="duckdb", program="0", rows=len(tiers), counts={},
        )  # fmt: skip
        return self.workspace.runs.add(draft, parquet(self.workspace, rows), "Ann")

    def take_in(self, run):
        with self.workspace.transaction("Ann") as change:
            return update_standing(self.workspace, change, run, tiers_of_run(run), RANKS, self.grace)

    def plan(self, day: str, **tiers: str | None):
        """A run, taken in; the moves of tiers in effect."""
        return self.take_in(self.run(day, **tiers)).moves

    @property
    def effective(self) -> dict[str, str | None]:
        return {account: found.effective for account, found in effective_tiers(self.workspace, "own").items()}

    def moves(self, run):
        fold = Fold(self.workspace, "own", RANKS, self.grace)
        return list(moves_in(fold.after(run), fold.said, run, RANKS))

    def override(self, account: str, tier: str, until: str, **other: str):
        words = {"reason": "board", "approver": "Wang", **other}
        first, last = dt.date.fromisoformat(JANUARY), dt.date.fromisoformat(until)
        with self.workspace.transaction("Ann") as change:
            said = Overriding(tier, words["reason"], words["approver"], first, last)
            return override_accounts(self.workspace, change, "own", [account], said, dt.date(2026, 2, 1))


@pytest.fixture
def book(workspace):
    return Book(workspace)


@pytest.fixture
def patient(workspace):
    return Book(workspace, Grace(promote_after=2, demote_after=3))


def test_the_computed_tier_and_the_one_in_effect_stand_beside_each_other(patient):
    patient.plan(JANUARY, A="growth", B="other")
    assert patient.plan(FEBRUARY, A="key", B="other") == {}
    found = effective_tiers(patient.workspace, "own")
    assert found == {
        "A": Standing("key", "growth", "grace", FEBRUARY),
        "B": Standing("other", "other", "rules", JANUARY),
    }
    assert effective_tiers(patient.workspace, "own", ["B"]).keys() == {"B"}
    assert effective_tiers(patient.workspace, "own", differing=True).keys() == {"A"}
    assert patient.plan(MARCH, A="key", B="other") == {"A": ("growth", "key")}


def test_the_same_run_twice_changes_nothing(patient):
    run = patient.run(JANUARY, A="growth")
    patient.take_in(run)
    last = patient.workspace.journal.last()
    assert patient.take_in(run).moves == {}
    assert patient.workspace.journal.last() == last


def test_two_runs_of_one_date_count_once_and_the_later_one_counts(patient):
    patient.plan(JANUARY, A="growth", B="growth")
    patient.plan(FEBRUARY, A="key", B="key")
    patient.plan(FEBRUARY, A="key", B="growth")  # the data was put right
    patient.plan(MARCH, A="key", B="key")
    assert patient.effective == {"A": "key", "B": "growth"}


def test_a_second_run_of_the_first_date_is_a_move_as_well(book):
    book.plan(JANUARY, A="growth")
    assert book.plan(JANUARY, A="key") == {"A": ("growth", "key")}
    (move,) = book.moves(book.run(JANUARY, A="key"))
    assert (move.before, move.after, move.direction, move.state) == ("growth", "key", "up", "open")


def test_runs_that_nobody_planned_with_count_too(patient):
    patient.plan(JANUARY, A="growth")
    patient.run(FEBRUARY, A="key")
    patient.plan(MARCH, A="key")
    assert patient.effective == {"A": "key"}


def test_runs_that_tried_something_do_not_count(patient):
    patient.plan(JANUARY, A="growth")
    patient.run(FEBRUARY, "given", A="key")
    patient.plan(MARCH, A="key")
    assert patient.effective == {"A": "growth"}


def test_an_account_that_the_run_does_not_have_is_gone(book):
    book.plan(JANUARY, A="growth", B="key")
    assert book.plan(FEBRUARY, A="growth") == {"B": ("key", None)}
    assert book.effective == {"A": "growth"}
    (move,) = book.moves(book.run(FEBRUARY, A="growth"))
    assert (move.account, move.before, move.after, move.direction) == ("B", "key", None, "gone")


def test_a_plan_is_taken_back_with_its_tiers_and_done_again(patient):
    patient.plan(JANUARY, A="growth")
    patient.plan(FEBRUARY, A="key")
    run = patient.run(MARCH, A="key")
    with patient.workspace.transaction("Ann") as change:
        update_standing(patient.workspace, change, run, tiers_of_run(run), RANKS, patient.grace)
        keep(patient.workspace, change, Person(key="Ann"))  # what people do at the same time goes with it
    assert patient.effective == {"A": "key"}
    undo_last(patient.workspace.journal, "Ann", ["Ann"])
    assert patient.effective == {"A": "growth"}
    redo_last(patient.workspace.journal, "Ann", ["Ann"])
    assert patient.effective == {"A": "key"}
    assert patient.take_in(run).moves == {}


# ── nothing is lost between two reviews ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", [FEBRUARY, MARCH], ids=["of the same day", "of a later day"])
@pytest.mark.parametrize("planned", [0, 1, 2], ids=["no plan", "a first plan", "plans"])
def test_a_move_stays_until_it_is_decided_whatever_runs_follow(book, planned, day):
    first = book.run(JANUARY, A="growth", B="key")
    second = book.run(FEBRUARY, A="key", B="key")
    for run in (first, second)[:planned]:
        book.take_in(run)
    third = book.run(day, A="key", B="other")
    for run in (third, book.run(APRIL, A="key", B="other", C="other")):
        one, other = book.moves(run)
        assert (one.account, one.before, one.after, one.state, one.base) == ("A", "growth", "key", "open", first.id)
        assert (other.account, other.before, other.after, other.state) == ("B", "key", "other", "open")


def test_facts_that_are_put_right_the_same_day_leave_no_move(book):
    book.run(JANUARY, A="growth")
    book.run(FEBRUARY, A="key")
    assert book.moves(book.run(FEBRUARY, A="growth")) == []


def test_a_run_that_holds_again_after_an_undo_is_no_move(book):
    book.run(JANUARY, A="growth")
    book.run(JANUARY, A="key")
    assert book.moves(book.run(JANUARY, A="growth")) == []
    (move,) = book.moves(book.run(JANUARY, A="key"))
    assert (move.before, move.after) == ("growth", "key")


def test_what_was_decided_of_one_move_leaves_the_others_open(book):
    book.run(JANUARY, A="growth", B="key")
    run = book.run(FEBRUARY, A="key", B="other")
    with book.workspace.transaction("Ann") as change:
        confirm(book.workspace, change, run, [move for move in book.moves(run) if move.account == "A"])
    for day in (FEBRUARY, MARCH):
        (move,) = book.moves(book.run(day, A="key", B="other", C="growth"))
        assert (move.account, move.before, move.after, move.state) == ("B", "key", "other", "open")


@pytest.mark.parametrize("planned", [False, True], ids=["no plan", "plans"])
@pytest.mark.parametrize("days", [(JANUARY,) * 3, (JANUARY, FEBRUARY, FEBRUARY), (JANUARY, FEBRUARY, MARCH)], ids=str)
def test_an_account_that_moves_on_is_reviewed_from_what_was_confirmed(book, planned, days):
    def decided(day, tier):
        run = book.run(day, A=tier)
        if planned:
            book.take_in(run)
        (move,) = book.moves(run)
        with book.workspace.transaction("Ann") as change:
            confirm(book.workspace, change, run, [move])
        assert [each.state for each in book.moves(run)] == ["confirmed"]
        return move.before, move.after

    book.run(days[0], A="other")
    assert decided(days[1], "growth") == ("other", "growth")
    assert decided(days[2], "key") == ("growth", "key")
    assert book.moves(book.run(APRIL, A="key", B="other")) == []


def test_putting_the_next_move_off_does_not_take_back_that_the_first_was_confirmed(book):
    book.run(JANUARY, A="other")
    run = book.run(FEBRUARY, A="growth")
    with book.workspace.transaction("Ann") as change:
        confirm(book.workspace, change, run, book.moves(run))
    later = book.run(FEBRUARY, A="key")
    with book.workspace.transaction("Ann") as change:
        defer(book.workspace, change, later, book.moves(later), dt.date.fromisoformat(APRIL), reason="strike")
    (move,) = book.moves(later)
    assert (move.before, move.after, move.state, move.base) == ("growth", "key", "deferred", run.id)


@pytest.mark.parametrize("planned", [False, True])
def test_a_decision_says_nothing_of_runs_before_the_move(patient, planned):
    first = patient.run(JANUARY, A="growth")
    if planned:
        patient.take_in(first)
    patient.run(FEBRUARY, A="growth")
    run = patient.run(MARCH, A="key")
    with patient.workspace.transaction("Ann") as change:
        confirm(patient.workspace, change, run, patient.moves(run))
    patient.take_in(run)
    assert effective_tiers(patient.workspace, "own") == {"A": Standing("key", "key", "confirmed", MARCH)}


histories = st.lists(st.tuples(st.booleans(), *[st.sampled_from([*RANKS, None, "absent"])] * 2), min_size=1, max_size=6)
"""Of each run whether it is of a later date than the one before, and the tiers of two accounts."""


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(histories, st.sets(st.integers(0, 5)), st.integers(1, 3), st.integers(1, 3))
def test_it_makes_no_difference_which_runs_were_planned_with(tmp_path_factory, found, planned, promote, demote):
    grace, worlds = Grace(promote, demote), []
    for every in (True, False):
        with Workspace.init(tmp_path_factory.mktemp("book") / "w", name="W", packs={"own.toml": PACK}) as workspace:
            book, day = Book(workspace, grace), 1
            for number, (later, *row) in enumerate(found):
                tiers = {account: tier for account, tier in zip("AB", row, strict=True) if tier != "absent"}
                day += later
                run = book.run(f"2026-01-{day:02}", C="key", **tiers)
                if every or number in planned:
                    book.take_in(run)
            moves = [(move.account, move.before, move.after) for move in book.moves(run)]
            book.take_in(run)
            worlds.append((book.effective, moves))
    assert worlds[0] == worlds[1]


# ── what people say ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_override_takes_effect_with_the_next_plan_and_ends_on_its_day(book):
    book.plan(JANUARY, A="growth")
    book.override("A", "key", FEBRUARY)
    assert book.plan(JANUARY, A="growth") == {"A": ("growth", "key")}
    assert book.plan(FEBRUARY, A="growth") == {}
    assert book.plan(MARCH, A="growth") == {"A": ("key", "growth")}
    assert [state_of(each, MARCH) for each in overrides_of(book.workspace, "own")] == ["expired"]


def test_an_override_says_why_who_agreed_and_until_when(book):
    with pytest.raises(KamError) as refused:
        book.override("A", "key", "2026-01-30", reason=" ", approver="")
    assert [problem.text() for problem in refused.value.problems] == [
        "--reason: an override needs a reason — write --reason TEXT",
        "--approver: an override needs somebody who agreed to it — write --approver NAME",
        "--until: this override has expired: its last day is 2026-01-30 — name a day that is still to come",
        "--from: this override would begin on 2026-01-31 and end before, on 2026-01-30 — let it begin earlier or end "
        "later",
    ]
    assert overrides_of(book.workspace) == []


def test_an_approver_is_called_as_the_team_calls_them(book, kept):
    kept(Person(key="Wang Fang", aliases=("wf",)))
    (made,) = book.override("A", "key", MARCH, approver="WF")
    assert made.approver == "Wang Fang"
    (made,) = book.override("A", "key", MARCH, approver=" the board ")
    assert made.approver == "the board"


def test_ending_an_override_needs_one(book):
    book.override("A", "key", MARCH)
    with book.workspace.transaction("Ann") as change:
        assert [each.account for each in end_overrides(book.workspace, change, "own", ["A"])] == ["A"]
    with pytest.raises(KamError, match=r"no override of .* in own"), book.workspace.transaction("Ann") as change:
        end_overrides(book.workspace, change, "own", ["A"])
    assert book.workspace.work.get(Override.kind, '["own","A"]') is None


def test_a_confirmed_move_is_shown_with_its_run_and_no_longer_with_the_next(patient):
    patient.plan(JANUARY, A="growth")
    run = patient.run(FEBRUARY, A="key")
    with patient.workspace.transaction("Ann") as change:
        confirm(patient.workspace, change, run, patient.moves(run), reason="seen")
    (move,) = patient.moves(run)
    assert (move.state, move.held.effective, move.held.why) == ("confirmed", "key", "confirmed")
    assert patient.take_in(run).moves == {"A": ("growth", "key")}
    assert patient.moves(patient.run(MARCH, A="key")) == []


def test_a_deferred_move_is_open_again_on_its_day(book):
    book.plan(JANUARY, A="key")
    run = book.run(FEBRUARY, A="growth")
    with book.workspace.transaction("Ann") as change:
        defer(book.workspace, change, run, book.moves(run), dt.date.fromisoformat(APRIL), reason="strike")
    assert (book.take_in(run).moves, book.effective, book.moves(run)[0].state) == ({}, {"A": "key"}, "deferred")
    assert book.plan(MARCH, A="growth") == {}
    assert book.plan(APRIL, A="growth") == {"A": ("key", "growth")}
    assert book.moves(book.run(APRIL, A="growth"))[0].state == "open"


def test_a_move_is_put_off_with_a_reason_and_to_a_later_day(book):
    book.plan(JANUARY, A="key")
    run = book.run(FEBRUARY, A="growth")
    with pytest.raises(KamError) as refused, book.workspace.transaction("Ann") as change:
        defer(book.workspace, change, run, book.moves(run), dt.date.fromisoformat(FEBRUARY), reason="")
    assert [problem.text() for problem in refused.value.problems] == [
        "--reason: a move is not put off without a reason — write --reason TEXT",
        f"--until: {FEBRUARY} is not after the date of the run, {FEBRUARY} — name a later day",
    ]


def test_moves_go_up_then_down_the_best_tiers_first(book):
    book.plan(JANUARY, A="other", B="other", C="key", D="growth", E="key")
    run = book.run(FEBRUARY, A="growth", B="key", C="other", D=None)
    assert [(move.account, move.direction) for move in book.moves(run)] == [
        ("B", "up"),
        ("A", "up"),
        ("C", "down"),
        ("D", "down"),
        ("E", "gone"),
    ]


# ── history ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_history_of_an_account_has_both_tiers_of_every_run_and_the_version_of_the_rules(patient):
    for day, tier in ((JANUARY, "growth"), (FEBRUARY, "key"), (MARCH, "key")):
        patient.plan(day, A=tier)
    patient.plan(APRIL, B="other")
    then = tier_history(patient.workspace, "own", "A")
    assert [(each.run.as_of, each.run.version, each.known, each.computed, each.effective) for each in then] == [
        (JANUARY, "1", True, "growth", "growth"),
        (FEBRUARY, "1", True, "key", "growth"),
        (MARCH, "1", True, "key", "key"),
        (APRIL, "1", False, None, None),
    ]


@pytest.mark.parametrize("planned", [(), (0,), (0, 1), (0, 1, 2)], ids=str)
def test_the_history_says_of_each_run_of_a_day_what_was_in_effect_after_it(book, planned):
    found = [(JANUARY, "key"), (FEBRUARY, "growth"), (FEBRUARY, "other")]
    for number, (day, tier) in enumerate(found):
        run = book.run(day, A=tier)
        if number in planned:
            book.take_in(run)
    after = Fold(book.workspace, "own", RANKS, book.grace, ["A"]).after_each(run, "A")
    then = tier_history(book.workspace, "own", "A", after)
    assert [(each.run.as_of, each.computed, each.effective) for each in then] == [
        (day, tier, tier) for day, tier in found
    ]
