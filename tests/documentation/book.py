"""docs/rules.md as it is tested: the files it shows, and the tables whose rows are evaluated by the engine.

A fenced block ``toml NAME`` or ``csv NAME`` is a file; ``toml NAME +`` goes on with it. The header of a table says what
its rows are: see `TABLES`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamengine.engine.database import scratch
from kamengine.engine.inspect import Inspection, inspect_all
from kamengine.engine.made_up import made_up
from kamengine.language.check import check
from kamengine.language.vocabulary import Vocabulary
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from tests.conftest import REPOSITORY

FILE = REPOSITORY / "docs" / "rules.md"
AS_OF = date(2026, 6, 30)
FACTS_PACK = "facts.toml"
"""The pack of the page that declares the facts of the tables."""

TABLES = {
    "one account": "an expression, the facts of an account, its value",
    "all accounts": "an expression, the facts of some accounts, its value for each of them",
    "ledger rows": "an expression, rows of the ledger bills, its value",
    "unit of": "an expression, and its unit",
    "refused": "an expression, and what the check says",
    "window": "a window, and its first and last day as of 30 June 2026",
}
"""The first words in the header of each kind of table, and what its columns hold."""

_BLOCK = re.compile(r"^```(toml|csv) (\S+)( \+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^`([^`]*)`$")
_TABLE = re.compile(r"^\| (" + "|".join(TABLES) + r") \|.*\n\|[-| ]+\n((?:\|.*\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells without the marks of code."""

    kind: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        """What the row is about."""
        return self.cells[0]


def files(page: str) -> dict[str, str]:
    """The files that a page shows, by name, each with everything that the page adds to it."""
    found: dict[str, str] = {}
    for _, name, more, content in _BLOCK.findall(page):
        found[name] = f"{found[name]}\n{content}" if more else content
    return found


def write_files(page: str, folder: Path) -> None:
    """Put the files that a page shows into a folder, for the commands that it shows."""
    for name, content in files(page).items():
        (folder / name).write_text(content, encoding="utf-8")


def rows(page: str, kind: str) -> list[Row]:
    """The rows of every table of a kind."""
    return [
        Row(kind, tuple(_CODE.sub(r"\1", cell.strip()) for cell in line.strip("|\n ").split(" | ")))
        for found, body in _TABLE.findall(page)
        for line in body.splitlines()
        if found == kind
    ]


def toml_value(text: str) -> Any:
    """A value as TOML writes it, numbers as decimals; ``unknown`` is None, alone or in a list."""
    value = tomllib.loads("value = " + text.replace("unknown", '"unknown"'), parse_float=Decimal)["value"]
    known = [None if item == "unknown" else item for item in (value if isinstance(value, list) else [value])]
    return known if isinstance(value, list) else known[0]


def facts_of(text: str) -> dict[str, Any]:
    """Facts by name, as a table writes them: ``spend = 5, vip = true``; none for a dash."""
    if text == "–":
        return {}
    pairs = re.findall(r"(\w+) = (\[[^]]*]|\"[^\"]*\"|[^,]+)", text)
    return {name: toml_value(value.strip()) for name, value in pairs}


def sound(text: str, file: str = FACTS_PACK) -> CheckedPack:
    """A pack that is sound."""
    pack, problems = read_pack(file, text.encode())
    assert pack is not None and not problems, [problem.text() for problem in problems]
    checked, problems = check_pack(pack, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def values(page: str, kind: str, found: Sequence[Row]) -> Iterator[Any]:
    """What the engine makes of the expression of each row."""
    for row in found:
        expression, facts = row.cells[0], facts_of(row.cells[1])
        if kind == "all accounts":
            size = max(len(column) for column in facts.values())
            accounts = [{name: column[i] for name, column in facts.items()} for i in range(size)]
            yield evaluated(page, expression, accounts, [])
        elif kind == "ledger rows":
            size = max((len(column) for column in facts.values()), default=0)
            bills = [{name: column[i] for name, column in facts.items()} for i in range(size)]
            yield evaluated(page, expression, [{}], bills)[0]
        else:
            yield evaluated(page, expression, [facts], [])[0]


def evaluated(page: str, expression: str, accounts: list[dict[str, Any]], bills: list[dict[str, Any]]) -> list[Any]:
    """The value of an expression for each account; the first one has the bills."""
    base = files(page)[FACTS_PACK]
    truth = not bills and is_condition(sound(base), expression)
    section, key = ("criteria", "when") if truth else ("indicators", "value")
    ledger = 'from = "bills"\n' if bills else ""
    checked = sound(f"{base}\n[{section}.asked]\n{ledger}{key} = '''{expression}'''\n")
    with scratch() as connection:
        made = [{"account_id": str(index), **facts} for index, facts in enumerate(accounts)]
        ledgers = {"bills": [{"account_id": "0", **bill} for bill in bills]} if bills else {}
        found = inspect_all(checked, made_up(connection, checked, made, ledgers), bind(checked, AS_OF))
    return [_plain(found[str(index)], "asked") for index in range(len(accounts))]


def is_condition(checked: CheckedPack, expression: str) -> bool:
    """Whether an expression is true or false, and not a number or a date."""
    expr, findings = check(expression, Vocabulary.of(checked.symbols, checked.functions, "account", "portfolio"))
    assert not findings, [str(finding.what) for finding in findings]
    return expr.type.kind == "bool"


def unit_of(page: str, expression: str) -> str:
    """The unit of an expression over accounts, ``–`` for none."""
    checked = sound(files(page)[FACTS_PACK])
    expr, findings = check(expression, Vocabulary.of(checked.symbols, checked.functions, "account", "portfolio"))
    assert not findings, [str(finding.what) for finding in findings]
    return str(expr.type.unit) if expr.type.unit is not None else "–"


def refusals(page: str, expression: str) -> list[str]:
    """Everything that the check says of an expression, with the remedies."""
    checked = sound(files(page)[FACTS_PACK])
    _, findings = check(expression, Vocabulary.of(checked.symbols, checked.functions, "account", "portfolio"))
    return [f"{finding.what} — {finding.remedy}" if finding.remedy else str(finding.what) for finding in findings]


def _plain(found: Inspection, name: str) -> Any:
    value = found.values[name]
    return Decimal(str(value)) if isinstance(value, float) else value
