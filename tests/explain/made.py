"""A made pack whose names have labels in both languages, and accounts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection
from sqlglot import exp

from kamengine.declarations import Choice, Field, Label, Ledger
from kamengine.engine.database import connect
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.explain import Explanation, explain
from kamengine.language.functions import Function, Parameter
from kamengine.language.sql import column, literal
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack

AS_OF = date(2026, 6, 30)
CITIES = (
    Choice("prefecture", Label("prefecture-level city", "地级市")),
    Choice("county", Label("county", "县")),
    Choice("capital", Label("capital", "省会")),
    Choice("township"),
)
FIELDS = (
    Field("name", "text", Label("Customer", "客户名称")),
    Field("spend", "money", Label("Average monthly spend", "月均消费"), "CNY/month"),
    Field("spend_before", "money", Label("Spend a year ago", "去年同期月均消费"), "CNY/month"),
    Field("balance", "money", Label("Balance", "余额"), "currency"),
    Field("credit_limit", "money", Label("Credit limit", "信用额度"), "currency"),
    Field("city", "choice", Label("City level", "城市级别"), choices=CITIES),
    Field("region", "text", Label("Region", "大区")),
    Field("products", "integer", Label("Products in use", "在用产品数")),
    Field("growth", "ratio", Label("Growth", "增长率")),
    Field("size", "number", Label("Size", "规模")),
    Field("vip", "bool", Label("On the strategic list", "战略客户标识")),
    Field("steady", "bool", Label("Pays on time", "按时付款")),
    Field("contract_end", "date", Label("End of contract", "合同到期日")),
    Field("unlabelled", "number"),
)
BILLS = Ledger("bills", (Field("date", "date"), Field("amount", "money", unit="currency")), Label("Bills", "账单"))
FUNCTIONS = (
    Function(
        "twice",
        (Parameter("x"),),
        "number",
        lambda x: exp.Mul(this=x, expression=literal(2)),
        lambda x: x * 2,
        Label("twice {0}", "{0} 的两倍"),
        Label("twice the number", "两倍"),
    ),
    Function(
        "badly_worded",
        (Parameter("x"),),
        "number",
        lambda x: x,
        lambda x: x,
        Label("{3} of {nothing}\x1b[31m", "{3}"),
        Label("its words ask for what is not there", "措辞有误"),
    ),
)
PACK = """
[pack]
id = "made"
version = "2026.1"
title = { en = "Made key accounts", zh = "示例大客户" }
plugins = ["made"]
scope = "name is null or name <> 'nobody'"
currency = "CNY"

[params.key_spend]
label = { en = "Monthly spend of a key account", zh = "大客户月消费门槛" }
unit = "CNY/month"
value = 10000
source = "assumption"
[params.near]
label = { en = "Share of the line that is near", zh = "接近门槛的比例" }
unit = "ratio"
value = 0.85
source = "assumption"
[params.needed]
label = { en = "Criteria needed", zh = "须满足的条数" }
value = 2
source = "assumption"
[params.many_products]
label = { en = "Products in use of a big user", zh = "大用户的在用产品数" }
value = 3
source = "assumption"
[params.key_score]
label = { en = "Line of a key account", zh = "大客户评分线" }
value = 70
source = "assumption"
[params.home]
label = { en = "Home region", zh = "本部大区" }
value = "east"
source = "assumption"

[tables.spend_line]
label = { en = "spend line", zh = "消费门槛" }
unit = "CNY/month"
keys = ["region", "city"]
rows = [ { key = ["east", "prefecture"], value = 12000, source = "assumption" } ]

[indicators.billed]
label = { en = "Billed", zh = "出账" }
from = "bills"
value = "sum(amount)"
[indicators.spend_growth]
label = { en = "Spend growth", zh = "消费增幅" }
value = "spend / spend_before - 1"
decimals = 4
[indicators.local_line]
label = { en = "Line for its city", zh = "所在城市的门槛" }
value = "lookup(spend_line, region, city)"

[criteria.big_spender]
label = { en = "Spends like a key account", zh = "达到大客户消费标准" }
when = "spend >= key_spend"
[criteria.grows]
label = { en = "Growing", zh = "消费增长" }
when = "spend_growth >= 0.1"
"""
SCORE = """
[score]
missing = "interval"
[[score.parts]]
id = "spend"
label = { en = "Spend", zh = "消费" }
indicator = "spend"
weight = 60
bands = [ { points = 20 }, { from = 10000, points = 100 } ]
[[score.parts]]
id = "products"
label = { en = "Products", zh = "产品" }
indicator = "products"
weight = 40
line = [ [0, 0], [4, 100] ]
"""
TIERS = """
[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "big_spender and score >= key_score"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通客户" }
"""


@dataclass(frozen=True)
class MadePlugin:
    """What the pack's plugin contributes."""

    plugin: str = "made"
    fields: Mapping[str, Field] = field(default_factory=lambda: {f.name: f for f in FIELDS})
    ledgers: Mapping[str, Ledger] = field(default_factory=lambda: {"bills": BILLS})
    functions: Mapping[str, Function] = field(default_factory=lambda: {f.name: f for f in FUNCTIONS})


def checked_pack(conditions: Mapping[str, str], tiers: str = TIERS, score: str = SCORE, more: str = "") -> CheckedPack:
    """The made pack with further criteria, by name."""
    criteria = "".join(f'[criteria.{name}]\nwhen = """{when}"""\n' for name, when in conditions.items())
    pack, problems = read_pack("made.toml", "\n".join((PACK, criteria, more, score, tiers)).encode())
    assert pack is not None and not problems, [problem.text() for problem in problems]
    checked, problems = check_pack(pack, {"made": MadePlugin()})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def run_over(checked: CheckedPack, accounts: Sequence[Mapping[str, Any]]) -> Run:
    """A run over accounts numbered ``A0``, ``A1`` …, each given by its known facts."""
    connection = connect(threads=1)
    rows = [{"account_id": f"A{index}", **facts} for index, facts in enumerate(accounts)]
    return classify(checked, Snapshot(connection, _table(connection, checked, rows)), AS_OF)


def explained(facts: Mapping[str, Any], conditions: Mapping[str, str] | None = None, **sections: str) -> Explanation:
    """Why an account with these facts got its verdict."""
    explanation = explain(run_over(checked_pack(conditions or {}, **sections), [facts]), "A0")
    assert explanation is not None
    return explanation


def _table(connection: DuckDBPyConnection, checked: CheckedPack, rows: list[dict[str, Any]]) -> Table:
    kinds = {f.name: f.kind for f in (*checked.fields.values(), *checked.ready_made_fields())}
    names = [name for name in kinds if any(name in row for row in rows)]
    declared = ", ".join(f"{column(name).sql('duckdb')} {SQL_TYPES[kinds[name]]}" for name in names)
    connection.execute(f"CREATE TABLE accounts ({declared})")
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO accounts VALUES ({marks})", [[row.get(n) for n in names] for row in rows])
    return Table("accounts", frozenset(names) - {"account_id"})
