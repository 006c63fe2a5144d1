"""Columns that nobody claims become fields of the workspace's own: their names and kinds."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Kind
from kamengine.intake.headers.given import can_be_field
from kamengine.intake.headers.kinds import infer_kinds
from kamengine.intake.headers.own_fields import name_for, take_left_over
from tests.intake.headers.proposing import proposed, taken
from tests.intake.taking import shared_connection


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Churn", "Churn"),
        ("客户满意度", "客户满意度"),
        ("Payment Method", "Payment_Method"),
        ("销量(元)", "销量_元"),
        ("３月销量", "_3月销量"),
        ("2nd address", "_2nd_address"),
        ("是否续约（必填）", "是否续约"),
        ("%", "column"),
        ("tier", "tier_2"),
        ("case", "case_2"),
        ("sum", "sum_2"),
        ("Known", "Known_2"),
    ],
)
def test_a_field_is_called_like_its_header_as_far_as_a_condition_can_name_it(header, name):
    assert name_for(header, {"known"}) == name


@given(st.lists(st.text(max_size=12), max_size=6))
def test_every_name_can_stand_in_a_condition_and_none_comes_twice(headers):
    used: set[str] = set()
    for header in headers:
        name = name_for(header, used)
        assert can_be_field(name) and name.casefold() not in used
        used.add(name.casefold())


def test_only_what_is_left_over_is_taken():
    mapping = proposed("id", "ARPU", "Churn", "churn ", "Annual Revenues", "Row", maps=["Row="])
    kinds: dict[int, Kind] = {column: "text" for column in range(6)}
    whole = take_left_over(mapping, kinds, taken=["annual_revenue"])
    assert taken(whole) == {
        "ARPU": "monthly_spend",
        "Churn": "Churn",
        "churn ": "churn_2",
        "Annual Revenues": "Annual_Revenues",
    }
    assert [field.name for field in whole.new] == ["Churn", "churn_2", "Annual_Revenues"]


def kind_of(header: str, *cells: str | None, sql_type: str = "VARCHAR") -> str | None:
    connection = shared_connection()
    connection.execute(f"CREATE OR REPLACE TABLE cells (r BIGINT, c0 {sql_type})")
    connection.execute(f"INSERT INTO cells SELECT row_number() OVER (), unnest(?::VARCHAR[])::{sql_type}", [[*cells]])
    return infer_kinds(connection, "cells", [header], [sql_type], [0]).get(0)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", None, " "], "integer"),
        (["1.0", "2.0"], "integer"),
        (["29.85", "1,889.50", ""], "number"),
        (["1", "N/A", "3"], "integer"),
        (["2026-01-31", "2026/2/1"], "date"),
        (["2024年3月5日"], "date"),
        (["25/12/2024", "03/04/2024"], "date"),
        (["03/04/2024", "01/02/2024"], "text"),
        (["Yes", "No"], "text"),
        (["1", "two"], "text"),
        (["00123", "45678"], "text"),
        (["12345678901234567"], "text"),
        (["+8613800138000"], "text"),
        ([None, " "], "text"),
    ],
)
def test_the_kind_fits_every_value_of_the_column(cells, kind):
    assert kind_of("x", *cells) == kind


def test_a_late_value_counts_like_an_early_one():
    assert kind_of("x", *(["1"] * 3_000), "none of it") == "text"


@pytest.mark.parametrize("header", ["Phone", "Zip Code", "手机", "税号"])
def test_identifiers_are_texts(header):
    assert kind_of(header, "12345", "67890") == "text"


@pytest.mark.parametrize(
    ("sql_type", "cell", "kind"),
    [
        ("BIGINT", "1", "integer"),
        ("DOUBLE", "1.5", "number"),
        ("BOOLEAN", "true", "bool"),
        ("TIMESTAMP", "2026-01-31", "date"),
        ("UUID", "123e4567-e89b-12d3-a456-426614174000", "text"),
    ],
)
def test_a_typed_column_keeps_its_kind(sql_type, cell, kind):
    assert kind_of("x", cell, sql_type=sql_type) == kind


def test_a_column_without_values_for_us_has_no_kind():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells AS SELECT 1 AS r, [1, 2] AS c0")
        assert infer_kinds(connection, "cells", ["x"], ["INTEGER[]"], [0]) == {}
