"""Three hundred distributors of a maker with orders, receivables, scans and stock, as its systems would export them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamengine.demo.dice import Dice
from kamengine.demo.names import PLACES, Names, Place, people
from kamengine.demo.tables import AS_OF, Cell, DemoData, DemoTable, fen, month_end, months_back, yuan

DISTRIBUTORS = 300
MONTHS = 18

_HEADERS = (
    *("Distributor code", "Distributor name", "Business line", "Channel type"),
    *("Sales region", "Authorised territory", "City"),
    *("Account manager", "Partner since", "Registered capital", "Warehouse area", "Delivery vehicles", "Sales people"),
    *("Local relations (1 to 5)", "Management (1 to 5)", "Business approach (1 to 5)", "Working methods (1 to 5)"),
    *(
        "Credit limit",
        "Assessed on",
        "Keeps territory",
        "Keeps prices",
        "Shares data",
        "Invests in brand",
        "Joint plan",
    ),
)
_ORDER_HEADERS = ("Distributor code", "Order date", "Product", "Quantity", "Order amount", "Order status")
_RECEIVABLE_HEADERS = ("Distributor code", "Statement date", "Balance", "Overdue", "Collected", "Days overdue")
_SCAN_HEADERS = (
    *("Distributor code", "Scan date", "Goods code", "Scan region", "Authorised region"),
    *("Quantity", "Price", "Floor price"),
)
_STOCK_HEADERS = ("Distributor code", "Month end", "Product", "Opening stock", "Received", "Sold on")

_TYPES = (("dealer", 55.0), ("distributor", 25.0), ("wholesaler", 12.0), ("agent", 6.0), ("retailer", 2.0))
_TRADES = (("食品", "Foods"), ("饮料", "Beverages"), ("日用品", "Household Goods"), ("粮油", "Grain & Oil"))
_PRODUCTS = (("Sparkling water 24", 58), ("Green tea 15", 45), ("Oat drink 12", 66), ("Herbal soda 24", 72))
_SEASON = (1.35, 0.7, 0.85, 0.9, 1.05, 1.15, 1.2, 1.15, 1.0, 0.85, 0.8, 1.0)
_LEAST_SALES = 2_000_000
_LONGEST_TAIL = 60
_TERRITORIES = tuple(place for place in PLACES if place.level != "乡镇")


@dataclass(frozen=True)
class _Distributor:
    """One distributor as the dice made it.

    Attributes:
        sales: yuan a year.
        merit: from 0 to 1: how well it is run; strength, ability, credit and conduct follow it loosely.
    """

    id: str
    place: Place
    sales: float
    change: float
    merit: float
    diverts: float
    undercuts: float


def distributor_demo(seed: int = 20260930) -> DemoData:
    """The distributors and their ledgers; the same seed gives the same data everywhere."""
    dice = Dice(seed)
    names, managers = Names(dice, english=0.7), people(dice, 12)
    accounts: list[Sequence[Cell]] = []
    orders: list[Sequence[Cell]] = []
    receivables: list[Sequence[Cell]] = []
    scans: list[Sequence[Cell]] = []
    made: list[_Distributor] = []
    for number in range(1, DISTRIBUTORS + 1):
        one = _distributor(dice, number)
        made.append(one)
        accounts.append(_account_row(dice, one, names, managers))
        orders.extend(_orders(dice, one))
        receivables.extend(_receivables(dice, one))
        scans.extend(_scans(dice, one))
    reports = Dice(seed + 1)  # of their own, so that the other tables stay as they are
    stock = [row for one in made for row in _stock(reports, one)]
    ledgers = {
        "orders": DemoTable(_ORDER_HEADERS, orders),
        "receivables": DemoTable(_RECEIVABLE_HEADERS, receivables),
        "scans": DemoTable(_SCAN_HEADERS, scans),
        "stock": DemoTable(_STOCK_HEADERS, stock),
    }
    return DemoData(DemoTable(_HEADERS, accounts), ledgers)


def _distributor(dice: Dice, number: int) -> _Distributor:
    sales = dice.skewed(_LEAST_SALES, _LONGEST_TAIL)
    merit = dice.between(0.25 if sales > 5 * _LEAST_SALES else 0, 1)  # nobody becomes large by chance alone
    diverts = dice.between(0.04, 0.3) if dice.chance(0.07 * (1.3 - merit)) else dice.between(0, 0.006)
    undercuts = dice.between(0.1, 0.5) if dice.chance(0.06 * (1.3 - merit)) else dice.between(0, 0.08)
    return _Distributor(
        f"D{number:04d}",
        dice.pick(_TERRITORIES),
        sales,
        dice.between(-0.3, 0.4),
        merit,
        diverts,
        undercuts,
    )


def _account_row(dice: Dice, one: _Distributor, names: Names, managers: Sequence[str]) -> list[Cell]:
    size = one.sales / _LEAST_SALES
    strength = (0.8 + one.merit) * (1.3 + min(size, 20.0) / 9)
    return [
        one.id,
        names.company(one.place, *dice.pick(_TRADES)),
        "distribution",
        _unless(dice, 0.02, dice.weighted(_TYPES)),
        one.place.region_en,
        one.place.city_en,
        one.place.city_en,
        dice.pick(managers),
        months_back(dice.whole(6, 180), day=dice.whole(1, 28)),
        _unless(dice, 0.03, 100_000 * max(2, int(15 * strength * dice.between(0.5, 1.6)))),
        _unless(dice, 0.03, 50 * max(2, int(10 * strength * dice.between(0.6, 1.5)))),
        _unless(dice, 0.03, max(1, int(3 * strength * dice.between(0.5, 1.5)))),
        _unless(dice, 0.03, max(2, int(5 * strength * dice.between(0.5, 1.5)))),
        _rating(dice, one.merit),
        *(_unless(dice, 0.02, _rating(dice, one.merit)) for _ in range(3)),
        _unless(dice, 0.015, 10_000 * max(5, int(one.sales / 12 * dice.between(2.6, 4.2) / 10_000))),
        _unless(dice, 0.03, AS_OF - dt.timedelta(days=dice.whole(5, 380 if dice.chance(0.93) else 700))),
        *(_unless(dice, 0.01, "yes" if dice.chance(0.65 + 0.35 * one.merit) else "no") for _ in range(5)),
    ]


def _unless(dice: Dice, missing: float, value: Cell) -> Cell:
    """The value, or a blank with this probability."""
    return None if dice.chance(missing) else value


def _rating(dice: Dice, merit: float) -> int:
    """A rating from 1 to 5."""
    return max(1, min(5, int(2 + 3 * merit + dice.bell() + 0.5)))


def _orders(dice: Dice, one: _Distributor) -> Iterator[Sequence[Cell]]:
    """Orders from the oldest month to the newest: one to four a month, with returns and cancelled ones."""
    often = 1 + sum(one.sales >= line for line in (2_000_000, 5_000_000, 15_000_000))
    for back in range(MONTHS - 1, -1, -1):
        month = months_back(back)
        course = 1 / (1 + one.change * back / 12) if one.change >= 0 else 1 - one.change * back / 12
        for part in range(often):
            product, price = dice.pick(_PRODUCTS)
            worth = one.sales / 12 / often * course * _SEASON[month.month - 1] * (1 + 0.2 * dice.bell())
            quantity = max(1, int(worth / price))
            day = month + dt.timedelta(days=2 + part * 7 + dice.whole(0, 4))
            status = _order_status(dice, back)
            yield one.id, day, product, quantity, yuan(fen(quantity * price)), status
            if status == "delivered" and dice.chance(0.04):
                back_again = max(1, quantity // 12)
                late = min(day + dt.timedelta(days=9), AS_OF)
                yield one.id, late, product, back_again, yuan(-fen(back_again * price)), "returned"


def _order_status(dice: Dice, back: int) -> str:
    if dice.chance(0.02):
        return "cancelled"
    if back == 0 and dice.chance(0.35):
        return dice.pick(("placed", "shipped"))
    return "delivered"


def _receivables(dice: Dice, one: _Distributor) -> Iterator[Sequence[Cell]]:
    """A statement at each of the last twelve month ends; a few distributors have none, or no overdue amount."""
    if dice.chance(0.01):
        return
    days = dice.between(18, 50) + 55 * (1 - one.merit) * dice.between(0.2, 1)
    late = dice.between(0, 0.09) if dice.chance(0.5 + 0.45 * one.merit) else dice.between(0.09, 0.45)
    overdue_known = not dice.chance(0.02)
    for back in range(11, -1, -1):
        balance = fen(one.sales / 365 * days * (1 + 0.12 * dice.bell()))
        overdue = int(balance * late * dice.between(0.85, 1.1))
        collected = fen(one.sales / 12 * (1 + 0.15 * dice.bell()))
        yield (
            one.id,
            month_end(back),
            yuan(balance),
            yuan(overdue) if overdue_known else None,
            yuan(collected),
            dice.whole(1, 20 + int(late * 200)) if overdue else 0,
        )


def _scans(dice: Dice, one: _Distributor) -> Iterator[Sequence[Cell]]:
    """Goods found in the market over the last twelve months; a few distributors were never inspected."""
    if dice.chance(0.015):
        return
    days = sorted(dice.whole(0, 360) for _ in range(dice.whole(20, 60)))
    for count, ago in enumerate(reversed(days), start=1):
        home = one.place.city_en
        found = dice.pick(_TERRITORIES).city_en if dice.chance(one.diverts) else home
        _, floor = dice.pick(_PRODUCTS)
        low = dice.chance(one.undercuts)
        price = floor * (dice.between(0.82, 0.97) if low else dice.between(1.0, 1.15))
        yield (
            one.id,
            AS_OF - dt.timedelta(days=ago),
            f"{one.id}-{count:03d}",
            _unless(dice, 0.01, found),
            home,
            dice.whole(1, 12),
            _unless(dice, 0.08, yuan(fen(price))),
            yuan(fen(floor)),
        )


def _stock(dice: Dice, one: _Distributor) -> Iterator[Sequence[Cell]]:
    """What was there, came in and went out, by product and month; some distributors report nothing."""
    if dice.chance(0.08 + 0.12 * (1 - one.merit)):
        return
    pace = dice.between(0.34, 0.5) + 0.25 * one.merit
    if dice.chance(0.12):
        pace *= dice.between(0.45, 0.8)  # the warehouse was loaded, and the outlets do not follow
    for product, price in _PRODUCTS:
        a_month = max(2, int(one.sales / 12 / len(_PRODUCTS) / price))
        opening = int(a_month * (1 / pace - 1) * dice.between(0.8, 1.2))
        for back in range(5, -1, -1):
            received = int(a_month * _SEASON[months_back(back).month - 1] * (1 + 0.15 * dice.bell()))
            sold = int((opening + received) * min(0.95, pace * (1 + 0.1 * dice.bell())))
            known = _unless(dice, 0.01, opening)
            yield one.id, month_end(back), product, known, received, sold
            opening += received - sold
