"""Running the tests inside a pack: each is a portfolio of one account, classified by the engine itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.engine.apart import Apart
from kamengine.engine.database import scratch
from kamengine.engine.inspect import Inspection, inspect_all, inspector
from kamengine.engine.made_up import made_up
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.language.sql import Bindings
from kamengine.pack.bind import bind
from kamengine.pack.check_tests import test_date
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import PackTest
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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
        test: what was run.
        place: where it stands in the pack.
        differences: what is not as expected; none when it passed.
        problems: what kept it from running.
    """

    test: PackTest
    place: Place
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The name of the test."""
        return self.test.name

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences and not self.problems


def run_tests(checked: CheckedPack) -> list[TestResult]:
    """The result of each test of a pack, in order."""
    results: dict[int, TestResult] = {}
    for group in _groups(checked):
        results |= _run(checked, group)
    return [results[index] for index in sorted(results)]


def _groups(checked: CheckedPack) -> list[list[int]]:
    """Tests that one query can answer: same date, parameters and ledgers."""
    together: dict[object, list[int]] = {}
    for index, test in enumerate(checked.pack.tests):
        key = (test_date(checked, test), tuple(sorted(test.sets.items())), tuple(sorted(test.ledgers)))
        together.setdefault(key, []).append(index)
    return list(together.values())


def _run(checked: CheckedPack, group: list[int]) -> dict[int, TestResult]:
    tests = {index: checked.pack.tests[index] for index in group}
    first = tests[group[0]]
    try:
        bindings = bind(checked, test_date(checked, first), first.sets)
    except KamError as error:
        failed = error.problems
        return {i: TestResult(t, checked.pack.place("tests", i), problems=failed) for i, t in tests.items()}
    with scratch() as connection:
        snapshot = _snapshot(connection, checked, tests)
        apart = Apart(checked)
        alone = [index for index, test in tests.items() if apart.needs_its_own(test)]
        found = inspect_all(checked, snapshot, bindings) if len(alone) < len(tests) else {}
        if alone:
            found = {id: one for id, one in found.items() if int(id) not in alone}
            found |= _one_by_one(checked, snapshot, bindings, alone)
    return {index: _result(checked, index, test, found.get(str(index))) for index, test in tests.items()}


def _snapshot(connection: DuckDBPyConnection, checked: CheckedPack, tests: Mapping[int, PackTest]) -> Snapshot:
    accounts = [{"account_id": str(index), **test.given} for index, test in tests.items()]
    ledgers = {
        name: [{"account_id": str(i), **row} for i, test in tests.items() for row in test.ledgers[name]]
        for name in next(iter(tests.values())).ledgers
    }
    return made_up(connection, checked, accounts, ledgers)


def _one_by_one(
    checked: CheckedPack, together: Snapshot, bindings: Bindings, tests: Iterable[int]
) -> dict[str, Inspection]:
    """The account of each test as if it were the only one, by one query over views that show one at a time."""
    connection = together.connection
    tables = (together.accounts, *together.ledgers.values())
    alone = {table.name: Table(f"one_{table.name}", table.columns) for table in tables}
    for name, view in alone.items():
        connection.execute(
            f'CREATE VIEW "{view.name}" AS SELECT * FROM "{name}" WHERE account_id = getvariable(\'test\')'
        )
    ledgers = {name: alone[table.name] for name, table in together.ledgers.items()}
    inspect_now = inspector(checked, Snapshot(connection, alone[together.accounts.name], ledgers), bindings)
    found: dict[str, Inspection] = {}
    for index in tests:
        connection.execute(f"SET VARIABLE test = '{index}'")
        found |= inspect_now()
    return found


def _result(checked: CheckedPack, index: int, test: PackTest, found: Inspection | None) -> TestResult:
    place = checked.pack.place("tests", index)
    outcome: dict[str, object] = {"in_scope": found is not None}
    if found is not None:
        outcome |= {"tier": found.tier or "none", "tier_possible": found.tier_possible or "none", "score": found.score}
        outcome |= {f"criteria.{name}": found.values[name] for name in checked.criteria}
        outcome |= {f"indicators.{name}": found.values[name] for name in checked.indicators}
        met = [id for id, is_met in found.tiers.items() if is_met]
        if checked.pack.hit == "unique" and len(met) > 1:
            what = say("the account meets two tiers: {tiers}", tiers=met)
            return TestResult(test, place, problems=(Problem(checked.pack.place("tiers"), what),))
    return TestResult(test, place, differences(test.expect, outcome))


def differences(expect: Mapping[str, object], found: Mapping[str, object]) -> tuple[Difference, ...]:
    """What is not as a test expects, by the keys of its ``expect``; a key that is not found is out of scope."""
    differing = []
    for key, wanted in expect.items():
        value = found.get(key, "out of scope")
        if not _same(wanted, value):
            differing.append(Difference(key, None if wanted == "unknown" else wanted, value))
    return tuple(differing)


def _same(wanted: object, found: object) -> bool:
    if wanted == "unknown":
        return found is None
    if isinstance(found, tuple):
        ends = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        return all(_same(end, value) for end, value in zip(ends, found, strict=True))
    if isinstance(wanted, Decimal) and isinstance(found, float | int | Decimal) and not isinstance(found, bool):
        return float(wanted) == float(found)
    return type(wanted) is type(found) and wanted == found
