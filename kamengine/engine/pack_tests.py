"""Running the tests inside a pack: each is a portfolio of one account, classified by the engine itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlglot import exp

from kamengine.engine.database import connect
from kamengine.engine.inspect import inspect
from kamengine.engine.run import DIALECT, classify
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.language.sql import column, literal
from kamengine.pack.check_tests import test_date
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import PackTest, Scalar
from kamengine.problems import KamError, Place, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACCOUNT = "test"


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than expected; values as they are, None for unknown."""

    key: str
    expected: object
    found: object


@dataclass(frozen=True)
class TestResult:
    """The outcome of one test.

    Attributes:
        name: of the test.
        place: where it stands in the pack.
        differences: what is not as expected; none when it passed.
        problems: what kept it from running.
    """

    name: str
    place: Place
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences and not self.problems


def run_tests(checked: CheckedPack) -> list[TestResult]:
    """The result of each test of a pack, in order."""
    return [_run(checked, index, test) for index, test in enumerate(checked.pack.tests)]


def _run(checked: CheckedPack, index: int, test: PackTest) -> TestResult:
    place = checked.pack.place("tests", index)
    with connect() as connection:
        accounts = _table(connection, "accounts", [{"account_id": ACCOUNT, **test.given}], _account_kinds(checked))
        ledgers = {}
        for name, rows in test.ledgers.items():
            kinds = {field.name: SQL_TYPES[field.kind] for field in checked.ledgers[name].fields}
            ledgers[name] = _table(
                connection, f"ledger_{name}", [{"account_id": ACCOUNT, **row} for row in rows], kinds
            )
        try:
            run = classify(checked, Snapshot(connection, accounts, ledgers), test_date(checked, test), test.sets)
        except KamError as error:
            return TestResult(test.name, place, problems=error.problems)
        found = inspect(run, ACCOUNT)
    outcome: dict[str, object] = {"in_scope": found is not None}
    if found is not None:
        outcome |= {"tier": found.tier or "none", "tier_possible": found.tier_possible or "none", "score": found.score}
        outcome |= {f"criteria.{name}": found.values[name] for name in checked.criteria}
        outcome |= {f"indicators.{name}": found.values[name] for name in checked.indicators}
    return TestResult(test.name, place, _differences(test.expect, outcome))


def _differences(expect: Mapping[str, object], found: Mapping[str, object]) -> tuple[Difference, ...]:
    differences = []
    for key, wanted in expect.items():
        value = found.get(key, "out of scope")
        if not _same(wanted, value):
            differences.append(Difference(key, None if wanted == "unknown" else wanted, value))
    return tuple(differences)


def _same(wanted: object, found: object) -> bool:
    if wanted == "unknown":
        return found is None
    if isinstance(found, tuple):
        ends = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        return all(_same(end, value) for end, value in zip(ends, found, strict=True))
    if isinstance(wanted, Decimal) and isinstance(found, float | int | Decimal) and not isinstance(found, bool):
        return float(wanted) == float(found)
    return type(wanted) is type(found) and wanted == found


def _account_kinds(checked: CheckedPack) -> dict[str, str]:
    kinds = {name: SQL_TYPES[field.kind] for name, field in checked.fields.items()}
    for field in checked.ready_made_fields():
        kinds[field.name] = SQL_TYPES[field.kind]
    return kinds


def _table(connection: DuckDBPyConnection, name: str, rows: list[dict[str, Scalar]], kinds: Mapping[str, str]) -> Table:
    given = sorted({key for row in rows for key in row} - {"account_id"})
    columns = ["account_id", *given]
    types = ["VARCHAR", *(kinds[key] for key in given)]
    declared = ", ".join(f"{column(c).sql(DIALECT)} {t}" for c, t in zip(columns, types, strict=True))
    connection.execute(f'CREATE TABLE "{name}" ({declared})')
    for row in rows:
        values = exp.Tuple(expressions=[literal(row.get(c)) for c in columns]).sql(DIALECT)
        connection.execute(f'INSERT INTO "{name}" VALUES {values}')
    return Table(name, frozenset(given))
