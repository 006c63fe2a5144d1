"""`kam plan` and `kam tasks`: from an import to one person's week, and on to the next import."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.cli.work.plan_pack import ACCOUNTS, MONDAY, human_work, of, plan, tasks

# ── three commands ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_three_commands_lead_from_an_import_to_one_persons_week_with_reasons_in_words(kam, acme):
    assert kam("import", "later.csv").status == 0
    assert kam("plan", "--today", MONDAY).status == 0  # classifies first
    assert kam("tasks", "--week", "--mine", "--as", "Mei", "--today", MONDAY).out == (
        "Mei · 2026-11-23 to 2026-11-29 · tasks: 2 · 1 h\n"
        "\n"
        "2026-11-25, Wednesday\n"
        "  A Ada & Co\n"
        "    1.call  Introduce the manager by phone · 0.5 h\n"
        "    why: Key: Spends like a key account: Monthly spend 12,000 is at least 10,000\n"
        "      — met\n"
        "  B Bell\n"
        "    2.call  Introduce the manager by phone · 0.5 h\n"
        "    why: Key: Spends like a key account: Monthly spend 15,000 is at least 10,000\n"
        "      — met\n"
    )


def test_the_page_is_in_the_readers_language(kam, planned):
    said = kam("tasks", "--week", "--person", "Mei", "--today", MONDAY, "--lang", "zh").out
    assert "商定还款计划" in said
    assert "逾期天数 45，超过 30——满足" in said


def test_scripts_get_every_task_with_the_promised_names(kam, planned):
    (task,) = [each for each in tasks(kam).values() if each["playbook"] == "credit" and each["account_id"] == "B"]
    promised = {
        "id": "2.talk",
        "account_id": "B",
        "title": "Agree a payment plan",
        "why": "In arrears: Days late 45 is more than 30 — met",
        "responsible": "Mei",
        "accountable": "Mei",  # nobody holds the role: she answers for it herself
        "due": "2026-11-26",
        "effort_hours": 1,
        "status": "open",
        "playbook": "credit",
        "touched": False,
    }
    assert {name: task[name] for name in promised} == promised


@pytest.mark.slow
def test_the_same_three_commands_in_the_demo(command, folder):
    assert command("demo", "here", "--no-tui", "--lang", "en").status == 0
    before, day = ["-w", "here"], ["--today", MONDAY]
    assert command("import", "here/telecom/accounts.csv", *before).status == 0
    assert command("plan", *before, *day).status == 0
    everything = command("tasks", "--json", "--week", *before, *day).json
    names = [each["responsible"] for each in everything if each["responsible"]]
    busiest = max(set(names), key=names.count)
    mine = command("tasks", "--json", "--week", "--mine", "--as", busiest, *before, *day).json
    assert len(mine) == names.count(busiest)
    assert all(each["why"] for each in mine)


# ── the same again, and another import ───────────────────────────────────────────────────────────────────────────────


def test_the_same_run_again_changes_nothing(kam, acme):
    assert plan(kam) == (4, 7, 0, 0)
    before = kam("tasks", "--json", "--today", MONDAY).out
    assert plan(kam) == (4, 0, 7, 0)
    assert plan(kam, "2027-02-01") == (4, 0, 7, 0)
    assert kam("tasks", "--json", "--today", MONDAY).out == before


def test_a_changed_spend_promotes_adds_the_right_tasks_and_leaves_touched_ones_alone(kam, planned):
    (talk,) = [key for key, each in tasks(kam).items() if each["account_id"] == "B" and each["playbook"] == "credit"]
    (call,) = [key for key, each in tasks(kam).items() if each["account_id"] == "D" and key.endswith(".call")]
    assert kam("task", "set", talk, "--due", "2026-12-24", "--title", "Ask for <b>half</b>").status == 0
    assert kam("task", "start", call).status == 0
    assert kam("task", "add", "B", "Send flowers", "--due", "2026-12-01").status == 0
    before = human_work(planned)

    assert kam("import", "later.csv").status == 0
    assert plan(kam, "2026-12-01")[1:] == (3, 3, 4)
    assert human_work(planned) == before

    found = tasks(kam, day="2026-12-01")
    assert of(found, "B") == {
        ("care", "Introduce the manager by phone"),
        ("care", "Visit"),
        ("welcome", "Tell the customer what is better now"),
        ("credit", "Ask for <b>half</b>"),
        ("", "Send flowers"),
    }
    assert found[talk]["reason_gone"] == "“In arrears” is now not met"
    assert found[talk]["touched"] and found[talk]["due"] == "2026-12-24"
    assert found[call]["reason_gone"] == "the tier is now Standard"
    (tell,) = [each for each in found.values() if each["playbook"] == "welcome"]
    assert tell["why"].startswith("moved from Standard to Key; ")
    assert set(tasks(kam, "--reason-gone", day="2026-12-01")) >= {talk, call}


@pytest.mark.slow
def test_a_reason_that_returns_is_a_new_one_and_what_was_done_stays_done(kam, planned):
    (talk,) = [key for key, each in tasks(kam).items() if each["account_id"] == "B" and each["playbook"] == "credit"]
    assert kam("task", "done", talk, "--result", "pays").status == 0
    kam("import", "later.csv")
    plan(kam, "2026-12-01")
    kam("import", "accounts.csv", "--again")
    assert plan(kam, "2026-12-02")[1] == 4  # B's talk, D's call and visit, and D is promoted
    found = tasks(kam, "--closed", "--account", "B", day="2026-12-02")
    assert {key: each["status"] for key, each in found.items() if each["playbook"] == "credit"} == {
        talk: "done",
        max(found, key=lambda key: int(key.split(".")[0])): "open",
    }


def test_an_account_that_leaves_the_import_says_so(kam, planned, write):
    write("fewer.csv", ACCOUNTS.replace("B,Bell,Mei,3000,45\n", ""))
    (talk,) = [key for key, each in tasks(kam).items() if each["account_id"] == "B"]
    kam("task", "start", talk)
    kam("import", "fewer.csv", "--mode", "replace")
    plan(kam)
    found = tasks(kam)
    assert found[talk]["reason_gone"] == "the account is no longer among those that the pack looks at"


def test_due_days_do_not_move_and_new_words_of_a_playbook_show_in_tasks_that_nobody_touched(kam, planned):
    rules = planned / "rules" / "own.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('"3 working days"', '"9 working days"').replace("Agree a payment", "Sign a payment"))
    assert plan(kam, "2026-11-25") == (4, 0, 7, 0)
    (talk,) = [each for each in tasks(kam).values() if each["account_id"] == "B"]
    assert (talk["title"], talk["due"]) == ("Sign a payment plan", "2026-11-26")


def test_an_override_calls_for_the_playbooks_of_its_tier_and_says_so(kam, planned):
    asked = ["--tier", "key", "--reason", "listed next year", "--approver", "Li", "--until", "2099-12-31"]
    said = kam("override", "set", "B", *asked)
    assert said.status == 0, said.err
    plan(kam)
    found = [each for each in tasks(kam, "--account", "B").values() if each["playbook"] == "care"]
    assert {each["why"] for each in found} == {"Key by override; the rules say Standard"}


def test_who_is_to_collect_data_is_told_which(kam, write, acme):
    rules = acme / "rules" / "own.toml"
    data = (
        '[[playbooks]]\nid = "data"\nmoved = "undecided"\ngoal = "Know it."\nsteps = [ { id = "ask", what = "Ask" } ]\n'
    )
    rules.write_text(f"{rules.read_text(encoding='utf-8')}\n{data}", encoding="utf-8")
    kam("import", write("more.csv", f"{ACCOUNTS}E,Ebb,Li,,0\n"))
    plan(kam)
    (ask,) = tasks(kam, "--playbook", "data").values()
    assert ask["why"] == "not decided: Standard is certain, Key is possible; would decide: Monthly spend"


def test_a_playbook_that_is_gone_says_so(kam, planned):
    (talk,) = [key for key, each in tasks(kam).items() if each["account_id"] == "B"]
    kam("task", "start", talk)
    rules = planned / "rules" / "own.toml"
    text = rules.read_text(encoding="utf-8")
    start, end = text.index('[[playbooks]]\nid = "credit"'), text.index('[[playbooks]]\nid = "welcome"')
    rules.write_text(text[:start] + text[end:])
    assert plan(kam)[3] == 2
    assert tasks(kam)[talk]["reason_gone"] == "no playbook says so any more"


def test_nothing_is_due_on_a_holiday_and_repetition_is_counted_from_its_beginning(kam, acme):
    plan(kam, "2026-12-31")
    with sqlite3.connect(acme / "kam.db") as database:
        days = dict(database.execute("SELECT occurrence, due FROM due_days WHERE step = 'visit' AND occurrence <= 3"))
    assert days == {1: "2027-02-01", 2: "2027-03-01", 3: "2027-03-31"}  # 31 January and 28 February are Sundays


def test_of_what_repeats_only_the_last_time_that_was_missed_is_late(kam, planned):
    late = tasks(kam, "--overdue", "--account", "A", day="2027-03-30")
    assert [each["due"] for each in late.values() if "visit" in each["id"]] == ["2027-03-23"]


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lists_are_of_people_accounts_conditions_playbooks_and_what_is_late(kam, planned):
    everything = tasks(kam)
    assert {each["account_id"] for each in tasks(kam, "--person", "mei").values()} == {"A", "B"}
    assert {each["account_id"] for each in tasks(kam, "--mine", "--as", "Li").values()} == {"C", "D"}
    assert {each["account_id"] for each in tasks(kam, "--account", "C").values()} == {"C"}
    assert {each["account_id"] for each in tasks(kam, "--where", "big").values()} == {"A", "D"}
    assert {each["playbook"] for each in tasks(kam, "--playbook", "care").values()} == {"care"}
    assert tasks(kam, "--overdue") == {}
    once = {key for key in everything if "visit" not in key}
    assert set(tasks(kam, "--overdue", day="2027-03-01")) == once | {"1.visit.3", "4.visit.3"}


def test_a_role_that_somebody_holds_for_the_team_brings_its_tasks(kam, planned):
    assert "nobody holds these roles" in kam("plan", "--today", MONDAY).err
    assert kam("team", "add", "Fay").status == 0
    assert kam("team", "role", "Fay", "finance").status == 0
    assert "nobody holds these roles" not in kam("plan", "--today", MONDAY).err
    assert {each["playbook"] for each in tasks(kam, "--person", "Fay").values()} == {"ask"}
    (talk,) = tasks(kam, "--account", "B").values()
    assert (talk["responsible"], talk["accountable"]) == ("Mei", "Fay")


def test_what_a_role_does_that_nobody_holds_the_accounts_manager_does_visibly(kam, planned):
    assert "managers do their tasks: Finance; kam team role NAME ROLE" in kam("plan", "--today", MONDAY).err
    page = kam("tasks", "--account", "C", "--today", MONDAY).out
    assert "Look up the days · Li for Finance · 1 h" in page
    (ask,) = tasks(kam, "--account", "C").values()
    assert (ask["responsible"], ask["stands_in"]) == ("Li", "finance")
    assert "in the place of: Finance" in kam("task", "show", ask["id"], "--today", MONDAY).out
    kam("team", "add", "Fay")
    kam("team", "own", "Fay", "C", "--role", "finance")
    (ask,) = tasks(kam, "--account", "C").values()
    assert (ask["responsible"], ask["stands_in"]) == ("Fay", None)
    assert ask["id"] not in tasks(kam, "--person", "Li")


def test_everybodys_lists_together_are_the_whole_list_and_none_has_a_task_twice(kam, planned):
    kam("team", "add", "Fay")
    kam("team", "role", "Fay", "finance", "--tier", "standard")
    shares = [list(tasks(kam, "--person", name)) for name in ("Mei", "Li", "Fay")]
    assert sorted(key for share in shares for key in share) == sorted(tasks(kam))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("tasks", "--mine", "--as", "Mai"), "--as: there is nobody called Mai — did you mean Mei?"),
        (("tasks", "--person", "Mai"), "--person: there is nobody called Mai — did you mean Mei?"),
        (("tasks", "--mine", "--person", "Mei"), "--person: --mine and --person both say whose"),
        (("tasks", "--account", "Z"), "there is no account Z"),
        (("tasks", "--playbook", "car"), "--playbook: no plan knows a playbook car — did you mean care?"),
        (("task", "start", "--where", "big", "--playbook", "car"), "--playbook: no plan knows a playbook car"),
        (("task", "add", "A", "x", "--after", "t9"), "--after: there is no task t9 — kam tasks lists them"),
        (("task", "add", "A", "x", "--effort", "1.234"), "--effort: 1.234 is no number of hours"),
        (("task", "add", "A", " "), "TEXT: the task has no words"),
        (("plan", "--pack", "owl"), "there is no rule pack owl — did you mean own?"),
        (("plan", "--today", "never"), "--today: "),
        (("plan", "--today", "9999-12-31"), "--today: 9999-12-31 is further away than any plan"),
        (("tasks", "--week", "--today", "0001-01-01"), "--today: 0001-01-01 is further away than any plan"),
        (("task", "add", "A", "x", "--due", "9999-12-31"), "--due: 9999-12-31 is further away than any plan"),
        (("team", "load", "--today", "9999-12-30"), "--today: 9999-12-30 is further away"),
    ],
)
def test_what_cannot_be_is_said(kam, planned, line, told):
    said = kam(*line)
    assert said.status == 2
    assert told in said.err


def test_a_pack_that_is_not_sound_keeps_no_other_from_being_planned(kam, acme):
    (acme / "rules" / "broken.toml").write_text('[pack]\nid = "broken"\nversion = "1"\n')
    said = kam("plan", "--today", MONDAY)
    assert said.status == 1
    assert said.out.startswith("own, run ")
    assert "broken.toml: tiers: " in said.err
    again = kam("plan", "--today", MONDAY, "--json")
    assert (again.status, json.loads(again.out)["tasks_kept"]) == (1, json.loads(again.out)["packs"][0]["tasks_kept"])
    alone = kam("plan", "--pack", "broken")
    assert (alone.status, alone.out) == (2, "")


def test_where_no_pack_is_sound_nothing_is_planned_and_everything_is_said(kam, acme):
    for name in ("own", "other"):
        (acme / "rules" / f"{name}.toml").write_text(f'[pack]\nid = "{name}"\nversion = "1"\n')
    said = kam("plan", "--today", MONDAY)
    assert (said.status, said.out) == (2, "")
    assert "own.toml: tiers: " in said.err and "other.toml: tiers: " in said.err


def test_a_pack_without_playbooks_has_no_plan(kam, acme):
    rules = acme / "rules" / "own.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text[: text.index("[[playbooks]]")])
    said = kam("plan", "--today", MONDAY)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(
        "kam plan: nothing says what is to be done: no playbook is for own — write [[playbooks]]"
    )


def test_before_any_plan_the_list_says_what_makes_one(kam, acme):
    assert kam("tasks").out == "There is nothing to do here. kam plan makes the plans.\n"


def test_hostile_names_do_no_harm(kam, acme, write):
    hostile = "Ev\x1b[31mil\u202e 💥 [b]x[/b]"
    write("hostile.csv", ACCOUNTS.replace("Bell", hostile).replace("Mei", hostile))
    assert kam("import", "hostile.csv").status == 0
    plan(kam)
    said = kam("tasks", "--today", MONDAY).out
    assert "\x1b" not in said and "\u202e" not in said and "[b]x[/b]" in said
    assert json.loads(kam("tasks", "--today", MONDAY, "--json").out)
