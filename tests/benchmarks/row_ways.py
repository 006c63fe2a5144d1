"""The same twenty criteria in engines that take one account at a time, over accounts of which everything is known.

Neither engine has months between dates nor k of n: the date that is 36 months before the run is written out, and the
conditions that met criteria are counted from are repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.benchmarks.material import Material
from tests.benchmarks.sql_ways import Measured

Row = dict[str, Any]
Outcomes = list[list[bool]]

BIG = "annual_spend >= 120000"
GROWING = "annual_spend / spend_year_ago - 1 >= 0.1"
PAYS_WELL = "overdue / annual_spend <= 0.05"
PROMOTER = "(visits >= 12 ? satisfaction >= 7 : (visits >= 4 ? satisfaction >= 8 : satisfaction >= 9))"


def criteria(loyal: str, enterprise: str, mid_sized: str, ends_soon: str) -> dict[str, str]:
    """The criteria of the pack in the syntax that both engines share; what differs is given."""
    counted = " + ".join(f"({condition} ? 1 : 0)" for condition in (BIG, GROWING, PAYS_WELL, loyal, PROMOTER))
    return {
        "big": BIG,
        "steady": "annual_spend >= 0.9 * spend_year_ago",
        "growing": GROWING,
        "profitable": "margin > 0.2",
        "pays_well": PAYS_WELL,
        "within_limit": "overdue <= credit_limit and not (complaints > 10)",
        "prefecture": "city_level == 'prefecture'",
        "coastal": "region in ['east', 'south']",
        "mid_sized": mid_sized,
        "enterprise": enterprise,
        "open_ended": "contract_end == null",
        "loyal": loyal,
        "ends_soon": ends_soon,
        "promoter": PROMOTER,
        "engaged": "visits >= 6 or (products >= 4 and usage_hours >= 200)",
        "tied": "has_contract and exclusive and not (segment == 'public')",
        "price_driven": "discount > 0.25 or (segment == 'retail' and margin < 0.1)",
        "dense": "annual_spend / employees >= 500",
        "worth_it": "(annual_spend * margin - 150 * visits) / annual_spend >= 0.15",
        "sound": f"{counted} >= 3",
    }


ZEN = criteria(
    "date(customer_since) <= date('2023-06-30')",
    "startsWith(tariff, 'ENT-')",
    "employees in [100..1000]",
    "date(contract_end) >= date('2026-06-30') and date(contract_end) <= date('2026-09-28')",
)
RULE_ENGINE = criteria(
    'customer_since <= d"2023-06-30"',
    "tariff =~ 'ENT-.*'",
    "employees >= 100 and employees <= 1000",
    'contract_end >= d"2026-06-30" and contract_end <= d"2026-09-28"',
)
MODULES = {"rule-engine": "rule_engine", "zen-engine": "zen"}


def lacking(way: str) -> str | None:
    """What to say when the package of a way is not installed; None when it is."""
    package = next(name for name in MODULES if way.startswith(name))
    if find_spec(MODULES[package]):
        return None
    return f"{package} is not installed: pip install -e '.[bench]'"


def rule_engine(material: Material) -> Callable[[], Outcomes]:
    """A rule for each criterion, each account as Python values."""
    rules = [import_module("rule_engine").Rule(text) for text in RULE_ENGINE.values()]
    rows = sample(material)
    return lambda: [[rule.matches(row) for rule in rules] for row in rows]


def zen_batch(material: Material) -> Callable[[], Outcomes]:
    """A decision as zen-engine keeps them: a graph with the criteria in one node, all accounts in one batch."""
    expressions = [{"id": name, "key": name, "value": text} for name, text in ZEN.items()]
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "all", "name": "all", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "all"},
            {"id": "2", "type": "edge", "sourceId": "all", "targetId": "out"},
        ],
    }
    engine = import_module("zen").ZenEngine({"loader": {"type": "static", "content": {"benchmark": graph}}})
    requests = [{"key": "benchmark", "context": row} for row in sample(material, plain=True)]

    def evaluate() -> Outcomes:
        answers = engine.evaluate_batch(requests)
        return [[answer["data"]["result"][name] for name in ZEN] for answer in answers]

    return evaluate


def zen_expression(material: Material) -> Callable[[], Outcomes]:
    """All criteria as one compiled expression, a list: the fastest that was found in zen-engine."""
    compiled = import_module("zen").compile_expression("[" + ", ".join(ZEN.values()) + "]")
    rows = sample(material, plain=True)
    return lambda: [compiled.evaluate(row) for row in rows]


def sample(material: Material, *, plain: bool = False) -> Sequence[Row]:
    """The accounts as Python values; with ``plain`` as JSON has them."""
    with material.snapshot().connection as connection:
        cursor = connection.execute("FROM accounts ORDER BY account_id")
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not plain:
        return rows
    loaded: list[Row] = json.loads(json.dumps(rows, default=_plain))
    return loaded


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    assert isinstance(value, date)
    return value.isoformat()


WAYS: Mapping[str, Callable[[Material], Measured]] = {
    "rule-engine": rule_engine,
    "zen-engine, decision graph": zen_batch,
    "zen-engine, one expression": zen_expression,
}
