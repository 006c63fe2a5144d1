"""`kam import`: what it prints, what it refuses, and that a stop leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kamengine.locale.display import width
from tests.cli.conftest import COMMAND
from tests.intake.imports.conftest import PACK

ACCOUNTS = "Customer ID,Name,Monthly spend,City level\nB,Ben,200,county\nA,Ada,much,prefecture\n"


@pytest.fixture
def workspace(kam, folder, write):
    """The current folder as a workspace with one pack."""
    write("spend.toml", PACK)
    assert kam("init", ".", "--pack", "spend.toml").status == 0
    return folder


def test_the_whole_way(kam, workspace, write):
    write("accounts.csv", ACCOUNTS)
    plan = kam("import", "accounts.csv", "--dry-run")
    assert plan.status == 0 and "This would be imported: the accounts" in plan.out
    assert kam("imports", "--json").json == []
    said = kam("import", "accounts.csv", "--json").json
    shape = (
        "import",
        "kind",
        "snapshot",
        "read",
        "taken",
        "quarantined",
        "skipped",
        "unchanged",
        "encoding",
        "mapping",
    )
    assert set(shape) <= set(said)
    assert said["problems"] == [
        {
            "file": "accounts.csv",
            "line": 3,
            "column": "Monthly spend",
            "value": "much",
            "code": "not-a-number",
            "message": "not a number",
        }
    ]
    assert [record["import"] for record in kam("imports", "--json").json] == [said["import"]]
    assert kam("undo", "import").status == 0


def test_the_page_accounts_for_all_rows(kam, workspace, write):
    write("accounts.csv", ACCOUNTS)
    said = kam("import", "accounts.csv")
    assert "rows read     2\ntaken         1\nquarantined   1\nskipped       0\n" in said.out
    assert "Monthly spend: not a number: 1, such as 'much' (accounts.csv:3)" in said.out
    again = kam("import", "accounts.csv", "--mode", "replace")
    assert (again.status, "Nothing to do: the import " in kam("import", "accounts.csv", "--mode", "replace").out) == (
        0,
        True,
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_fit_a_terminal(kam, workspace, write, language):
    rows = [f"C{n},北京星河（集团）有限公司{n % 3},{n}.5万,county" for n in range(20)]
    write("accounts.csv", "\n".join([ACCOUNTS.strip(), *rows, "合计,,1,", "A, with, commas"]) + "\n")
    for arguments in (["--dry-run"], []):
        said = kam("--lang", language, "import", "accounts.csv", *arguments)
        assert (said.status, [line for line in said.out.splitlines() if width(line) > 80]) == (0, [])


def test_what_is_next_can_be_typed_as_it_stands(kam, workspace, write, monkeypatch):
    write("accounts.csv", ACCOUNTS.replace("200", '"￥28,391.00"'))
    monkeypatch.chdir("..")
    said = kam("-w", "here", "import", "here/accounts.csv")
    assert "currencies left out of amounts: 1 (￥28,391.00 → 28391)" in said.out
    lines = said.out.splitlines()
    at = lines.index("Next:")
    retry, classify, undo = lines[at + 2 :]
    assert retry.startswith("    kam import --retry here/quarantine/") and retry.endswith(".csv -w here")
    assert classify == "  kam classify -w here      classifies by the packs in rules/"
    assert undo == "  kam undo import -w here   takes it back"
    assert kam(*undo.split("   ")[0].split()[1:]).status == 0


def test_amounts_that_stand_out_are_shown_as_amounts_are(kam, workspace, write):
    rows = "".join(f"C{n},name {n},{100 + n},county\n" for n in range(30))
    write("accounts.csv", f"Customer ID,Name,Monthly spend,City level\n{rows}X,Xu,2000000.50,county\n")
    assert "such as 2,000,000.5 (accounts.csv:32)" in kam("import", "accounts.csv").out.replace("\n    ", " ")


def test_rows_that_were_mended_before_are_said_to_be_in(kam, workspace, write):
    write("accounts.csv", ACCOUNTS)
    file = kam("import", "accounts.csv", "--json").json["quarantine"]
    with open(file, encoding="utf-8") as quarantined:
        write("mended.csv", quarantined.read().replace("much", "5"))
    assert "mended.csv (utf-8): 1 row\n" in kam("import", "--retry", "mended.csv").out
    first, note = kam("import", "--retry", "mended.csv").out.splitlines()
    assert first == "Nothing to do:"
    assert note.startswith("  rows of this file, all in already by the import ")
    assert "this is a file of quarantined rows — kam import --retry mended.csv" in kam("import", "mended.csv").err


def test_what_a_file_says_is_never_sent_to_the_terminal(kam, workspace, write):
    write("accounts.csv", "Customer ID,Name,Monthly \x1b[31mspend\nA\x1b[2J,x\u202ey,1\x1b[0m\n")
    said = kam("import", "accounts.csv", "--dry-run", "--all-columns")
    assert "\x1b" not in said.out + said.err and "\u202e" not in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["accounts.csv", "--ledger", "bill"], "--ledger: there is no ledger bill — did you mean bills?"),
        (["accounts.csv", "--mode", "append"], "--mode: append is not for the accounts — write one of replace, merge"),
        (["accounts.csv", "--period", "2026"], "--period: 2026 is no period — write it as 2026-01-01..2026-01-31"),
        (
            ["accounts.csv", "--ledger", "bills", "--period", "2026-01-01..2026-12-31", "--dry-run"],
            "--period: a period is given, but no period is to be replaced — add --mode replace-period, or leave "
            "--period out",
        ),
        *(
            (
                ["accounts.csv", option, "skip" if option != "--unknown-accounts" else "add"],
                f"{option}: this is for the rows of a ledger, and accounts are imported — "
                "leave the option out, or name the ledger with --ledger",
            )
            for option in ("--duplicate-rows", "--unknown-accounts", "--no-account")
        ),
        (
            ["accounts.csv", "--ledger", "bills", "--duplicate-ids", "first"],
            "--duplicate-ids: this is for accounts, and rows of a ledger are imported — leave the option out",
        ),
        (["accounts.csv", "--retry", "x"], "--retry: files and --retry are given — import them one after the other"),
        (["--retry", "accounts.csv"], "accounts.csv: this is no file of quarantined rows: it lacks the column line"),
        (["none.csv"], "none.csv: there is no such file"),
        ([], "kam import: FILE is missing"),
    ],
)
def test_bad_requests(kam, workspace, write, arguments, problem):
    write("accounts.csv", ACCOUNTS)
    said = kam("import", *arguments)
    assert (said.status, len(said.problems)) == (2, 1)
    assert said.problems[0].startswith(problem)


def test_without_rule_packs_nothing_is_said_of_classifying(kam, folder, write, monkeypatch):
    assert kam("init", "bare").status == 0
    monkeypatch.chdir(folder / "bare")
    write("accounts.csv", "account_id,name\nA,Ada\n")
    said = kam("import", "accounts.csv")
    assert said.status == 0 and "kam classify" not in said.out
    assert re.search(r"\n  kam packs +rule packs to copy into rules/\n", said.out)


def test_outside_of_a_workspace(kam, write):
    write("accounts.csv", ACCOUNTS)
    said = kam("import", "accounts.csv")
    assert (said.status, said.problems[0].split(" — ")[0]) == (2, "kam import: this folder is no workspace")


def test_standard_input(command, kam, workspace):
    said = command("import", "-", "--json", input=ACCOUNTS.encode())
    assert (said.status, said.json["taken"], said.json["files"][0]["name"]) == (0, 1, "-")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals and pseudo-terminals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_nothing_behind(kam, workspace, write, number):
    rows = "".join(f"C{n},name {n},{n}.5万,county\n" for n in range(1_000_000))
    write("accounts.csv", "Customer ID,Name,Monthly spend,City level\n" + rows)
    with on_a_terminal("import", "accounts.csv") as (process, terminal):
        assert os.read(terminal, 1), "the line that says how far it is: the work has begun"
        assert any((workspace / ".temporary").glob("*/*"))
        process.send_signal(number)
        said = b"".join(iter(lambda: what_comes(terminal), b""))
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out, said.decode().split()[-1]) == (128 + number, b"", "interrupted")
    assert kam("imports", "--json").json == []
    assert not (workspace / ".temporary").exists() and not (workspace / "data").exists()
    assert kam("doctor").status == 0


@contextmanager
def on_a_terminal(*line: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A command whose standard error is a terminal, and what is to be read from to see what it shows there."""
    import pty

    master, slave = pty.openpty()
    try:
        with subprocess.Popen([*COMMAND, *line], stdout=subprocess.PIPE, stderr=slave) as process:
            os.close(slave)
            yield process, master
    finally:
        os.close(master)


def what_comes(terminal: int) -> bytes:
    """What was written to a terminal since; nothing when nobody can write to it any more."""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # so Linux says that the last writer is gone
        return b""


@pytest.mark.parametrize(("lang", "quarantined"), [("en", "quarantined"), ("zh", "隔离")])
def test_when_every_row_is_bad_all_of_them_are_in_the_quarantine_file(kam, workspace, write, lang, quarantined):
    write("accounts.csv", "account_id,name\nA1,x\nA1,y\n")
    dry = kam("import", "accounts.csv", "--dry-run", "--json")
    assert (dry.status, dry.problems, dry.json["quarantined"]) == (2, ["no row can be taken (rows read: 2)"], 2)
    assert not kam("imports", "--json").json

    said = kam("--lang", lang, "import", "accounts.csv")
    assert (said.status, len(said.problems)) == (2, 1)
    assert [line.split() for line in said.out.splitlines() if line.startswith(quarantined)] == [[quarantined, "2"]]
    (record,) = kam("imports", "--json").json
    assert record["quarantine"] in said.problems[0] and (record["open"], record["taken"]) == (2, 0)

    write("mended.csv", (workspace / record["quarantine"]).read_text(encoding="utf-8").replace("A1,y", "A2,y"))
    assert kam("import", "--retry", "mended.csv", "--json").json["taken"] == 2
    assert kam("imports", "--json").json[0]["open"] == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_examples_show_what_is_different_in_them(kam, workspace, write, lang):
    names = ["重庆山城电信设备有限公司", "重庆山城电信设备（集团）股份有限公司"]
    write("accounts.csv", f'account_id,name,Monthly spend\nA1,{names[0]},"1,234"\nA2,{names[1]},"2,345"\n')
    said = "".join(line.removeprefix("    ") for line in kam("--lang", lang, "import", "accounts.csv").out.splitlines())
    assert f"A1 {names[0]} = A2 {names[1]}" in said
    assert "1,234 → 1234" in said
