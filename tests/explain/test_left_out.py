"""That a tier may still change with what becomes known of other accounts is said wherever it is called certain."""

from __future__ import annotations

import json

import pytest

from kamengine.cli import main

ROWS = "account_id,name,sales\n1,Alpha,900\n2,Beta,60\n3,Gamma,\n"
NOTE = "leave out{} accounts whose value is unknown: Value that is counted (1)"


@pytest.fixture
def said(capsys, tmp_path, monkeypatch):
    """What a command prints, as one line, in a folder with accounts of one of which the sales are unknown."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "accounts.csv").write_text(ROWS, encoding="utf-8")

    def run(*words: str) -> str:
        capsys.readouterr()
        assert main(list(words)) == 0
        return " ".join(capsys.readouterr().out.split())

    return run


def test_a_summary_says_so(said):
    assert NOTE.format("") in said("classify", "abc", "accounts.csv")


@pytest.mark.slow
def test_an_explanation_says_so_of_the_other_accounts(said):
    assert NOTE.format(" other") in said("explain", "abc", "accounts.csv", "1")
    assert "leave out" not in said("explain", "abc", "accounts.csv", "3"), "it is the only one, and knows it"


@pytest.mark.slow
def test_scripts_can_read_it(said):
    left_out = [{"names": ["basis_value"], "accounts": 1}]
    assert json.loads(said("classify", "abc", "accounts.csv", "--json"))["left_out"] == left_out
    assert json.loads(said("explain", "abc", "accounts.csv", "1", "--json"))["left_out"] == left_out


def test_so_does_the_list_of_a_kept_run(said):
    said("init", "kept", "--pack", "abc")
    said("import", "accounts.csv", "-w", "kept")
    said("classify", "-w", "kept")
    assert NOTE.format("") in said("accounts", "-w", "kept")


@pytest.mark.slow
def test_so_does_a_kept_run_when_it_is_listed_and_shown(said):
    said("init", "kept", "--pack", "abc")
    said("import", "accounts.csv", "-w", "kept")
    said("classify", "-w", "kept")
    left_out = [{"names": ["basis_value"], "accounts": 1}]
    (listed,) = json.loads(said("runs", "-w", "kept", "--json"))
    assert listed["left_out"] == left_out
    assert json.loads(said("show", listed["run"], "-w", "kept", "--json"))["left_out"] == left_out
    assert NOTE.format("") in said("show", listed["run"], "-w", "kept")
    page = said("runs", "-w", "kept")
    assert "accounts left out when who" in page and "left out: accounts whose share or rank is unknown" in page
    said("fact", "3", "sales=40", "--why", "phone call", "-w", "kept")
    said("classify", "-w", "kept")
    newest = json.loads(said("runs", "-w", "kept", "--json"))[-1]
    assert newest["left_out"] == [] and "leave out" not in said("show", newest["run"], "-w", "kept")


def test_nothing_is_said_where_everything_is_known(said, tmp_path):
    (tmp_path / "accounts.csv").write_text(ROWS.replace("Gamma,", "Gamma,40"), encoding="utf-8")
    assert "leave out" not in said("classify", "abc", "accounts.csv") + said("explain", "abc", "accounts.csv", "1")
