"""Contacts: who they are, whom they report to, and what hangs on a single thread."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.work.accounts.buying_centre import FUNCTIONS, LEVELS, ROLES, word_of
from kamengine.work.accounts.contacts import add_contact, change_contact, close_contact, contacts_of, last_met
from kamengine.work.accounts.coverage import RISKS, Coverage, coverage_of
from kamengine.work.ground.things import find
from kamengine.work.model import Contact, Visit, VisitStatus

_keys = (f"c{number}" for number in count(1))


@pytest.fixture
def do(workspace):
    """Do something in one transaction, as Ann."""

    def run(function, *words: Any, **values: Any) -> Any:
        with workspace.transaction("Ann") as change:
            return function(workspace, change, *words, **values)

    return run


def person(name: str = "Wang", account: str = "A", **values: Any) -> Contact:
    return Contact(key=values.pop("key", next(_keys)), account=account, name=name, **values)


def covered(*contacts: Contact) -> Coverage:
    """The coverage of contacts, where everybody but Gone works with us."""
    return coverage_of("A", contacts, lambda name: name != "Gone")


def codes(coverage: Coverage) -> list[str]:
    return [finding.code for finding in coverage.findings]


# --- who they are ------------------------------------------------------------------------------------------------


def test_contacts_get_keys_of_their_own_and_stay_with_their_account(do, workspace):
    assert [do(add_contact, person(account=account)).key for account in ("A", "B")] == ["c1", "c2"]
    assert [contact.key for contact in contacts_of(workspace, "B")] == ["c2"]


@pytest.mark.parametrize("again", ["Wang Fang", " wang  FANG ", "Ｗang Fang"])
def test_an_account_has_nobody_twice(do, workspace, again):
    do(add_contact, person("Wang Fang"))
    with pytest.raises(KamError, match="A has a contact called Wang Fang: c1"):
        do(add_contact, person(again))
    assert do(add_contact, person(again, account="B")).key == "c2", "another account may have a namesake"
    do(close_contact, "c1", "left")
    assert do(add_contact, person(again)).name == again, "who has left makes room"


def test_the_wrong_is_refused_and_nothing_is_kept(do, workspace):
    before = workspace.work.dump()
    for values, said in (
        ({"name": " "}, "the text is empty"),
        ({"name": "x", "influence": 6}, "6 is not on the scale"),
        ({"name": "x", "influence": -1}, "-1 is not on the scale"),
        ({"name": "x", "reports_to": "c9"}, "c9 is no contact of A"),
        ({"name": "x", "phone": "1\0"}, "zero byte"),
    ):
        with pytest.raises(KamError, match=said):
            do(add_contact, person(**values))
    assert workspace.work.dump() == before


def test_nobody_reports_to_another_account_or_round_in_a_circle(do):
    for name in ("one", "two", "three"):
        do(add_contact, person(name))
    do(add_contact, person("elsewhere", account="B"))
    do(change_contact, "c1", {"reports_to": "c2"})
    do(change_contact, "c2", {"reports_to": "c3"})
    with pytest.raises(KamError, match="c3 → c1 → c2 → c3"):
        do(change_contact, "c3", {"reports_to": "c1"})
    with pytest.raises(KamError, match="c1 → c1"):
        do(change_contact, "c1", {"reports_to": "c1"})
    with pytest.raises(KamError, match="c4 is no contact of A"):
        do(change_contact, "c3", {"reports_to": "c4"})


def test_who_is_no_contact_any_more_stays_to_be_read(do, workspace):
    do(add_contact, person(note="knows everybody"))
    do(close_contact, "c1", "went to another firm")
    do(close_contact, "c1", "said twice")
    kept = find(workspace, Contact, "c1")
    assert kept is not None
    assert (kept.status, kept.note) == ("closed", "knows everybody\nwent to another firm")
    assert contacts_of(workspace, "A") == []


def test_when_somebody_was_last_met_is_what_visits_say(kept, workspace):
    visits: list[tuple[str, int, VisitStatus]] = [("v1", 1, "done"), ("v2", 9, "done"), ("v3", 20, "planned")]
    kept(
        *(
            Visit(key=key, account="A", owner="li", day=dt.date(2026, 11, day), status=status, met=("c1", "Somebody"))
            for key, day, status in visits
        )
    )
    assert last_met(workspace, "A")["c1"] == dt.date(2026, 11, 9)


@pytest.mark.parametrize("typed", ["after_sales", "after-sales", "After Sales", "售后", "ＡＦＴＥＲ-ＳＡＬＥＳ"])
def test_words_are_understood_in_both_languages(typed):
    assert word_of(typed, FUNCTIONS, "--function") == "after_sales"


def test_words_that_mean_nothing_are_refused_with_the_nearest():
    with pytest.raises(KamError, match="finanze is not known — did you mean finance"):
        word_of("finanze", FUNCTIONS, "--function")


# --- what hangs on a thread --------------------------------------------------------------------------------------

BUYER = {"function": "purchasing", "level": "director", "roles": ("decider", "buyer"), "covered_by": "Li"}
TREASURER = {"function": "finance", "level": "manager", "covered_by": "Mei"}

CASES: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    ("unknown", [], ["no_contact"]),
    ("high", [{**BUYER, "covered_by": ""}], ["no_cover"]),
    ("high", [{**BUYER, "covered_by": "Gone"}], ["no_cover"]),
    ("high", [BUYER, {**TREASURER, "covered_by": ""}], ["single_thread"]),
    ("medium", [BUYER, {**BUYER, "roles": (), "covered_by": "Mei"}], ["single_function"]),
    ("medium", [{**BUYER, "level": "staff"}, TREASURER], ["no_high_level"]),
    ("medium", [{**BUYER, "roles": ("user",)}, TREASURER], ["no_decider"]),
    ("medium", [{**BUYER, "attitude": "opponent"}, TREASURER], ["decider_against_us"]),
    ("low", [BUYER, TREASURER], []),
    ("low", [BUYER, {**TREASURER, "covered_by": "Li"}], ["one_of_us"]),
    ("low", [BUYER, TREASURER, {"covered_by": "Zhao"}], ["unplaced"]),
]


@pytest.mark.parametrize(("risk", "contacts", "findings"), CASES)
def test_the_risk_of_an_account(risk, contacts, findings):
    found = covered(*(person(**values) for values in contacts))
    assert (found.risk, codes(found)) == (risk, findings)


def test_the_worst_finding_comes_first():
    found = covered(person(covered_by="Li"), person(covered_by="Li"))
    assert codes(found) == ["no_high_level", "no_decider", "one_of_us", "unplaced"]


def test_the_map_shows_the_four_functions_and_those_that_occur():
    found = covered(person(function="it", level="board"), person(level="staff"))
    assert found.functions == ("purchasing", "finance", "production", "after_sales", "it", "")
    assert found.levels == (*LEVELS,)
    assert {place: (cell.covered, cell.known) for place, cell in found.cells.items()} == {
        ("board", "it"): (0, 1),
        ("staff", ""): (0, 1),
    }


_contact = st.builds(
    person,
    function=st.sampled_from(["", *FUNCTIONS]),
    level=st.sampled_from(["", *LEVELS]),
    roles=st.lists(st.sampled_from([*ROLES]), unique=True).map(tuple),
    attitude=st.sampled_from(["supporter", "neutral", "opponent", "unknown"]),
    covered_by=st.sampled_from(["", "Li", "Mei", "Gone"]),
)


@settings(max_examples=60)
@given(st.lists(_contact, max_size=6))
def test_every_contact_has_one_place_on_the_map_and_the_risk_is_that_of_the_worst_finding(contacts):
    found = covered(*contacts)
    assert sum(cell.known for cell in found.cells.values()) == len(contacts)
    assert sum(cell.covered for cell in found.cells.values()) == len(found.covered)
    assert {function for _, function in found.cells} <= set(found.functions)
    assert {level for level, _ in found.cells} <= set(found.levels)
    order = [list(RISKS).index(finding.risk) for finding in found.findings]
    assert order == sorted(order)
    assert (found.risk == "high") == (bool(contacts) and len(found.covered) <= 1)
