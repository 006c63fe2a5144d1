"""What plans cost beside the classification that they follow; nothing is asserted of time.

``python -m pytest -m benchmark tests/benchmarks/test_plans.py -s -n 0 --accounts 100000`` prints the times and the
ratios: about ten tasks for each account, all brought up to date by a first plan, by the same run once more, and by a
run over changed facts; then two looks at the moves of that run, of which the second finds the causes kept; and one
person's week out of all that.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from kamengine.api import packs_of, plugins, run_workspace
from kamengine.api.work.plans import Planned, plan_workspace
from kamengine.api.work.whys import whys_of
from kamengine.engine.database import connect
from kamengine.locale import Messages
from kamengine.plugin_host import PluginHost
from kamengine.review.causes import Caused, causes_of
from kamengine.review.moves import review_of
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import Listed, TaskQuery, list_tasks
from kamengine.workspace import Column, Counts, NewImport, SourceRecord, Workspace
from tests.benchmarks.material import Material

pytestmark = pytest.mark.benchmark

T = TypeVar("T")


class Took(NamedTuple):
    """Seconds of the processor, all threads together, and of the clock."""

    processor: float
    clock: float


PEOPLE = 60
PAGE = 20
TODAY = dt.date(2026, 11, 23)
ROUNDS = 5
ACCOUNTS = """
    SELECT * REPLACE (annual_spend * {factor} AS annual_spend), 'Company ' || account_id AS name,
           'Manager ' || (hash(account_id) % {people}) AS account_manager
    FROM read_parquet('{file}')
"""
_STEPS = "".join(
    f'[[playbooks.steps]]\nid = "s{n}"\nwhat = {{ en = "Step {n}", zh = "第{n}步" }}\ndue = "{2 * n} working days"\n'
    for n in range(1, 5)
)


def playbook(id: str, trigger: str, repeats: bool = False) -> str:
    every = 'every = "1 month"\n' if repeats else ""
    return f'[[playbooks]]\nid = "{id}"\n{trigger}\ngoal = {{ en = "Goal" }}\n{_STEPS}{every}'


TRIGGERS = {
    **{tier: f'tier = "{tier}"' for tier in ("strategic", "key", "growth", "standard")},
    "renewal": 'criterion = "ends_soon"\noutcome = "met"',
    "credit": 'criterion = "within_limit"\noutcome = "missed"',
    "price": 'criterion = "price_driven"\noutcome = "met"',
    "profit": 'criterion = "profitable"\noutcome = "missed"',
    "payment": 'criterion = "pays_well"\noutcome = "missed"',
    "data": 'criterion = "big"\noutcome = "unknown"',
    "promoted": 'moved = "up"',
}


def pack_text(material: Material) -> str:
    """The pack of the benchmarks, with playbooks."""
    books = [playbook(id, trigger, repeats=id in ("strategic", "key")) for id, trigger in TRIGGERS.items()]
    return "\n".join([material.pack_text, *books])


def test_print_the_times(tmp_path: Path, folder: Path, accounts: int, capsys: pytest.CaptureFixture[str]):
    host, material = plugins(enabled=False), Material(folder)
    first, second = (ACCOUNTS.format(file=material.accounts, people=PEOPLE, factor=factor) for factor in (1, 1.05))
    packs = {"own.toml": pack_text(material).encode()}
    with Workspace.init(tmp_path / "acme", name="Acme", language="en", packs=packs) as workspace:
        import_accounts(workspace, material, first, accounts)
        (pack,) = packs_of(workspace, host)

        def classify() -> object:
            return run_workspace(workspace, pack, "ann")

        def plan() -> Planned:
            return plan_workspace(workspace, host, "ann", today=TODAY)

        classified = sorted(seconds(classify)[0] for _ in range(3))[1]
        began, made = seconds(plan)
        again, _ = seconds(plan)
        import_accounts(workspace, material, second, accounts)
        classify()
        changed, update = seconds(plan)
        looks = [seconds(lambda: first_page(workspace, host))[0] for _ in range(2)]
        spread_over_two_years(workspace)
        listed = [seconds(lambda: week(workspace)) for _ in range(ROUNDS)]
        spoken, _ = seconds(lambda: whys_of(workspace, host, listed[0][1], Messages.of("en")))
    with capsys.disabled():
        (new,), (late,) = made.updates, update.updates
        print(f"\n\n{accounts:,} accounts, {new.new:,} tasks; processor and clock")
        print(f"classified and kept: {classified.processor:.2f} s, {classified.clock:.2f} s")
        for label, took in (("first plan", began), ("same run again", again), ("after changed facts", changed)):
            ratios = took.processor / classified.processor, took.clock / classified.clock
            print(f"{label}: {took.processor:.2f} s, {took.clock:.2f} s: {ratios[0]:.2f} ×, {ratios[1]:.2f} × that")
        print(f"changed: {late.new:,} tasks new, {late.kept:,} kept, {late.gone:,} gone")
        for look, took in zip(("first", "second"), looks, strict=True):
            print(f"{look} look at the moves: {took.processor:.2f} s, {took.clock:.2f} s")
        took = sorted(one[0] for one in listed)[ROUNDS // 2]
        print(f"a week of {len(listed[0][1]):,} tasks: {took.processor * 1000:.1f} ms, {took.clock * 1000:.1f} ms")
        print(f"its sentences: {spoken.processor * 1000:.0f} ms, {spoken.clock * 1000:.0f} ms")


def import_accounts(workspace: Workspace, material: Material, query: str, rows: int) -> None:
    """Import the accounts of a query in the place of all others."""
    path = workspace.temporary()
    kinds = {
        "name": "text",
        "account_manager": "text",
        **{id: field.kind for id, field in material.checked.fields.items()},
    }
    with connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    sources, columns = (
        (SourceRecord("accounts.csv", "0", 1),),
        tuple(Column(name, kind) for name, kind in kinds.items()),
    )
    draft = NewImport("accounts", "replace", sources, Counts(rows, rows), columns, rows, query)
    workspace.add_import(draft, path, base=None, who="ann")


def spread_over_two_years(workspace: Workspace) -> None:
    """Let reasons have begun in 24 different months, and what was due before today be done."""
    with workspace.catalog.writing() as database:
        for month in range(24):
            since = (TODAY - dt.timedelta(days=30 * month)).isoformat()
            database.execute("UPDATE reasons SET since = ? WHERE id % 24 = ?", [since, month])
            database.execute(
                "INSERT OR IGNORE INTO due_days SELECT pack, playbook, step, ?, occurrence, date(due, ?) FROM due_days "
                "WHERE since = ?",
                [since, f"-{30 * month} days", TODAY.isoformat()],
            )
        database.execute("DELETE FROM due_days WHERE due < ?", [TODAY.isoformat()])


def first_page(workspace: Workspace, host: PluginHost) -> dict[str, Caused]:
    """The moves of the newest run, everything read anew, and the causes of those that a page shows."""
    review = review_of(workspace, host, None, "ann")
    return causes_of(workspace, host, review.run, review.moves[:PAGE])


def week(workspace: Workspace) -> list[Listed]:
    """One person's week, everything read anew."""
    team = Team.of(workspace)
    query = TaskQuery(Window(TODAY, TODAY, TODAY + dt.timedelta(days=6)), person=team.must("Manager 7"))
    return list_tasks(workspace, query, team, "en")


def seconds(work: Callable[[], T]) -> tuple[Took, T]:
    """How long it took, and what came out."""
    processor, clock = time.process_time(), time.perf_counter()
    found = work()
    return Took(time.process_time() - processor, time.perf_counter() - clock), found
