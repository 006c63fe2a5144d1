"""Names are resolved, types and units must fit, and what is wrong says what to do."""

from __future__ import annotations

import pytest

from kamengine.language.check import check_condition
from kamengine.language.units import Unit
from tests.language.made import MONTHLY, VOCABULARY, typed, wrong

SUGGESTIONS = [
    ("spnd > 1", "unknown name spnd — did you mean spend?"),
    ("Spend > 1", "unknown name Spend — did you mean spend?"),
    ("SCORE >= 80", "unknown name SCORE — did you mean score?"),
    ("unheard_of > 1", "unknown name unheard_of"),
    ("abs > 1", "abs is a function; call it as abs(x)"),
    ("lines > 1", "lines is a table; use lookup(lines, …)"),
    ("lookup(lins, region) > 1", "`lins` is not a table of this pack — did you mean lines?"),
    ("rond(size) > 1", "rond is not a function of this language — did you mean round?"),
    ("if(vip, 1, 2) > 1", "if is not a function of this language — write case when … then … else … end"),
    ("nvl(size, 0) > 1", "nvl is not a function of this language — write coalesce(x, …)"),
    (
        "city = 'prefectur'",
        "'prefectur' is not one of the choices of city (prefecture, county, province) — did you mean prefecture?",
    ),
    (
        "city in ('county', 'provinc')",
        "'provinc' is not one of the choices of city (prefecture, county, province) — did you mean province?",
    ),
    (
        "coalesce(city, 'cunty') = 'county'",
        "'cunty' is not one of the choices of this (prefecture, county, province) — did you mean county?",
    ),
]
UNLIKE = [
    ("vip = 1", "a yes/no value meets a number; compare it with true or false"),
    ("city = 5", "choice and number do not go together"),
    ("region = 5", "text and number do not go together"),
    ("region > 5", "text and number do not go together"),
    ("'10' > 9", "text and number do not go together"),
    ("joined = '2026-01-31'", "a date meets a text; write dates as date '2026-01-31'"),
    ("joined > 5", "date and number do not go together"),
    ("vip > late", "bool values can only be compared with = and <>"),
    ("region > 'a'", "text values can only be compared with = and <>"),
    ("city >= 'county'", "choice values can only be compared with = and <>"),
    ("region in ('a', 5)", "text and number do not go together"),
    ("size between 1 and 'a'", "number and text do not go together"),
    ("size like 'a%'", "like looks at text; this is a number"),
    ("region like home", "like needs a text, such as like 'A%'"),
    ("case when vip then 1 else 'a' end = 1", "number and text do not go together"),
    ("coalesce(spend, 'a') > 1", "money and text do not go together"),
    ("size + region > 1", "`region` is a text; only numbers are added or multiplied"),
    ("joined + 1 > as_of", "`joined` is a date; only numbers are added or multiplied"),
    ("-vip", "`vip` is a bool; only numbers are added or multiplied"),
    ("not spend", "`spend` is a money, not a condition"),
    ("spend and vip", "`spend` is a money, not a condition"),
    ("case when spend then 1 end = 1", "`spend` is a money, not a condition"),
    ("at_least(1, vip, spend)", "condition of at_least must be bool, not money"),
    ("abs(region) > 1", "x of abs must be integer | number | money | ratio, not text"),
    ("least(vip, late)", "x of least must be integer | number | money | ratio | date, not bool"),
    ("days_between(joined, 'x') > 5", "to of days_between must be date, not text"),
    ("lookup(lines, vip) > 5", "text and bool do not go together"),
]
DATES = [
    ("joined > date '2026-02-30'", "2026-02-30 is not a date; write date '2026-01-31'"),
    ("joined > date '20260131'", "20260131 is not a date; write date '2026-01-31'"),
    ("joined > date '2026-W05-6'", "2026-W05-6 is not a date; write date '2026-01-31'"),
    ("joined > date '2026-1-31'", "2026-1-31 is not a date; write date '2026-01-31'"),
    ("joined > date '０２６-01-31'", "is not a date; write date '2026-01-31'"),
    ("joined > date ''", "is not a date; write date '2026-01-31'"),
    ("joined > date 5", "casts are not part of the language"),
]
NULLS = [
    ("spend = null", "a comparison with null is never true; use `is null` to ask for missing data"),
    ("null <> vip", "a comparison with null is never true; use `is null` to ask for missing data"),
    ("spend + null > 1", "arithmetic with null is always unknown"),
    ("vip is true", "is can only ask for null: x is null, x is not null"),
    ("region is not 'a'", "is can only ask for null: x is null, x is not null"),
]
SCORE = [
    "score + 1 > 80",
    "-score > 80",
    "abs(score) > 80",
    "score is null",
    "score in (80, 90)",
    "80 in (score)",
    "80 between score and 90",
    "coalesce(score, 0) > 1",
    "not score",
    "case when vip then score end > 1",
]
CALLS = [
    ("abs() > 1", "abs(x) is called with 0 arguments"),
    ("abs(1, 2) > 1", "abs(x) is called with 2 arguments"),
    ("coalesce(vip)", "coalesce(x, x, …) is called with 1 arguments"),
    ("at_least(2)", "at_least(k, condition, …) is called with 1 arguments"),
    ("at_least(people, vip)", "k of at_least must be a number or a parameter of the pack"),
    ("round(size, people) > 1", "places of round must be a number or a parameter of the pack"),
    ("round(size, 11) > 1", "the places of round are a whole number from 0 to 10"),
    ("round(size, -1) > 1", "the places of round are a whole number from 0 to 10"),
    ("round(size, 1.5) > 1", "the places of round are a whole number from 0 to 10"),
    ("lookup(lines, region, city) > 1", "lines has 1 keys; lookup gives it 2"),
    ("sum(spend) > 1", "sum looks at ledger rows; it needs an indicator with `from`"),
    ("count(*) > 1", "count looks at ledger rows; it needs an indicator with `from`"),
    (
        "share_of_total(share_of_total(spend)) > 0.1",
        "share_of_total looks at all accounts; it cannot be used here",
    ),
    ("spend in (debt, 1)", "the values of in are written out or parameters"),
    ("1 < spend < 5", "comparisons cannot be chained; join them with and"),
    ("case spend when 1 then vip end", "case takes conditions: case when … then … else … end"),
]


@pytest.mark.parametrize(("text", "message"), [*SUGGESTIONS, *UNLIKE, *DATES, *NULLS, *CALLS])
def test_the_message_says_what_is_wrong(text, message):
    assert message in wrong(text)


@pytest.mark.parametrize("text", SCORE)
def test_the_score_may_only_be_compared(text):
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "score >= 80",
        "80 <= score",
        "score between 60 and 80",
        "score <> 0 and vip",
        "(score >= 80) = vip",
        "case when score >= 80 then 1 else 0 end > 0",
        "coalesce(score >= 80, false)",
    ],
)
def test_comparisons_of_the_score_are_conditions_like_others(text):
    assert not wrong(text)


@pytest.mark.parametrize(("text", "kind"), [("5", "number"), ("spend", "money"), ("'a'", "text"), ("as_of", "date")])
def test_a_condition_says_yes_or_no(text, kind):
    _, findings = check_condition(text, VOCABULARY)

    assert [str(finding.what) for finding in findings] == [f"this is a {kind}, not a condition that is true or false"]


TYPES = [
    # expression, kind, unit, held as a decimal
    ("10000", "number", None, True),
    ("0.1 + 0.2", "number", None, True),
    ("2 * 3.5", "number", None, True),
    ("7 / 2", "number", None, False),
    ("key_spend", "number", "CNY/month", True),
    ("key_spend * 2", "number", "CNY/month", True),
    ("spend", "money", "CNY/month", True),
    ("spend + 1", "money", "CNY/month", True),
    ("spend - key_spend", "money", "CNY/month", True),
    ("-spend", "money", "CNY/month", True),
    ("spend * 2", "number", "CNY/month", False),
    ("spend + size", "number", "CNY/month", False),
    ("debt / spend", "number", "month", False),
    ("spend / key_spend", "ratio", "ratio", False),
    ("spend / 12", "number", "CNY/month", False),
    ("spend * age", "number", "CNY*day/month", False),
    ("people", "integer", None, False),
    ("people + 1", "number", None, False),
    ("people + branches", "number", None, False),
    ("abs(people)", "integer", None, False),
    ("round(people)", "integer", None, False),
    ("abs(spend)", "money", "CNY/month", True),
    ("least(spend, key_spend)", "money", "CNY/month", True),
    ("least(spend, size)", "number", "CNY/month", False),
    ("coalesce(people, 0)", "number", None, False),
    ("coalesce(people, branches)", "integer", None, False),
    ("case when vip then 5 else 6 end", "number", None, True),
    ("case when vip then spend else 0 end", "money", "CNY/month", True),
    ("days_between(joined, as_of)", "integer", "day", False),
    ("months_between(joined, as_of)", "integer", "month", False),
    ("share_of_total(spend)", "ratio", "ratio", False),
    ("lookup(lines, region)", "number", None, True),
    ("least(joined, as_of)", "date", None, False),
    ("coalesce(region, 'east')", "text", None, False),
    ("coalesce(city, 'county')", "choice", None, False),
    ("vip and late", "bool", None, False),
]


@pytest.mark.parametrize(("text", "kind", "unit", "decimal"), TYPES)
def test_types(text, kind, unit, decimal):
    found = typed(text).type

    assert (found.kind, str(found.unit) if found.unit else None, found.decimal) == (kind, unit, decimal)


UNIT_SLIPS = [
    ("spend = debt", "CNY/month and CNY are different units"),
    ("spend + debt > 1", "CNY/month and CNY are different units"),
    ("spend > age", "CNY/month and day are different units"),
    ("spend / 3 > debt / 3", "CNY/month and CNY are different units"),
    ("least(spend, age) > 1", "CNY/month and day are different units"),
    ("case when vip then spend else debt end > 1", "CNY/month and CNY are different units"),
    ("growth + age > 1", "ratio and day are different units"),
    ("spend between 1 and debt", "CNY/month and CNY are different units"),
    ("months_between(joined, as_of) > age", "month and day are different units"),
]


@pytest.mark.parametrize(("text", "message"), UNIT_SLIPS)
def test_quantities_of_different_units_do_not_meet(text, message):
    assert wrong(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "spend > 10000",  # a bare number takes the unit of what it meets
        "spend > size",  # and so does a quantity without a unit
        "debt / spend > 3",
        "spend * 12 > 5",
        "growth > 0.15",
        "spend / key_spend > growth",
        "age > days_between(joined, as_of)",
    ],
)
def test_units_that_fit(text):
    assert not wrong(text)


def test_a_product_has_the_unit_of_its_factors():
    assert MONTHLY is not None
    unit = typed("spend * age / debt").type.unit

    assert unit is not None and unit.same_as(Unit((("day", 1), ("month", -1))))
