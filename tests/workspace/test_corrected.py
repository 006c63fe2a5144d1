"""Corrections laid over imported facts, and what an import says to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamengine.declarations import Kind
from kamengine.engine.database import scratch
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.workspace.corrected import Correction, Fact, beside_imports, canonical, compare, fits, layer

COLUMNS: dict[str, Kind] = {"spend": "money", "city": "choice", "staff": "integer"}
IMPORTED = """
    CREATE TABLE imported AS SELECT * FROM (VALUES
        ('A', 100.5::DECIMAL(18, 4), 'county', 5::BIGINT),
        ('B', NULL, 'capital', NULL),
        ('C', 7, NULL, 9)
    ) AS rows (account_id, spend, city, staff)
"""


def stated(account: str, field: str, kind: Kind, value: str | None, imported: str | None = None, id: int = 1):
    return Correction(id, account, field, kind, value, imported, "li", "2026-06-20T12:00:00Z", "why", id)


@pytest.fixture
def connection():
    with scratch() as made:
        made.execute(IMPORTED)
        yield made


def rows(connection, relation: str, *columns: str) -> list[tuple]:
    query = f"SELECT {', '.join(['account_id', *columns])} FROM {relation} ORDER BY 1"
    return list(connection.execute(query).fetchall())


def test_a_correction_takes_the_place_of_the_imported_value_and_of_no_other(connection):
    relation, columns = layer(connection, "imported", COLUMNS, [stated("A", "city", "choice", "prefecture")])
    assert columns == COLUMNS
    assert rows(connection, relation, "spend", "city", "staff") == [
        ("A", Decimal("100.5"), "prefecture", 5),
        ("B", None, "capital", None),
        ("C", 7, None, 9),
    ]


def test_a_fact_can_be_corrected_to_unknown(connection):
    relation, _ = layer(connection, "imported", COLUMNS, [stated("A", "staff", "integer", None)])
    assert rows(connection, relation, "staff") == [("A", None), ("B", None), ("C", 9)]


def test_a_field_that_no_import_has_appears(connection):
    corrections = [stated("B", "owner since", "date", "2026-01-31")]
    relation, columns = layer(connection, "imported", COLUMNS, corrections)
    assert columns == {**COLUMNS, "owner since": "date"}
    assert rows(connection, relation, '"owner since"') == [("A", None), ("B", date(2026, 1, 31)), ("C", None)]


def test_an_account_that_is_not_in_the_import_is_not_invented(connection):
    relation, _ = layer(connection, "imported", COLUMNS, [stated("gone", "staff", "integer", "3")])
    assert [row[0] for row in rows(connection, relation)] == ["A", "B", "C"]


def test_a_value_that_the_column_cannot_hold_leaves_the_imported_one(connection):
    """A whole number is never made of 5.5, nor an amount of a number that is too large for one."""
    corrections = [stated("A", "staff", "number", "5.5"), stated("C", "spend", "number", "1e30", id=2)]
    relation, _ = layer(connection, "imported", COLUMNS, corrections)
    assert rows(connection, relation, "staff", "spend")[::2] == [("A", 5, Decimal("100.5")), ("C", 9, 7)]
    assert [fact.state for fact in beside_imports(connection, "imported", COLUMNS, corrections)] == ["unfit"] * 2


def test_without_corrections_the_relation_is_the_import_itself(connection):
    assert layer(connection, "imported", COLUMNS, []) == ("imported", COLUMNS)


@pytest.mark.parametrize(
    ("correction", "state", "value", "imported"),
    [
        (stated("A", "city", "choice", "county"), "agrees", "county", "county"),
        (stated("A", "spend", "money", "100.50"), "agrees", Decimal("100.5"), Decimal("100.5")),
        (stated("A", "city", "choice", "capital", imported="county"), "differs", "capital", "county"),
        (stated("B", "staff", "integer", "5", imported=None), "unknown", 5, None),
        (stated("B", "staff", "integer", "5", imported="4"), "unknown", 5, None),
        (stated("A", "staff", "integer", "6", imported="4"), "contradicts", 6, 5),
        (stated("A", "staff", "integer", None, imported="4"), "contradicts", None, 5),
        (stated("B", "staff", "integer", None, imported="4"), "agrees", None, None),
        (stated("gone", "staff", "integer", "6", imported="4"), "no account", 6, None),
        (stated("A", "owner", "text", "li"), "no column", "li", None),
        (stated("A", "staff", "text", "many"), "unfit", "many", 5),
    ],
)
def test_what_an_import_says_to_a_correction(connection, correction: Correction, state: str, value, imported):
    (fact,) = beside_imports(connection, "imported", COLUMNS, [correction])
    assert (fact.state, fact.value, fact.imported, fact.correction) == (state, value, imported, correction)


def test_all_corrections_against_an_import_with_counts_and_examples(connection):
    corrections = [
        stated("A", "city", "choice", "county", id=1),
        stated("B", "city", "choice", "county", imported="capital", id=2),
        stated("C", "staff", "integer", "1", imported="2", id=3),
        stated("A", "staff", "integer", "1", imported="2", id=4),
        stated("gone", "staff", "integer", "1", id=5),
    ]
    found = compare(connection, "imported", COLUMNS, corrections, examples=1)
    counts = {"agrees": 1, "differs": 1, "contradicts": 2, "unknown": 0, "no account": 1, "no column": 0, "unfit": 0}
    assert found.counts == counts
    assert [fact.correction.id for fact in (*found.agreeing, *found.contradicting)] == [1, 3]


VALUES: dict[Kind, st.SearchStrategy[Fact]] = {
    "bool": st.booleans(),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "ratio": st.floats(allow_nan=False, allow_infinity=False),
    "money": st.decimals(-(10**13), 10**13, places=4),
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    "date": st.dates(),
}


@pytest.fixture(scope="module")
def shared():
    """One connection for many examples."""
    with scratch() as made:
        made.execute(IMPORTED)
        yield made


@given(kind_and_value=st.sampled_from(sorted(VALUES)).flatmap(lambda k: st.tuples(st.just(k), st.none() | VALUES[k])))
def test_what_is_stated_is_what_holds(shared, kind_and_value: tuple[Kind, Fact]):
    """Text in one form and back: every value of every kind, to the last digit."""
    kind, value = kind_and_value
    correction = stated("A", "fact", kind, canonical(value))
    nothing = f"(SELECT 'A' AS account_id, NULL::{SQL_TYPES[kind]} AS fact)"
    relation, _ = layer(shared, nothing, {"fact": kind}, [correction])
    assert rows(shared, relation, "fact") == [("A", value)]
    assert fits(correction, kind)


def test_the_one_form_of_a_value():
    values: list[Fact] = [
        12400.0,
        0.1,
        Decimal("12400.5000"),
        Decimal("1E+3"),
        -0.0,
        True,
        date(2026, 1, 31),
        "x",
        None,
        1e300,
    ]
    texts = ["12400", "0.1", "12400.5", "1000", "0", "true", "2026-01-31", "x", None, "1e+300"]
    assert [canonical(value) for value in values] == texts


STATED = st.tuples(
    st.sampled_from(["A", "B", "C", "gone"]),
    st.sampled_from(["spend", "city", "staff", "since"]),
    st.sampled_from(
        [("money", "7.5"), ("integer", "7"), ("number", "1e+30"), ("text", "county"), ("date", "2026-01-31")]
    ),
    st.booleans(),
)


@example(drawn=[("A", "since", ("money", "7.5"), False), ("B", "since", ("integer", "7"), False)])
@settings(max_examples=40)
@given(drawn=st.lists(STATED, max_size=8, unique_by=lambda one: one[:2]))
def test_every_cell_is_the_corrected_value_or_else_the_imported_one(shared, drawn):
    """Of any kinds: a correction that is said to be used is what holds, and nothing else has changed."""
    corrections = [
        stated(account, field, kind, None if unknown else text, id=number)
        for number, (account, field, (kind, text), unknown) in enumerate(drawn)
    ]
    relation, columns = layer(shared, "imported", COLUMNS, corrections)
    told = {
        (fact.correction.account, fact.correction.field): fact
        for fact in beside_imports(shared, "imported", COLUMNS, corrections)
    }
    names = sorted(columns)
    before = {row[0]: row[1:] for row in rows(shared, "imported", *COLUMNS)}
    for account, *cells in rows(shared, relation, *names):
        for name, cell in zip(names, cells, strict=True):
            fact = told.get((account, name))
            imported = dict(zip(COLUMNS, before[account], strict=True)).get(name)
            used = fact is not None and fact.state != "unfit"
            assert cell == (fact.value if fact is not None and used else imported)
    assert all((fact.state == "no account") == (account == "gone") for (account, _), fact in told.items())
