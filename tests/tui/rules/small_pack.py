"""A small rule pack that the tests of the place of the rules move lines in, and the app at that place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from kamengine.declarations import Kind
from kamengine.tui.ground.memory import Memory
from kamengine.tui.rules.packs import RulesScreen
from tests.tui.driving import Driver, opened

PACK = """\
[pack]
id = "small"
version = "1"
title = {{ en = "{title}", zh = "小规则" }}
value = "spend"
plugins = []

[fields]
spend = {{ type = "money", unit = "CNY/month", label = {{ en = "Spend", zh = "消费" }} }}
size = {{ type = "number", label = {{ en = "{size}", zh = "规模" }} }}

[params.line]
label = {{ en = "Key line", zh = "大客户门槛" }}
unit = "CNY/month"
range = [0, 1000]
value = 100
source = "assumption" # until the board has decided

[params.weight_size]
range = [0, 100]
value = 50
source = "assumption"

[params.weight_spend]
range = [0, 100]
value = 50
source = "assumption"

[criteria.big]
label = {{ en = "Big", zh = "大" }}
when = "spend >= line"

[[score.parts]]
id = "spend"
indicator = "spend"
weight = "weight_spend"
bands = [ {{ points = 0 }}, {{ from = "line", points = 50 }}, {{ from = 900, points = 100 }} ]

[[score.parts]]
id = "size"
indicator = "size"
weight = "weight_size"
line = [ [0, 0], [10, 100] ]

[[tiers]]
id = "key"
label = {{ en = "{tier}", zh = "大客户" }}
when = "big"

[[tiers]]
id = "others"
label = {{ en = "Others", zh = "其他" }}

[[tests]]
name = "at the line"
given = {{ spend = 100 }}
expect = {{ tier = "key" }}
"""


COLUMNS: dict[str, Kind] = {"name": "text", "spend": "money", "size": "number"}


def pack_text(title="Small", size="Size", tier="Key"):
    return PACK.format(title=title, size=size, tier=tier)


@asynccontextmanager
async def in_rules(office, messages, size) -> AsyncIterator[Driver]:
    """The app where it was left: at its rules."""
    memory = Memory(None)
    memory.put("app", "mode", "rules")
    async with opened([], messages, size, office, memory=memory) as kam:
        assert isinstance(here(kam), RulesScreen)
        yield kam


def here(kam) -> Any:
    """The screen in sight."""
    return kam.app.screen
