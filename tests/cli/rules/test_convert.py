"""`kam convert`: a pack as a workbook, a workbook as a pack, or written onto the author's own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli import packs


@pytest.fixture
def book(kam, spend) -> str:
    """The pack about spend as a workbook."""
    assert kam("convert", spend).status == 0
    return "spend.xlsx"


def change(book: str, sheet: str, cell: str, value: str | int) -> None:
    """Change one cell and save."""
    opened = load_workbook(book)
    opened[sheet][cell] = value
    opened.save(book)


def test_there_and_back(kam, spend):
    there = kam("convert", spend, "--to", "xlsx", "-o", "out.xlsx")
    back = kam("convert", "out.xlsx", "--to", "toml", "-o", "back.toml")

    assert (there.status, there.out, there.err) == (0, "written: out.xlsx\n", "")
    assert (back.status, back.out, back.err) == (0, "written: back.toml\n", "")
    assert kam("check", "back.toml").status == 0
    assert kam("convert", "back.toml", "--to", "xlsx", "-o", "again.xlsx").status == 0


@pytest.mark.slow
def test_a_shipped_pack_by_its_id(kam):
    said = kam("convert", "abc", "--to", "xlsx")

    assert said.out == "written: abc.xlsx\n"
    assert kam("convert", "abc.xlsx", "-o", "own.toml").status == 0
    assert kam("test", "own.toml").status == 0


def test_a_copy_of_a_pack_keeps_its_comments(kam):
    kam("convert", "telecom", "--to", "toml", "-o", "own.toml")

    assert Path("own.toml").read_text(encoding="utf-8").startswith("# Key accounts of a telecom operator.\n")


def test_onto_a_file_only_what_differs_changes(kam, spend, book):
    Path(spend).write_text("# ours\n" + packs.SPEND.replace("value = 10000\n", "value = 10000 # agreed\n"), "utf-8")
    change(book, "Parameters", "G2", 12000)

    said = kam("convert", book, "--to", "toml", "--onto", spend)

    assert (said.status, said.err) == (0, "")
    assert [line for line in said.out.splitlines() if line[0] in "+-"] == [
        "--- spend.toml",
        "+++ spend.toml",
        "-value = 10000 # agreed",
        "+value = 12000 # agreed",
    ]
    assert Path(spend).read_text(encoding="utf-8").startswith("# ours\n")


def test_onto_a_file_that_says_the_same(kam, spend, book):
    before = Path(spend).read_bytes()

    said = kam("convert", book, "--onto", spend)

    assert (said.status, said.out) == (0, "")
    assert said.problems == ["note: the file says so already; nothing was written"]
    assert Path(spend).read_bytes() == before


def test_onto_as_a_dry_run(kam, spend, book):
    before = Path(spend).read_bytes()
    change(book, "Parameters", "G2", 12000)

    said = kam("convert", book, "--onto", spend, "--dry-run")

    assert said.problems == ["note: nothing was written: this is a dry run"]
    assert "+value = 12000" in said.out
    assert Path(spend).read_bytes() == before


def test_tests_that_no_longer_pass_are_named(kam, write):
    tests = '\n[[tests]]\nname = "at the line"\ngiven = { monthly_spend = 10000 }\nexpect = { tier = "key" }\n'
    own = write("own.toml", packs.SPEND + tests)
    kam("convert", own)
    change("own.xlsx", "Parameters", "G2", 12000)

    said = kam("convert", "own.xlsx", "--onto", own)

    assert said.status == 0
    assert said.problems == ["own.toml:53: no longer passes: at the line"]


def test_every_slip_in_a_workbook_is_named_with_its_cell_and_nothing_is_written(kam, spend, book):
    before = Path(spend).read_bytes()
    change(book, "Parameters", "G2", "=1+1")
    change(book, "Tiers", "A1", "ident")

    for arguments in (["--onto", spend], ["-o", "new.toml"]):
        said = kam("convert", book, *arguments)

        assert said.status == 2
        assert said.problems[0] == "spend.xlsx: Parameters!G2: =1+1 is a formula — replace it by its value"
        assert said.problems[1].startswith("spend.xlsx: Tiers!A1: no column of the sheet is called ident")
    assert Path(spend).read_bytes() == before
    assert not Path("new.toml").exists()


def test_slips_in_chinese(kam, book):
    change(book, "Parameters", "G2", "=1+1")

    said = kam("convert", book, "-o", "new.toml", "--lang", "zh")

    assert said.status == 2
    assert said.err.startswith("spend.xlsx: Parameters!G2：")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["none.xlsx"], "none.xlsx: there is no such file"),
        (["none.toml"], "none.toml: there is no such file"),
        (["telecm"], "there is no rule pack telecm — did you mean telecom?"),
        (["spend.xlsx", "--to", "xlsx"], "spend.xlsx: this is a workbook already — use --to toml"),
        (["spend.toml", "--to", "ods"], "--to: ods is not known"),
        (
            ["spend.xlsx"],
            "spend.toml: this file is there already — name another with -o, or replace it with --overwrite",
        ),
        (
            ["spend.toml", "-o", "out.toml"],
            "out.toml: what is written is xlsx, and the name does not end in .xlsx — name another file, or say --to",
        ),
        (["spend.toml", "--onto", "spend.toml"], "--onto: --onto changes a .toml file by a workbook"),
        (["spend.xlsx", "--onto", "telecom"], "telecom comes with kamengine or a plugin, and is not changed"),
        (["spend.xlsx", "--onto", "other.toml"], "other.toml: there is no such file"),
        (["accounts.csv.xlsx"], "accounts.csv.xlsx: this is not an .xlsx workbook — save it as .xlsx"),
    ],
)
def test_what_cannot_be_converted(kam, write, book, arguments, problem):
    write("accounts.csv.xlsx", "account_id\n1\n")

    said = kam("convert", *arguments)

    assert said.status == 2
    assert said.err.startswith(problem), said.err


def test_a_dry_run_writes_nothing(kam, spend):
    assert kam("convert", spend, "--dry-run").out == "would be written: spend.xlsx\n"
    assert not Path("spend.xlsx").exists()


def test_a_file_is_replaced_only_on_demand(kam, spend, book):
    assert kam("convert", spend, "-o", book).status == 2
    assert kam("convert", spend, "-o", book, "--overwrite").status == 0


def test_a_pack_with_problems_is_not_converted(kam, write):
    write("bad.toml", packs.with_condition("spent > 1"))

    said = kam("convert", "bad.toml")

    assert said.problems == ["bad.toml:10: tiers[1].when: unknown name spent — did you mean spend?"]
    assert not Path("bad.xlsx").exists()
