"""What can stand where somebody writes in a condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Choice, Label
from kamengine.language.check import check_condition
from kamengine.language.completion import completions, place_of
from kamengine.language.expressions import Type
from kamengine.language.vocabulary import Symbol, Vocabulary

LEVELS = (Choice("county", Label("County", "县级")), Choice("capital", Label("Capital", "省会"), ("provincial",)))
SYMBOLS = (
    Symbol("monthly_spend", "field", Type("number"), words=("Average monthly spend", "月消费")),
    Symbol("months_left", "field", Type("integer")),
    Symbol("city_level", "field", Type("choice", choices=("county", "capital")), choices=LEVELS),
    Symbol("city", "field", Type("text")),
    Symbol("lines", "table", Type("number"), keys=(Type("text"),)),
)
VOCABULARY = Vocabulary.of({symbol.name: symbol for symbol in SYMBOLS}, None, "account")


def offered(text: str) -> list[str]:
    """What is offered at ``|``."""
    before, _, after = text.partition("|")
    return [each.text for each in completions(before + after, len(before), VOCABULARY).candidates]


def taken(text: str, choice: int = 0) -> str:
    before, _, after = text.partition("|")
    found = completions(before + after, len(before), VOCABULARY)
    whole, cursor = found.take(before + after, found.candidates[choice])
    return f"{whole[:cursor]}|{whole[cursor:]}"


def test_names_that_begin_so_come_before_those_that_have_it_in_them():
    assert offered("mon|") == ["monthly_spend", "months_left", "months_between("]
    assert offered("spend|")[0] == "monthly_spend"
    assert offered("CIT|") == ["city_level", "city"]


def test_a_name_is_found_by_what_people_call_it():
    assert offered("月消|") == ["monthly_spend"]
    assert offered("average|") == ["monthly_spend"]


def test_tables_and_functions_of_the_whole_portfolio_are_not_offered():
    assert "lines" not in offered("lin|") and "rank_of(" not in offered("rank|")


@pytest.mark.parametrize("compared", ["= |", "<> |", "in (|", "not in ('x', |"])
def test_where_a_choice_is_compared_its_values_are_offered(compared):
    assert offered(f"city_level {compared}") == ["'county'", "'capital'"]


def test_values_are_found_by_what_people_call_them():
    assert offered("city_level = '省|") == ["'capital'"]
    assert offered("city_level = 'prov|") == ["'capital'"]


def test_what_is_taken_stands_in_the_place_of_what_was_written():
    assert taken("mont| > 3") == "monthly_spend| > 3"
    assert taken("monthly|_spnd > 3") == "monthly_spend| > 3"
    assert taken("city_level = 'cap|' and city = 'X'") == "city_level = 'capital'| and city = 'X'"
    assert taken("city_level = 'cap|") == "city_level = 'capital'|"
    assert taken("rou|") == "round(|"


def test_inside_a_text_that_is_no_choice_and_behind_a_number_nothing_is_offered():
    assert offered("city = 'Gu|") == []
    assert offered("monthly_spend > 3|") == []


@given(st.text(alphabet="abm_ '=(),<>0月", max_size=30), st.data())
def test_whatever_is_written_a_candidate_can_be_taken_and_the_rest_stays(text, data):
    cursor = data.draw(st.integers(0, len(text)))
    found = completions(text, cursor, VOCABULARY)
    assert 0 <= found.start <= cursor <= found.end <= len(text)
    for candidate in found.candidates[:3]:
        whole, place = found.take(text, candidate)
        assert whole.startswith(text[: found.start]) and whole.endswith(text[found.end :])
        assert whole[found.start : place] == candidate.text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("monthly_spnd > 3", "monthly_spnd"),
        ("city = 'x' and nothing > 1", "nothing"),
        ("city_level = 'count'", "'count'"),
        ("monthly_spend > 3 ; 4", ";"),
        ("nosuch(3) = 3", "nosuch"),
    ],
)
def test_what_is_wrong_is_found_in_the_text(text, wrong):
    _, findings = check_condition(text, VOCABULARY)
    place = place_of(findings[0], text)
    assert place is not None and text[slice(*place)] == wrong


def test_a_parenthesis_that_is_missing_is_nowhere():
    _, findings = check_condition("(city = 'x'", VOCABULARY)
    assert place_of(findings[0], "(city = 'x'") is None
