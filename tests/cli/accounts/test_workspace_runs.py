"""Runs in a workspace on the command line: classify, accounts, explain, runs, show and rerun without naming files."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from kamengine.locale.terminal import width
from kamengine.workspace import Workspace
from tests.api.made import bring_in, spend_workspace
from tests.cli.packs import SPEND

JUNE = ("--as-of", "2026-06-30")
EVERYONE = 'id = "everyone"\nversion = "1"\n[[tiers]]\nid = "all"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with one pack, two accounts and three bills."""
    folder = tmp_path_factory.mktemp("made") / "workspace"
    spend_workspace(folder, SPEND).close()
    return folder


@pytest.fixture
def here(made, folder):
    """The current folder is such a workspace."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def two_packs(here):
    """The workspace has a second pack, which needs no facts."""
    (here / "rules" / "everyone.toml").write_text(f"[pack]\n{EVERYONE}")


# ── classify ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_files_the_accounts_of_the_workspace_are_classified(kam, here):
    said = kam("classify", *JUNE)

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Spend, version 2026.1, as of 2026-06-30\nAccounts: 2; in scope: 2\n")
    assert "\nTo see why: kam explain spend B --as-of 2026-06-30\n" in said.out
    assert said.out.endswith("its accounts: kam accounts --pack spend\n")


def test_a_pack_gives_one_object_and_no_pack_an_array(kam, here, two_packs):
    one = kam("classify", "spend", *JUNE, "--json").json
    assert (one["pack"], one["tiers"], one["undecided"]) == ("spend", {"key": 1, "standard": 1}, 1)

    both = kam("classify", *JUNE, "--json").json
    assert [each["pack"] for each in both] == ["everyone", "spend"]
    assert both[1] == one


def test_the_same_as_over_the_files(kam, spend_run, made, tmp_path):
    over_files = kam("classify", *spend_run, "--json").json
    elsewhere = shutil.copytree(made, tmp_path / "elsewhere")
    in_workspace = kam("classify", "spend", "-w", elsewhere, *JUNE, "--json").json
    assert {**in_workspace, "run": None} == {**over_files, "run": None}


def test_files_can_still_be_named_in_a_workspace(kam, here, spend_run):
    said = kam("classify", *spend_run, "--json")
    assert (said.status, said.json["tiers"]) == (0, {"key": 1, "standard": 1})
    assert kam("runs", "--json").json == []


def test_a_pack_that_cannot_be_used_is_told_and_the_others_run(kam, here, two_packs):
    (here / "rules" / "broken.toml").write_text("[pack]\nid = 5\n")

    said = kam("classify", *JUNE, "--json")

    assert (said.status, [each["pack"] for each in said.json]) == (2, ["everyone", "spend"])
    assert all(line.startswith("rules/broken.toml:") for line in said.problems)


def test_results_go_to_a_file_of_one_pack(kam, here, two_packs):
    assert kam("classify", "spend", *JUNE, "-o", "out.csv").status == 0
    assert Path("out.csv").read_text().splitlines()[1].startswith("A,key,key,80.0,80.0")
    said = kam("classify", *JUNE, "-o", "all.csv")
    assert (said.status, Path("all.csv").exists()) == (2, False)


REFUSED = {
    ("classify", "spent"): "there is no rule pack spent — did you mean spend?",
    ("classify", "spend", "--key", "id"): "--key: this is about files, and the accounts of the workspace are meant — "
    "name the file of the accounts too, or leave it out",
    ("classify", "--sheet", "2"): "--sheet: this is about files, and the accounts of the workspace are meant — "
    "name the file of the accounts too, or leave it out",
    ("explain", "Z"): "there is no account Z — kam accounts lists them",
    ("accounts", "--run", "ffff"): "there is no run ffff — see kam runs",
    ("show", "ffff"): "there is no run ffff — see kam runs",
    ("rerun", ""): "there is no run  — see kam runs",
    ("accounts", "--where", "tier = 'kex'"): "--where: 'kex' is not one of the choices of tier (key (Key), "
    "standard (Standard)) — did you mean key?",
    ("accounts", "--sort", "-spent"): "--sort: the run has no column spent — it has: account_id, name, tier, "
    "tier_effective, tier_possible, score_low, score_high, big, monthly_spend, city, staff, owner, …",
}


@pytest.mark.parametrize(("line", "problem"), REFUSED.items(), ids=[" ".join(line) for line in REFUSED])
def test_what_cannot_be_done(kam, here, line, problem):
    said = kam(*line)
    assert (said.status, said.out, said.problems) == (2, "", [problem])


@pytest.mark.parametrize("command", ["accounts", "runs", "show x", "rerun x"])
def test_outside_of_a_workspace(kam, command):
    said = kam(*command.split())
    (problem,) = said.problems
    assert said.status == 2
    assert problem.startswith(f"kam {command.split()[0]}: this folder is no workspace — ")


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_accounts_are_classified_first_when_nobody_has(kam, here):
    said = kam("accounts", "--format", "json")
    assert [(each["account_id"], each["tier"]) for each in said.json] == [("A", "key"), ("B", "standard")]
    assert len(kam("runs", "--json").json) == 1


def test_a_table_for_people(kam, here):
    kam("classify", *JUNE)
    lines = kam("accounts", "--where", "tier_possible = 'key'", "--sort", "-monthly_spend").out.splitlines()

    assert lines[0] == "Spend, version 2026.1, as of 2026-06-30"
    assert lines[3:] == [
        "                                                   Average",
        "Account  Name  Tier      Could be     Score  monthly spend",
        "-------  ----  --------  --------  --------  -------------",
        "A        Ada   Key       Key           80.0      10,000.00",
        "B        Ben   Standard  Key       0.0–80.0              ?",
        "",
        "Accounts: 2 of 2",
    ]


def test_accounts_of_which_it_is_unknown_are_counted(kam, here):
    kam("classify", *JUNE)
    out = kam("accounts", "--where", "monthly_spend >= key_spend", "--limit", "0").out
    assert out.endswith(
        "Accounts: 1 of 2\n"
        "Left out, since it is unknown whether they meet the condition: 1\n"
        "and 1 more; --limit lists more, --format csv all\n"
    )
    said = kam("accounts", "--where", "monthly_spend >= key_spend", "--format", "json", "--columns", "account_id")
    assert said.json == [{"account_id": "A"}]
    assert said.problems == ["note: left out, since it is unknown whether they meet the condition: 1"]


def test_csv_has_plain_values_and_runs_in_no_spreadsheet(kam, here):
    rows = [("=cmd|' /C calc'!A0", "+1 Ltd", "county"), ("B", "-5", "prefecture"), ("C", 'a "b", c', None)]
    with Workspace.open(here) as workspace:
        bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, rows)
    kam("classify", *JUNE)

    out = kam("accounts", "--columns", "account_id,name,city,score,monthly_spend", "--format", "csv").out

    assert list(csv.reader(io.StringIO(out))) == [
        ["account_id", "name", "city", "score_low", "score_high", "monthly_spend"],
        ["'=cmd|' /C calc'!A0", "'+1 Ltd", "county", "0", "80", ""],
        ["B", "-5", "prefecture", "0", "80", ""],
        ["C", 'a "b", c', "", "0", "80", ""],
    ]


def test_names_that_mean_harm_do_none_on_the_terminal(kam, here):
    with Workspace.open(here) as workspace:
        bring_in(workspace, "accounts", {"name": "text"}, [("A\x1b[2J", "[bold]x\x1b]0;t\x07")])
    kam("classify", "spend", *JUNE)
    assert "\x1b" not in kam("accounts").out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_columns_may_be_named_as_they_are_headed(kam, here, language):
    kam("classify", *JUNE)
    said = kam("accounts", "--lang", language, "--format", "csv", "--columns", "ACCOUNT,月均消费,Tier, score")
    assert said.out.splitlines()[0] == "account_id,monthly_spend,tier,score_low,score_high"
    by_name = kam("accounts", "--sort", "-monthly_spend", "--format", "json").out
    for label in ("average monthly spend", "月均消费"):
        assert kam("accounts", "--lang", language, "--sort", f"-{label}", "--format", "json").out == by_name


@pytest.mark.parametrize("columns", ["", " , "])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_column_at_all_is_refused(kam, here, columns, form):
    kam("classify", *JUNE)
    said = kam("accounts", "--columns", columns, "--format", form)
    assert (said.status, said.out) == (2, "")
    assert said.problems == ["--columns: no column is named — kam accounts --names lists them"]


def test_names_lists_what_can_be_asked_for(kam, here):
    kam("classify", *JUNE)
    names = [line.split()[0] for line in kam("accounts", "--names").out.splitlines()[2:]]
    assert names[:6] == ["account_id", "name", "tier", "tier_possible", "score_low", "score_high"]
    assert names[6:] == ["big", "monthly_spend", "city", "staff", "owner", "data_gaps", "tags"]


def test_nobody_in_scope_is_an_empty_list(kam, here):
    nobody = SPEND.replace("title = {", "scope = \"city = 'prefecture'\"\ntitle = {", 1)
    (here / "rules" / "spend.toml").write_text(nobody)
    assert kam("accounts", "--where", "tier = 'key'").out.endswith("\n\nAccounts: 0 of 0\n")
    assert kam("accounts", "--format", "json").out == "[]\n"
    assert kam("accounts", "--format", "csv", "--columns", "account_id").out == "account_id\n"


def test_several_packs_must_be_told_apart(kam, here, two_packs):
    (problem,) = kam("accounts").problems
    assert problem == "--pack: the workspace has several rule packs: everyone, spend — name one with --pack"
    assert len(kam("accounts", "--pack", "everyone", "--format", "json").json) == 2


def test_without_a_pack_named_the_one_that_was_run_last_is_listed(kam, here, two_packs):
    kam("classify", "everyone", *JUNE)
    kam("classify", "spend", *JUNE)
    said = kam("accounts", "--columns", "tier", "--format", "json")
    assert [each["tier"] for each in said.json] == ["key", "standard"]
    assert said.problems == ["note: by spend, which was run last; --pack chooses another: everyone"]


def test_columns_that_are_sorted_or_asked_by_are_shown(kam, here):
    kam("classify", *JUNE)
    headers = kam("accounts", "--where", "city = 'county'", "--sort", "-staff", "--limit", "0").out
    assert headers.endswith(
        "Accounts: 1 of 2\nLeft out, since it is unknown whether they meet the condition: 1\n"
        "and 1 more; --limit lists more, --format csv all\n"
    )
    (row,) = kam(
        "accounts", "--where", "city = 'county' and not big is null", "--sort", "-staff", "--format", "json"
    ).json
    assert {"city", "staff", "big"} <= set(row)
    table = kam("accounts", "--where", "city = 'county'", "--sort", "-staff").out
    assert "city" in table.splitlines()[3] and "staff" in table.splitlines()[3]


def test_without_any_pack_the_accounts_are_listed_with_their_facts(kam, here):
    (here / "rules" / "spend.toml").unlink()
    said = kam("accounts", "--where", "city = 'county'")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Account  Name  city\n"
        "-------  ----  ------\n"
        "A        Ada   county\n"
        "\n"
        "Accounts: 1 of 2\n"
        "Left out, since it is unknown whether they meet the condition: 1\n"
    )
    assert kam("accounts", "--format", "csv").out == "account_id,name,city\nA,Ada,county\nB,Ben,\n"
    assert kam("runs", "--json").json == []


def test_a_mistake_in_a_condition_is_shown_though_nothing_was_classified_and_columns_are_missing(kam, here):
    with Workspace.open(here) as workspace:
        bring_in(workspace, "accounts", {"name": "text"}, [("A", "Ada"), ("B", "Ben")])
    by_city = SPEND.replace('when = "big"', "when = \"big and city = 'prefecture' and staff > 3\"")
    (here / "rules" / "spend.toml").write_text(by_city)
    said = kam("accounts", "--where", "monthly_spend >")
    assert (said.status, said.out) == (2, "")
    assert said.problems == [
        "note: not imported, and so unknown: city, staff",
        "--where: a value is missing behind `>` (character 15)",
    ]


def test_an_older_run_is_listed_as_it_was_and_a_newer_one_is_recommended(kam, here):
    first = kam("classify", "spend", *JUNE, "--json").json["run"]
    with Workspace.open(here) as workspace:
        bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-06-20", "90000")])

    stale = kam("accounts", "--columns", "tier", "--format", "json")
    assert stale.problems == ["note: the facts or the rules have changed since this run; kam classify makes a new one"]
    assert [each["tier"] for each in stale.json] == ["key", "standard"]

    kam("classify", "spend", *JUNE)
    assert [each["tier"] for each in kam("accounts", "--columns", "tier", "--format", "json").json] == ["key", "key"]
    older = kam("accounts", "--run", first[:6], "--columns", "tier", "--format", "json")
    assert ([each["tier"] for each in older.json], older.err) == (["key", "standard"], "")


# ── explain ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_account_is_explained_by_its_id_alone_or_by_a_pack(kam, here, two_packs):
    every = kam("explain", "B", *JUNE, "--json").json
    assert [(each["pack"], each["tier"]) for each in every] == [("everyone", "all"), ("spend", "standard")]
    assert kam("explain", "spend", "B", *JUNE, "--json").json == every[1]
    assert kam("explain", "spend", "B", *JUNE).out.startswith("Ben (B)\nSpend 2026.1, as of 2026-06-30\n")


def test_the_newest_run_is_explained_while_it_is_up_to_date(kam, here):
    kam("classify", *JUNE, "--set", "key_spend=20000")
    said = kam("explain", "A", "--json")
    assert (said.err, said.json[0]["as_of"], said.json[0]["tier"]) == ("", "2026-06-30", "standard")

    kam("fact", "B", "staff=3", "--why", "seen")
    said = kam("explain", "A", "--json")
    assert (said.json[0]["as_of"], said.json[0]["tier"]) == ("2026-06-15", "key")
    assert said.problems == [
        "note: the facts or the rules have changed since the newest run by spend: this is how they stand now, and kam "
        "classify makes a new run"
    ]
    assert kam("explain", "A", *JUNE).problems == [
        "note: this is how the facts and the rules stand now with --as-of 2026-06-30, not the newest run by spend"
    ]


def test_what_is_asked_for_on_the_line_is_not_the_newest_run_and_a_note_says_so(kam, here):
    assert kam("explain", "A", *JUNE, "--set", "key_spend=20000").err == ""  # there is no run to be mistaken for it
    kam("classify", *JUNE)

    assert kam("explain", "A", *JUNE).err == ""  # this is the newest run
    said = kam("explain", "A", "--as-of", "2026-05-31", "--set", "key_spend=20000")
    assert said.problems == [
        "note: this is how the facts and the rules stand now with --as-of 2026-05-31, --set key_spend=20000, not the "
        "newest run by spend"
    ]
    assert "--set key_spend=20000" in kam("--lang", "zh", "explain", "A", "--set", "key_spend=20000").err


def test_parameters_mean_the_packs_that_have_them(kam, here, two_packs):
    said = kam("explain", "A", *JUNE, "--set", "key_spend=20000", "--json")
    assert (said.status, said.err, [each["pack"] for each in said.json]) == (0, "", ["spend"])

    said = kam("explain", "A", "--set", "key_spent=20000")
    assert (said.status, said.out) == (2, "")
    assert said.problems == ["--set key_spent: no pack has a parameter key_spent — did you mean key_spend?"]
    assert kam("explain", "everyone", "A", "--set", "key_spend=1").problems == [
        "--set key_spend: key_spend is not a parameter of the pack everyone"
    ]


def test_nothing_is_said_of_packs_that_do_not_speak_about_the_account(kam, here):
    (here / "rules" / "nobody.toml").write_text(
        '[pack]\nid = "nobody"\nversion = "1"\nscope = "name = \'Zoe\'"\n[fields.name]\ntype = "text"\n'
        '[[tiers]]\nid = "all"\n'
    )
    kam("classify", *JUNE)
    kam("fact", "B", "staff=3", "--why", "seen")

    (note,) = kam("explain", "A").problems
    assert "the newest run by spend" in note


def test_an_account_is_found_by_its_name(kam, here):
    with Workspace.open(here) as workspace:
        rows = [("00125", "四川成都西南医院", "county"), ("00126", "Ben", None), ("00127", "Ben", None)]
        bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, rows)
    assert kam("explain", " 四川成都西南医院", *JUNE).out.startswith("四川成都西南医院 (00125)\n")
    assert kam("explain", "ben", *JUNE).problems == ["several accounts are called ben — they are: 00126, 00127"]
    for typed in ("成都西南医院", "四川成都西南医元"):
        (problem,) = kam("explain", typed, *JUNE).problems
        assert problem == f"there is no account {typed} — did you mean 00125 (四川成都西南医院)?"
    assert kam("explain", "0125", *JUNE).problems == ["there is no account 0125 — did you mean 00125?"]


def test_facts_and_files_are_explained_as_everywhere(kam, here, spend_run):
    assert "Tier: Key" in kam("explain", "rules/spend.toml", "--fact", "monthly_spend=10000").out
    assert kam("explain", spend_run[0], "accounts.csv", "A", *spend_run[2:]).status == 0


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_runs_fits_a_terminal_and_marks_those_of_now(kam, here, lang):
    for who in ("Bartholomew Featherstonehaugh", "li"):
        kam("classify", "spend", *JUNE, "--as", who, "--set", f"key_spend={20000 + len(who)}")
    kam("fact", "B", "city=county", "--why", "phone call")
    kam("classify", "spend", *JUNE, "--as", "li")

    lines = kam("runs", "--lang", lang).out.splitlines()

    assert [line[0] for line in lines[-6:-3]] == [" ", " ", "*"]
    assert max(map(width, lines)) <= 80
    assert "3" in lines[-2] and "1" in lines[-2] and "kam rerun" in lines[-1]


def test_runs_are_listed_shown_and_computed_again(kam, here):
    assert kam("runs").out == "Nothing has been classified yet: kam classify\n"
    summary = kam("classify", "spend", *JUNE, "--set", "key_spend=20000", "--as", "li", "--json").json

    (listed,) = kam("runs", "--json").json
    assert (listed["run"], listed["who"], listed["current"]) == (summary["run"], "li", True)
    assert listed["parameters"] == {"key_spend": "20000"}
    assert kam("runs", "--pack", "other", "--json").json == []

    shown = kam("show", summary["run"][:5], "--json").json
    assert {name: shown[name] for name in summary} == summary
    page = kam("show", summary["run"][:5]).out
    assert page.startswith("Spend, version 2026.1, as of 2026-06-30\nAccounts: 2; in scope: 2\n\ntier ")
    assert f"\nRun {summary['run']}: li, " in page
    assert "\nParameters set: key_spend = 20000\n" in page

    again = kam("rerun", summary["run"][:5])
    sha256 = kam("rerun", summary["run"], "--json").json["sha256"]
    expected = f"Run {summary['run'][:8]} computed again: the same bytes ({sha256})\n"
    assert (again.status, again.out) == (0, expected)


def test_a_run_that_comes_out_otherwise_is_a_finding(kam, here):
    run = kam("classify", "spend", *JUNE, "--json").json["run"]
    with Workspace.open(here) as workspace, workspace.transaction("nobody") as change:
        other = SPEND.replace("value = 10000", "value = 50000")
        change.database.execute("UPDATE packs SET content = ?", [other.encode()])

    said = kam("rerun", run)

    assert (said.status, said.out) == (1, f"Run {run[:8]} computed again: other results; accounts that differ: 1\n")
    assert kam("rerun", run, "--json").json["same"] is False


def test_kam_alone_prints_help_where_there_is_no_terminal(kam, here):
    said = kam()
    assert (said.status, said.out.startswith("Usage: kam COMMAND")) == (0, True)


def test_an_import_says_what_accounts_bring_in_vain(kam, here, write):
    write("ready.csv", "account_id,Monthly spend\nA,30000\nB,40000\n")
    write("more.csv", "account_id,date,amount\nB,2026-06-20,500\n")
    for line in (("ready.csv", "--mode", "merge"), ("more.csv", "--ledger", "bills")):
        said = kam("import", *line, "--json")
        (finding,) = (one for one in said.json["findings"] if "ready-made" in one["code"])
        assert finding["count"] == 2
        assert "Average monthly spend ready-made: 2; it is not used, because the ledger bills is" in str(finding)
    assert kam("classify", *JUNE).problems == [
        "note: the accounts bring Average monthly spend ready-made (accounts: 2); it is not used, because the ledger "
        "bills is there"
    ]
