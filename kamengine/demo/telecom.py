"""Two thousand customers of a telecom operator with 24 months of bills, as its billing system would export them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamengine.demo.dice import Dice
from kamengine.demo.names import PLACES, SECTORS, Names, Place, people
from kamengine.demo.tables import AS_OF, Cell, DemoData, DemoTable, fen, months_back, yuan

CUSTOMERS = 2000
MONTHS = 24

_HEADERS = (
    *("客户编号", "客户名称", "业务板块", "客户行业", "客户类型", "大区", "省份", "地市", "城市级别"),
    *("合同类型", "合同到期日", "入网日期", "在网时长", "套餐", "在用产品数", "服务等级"),
    *("未结投诉数", "近三个月故障次数", "战略客户标识", "列入战略名单理由", "客户经理"),
)
_BILL_HEADERS = ("客户编号", "账期", "业务类型", "出账金额", "账单状态")

# Yuan a month of the smallest customer, by city level: large customers are rarer in small places.
_LEAST_SPEND = {"直辖市": 2600, "省会": 2600, "地级市": 1600, "县级市": 800, "乡镇": 550}
_LONGEST_TAIL = 300
_LEVEL_WEIGHTS = {"直辖市": 1.0, "省会": 1.2, "地级市": 2.4, "县级市": 1.8, "乡镇": 0.8}
_SEASON = (1.0, 0.91, 1.02, 1.0, 1.01, 1.02, 0.98, 0.97, 1.01, 1.0, 1.03, 1.05)
_COURSES = (("steady", 60.0), ("growing", 17.0), ("shrinking", 12.0), ("leaving", 4.0), ("new", 7.0))
_CONTRACTS = (("一年期", 34.0), ("两年期", 28.0), ("三年期", 12.0), ("框架协议", 6.0), ("按月", 8.0), ("无合同", 5.0))
_CONTRACT_DAYS = {"一年期": 365, "两年期": 730, "三年期": 1095, "框架协议": 1095}
_PLANS = (
    "商企通 99",
    "商企通 199",
    "商企通 399",
    "专线优享 50M",
    "专线优享 200M",
    "云网一体 A",
    "云网一体 B",
    "集团定制",
)
_SERVICES = ("固话宽带", "移动业务", "互联网专线", "云服务", "物联网")
_REASONS = ("集团总部统一签约", "省重点项目", "行业标杆", "政务云承建单位", "联合实验室伙伴")

# Customers that stand exactly at the line of a prefecture-level city, or one fen a month below it.
_AT_THE_LINE = (1000010, 999995, 999995)
_BELOW_THE_LINE = (1000010, 999995, 999992)


@dataclass(frozen=True)
class _Customer:
    """One customer as the dice made it."""

    id: str
    place: Place
    spend: float
    size: float
    course: str
    change: float
    months: int
    care: float


def telecom_demo(seed: int = 20260930) -> DemoData:
    """The customers and their bills; the same seed gives the same data everywhere."""
    dice = Dice(seed)
    names, managers = Names(dice, english=0.12), people(dice, 24)
    accounts: list[Sequence[Cell]] = []
    bills: list[Sequence[Cell]] = []
    for number in range(1, CUSTOMERS + 1):
        customer = _customer(dice, number)
        accounts.append(_account_row(dice, customer, names, managers))
        bills.extend(_bills(dice, customer, number))
    return DemoData(DemoTable(_HEADERS, accounts), {"bills": DemoTable(_BILL_HEADERS, bills)})


def _customer(dice: Dice, number: int) -> _Customer:
    place = _AT_LINE_PLACE if _fixed_bills(number) else dice.weighted(_PLACE_WEIGHTS)
    least = _LEAST_SPEND[place.level]
    drawn = dice.skewed(least, _LONGEST_TAIL)
    spend = sum(_fixed_bills(number)) / 300 or drawn
    course = "steady" if _fixed_bills(number) else dice.weighted(_COURSES)
    change = {
        "steady": dice.between(-0.08, 0.12),
        "growing": dice.between(0.15, 0.7),
        "shrinking": dice.between(-0.6, -0.2),
        "leaving": dice.between(-0.4, 0.0),
        "new": dice.between(0.0, 0.3),
    }[course]
    months = dice.whole(2, 14) if course == "new" else MONTHS
    return _Customer(f"T{number:05d}", place, spend, drawn / least, course, change, months, dice.between(0, 1))


def _fixed_bills(number: int) -> tuple[int, ...]:
    """The last three bills, in fen, of the few customers that test the line."""
    if number % 160 == 7:
        return _AT_THE_LINE
    return _BELOW_THE_LINE if number % 250 == 11 else ()


_PLACE_WEIGHTS = tuple((place, _LEVEL_WEIGHTS[place.level]) for place in PLACES)
_AT_LINE_PLACE = next(place for place in PLACES if place.city == "苏州")


def _account_row(dice: Dice, customer: _Customer, names: Names, managers: Sequence[str]) -> list[Cell]:
    place = customer.place
    sector, trade, trade_en = dice.pick(SECTORS)
    size = customer.size
    tenure = customer.months if customer.course == "new" else dice.whole(24, 30 + int(100 * customer.care))
    contract, end = _contract(dice, customer)
    chosen = dice.chance(0.005)
    reason = dice.pick(_REASONS) if chosen and not dice.chance(0.2) else None
    kind = "政府客户" if sector == "政务" else "企业客户" if size > 1.6 else "商业客户"
    return [
        customer.id,
        names.company(place, trade, trade_en),
        "电信",
        sector,
        kind,
        _unless(dice, 0.015, place.region),
        place.province,
        place.city,
        _unless(dice, 0.04, "县级" if place.level == "县级市" and dice.chance(0.3) else place.level),
        _unless(dice, 0.03, contract),
        _unless(dice, 0.05, end),
        months_back(tenure, day=dice.whole(1, 28)),
        _unless(dice, 0.03, tenure),
        dice.pick(_PLANS),
        _unless(dice, 0.02, _products(dice, customer)),
        "钻石" if size > 30 else "金牌" if size > 10 else "银牌" if size > 4 else "普通",
        _unless(dice, 0.02, _count(dice, 0.12 if customer.care > 0.4 else 0.3)),
        _unless(dice, 0.04, _count(dice, 0.25)),
        "是" if chosen else "否",
        reason,
        dice.pick(managers),
    ]


def _unless(dice: Dice, missing: float, value: Cell) -> Cell:
    """The value, or a blank with this probability."""
    return None if dice.chance(missing) else value


def _products(dice: Dice, customer: _Customer) -> int:
    """More products in use where more is spent and the account is well cared for."""
    return max(1, int(0.8 + customer.care * 1.2 + sum(customer.size >= size for size in (3, 8, 25)) + dice.bell()))


def _count(dice: Dice, probability: float) -> int:
    """How many cases: mostly none, each further one as likely as the first."""
    count = 0
    while count < 6 and dice.chance(probability):
        count += 1
    return count


def _contract(dice: Dice, customer: _Customer) -> tuple[str, dt.date | None]:
    """The kind of contract and the day it ends; large customers are bound for longer."""
    kind = dice.weighted(_CONTRACTS)
    if customer.size > 6 and kind in ("按月", "无合同") and dice.chance(0.7):
        kind = "两年期"
    if kind not in _CONTRACT_DAYS:
        return kind, None
    return kind, AS_OF + dt.timedelta(days=dice.whole(-30, _CONTRACT_DAYS[kind]))


def _bills(dice: Dice, customer: _Customer, number: int) -> Iterator[Sequence[Cell]]:
    """The bills of a customer from the oldest to the newest; a few customers have none on file."""
    if dice.chance(0.015) and not _fixed_bills(number):
        return
    service, second = dice.pick(_SERVICES), dice.chance(0.08)
    overdue = dice.whole(1, 5) if dice.chance(0.05 + 0.08 * (1 - customer.care)) else 0
    left = dice.whole(1, 8) if customer.course == "leaving" else 0
    without_status = dice.chance(0.01)
    for back in range(customer.months - 1, -1, -1):
        amount = 0 if back < left else _amount(dice, customer, back)
        if back < 3 and _fixed_bills(number):
            amount = _fixed_bills(number)[2 - back]
        status = None if without_status else _status(dice, back, amount, overdue)
        day = months_back(back, day=26)
        if dice.chance(0.006):
            yield customer.id, day, service, yuan(amount * 3), "作废"
        if second and amount:
            part = amount * 3 // 10
            yield customer.id, day, "物联网" if service == "云服务" else "云服务", yuan(part), status
            amount -= part
        yield customer.id, day, service, yuan(amount), status


def _amount(dice: Dice, customer: _Customer, back: int) -> int:
    """The bill of one month in fen: the course of the customer, the season and some noise."""
    day = months_back(back)
    course = 1 / (1 + customer.change * back / 12) if customer.change >= 0 else 1 - customer.change * back / 12
    return fen(customer.spend * course * _SEASON[day.month - 1] * (1 + 0.05 * dice.bell()))


def _status(dice: Dice, back: int, amount: int, overdue: int) -> str:
    if amount and 0 < back <= overdue:
        return "欠费"
    if back == 0 and not dice.chance(0.3):
        return "已出账"
    return "争议中" if dice.chance(0.002) else "已缴清"
