"""The stage of a relationship: what is shown counts, what is missing is named, and no stage is skipped."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.problems import KamError
from kamengine.work.accounts.stages import (
    USUAL,
    Stage,
    evidence_of,
    item_meant,
    show_item,
    stages_of,
    standing,
    withdraw_item,
)
from kamengine.work.model import Evidence
from tests.examples import holds_for

DAY = dt.date(2026, 11, 22)
STAGES = (
    Stage("known", Label("known"), {}),
    Stage("trusted", Label("trusted"), {"plan": Label("a plan"), "review": Label("a review")}),
    Stage("joined", Label("joined"), {"team": Label("a team")}),
)


def shown(item: str, account: str = "A", **values: Any) -> Evidence:
    return Evidence(key="", account=account, item=item, **{"day": DAY, "proof": "minutes", **values})


@pytest.mark.parametrize(
    ("items", "stage", "missing"),
    [
        ([], "known", ("plan", "review")),
        (["plan"], "known", ("review",)),
        (["plan", "review"], "trusted", ("team",)),
        (["plan", "review", "team"], "joined", ()),
        (["team"], "known", ("plan", "review")),
        (["plan", "team"], "known", ("review",)),
        (["plan", "review", "nobody asks for this"], "trusted", ("team",)),
    ],
)
def test_an_account_is_in_the_last_stage_of_which_everything_is_shown(items, stage, missing):
    found = standing("A", STAGES, [shown(item) for item in items], DAY)
    assert (found.stage.id, found.missing) == (stage, missing)
    assert (found.next is None) == (stage == "joined")


def test_evidence_counts_from_its_day_to_its_last_one():
    evidence = [shown("plan", day=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31)), shown("review", day=DAY)]
    stages = {
        day: standing("A", STAGES, evidence, dt.date.fromisoformat(day)).stage.id
        for day in ("2025-12-31", "2026-11-21", "2026-11-22", "2026-12-31", "2027-01-01")
    }
    assert list(stages.values()) == ["known", "known", "trusted", "trusted", "known"]
    after = standing("A", STAGES, evidence, dt.date(2027, 1, 1))
    assert (set(after.run_out), after.missing) == ({"plan"}, ("plan",))
    before = standing("A", STAGES, evidence, dt.date(2025, 12, 31))
    assert set(before.to_come) == {one.item for one in evidence if one.day > dt.date(2025, 12, 31)} != set()


def test_what_is_shown_of_another_account_says_nothing_of_this_one():
    assert standing("A", STAGES, [shown("plan", "B"), shown("review", "B")], DAY).missing == ("plan", "review")


@holds_for(st.sets(st.sampled_from([item for stage in USUAL for item in stage.items])), st.data(), few=15, many=200)
def test_more_evidence_never_takes_an_account_back(items, data):
    fewer = data.draw(st.sets(st.sampled_from(sorted(items)))) if items else set()
    rank = [stage.id for stage in USUAL].index
    more_stage = standing("A", USUAL, [shown(item) for item in items], DAY).stage.id
    assert rank(standing("A", USUAL, [shown(item) for item in fewer], DAY).stage.id) <= rank(more_stage)


def test_a_pack_that_says_nothing_has_the_usual_stages():
    assert stages_of({}, {}) == USUAL
    items = [item for stage in USUAL for item in stage.items]
    assert [stage.id for stage in USUAL] == ["ordinary", "partner", "strategic"]
    assert len(items) == len(set(items)), "no item is asked for twice"
    assert all(label.en and label.zh for stage in USUAL for label in (stage.label, *stage.items.values()))
    own = stages_of({"one": {}, "two": {"x": Label("x")}}, {"one": Label("One")})
    assert [(stage.id, stage.label) for stage in own] == [("one", Label("One")), ("two", Label("two", "two"))]


def test_evidence_is_replaced_and_withdrawn_and_the_journal_keeps_it(workspace):
    for proof in ("first", "second"):
        with workspace.transaction("Ann") as change:
            show_item(workspace, change, shown("plan", proof=proof))
    assert [one.proof for one in evidence_of(workspace, "A")] == ["second"]
    with workspace.transaction("Ann") as change:
        assert withdraw_item(workspace, change, "A", "plan")
        assert not withdraw_item(workspace, change, "A", "plan")
    assert evidence_of(workspace) == []
    assert [entry.verb for entry in workspace.journal.entries(kind="evidence")] == ["add", "set", "withdraw"]


def test_evidence_without_a_proof_or_without_a_day_on_which_it_counts_is_refused(workspace):
    for values, said in (
        ({"proof": " "}, "the text is empty"),
        ({"until": DAY - dt.timedelta(days=1)}, "2026-11-21 is before 2026-11-22"),
    ):
        with pytest.raises(KamError, match=said), workspace.transaction("Ann") as change:
            show_item(workspace, change, shown("plan", **values))
    assert workspace.work.dump() == b""


def test_items_are_understood_and_others_refused():
    assert item_meant(USUAL, "Yearly-Plan") == "yearly_plan"
    with pytest.raises(KamError, match="no stage asks for yearly_plans — did you mean yearly_plan"):
        item_meant(USUAL, "yearly_plans")
    with pytest.raises(KamError, match=r"the items are: .*plan.*review.*team"):
        item_meant(STAGES, "xyz")
