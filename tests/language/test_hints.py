"""A name or value that is not known is looked for among labels and aliases too; the hint is what to write."""

from __future__ import annotations

import pytest

from kamengine.api import load_pack
from kamengine.language.check import check_condition
from kamengine.language.vocabulary import Vocabulary
from kamengine.locale import Messages


@pytest.fixture(scope="module")
def vocabulary():
    pack = load_pack("telecom")
    return Vocabulary.of(pack.symbols, pack.functions, "account")


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("城市级别 = 'county'", "did you mean city_level?"),
        ("城市等级 = 'county'", "did you mean city_level?"),
        ("月均消费 > 5", "did you mean monthly_spend?"),
        ("月均消费额 > 5", "did you mean monthly_spend?"),
        ("mothly_spend > 5", "did you mean monthly_spend?"),
        ("city_level = '省会城市'", "did you mean capital?"),
        ("city_level in ('县', 'capital')", "did you mean county?"),
        ("city_level = 'countyy'", "did you mean county?"),
    ],
)
def test_what_people_call_it_leads_to_its_name(vocabulary, condition, hint):
    _, (finding, *_) = check_condition(condition, vocabulary)
    assert str(finding.remedy) == hint


def test_the_values_are_named_with_their_labels(vocabulary):
    _, (finding,) = check_condition("city_level = 'moon'", vocabulary)
    assert "county (county), township (township))" in Messages.of("en").text(finding.what)
    assert "county" in Messages.of("zh").text(finding.what) and "县" in Messages.of("zh").text(finding.what)
