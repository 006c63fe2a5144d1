"""The ABC pack on a real wholesaler's invoices agrees with sums worked out apart from the engine."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from tests.rules import invoices


@pytest.fixture(scope="module")
def values(wholesaler):
    return invoices.gross(wholesaler)


@pytest.fixture(scope="module")
def accounts(inspected):
    """Everything that the engine says of each customer, by the convention for the account that crosses a line."""
    return {crossing: inspected("abc", crossing=crossing) for crossing in ("before", "including")}


def test_the_invoices_are_those_we_know(values):
    assert (len(values), sum(values.values())) == (234, Decimal("117614.73"))


def test_sales_are_exact(accounts, values):
    assert {id: one.values["sales"] for id, one in accounts["before"].items()} == values


@pytest.mark.parametrize(("crossing", "counts"), [("before", (107, 73, 54)), ("including", (106, 73, 55))])
def test_the_classes_are_those_worked_out_apart(accounts, values, crossing, counts):
    found = {id: one.tier for id, one in accounts[crossing].items()}
    assert found == invoices.abc(values, crossing)
    assert tuple(Counter(found.values())[tier] for tier in "ABC") == counts
    assert all(one.tier_possible == one.tier for one in accounts[crossing].values())


def test_the_share_of_the_top_fifth_and_the_gini_coefficient(accounts, values):
    everyone = accounts["before"].values()
    assert {one.values["held_by_top"] for one in everyone} == {float(round(invoices.top_fifth(values), 6))} == {0.6155}
    assert {one.values["unevenness"] for one in everyone} == {float(round(invoices.gini(values), 6))} == {0.547894}


def test_without_hours_nothing_is_said_about_effort(accounts):
    assert {one.values["effort_over_sales"] for one in accounts["before"].values()} == {None}
