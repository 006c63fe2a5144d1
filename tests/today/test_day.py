"""What needs somebody on a day: each kind of thing, for the team and for one person, and by which rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache, partial

import pytest

from kamengine import Workspace
from kamengine.api import plugins
from kamengine.locale import Messages
from kamengine.problems import Message
from kamengine.today.as_json import day_json
from kamengine.today.day import day_of
from kamengine.today.ground import Asking
from kamengine.today.sections import load_lines, sections
from kamengine.work.ground.things import keep
from kamengine.work.model import Holding, Override
from kamengine.work.tiers.overrides import override_key
from tests.today.conftest import TODAY

ENGLISH = Messages.of("en")
HOST = plugins()


def look(workspace, person="", most=None, today=TODAY, *, run_first=False):
    """The day of somebody, or of the team."""
    asking = Asking("Ann", dt.date.fromisoformat(today), person, most)
    return day_of(workspace, HOST, asking, ENGLISH, run_first=run_first)


@pytest.fixture(scope="module")
def day(made_shop):
    """The days of the shop as it was made; each is looked up once."""
    with Workspace.open(made_shop) as workspace:
        yield cache(partial(look, workspace))


@pytest.fixture
def work(shop):
    """The shop, to be worked in."""
    with Workspace.open(shop) as workspace:
        yield workspace


def risks(day) -> dict[str, list[str]]:
    """The rules that put each account at risk."""
    return {at.account.account: [risk.rule for risk in at.risks] for each in day.risks for at in each.shown}


def undecided(day) -> list[tuple[str, Decimal | None]]:
    return [(each.account, each.worth) for pack in day.undecided for each in pack.accounts.shown]


def moved(day) -> list[tuple[str, str]]:
    return [(move.account, move.direction) for each in day.moves for move in each.shown]


def test_tasks_that_are_late_or_due_are_listed_and_those_of_later_days_are_not(day):
    assert [each.task.title for each in day(today="2026-08-05").tasks.found.shown] == ["Call", "Call"]
    assert not day(today="2026-08-04").tasks.found.shown
    late = day(today="2026-08-10").tasks.found
    assert (late.count, late.late, late.hours) == (2, 2, Decimal("3.0"))


def test_visits_of_today_and_accounts_whose_tier_calls_for_one(day):
    visits = day().visits
    assert [visit.purpose for visit in visits.today] == ["introduce us"]
    assert [(each.cadence.account, each.manager) for each in visits.due] == [("A", "Mei")]
    missed = day(today="2026-08-20").visits
    assert not missed.today and [visit.account for visit in missed.unrecorded] == ["C"]


def test_only_moves_that_nobody_has_decided_are_to_be_reviewed(day, kam, work):
    assert moved(day()) == [("C", "up"), ("B", "down")]
    assert kam("review", "confirm", "C").status == 0
    assert moved(look(work)) == [("B", "down")]


def test_every_rule_of_risk_is_told_and_those_worth_most_come_first(day):
    assert risks(day()) == {
        "A": ["contacts"],
        "C": ["criterion"],
        "B": ["demoted"],
        "F": ["need"],
        "E": ["criterion"],
    }
    assert list(risks(day())) == ["A", "C", "B", "F", "E"]  # 2,400, 1,990.50, 800, 300, unknown


def test_a_demotion_is_no_risk_once_it_is_confirmed_or_overridden(kam, work):
    kam("review", "override", "B", "--until", "2027-01-01", "--reason", "new plant", "--approver", "Jun")
    assert "B" not in risks(look(work))


def test_undecided_accounts_come_with_most_money_first_and_unknown_worth_last(day):
    assert undecided(day()) == [("D", Decimal(5000)), ("E", None)]
    (pack,) = day().undecided
    assert (pack.accounts.count, pack.accounts.worth, pack.accounts.unknown) == (2, Decimal(5000), 1)


def test_an_account_that_people_gave_another_tier_is_not_undecided(work):
    override = Override(
        key=override_key("shop", "D"),
        pack="shop",
        account="D",
        tier="key",
        reason="they say so",
        approver="Jun",
        since=dt.date(2026, 8, 1),
        until=dt.date(2027, 8, 1),
    )
    with work.transaction("Ann") as change:
        keep(work, change, override)
    assert undecided(look(work)) == [("E", None)]


def test_a_limit_cuts_what_is_shown_and_not_what_is_counted(day):
    one = day(most=1)
    assert len(one.tasks.found.shown) == 1 and one.tasks.found.count == 2
    assert not day(most=0).visits.due and one.visits.count == 1
    assert len(moved(one)) == 1 and one.moves[0].count == 2
    assert list(risks(one)) == ["A"] and one.risks[0].count == 5
    assert undecided(one) == [("D", Decimal(5000))] and one.undecided[0].accounts.count == 2
    nothing = day(most=0)
    assert not moved(nothing) and not risks(nothing) and nothing.risks[0].count == 5


@pytest.mark.parametrize("by_role", [False, True], ids=["by name", "by role"])
def test_the_days_of_all_people_make_up_the_day_of_the_team(work, by_role):
    people = ["Mei", "Jun"]
    if by_role:  # whoever owns what nobody is named for; only people can tell which accounts those are
        people.append("Kim")
        with work.transaction("Ann") as change:
            keep(work, change, Holding(key="account_manager", role="account_manager", person="Kim"))
    team, theirs = look(work), [look(work, person) for person in people]
    nobodys = set() if by_role else {"F"}
    for kind in (risks, lambda each: dict(undecided(each)), lambda each: dict(moved(each))):
        found = [set(kind(each)) for each in theirs]
        assert set.union(*found) == set(kind(team)) - nobodys
        assert sum(map(len, found)) == len(set.union(*found))
    assert risks(theirs[0]) == {account: rules for account, rules in risks(team).items() if account in "ABE"}
    assert sum(each.tasks.found.count for each in theirs) == team.tasks.found.count
    assert all(pack.accounts.count == len(pack.accounts.shown) for each in theirs for pack in each.undecided)


def test_the_load_of_one_person_is_told_week_by_week_and_of_the_team_who_has_too_much(day):
    assert load_lines(day("Mei").load, "Mei", ENGLISH) == ["2026-W32: 3/6 h", "2026-W33: 0/10 h"]
    (planned, *rest) = load_lines(day().load, "", ENGLISH)
    assert planned == "2026-W32: 3 h planned" and not rest


def test_on_a_weekend_the_load_is_that_of_the_coming_weeks_with_all_that_is_late(day):
    for sunday in ("2026-08-08", "2026-08-09"):
        late = load_lines(day("Mei", today=sunday).load, "Mei", ENGLISH)
        assert late == ["2026-W33: 3/10 h, 3 h of it late", "2026-W34: 0/10 h"]
        assert load_lines(day(today=sunday).load, "", ENGLISH) == ["2026-W33: 3 h planned"]
    assert load_lines(day("Mei", today="2026-08-07").load, "Mei", ENGLISH)[0] == "2026-W32: 3/2 h, 3 h of it late"


def test_kept_runs_count_as_they_are_unless_packs_are_to_be_run(kam, work):
    assert kam("fact", "F", "spend=4000", "loyal=true", "--why", "they told us").status == 0
    before = look(work)
    assert not before.ground.judged[0].fresh and ("F", "up") not in moved(before)
    after = look(work, run_first=True)
    assert after.ground.judged[0].fresh and ("F", "up") in moved(after)


def test_a_pack_that_was_never_run_or_is_broken_is_told_of_and_stops_nothing(work, shop):
    (shop / "rules" / "more.toml").write_text('[pack]\nid = "more"\n', encoding="utf-8")
    assert [str(note) for note in look(work).ground.notes] == ["more has not been run yet"]
    broken = look(work, run_first=True)
    assert str(broken.ground.notes[0]).startswith("more: ") and risks(broken)


def test_what_is_told_is_in_the_language_of_the_reader(day):
    chinese = Messages.of("zh")
    told = sections(day(), chinese)
    texts = {entry.text for entries in told for entry in entries.shown}
    assert "欠费" in texts


def test_the_data_says_what_the_sections_show(day):
    found = day()
    data, told = day_json(found, ENGLISH), sections(found, ENGLISH)
    shown = {entries.kind: [entry.account for entry in entries.shown] for entries in told}
    assert shown["task"] == [task["account_id"] for task in data["tasks"]["shown"]]
    assert shown["visit"] == [each["account_id"] for each in (*data["visits"]["today"], *data["visits"]["due"])]
    assert shown["move"] == [move["account_id"] for move in data["moves"][0]["shown"]]
    assert shown["risk"] == [each["account_id"] for each in data["at_risk"][0]["shown"]]
    assert shown["undecided"] == [each["account_id"] for each in data["undecided"][0]["shown"]]
    texts = [risk["text"] for each in data["at_risk"][0]["shown"] for risk in each["risks"]]
    assert all(text and not isinstance(text, Message) for text in texts)
    assert data["at_risk"][0]["shown"][0]["worth"] == 2400 and data["at_risk"][0]["unit"] == "EUR/year"


def test_who_is_due_for_a_visit_is_as_kam_visit_due_says(day, made_shop, kam):
    due = kam("visit", "due", "--unplanned", "--today", "2026-08-20", "--json", "-w", made_shop).json["due"]
    ours = day(today="2026-08-20").visits.due
    assert due and [each["account_id"] for each in due] == [each.cadence.account for each in ours]
    assert [each["owner"] for each in due] == [each.manager for each in ours]
