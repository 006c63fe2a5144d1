"""Accounts made up from facts: held exactly, and with some names pinned instead of computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.inspect import inspect_all
from kamengine.engine.made_up import made_up
from kamengine.pack.bind import bind
from kamengine.reference import Account
from tests.pack.made import checked

PACK = checked(
    """\
[pack]
id = "made"
version = "1"

[fields.spend]
type = "money"
[fields.size]
type = "number"

[indicators.spend_rounded]
value = "round(spend)"
[indicators.share]
value = "share_of_total(size)"
[criteria.large]
when = "share >= 0.5"

[[tiers]]
id = "key"
when = "large and spend_rounded < 3.5"
[[tiers]]
id = "other"
"""
)
BINDINGS = bind(PACK, date(2026, 6, 30))


def values(pinned=(), **facts):
    """What the engine says of one account; the reference must agree."""
    with scratch() as connection:
        snapshot = made_up(connection, PACK, [{"account_id": "A", **facts}], pinned=pinned)
        found = inspect_all(PACK, snapshot, BINDINGS)["A"]
    judge = Account(PACK, BINDINGS, facts, pinned)
    assert found.tier == judge.tiers()[0]
    assert {name: judge.fact(name) for name in found.values} == {**found.values, "account_id": ""}
    return found.values


@pytest.mark.parametrize("size", [0.1 + 0.2, 1e-300, 123456789.123456789, -5.5])
def test_a_number_keeps_every_digit(size):
    assert values(size=size)["size"] == size


def test_money_that_came_ready_made_keeps_its_places_whatever_would_have_been_computed():
    assert values(spend_rounded=Decimal("-0.0001"))["spend_rounded"] == Decimal("-0.0001")


def test_what_is_pinned_is_not_computed():
    assert values(size=10.0)["large"] is True
    assert values(size=10.0, share=0.25, pinned={"share"})["large"] is False
    assert values(size=10.0, large=False, pinned={"large"})["large"] is False


def test_what_is_pinned_may_be_unknown():
    assert values(size=10.0, share=None, pinned={"share"})["large"] is None
    assert values(size=10.0, pinned={"large"})["large"] is None
