"""`kam demo`: from nothing to classified and explained accounts in one command."""

from __future__ import annotations

import shlex
from pathlib import Path

from kamengine.demo import write_demo


def test_the_demo_classifies_two_industries_explains_an_account_and_says_how_to_go_on(kam):
    said = kam("demo", "my demo", "--no-tui")

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Demo data in my demo\n\nTelecom key accounts, version ")
    assert "\nKey distributors, version " in said.out
    assert said.out.endswith("\nTo open them in the app, on a terminal: kam demo 'my demo'\n")

    (call,) = [line for line in said.out.splitlines() if line.startswith("$ kam explain ")]
    explanation = kam(*shlex.split(call)[2:]).out
    assert explanation.strip() in said.out


def test_the_demo_says_which_files_it_kept_as_the_user_changed_them(kam):
    write_demo(Path("d"), language="en")
    mine = Path("d/telecom/accounts.csv")
    mine.write_bytes(b"\n".join(mine.read_bytes().splitlines()[:3]))

    said = kam("demo", "d", "--no-tui")

    assert said.status == 0
    assert f"Kept as you changed it: {mine}\n" in said.out
    assert "\nAccounts: 2; in scope: 2\n" in said.out


def test_the_demo_does_not_write_into_a_folder_that_holds_something_else(kam, folder):
    Path("notes.txt").write_text("mine")

    said = kam("demo", ".", "--no-tui")

    assert (said.status, said.out) == (2, "")
    assert said.problems == [".: is not empty, and holds no demo — name a new or empty folder"]
