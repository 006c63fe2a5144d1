"""``kam visit``: from the plan to the record, who is due, and calendar files, in a workspace of six accounts."""

from __future__ import annotations

import datetime as dt
import re
from shutil import copytree
from typing import Any

import icalendar
import pytest

from kamengine.work.ground.things import keep
from kamengine.work.model import Override, Person, Visit
from kamengine.work.visits.visits import plan
from kamengine.workspace import Workspace
from tests.quality.made import SPEND, workspace_with

TODAY = ("--today", "2026-11-23")  # a Monday
DAY = dt.date(2026, 12, 3)
PACK = f'{SPEND}\n[visits]\nevery = {{ key = "1 month", standard = "1 year" }}\n'
COMPLETE = (
    *("--purpose", "renew", "--background", "two complaints", "--materials", "offer"),
    *("--talking-points", "prices hold", "--goes", "Li Wei", "--route", "metro line 2"),
)
HOSTILE = "\x1b[31mred\x1b[0m\r\nEND:VEVENT\n[bold]x[/bold] \u202eevil 👩‍👩‍👧"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with the accounts of `tests.quality.made`, where Li Wei and Mei work."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with workspace_with(folder, {"spend.toml": PACK}) as workspace, workspace.transaction("Mei") as change:
        keep(workspace, change, Person(key="Li Wei", aliases=("lw",)))
        keep(workspace, change, Person(key="Mei"))
    return folder


@pytest.fixture(scope="module")
def with_visit(made, tmp_path_factory):
    """The same with a visit of Mei to A in ten days."""
    folder = tmp_path_factory.mktemp("planned") / "acme"
    copytree(made, folder)
    with Workspace.open(folder) as workspace, workspace.transaction("Mei") as change:
        plan(workspace, change, [Visit(key="", account="A", owner="Mei", day=DAY, time=dt.time(14))])
    return folder


@pytest.fixture
def acme(made, folder, monkeypatch):
    """A copy of the workspace as the current folder; Mei works in it."""
    return at_work(copytree(made, folder / "acme"), monkeypatch)


@pytest.fixture
def planned(with_visit, folder, monkeypatch):
    """A copy with the visit."""
    return at_work(copytree(with_visit, folder / "acme"), monkeypatch)


def at_work(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KAM_USER", "mei")
    return folder


def work(folder) -> bytes:
    with Workspace.open(folder) as workspace:
        return workspace.work.dump()


# --- the way of a visit ------------------------------------------------------------------------------------------


def test_a_visit_is_planned_prepared_held_and_recorded(kam, acme):
    said = kam("visit", "plan", "A", "--on", "2026-12-03", "--at", "14:00", "--minutes", "90", *TODAY)
    assert said.out.splitlines() == [
        "v1  2026-12-03 14:00  visit: A 北京星河有限公司 — Mei, planned",
        "  still missing: purpose, background, materials, talking points, who goes, route",
    ]
    assert kam("visit", "prepare", "v1", *COMPLETE).out == (
        "v1  2026-12-03 14:00  visit: A 北京星河有限公司 — Mei, planned\n"
    )
    assert kam("visit", "ready", "v1").out.endswith("— Mei, ready\n")
    said = kam(
        *("visit", "done", "v1", "--met", "Wang Fang", "--said", "wants a second line"),
        *("--agreed", "Send the offer", "--agreed", "Ask the lab", "--responsible", "lw", "--today", "2026-12-03"),
    )
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "v1  2026-12-03 14:00  visit: A 北京星河有限公司 — Mei, held",
        "  t1  Send the offer — Li Wei, until 2026-12-10",
        "  t2  Ask the lab — Li Wei, until 2026-12-10",
    ]
    said = kam("visit", "agree", "v1", "Call Ms Zhao", "--due", "2026-12-31")
    assert said.out.splitlines()[-1] == "  t3  Call Ms Zhao — Mei, until 2026-12-31"

    (visit,) = kam("visit", "list", "--all", "--json").json
    assert {name: visit[name] for name in ("status", "met", "said", "agreed", "tasks", "missing")} == {
        "status": "done",
        "met": ["Wang Fang"],
        "said": "wants a second line",
        "agreed": ["Send the offer", "Ask the lab", "Call Ms Zhao"],
        "tasks": ["t1", "t2", "t3"],
        "missing": [],
    }


def test_the_gate_names_all_that_is_missing_and_how_to_fill_it_in(kam, planned):
    kam("visit", "prepare", "v1", "--purpose", "renew", "--goes", "Mei")
    said = kam("visit", "ready", "v1")
    assert said.status == 2
    assert said.problems == [
        "v1: the checklist lacks: background — kam visit prepare v1 --background TEXT",
        "v1: the checklist lacks: materials — kam visit prepare v1 --materials TEXT",
        "v1: the checklist lacks: talking points — kam visit prepare v1 --talking-points TEXT",
        "v1: the checklist lacks: route — kam visit prepare v1 --route TEXT",
    ]


def test_a_page_shows_everything_about_a_visit(kam, planned):
    kam("visit", "prepare", "v1", *COMPLETE, "--talking-points", "prices hold\nuntil March", "--minutes", "45")
    kam(
        *("visit", "move", "v1", "--to", "2026-12-10", "--why", "Mei is ill", *TODAY),
        *("--notice", "called Wang Fang", "--apology", "by telephone"),
    )
    assert kam("visit", "show", "v1").out.splitlines() == [
        "v1  2026-12-10 14:00  visit: A 北京星河有限公司 — Mei, planned",
        "  until: 14:45",
        "",
        "Checklist",
        "  [x] purpose: renew",
        "  [x] background: two complaints",
        "  [x] materials: offer",
        "  [x] talking points: prices hold",
        "      until March",
        "  [x] who goes: Li Wei",
        "  [x] route: metro line 2",
        "  and before leaving: business cards, how one is dressed",
        "",
        "Moved from 2026-12-03 14:00 to 2026-12-10 14:00",
        "  why: Mei is ill",
        "  notice: called Wang Fang",
        "  apology: by telephone",
    ]


def test_a_call_that_nobody_planned(kam, acme):
    said = kam("visit", "log", "E", "--how", "call", "--met", "Zhao", "--said", "will pay", *TODAY, "--json")
    (visit,) = said.json
    assert (visit["id"], visit["status"], visit["day"], visit["how"]) == ("v1", "done", "2026-11-23", "call")
    said = kam("visit", "log", "E", "--said", "x", "--on", "2026-11-24", *TODAY)
    assert said.problems == ["--on: 2026-11-24 is still to come — say with --on when it was; kam visit plan plans one"]


def test_a_record_is_taken_back_with_its_tasks_and_done_again_to_the_same_bytes(kam, planned):
    before = work(planned)
    assert kam("visit", "done", "v1", "--met", "Wang", "--agreed", "Call", "--today", "2026-12-03").status == 0
    after = work(planned)
    assert kam("undo").status == 0
    assert work(planned) == before
    assert kam("redo").status == 0
    assert work(planned) == after
    assert kam("undo").status == 0
    assert work(planned) == before


def test_a_visit_that_was_not_prepared_is_recorded_and_that_is_said(kam, planned):
    said = kam("visit", "done", "v1", "--said", "fine", "--today", "2026-12-03")
    assert said.status == 0
    assert said.problems == [
        "note: it was held without: purpose, background, materials, talking points, who goes, route"
    ]


def test_a_move_needs_word_to_the_customer_and_an_apology_unless_it_is_theirs(kam, planned):
    line = ("visit", "move", "v1", "--to", "2026-12-10", "--why", "their audit", *TODAY)
    before = work(planned)
    assert [problem.split(":")[0] for problem in kam(*line).problems] == ["--notice", "--apology"]
    assert work(planned) == before
    (visit,) = kam(*line, "--notice", "Wang Fang wrote", "--customer", "--json").json
    assert visit["moves"] == [
        {
            "from": "2026-12-03",
            "from_time": "14:00",
            "to": "2026-12-10",
            "to_time": "14:00",
            "why": "their audit",
            "notice": "Wang Fang wrote",
            "apology": "",
            "by_customer": True,
        }
    ]


# --- days --------------------------------------------------------------------------------------------------------


def test_a_visit_may_move_to_another_time_of_its_day(kam, planned):
    told = ("--why", "their shift", "--notice", "Wang Fang wrote", "--customer")
    assert kam("visit", "move", "v1", *told, *TODAY).problems == [
        "--to: neither a day nor a time is named — name another day with --to, or another time with --at"
    ]
    assert kam("visit", "move", "v1", "--at", "14:00", *told, *TODAY).problems == [
        "--to: v1 is on 2026-12-03 already — name another day with --to, or another time with --at"
    ]
    assert "2026-12-03 15:30" in kam("visit", "move", "v1", "--at", "15:30", *told, *TODAY).out


def test_a_list_never_cuts_the_day_and_the_time(kam, planned):
    kam("visit", "prepare", "v1", "--purpose", "renew the contract for the plant in the north and the one in the south")
    assert "2026-12-03 14:00" in kam("visit").out


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2026-12-05", "2026-12-05 is no working day (CN); the next one is 2026-12-07"),
        ("2027-10-01", "2027-10-01 is National Day (CN); the next working day is 2027-10-0"),
    ],
)
def test_a_day_off_is_noted_and_taken_all_the_same(kam, acme, day, note):
    said = kam("visit", "plan", "A", "--on", day, *TODAY)
    assert said.status == 0
    assert note in said.err


def test_a_year_that_the_calendar_does_not_know_yet_is_said(kam, acme):
    said = kam("visit", "plan", "A", "--on", "2090-01-04", *TODAY)
    assert re.fullmatch(
        r"note: the calendar CN knows worked weekends until 20\d\d, not yet those of 2090; weekends and the public "
        r"holidays of the law count there\n",
        said.err,
    )


def test_what_was_agreed_is_due_five_working_days_later_over_spring_festival(kam, acme):
    kam("visit", "log", "A", "--said", "x", "--on", "2026-02-13", "--agreed", "Call", *TODAY)
    assert "until 2026-02-27" in kam("visit", "show", "v1").out


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (["plan", "A"], "kam visit plan: --on is missing"),
        (["plan", "A", "--on", "2026-11-22"], "--on: 2026-11-22 is past — name a day to come; kam visit log notes"),
        (["plan", "A", "--on", "2026-02-30"], "--on: 2026-02-30 is not a date — write it as 2026-01-31"),
        (["plan", "A", "--on", "2026-12-01", "--at", "25:00"], "--at: 25:00 is not a time — write it as 14:30"),
        (["plan", "A", "--on", "2026-12-01", "--at", "1430"], "--at: 1430 is not a time"),
        (["plan", "A", "--on", "2026-12-01", "--minutes", "9999"], "9999"),
        (
            ["plan", "A", "--on", "2026-12-01", "--owner", "Li Wie"],
            "there is nobody called Li Wie — did you mean Li Wei",
        ),
        (["plan", "X", "--on", "2026-12-01"], "there is no account X"),
        (["plan", "--on", "2026-12-01"], "no account is named"),
        (["plan", "--where", "city = 'Paris'", "--on", "2026-12-01"], "no account meets the condition"),
        (["ready"], "no visit is named — write its key, such as v1, or --where CONDITION"),
        (["ready", "v9"], "there is no visit v9 — kam visit list --all lists them"),
        (["ready", "v1", "--where", "true"], "both visits and a condition are given"),
        (["prepare", "v1"], "nothing to change is given — kam visit prepare --help lists what can be"),
        (["done", "v1", "--today", "2026-12-03"], "neither whom you met nor what they said is given"),
        (["done", "v1", "--said", "x"], "2026-12-03 is still to come"),
        (["move", "v1", "--to", "2026-11-01"], "--to: 2026-11-01 is past — name a day to come"),
        (["drop", "v1"], "--why: no reason is given — say why with --why"),
        (["agree", "v1", "Call"], "v1 has not been held yet — kam visit done v1 records it"),
        (["list", "--person", "Nobody"], "--person: there is nobody called Nobody"),
        (["paln"], "kam visit: there is no command kam visit paln — did you mean plan?"),
        (["due", "--where", "nonsense ="], "--where"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(kam, with_visit, monkeypatch, line, problem):
    at_work(with_visit, monkeypatch)
    before = work(with_visit)
    told = line if "--today" in line or line[0] in ("ready", "prepare", "agree", "drop", "paln") else [*line, *TODAY]
    said = kam("visit", *told)
    assert said.status == 2
    assert problem in said.err
    assert work(with_visit) == before


# --- people ------------------------------------------------------------------------------------------------------


def test_people_are_called_as_the_team_calls_them_and_strangers_are_noted(kam, acme):
    said = kam(
        *("visit", "plan", "A", "--on", "2026-12-03", "--owner", "ＬＷ", *TODAY, "--json"),
        *("--goes", "li  wei", "--goes", "Li Wie", "--goes", "Dr Q"),
    )
    (visit,) = said.json
    assert (visit["owner"], visit["goes"]) == ("Li Wei", ["Li Wei", "Li Wie", "Dr Q"])
    assert said.problems == [
        "note: Li Wie is not of the team — did you mean Li Wei?",
        "note: Dr Q is not of the team",
    ]


def test_nobody_can_be_at_two_visits_at_once(kam, planned):
    kam("visit", "prepare", "v1", "--minutes", "90", "--goes", "Li Wei")
    line = ("visit", "plan", "E", "--on", "2026-12-03", "--owner", "lw", *TODAY)
    said = kam(*line, "--at", "15:00")
    assert (said.status, said.problems) == (0, ["note: Li Wei is to be at another visit then: v1, A, 2026-12-03 14:00"])
    assert kam(*line, "--at", "15:30").err == kam(*line).err == ""


def test_everybody_sees_the_own_visits(kam, acme):
    kam("visit", "plan", "A", "--on", "2026-12-03", "--owner", "Li Wei", *TODAY)
    kam("visit", "plan", "B", "--on", "2026-12-01", "--goes", "lw", *TODAY)
    kam("visit", "plan", "E", "--on", "2026-11-24", *TODAY)

    def ids(*line: str) -> list[str]:
        return [visit["id"] for visit in kam("visit", "list", *line, *TODAY, "--json").json]

    assert ids() == ["v3", "v2", "v1"]
    assert ids("--mine") == ["v3", "v2"]
    assert ids("--mine", "--as", "lw") == ids("--person", "Li Wei") == ["v2", "v1"]
    assert ids("--week") == ["v3"]
    assert ids("--account", "A", "--account", "E") == ["v3", "v1"]
    assert ids("--where", "city = 'Beijing'") == ["v2", "v1"]


def test_who_is_unknown_has_no_visits_and_is_told_so(kam, acme):
    said = kam("visit", "list", "--mine", "--as", "Li Wej", *TODAY)
    assert said.problems == ["--mine: there is nobody called Li Wej — did you mean Li Wei?"]


# --- many at once ------------------------------------------------------------------------------------------------


def test_many_visits_are_planned_and_prepared_at_once_after_their_number_was_seen(kam, acme):
    line = ("visit", "plan", "--where", "city = 'Beijing'", "--on", "2026-12-03", "--how", "call", *TODAY)
    before = work(acme)
    said = kam(*line)
    assert said.status == 2
    assert said.problems == ["--where: visits to plan: 2; nothing was changed — say it again with --yes to go on"]
    assert work(acme) == before

    assert [visit["account_id"] for visit in kam(*line, "--yes", "--json").json] == ["A", "B"]
    shared = ("visit", "prepare", "--where", "city = 'Beijing'", "--talking-points", "prices hold")
    assert kam(*shared).problems == ["--where: visits: 2; nothing was changed — say it again with --yes to go on"]
    assert [visit["talking_points"] for visit in kam(*shared, "--yes", "--json").json] == ["prices hold"] * 2
    assert kam("visit", "drop", "--where", "city = 'Beijing'", "--why", "a storm", "--yes").status == 0
    assert kam("visit", "--json").json == []


# --- who is due --------------------------------------------------------------------------------------------------


def test_the_pack_says_how_often_a_tier_is_visited(kam, acme):
    kam("visit", "log", "E", "--said", "x", "--on", "2025-11-20", *TODAY)
    kam("visit", "plan", "A", "--on", "2026-11-24", *TODAY)
    found = kam("visit", "due", *TODAY, "--json").json
    assert [(each["account_id"], each["tier"], each["state"], each["due"]) for each in found["due"]] == [
        ("A", "key", "never", None),
        ("B", "standard", "never", None),
        ("F", "standard", "never", None),
        ("E", "standard", "overdue", "2026-11-20"),
    ]
    assert [(each["planned"], each["days_over"]) for each in found["due"]][::3] == [("v2", 0), (None, 3)]
    assert found["undecided"] == 2
    assert kam("visit", "due", *TODAY).out.splitlines() == [
        "account             tier      last visit         due  days over  planned",
        "------------------  --------  ----------  ----------  ---------  ----------",
        "A 北京星河有限公司  Key            never         now             2026-11-24",
        "B 北京星河集团      Standard       never         now",
        "F No bills          Standard       never         now",
        "E Small             Standard  2025-11-20  2026-11-20          3",
        "",
        "Time between visits: Key 1 month, Standard 1 year",
        "Accounts due for a visit: 4; overdue: 1, never visited: 3",
        "undecided, so that a better tier and more visits are possible: 2",
    ]


def test_a_visit_that_was_held_puts_the_next_one_off(kam, acme):
    kam("visit", "log", "A", "--said", "x", "--on", "2026-11-20", *TODAY)
    assert "A" not in [each["account_id"] for each in kam("visit", "due", *TODAY, "--json").json["due"]]
    later = kam("visit", "due", *TODAY, "--until", "2026-12-31", "--json").json["due"]
    assert [(each["account_id"], each["state"], each["due"]) for each in later][:2] == [
        ("A", "later", "2026-12-21"),  # 20 December is a Sunday
        ("B", "never", None),
    ]


def test_the_tier_that_people_gave_an_account_counts_and_not_the_computed_one(kam, acme):
    kam("visit", "log", "E", "--said", "x", "--on", "2026-10-20", *TODAY)
    assert "E" not in [each["account_id"] for each in kam("visit", "due", *TODAY, "--json").json["due"]]
    first, last = dt.date(2020, 1, 1), dt.date(2099, 12, 31)
    with Workspace.open(acme) as workspace, workspace.transaction("Mei") as change:
        told: dict[str, Any] = {"reason": "a promise", "approver": "Li Wei", "since": first, "until": last}
        keep(workspace, change, Override(key='["spend","E"]', pack="spend", account="E", tier="key", **told))
    found = kam("visit", "due", *TODAY, "--json").json["due"]
    assert [(each["account_id"], each["tier"], each["state"], each["due"]) for each in found][:2] == [
        ("A", "key", "never", None),
        ("E", "key", "overdue", "2026-11-20"),
    ]


def test_only_accounts_that_meet_a_condition(kam, acme):
    found = kam("visit", "due", "--where", "staff > 10", *TODAY, "--json").json
    assert ([each["account_id"] for each in found["due"]], found["unknown"]) == (["A"], 2)


def test_visits_that_were_to_be_and_are_not_recorded_are_listed_with_those_due(kam, planned):
    said = kam("visit", "due", "--today", "2026-12-04")
    assert said.out.splitlines()[-2:] == [
        "Planned and not recorded; kam visit done, move or drop settles them:",
        "  v1  2026-12-03 14:00  A 北京星河有限公司, Mei",
    ]
    assert kam("visit", "list", "--today", "2026-12-04").out.splitlines()[-1].startswith("!  v1")


def test_accounts_for_which_a_visit_is_planned_can_be_left_out(kam, planned):
    found = kam("visit", "due", *TODAY, "--unplanned", "--json").json
    assert [each["account_id"] for each in found["due"]] == ["B", "E", "F"]


def test_a_pack_without_a_cadence(kam, acme):
    (acme / "rules" / "spend.toml").write_text(SPEND, encoding="utf-8")
    said = kam("visit", "due", *TODAY)
    assert said.problems == [
        "the pack spend does not say how often accounts are visited — write into it under [visits], such as "
        'every = { key = "1 month" }'
    ]


# --- calendar files ----------------------------------------------------------------------------------------------


def test_visits_go_into_a_calendar_file_and_keep_their_event(kam, planned):
    kam("visit", "prepare", "v1", *COMPLETE, "--place", "Room 2; 3rd floor")

    def event():
        said = kam("visit", "ics", "-o", "visits.ics", *TODAY)
        assert (said.status, said.out) == (0, "visits.ics: 1 visits\n")
        (found,) = icalendar.Calendar.from_ical((planned / "visits.ics").read_bytes()).walk("VEVENT")
        return found

    first = event()
    assert str(first["summary"]) == "Visit: 北京星河有限公司"
    assert str(first["location"]) == "Room 2; 3rd floor"
    assert "talking points: prices hold" in str(first["description"])
    kam("visit", "move", "v1", "--to", "2026-12-10", "--why", "x", "--notice", "x", "--customer", *TODAY)
    moved = event()
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    kam("visit", "drop", "v1", "--why", "signed")
    assert str(event()["status"]) == "CANCELLED"


def test_a_calendar_file_is_the_same_bytes_each_time(kam, planned):
    assert kam("visit", "ics", *TODAY).out == kam("visit", "ics", *TODAY).out != ""


def test_a_calendar_file_that_cannot_be_written(kam, planned):
    said = kam("visit", "ics", "-o", "no/such/folder/visits.ics", *TODAY)
    assert said.status == 2
    assert "cannot be written: No such file or directory" in said.err


# --- what people type --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh"])
def test_nothing_that_people_typed_reaches_a_terminal_or_a_calendar_as_it_is(kam, acme, language):
    lang = ("--lang", language)
    texts = [
        HOSTILE if part in ("renew", "two complaints", "offer", "prices hold", "metro line 2") else part
        for part in COMPLETE
    ]
    kam("visit", "plan", "A", "--on", "2026-12-03", *texts, "--place", HOSTILE, "--goes", HOSTILE, *TODAY)
    outputs = [
        kam("visit", "show", "v1", *lang),
        kam("visit", "list", *lang, *TODAY),
        kam("visit", "ics", *lang, *TODAY),
    ]
    outputs.append(
        kam(
            "visit",
            "done",
            "v1",
            "--met",
            HOSTILE,
            "--said",
            HOSTILE,
            "--agreed",
            HOSTILE,
            *lang,
            "--today",
            "2026-12-03",
        )
    )
    outputs.append(kam("visit", "show", "v1", *lang))
    for said in outputs:
        assert said.status == 0
        shown = said.out + said.err
        assert "\x1b" not in shown and "\u202e" not in shown
        assert "red" in shown
    (visit,) = kam("visit", "list", "--all", "--json").json
    assert (visit["said"], visit["met"], visit["agreed"]) == (HOSTILE, [HOSTILE.strip()], [HOSTILE])


def test_an_older_version_is_told_who_changed_the_visit(kam, planned):
    seen = kam("visit", "show", "v1", "--json").json["version"]
    assert kam("visit", "prepare", "v1", "--purpose", "x", "--as", "Li Wei").status == 0
    before = work(planned)
    said = kam("visit", "prepare", "v1", "--purpose", "y", "--expect", str(seen))
    assert said.status == 2
    assert "Li Wei" in said.err
    assert work(planned) == before
    seen = kam("visit", "show", "v1", "--json").json["version"]
    assert kam("visit", "prepare", "v1", "--purpose", "y", "--expect", str(seen)).status == 0
