"""The packs for any industry over made portfolios: the engine says what the reference says, and tiers never overlap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine import load_pack
from kamengine.declarations import Field
from kamengine.pack.checked import CheckedPack
from tests.engine.both_ways import Portfolio, by_engine, by_reference
from tests.rules.test_any_file import PACKS

AS_OF = date(2026, 6, 30)
NUMBERS = [
    *map(Decimal, (0, 1, 2, 3, 4, 5, 6, 12, 24, 60, 180, 29999, 30000, 1000000)),
    *map(Decimal, ("0.0999", "0.1", "0.2", "0.6", "3.5", "5.0001")),
]
"""On the lines of the packs and beside them."""


@pytest.mark.slow
@pytest.mark.parametrize("pack", PACKS)
@settings(max_examples=15)
@given(data=st.data())
def test_the_engine_says_what_the_reference_says(pack, data):
    checked = load_pack(pack)
    portfolio = Portfolio(data.draw(accounts(checked)), {})

    by_reading = by_reference(checked, AS_OF, portfolio)

    assert by_engine(checked, AS_OF, portfolio) == by_reading
    assert by_reading is not None, "no account is in two tiers"


def accounts(checked: CheckedPack) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to six accounts, each fact known or not."""
    ready_made = [f for f in checked.ready_made_fields() if checked.indicators[f.name].indicator.ledger is not None]
    facts = [field for name, field in checked.fields.items() if name not in ("account_id", "name")]
    known = st.fixed_dictionaries({}, optional={field.name: values(field) for field in (*facts, *ready_made)})
    return st.lists(known, min_size=1, max_size=6).map(
        lambda rows: [{"account_id": f"A{index}", **row} for index, row in enumerate(rows)]
    )


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values of the kind of a field."""
    numbers = st.sampled_from(NUMBERS)
    match field.kind:
        case "choice":
            return st.sampled_from([choice.id for choice in field.choices])
        case "date":
            return st.dates(date(2025, 1, 1), date(2026, 12, 31))
        case "integer":
            return numbers.map(int)
        case "money":
            return st.one_of(numbers, st.just(Decimal(-500)))
        case _:
            return numbers.map(float)
