"""Tests of a pack share a query only where nothing in them looks at the other accounts."""

from __future__ import annotations

import pytest

from kamengine.engine.apart import Apart
from kamengine.engine.pack_tests import run_tests
from tests.pack.made import checked

PACK = """\
[pack]
id = "made"
version = "1"

[fields.sales]
type = "number"
[fields.visits]
type = "integer"

[ledgers.orders.fields.amount]
type = "number"

[indicators.bought]
from = "orders"
value = "sum(case when amount > 0 then amount else 0 end)"
[indicators.share]
value = "share_of_total({value})"

[[tiers]]
id = "key"
when = "{when}"
[[tiers]]
id = "other"

[[tests]]
name = "made"
given = {{ {given} }}
{rows}
expect = {{ tier = "key" }}
"""


def alone(given, value="bought + sales", when="share > 0.5 or visits > 5", rows=""):
    pack = checked(PACK.format(given=given, value=value, when=when, rows=rows))
    return Apart(pack).needs_its_own(pack.pack.tests[0])


@pytest.mark.parametrize("given", ["", "visits = 6", "share = 0.6", "share = 0.6, sales = 5"])
def test_beside_others_where_the_place_in_the_portfolio_is_given_or_unknown(given):
    assert not alone(given)


@pytest.mark.parametrize(
    "facts",
    [
        {"given": "sales = 5"},
        {"given": "bought = 5"},
        {"given": "", "rows": "ledgers.orders = [ { amount = 5 } ]"},
        {"given": "", "value": "coalesce(bought, 1)"},
        {"given": "", "value": "case when sales is null then 1 else sales end"},
        {"given": "share = 1", "when": "rank_of(sales) = 1"},
    ],
)
def test_alone_where_others_could_change_what_comes_out(facts):
    assert alone(**facts)


def test_each_test_is_a_portfolio_of_one_account_all_the_same():
    two = PACK.format(given="sales = 1", value="sales", when="share > 0.5", rows="")
    two += '[[tests]]\nname = "another"\ngiven = { sales = 99 }\nexpect = { indicators.share = 1 }\n'
    two += '[[tests]]\nname = "given"\ngiven = { share = 0.6, sales = 7 }\nexpect = { tier = "key" }\n'
    assert [result.passed for result in run_tests(checked(two))] == [True, True, True]
