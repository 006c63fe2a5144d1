"""Works in a workspace without a pause, as a process that tests kill, starve or run beside others.

    python -m tests.workspace.worker FOLDER NAME TIMES

Imports accounts and bills, records runs, states facts, notes in the journal, and keeps records, which it takes back and
does again; each step that is done is told by its number. No step is seen by half, so whoever kills the process knows
what must be there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kamengine.workspace import Record, Stale, Workspace
from kamengine.workspace.corrections import Statement
from tests.workspace.made import accounts, bill, bills, run


def work(workspace: Workspace, name: str, number: int) -> None:
    """One step, which leaves something with this name and number that tells it."""
    kinds: tuple[Callable[[Workspace, str, int], object], ...] = (_merge, _append, _run, _state, _note, _keep)
    kinds[number % len(kinds)](workspace, name, number)


def _merge(workspace: Workspace, name: str, number: int) -> None:
    """Add an account to those that count, computed anew when somebody was faster."""
    while True:
        current = workspace.imports.current_accounts()
        own = f"SELECT '{name}{number}' AS account_id, 1::DECIMAL(18,4) AS spend"
        others = f" UNION ALL FROM '{workspace.imports.path(current)}'" if current else ""
        try:
            base = current.id if current else None
            accounts(workspace, own + others, mode="merge", base=base, who=name, fingerprint=f"{name}{number}")
        except Stale:
            continue
        return


def _append(workspace: Workspace, name: str, number: int) -> None:
    bills(workspace, f"SELECT * REPLACE ('{name}{number}' AS account_id) FROM ({bill('2026-01-05')})")


def _run(workspace: Workspace, name: str, number: int) -> None:
    run(workspace, f"SELECT '{name}{number}' AS account_id", who=name)


def _state(workspace: Workspace, name: str, number: int) -> None:
    facts = [Statement(f"{name}{number}", field, "text", "x", None) for field in ("one", "two", "three")]
    workspace.corrections.state(facts, who=name, why="worked")


def _note(workspace: Workspace, name: str, number: int) -> None:
    with workspace.transaction(name) as change:
        for half in ("first", "second"):
            change.note("set", "note", f"{name}{number}", after=half)


def _keep(workspace: Workspace, name: str, number: int) -> None:
    """A task and a visit, added and done in changes of both; the second is taken back and done again."""
    key = f"{name}{number}"
    for status in ("open", "done"):
        with workspace.transaction(name) as change:
            for kind in ("task", "visit"):
                workspace.work.put(change, Record(kind, key, {"title": key, "status": status}))
    workspace.undo_last(name, [name])
    workspace.redo_last(name, [name])


def steps(folder: Path, name: str, times: int) -> Iterator[int]:
    """Work so many steps; the number of each that is done."""
    with Workspace.open(folder) as workspace:
        for number in range(times):
            work(workspace, name, number)
            yield number


def done(workspace: Workspace, name: str) -> set[int]:
    """The numbers of the steps of a worker that are there; none is there by half.

    Raises:
        AssertionError: something is half done.
    """
    from kamengine.engine.database import scratch

    with scratch() as connection:
        tables = workspace.tables(connection)
        found = [
            row[0]
            for table in (tables.imported, tables.ledgers.get("bills"))
            if table
            for row in connection.execute(f"SELECT account_id FROM {table.relation}").fetchall()
        ]
        for record in workspace.runs.list():
            found += [row[0] for row in connection.execute(f"SELECT account_id FROM '{record.path}'").fetchall()]
    stated = [one.account for one in workspace.corrections.list()]
    noted = [entry.key for entry in workspace.journal.entries(kind="note")]
    assert all(stated.count(account) == 3 for account in stated), "facts stated by half"
    assert all(noted.count(key) == 2 for key in noted), "a change noted by half"
    assert len(found) == len(set(found)), "something came twice"
    kept = {kind: {one.key: one.content for one in workspace.work.list(kind)} for kind in ("task", "visit")}
    assert kept["task"] == kept["visit"], "a change of records by half"
    every = [*found, *stated, *noted, *(key for key, content in kept["task"].items() if content["status"] == "done")]
    return {int(text.removeprefix(name)) for text in every if text.startswith(name)}


def main() -> None:
    """Work as the command line says, and print each step that is done."""
    for number in steps(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])):
        print(number, flush=True)


if __name__ == "__main__":
    main()
