"""The tasks that people have touched, which are records: counted by the database, and listed in the order of lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kamengine.work.model import Task
from kamengine.work.plans.proposals import reason_in
from kamengine.work.plans.reasons import TOLD, KeptPlaybooks, reasons_of
from kamengine.work.tasks.query import NO_DAY, Listed, Order, TaskPlace, TaskQuery, TaskSum
from kamengine.workspace import Record, Workspace


def touched_in_order(
    workspace: Workspace,
    query: TaskQuery,
    after: TaskPlace | None = None,
    most: int | None = None,
    order: Order = "day",
) -> Iterator[Listed]:
    """Those of the tasks that are asked for that people have touched, in the order of lists.

    Args:
        workspace: where they are.
        query: which are asked for.
        after: only those that stand after this place; None for all.
        most: so many of them; None for all.
        order: of the list.
    """
    conditions, values = _conditions(query)
    places = f"{_DAY}, account" if order == "day" else f"account, {_DAY}"
    if after is not None:
        conditions.append(f"({places}, {_BY_KEY}) > (:first, :second, :length, :after)")
        values |= dict(zip(("first", "second", "length", "after"), after, strict=True))
    where = " AND ".join(conditions)
    sql = f"SELECT kind, key, content FROM records WHERE {where} ORDER BY {places}, {_BY_KEY} LIMIT :most"
    rows = workspace.catalog.rows(sql, {**values, "most": -1 if most is None else most})
    tasks = [Task.of(Record(row["kind"], row["key"], json.loads(row["content"]))) for row in rows]
    numbers = {number for task in tasks if (number := reason_in(task.key)) is not None}
    reasons = {reason.id: reason for reason in reasons_of(workspace, ids=sorted(numbers))}
    playbooks = KeptPlaybooks(workspace)
    for task in tasks:
        reason = reasons.get(reason_in(task.key) or 0)
        yield Listed(task, True, reason, playbooks.of(reason) if reason else None)


def touched_sums(workspace: Workspace, query: TaskQuery) -> Iterator[TaskSum]:
    """What the tasks come to that are asked for and that people have touched: by day, by person, and whether open."""
    conditions, values = _conditions(query)
    sql = f"{_SUMS} WHERE {' AND '.join(conditions)} GROUP BY effort, due, who, is_open"
    for day, person, is_open, effort, count in workspace.catalog.tuples(sql, values):
        yield TaskSum(day, person, bool(is_open), count, Decimal(effort or 0) * count)


def _conditions(query: TaskQuery) -> tuple[list[str], dict[str, Any]]:
    """What a record must meet, and the values in that."""
    window = query.window
    found: dict[str, dict[str, Any]] = {"kind = :kind": {"kind": Task.kind}}
    if not query.closed:
        found["open"] = {}
    if query.person:
        found["person = :person"] = {"person": query.person}
    if query.accounts is not None:
        found["account IN (SELECT value FROM json_each(:accounts))"] = {"accounts": json.dumps(query.accounts)}
    if query.gone:
        found[_GONE] = {}
    if query.playbook:
        found["json_extract(content, '$.playbook') = :playbook"] = {"playbook": query.playbook}
    if query.step:
        found[_OF_STEP] = {"step": f".{query.step}."}
    if window.first is not None and window.last is not None:
        late = window.today.isoformat() if window.late else ""
        found["(day BETWEEN :from AND :until OR day < :late)"] = {
            "from": window.first.isoformat(),
            "until": window.last.isoformat(),
            "late": late,
        }
    return list(found), {name: value for values in found.values() for name, value in values.items()}


_DAY = f"coalesce(day, '{NO_DAY}')"
_BY_KEY = "length(key), key"
_SUMS = f"""
SELECT
    {_DAY} AS due, coalesce(person, '') AS who, open AS is_open, json_extract(content, '$.effort') AS effort, count(*)
FROM records
"""
_GONE = f"""
instr(key, '.') AND EXISTS (
    SELECT 1 FROM reasons WHERE id = CAST(records.key AS INTEGER) AND gone_seq IS NOT NULL AND {TOLD}
)
""".strip()
_OF_STEP = "instr(key, '.') AND instr(substr(key, instr(key, '.')) || '.', :step) = 1"
