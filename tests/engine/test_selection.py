"""Choosing, sorting and fetching accounts of a run by conditions of the language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.api import load_pack
from kamengine.engine.database import scratch
from kamengine.engine.results import Results
from kamengine.engine.run import classify
from kamengine.engine.selection import Question, select
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.engine.sql_text import identifier
from kamengine.language.expressions import Type
from kamengine.locale import Messages
from kamengine.problems import KamError

PACK = """\
[pack]
id = "made"
version = "1"
[fields.spend]
type = "money"
[fields.city]
type = "choice"
choices = ["prefecture", "county"]
[fields.since]
type = "date"
[fields.people]
type = "integer"
[params.line]
value = 10000
source = "made up"
[indicators.yearly]
value = "spend * 12"
[criteria.big]
when = "spend >= line"
[score]
missing = "interval"
[[score.parts]]
indicator = "yearly"
weight = 100
bands = [ { from = 0, points = 0 }, { from = 120000, points = 80 } ]
[[tiers]]
id = "strategic"
when = "big and city = 'prefecture'"
[[tiers]]
id = "key"
label = { en = "Core", zh = "核心经销商" }
when = "big"
[[tiers]]
id = "standard"
"""
DAY = date(2026, 1, 31)
# account, name, spend, city, since, and a fact that the pack does not know
ROWS = [
    ("A", "Ada", "10000.00", "prefecture", DAY, 3),
    ("B", "Ben", "20000.00", "county", None, 1),
    ("C", None, "500.10", "county", DAY, None),
    ("D", "Dee", None, "prefecture", None, 2),
    ("E", "Eve", "10000.00", None, None, 2),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    path = tmp_path_factory.mktemp("pack") / "made.toml"
    path.write_text(PACK, encoding="utf-8")
    checked = load_pack(path)
    with scratch() as connection:
        connection.execute(
            "CREATE TABLE kept (account_id VARCHAR, name VARCHAR, spend DECIMAL(18, 4), city VARCHAR, since DATE, "
            "floor BIGINT)"
        )
        connection.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?)", ROWS)
        snapshot = Snapshot(connection, Table("kept", frozenset({"name", "spend", "city", "since"})))
        run = classify(checked, snapshot, DAY)
        types = {name: checked.symbols[name].type for name in ("name", "spend", "city", "since")}
        yield Results(
            checked, run.bindings, connection, identifier(run.table), "kept", {**types, "floor": Type("integer")}
        )


def ids(results, where=None, sort=()) -> str:
    return "".join(row[0] for row in select(results, Question(where, tuple(sort))).rows())


CONDITIONS = {
    "tier = 'key'": ("BE", 0),
    "tier_possible = 'strategic'": ("ADE", 0),
    "tier <> tier_possible": ("DE", 0),
    "big": ("ABE", 1),
    "not big": ("C", 1),
    "spend >= line": ("ABE", 1),
    "score >= 80": ("ABE", 1),
    "score_high >= 80": ("ABDE", 0),
    "yearly > 120000": ("B", 1),
    "city = 'county' and spend < 1000": ("C", 0),
    "since >= date '2026-01-01'": ("AC", 3),
    "since is null": ("BDE", 0),
    "name like 'A%'": ("A", 1),
    "floor = 2": ("DE", 1),
    "months_between(since, as_of) = 0": ("AC", 3),
    "people > 5": ("", 5),
    "people is null and spend < 600": ("C", 1),
    "false": ("", 0),
}


@pytest.mark.parametrize(("where", "expected"), CONDITIONS.items(), ids=CONDITIONS)
def test_a_condition_over_what_is_known_of_a_run(results, where, expected):
    found, unknown = expected
    selection = select(results, Question(where))
    assert ("".join(row[0] for row in selection.rows()), selection.unknown) == (found, unknown)
    assert (selection.count, selection.accounts) == (len(found), len(ROWS))


SORTS = {
    (): "ABCDE",
    ("-account_id",): "EDCBA",
    ("spend",): "CAEBD",
    ("-spend",): "BAECD",
    ("tier",): "ABECD",
    ("-tier", "-spend"): "CDBEA",
    ("score",): "CDABE",
    ("city", "-spend"): "BCADE",
    ("floor", "-account_id"): "BEDAC",
    ("name",): "ABDEC",
}


@pytest.mark.parametrize(("sort", "expected"), SORTS.items(), ids=map(",".join, SORTS))
def test_an_order_has_the_unknown_last_and_equal_accounts_by_their_id(results, sort, expected):
    assert ids(results, sort=sort) == expected


def test_columns_come_as_asked_and_score_is_its_two_ends(results):
    columns = ("name", "score", "spend", "floor", "big")
    selection = select(results, Question("account_id in ('A', 'D')", (), columns))
    assert list(selection.columns) == ["name", "score_low", "score_high", "spend", "floor", "big"]
    assert list(selection.rows()) == [
        ("Ada", 80.0, 80.0, Decimal("10000.0000"), 3, True),
        ("Dee", 0.0, 80.0, None, 2, None),
    ]


SEARCHES = {"e": "BDE", "EN": "B", "a": "A", "%": "", "": "ABCDE"}


@pytest.mark.parametrize(("text", "found"), SEARCHES.items(), ids=SEARCHES)
def test_a_search_looks_through_ids_and_names_and_takes_every_character_literally(results, text, found):
    selection = select(results, Question(search=text))
    assert "".join(row[0] for row in selection.rows()) == found
    assert (selection.accounts, selection.count, selection.asked) == (5, len(found), bool(text))


def test_of_a_search_and_a_condition_both_must_be_met_and_only_what_is_found_is_unknown(results):
    selection = select(results, Question("spend > 600", search="e"))
    assert [row[0] for row in selection.rows()] == ["B", "E"] and (selection.count, selection.unknown) == (2, 1)


def test_only_some_accounts_may_be_looked_at(results):
    results.connection.execute("CREATE TABLE chosen AS SELECT unnest(['E', 'A', 'none']) AS account_id")
    selection = select(results, Question(among="chosen", search="a"))
    assert [row[0] for row in selection.rows()] == ["A"]
    assert [row[0] for row in select(results, Question("big", among="chosen")).rows()] == ["A", "E"]


def test_a_limit_takes_the_first(results):
    selection = select(results, Question(sort=("-spend",)))
    assert [row[0] for row in selection.rows(2)] == ["B", "A"]
    assert list(selection.rows(0)) == []


WRONG = {
    Question("tier = 'kye'"): "--where: 'kye' is not one of the choices of tier (strategic, key (Core), standard) "
    "— did you mean key?",
    Question("tier = '核心'"): "--where: '核心' is not one of the choices of tier (strategic, key (Core), standard) "
    "— did you mean key?",
    Question("等级 = '核心'"): "--where: unknown name 等级 — did you mean tier?",
    Question("评分 > 5"): "--where: unknown name 评分 — did you mean score?",
    Question("spent > 5"): "--where: unknown name spent — did you mean spend?",
    Question("spend"): "--where: this is a money, not a condition that is true or false",
    Question("city > 5"): None,
    Question("rank_of(spend) <= 3"): None,
    Question("spend > 1; drop table kept"): None,
    Question(sort=("-spent",)): "--sort: the run has no column spent — did you mean spend?",
    Question(columns=("Name",)): "--columns: the run has no column Name — did you mean name?",
}


@pytest.mark.parametrize(("question", "problem"), WRONG.items(), ids=[str(index) for index in range(len(WRONG))])
def test_what_is_wrong_is_said_at_its_option(results, question, problem):
    with pytest.raises(KamError) as caught:
        select(results, question)
    (line,) = [found.text(Messages.of("en")) for found in caught.value.problems]
    assert line == problem if problem else line.startswith("--where: ")


def test_everything_wrong_is_said_at_once(results):
    with pytest.raises(KamError) as caught:
        select(results, Question("x > 1 and y", ("z",), ("q",)))
    assert len(caught.value.problems) == 4


@given(
    st.sampled_from(["spend >= 10000", "city = 'county'", "big", "tier = 'key'", "since is null"]),
    st.sampled_from(["spend < 600", "floor = 2", "score >= 80", "name like 'D%'"]),
)
def test_a_condition_its_opposite_and_the_unknown_are_all_accounts(results, one, other):
    either = f"({one}) and not ({other})"
    met, unmet = select(results, Question(either)), select(results, Question(f"not ({either})"))
    assert met.unknown == unmet.unknown
    assert met.count + unmet.count + met.unknown == len(ROWS)
    assert not {row[0] for row in met.rows()} & {row[0] for row in unmet.rows()}


def test_reading_can_stop_halfway(results):
    rows = select(results, Question()).rows()
    assert next(rows) == ("A",)
    rows.close()
    assert ids(results) == "ABCDE"
