"""Columns whose dates or numbers can be read in several ways: the user is asked, and says it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("command", ["classify", "diff"])
def test_a_decimal_sign_that_is_not_certain_is_asked_and_said(kam, plain, write, command):
    write("accounts.csv", "account_id,spend\nA,1.234\nB,2.500\n")
    write("new.csv", "account_id,spend\nA,1.235\nB,2.500\n")
    files = ["accounts.csv", "new.csv"] if command == "diff" else ["accounts.csv"]
    said = kam(command, plain, *files)
    assert (said.status, len(said.problems)) == (2, 1)
    assert said.problems[0] == (
        "accounts.csv: spend: in 1.234, 2.500 the point may part a fraction or group digits — "
        "say which sign parts the fraction, with --decimal point or --decimal comma"
    )
    assert kam(command, plain, *files, "--decimal", "spend=comma").status == 0


def test_what_was_said_is_kept_in_the_next_call(kam, plain, write):
    write("accounts.csv", "account_id,spend\nA,1.234\nB,\n")
    said = kam("classify", plain, "accounts.csv", "--decimal", "comma", "--dates", "dmy")
    assert said.status == 0
    assert "--dates dmy --decimal comma" in said.out


def test_a_way_that_does_not_exist(kam, plain, write):
    write("accounts.csv", "account_id,spend\nA,1\n")
    said = kam("classify", plain, "accounts.csv", "--decimal", "dot", "--dates", "ydm")
    assert (said.status, said.problems) == (
        2,
        ["--dates ydm: ydm is none of dmy, mdy, ymd — did you mean ymd?", "--decimal dot: dot is none of point, comma"],
    )


def test_what_was_read_otherwise_than_it_stands_is_told(kam, plain, write):
    write("accounts.csv", "account_id,spend\nA,¥1.2万\nB,无\n")
    said = kam("classify", plain, "accounts.csv")
    assert said.status == 0
    assert "spend: units such as 万 or k multiplied out: 1" in said.err
    assert "spend: words for nothing, taken as unknown: 1" in said.err
