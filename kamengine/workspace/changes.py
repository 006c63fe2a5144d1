"""Asking the journal: the newest changes of somebody, about an account, of a kind; one change or one thing in full."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamengine.workspace.catalog import Catalog
from kamengine.workspace.journal import IN_CHANGE, SELECT, Entry, Journal, entry_of


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; None for any.

    Attributes:
        kind: of what was changed.
        key: which one of its kind.
        account: about which account.
        of: by whom: the names under which one person is known to the journal.
        since: from when on, in UTC (ISO 8601).
        runs: whether that a pack was run counts as a change, though it changes nothing that people keep.
    """

    kind: str | None = None
    key: str | None = None
    account: str | None = None
    of: Collection[str] | None = None
    since: str | None = None
    runs: bool = False


@dataclass(frozen=True)
class Group:
    """The entries of a change that did the same to things of one kind.

    Attributes:
        entries: the first of them.
        count: how many there are.
    """

    entries: tuple[Entry, ...]
    count: int


@dataclass(frozen=True)
class Change:
    """What was done in one go.

    Attributes:
        number: the journal entry with which it began.
        at: when, in UTC (ISO 8601).
        who: by whom.
        groups: what was done, as far as it was asked for.
        undone: whether all of that is taken back, and not done again.
    """

    number: int
    at: str
    who: str
    groups: tuple[Group, ...]
    undone: bool


def changes(catalog: Catalog, asked: Asked, limit: int | None = None, of_each: int = 3) -> list[Change]:
    """The newest changes in which anything was done that is asked for.

    Args:
        catalog: of the workspace.
        asked: which entries count.
        limit: at most so many changes; None for all.
        of_each: so many entries of each group.

    Returns:
        them, the newest first.
    """
    return [_change(catalog, number, asked, of_each) for number in numbers(catalog, asked, limit)]


def numbers(catalog: Catalog, asked: Asked, limit: int | None = None) -> list[int]:
    """The numbers of the newest changes in which anything was done that is asked for, the newest first."""
    found: list[int] = []
    before = 1 << 62
    while limit is None or len(found) < limit:
        newest = _newest_before(catalog, asked, before)
        if newest is None:
            break
        before = newest["batch"]
        found.append(before)
    return found


def entries_of(catalog: Catalog, number: int, asked: Asked) -> list[Entry]:
    """The entries of a change that are asked for, oldest first."""
    where, values = _conditions(asked)
    sql = f"{SELECT} WHERE {' AND '.join([IN_CHANGE, *where])} ORDER BY seq"
    return [entry_of(row) for row in catalog.rows(sql, {**values, "change": number})]


def kinds_of(catalog: Catalog, key: str) -> list[str]:
    """The kinds of things of a key to which anything was ever done, the one changed last first."""
    sql = "SELECT kind FROM journal WHERE kind IN (SELECT value FROM json_each(:kinds)) AND key = :key"
    kinds = [row["kind"] for row in catalog.rows(_KINDS)]
    rows = catalog.rows(f"{sql} GROUP BY kind ORDER BY max(seq) DESC", {"kinds": json.dumps(kinds), "key": key})
    return [row["kind"] for row in rows]


def whole_change(catalog: Catalog, number: int) -> Change:
    """A change that is there, with all of its entries."""
    return _change(catalog, number, Asked(runs=True), sys.maxsize)


def taken_back(catalog: Catalog, number: int) -> set[int]:
    """Which entries of a change are taken back, and not done again."""
    lengths = catalog.rows(_LINES, {"change": number})
    return {row["began"] for row in lengths if row["length"] % 2 == 0}


def beginnings(catalog: Catalog, entries: Sequence[Entry]) -> list[Entry]:
    """What was done in the first place where entries of one change take back, or do again; themselves for others."""
    if all(entry.undoes is None for entry in entries):
        return list(entries)
    asked = {entry.seq for entry in entries}
    rows = catalog.rows(_BEGINNINGS, {"change": entries[0].batch})
    return [entry_of(row) for row in rows if row.pop("top") in asked]


def people(catalog: Catalog) -> list[str]:
    """Every name in the journal."""
    return [row["who"] for row in catalog.rows(_PEOPLE)]


def _newest_before(catalog: Catalog, asked: Asked, before: int) -> Mapping[str, Any] | None:
    """The newest entry before another one; of one name at a time, so that nothing needs to be sorted."""
    where, values = _conditions(asked)
    found: list[dict[str, Any]] = []
    for name in asked.of if asked.of is not None else [None]:
        person = [] if name is None else ["who = :who"]
        sql = f"SELECT batch FROM journal WHERE {' AND '.join(['seq < :before', *where, *person])}"
        known = {**values, "before": before} | ({} if name is None else {"who": name})
        found += catalog.rows(f"{sql} ORDER BY seq DESC LIMIT 1", known)
    return max(found, key=lambda row: int(row["batch"]), default=None)


def _change(catalog: Catalog, number: int, asked: Asked, of_each: int) -> Change:
    where, values = _conditions(asked)
    within = " AND ".join([IN_CHANGE, *where])
    known = {**values, "change": number}
    groups = []
    for row in catalog.rows(_GROUPS.format(within=within), known):
        alike = {"of_kind": row["kind"], "verb": row["verb"], "first": row["first"], "most": of_each}
        first = catalog.rows(_FIRST.format(within=within), {**known, **alike})
        groups.append(Group(tuple(entry_of(each) for each in first), row["count"]))
    begun = groups[0].entries[0]
    journal = Journal(catalog)
    undone = all(journal.is_undone(entry.seq) for group in groups for entry in group.entries)
    return Change(number, begun.at, begun.who, tuple(groups), undone)


def _conditions(asked: Asked) -> tuple[list[str], dict[str, Any]]:
    values = {name: getattr(asked, name) for name in ("kind", "key", "account")}
    values = {name: value for name, value in values.items() if value is not None}
    where = [f"{name} = :{name}" for name in values]
    if asked.since is not None:  # a clock may have been set back, so that later entries tell earlier times
        where, values = [*where, "at >= :since"], {**values, "since": asked.since}
    return ([*where, "kind <> 'run'"] if not asked.runs and asked.kind is None else where), values


_GROUPS = """
SELECT kind, verb, count(*) AS count, min(seq) AS first FROM journal
WHERE {within} GROUP BY kind, verb ORDER BY first
"""
_FIRST = f"""
{SELECT} WHERE {{within}} AND seq >= :first AND kind = :of_kind AND verb = :verb ORDER BY seq LIMIT :most
"""
_LINES = f"""
WITH RECURSIVE line (began, seq) AS (
    SELECT seq, seq FROM journal WHERE {IN_CHANGE}
    UNION ALL SELECT line.began, journal.seq FROM line JOIN journal ON journal.undoes = line.seq
)
SELECT began, count(*) AS length FROM line GROUP BY began HAVING length > 1
"""
_BEGINNINGS = f"""
WITH RECURSIVE line (top, at_seq, next) AS (
    SELECT seq, seq, undoes FROM journal WHERE {IN_CHANGE}
    UNION ALL SELECT line.top, journal.seq, journal.undoes FROM line JOIN journal ON journal.seq = line.next
)
{SELECT.replace(" FROM journal", ", top FROM journal JOIN line ON line.at_seq = journal.seq AND line.next IS NULL")}
ORDER BY seq
"""
_KINDS = """
WITH RECURSIVE kinds (kind) AS (
    SELECT min(kind) FROM journal
    UNION ALL SELECT (SELECT min(kind) FROM journal WHERE kind > kinds.kind) FROM kinds WHERE kind IS NOT NULL
)
SELECT kind FROM kinds WHERE kind IS NOT NULL
"""
# each name is found by a look into the index, however many entries there are
_PEOPLE = """
WITH RECURSIVE people (who) AS (
    SELECT min(who) FROM journal
    UNION ALL SELECT (SELECT min(who) FROM journal WHERE who > people.who) FROM people WHERE who IS NOT NULL
)
SELECT who FROM people WHERE who IS NOT NULL
"""
