"""Shares and ranks leave out accounts whose value is unknown, and the engine says of how many it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.left_out import LeftOut, left_out_of
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack

AS_OF = date(2026, 6, 30)
HEAD = """
[pack]
id = "portfolio"
version = "1"
scope = "inside is null or inside"
[fields.inside]
type = "bool"
[fields.spend]
type = "money"
[fields.cost]
type = "money"
"""
TIERS = """
[[tiers]]
id = "key"
when = "{when}"
[[tiers]]
id = "rest"
"""
ALL = ({"spend": 50}, {"spend": 30}, {"spend": None}, {"spend": 20, "cost": 5})


def pack(when: str, **indicators: str) -> CheckedPack:
    """A pack with these indicators and one condition for its better tier."""
    texts = "".join(f"[indicators.{name}]\nvalue = '''{text}'''\n" for name, text in indicators.items())
    read, problems = read_pack("portfolio.toml", (HEAD + texts + TIERS.format(when=when)).encode())
    assert read is not None and not problems
    checked, problems = check_pack(read, {})
    assert checked is not None, problems
    return checked


def found(checked: CheckedPack, accounts, but: str | None = None) -> tuple[LeftOut, ...]:
    """What is left out; accounts have the ids 0, 1 …"""
    rows = [{"account_id": str(at), **facts} for at, facts in enumerate(accounts)]
    with scratch() as connection:
        run = classify(checked, made_up(connection, checked, rows, {}), AS_OF)
        return left_out_of(run, but)


@pytest.mark.parametrize(
    ("checked", "left_out"),
    [
        (pack("size < 0.8", size="cumulative_share(spend, 'before')"), [LeftOut(("spend",), 1)]),
        (pack("share_of_total(spend) > 0.5"), [LeftOut(("spend",), 1)]),
        (pack("margin > 0.5", margin="share_of_total(spend - cost)"), [LeftOut(("spend", "cost"), 3)]),
        (pack("size > 0.5", size="share_of_total(spent)", spent="spend * 2"), [LeftOut(("spent",), 1)]),
        (
            pack("a > 0.5 and b > 0.5", a="percentile_of(spend)", b="percentile_of(-cost)"),
            [LeftOut(("spend",), 1), LeftOut(("cost",), 3)],
        ),
    ],
    ids=["an indicator", "a tier itself", "several facts", "an indicator of an indicator", "two of them"],
)
def test_it_is_said_what_is_unknown_of_how_many(checked, left_out):
    assert list(found(checked, ALL)) == left_out


@pytest.mark.parametrize(
    ("checked", "why"),
    [
        (pack("spend > 0"), "no function over all accounts"),
        (pack("spend > 0", size="share_of_total(spend)"), "one on which no tier rests"),
        (pack("portfolio_count() > 2"), "one that looks at no fact"),
        (pack("share_of_total(coalesce(spend, 0)) > 0.5"), "one that says what a blank stands for"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_left_out_by(checked, why):
    assert found(checked, ALL) == ()


def test_accounts_out_of_scope_do_not_count():
    checked = pack("share_of_total(spend) > 0.5")
    accounts = [{"spend": 1}, {"spend": None, "inside": False}, {"spend": None, "inside": None}]
    assert found(checked, accounts) == (LeftOut(("spend",), 1),)


def test_beside_an_account_only_the_others_count():
    checked = pack("share_of_total(spend) > 0.5")
    assert found(checked, ALL, but="2") == ()
    assert found(checked, ALL, but="0") == (LeftOut(("spend",), 1),)


@settings(max_examples=15)
@given(st.lists(st.none() | st.integers(-3, 3).map(Decimal), min_size=1, max_size=6))
def test_every_unknown_value_is_counted(spends):
    unknown = sum(value is None for value in spends)
    left_out = found(pack("rank_of(spend) <= 2"), [{"spend": value} for value in spends])
    assert left_out == ((LeftOut(("spend",), unknown),) if unknown else ())
