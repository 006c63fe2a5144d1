"""`kam diff`: two packs, two files, or both; who moved and why, for people and for scripts."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from tests.cli import packs

OLD = packs.PLAIN.replace('version = "1"', 'version = "1"\nvalue = "spend"')
NEW = OLD.replace("spend >= 100", "spend >= 150").replace('version = "1"', 'version = "2"')


@pytest.fixture
def two_packs(write) -> list[str]:
    """Two packs whose line differs, and a file of accounts: A is key under both, B under the old one only."""
    write("accounts.csv", "account_id,name,spend\nA,Ada,200\nB,Ben,120\nC,Cem,5\n")
    return [str(write("old.toml", OLD)), str(write("new.toml", NEW)), "accounts.csv"]


@pytest.fixture
def two_files(write) -> list[str]:
    """A pack and two files of accounts: B loses spend, C is gone, D has come."""
    write("old.toml", OLD)
    write("june.csv", "account_id,name,spend\nA,Ada,200\nB,Ben,120\nC,Cem,5\n")
    write("july.csv", "account_id,name,spend\nA,Ada,200\nB,Ben,99.5\nD,Dee,500\n")
    return ["old.toml", "june.csv", "july.csv"]


def test_two_packs_as_json(kam, two_packs):
    said = kam("diff", *two_packs, "--json", "--movers")

    rule = {
        "kind": "rule",
        "element": "tier",
        "name": "key",
        "from": "spend >= 100",
        "to": "spend >= 150",
        "file": "new.toml",
        "line": 11,
    }
    assert (said.status, said.err) == (0, "")
    assert said.json == {
        "accounts": 3,
        "moved": 1,
        "matrix": {"key": {"key": 1, "standard": 1}, "standard": {"key": 0, "standard": 1}},
        "value_moved": 120,
        "up": 0,
        "down": 1,
        "value": "spend",
        "value_unknown": 0,
        "unfinished": 0,
        "causes": [{**rule, "moves": 1, "alone": 1}],
        "movers": [{"account_id": "B", "from": "key", "to": "standard", "causes": [rule]}],
    }


def test_two_files_as_json(kam, two_files):
    said = kam("diff", *two_files, "--json", "--movers")

    assert said.json["matrix"]["key"] == {"key": 1, "standard": 1, "not in the file": 0}
    assert {mover["account_id"]: mover["causes"] for mover in said.json["movers"]} == {
        "B": [{"kind": "facts", "from": {"spend": 120}, "to": {"spend": 99.5}}],
        "C": [{"kind": "facts", "from": {"account_id": "C"}, "to": {"account_id": None}}],
        "D": [{"kind": "facts", "from": {"account_id": None}, "to": {"account_id": "D"}}],
    }


def test_without_movers_json_does_not_list_them(kam, two_files):
    said, listing = kam("diff", *two_files, "--json").json, kam("diff", *two_files, "--json", "--movers").json

    assert "movers" not in said
    assert said == {key: value for key, value in listing.items() if key != "movers"}


def test_packs_and_files_at_once_in_any_order(kam, two_packs, two_files):
    one = kam("diff", "old.toml", "new.toml", "june.csv", "july.csv", "--json", "--movers")
    other = kam("diff", "june.csv", "july.csv", "old.toml", "new.toml", "--json", "--movers")

    assert one.json == other.json
    assert (one.json["accounts"], one.json["moved"]) == (4, 3)


def test_the_page_at_80_columns(kam, two_packs):
    said = kam("diff", *two_packs, "--movers", "--new-as-of", "2026-07-31", "--old-as-of", "2026-06-30")

    assert said.out.splitlines() == [
        "Old: Plain, version 1, as of 2026-06-30",
        "New: Plain, version 2, as of 2026-07-31",
        "Accounts: 3; moved: 1 (33.3 %), up: 0, down: 1",
        "spend of those who moved: 120",
        "",
        "from ↓ to →  key  standard",
        "-----------  ---  --------",
        "key            1         1",
        "standard       ·         1",
        "",
        "Causes (accounts; some moves have several):",
        "  1  condition of key: spend >= 100 → spend >= 150 (new.toml:11)",
        "",
        "B Ben: key → standard",
        "  condition of key: spend >= 100 → spend >= 150",
    ]


def test_the_page_in_chinese_fits_too(kam, two_files):
    from kamengine.locale.display import width

    said = kam("diff", *two_files, "--movers", "--lang", "zh")

    assert said.status == 0
    assert max(width(line) for line in said.out.splitlines()) <= 80


def test_the_same_file_twice_moves_nobody(kam, two_packs):
    said = kam("diff", "old.toml", "accounts.csv", "accounts.csv", "--json", "--movers")

    assert (said.json["moved"], said.json["movers"], said.json["causes"]) == (0, [], [])
    assert kam("diff", "old.toml", "accounts.csv", "accounts.csv").status == 0


def test_one_pack_on_two_dates(kam, spend):
    dates = ("--old-as-of", "2026-06-30", "--new-as-of", "2026-09-30")

    said = kam("diff", spend, "accounts.csv", "--ledger", "bills=bills.csv", *dates, "--json", "--movers")

    (mover,) = said.json["movers"]
    assert (mover["account_id"], mover["from"], mover["to"]) == ("A", "key", "standard")
    assert mover["causes"] == [{"kind": "facts", "from": {"monthly_spend": 10000}, "to": {"monthly_spend": None}}]


def test_a_ledger_of_each_side(kam, write, spend):
    write("less.csv", "account_id,date,amount\nA,2026-06-15,300\n")
    ledgers = ("--old-ledger", "bills=bills.csv", "--new-ledger", "bills=less.csv", "--as-of", "2026-06-30")

    said = kam("diff", spend, "accounts.csv", *ledgers, "--json", "--movers")

    assert said.json["movers"][0]["causes"] == [
        {"kind": "facts", "from": {"monthly_spend": 10000}, "to": {"monthly_spend": 100}}
    ]


def test_a_parameter_of_the_new_side(kam, spend_run):
    said = kam("diff", *spend_run, "--set", "key_spend=20000", "--json", "--movers")

    (cause,) = said.json["movers"][0]["causes"]
    assert (cause["element"], cause["name"], cause["from"], cause["to"]) == ("parameter", "key_spend", 10000, 20000)


def test_a_renamed_field_is_no_changed_fact(kam, write, two_packs):
    renamed = NEW.replace("[fields.spend]", "[fields.turnover]").replace("spend >=", "turnover >=")
    write("new.toml", renamed.replace('value = "spend"', 'value = "turnover"').replace('"Spend"', '"Spend", "spend"'))

    said = kam("diff", *two_packs, "--json", "--movers")

    (mover,) = said.json["movers"]
    assert [(cause["kind"], cause.get("element")) for cause in mover["causes"]] == [("rule", "tier")]


@pytest.mark.parametrize("file", ["movers.csv", "movers.parquet"])
def test_movers_as_a_file(kam, two_files, file):
    said = kam("diff", *two_files, "-o", file)

    assert said.status == 0
    assert said.out.splitlines()[-1] == f"A row per mover is in {file}"
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{file}'").fetchall()
    assert rows == [
        ("D", "Dee", "not in the file", "key", None, "key", 500.0, "only in the new file"),
        ("B", "Ben", "key", "standard", "key", "standard", 99.5, "spend 120.0 → 99.5"),
        ("C", "Cem", "standard", "not in the file", "standard", None, 5.0, "only in the old file"),
    ]


def test_a_hostile_name_stays_text(kam, write):
    write("old.toml", OLD)
    for month, spend in (("june.csv", 200), ("july.csv", 5)):
        write(month, f'account_id,name,spend\n"=1+1\x1b[31m","[/]\x1b]0;x\x07",{spend}\n')

    said = kam("diff", "old.toml", "june.csv", "july.csv", "--movers", "-o", "movers.csv")

    assert said.status == 0
    assert "\x1b" not in said.out + said.err and "\x07" not in said.out + said.err
    with Path("movers.csv").open(encoding="utf-8", newline="") as file:
        _, mover = csv.reader(file)
    assert mover[:2] == ["'=1+1[31m", "[/]]0;x"]
    assert kam("diff", "old.toml", "june.csv", "july.csv", "-o", "movers.parquet").status == 0
    with duckdb.connect() as connection:
        assert connection.execute("SELECT account_id FROM 'movers.parquet'").fetchall() == [("=1+1[31m",)]


def test_the_list_of_movers_is_limited(kam, write):
    write("old.toml", OLD)
    write("june.csv", "account_id,spend\n" + "".join(f"A{n:02},{200 + n}\n" for n in range(30)))
    write("july.csv", "account_id,spend\n" + "".join(f"A{n:02},5\n" for n in range(30)))

    assert kam("diff", "old.toml", "june.csv", "july.csv", "--movers").out.count("key → standard") == 20
    few = kam("diff", "old.toml", "june.csv", "july.csv", "--movers", "--limit", "2").out
    assert few.count("key → standard") == 2
    assert few.splitlines()[-1] == "and 28 more; --limit lists more, -o writes all to a file"
    assert len(kam("diff", "old.toml", "june.csv", "july.csv", "--movers", "--json").json["movers"]) == 30


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "kam diff: no rule pack is named"),
        (["accounts.csv"], "kam diff: no rule pack is named"),
        (["old.toml"], "kam diff: no file of accounts is named"),
        (["old.toml", "new.toml"], "kam diff: no file of accounts is named"),
        (["old.toml", "accounts.csv"], "kam diff: old and new are the same"),
        (["old.toml", "accounts.csv", "--as-of", "2026-06-30"], "kam diff: old and new are the same"),
        (["old.toml", "new.toml", "old.toml", "accounts.csv"], "kam diff: these are more than two rule packs"),
        (["old.toml", *["accounts.csv"] * 3], "kam diff: these are more than two files of accounts"),
        (["old.toml", "nosuch", "accounts.csv"], "nosuch"),
        (["old.toml", "new.toml", "nosuch.csv"], "nosuch.csv"),
        (["old.toml", "new.toml", "accounts.csv", "--ledger", "bills=x.csv"], "knows no ledger bills"),
        (["old.toml", "new.toml", "accounts.csv", "--old-as-of", "June"], "--old-as-of: June is not a date"),
        (["old.toml", "new.toml", "accounts.csv", "--set", "line=5"], "line is not a parameter"),
        (["old.toml", "new.toml", "accounts.csv", "-o", "new.toml"], "written as .csv or .parquet"),
        (["old.toml", "new.toml", "accounts.csv", "-o", "accounts.csv"], "this file is read, and would be replaced"),
        (["old.toml", "new.toml", "accounts.csv", "--limit", "-1"], "-1"),
        (["old.toml", "new.toml", "-"], "this is a stream, not a file"),
        (["old.toml", "new.toml", ""], "no rule pack is named"),
    ],
)
def test_everything_else_is_refused_in_a_line_and_nothing_is_written(kam, two_packs, arguments, problem):
    before = sorted(path.name for path in Path().iterdir())

    said = kam("diff", *arguments)

    assert (said.status, said.out) == (2, "")
    assert len(said.problems) == 1 and problem in said.err
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.slow
def test_packs_that_have_little_in_common_differ_too(kam, write):
    write("list.csv", "account_id,Sales\n" + "".join(f"A{n},{n * n * 100}\n" for n in range(1, 9)))

    said = kam("diff", "key-account", "portfolio-matrix", "list.csv", "--allow-missing-columns", "--json", "--movers")

    assert said.status == 0
    assert len(said.json["movers"]) == said.json["moved"] == 8
    assert all(mover["causes"] for mover in said.json["movers"])


def test_bad_values_stop_it_or_go_to_a_file_of_their_side(kam, write, two_files):
    write("july.csv", "account_id,name,spend\nA,Ada,much\nB,Ben,99.5\n")

    stopped = kam("diff", *two_files)
    assert (stopped.status, stopped.out) == (2, "")
    assert "july.csv:2: spend: 'much'" in stopped.err

    said = kam("diff", *two_files, "--on-error", "quarantine", "--json")
    assert said.status == 0
    assert sorted(path.name for path in Path().glob("*.quarantine.csv")) == ["july.new.quarantine.csv"]
    assert said.json["matrix"]["key"]["not in the file"] == 1
