"""``kam init`` and ``-w``: making a workspace, and saying which one is meant."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kamengine.pack.find import shipped_packs


def test_it_asks_nothing_and_says_what_to_do_next(kam):
    said = kam("init", "clients/acme", "--pack", "telecom")

    assert (said.status, said.err) == (0, "")
    assert (
        said.out
        == """\
Workspace acme in clients/acme
Rule pack: rules/telecom.toml

Next:
  cd clients/acme
  kam import accounts.csv --dry-run  how the columns would be read
  kam import accounts.csv            bring accounts in
  kam classify                       classify them by the packs in rules/
  kam accounts                       who is in which tier
  kam plan                           what is to be done, and by whom
"""
    )


def test_plans_are_spoken_of_only_where_a_pack_says_what_is_to_be_done(kam, folder):
    (folder / "accounts.csv").write_text("account_id,sales\n1,900\n", encoding="utf-8")
    shown = kam("init", "w", "--pack", "abc").out + kam("import", "accounts.csv", "-w", "w").out
    assert ("kam plan" in shown, "kam classify" in shown) == (False, True)
    assert "kam plan" in kam("init", "none").out, "a pack that is copied into it may say so"


def test_as_json(kam, folder):
    assert kam("init", "w", "--pack", "telecom", "--language", "en", "--currency", "usd", "--json").json == {
        "workspace": str(folder / "w"),
        "name": "w",
        "language": "en",
        "currency": "USD",
        "calendar": "CN",
        "plugins": None,
        "packs": ["rules/telecom.toml"],
    }


def test_packs_are_copied_byte_by_byte(kam, plain):
    assert kam("init", "w", "--pack", "telecom", "--pack", "distributor", "--pack", plain).status == 0

    rules = Path("w/rules")
    assert {path.name for path in rules.iterdir()} == {"telecom.toml", "distributor.toml", "plain.toml"}
    assert (rules / "telecom.toml").read_bytes() == shipped_packs()["telecom"].read_bytes()
    assert (rules / "plain.toml").read_bytes() == Path(plain).read_bytes()
    assert "kam packs" not in kam("init", "x", "--pack", plain).out
    assert "kam packs" in kam("init", "y").out


def test_the_settings_can_be_edited_by_hand(kam):
    words = ["--name", "客户 A", "--language", "zh", "--currency", "USD", "--calendar", "de-by", "--plugin", "telecom"]
    kam("init", "w", *words)

    text = Path("w/workspace.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {
        "name": "客户 A",
        "language": "zh",
        "currency": "USD",
        "calendar": "DE-BY",
        "plugins": ["telecom"],
    }
    assert text.count("#") == 5
    assert kam("-w", "w", "imports").status == 0


WRONG = {
    "--pack telcom": "there is no rule pack telcom — did you mean telecom?",
    "--plugin telcom": "--plugin: there is no plugin telcom — did you mean telecom?",
    "--currency yuan": '--currency: "yuan" is not a currency — write its three letters, such as CNY or USD',
    "--calendar XY": "--calendar: no calendar is known for XY — write a code such as CN, DE-BY or US, or weekdays",
    "--language cn": "--language: cn is not known — write one of zh, en",
    "--plugin distributor --pack telecom": (
        "--pack telecom: the pack needs plugins that the workspace would not use: telecom — name them too with --plugin"
    ),
}


@pytest.mark.parametrize(("options", "problem"), WRONG.items())
def test_what_is_wrong_is_said_and_nothing_is_made(kam, options, problem):
    said = kam("init", "w", *options.split())

    assert (said.status, said.problems) == (2, [problem])
    assert not Path("w").exists()


def test_a_workspace_is_not_made_twice(kam):
    kam("init", "w")

    assert kam("init", "w").problems == ["w: this is a workspace already — open it, or name another folder"]


def test_a_file_in_the_way(kam, write):
    write("w", "x")

    assert kam("init", "w").problems == ["w: is a file, not a folder — name a new or empty folder"]


def test_which_workspace_is_meant(kam, monkeypatch):
    problem = "this folder is no workspace — go into its folder, name it with -w DIR, or make one with kam init DIR"
    assert kam("imports").problems == [f"kam imports: {problem}"]
    kam("init", "one")
    assert kam("imports", "-w", "one").status == kam("-w", "one", "imports").status == 0
    assert kam("imports", "-w", "two").problems == ["two: there is no such folder — kam init makes one"]
    monkeypatch.setenv("KAM_WORKSPACE", "one")
    assert kam("imports").status == 0
    assert kam("imports", "-w", ".").problems == [".: this is no workspace — kam init makes one"]
    monkeypatch.delenv("KAM_WORKSPACE")
    monkeypatch.chdir("one")
    assert kam("imports").status == 0


@pytest.mark.slow
def test_only_the_plugins_of_the_workspace_are_loaded(kam):
    kam("init", "w", "--plugin", "telecom")

    said = kam("-w", "w", "check", "telecom", "distributor")
    assert "rules/telecom.toml" not in said.err + said.out
    assert "the plugin distributor is not loaded" in said.err + said.out


@pytest.mark.parametrize("command", ["imports", "undo import", "classify", "doctor"])
def test_settings_that_are_wrong_stop_every_command(kam, command):
    kam("init", "w")
    Path("w/workspace.toml").write_text('name = "w"\nlanguage = "chinese"\n')

    said = kam("-w", "w", *command.split())
    assert said.status == (1 if command == "doctor" else 2)
    assert 'w/workspace.toml:2: language: "chinese" is not one of zh, en' in said.err + said.out
