"""The wholesaler's invoices, and what the engine says of each customer."""

from __future__ import annotations

from datetime import date

import pytest

from kamengine import load_pack
from kamengine.api import classify_files
from kamengine.engine.inspect import inspect_all
from tests.rules import invoices


@pytest.fixture(scope="session")
def wholesaler(shared_data):
    """The folder of the invoices; skips where it is absent."""
    folder = shared_data / "retail_invoices"
    if not folder.is_dir():
        pytest.skip("the retail invoices are not there")
    return folder


@pytest.fixture(scope="session")
def inspected(wholesaler, tmp_path_factory):
    """Everything that the engine says of each customer, by a shipped pack with some parameters set."""
    accounts, orders = invoices.write_files(wholesaler, tmp_path_factory.mktemp("invoices"))

    def inspect(pack, **sets):
        as_of = date.fromisoformat(invoices.AS_OF)
        run = classify_files(load_pack(pack), accounts, {"orders": orders}, as_of=as_of, sets=sets).run
        return inspect_all(run.checked, run.snapshot, run.bindings)

    return inspect
