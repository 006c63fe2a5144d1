"""`kam demo`: from nothing to classified and explained accounts, in a workspace, in one command."""

from __future__ import annotations

import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from kamengine.cli import main

pytestmark = pytest.mark.slow  # the page of the README is tried by the others, and begins with the same command


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A demo that was made once, and what the command said."""
    folder = tmp_path_factory.mktemp("demo")
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        assert main(["demo", "my demo", "--no-tui", "--lang", "en"]) == 0
    assert err.getvalue() == ""
    return folder / "my demo", out.getvalue()


@pytest.fixture
def demo(made, folder):
    """A copy of it in the current folder."""
    shutil.copytree(made[0], "my demo")
    return Path("my demo")


def test_the_demo_classifies_two_industries_explains_an_account_and_says_how_to_go_on(kam, made, demo):
    said = made[1]
    assert said.startswith("Demo data in my demo\n\nTelecom key accounts, version ")
    assert "\nAccounts: 2,000; in scope: 2,000\n" in said
    assert "\nKey distributors, version " in said
    assert "\nAccounts: 300; in scope: 298\n" in said
    assert "\nThe folder is a workspace: kam accounts --pack telecom -w 'my demo'\n" in said
    assert "\nWhat is to be done, and by whom: kam plan -w 'my demo'\n" in said
    assert said.endswith("\nTo open them in the app, on a terminal: kam demo 'my demo'\n")

    (call,) = [line for line in said.splitlines() if line.startswith("$ kam explain ")]
    explanation = kam(*shlex.split(call)[2:]).out
    assert explanation.strip() in said


def test_the_folder_is_a_workspace_with_the_same_answers(kam, made, demo):
    imports = kam("imports", "-w", demo, "--json").json
    ledgers = ("bills", "orders", "receivables", "scans", "stock")
    assert [(each["kind"], each["quarantined"], each["current"]) for each in imports] == [
        ("accounts", 0, True),
        *((ledger, 0, False) for ledger in ledgers),  # as they were a quarter before
        *((ledger, 0, True) for ledger in ledgers),
    ]
    assert kam("doctor", "-w", demo).status == 0
    for pack in ("telecom", "distributor"):
        summary = kam("classify", pack, "-w", demo, "--as-of", "2026-09-30", "--json").json
        assert all(f"  {certain:,}  " in made[1] for certain in summary["tiers"].values())
        assert len(kam("accounts", "-w", demo, "--pack", pack, "--format", "json").json) == summary["in_scope"]
    runs = kam("runs", "-w", demo, "--json").json
    assert [(each["as_of"], each["times"]) for each in runs] == [("2026-06-30", 1)] * 2 + [("2026-09-30", 2)] * 2


def test_some_accounts_have_moved_since_the_quarter_before(kam, made, demo):
    for pack in ("telecom", "distributor"):
        moves = kam("review", "-w", demo, "--pack", pack, "--no-causes", "--json").json
        assert {move["direction"] for move in moves} == {"up", "down"}
        assert {move["state"] for move in moves} == {"open"}
        first = kam("review", "-w", demo, "--pack", pack, "--no-causes", "--falls-first", "--json").json[0]
        assert first["direction"] == "down" and first in moves


def test_everybody_in_the_demo_has_hours_to_hold_tasks_against(kam, made, demo):
    people = kam("team", "--json", "-w", str(demo)).json
    assert len(people) > 20 and {person["hours_week"] for person in people} == {32}


def test_moves_stay_when_a_fact_is_put_right_before_anybody_decided(kam, demo):
    moved = kam("review", "-w", demo, "--pack", "distributor", "--no-causes", "--json").json
    (demo / "one.csv").write_text("account_id,city_level\nT00001,省会\n", encoding="utf-8")
    assert kam("import", demo / "one.csv", "-w", demo).status == 0

    still = kam("review", "-w", demo, "--pack", "distributor", "--no-causes", "--json").json

    assert [{**move, "run": ""} for move in still] == [{**move, "run": ""} for move in moved]
    assert {move["run"] for move in still} != {move["run"] for move in moved}


@pytest.mark.slow
def test_the_demo_again_says_the_same_and_imports_nothing_anew(kam, made, demo):
    before = kam("imports", "-w", demo, "--json").out
    assert kam("demo", demo, "--no-tui").out == made[1]
    assert kam("imports", "-w", demo, "--json").out == before


@pytest.mark.slow
def test_a_file_that_the_user_changed_is_kept_named_and_imported(kam, demo):
    mine = demo / "telecom" / "accounts.csv"
    mine.write_bytes(b"\n".join(mine.read_bytes().splitlines()[:3]))

    said = kam("demo", demo, "--no-tui")

    assert said.status == 0
    assert f"Kept as you changed it: {mine}\n" in said.out
    assert "\nAccounts: 2; in scope: 2\n" in said.out
    assert kam("classify", "telecom", "-w", demo, "--json").json["accounts"] == 302


def test_the_demo_does_not_write_into_a_folder_that_holds_something_else(kam, folder):
    Path("notes.txt").write_text("mine")

    said = kam("demo", ".", "--no-tui")

    assert (said.status, said.out) == (2, "")
    assert said.problems == [".: is not empty, and holds no demo — name a new or empty folder"]
