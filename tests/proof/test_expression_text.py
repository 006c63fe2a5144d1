"""Conditions come out as a consultant writes them, and mean the same when they are read again."""

from __future__ import annotations

from random import Random

import pytest

from kamengine.language.check import check_condition
from kamengine.language.vocabulary import Vocabulary
from kamengine.proof.expression_text import LONGEST, expression_text, full_text
from tests.proof.proving import made, random_pack, tiers

PACK = made(tiers(None))
VOCABULARY = Vocabulary.of(PACK.symbols, PACK.functions, "account", "portfolio")

SAME = (
    "spend >= line and (vip or not city = 'county')",
    "people between 1 and 5 or region like 'e%' or region in ('it''s', 'x')",
    "(spend + 5) * 2 - (3 - people) > -growth",
    "case when vip then spend else 0 end > 10 and spend is not null",
    "at_least(2, vip, people > 1.5, joined >= date '2026-01-31')",
    "coalesce(spend, 0) / (people / 2) <> 5",
    "not (vip and people is null)",
)


@pytest.mark.parametrize("text", SAME)
def test_a_condition_comes_out_as_it_was_written(text):
    expr, wrong = check_condition(text, VOCABULARY)
    assert not wrong

    assert full_text(expr) == text


def test_a_long_condition_is_cut_off():
    expr, _ = check_condition(" or ".join(f"people = {n}" for n in range(100)), VOCABULARY)

    assert len(expression_text(expr)) == LONGEST
    assert expression_text(expr).endswith("…")


@pytest.mark.parametrize("seed", range(10))
def test_what_comes_out_means_the_same_when_it_is_read_again(seed):
    checked = random_pack(Random(seed))
    vocabulary = Vocabulary.of(checked.symbols, checked.functions, "account", "portfolio")
    for expr in checked.criteria.values():
        again, wrong = check_condition(full_text(expr), vocabulary)
        assert not wrong, full_text(expr)
        assert full_text(again) == full_text(expr)
