"""Every key of docs/packs.md is read, and arrives where it belongs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kamengine.declarations import Choice, Field, Label, Ledger, Playbook, Step
from kamengine.pack.model import (
    Band,
    Criterion,
    DatedValue,
    Indicator,
    LookupTable,
    Pack,
    Param,
    Part,
    Stage,
    TableRow,
    Tier,
)
from kamengine.pack.playbooks import Grace
from kamengine.pack.read import read_pack
from kamengine.pack.window import Window
from tests.pack.made import SOUND, checked, messages

EVERY_KEY = """\
[pack]
id = "telecom-2"
version = "2026.1"
title = { en = "Telecom", zh = "电信" }
description = "for both"
plugins = ["telecom"]
scope = "industry = 'telecom'"
currency = "CNY"
hit = "unique"
value = "billed"

[fields.city]
type = "choice"
label = { zh = "城市" }
choices = { prefecture = ["地级市", "市"], county = [] }
aliases = ["City level", "城市级别"]
immutable = true
optional = true

[fields.spend]
type = "money"
unit = "currency/month"
least = 0
most = 99_999.5

[ledgers.bills]
label = "bills"
date = "day"
account_aliases = ["客户编号"]
[ledgers.bills.fields.day]
type = "date"
[ledgers.bills.fields.amount]
type = "money"
unit = "CNY"

[ledgers.visits]
date = ""
[ledgers.visits.fields.minutes]
type = "integer"

[params.line]
label = { en = "The line" }
unit = "CNY/month"
range = [1000, 100_000.5]
values = [
  { value = 10000, from = 2024-01-01, source = "practice" },
  { value = 9e3, source = "assumption" },
]

[params.home]
choices = ["east", "west"]
value = "east"
source = "us"

[params.start]
value = 2024-02-29
source = "us"
from = 2024-01-01

[tables.lines]
label = "lines"
unit = "CNY/month"
keys = ["region", "size"]
rows = [
  { key = ["east", 5], value = 12000, from = 2024-01-01, source = "practice" },
  { key = ["west", 7], value = -0.5, source = "assumption" },
]

[indicators.billed]
label = "billed"
from = "bills"
value = "sum(amount)"
where = "amount > 0"
window = "3 months, 12 months ago"
per = "month"
when_empty = 0
unit = "CNY/month"
decimals = 2
aliases = ["average bill"]
immutable = true
informative = true
optional = true
least = -5
most = 1e6

[indicators.growth]
value = "billed / spend - 1"

[indicators.visits_seen]
from = "visits"
value = "count()"
when_empty = "unknown"

[criteria.big]
label = "big"
when = "spend >= line"
risk = true

[score]
missing = "renormalise"
[[score.parts]]
indicator = "billed"
weight = 40
bands = [ { points = 5 }, { from = "line", points = 80.5 } ]
[[score.parts]]
id = "growing"
label = "growing"
indicator = "growth"
weight = "line"
line = [ [-0.5, 0], [0.5, "line"] ]

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "big"
[[tiers]]
id = "others"

[roles.area_manager]
label = { en = "Area manager", zh = "区域经理" }

[review]
promote_after = 2
demote_after = 3
no_demotion_before = 2027-01-01

[visits]
every = { key = "1 month", others = "6 months" }

[stages.ordinary]
label = "Ordinary"

[stages.partner]
label = { en = "Partner", zh = "伙伴" }
[stages.partner.items]
yearly_plan = { en = "A yearly plan", zh = "年度计划" }
sponsor = "A sponsor"

[[playbooks]]
id = "standard"
off = true

[[playbooks]]
id = "raise-bill"
tier = "key"
criterion = "big"
outcome = "met"
moved = "up"
goal = { en = "A larger bill", zh = "提高消费" }
indicator = "billed"
target = "line"

[[playbooks.steps]]
id = "call"
what = "Call"
[[playbooks.steps]]
id = "offer"
what = { en = "Make an offer", zh = "报价" }
responsible = "area_manager"
accountable = "kam_head"
consulted = ["finance", "technical"]
informed = ["sponsor"]
effort = 1.5
due = "3 weeks"
every = "1 quarter"
on_holiday = "before"
acceptance = { zh = "客户签字" }
evidence = "the signed offer"
after = ["call"]

[[playbooks]]
id = "renew"
criterion = "big"
outcome = "changed"
goal = "Know why"
indicator = "spend"
target = 12000.5
[[playbooks.steps]]
id = "ask"
what = "Ask"

[[tests]]
name = "at the line"
as_of = 2026-06-30
set = { line = 10000, home = "west" }
given = { spend = 10000, city = "county", growth = 0.5 }
ledgers.bills = [ { day = 2026-06-01, amount = 10000 } ]
[tests.expect]
tier = "key"
tier_possible = "key"
in_scope = true
score = [1, 2.5]
criteria.big = "unknown"
indicators.billed = 5
"""


def read() -> Pack:
    pack, problems = read_pack("every.toml", EVERY_KEY.encode())
    assert pack is not None
    assert not problems, [problem.text() for problem in problems]
    return pack


def test_the_head():
    pack = read()

    assert (pack.id, pack.version, pack.plugins, pack.currency, pack.hit) == (
        "telecom-2",
        "2026.1",
        ("telecom",),
        "CNY",
        "unique",
    )
    assert pack.title == Label("Telecom", "电信")
    assert pack.description == Label("for both", "for both")
    assert pack.value == "billed"
    assert pack.scope == "industry = 'telecom'"


def test_fields():
    choices = (Choice("prefecture", aliases=("地级市", "市")), Choice("county"))

    assert read().fields == {
        "city": Field(
            "city",
            "choice",
            Label("", "城市"),
            None,
            choices,
            ("City level", "城市级别"),
            immutable=True,
            optional=True,
        ),
        "spend": Field("spend", "money", unit="currency/month", least=Decimal(0), most=Decimal("99999.5")),
    }


def test_ledgers():
    columns = (Field("day", "date"), Field("amount", "money", unit="CNY"))

    assert read().ledgers == {
        "bills": Ledger("bills", columns, Label("bills", "bills"), "day", ("客户编号",)),
        "visits": Ledger("visits", (Field("minutes", "integer"),), date=None),
    }


def test_parameters():
    values = (
        DatedValue(Decimal(10000), date(2024, 1, 1), "practice"),
        DatedValue(Decimal(9000), None, "assumption"),
    )
    low, high = Decimal(1000), Decimal("100000.5")

    assert read().params == {
        "line": Param("line", Label("The line"), "CNY/month", low, high, values),
        "home": Param("home", Label(), None, None, None, (DatedValue("east", None, "us"),), ("east", "west")),
        "start": Param("start", Label(), None, None, None, (DatedValue(date(2024, 2, 29), date(2024, 1, 1), "us"),)),
    }


def test_tables():
    rows = (
        TableRow(("east", Decimal(5)), DatedValue(Decimal(12000), date(2024, 1, 1), "practice")),
        TableRow(("west", Decimal(7)), DatedValue(Decimal("-0.5"), None, "assumption")),
    )
    label = Label("lines", "lines")

    assert read().tables == {"lines": LookupTable("lines", label, "CNY/month", ("region", "size"), rows)}


def test_indicators():
    window = Window.parse("3 months, 12 months ago")
    indicators = read().indicators

    assert indicators["billed"] == Indicator(
        "billed",
        Label("billed", "billed"),
        "sum(amount)",
        "CNY/month",
        "bills",
        "amount > 0",
        window,
        "month",
        Decimal(0),
        2,
        ("average bill",),
        immutable=True,
        informative=True,
        optional=True,
        least=Decimal(-5),
        most=Decimal(1_000_000),
    )
    assert indicators["growth"] == Indicator(
        "growth", Label(), "billed / spend - 1", None, None, None, None, None, None, 6, ()
    )
    assert indicators["visits_seen"].empty is None


def test_criteria_and_tiers():
    assert read().criteria == {"big": Criterion("big", Label("big", "big"), "spend >= line", risk=True)}
    assert read().tiers == (Tier("key", Label("Key", "大客户"), "big"), Tier("others", Label(), None))


def test_the_score():
    score = read().score
    assert score is not None

    assert score.missing == "renormalise"
    assert score.parts == (
        Part(
            "billed",
            Label(),
            "billed",
            Decimal(40),
            (Band(None, Decimal(5)), Band("line", Decimal("80.5"))),
            (),
        ),
        Part(
            "growing",
            Label("growing", "growing"),
            "growth",
            "line",
            (),
            ((Decimal("-0.5"), Decimal(0)), (Decimal("0.5"), "line")),
        ),
    )


def test_work():
    work = read().work

    assert work.roles == {"area_manager": Label("Area manager", "区域经理")}
    assert work.grace == Grace(promote_after=2, demote_after=3, no_demotion_before="2027-01-01")
    assert work.visits == {"key": "1 month", "others": "6 months"}
    assert work.stages == {
        "ordinary": Stage(Label("Ordinary", "Ordinary"), {}),
        "partner": Stage(
            Label("Partner", "伙伴"),
            {"yearly_plan": Label("A yearly plan", "年度计划"), "sponsor": Label("A sponsor", "A sponsor")},
        ),
    }


def test_playbooks():
    off, raise_bill, renew = read().work.playbooks

    assert (off.playbook.id, off.off) == ("standard", True)
    assert not raise_bill.off and raise_bill.playbook == Playbook(
        pack="",
        tier="key",
        goal=Label("A larger bill", "提高消费"),
        steps=(
            Step(Label("Call", "Call"), "call"),
            Step(
                what=Label("Make an offer", "报价"),
                id="offer",
                responsible="area_manager",
                accountable="kam_head",
                consulted=("finance", "technical"),
                informed=("sponsor",),
                effort="1.5",
                due="3 weeks",
                every="1 quarter",
                on_holiday="before",
                acceptance=Label("", "客户签字"),
                evidence=Label("the signed offer", "the signed offer"),
                after=("call",),
            ),
        ),
        id="raise-bill",
        criterion="big",
        outcome="met",
        moved="up",
        indicator="billed",
        target="line",
    )
    assert (renew.playbook.outcome, renew.playbook.target) == ("changed", "12000.5")


def test_tests():
    (test,) = read().tests

    assert (test.name, test.as_of) == ("at the line", date(2026, 6, 30))
    assert test.sets == {"line": Decimal(10000), "home": "west"}
    assert test.given == {"spend": Decimal(10000), "city": "county", "growth": Decimal("0.5")}
    assert test.ledgers == {"bills": ({"day": date(2026, 6, 1), "amount": Decimal(10000)},)}
    assert test.expect == {
        "tier": "key",
        "tier_possible": "key",
        "in_scope": True,
        "score": (Decimal(1), Decimal("2.5")),
        "criteria.big": "unknown",
        "indicators.billed": Decimal(5),
    }


def test_what_may_be_left_out():
    pack, problems = read_pack("least.toml", b'[pack]\nid = "x"\nversion = "1"\n[[tiers]]\nid = "all"\n')

    assert not problems and pack is not None
    assert (pack.hit, pack.scope, pack.score, pack.plugins, pack.currency) == ("first", None, None, (), None)


def test_the_word_currency_stands_for_the_packs_currency():
    text = SOUND.replace('unit = "CNY/month"', 'unit = "currency/month"').replace('unit = "CNY"', 'unit = "currency"')

    assert messages(text) == []
    with_currency = text.replace('version = "1"', 'version = "1"\ncurrency = "EUR"')
    assert str(checked(with_currency).symbols["spend"].type.unit) == "EUR/month"


def test_lines_are_known_for_every_key():
    pack = read()

    for path in (("pack", "scope"), ("fields", "city", "choices"), ("params", "line", "values", 1), ("tiers", 1, "id")):
        line = pack.place(*path).line
        assert line is not None
        assert str(path[-1]) in EVERY_KEY.splitlines()[line - 1] or path[-1] == 1


def test_the_place_of_a_key_that_is_not_there_is_its_section():
    assert (
        str(read().place("tiers", 0, "colour"))
        == f"every.toml:{EVERY_KEY[: EVERY_KEY.index('[[tiers]]')].count(chr(10)) + 1}: tiers[1].colour"
    )


def test_the_same_bytes_have_the_same_digest_and_other_bytes_another():
    first, second = read(), read()
    other, _ = read_pack("every.toml", EVERY_KEY.replace("10000", "10001").encode())

    assert first.digest == second.digest
    assert other is not None and other.digest != first.digest


def test_files_may_begin_with_a_byte_order_mark_and_end_lines_as_windows_does():
    pack, problems = read_pack("x.toml", b"\xef\xbb\xbf" + EVERY_KEY.replace("\n", "\r\n").encode())

    assert not problems and pack is not None
    assert pack.place("tiers", 1, "id").line == read().place("tiers", 1, "id").line
