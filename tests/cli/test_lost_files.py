"""What every command says when files of the workspace are gone or damaged, and how they come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamengine.cli import main

ACCOUNTS = "account_id,name,monthly_spend\nA,Ada,30000\nB,Ben,1\nC,Cid,x\n"
BILLS = "account_id,date,amount\nA,2026-05-01,10\n"
SCANS = "account_id,date,pages\nA,2026-06-01,10\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with accounts, one of them to be mended, bills, scans that no pack looks at, and a run; made once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, content in (("accounts", ACCOUNTS), ("bills", BILLS), ("scans", SCANS)):
            Path(f"{name}.csv").write_text(content, encoding="utf-8")
        assert main(["init", "acme", "--pack", "telecom", "--language", "en"]) == 0
        patch.chdir("acme")
        for words in ("accounts.csv", "bills.csv --ledger bills", "scans.csv --ledger scans --all-columns"):
            assert main(["import", *f"../{words}".split()]) == 0
        assert main(["classify"]) == 0
    return folder


@pytest.fixture
def acme(made, tmp_path, monkeypatch):
    """A copy of it, the current folder."""
    monkeypatch.chdir(shutil.copytree(made, tmp_path / "made") / "acme")
    return Path.cwd()


def only(pattern):
    (path,) = Path().glob(pattern)
    return path


def damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("kind", ["accounts", "ledgers/bills"])
def test_damage_is_said_in_one_line_whatever_is_asked(kam, acme, kind):
    damage(only(f"data/{kind}/*.parquet"))
    for words in ("classify", "quality", "explain A --as-of 2026-06-30"):
        said = kam(*words.split())
        (problem,) = said.problems
        assert said.status == 2
        assert problem.startswith(f"data/{kind}/") and problem.endswith("is damaged — run kam doctor")


def test_damaged_results_name_the_run_to_compute_again(kam, acme):
    damage(only("runs/*.parquet"))
    (problem,) = kam("accounts").problems
    remedy = problem.rpartition(" — ")[2]
    assert remedy.startswith("kam rerun ") and remedy.endswith(" computes them again")
    assert kam(*remedy.split()[1:3]).status == 0
    assert kam("accounts").status == 0


@pytest.mark.slow
def test_what_no_pack_looks_at_stops_no_pack(kam, acme):
    only("data/ledgers/scans/*.parquet").unlink()
    run = kam("runs", "--json").json[0]["run"]
    for words in ("classify telecom", "explain A", "accounts --pack telecom", f"rerun {run}"):
        assert kam(*words.split()).status == 0, words


def test_the_way_from_the_damage_to_a_sound_workspace(kam, acme):
    damage(only("data/ledgers/bills/*.parquet"))

    aside = kam("doctor", "--fix")
    said = " ".join(aside.out.split())
    assert (aside.status, "put into lost+found; put it back from a copy, or import ../bills.csv again" in said) == (
        1,
        True,
    )
    assert kam("import", "../bills.csv", "--ledger", "bills").out.startswith("Put back: the file of the import ")
    assert kam("doctor").status == 0


def test_rows_to_be_mended_whose_file_is_gone(kam, acme):
    path = only("quarantine/*.csv")
    path.unlink()
    assert f"{path} is gone: run kam doctor" in kam("imports").out
    assert kam("doctor").status == 1
    kam("import", "../accounts.csv")
    assert path.is_file()
    assert (kam("doctor").status, "is gone" in kam("imports").out) == (0, False)
