"""Rule packs that the tests of the command line use."""

from __future__ import annotations

FOUR_TIERS = """\
[pack]
id = "four"
version = "1"
title = { en = "Four tiers", zh = "四级客户" }

[fields.monthly_charges]
type = "number"
aliases = ["MonthlyCharges"]
[fields.total_charges]
type = "number"
aliases = ["TotalCharges"]
[fields.tenure]
type = "integer"

[criteria.at_least_100]
when = "monthly_charges >= 100"
[criteria.above_100]
when = "monthly_charges > 100"
[criteria.ever_charged]
when = "total_charges >= 0"

[[tiers]]
id = "diamond"
label = { en = "Diamond", zh = "钻石" }
when = "at_least_100 and tenure >= 60"
[[tiers]]
id = "gold"
label = { en = "Gold", zh = "黄金" }
when = "monthly_charges >= 80 and tenure >= 24"
[[tiers]]
id = "silver"
label = { en = "Silver", zh = "白银" }
when = "monthly_charges >= 50 or tenure >= 48"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通" }
"""
"""The four rules with known answers of the telco data set."""

SPEND = """\
[pack]
id = "spend"
version = "2026.1"
title = { en = "Spend", zh = "消费" }

[fields.city]
type = "choice"
choices = ["prefecture", "county"]
[fields.staff]
type = "integer"

[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"
[ledgers.visits.fields.date]
type = "date"

[params.key_spend]
label = { en = "Monthly spend of a key account", zh = "大客户月消费门槛" }
range = [1000, 100000]
value = 10000
source = "made up"

[indicators.monthly_spend]
label = { en = "Average monthly spend", zh = "月均消费" }
from = "bills"
value = "sum(amount)"
window = "3 months"
per = "month"
decimals = 2
aliases = ["Monthly spend", "月消费"]

[criteria.big]
label = { en = "Big spender", zh = "消费大" }
when = "monthly_spend >= key_spend"

[score]
missing = "interval"
[[score.parts]]
indicator = "monthly_spend"
weight = 100
bands = [ { from = 0, points = 0 }, { from = 5000, points = 40 }, { from = 10000, points = 80 } ]

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "big"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通客户" }
"""
"""One indicator over a ledger, one parameter, one criterion, a scorecard, two tiers."""

PLAIN = """\
[pack]
id = "plain"
version = "1"
title = "Plain"
[fields.spend]
type = "number"
aliases = ["Spend"]
[[tiers]]
id = "key"
when = "spend >= 100"
[[tiers]]
id = "standard"
"""
"""One field and two tiers, for tests of files."""


def with_condition(condition: str) -> str:
    """A pack whose only condition is this."""
    return PLAIN.replace('"spend >= 100"', f"'''{condition}'''")


THIRTY_MISTAKES = """\
[pack]
id = "thirty mistakes"
version = 5
title = "Everything wrong"
colour = "blue"

[fields.spend]
type = "nummber"
[fields.city]
type = "choice"
choices = []
[fields.limit]
type = "number"
unit = "CNY per month"

[params.line]
value = 10
[params.share]
value = 5
source = "made up"
range = [0, 1]

[ledgers.bills]
fields = { amount = { type = "money" }, date = { type = "date" } }

[indicators.total]
from = "bill"
value = "sum(amount)"
[indicators.average]
from = "bills"
value = "amount"
[indicators.recent]
from = "bills"
value = "sum(amount)"
window = "three months"
[indicators.first_of_circle]
value = "second_of_circle + 1"
[indicators.second_of_circle]
value = "first_of_circle + 1"
[indicators.rounded]
value = "limit"
decimals = 11

[criteria.unknown_name]
when = "limmit > 5"
[criteria.unlike_types]
when = "limit = 'high'"
[criteria.not_a_condition]
when = "limit + 1"
[criteria.unknown_function]
when = "logarithm(limit) > 1"
[criteria.subquery]
when = "limit > (select 1)"
[criteria.statement]
when = "limit > 1; drop table accounts"
[criteria.misspelt_number]
when = "limit > 10_000"

[score]
missing = "ignore"
[[score.parts]]
indicator = "limit"
weight = 40
bands = [ { from = 5, points = 0 }, { from = 1, points = 80 } ]
[[score.parts]]
indicator = "turnover"
weight = 50
bands = [ { from = 0, points = 120 } ]

[[tiers]]
id = "key"
[[tiers]]
id = "key"
when = "unknown_name or yes"
[[tiers]]
id = "standard"
wen = "limit > 1"

[[tests]]
name = "nothing expected"
"""
