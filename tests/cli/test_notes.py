"""Notes on how facts came in: said in full where accounts are classified, counted where one account is explained."""

from __future__ import annotations

import shlex

import pytest

MESSY = 'account_id,name,Spend\nA,Ada,"1,500.00"\nB,Ben,¥5\nC,Cem,much\n'


@pytest.fixture
def messy(write, plain):
    """The words that name the pack and a file of which two things are worth knowing."""
    write("accounts.csv", MESSY.replace("much", "7"))
    return [plain, "accounts.csv"]


@pytest.mark.parametrize(("language", "word"), [("en", "note: "), ("zh", "提示：")])
def test_an_account_is_explained_with_one_line_that_counts_them_and_names_what_shows_them(kam, messy, language, word):
    said = kam("--lang", language, "explain", *messy, "A", "--key", "account_id")
    (line,) = said.problems
    call = f"kam classify {shlex.join(messy)} --key account_id"
    assert line.startswith(word) and "2" in line and call in line

    shown = kam("--lang", language, *call.split()[1:])
    assert [note[: len(word)] for note in shown.problems] == [word, word]


def test_where_there_are_none_nothing_is_said(kam, plain, write):
    write("accounts.csv", "account_id,spend\nA,5\n")
    assert kam("explain", plain, "accounts.csv", "A").err == ""


def test_they_are_said_in_full_of_an_account_that_is_not_there_since_they_may_say_why(kam, plain, write):
    write("accounts.csv", MESSY)
    said = kam("explain", plain, "accounts.csv", "C", "--on-error", "quarantine")
    assert said.status == 2
    assert said.problems[-2:] == [
        "note: accounts.csv: rows left out and written to accounts.quarantine.csv: 1",
        "there is no account C",
    ]


def test_a_file_that_was_written_is_named_in_any_case(kam, plain, write):
    write("accounts.csv", MESSY)
    said = kam("explain", plain, "accounts.csv", "A", "--on-error", "quarantine")
    assert "rows left out and written to accounts.quarantine.csv: 1" in said.err


@pytest.mark.slow
@pytest.mark.parametrize("pack", [[], ["abc"]])
def test_in_a_workspace_the_call_needs_no_files(kam, write, folder, pack):
    write("accounts.csv", "customer no,sales\nA,5\nB,7\n")
    assert kam("init", ".", "--pack", "abc").status == 0
    assert kam("import", "accounts.csv").status == 0
    said = kam("explain", *pack, "A", "-w", ".")
    assert said.problems == [f"note: more about all accounts (1): {' '.join(['kam classify', *pack])} -w ."]
    assert kam("classify", *pack).err.startswith("note: not imported, and so unknown: ")
