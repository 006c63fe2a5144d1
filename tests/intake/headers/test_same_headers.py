"""Columns with one header: each can be named by its number, ``备用#2``, and is remembered so."""

from __future__ import annotations

import pytest

from kamengine.intake.headers.saved import SavedMapping
from tests.intake.headers.proposing import hows, problems, proposed, taken


def test_columns_that_nobody_asks_for_may_have_one_header():
    mapping = proposed("id", "备用", "备用")
    assert [match.header for match in mapping.matches] == ["id", "备用#1", "备用#2"]
    assert (hows(mapping), mapping.problems) == (["key", "left over", "left over"], ())


def test_all_of_them_are_left_out_by_their_header():
    mapping = proposed("id", "ARPU", "ARPU", maps=["ARPU="])
    assert (taken(mapping), hows(mapping), mapping.problems) == ({}, ["key", "given", "given"], ())


@pytest.mark.parametrize("maps", [["ARPU#1="], ["ARPU#2=monthly_spend", "ARPU#1="], ["ARPU#2=monthly_spend"]])
def test_one_of_them_is_named_by_its_number(maps):
    mapping = proposed("id", "ARPU", "ARPU", maps=maps)
    assert (taken(mapping), mapping.problems) == ({"ARPU#2": "monthly_spend"}, ())
    again = proposed("id", "ARPU", "ARPU", saved=SavedMapping.from_json(SavedMapping.of(mapping).to_json()))
    assert (taken(again), again.problems) == ({"ARPU#2": "monthly_spend"}, ())


def test_the_id_may_stand_in_one_of_them():
    assert proposed("no", "no", "ARPU", key="no#2").key == 1
    assert proposed("no", "no", "ARPU", maps=["no#2=account_id"]).key == 1


@pytest.mark.parametrize(
    ("maps", "problem"),
    [
        ([], 'rename all but one, or leave them out, as with --map "Header#2="'),
        (["ARPU=monthly_spend"], 'say which of them, such as with --map "ARPU#1=…"'),
    ],
)
def test_which_of_them_is_meant_is_asked(maps, problem):
    (first, *_) = problems(proposed("id", "ARPU", "ARPU", maps=maps))
    assert first == f"accounts.csv: the header ARPU stands in columns B, C — {problem}"
