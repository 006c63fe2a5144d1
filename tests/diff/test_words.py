"""Causes as people read them."""

from __future__ import annotations

import pytest

from kamengine.diff.words import Words
from kamengine.locale import Messages
from tests.diff.sides import JULY, PACK, Compared, Half, changed, pack

ACCOUNT = {"account_id": "A", "spend": 100.0, "staff": 5, "region": "east"}
ENGLISH = Messages.of("en")
LABELLED = (
    PACK.replace(
        '[fields.spend]\ntype = "number"', '[fields.spend]\ntype = "number"\nlabel = "Spend"\nunit = "CNY/year"'
    )
    .replace("[params.line]", '[params.line]\nlabel = "Line"\nunit = "CNY/year"')
    .replace('id = "gold"', 'id = "gold"\nlabel = "Gold"')
)


def rules_of(old, new, days=(JULY, JULY)):
    """Every rule that differs, in words."""
    with Compared(Half(old, [ACCOUNT], {}, days[0]), Half(new, [ACCOUNT], {}, days[1])) as found:
        return [Words(found.packs, ENGLISH).rule(rule) for rule in found.rules]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("{ value = 120,", "{ value = 130.5,", "Line 120 → 130.5 CNY/year"),
        ("spend >= line", "spend > line", "criterion big: spend >= line → spend > line"),
        ("big and east", "big", "condition of Gold: big and east → big"),
        ('id = "others"', 'id = "others"\nwhen = "big"', "condition of others: everyone else → big"),
        ('version = "1"', 'version = "1"\nscope = "staff > 0"', "scope of the pack: all accounts → staff > 0"),
        ('version = "1"', 'version = "1"\nhit = "unique"', "how many tiers an account may meet: first → unique"),
        ('missing = "zero"', 'missing = "interval"', "what missing facts are worth in the score: zero → interval"),
        ("{ from = 50, points", "{ from = 60, points", "points for Spend: ≥ 0: 0; ≥ 50: 100 → ≥ 0: 0; ≥ 60: 100"),
        ("[10, 100]", "[20, 100]", "points for staff: [0, 0] [10, 100] → [0, 0] [20, 100]"),
        ('window = "1 month"', 'window = "2 months"', "definition of billed: window 1 month → window 2 months"),
        ('id = "silver"', 'id = "bronze"', "tiers and their order: gold, silver, others → gold, bronze, others"),
        ('staff]\ntype = "integer"', 'staff]\ntype = "number"', "kind of the field staff: integer → number"),
    ],
)
def test_a_rule_says_what_it_was_and_what_it_is(old, new, text):
    assert rules_of(pack(LABELLED), changed((old, new), text=LABELLED)) == [text]


def test_weights_say_all_parts():
    new = changed(("weight = 60", "weight = 70"), ("weight = 40", "weight = 30"))

    assert rules_of(pack(), new) == ["weights of the scorecard: spend 60, staff 40 → spend 70, staff 30"]


def test_a_fact_says_its_unit_once_and_never_looks_equal_to_the_other():
    after = {**ACCOUNT, "spend": 119.9999999}
    before = {**ACCOUNT, "spend": 120.0}

    with Compared(Half(pack(LABELLED), [before], {}, JULY), Half(pack(LABELLED), [after], {}, JULY)) as found:
        (mover,) = found.movers()
        assert Words(found.packs, ENGLISH).causes(mover.causes) == "Spend 120 → 119.9999999 CNY/year"


def test_what_became_unknown_says_so():
    before, after = {**ACCOUNT, "spend": 120.0}, {**ACCOUNT, "spend": None}

    with Compared(Half(pack(LABELLED), [before], {}, JULY), Half(pack(LABELLED), [after], {}, JULY)) as found:
        (mover,) = found.movers()
        assert Words(found.packs, ENGLISH).causes(mover.causes) == "Spend 120 CNY/year → unknown"


def test_long_lines_are_left_out_when_they_were_said_before():
    new = changed(("spend >= line", "spend >= line and spend >= floor and staff > 100"))

    with Compared(
        Half(pack(), [{**ACCOUNT, "spend": 120.0}], {}), Half(new, [{**ACCOUNT, "spend": 120.0}], {})
    ) as found:
        (mover,) = found.movers()
        words = Words(found.packs, ENGLISH)
        assert words.causes(mover.causes, brief=True) == "criterion big"
        assert words.causes(mover.causes).startswith("criterion big: spend >= line → spend >= line and")


def test_a_condition_on_several_lines_is_said_on_one():
    new = changed(('when = "spend >= line"', 'when = """spend >= line\n  and staff\t> 1"""'))

    assert rules_of(pack(), new) == ["criterion big: spend >= line → spend >= line and staff > 1"]
