"""Fields, presets and headers for tests, and what is proposed for them."""

from __future__ import annotations

from kamengine.declarations import Field, Label, Preset
from kamengine.intake.headers.given import read_map_options
from kamengine.intake.headers.mapping import HeaderMapping
from kamengine.intake.headers.propose import propose
from kamengine.intake.wanted import WantedTable
from kamengine.problems import Place

SPEND = Field("monthly_spend", "money", Label("Monthly spend", "月消费"), aliases=("Monthly charges", "ARPU", "月租"))
NAME = Field("name", "text", Label("Name", "名称"), aliases=("Customer name", "客户名称", "客户简称"))
SECTOR = Field("sector", "text", Label("Industry", "行业"), aliases=("客户行业",))
INDUSTRY = Field("industry", "choice", Label("Business line", "业务板块"))
REVENUE = Field("annual_revenue", "money", Label("Annual revenue", "年收入"), aliases=("Annual revenue",))
FIELDS = (SPEND, NAME, SECTOR, INDUSTRY, REVENUE)
CRM = Preset(
    "crm",
    Label("A CRM", "某系统"),
    {"Record No": "account_id", "客户名称": "name", "Industry": "sector", "Row Hash": "", "Odd": "nobody_declares_it"},
    signatures=(("Record No", "Row Hash"), ("Record No", "客户名称")),
)
PLACE = Place("accounts.csv")


def proposed(*headers: str, fields=FIELDS, presets=(CRM,), own=(), maps=(), key_aliases=(), **others) -> HeaderMapping:
    """What is proposed for the headers; `maps` are values of ``--map``, `own` names of fields that packs declare."""
    table = WantedTable(tuple(fields), frozenset(own), tuple(key_aliases))
    return propose(headers, table, presets, given=read_map_options(maps), place=PLACE, **others)


def taken(mapping: HeaderMapping) -> dict[str, str]:
    """The field by header, of what is taken."""
    return {match.header: match.field.name for match in mapping.matches if match.field and match.taken}


def hows(mapping: HeaderMapping) -> list[str]:
    return [match.how for match in mapping.matches]


def problems(mapping: HeaderMapping) -> list[str]:
    return [problem.text() for problem in mapping.problems]
