"""A small pack with lines of every kind, and accounts for it, kept resident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.resident import Resident, make_resident
from kamengine.engine.run import classify
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.pack.read import read_pack

TODAY = date(2026, 6, 30)

PACK = """\
[pack]
id = "lines"
version = "1"
value = "spend"
{head}

[fields]
spend = {{ type = "money", unit = "CNY/month" }}
size = {{ type = "number" }}
staff = {{ type = "integer" }}
joined = {{ type = "date" }}

[params.line]
label = {{ en = "Line", zh = "门槛" }}
unit = "CNY/month"
range = [0, 1000]
value = 100
source = "assumption"
[params.other]
range = [0, 1000]
value = 10
source = "assumption"
[params.free]
value = 5
source = "assumption"
[params.started]
value = 2024-01-01
source = "assumption"

{rest}
"""


def pack(tiers: Mapping[str, str | None], rest: str = "", head: str = "") -> CheckedPack:
    """The pack with these tiers, a condition each."""
    for id, when in tiers.items():
        rest += f'\n[[tiers]]\nid = "{id}"\n' + (f"when = '''{when}'''\n" if when is not None else "")
    read, problems = read_pack("lines.toml", PACK.format(head=head, rest=rest).encode())
    assert read is not None and not problems, problems
    checked, problems = check_pack(read, {})
    assert checked is not None, problems
    return checked


@contextmanager
def kept(
    checked: CheckedPack, accounts: Sequence[Mapping[str, Any]], sets: Mapping[str, Scalar] | None = None
) -> Iterator[Resident]:
    """The accounts, numbered, classified and kept."""
    rows = [{"account_id": f"A{index:03}", **account} for index, account in enumerate(accounts)]
    with scratch() as connection:
        yield make_resident(checked, made_up(connection, checked, rows), bind(checked, TODAY, sets))


def spends(*values: str | int | None) -> list[dict[str, Any]]:
    """Accounts that spend so much."""
    return [{"spend": None if value is None else Decimal(value)} for value in values]


def full_count(resident: Resident, tier: str, sets: Mapping[str, Scalar]) -> int:
    """Accounts that a full run puts into a tier."""
    return classify(resident.checked, resident.snapshot, TODAY, sets).summary().tiers[tier]
