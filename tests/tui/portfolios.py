"""Made portfolios for the tests of lists and of the app: real packs, a real database, names that mean harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from kamengine.api import load_pack, plugins
from kamengine.engine.database import connect
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.checked import CheckedPack
from kamengine.tui import Portfolio

AS_OF = date(2026, 6, 30)
HOSTILE = (
    "x[/]y",
    "[A] Corp",
    "[bold red]not bold[/]",
    "[@click=app.quit]press me[/]",
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "two\nlines\tand a tab\r",
    "很长的名字" * 2000,
    "abc\u202edcba\u2066x",
    "zero\u200bwidth\ufeff\u00ad",
    "👨\u200d👩\u200d👧 family 👍🏽 🇨🇳",
    "e\u0301\u0302\u0303\u0304\u0305\u0306 pile",
    "क्षत्रिय देवनागरी",
    "{not} %s {0}",
    "",
    "   ",
    "\x00nul",
)
_TYPES = {
    "account_id": "VARCHAR",
    "name": "VARCHAR",
    "industry": "VARCHAR",
    "account_type": "VARCHAR",
    "city": "VARCHAR",
    "city_level": "VARCHAR",
    "monthly_spend": "DECIMAL(18, 4)",
    "spend_year_ago": "DECIMAL(18, 4)",
    "tenure_months": "BIGINT",
    "products_in_use": "BIGINT",
    "contract_end": "DATE",
    "complaints_open": "BIGINT",
    "outages": "BIGINT",
    "arrears_ratio": "DOUBLE",
}
Facts = Mapping[str, Any]


@cache
def _host():
    return plugins()


@cache
def _pack(id: str) -> CheckedPack:
    return load_pack(id, _host())


def portfolio(accounts: Sequence[Facts], pack: str = "telecom", corrected=None) -> Portfolio:
    """A portfolio of these accounts; a fact that one does not have is unknown."""
    run = run_over(accounts, pack)
    return Portfolio.of_run(run, partial(_host().playbooks_for, run.checked.pack.id), corrected)


def run_over(accounts: Sequence[Facts], pack: str = "telecom") -> Run:
    """These accounts, classified."""
    connection = connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
    connection.execute(f"CREATE TABLE accounts ({columns})")
    rows = [[account.get(name) for name in _TYPES] for account in accounts]
    if rows:
        connection.executemany(f"INSERT INTO accounts VALUES ({', '.join('?' * len(_TYPES))})", rows)
    table = Table("accounts", frozenset(_TYPES) - {"account_id"})
    return classify(_pack(pack), Snapshot(connection, table), AS_OF)


def telecom_accounts(count: int = 300) -> list[Facts]:
    """Accounts of every tier, in Chinese and English, some with facts missing, some with hostile names."""
    return list(_telecom(count))


def _telecom(count: int) -> Iterator[Facts]:
    for index in range(count):
        name = f"第{index}电子有限公司" if index % 2 else f"Company {index} Ltd"
        if index % 20 == 7:
            name = HOSTILE[index // 20 % len(HOSTILE)]
        yield {
            "account_id": f"T{index:04d}",
            "name": name,
            "industry": "telecom",
            "city_level": None if index % 11 == 0 else "prefecture",
            "monthly_spend": None if index % 13 == 0 else (index * 7919) % 60000,
            "spend_year_ago": 6000,
            "tenure_months": index % 120,
            "products_in_use": index % 7,
            "contract_end": date(2029, 1, 1),
            "complaints_open": index % 3,
            "outages": 0,
            "arrears_ratio": 0.0,
        }
