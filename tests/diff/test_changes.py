"""Which rules differ between two packs: elements that people would name, and nothing that changes no result."""

from __future__ import annotations

import pytest

from kamengine.diff.changes import Rules, rule_changes
from kamengine.pack.bind import bind
from tests.diff.sides import JULY, JUNE, PACK, changed, elements, pack


@pytest.mark.parametrize(
    ("old", "new", "element", "name"),
    [
        ("{ value = 100,", "{ value = 90,", "parameter", "line"),
        ("value = 10\n", "value = 11\n", "parameter", "floor"),
        ("spend / staff", "staff / spend", "indicator", "per_head"),
        ("sum(amount)", "sum(amount) / 2", "indicator", "billed"),
        ('window = "1 month"', 'window = "3 months"', "indicator", "billed"),
        ('window = "1 month"', 'window = "1 month"\nwhere = "amount > 0"', "indicator", "billed"),
        ('window = "1 month"', 'window = "1 month"\nwhen_empty = 0', "indicator", "billed"),
        ('"spend / staff"', '"spend / staff"\ndecimals = 0', "indicator", "per_head"),
        ("spend >= line", "spend > line", "criterion", "big"),
        ('version = "1"', 'version = "1"\nscope = "staff > 0"', "scope", ""),
        ("{ from = 50, points = 100 }", "{ from = 60, points = 100 }", "scale", "spend"),
        ("[10, 100]", "[20, 100]", "scale", "staff"),
        ('missing = "zero"', 'missing = "interval"', "missing", ""),
        ('when = "score >= 70"', 'when = "score >= 60"', "tier", "silver"),
        ('id = "silver"', 'id = "bronze"', "tiers", ""),
        ('version = "1"', 'version = "1"\nhit = "unique"', "hit", ""),
        ('[fields.staff]\ntype = "integer"', '[fields.staff]\ntype = "number"', "field", "staff"),
        ('[fields.staff]\ntype = "integer"', '[indicators.staff]\nvalue = "5"', "meaning", "staff"),
    ],
)
def test_each_element_is_found_by_name(old, new, element, name):
    assert elements(pack(), changed((old, new))) == [(element, name)]


def test_weights_are_one_element_since_they_add_to_100():
    assert elements(pack(), changed(("weight = 60", "weight = 70"), ("weight = 40", "weight = 30"))) == [
        ("weights", "")
    ]


def test_a_value_that_starts_between_the_dates_is_a_change_with_its_line_and_source():
    rules = [Rules.of(pack(), bind(pack(), day)) for day in (JUNE, JULY)]

    (change,) = rule_changes(*rules)

    assert (change.element, change.name, change.old, change.new) == ("parameter", "line", 100, 120)
    assert change.source == "board 2026"
    assert (
        change.place.line == PACK.splitlines().index('  { value = 120, from = 2026-07-01, source = "board 2026" },') + 1
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "1"', 'version = "2"'),
        ("spend >= line", "spend   >=   line"),
        ("spend >= line", "(spend >= line)"),
        ('[fields.spend]\ntype = "number"', '[fields.spend]\ntype = "number"\naliases = ["Spend"]\nlabel = "Spend"'),
        (
            "[criteria.big]",
            "[params.few]\nvalue = 1\nsource = 'x'\n[criteria.small]\nwhen = 'staff < few'\n[criteria.big]",
        ),
    ],
)
def test_labels_blanks_and_what_nothing_asks_for_are_no_change(old, new):
    assert elements(pack(), changed((old, new))) == []
    assert elements(changed((old, new)), pack()) == []


def test_rows_of_a_lookup_table_that_differ_are_listed():
    rows = """[tables.by_region]
keys = ["region"]
rows = [ { key = ["east"], value = 100, source = "x" }, { key = ["west"], value = 50, source = "x" } ]
[criteria.big]"""
    text = PACK.replace("[criteria.big]", rows).replace("spend >= line", "spend >= lookup(by_region, region)")
    rules = [Rules.of(one, bind(one, JUNE)) for one in (pack(text), changed(("value = 50", "value = 60"), text=text))]

    (change,) = rule_changes(*rules)

    assert (change.element, change.old, change.new) == ("table", "west: 50", "west: 60")
