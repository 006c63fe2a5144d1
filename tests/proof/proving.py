"""Packs to prove things of, and what the engine and the reference say of a witness."""

from __future__ import annotations

from random import Random
from typing import Any

from kamengine.engine.database import scratch
from kamengine.engine.inspect import Inspection, inspect_all
from kamengine.engine.made_up import made_up
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.proof import Finding, Report, prove
from kamengine.proof.overall import pinned_names
from kamengine.reference import Account
from tests.engine.packs import PackMaker
from tests.pack import made as plain

HEAD = """\
[pack]
id = "made"
version = "1"
{head}

[fields.spend]
type = "money"
[fields.people]
type = "integer"
[fields.growth]
type = "ratio"
[fields.limit]
type = "number"
[fields.vip]
type = "bool"
[fields.city]
type = "choice"
choices = ["prefecture", "county", "province"]
[fields.region]
type = "text"
[fields.joined]
type = "date"

[ledgers.bills]
[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"

[params.line]
value = 10000
source = "made up"

[indicators.bills_paid]
from = "bills"
value = "count()"
informative = true
[indicators.average]
from = "bills"
value = "avg(amount)"
decimals = 2
informative = true
"""
"""Facts of every kind; what a test is about follows."""

ABOUT_TESTS = ("no-tests", "tier-untested", "criterion-untested", "line-untested", "line-move-unnoticed")


def made(body: str, head: str = "") -> CheckedPack:
    """A pack with the facts of `HEAD`."""
    return plain.checked(HEAD.format(head=head) + body)


def tiers(*conditions: str | None) -> str:
    """Tiers named t1, t2 … with these conditions; None for everyone else."""
    text = ""
    for index, condition in enumerate(conditions, 1):
        text += f'[[tiers]]\nid = "t{index}"\n' + (f"when = '''{condition}'''\n" if condition is not None else "")
    return text


def criterion(condition: str) -> str:
    """A criterion named c, and a tier."""
    return f"[criteria.c]\nwhen = '''{condition}'''\n[[tiers]]\nid = \"all\"\n"


def findings(pack: CheckedPack, *but: str) -> list[Finding]:
    """What is found about a pack, apart from its tests, from what is declared and not used, and from `but`."""
    aside = (*ABOUT_TESTS, "decides-nothing", *but)
    return [finding for finding in report(pack).findings if finding.code not in aside]


def report(pack: CheckedPack) -> Report:
    """Everything that is found out."""
    return prove(pack)


def by_engine(pack: CheckedPack, report: Report, witness: Any) -> Inspection:
    """What the engine says of the account of a witness."""
    pinned = pinned_names(pack)
    with scratch() as connection:
        snapshot = made_up(connection, pack, [{"account_id": "W", **witness}], pinned=pinned)
        return inspect_all(pack, snapshot, bind(pack, report.as_of))["W"]


def by_reference(pack: CheckedPack, report: Report, witness: Any) -> Account:
    """What the reference says of it."""
    return Account(pack, bind(pack, report.as_of), witness, pinned_names(pack))


def random_pack(random: Random) -> CheckedPack:
    """One of the packs of the engine's property tests."""
    pack, _ = read_pack("made.toml", PackMaker(random).pack().encode())
    assert pack is not None
    checked, problems = check_pack(pack, {})
    assert checked is not None, problems
    return checked
