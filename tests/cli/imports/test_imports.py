"""``kam imports``, ``kam undo`` and ``kam doctor``: what came in, taking it back, and whether all is well."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from kamengine.cli import main
from kamengine.locale.terminal import width
from kamengine.workspace import Record, Workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with two imports of accounts, by two people, made once."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        assert main(["init", str(folder), "--pack", "telecom"]) == 0
        patch.chdir(folder)
        Path("one.csv").write_text("account_id,name\nA,Ada\nB,Ben\n", encoding="utf-8")
        Path("two.csv").write_text("account_id,name\nA,Ada\nB,\x1b[31mBen\nC,=cmd\n", encoding="utf-8")
        assert main(["import", "one.csv", "--as", "李梅"]) == 0
        assert main(["import", "two.csv", "--mode", "replace", "--as", "[b]ann"]) == 0
    return folder


@pytest.fixture
def acme(made, folder, monkeypatch):
    """A copy of it, the current folder."""
    monkeypatch.chdir(shutil.copytree(made, "acme"))
    monkeypatch.setenv("TZ", "UTC")
    return Path.cwd()


def test_what_was_imported_is_listed(kam, acme):
    said = kam("imports")

    assert (said.status, said.err) == (0, "")
    heads, _, first, fates, second, _, _, sums = said.out.splitlines()
    assert heads.split() == ["id", "kind", "when", "who", "file"]
    assert re.fullmatch(r"   [0-9a-f]{8}  accounts  \d{4}-\d\d-\d\d \d\d:\d\d  李梅 +one.csv", first)
    hash = hashlib.sha256(Path("one.csv").read_bytes()).hexdigest()[:8]
    assert fates == f"{'':13}sha256 {hash}: read 2 = taken 2 + quarantined 0 + skipped 0"
    assert second.startswith("*  ") and second.split()[-2:] == ["[b]ann", "two.csv"]
    assert sums == "Imports: 2; counting (*): 1, taken back (x): 0"
    assert max(map(width, said.out.splitlines())) <= 80


def test_a_long_name_of_a_file_keeps_its_beginning_and_its_end(kam, acme, write):
    name = "monthly charges of all key accounts of the northern branch 2026-06.csv"
    assert kam("import", write(name, "account_id,name\nZ,Zoe\n").resolve()).status == 0

    lines = kam("imports").out.splitlines()

    (line,) = [line for line in lines if line.endswith("2026-06.csv")]
    assert "  monthly " in line and "…" in line
    assert max(map(width, lines)) <= 80


def test_of_many_files_the_first_is_named_and_the_others_are_counted(kam, acme, write):
    names = [write(f"{letter} of the northern branch.csv", f"account_id,name\n{letter},Z\n") for letter in "VWX"]
    assert kam("import", *names).status == 0
    assert kam("imports").out.splitlines()[6].endswith("ch.csv +2")


def test_imports_as_json(kam, acme):
    first, second = kam("imports", "--json").json

    assert {name: first[name] for name in ("kind", "mode", "read", "taken", "quarantined", "skipped", "rows")} == {
        "kind": "accounts",
        "mode": "replace",
        "read": 2,
        "taken": 2,
        "quarantined": 0,
        "skipped": 0,
        "rows": 2,
    }
    assert (first["who"], first["undone"], first["current"]) == ("李梅", False, False)
    assert (second["who"], second["undone"], second["current"]) == ("[b]ann", False, True)
    (source,) = first["sources"]
    assert (source["name"], source["size"]) == ("one.csv", 28)
    assert re.fullmatch("[0-9a-f]{64}", source["sha256"])


def test_no_imports_yet(kam):
    kam("init", "w")

    assert kam("-w", "w", "imports").out == "Nothing has been imported yet: kam import FILE\n"
    assert kam("-w", "w", "imports", "--json").json == []


def test_the_newest_import_is_taken_back(kam, acme):
    first, second = kam("imports", "--json").json

    said = kam("undo", "import", "--as", "eve")
    one, two = said.out.splitlines()
    assert re.fullmatch(rf"Taken back: import {second['import'][:8]} of accounts: two\.csv, by \[b\]ann, .*", one)
    assert two.startswith(f"The accounts are again as import {first['import'][:8]} left them: one.csv, ")
    assert [each["undone"] for each in kam("imports", "--json").json] == [False, True]

    undone = kam("undo", "import", "--json").json["undone"]
    assert (undone["import"], undone["undone"], undone["current"]) == (first["import"], True, False)
    said = kam("undo", "import")
    assert (said.status, said.problems) == (2, ["there is nothing to take back"])
    assert [line[0] for line in kam("imports").out.splitlines()[2:6:2]] == ["x", "x"]


def test_quarantined_rows_are_open_until_they_are_mended(kam, acme, write):
    write("bad.csv", "account_id,name,monthly_spend\nD,Dan,x\nE,Eve,y\nF,Fay,1\n")
    result = kam("import", "bad.csv", "--json").json
    file = f"quarantine/{result['import']}.csv"
    assert f"Quarantined rows: 2, still to be mended: 2, in {file}\n" in kam("imports").out
    write("mended.csv", Path(file).read_text(encoding="utf-8").replace("Dan,x", "Dan,2"))
    retried = kam("import", "--retry", "mended.csv", "--json").json
    newer = f"quarantine/{retried['import']}.csv"
    assert f"Quarantined rows: 2, still to be mended: 1, in {newer}\n" in kam("imports").out
    assert [(each["open"], each["open_in"]) for each in kam("imports", "--json").json[-2:]] == [(1, [newer]), (0, [])]
    kam("undo", "import")
    assert [(each["open"], each["open_in"]) for each in kam("imports", "--json").json[-2:]] == [(2, [file]), (0, [])]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Quarantined rows: 3, still to be mended: 2, in {old}, {new}"),
        ("zh", "隔离的行：3，其中待修正：2，见 {old}、{new}"),
    ],
)
def test_rows_wait_in_the_newest_file_that_holds_them(kam, acme, write, lang, said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    write("bad.csv", "account_id,name,monthly_spend\nD,Dan,x\nE,Eve,y\nF,Fay,z\nG,Gus,1\n")
    old = f"quarantine/{kam('import', 'bad.csv', '--json').json['import']}.csv"
    head, dan, eve, _ = Path(old).read_text(encoding="utf-8").splitlines()
    write("some.csv", "\n".join([head, dan.replace("Dan,x", "Dan,2"), eve]))
    new = f"quarantine/{kam('import', '--retry', 'some.csv', '--json').json['import']}.csv"
    assert said.format(old=old, new=new) in kam("--lang", lang, "imports").out.splitlines()


@pytest.mark.slow
def test_mended_rows_that_turn_out_to_be_the_same_are_settled_together(kam, acme, write):
    write("twice.csv", "account_id,name\nA1,x\nA1,y\nA2,z\n")
    result = kam("import", "twice.csv", "--json").json
    file = Path(f"quarantine/{result['import']}.csv")
    write("mended.csv", file.read_text(encoding="utf-8").replace("A1,y", "A1,x"))
    again = kam("import", "--retry", "mended.csv", "--json").json
    assert (again["taken"], again["skipped"]) == (1, 1)
    assert [each["open"] for each in kam("imports", "--json").json[-2:]] == [0, 0]
    assert kam("import", "--retry", "mended.csv", "--json").json["unchanged"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_import_whose_rows_were_all_replaced_does_not_count_until_it_is_brought_back(kam, acme, write, lang):
    write("may.csv", "account_id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\n")
    write("all.csv", "account_id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\nA,2026-05-03,1\n")
    first = kam("import", "may.csv", "--ledger", "bills", "--json").json["import"]
    period = ("--mode", "replace-period", "--period", "2026-05-01..2026-05-03")
    second = kam("import", "all.csv", "--ledger", "bills", *period, "--json").json["import"]

    said = kam("--lang", lang, "imports").out
    assert [line[0] for line in said.splitlines() if line[3:].startswith(first[:8])] == [" "]
    assert first not in said and f"quarantine/{second}.csv" in said
    listed = {each["import"]: each for each in kam("imports", "--json").json}
    assert [(listed[id]["current"], listed[id]["open"]) for id in (first, second)] == [(False, 0), (True, 1)]

    assert kam("undo", "import").status == 0
    listed = {each["import"]: each for each in kam("imports", "--json").json}
    assert [(listed[id]["current"], listed[id]["open"]) for id in (first, second)] == [(True, 1), (False, 0)]


def test_a_row_outside_of_the_days_that_were_replaced_keeps_its_import(kam, acme, write):
    write("may.csv", "account_id,date,amount\nA,2026-05-01,10\nA,2026-06-02,5\n")
    write("again.csv", "account_id,date,amount\nA,2026-05-01,11\n")
    kam("import", "may.csv", "--ledger", "bills")
    kam("import", "again.csv", "--ledger", "bills", "--mode", "replace-period")

    assert [each["current"] for each in kam("imports", "--json").json][-2:] == [True, True]


def test_what_came_in_together_is_taken_back_together(kam, acme, write):
    write("bills.csv", "account_id,date,amount\nZ,2026-05-01,10\n")
    result = kam("import", "bills.csv", "--ledger", "bills", "--unknown-accounts", "add", "--json").json
    said = kam("undo", "import").out.replace("\n  ", " ").splitlines()
    assert said[0].startswith(f"Taken back: import {result['import'][:8]} of bills: bills.csv, ")
    assert said[1].startswith("Taken back: import ") and " of accounts: bills.csv, " in said[1]
    assert said[2] == "Imports that the ledger bills is made of now: 0"
    assert said[3].startswith("The accounts are again as import ")
    assert [each["undone"] for each in kam("imports", "--json").json] == [False, False, True, True]


def test_facts_are_taken_back(kam, acme):
    assert kam("fact", "A", "name=Adele", "--why", "a call").status == 0

    said = kam("undo", "fact")
    assert said.out.splitlines()[1:] == ["What holds now:", "  A, Customer name: imported: Ada"]
    assert kam("undo", "fact", "--json").problems == ["there is nothing to take back"]


def test_undo_of_anything_else(kam, acme):
    assert kam("undo", "imports").problems == ["WHAT: imports is not known — did you mean import?"]


def test_work_about_accounts_that_are_gone_is_only_noted(kam, acme):
    with Workspace.open(Path()) as workspace, workspace.transaction("Mei") as change:
        workspace.work.put(change, Record("task", "t1", {"account": "gone", "title": "Call"}))

    said = kam("doctor")
    assert said.status == 0
    assert "human work   fine (1)\n" in said.out
    assert " ".join(said.out.split()).endswith(
        "Worth knowing: kam.db: work about accounts that are not there, records: 1; accounts: gone "
        "— it is kept, and is there when they are again"
    )


def test_a_sound_workspace(kam, acme):
    said = kam("doctor")

    assert (said.status, said.err) == (0, "")
    assert (
        re.sub(r"\d+\)", "n)", said.out)
        == """\
Workspace in .

looked at    found
-----------  --------
settings     fine
catalog      fine
imports      fine (n)
runs         fine (n)
files        fine (n)
rule packs   fine (n)
plugins      fine (n)
"""
    )
    assert kam("doctor", "--json").json == []


def test_what_is_wrong_is_found_and_repaired(kam, acme):
    stray = Path("data/accounts/0123456789abcdef.parquet")
    stray.write_bytes(b"half")

    said = kam("doctor")
    assert said.status == 1
    assert "files        problems: 1\n" in said.out
    line = f"  {stray}: nothing in the catalog refers to this file — kam doctor --fix puts it into lost+found\n"
    assert line in _joined(said.out)
    (finding,) = kam("doctor", "--json").json
    assert finding == {
        "check": "files",
        "state": "open",
        "code": "nothing-in-the-catalog-refers-to-this-file",
        "file": str(stray),
        "line": None,
        "key": None,
        "what": "nothing in the catalog refers to this file",
        "remedy": "kam doctor --fix puts it into lost+found",
    }
    said = kam("doctor", "--fix")
    assert (said.status, _joined(said.out).splitlines()[-2:]) == (
        0,
        ["Repaired:", f"  {stray}: nothing in the catalog refers to this file — put into lost+found"],
    )
    assert Path("lost+found", stray).read_bytes() == b"half"
    assert kam("doctor").status == 0


def test_packs_and_plugins_are_looked_at_too(kam, acme):
    Path("rules/telecom.toml").write_text('[pack]\nid = "telecom"\n')
    with Path("workspace.toml").open("a") as file:
        file.write('plugins = ["telecom", "retail"]\n')

    said = kam("doctor")
    assert said.status == 1
    words = "workspace.toml: the plugin retail is not installed — install it, or take it out of the line"
    assert words in _joined(said.out)
    assert "rules/telecom.toml" in said.out


def test_a_damaged_catalog_is_said_by_every_command(kam, acme):
    Path("kam.db").write_bytes(b"\0" * 5000)

    for command in ("imports", "undo import", "import one.csv"):
        assert kam(*command.split()).problems == ["kam.db: the catalog is damaged — run kam doctor"]
    said = kam("doctor")
    assert (said.status, said.err) == (1, "")
    assert "catalog      problems: 1\n" in said.out
    assert "  kam.db: the catalog is damaged — put a copy from a backup in its place\n" in said.out


def test_a_newer_workspace(kam, acme):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect("kam.db")) as database:
        database.execute("PRAGMA user_version = 1000")

    (problem,) = kam("imports").problems
    assert problem.startswith("kam.db: the workspace was written by a newer kamengine (schema 1000, here ")
    assert problem.endswith(") — install the newest kamengine")
    assert "newer kamengine" in kam("doctor").out


def _joined(page: str) -> str:
    """The page with each of its findings on one line."""
    return page.replace("\n    ", " ")


def test_an_import_of_nothing_but_bad_rows_brings_nothing_that_counts(kam, acme, write):
    write("bills.csv", "account_id,date,amount\nA,someday,10\n")
    assert kam("import", "bills.csv", "--ledger", "bills").status == 2
    record = kam("imports", "--json").json[-1]
    assert (record["kind"], record["taken"], record["open"], record["current"]) == ("bills", 0, 1, False)
    assert kam("classify").status == 0
