"""Small packs and accounts for what must change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kamengine.changes import Change, Changes, what_must_change
from kamengine.engine.database import connect
from kamengine.engine.made_up import made_up
from kamengine.engine.run import Run, classify
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack

AS_OF = date(2026, 6, 30)
HEAD = """
[pack]
id = "made"
version = "1"
{head}
[params.line]
value = 10000
source = "assumption"
[fields]
spend = {{ type = "money" }}
before = {{ type = "money" }}
growth = {{ type = "ratio" }}
size = {{ type = "number" }}
products = {{ type = "integer" }}
vip = {{ type = "bool" }}
region = {{ type = "text" }}
city = {{ type = "choice", choices = ["prefecture", "county", "capital"] }}
founded = {{ type = "integer", immutable = true }}
joined = {{ type = "date" }}
"""


def checked_pack(conditions: Mapping[str, str], more: str = "", head: str = "") -> CheckedPack:
    """A pack with a tier for each condition, best first, and one for everyone else."""
    tiers = "".join(f'[[tiers]]\nid = "{id}"\nwhen = """{when}"""\n' for id, when in conditions.items())
    text = HEAD.format(head=head) + more + tiers + '[[tiers]]\nid = "rest"\n'
    pack, problems = read_pack("made.toml", text.encode())
    assert pack is not None and not problems, [problem.text() for problem in problems]
    checked, problems = check_pack(pack, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def run_over(checked: CheckedPack, *accounts: Mapping[str, Any]) -> Run:
    """A run over accounts numbered ``A0``, ``A1`` …, each given by its known facts."""
    rows = [{"account_id": f"A{index}", **facts} for index, facts in enumerate(accounts)]
    return classify(checked, made_up(connect(threads=1), checked, rows), AS_OF)


def changes_of(checked: CheckedPack, facts: Mapping[str, Any], *others: Mapping[str, Any]) -> Changes:
    """What must change for an account with these facts."""
    changes = what_must_change(run_over(checked, facts, *others), "A0")
    assert changes is not None
    return changes


def told(changes: Changes) -> list[tuple[str, dict[str, Any]]]:
    """The changes as tier and new values."""
    return [(change.tier, new(change)) for change in changes.found]


def new(change: Change) -> dict[str, Any]:
    return {move.fact: move.new for move in change.moves}
