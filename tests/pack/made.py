"""A small sound pack to change, and what the reader and the checker say about a text."""

from __future__ import annotations

from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.problems import Problem

SOUND = """\
[pack]
id = "made"
version = "1"

[fields.spend]
type = "money"
unit = "CNY/month"

[fields.city]
type = "choice"
choices = ["prefecture", "county"]

[ledgers.bills]
[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"
unit = "CNY"

[params.line]
unit = "CNY/month"
value = 10000
source = "assumption"

[indicators.billed]
from = "bills"
value = "sum(amount)"
window = "3 months"
per = "month"

[criteria.big]
when = "spend >= line"

[score]
[[score.parts]]
indicator = "spend"
weight = 100
bands = [ { from = 0, points = 0 }, { from = 10000, points = 100 } ]

[[tiers]]
id = "key"
when = "big and score >= 80"
[[tiers]]
id = "others"
"""


def problems(text: str | bytes) -> list[Problem]:
    """Everything that is wrong with a pack, in the order of lines, without any plugin."""
    content = text.encode() if isinstance(text, str) else text
    pack, found = read_pack("made.toml", content)
    if pack is not None:
        found = [*found, *check_pack(pack, {})[1]]
    return sorted(found, key=lambda problem: problem.place.line or 0)


def messages(text: str | bytes) -> list[str]:
    """The same as people read it: ``file:line: key: what is wrong — what to do``."""
    return [problem.text() for problem in problems(text)]


def checked(text: str) -> CheckedPack:
    """A pack that is sound."""
    pack, found = read_pack("made.toml", text.encode())
    assert pack is not None and not found, [problem.text() for problem in found]
    result, found = check_pack(pack, {})
    assert result is not None, [problem.text() for problem in found]
    return result


def changed(old: str, new: str, text: str = SOUND) -> str:
    """The sound pack with one place changed."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
