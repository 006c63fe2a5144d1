"""A small workspace with two packs, whose numbers can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kamengine.declarations import Kind
from kamengine.engine.database import scratch
from kamengine.workspace import Column, Counts, NewImport, SourceRecord, Workspace

SPEND = """\
[pack]
id = "spend"
version = "1"
title = { en = "Spend", zh = "消费" }
scope = "city <> 'abroad'"
currency = "CNY"
value = "yearly"

[fields.city]
type = "text"
label = { en = "City", zh = "城市" }
[fields.staff]
type = "integer"
label = { en = "Staff", zh = "员工数" }
[fields.yearly]
type = "money"
label = { en = "Yearly revenue", zh = "年收入" }
unit = "currency/year"
[fields.vip]
type = "bool"

[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"

[indicators.billed]
label = { en = "Billed", zh = "出账" }
from = "bills"
value = "sum(amount)"
when_empty = "unknown"

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "billed >= 100 and staff >= 10"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通" }
"""
ABROAD = """\
[pack]
id = "abroad"
version = "1"
title = "Abroad"
scope = "city = 'abroad' or staff > 100"
[fields.city]
type = "text"
[fields.staff]
type = "integer"
[[tiers]]
id = "all"
"""
ACCOUNTS = """
    SELECT * FROM (VALUES
        ('A', '北京星河有限公司', 'Beijing', 50, 1000.10),
        ('B', '北京星河集团', 'Beijing', NULL, 200.20),
        ('C', 'Remote', 'abroad', 500, 1),
        ('D', 'Nowhere', NULL, 500, 1),
        ('E', 'Small', 'Xian', 5, NULL),
        ('F', 'No bills', 'Xian', NULL, NULL),
    ) AS rows (account_id, name, city, staff, yearly)
"""
BILLS = """
    SELECT * FROM (VALUES
        ('A', DATE '2026-05-01', 60), ('A', DATE '2026-06-01', 60),
        ('B', DATE '2026-06-20', 500), ('B', DATE '2026-06-20', 500), ('B', DATE '2026-06-20', 500),
        ('E', DATE '2026-01-01', 5), ('gone', DATE '2026-06-21', 5)
    ) AS rows (account_id, date, amount)
"""
TYPES: Mapping[str, tuple[Kind, str]] = {
    "name": ("text", "VARCHAR"),
    "city": ("text", "VARCHAR"),
    "staff": ("integer", "BIGINT"),
    "yearly": ("money", "DECIMAL(18, 4)"),
    "billed": ("money", "DECIMAL(18, 4)"),
    "date": ("date", "DATE"),
    "amount": ("money", "DECIMAL(18, 4)"),
}


@contextmanager
def workspace_with(
    folder: Path, packs: Mapping[str, str], accounts: str | None = ACCOUNTS, bills: str | None = BILLS
) -> Iterator[Workspace]:
    """A workspace called Acme with these packs by file name, and the results of these queries as imports."""
    content = {name: text.encode() for name, text in packs.items()}
    with Workspace.init(folder, name="Acme", language="en", packs=content) as made:
        if accounts is not None:
            import_query(made, "accounts", accounts)
        if bills is not None:
            import_query(made, "bills", bills)
        yield made


def import_query(workspace: Workspace, kind: str, query: str) -> None:
    """Import the rows of a query over typed columns named as in `TYPES`."""
    path = workspace.temporary()
    with scratch() as connection:
        names = [row[0] for row in connection.execute(f"DESCRIBE {query}").fetchall() if row[0] != "account_id"]
        typed = ", ".join(f"CAST({name} AS {TYPES[name][1]}) AS {name}" for name in names)
        connection.execute(f"COPY (SELECT account_id, {typed} FROM ({query})) TO '{path}' (FORMAT parquet)")
        rows = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]
    columns = tuple(Column(name, TYPES[name][0]) for name in names)
    mode, date = ("replace", None) if kind == "accounts" else ("append", "date")
    sources = (SourceRecord(f"{kind}.csv", "0", 1),)
    draft = NewImport(kind, mode, sources, Counts(rows, rows), columns, rows, query, date=date)  # type: ignore[arg-type]
    workspace.add_import(draft, path, base=None, who="ann")
