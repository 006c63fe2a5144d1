"""The ABC pack on a real wholesaler's invoices agrees with sums worked out apart from the engine."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from kamengine import load_pack
from kamengine.api import classify_files
from kamengine.engine.inspect import inspect_all
from kamengine.intake import IntakeOptions
from tests.rules import invoices


@pytest.fixture(scope="module")
def source(shared_data):
    folder = shared_data / "retail_invoices"
    if not folder.is_dir():
        pytest.skip("the retail invoices are not there")
    return folder


@pytest.fixture(scope="module")
def values(source):
    return invoices.gross(source)


@pytest.fixture(scope="module")
def accounts(source, tmp_path_factory):
    """Everything that the engine says of each customer, by the convention for the account that crosses a line."""
    files = invoices.write_files(source, tmp_path_factory.mktemp("invoices"))

    def by(crossing):
        run = classify_files(
            load_pack("abc"),
            files[0],
            {"orders": files[1]},
            as_of=date.fromisoformat(invoices.AS_OF),
            sets={"crossing": crossing},
            options=IntakeOptions(allow_missing_columns=True),
        ).run
        return inspect_all(run.checked, run.snapshot, run.bindings)

    return {crossing: by(crossing) for crossing in ("before", "including")}


def test_the_invoices_are_those_we_know(values):
    assert (len(values), sum(values.values())) == (234, Decimal("117614.73"))


def test_sales_are_exact(accounts, values):
    assert {id: one.values["sales"] for id, one in accounts["before"].items()} == values


@pytest.mark.parametrize("crossing", ["before", "including"])
def test_the_classes_are_those_worked_out_apart(accounts, values, crossing):
    found = {id: one.tier for id, one in accounts[crossing].items()}
    assert found == invoices.abc(values, crossing)
    assert all(one.tier_possible == one.tier for one in accounts[crossing].values())


def test_the_conventions_differ_by_the_accounts_that_cross_a_line(accounts):
    before, including = (Counter(one.tier for one in accounts[c].values()) for c in ("before", "including"))
    assert (before["A"], before["B"], before["C"]) == (including["A"] + 1, including["B"], including["C"] - 1)


def test_the_share_of_the_top_fifth_and_the_gini_coefficient(accounts, values):
    everyone = accounts["before"].values()
    assert {one.values["held_by_top"] for one in everyone} == {float(round(invoices.top_fifth(values), 6))}
    assert {one.values["unevenness"] for one in everyone} == {float(round(invoices.gini(values), 6))}


def test_without_hours_nothing_is_said_about_effort(accounts):
    assert {one.values["effort_over_sales"] for one in accounts["before"].values()} == {None}
