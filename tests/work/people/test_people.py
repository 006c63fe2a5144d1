"""Who is who, and who holds which role for an account: one person by one rule, or nobody."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.work.model import Holding, Ownership, Person
from kamengine.work.people.owners import OWNER, ownership_key
from kamengine.work.people.people import Held, Team, folded


def owns(account: str, person: str, role: str = OWNER) -> Ownership:
    return Ownership(key=ownership_key(account, role), account=account, role=role, person=person)


def holds(role: str, person: str, tier: str = "") -> Holding:
    return Holding(key=f"{role}/{tier}" if tier else role, role=role, person=person, tier=tier)


def li_and_mei() -> list[Person]:
    return [
        Person(key="Li Wei", aliases=("老李",), manager="Wang"),
        Person(key="Mei", manager="Wang"),
        Person(key="Wang"),
    ]


@pytest.mark.parametrize(
    "typed", ["Li Wei", "li wei", "  LI   WEI ", "Ｌｉ　Ｗｅｉ", "Li\tWei", "L\u200bi\u202e Wei", "老李"]
)
def test_a_person_is_found_by_any_spelling(workspace, kept, typed):
    kept(*li_and_mei())
    assert Team.of(workspace).must(typed) == "Li Wei"


def test_somebody_whom_only_imports_name_is_found_by_the_most_frequent_spelling(workspace, imported):
    imported(A="chen yu", B="Chen Yu", C="Chen  Yu", D="Chen Yu", E="  ")
    team = Team.of(workspace)
    assert team.must("ＣＨＥＮ ＹＵ") == "Chen Yu"
    assert team.accounts("Chen Yu") == ("A", "B", "C", "D")
    assert team.only_imported() == {"Chen Yu": 4}
    assert team.person("E", OWNER) == ""


def test_a_name_that_nobody_has_is_refused_with_the_nearest(workspace, kept):
    kept(*li_and_mei())
    with pytest.raises(KamError, match=r"there is nobody called Li Wie — did you mean Li Wei\?"):
        Team.of(workspace).must("Li Wie")


def test_whom_people_name_comes_before_imports_tiers_and_the_team(workspace, kept, imported):
    kept(*li_and_mei(), holds(OWNER, "Wang"), holds(OWNER, "Mei", "key"))
    imported(A="老李", B="li wei")
    kept(owns("A", "Mei"))
    team = Team.of(workspace)
    assert team.held("A", OWNER, "key") == Held("Mei", "account")
    assert team.held("B", OWNER, "key") == Held("Li Wei", "import")
    assert team.held("C", OWNER, "key") == Held("Mei", "tier")
    assert team.held("C", OWNER, "other") == Held("Wang", "team")
    assert team.held("C", "finance") == Held("", "nobody")


def test_imports_name_managers_only(workspace, imported):
    imported(A="Li")
    assert Team.of(workspace).held("A", "finance").rule == "nobody"


def test_who_has_left_stands_for_the_successor_and_the_successor_of_that_one(workspace, kept, imported):
    kept(Person(key="Li", left=True, successor="Mei"), Person(key="Mei", left=True, successor="Wu"), Person(key="Wu"))
    imported(A="li")
    kept(owns("B", "Mei"), holds("finance", "Li"))
    team = Team.of(workspace)
    assert [team.person("A", OWNER), team.person("B", OWNER), team.person("Z", "finance")] == ["Wu", "Wu", "Wu"]
    assert team.accounts("Wu") == ("A", "B")
    assert team.roles_of("Wu") == (("finance", ""),)


def test_who_has_left_without_a_successor_holds_nothing(workspace, kept, imported):
    kept(Person(key="Li", left=True), Person(key="Mei"), owns("A", "Li"), owns("B", "Li"))
    imported(A="Mei", C="Li")
    team = Team.of(workspace)
    assert [team.held(account, OWNER) for account in "ABC"] == [
        Held("Mei", "import"),
        Held("", "nobody"),
        Held("", "nobody"),
    ]
    assert team.accounts("Mei") == ("A",)


def test_successors_in_a_circle_are_nobody(workspace, kept):
    kept(Person(key="Li", left=True, successor="Mei"), Person(key="Mei", left=True, successor="Li"), owns("A", "Li"))
    assert Team.of(workspace).person("A", OWNER) == ""


def test_nobody_gets_work_who_has_left(workspace, kept):
    kept(Person(key="Li", left=True, successor="Mei"), Person(key="Mei"))
    team = Team.of(workspace)
    assert team.at_work("mei") == "Mei"
    with pytest.raises(KamError, match="Li has left — Mei took over"):
        team.at_work("li")


def test_matters_go_up_to_the_top(workspace, kept):
    kept(*li_and_mei(), Person(key="Zhao"), Person(key="Wang", manager="Zhao"))
    team = Team.of(workspace)
    assert team.escalation("li wei") == ("Wang", "Zhao")
    assert team.escalation("Zhao") == ()
    assert team.escalation("nobody") == ()


def test_a_circle_of_managers_ends(workspace, kept):
    kept(Person(key="A", manager="B"), Person(key="B", manager="C"), Person(key="C", manager="A"))
    assert Team.of(workspace).escalation("A") == ("B", "C")


def test_exactly_one_answers_for_what_somebody_does(workspace, kept):
    kept(*li_and_mei())
    team = Team.of(workspace)
    assert team.accountable("A", "sales_director", "", "Li Wei") == Held("Wang", "manager")
    assert team.accountable("A", "sales_director", "", "Wang") == Held("Wang", "responsible")
    assert team.accountable("A", "sales_director") == Held("", "nobody")
    kept(holds("sales_director", "Mei"))
    assert Team.of(workspace).accountable("A", "sales_director", "", "Li Wei") == Held("Mei", "team")


PEOPLE = ["Li", "li ", "Mei", "Wu", "Old", "gone"]
ACCOUNTS = ["A", "B", "C", "D"]
NAMED = st.dictionaries(st.sampled_from(ACCOUNTS), st.sampled_from(PEOPLE))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recorded=NAMED, imports=NAMED)
def test_the_accounts_of_a_person_are_those_that_name_the_person(workspace, recorded, imports):
    with workspace.transaction("Ann") as change:
        change.database.execute("DELETE FROM records")
        change.database.execute("DELETE FROM imported_owners")
        for person in (
            Person(key="Li"),
            Person(key="Mei"),
            Person(key="Old", left=True, successor="Mei"),
            Person(key="Gone", left=True),
        ):
            workspace.work.put(change, person.record())
        for account, name in recorded.items():
            workspace.work.put(change, owns(account, Team.of(workspace).must(name) if name != "Wu" else "Wu").record())
        for account, name in imports.items():
            change.database["imported_owners"].insert({"account": account, "person": name})
    one_by_one, at_once = Team.of(workspace), Team.of(workspace).read_all()
    some = Team.of(workspace)
    some.held("A", OWNER)
    some.read_of(["A", "B", "C", "nobody"])
    for name in ("Li", "Mei", "Wu", "Old", "Gone"):
        named = tuple(account for account in ACCOUNTS if one_by_one.person(account, OWNER) == name)
        assert one_by_one.accounts(name) == at_once.accounts(name, OWNER) == named
    for team in (at_once, some):
        assert all(one_by_one.held(account, OWNER) == team.held(account, OWNER) for account in ACCOUNTS)


@given(st.text(max_size=12))
def test_folding_is_done_once(name):
    assert folded(folded(name)) == folded(name)
