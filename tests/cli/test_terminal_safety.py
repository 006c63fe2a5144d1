"""Whatever the data hold, a terminal is only ever sent plain text."""

from __future__ import annotations

import csv
import shlex
import unicodedata
from pathlib import Path

import pytest

from tests.cli import packs

HOSTILE = {
    "markup": "[bold]Corp[/] x[/]y [A] &amp; <b>",
    "escape": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;owned\x07",
    "line breaks": "two\nlines\r\nthree\rfour",
    "tab": "a\tb",
    "C1": "\x9b31m",
    "direction": "abc\u202edef",
    "zero width": "a\u200bb",
    "long": "x" * 10_000,
    "long Chinese": "客" * 10_000,
    "accents": "e\u0301" * 100,
    "emoji": "🙂" * 30,
    "quotes": '"it\'s" `so` $(so)',
    "SQL": "'; DROP TABLE accounts; --",
    "formula": "=1+1",
}


@pytest.fixture
def hostile(write):
    """A pack and a file in which both the id and the name of each account are hostile."""
    write("plain.toml", packs.PLAIN)
    with Path("accounts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["account_id", "name", "spend"])
        rows.writerows([text, text, ""] for text in HOSTILE.values())
    return ["plain.toml", "accounts.csv"]


def assert_harmless(text: str) -> None:
    for character in text.replace("\n", ""):
        assert unicodedata.category(character) not in {"Cc", "Cf"}, repr(character)


def test_hostile_names_are_classified(kam, hostile):
    said = kam("classify", *hostile, "-o", "out.csv")

    assert said.status == 0
    assert f"Accounts: {len(HOSTILE)}; in scope: {len(HOSTILE)}" in said.out
    assert_harmless(said.out + said.err)
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(HOSTILE) + 1


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_explained_or_said_to_be_absent(kam, hostile, name):
    said = kam("explain", *hostile, "--", HOSTILE[name])

    assert said.status in (0, 2)
    assert_harmless(said.out + said.err)
    assert max(map(len, said.out.splitlines() + said.problems)) < 300


ALL = " ".join(HOSTILE.values())


@pytest.mark.parametrize(
    "line",
    [[ALL], ["check", ALL], ["classify", ALL, "a.csv"], ["classify", "plain.toml", ALL], ["check", f"--{ALL}"]],
    ids=["command", "pack", "pack and accounts", "accounts", "option"],
)
def test_hostile_words_on_the_line_are_shown_harmlessly(kam, plain, line):
    said = kam(*line)

    assert said.status == 2
    assert_harmless(said.out + said.err)


@pytest.mark.parametrize("option", ["--set", "--ledger", "--key", "--as-of", "--on-error", "-o"])
def test_hostile_values_of_options_are_shown_harmlessly(kam, plain, write, option):
    write("accounts.csv", "account_id,spend\nA,1\n")

    said = kam("classify", plain, "accounts.csv", option, ALL)

    assert said.status == 2
    assert_harmless(said.out + said.err)


def test_hostile_headers_and_values_are_shown_harmlessly(kam, plain, write):
    quoted = '"' + ALL.replace('"', '""') + '"'
    write("headers.csv", f"account_id,{quoted}\nA,1\n")
    write("values.csv", f"account_id,spend\nA,{quoted}\n")

    for said in (kam("classify", plain, "headers.csv", "--key", "id"), kam("classify", plain, "values.csv")):
        assert said.status == 2
        assert_harmless(said.out + said.err)
        assert max(map(len, said.problems)) < 400


def test_the_call_that_is_suggested_explains_the_account(kam, plain, write):
    write("my accounts.csv", 'account_id,spend\n"-it\'s ""1""",\n')

    suggested = kam("classify", plain, "my accounts.csv").out.splitlines()[-1].removeprefix("To see why: kam ")

    said = kam(*shlex.split(suggested))
    assert said.status == 0
    assert '-it\'s "1"' in said.out
