"""A wholesaler's invoices as accounts and orders, and what is known of them: worked out here, apart from the engine."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

AS_OF = "2010-12-03"


@dataclass(frozen=True)
class Line:
    """A line of an invoice that counts: a customer bought a quantity above 0 at a price above 0."""

    customer: str
    day: str
    amount: Decimal


def lines(folder: Path) -> Iterator[Line]:
    """The lines that count, of every file in a folder."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                quantity, price = Decimal(row["Quantity"]), Decimal(row["UnitPrice"])
                if row["CustomerID"] and quantity > 0 and price > 0:
                    day = row["InvoiceDate"].split()[0]
                    yield Line(row["CustomerID"].removesuffix(".0"), day, quantity * price)


def gross(folder: Path) -> dict[str, Decimal]:
    """The gross value of each customer."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines(folder):
        total[line.customer] += line.amount
    return dict(total)


def write_files(source: Path, target: Path) -> tuple[Path, Path]:
    """The invoices as ``accounts.csv`` and ``orders.csv`` in a folder; the orders begin with the last ones."""
    found = list(lines(source))
    accounts, orders = target / "accounts.csv", target / "orders.csv"
    customers = sorted({line.customer for line in found})
    accounts.write_text("\n".join(["CustomerID", *customers]) + "\n", encoding="utf-8")
    rows = [f"{one.customer},{one.day},{one.amount}" for one in reversed(found)]
    orders.write_text("\n".join(["CustomerID,InvoiceDate,Amount", *rows]) + "\n", encoding="utf-8")
    return accounts, orders


def abc(values: dict[str, Decimal], crossing: str) -> dict[str, str]:
    """The class of each customer at 80 % and 95 %; customers of equal value stand together."""
    total = sum(values.values())
    classes = {}
    for customer, own in values.items():
        reached = sum(value for value in values.values() if value >= own)
        if crossing == "before":
            before = reached - own
            classes[customer] = "A" if before * 100 < total * 80 else "B" if before * 100 < total * 95 else "C"
        else:
            classes[customer] = "A" if reached * 100 <= total * 80 else "B" if reached * 100 <= total * 95 else "C"
    return classes


def top_fifth(values: dict[str, Decimal]) -> Decimal:
    """What the largest 20 % of the customers, rounded up, hold of everything."""
    count = -(-len(values) // 5)
    return sum(sorted(values.values(), reverse=True)[:count], Decimal(0)) / sum(values.values())


def gini(values: dict[str, Decimal]) -> Decimal:
    """The Gini coefficient: the mean difference of all pairs over twice the mean."""
    every = list(values.values())
    differences = sum((abs(a - b) for a in every for b in every), Decimal(0))
    return differences / (2 * len(every) * sum(every))
