"""What happened to an account: imports with what they changed, tiers by run, visits, notes, and what people did."""

from __future__ import annotations

import datetime as dt

import pytest

from kamengine.api import RunOptions, pack_of, plugins, run_workspace
from kamengine.api.accounts.timeline import event_json, timeline_of, with_imports_folded
from kamengine.api.facts.account_facts import account_facts
from kamengine.api.runs.standing import take_in_run
from kamengine.declarations import Kind
from kamengine.locale import Messages
from kamengine.work.accounts.remarks import add_remark
from kamengine.work.model import Note, Task, Visit
from kamengine.work.tasks.tasks import add_task
from kamengine.work.visits.visits import plan
from kamengine.workspace.corrections import Statement
from tests.api.made import WHO, bring_in
from tests.tui.portfolios import HOSTILE

ENGLISH = Messages.of("en")


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture
def workspace(open_spend, tmp_path):
    with open_spend(tmp_path / "ws") as made:
        yield made


def told(workspace, host, account="A"):
    """Kind, words and details of each event, the newest first."""
    return [
        (event.kind, ENGLISH.text(event.what), [ENGLISH.text(line) for line in event.details])
        for event in timeline_of(workspace, host, account)
    ]


def test_imports_say_which_facts_became_others(workspace, host):
    columns: dict[str, Kind] = {"name": "text", "city": "choice", "staff": "integer"}
    bring_in(workspace, "accounts", columns, [("A", "Ada", "prefecture", 7), ("B", "Ben", None, None)])
    assert sorted(told(workspace, host)) == [
        ("import", "import of accounts: accounts.csv", []),
        ("import", "import of accounts: accounts.csv", ["city: county → prefecture", "staff: – → 7"]),
        ("import", "import of bills: bills.csv", ["rows of this account: 3"]),
    ]
    assert told(workspace, host, "nobody") == []


def test_a_file_that_is_merged_is_told_only_of_accounts_that_it_changed_or_brought(workspace, host):
    both = [("A", "Ada", "county"), ("B", "Ben", "prefecture"), ("N", "Nea", None)]
    bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, both, "merge")
    brought = {account: [each for each in told(workspace, host, account) if "accounts" in each[1]] for account in "ABN"}
    assert brought == {
        "A": [("import", "import of accounts: accounts.csv", [])],
        "B": [
            ("import", "import of accounts: accounts.csv", ["city: – → prefecture"]),
            ("import", "import of accounts: accounts.csv", []),
        ],
        "N": [("import", "import of accounts: accounts.csv", [])],
    }


def test_the_imports_of_a_day_are_folded_into_one_and_what_was_done_later_stands_above(workspace, host):
    bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, [("A", "Ada", "prefecture")])
    with workspace.transaction("Mei") as change:
        today = dt.datetime.now(dt.UTC).astimezone().date()
        add_remark(workspace, change, Note(key="", account="A", text="called", day=today))
    found = with_imports_folded(timeline_of(workspace, host, "A"))
    assert [(event.kind, ENGLISH.text(event.what)) for event in found] == [
        ("note", "“called”"),
        ("import", "3 imports: accounts.csv, bills.csv"),
    ]
    assert [ENGLISH.text(line) for line in found[1].details] == ["city: county → prefecture", "rows of this account: 3"]
    assert found[1].who == WHO


def test_tiers_are_told_where_they_change_and_last(workspace, host):
    def run():
        run_workspace(workspace, pack_of(workspace, "spend", host), WHO, RunOptions(today=dt.date(2026, 12, 31)))

    run()
    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-07-15", "1")])
    run()
    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-12-15", "1")])
    run()
    tiers = [(event.day.isoformat(), ENGLISH.text(event.what)) for event in timeline_of(workspace, host, "A")]
    assert [each for each in tiers if each[1].startswith("Spend")] == [
        ("2026-12-15", "Spend: Standard"),
        ("2026-07-15", "Spend: Key → Standard"),
        ("2026-06-15", "Spend: Key"),
    ]


def test_a_run_of_the_same_day_that_nobody_planned_with_is_told_with_its_own_tier(workspace, host):
    pack = pack_of(workspace, "spend", host)
    for bills in ([], [("A", "2026-06-15", "-100000")]):
        if bills:
            bring_in(workspace, "bills", {"date": "date", "amount": "money"}, bills)
        run = run_workspace(workspace, pack, WHO, RunOptions(today=dt.date(2026, 12, 31))).record
        if not bills:
            with workspace.transaction(WHO) as change:
                take_in_run(workspace, change, run, pack.checked)
    tiers = [(what, details) for kind, what, details in told(workspace, host) if kind == "run"]
    assert tiers == [("Spend: Key → Standard", []), ("Spend: Key", [])]


def test_what_people_did_is_told_as_long_as_it_stands(workspace, host):
    workspace.corrections.state([Statement("A", "city", "choice", "prefecture", "county")], who="Li", why="a call")
    with workspace.transaction("Mei") as change:
        add_task(workspace, change, Task(key="", account="A", title="Call them"))
        add_remark(workspace, change, Note(key="", account="A", text="[/x] \x1b[2J", day=dt.date(2026, 5, 1)))
        day = dt.date(2030, 1, 2)
        plan(workspace, change, [Visit(key="", account="A", owner="Mei", day=day, purpose="renewal")])
    found = timeline_of(workspace, host, "A")
    assert found[0].kind == "visit" and found[0].day == day and found[-1].kind == "note"
    kinds = {event.kind: event for event in found}
    assert ENGLISH.text(kinds["correction"].what) == "fact city of A: stated" and kinds["correction"].who == "Li"
    assert ENGLISH.text(kinds["task"].what) == "task t1: added “Call them”"
    assert [ENGLISH.text(line) for line in kinds["visit"].details] == ["purpose: renewal"]
    workspace.corrections.withdraw([("A", "city")], who="Li")
    assert "fact city of A: withdrawn" in [what for _, what, _ in told(workspace, host)]


def test_it_is_data_for_scripts_too(workspace, host):
    with workspace.transaction("Mei") as change:
        add_remark(workspace, change, Note(key="", account="A", text="hello", day=dt.date(2027, 5, 1)))
    (newest, *_) = timeline_of(workspace, host, "A")
    assert event_json(newest, ENGLISH.text) == {
        "at": "2027-05-01",
        "day": "2027-05-01",
        "kind": "note",
        "key": "o1",
        "who": "Mei",
        "what": "“hello”",
        "details": [],
    }


@pytest.mark.parametrize("account", HOSTILE[:6])
def test_an_account_of_any_name_has_a_timeline(workspace, host, account):
    if "\x00" not in account:
        bring_in(workspace, "accounts", {"name": "text"}, [(account, account)])
        assert told(workspace, host, account)


def test_facts_say_where_they_come_from_and_who_corrected_them(workspace, host):
    workspace.corrections.state([Statement("A", "staff", "integer", "12", None)], who="Li", why="a call")
    facts = {fact.name: fact for fact in account_facts(workspace, host, "A")}
    assert list(facts) == ["city", "name", "staff", "monthly_spend"], "those that are known come first"
    assert (facts["city"].value, facts["city"].file, facts["city"].corrected) == ("county", "accounts.csv", None)
    staff = facts["staff"]
    assert staff.corrected is not None and (staff.value, staff.corrected.correction.why) == (12, "a call")
    assert (facts["monthly_spend"].ledger, facts["monthly_spend"].unit) == ("bills", "")
    assert all(fact.value is None for fact in account_facts(workspace, host, "nobody"))
