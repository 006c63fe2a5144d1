"""Two people claim one account: rules settle it by what is documented, else who stands above both."""

from __future__ import annotations

import datetime as dt

import pytest

from kamengine.problems import KamError
from kamengine.work.ground.things import keep
from kamengine.work.model import Note, Person, Visit
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Held, Team
from kamengine.work.team.disputes import claim, judge, settle, the_dispute
from kamengine.work.team.ownership import own

TODAY = dt.datetime.now(dt.UTC).date()  # of the clock by which the journal notes days
LONG_AGO = TODAY - dt.timedelta(days=91)
LATER = TODAY + dt.timedelta(days=91)


@pytest.fixture
def do(workspace):
    def run(function, *words, who="Wang", **options):
        with workspace.transaction(who) as change:
            return function(workspace, change, *words, **options)

    return run


@pytest.fixture
def dispute(workspace, kept, imported, do):
    """Mei claims what an import says is Li's; Wang stands above both."""
    kept(Person(key="Wang"), Person(key="Li", manager="Wang"), Person(key="Mei", manager="Wang"))
    imported(A="li")
    return do(claim, "A", "mei", "met the purchasing head first", TODAY, who="Mei")


@pytest.fixture
def visited(kept):
    def put(who: str, day: dt.date) -> None:
        kept(Visit(key=f"v{day}{who}", account="A", owner=who, day=day, status="done"))

    return put


@pytest.fixture
def noted(do):
    def put(who: str, account: str = "A") -> None:
        do(keep, Note(key=f"o{who}{account}", account=account, text="called"), "add", who=who)

    return put


def rule(workspace, day: dt.date = TODAY) -> tuple[str, str]:
    found = judge(workspace, the_dispute(workspace, "d1"), day)
    return found.rule, found.winner


def test_a_claim_moves_nothing_until_it_is_settled(workspace, dispute, do):
    assert (dispute.key, dispute.holder, dispute.claimant, dispute.status) == ("d1", "Li", "Mei", "open")
    assert Team.of(workspace).person("A", OWNER) == "Li"
    with pytest.raises(KamError, match="two people claim A: d1 — settle it first: kam team settle d1"):
        do(own, ["A"], "Mei")
    with pytest.raises(KamError, match="two people claim A: d1"):
        do(claim, "A", "Wang", "me, too", TODAY)


def test_an_account_that_was_assigned_stays_while_that_is_protected(workspace, imported, kept, do, noted):
    kept(Person(key="Li"), Person(key="Mei"))
    do(own, ["A"], "Li")
    do(claim, "A", "Mei", "met first", TODAY)
    noted("Mei")
    assert rule(workspace) == ("assigned", "Li")
    assert rule(workspace, TODAY + dt.timedelta(days=90)) == ("assigned", "Li")


def test_documented_work_keeps_an_account(workspace, dispute, noted, visited):
    visited("Li", TODAY - dt.timedelta(days=90))
    noted("Mei")
    assert rule(workspace) == ("worked", "Li")


def test_an_account_that_lapsed_goes_to_who_worked_on_it(workspace, dispute, noted, visited, do):
    visited("Li", LONG_AGO)
    noted("MEI")
    assert rule(workspace) == ("lapsed", "Mei")
    settled, given = do(settle, "D1", TODAY)
    assert (settled.rule, settled.decision, settled.decided_by) == ("lapsed", "Mei", "Wang")
    assert (settled.holder_worked, settled.claimant_worked) == (LONG_AGO, TODAY)
    assert given.accounts == {("A", OWNER): "Li"}
    assert Team.of(workspace).held("A", OWNER) == Held("Mei", "account")
    assert len({entry.batch for entry in workspace.journal.entries()[-2:]}) == 1


def test_work_on_other_accounts_planned_visits_and_days_to_come_do_not_count(workspace, dispute, noted, kept, visited):
    noted("Mei", account="AA")
    kept(Visit(key="v1", account="A", owner="Mei", day=TODAY))
    visited("Mei", LATER)
    assert rule(workspace) == ("above", "")


def test_what_was_taken_back_does_not_count(workspace, dispute, noted, do):
    noted("Mei")
    entry = workspace.journal.entries(kind=Note.kind)[-1]
    with workspace.transaction("Mei") as change:
        change.note("undo", entry.kind, entry.key, before=entry.after, undoes=entry.seq)
    assert rule(workspace) == ("above", "")


def test_what_no_rule_settles_is_for_who_stands_above_both(workspace, dispute, do):
    with pytest.raises(KamError, match=r"neither Li nor Mei has documented work on A .* — Wang decides"):
        do(settle, "d1", TODAY)
    settled, given = do(settle, "d1", TODAY, winner="li", why="the contract is his")
    assert (settled.rule, settled.decision, settled.why, given.accounts) == ("above", "Li", "the contract is his", {})
    assert Team.of(workspace).held("A", OWNER) == Held("Li", "import")
    with pytest.raises(KamError, match="d1 was settled by Wang: Li — a new claim is a new dispute"):
        do(settle, "d1", TODAY)


@pytest.mark.parametrize(
    ("who", "words", "said"),
    [
        ("Mei", {"winner": "Mei", "why": "mine"}, "Mei is a side of d1 and cannot decide it — Wang can"),
        ("ＬＩ", {"winner": "Mei", "why": "fine"}, "Li is a side of d1"),
        ("Wang", {"winner": "Mei"}, "no reason is given"),
        ("Wang", {"winner": "Wang", "why": "mine now"}, "Wang is no side of d1"),
        ("Wang", {"winner": "Nobody", "why": "x"}, "there is nobody called Nobody"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_changes(workspace, dispute, do, who, words, said):
    before = workspace.work.dump()
    with pytest.raises(KamError, match=said):
        do(settle, "d1", TODAY, who=who, **words)
    assert workspace.work.dump() == before


@pytest.mark.parametrize(
    ("account", "claimant", "grounds", "said"),
    [
        ("B", "Mei", "met first", 'nobody owns B — give it to somebody: kam team own "Mei" B'),
        ("A", "Li", "met first", "Li owns A already"),
        ("A", "Mei", "  ", "no grounds are given"),
    ],
)
def test_what_is_no_claim_is_refused(imported, kept, do, account, claimant, grounds, said):
    kept(Person(key="Li"), Person(key="Mei"))
    imported(A="Li")
    with pytest.raises(KamError, match=said):
        do(claim, account, claimant, grounds, TODAY)


def test_a_key_that_no_dispute_has_is_refused(workspace):
    with pytest.raises(KamError, match="there is no dispute d9 — kam team disputes lists them"):
        the_dispute(workspace, "d9")
