"""Everything that is not in the closed subset is refused, by name and place; nothing ever means something else."""

from __future__ import annotations

import pytest

from kamengine.language.check import check
from tests.language.made import VOCABULARY, typed, wrong

NOT_OF_THE_LANGUAGE = [
    # text, what is named
    ("; drop table accounts", "`;`"),
    ("vip; drop table accounts", "`;`"),
    ("vip;", "`;`"),
    ("(select 1)", "`select`"),
    ("spend > (select max(spend) from accounts)", "`select`"),
    ("spend in (select 1)", "`select`"),
    ("exists (select 1)", "`exists`"),
    ("vip union select 1", "`union`"),
    ("spend > 1 where vip", "`where`"),
    ("pragma table_info('x')", "`pragma`"),
    ("attach 'x.db'", "`attach`"),
    ("copy accounts to 'x'", "`copy`"),
    ("insert into accounts values (1)", "`insert`"),
    ("drop table accounts", "`drop`"),
    ("cast(spend as integer) > 1", "`cast`"),
    ("try_cast(spend as integer) > 1", "`as`"),
    ("spend::integer > 1", "`:`"),
    ("spend as x", "`as`"),
    ("spend > 1 as x", "`as`"),
    ("spend over (partition by city)", "`over`"),
    ("joined > as_of - interval '1 day'", "`interval`"),
    ('"spend" > 1', '`"spend"`'),
    ("`spend` > 1", "`"),
    ("[spend] > 1", "`[`"),
    ("accounts.spend > 1", "`.`"),
    ("spend % 2 = 0", "`%`"),
    ("region || 'x' = 'ax'", "`|`"),
    ("vip || late", "`|`"),
    ("vip && late", "`&`"),
    ("spend & 1 = 1", "`&`"),
    ("spend ^ 2 > 1", "`^`"),
    ("!vip", "`!`"),
    ("~people = 1", "`~`"),
    ("@x > 1", "`@`"),
    ("? > 1", "`?`"),
    (":x > 1", "`:`"),
    ("$1 > 1", "`$1`"),
    ("{x: 1}", "`{`"),
    ("people[1] = 1", "`[`"),
    ("region ilike 'a%'", "`ilike`"),
    ("region like 'a%' escape 'x'", "`escape`"),
    ("region similar to 'a'", "`similar`"),
    ("region glob 'a*'", "`glob`"),
    ("region is distinct from 'a'", "IS DISTINCT FROM"),
    ("(spend, debt) = (1, 2)", "`(spend, debt)`"),
    ("()", "`()`"),
]
NO_FUNCTION = [
    ("read_csv('/etc/passwd')", "read_csv"),
    ("getenv('HOME') = 'x'", "getenv"),
    ("now() > joined", "now"),
    ("random() > 0.5", "random"),
    ("upper(region) = 'A'", "upper"),
    ("concat('a', region) = 'ab'", "concat"),
    ("date('2026-01-01') > joined", "date"),
    ("any(vip)", "any"),
    ("spend(1) > 1", "spend"),
    ("if(vip, 1, 2) > 1", "if"),
]
NO_NUMBER = ["10_000", "1_0", "1万", "1spend", "0x10", "10元", "5％", "10，000", "1０", "1e5x"]
OUT_OF_BOUNDS = ["1e15", "1e400", "12345678901234567890", "0.12345678901", "5.", "1e-11", "1.5e-10"]
COMMENTS = ["vip -- or late", "vip --", "vip /* or late */", "vip # or late", "spend--5 > 1"]
FULL_WIDTH = [
    ("spend ≥ 10", "≥ (at character 7) is not part of the language; write >="),
    ("spend ＞ 10", "＞ (at character 7) is not part of the language; write >"),
    ("（vip）", "（ (at character 1) is not part of the language; write ("),
    ("least(size，weight) > 1", "， (at character 11) is not part of the language; write ,"),
    ("region = ‘east’", "‘ (at character 10) is not part of the language; write '"),
]
NOT_UNDERSTOOD = [
    ("vip late", "`late` (character 5)"),
    ("vip)", "`)` (character 4)"),
    ("vip\nand late late", "`late` (character 14)"),
    ("spend > 10,000", "`,` (character 11)"),
    ("case end", "`end` (character 6)"),
    ("vip xor late", "`xor` (character 5)"),
    ("spend isnull", "`isnull` (character 7)"),
]


SLIPS = [
    ("spend == 1", "write one = to compare (at character 7)"),
    ("(vip", "a parenthesis is not closed"),
    ("region in ('east', 'west'", "a parenthesis is not closed"),
]


@pytest.mark.parametrize(("text", "message"), SLIPS)
def test_common_slips_are_named(text, message):
    assert wrong(text) == message


@pytest.mark.parametrize(("text", "named"), NOT_OF_THE_LANGUAGE)
def test_other_sql_is_refused_by_name(text, named):
    assert "is not part of the language" in wrong(text) or "is not a name" in wrong(text)
    assert named in wrong(text)


@pytest.mark.parametrize(("text", "named"), NO_FUNCTION)
def test_functions_that_are_not_in_the_table_are_refused(text, named):
    assert f"{named} is not a function of this language" in wrong(text)


@pytest.mark.parametrize("number", NO_NUMBER)
def test_a_slip_in_a_number_is_an_error_and_never_an_alias(number):
    assert f"`{number}` is not a number; write digits only" in wrong(f"spend > {number}")


@pytest.mark.parametrize("number", OUT_OF_BOUNDS)
def test_numbers_that_cannot_be_held_are_refused(number):
    assert "15 digits before the point and 10 behind" in wrong(f"spend > {number}") or "10 places" in wrong(
        f"spend > {number}"
    )


@pytest.mark.parametrize("text", COMMENTS)
def test_comments_are_refused(text):
    assert "comments are not allowed" in wrong(text)


@pytest.mark.parametrize(("text", "message"), FULL_WIDTH)
def test_signs_of_a_chinese_keyboard_are_named_with_the_sign_to_write(text, message):
    assert wrong(text) == message


def test_full_width_signs_inside_a_text_are_text():
    assert not wrong("region = '（华东）≥'")


@pytest.mark.parametrize(("text", "place"), NOT_UNDERSTOOD)
def test_what_cannot_be_parsed_is_shown_where_it_starts(text, place):
    assert wrong(text) == f"cannot be understood at {place}"


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("spend >", "a value", "`>` (character 7)"),
        ("region = and vip", "a value", "`=` (character 8)"),
        ("(spend +) > 1", "a value", "`+` (character 8)"),
        ("spend between 1 and", "a value", "`and` (character 17)"),
        ("vip and", "a condition", "`and` (character 5)"),
        ("vip or not", "a condition", "`not` (character 8)"),
    ],
)
def test_behind_what_something_is_missing_is_said(text, what, place):
    assert wrong(text) == f"{what} is missing behind {place}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the condition is empty"),
        (" \n\t", "the condition is empty"),
        ("region = 'east", "the text cannot be read; is a quote missing?"),
        ("x" * 10_001, "the condition has 10001 characters; at most 10000 are allowed"),
        ("vip " * 2_001, "the condition has 2001 words and signs; at most 2000 are allowed"),
        ("(" * 4_000 + "vip" + ")" * 4_000, "the condition has 8001 words and signs; at most 2000 are allowed"),
        ("(" * 10_000 + "vip" + ")" * 10_000, "the condition has 20003 characters; at most 10000 are allowed"),
        ("(" * 13 + "vip" + ")" * 13, "the condition is nested more than 12 deep"),
        ("not " * 13 + "vip", "the condition is nested more than 12 deep"),
        ("- " * 13 + "size > 1", "the condition is nested more than 12 deep"),
        ("case when vip then " * 13 + "1" + " end" * 13, "the condition is nested more than 12 deep"),
    ],
)
def test_texts_without_bounds_are_refused(text, message):
    assert wrong(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 12 + "vip" + ")" * 12,
        "not " * 12 + "vip",
        " and ".join(["vip"] * 1_000),
        " or ".join(["size > 1"] * 500),
        "size in (" + ", ".join(["1"] * 900) + ")",
        " + ".join(["size"] * 999) + " > 1",
        "region = '" + "x" * 9_000 + "'",
    ],
    ids=lambda text: text[:30],
)
def test_long_conditions_within_the_bounds_are_fine(text):
    assert not wrong(text)


def test_every_problem_of_a_condition_is_reported_at_once():
    _, findings = check("spnd > 1 and vip = 1 and city = 'prefectur' and upper(region) = 'A'", VOCABULARY)

    assert len(findings) == 4


def test_chinese_names_work():
    assert str(typed("月消费 >= 10000").type.kind) == "bool"
    assert not wrong("月消费>=10000 and\n 月消费 < 20000")


@pytest.mark.parametrize(
    "text", ["AT_LEAST(1, vip)", "VIP is null or vip", "Case When vip Then 1 End > 0", "vip AND late"]
)
def test_words_and_functions_may_be_written_in_any_case_but_names_may_not(text):
    assert wrong(text) == ("unknown name VIP — did you mean vip?" if "VIP" in text else "")
