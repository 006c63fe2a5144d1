"""The journal: every change of human work and of the catalog, in order, with what was there before and after.

An entry is about one thing: its kind (``import``, ``correction``, …) and key. Entries written in one transaction are
one change (a `batch`), which is taken back as a whole. Nothing in the journal is ever changed; taking back is an entry
too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kamengine.workspace.catalog import Catalog

if TYPE_CHECKING:
    from sqlite_utils import Database

UNDO, REDO = "undo", "redo"
"""The verbs of entries that take another one back; to take a taking back back is to do again."""

FACTS = ("import", "correction")
"""The kinds of entries that change what is known about accounts."""

Json = Any


@dataclass(frozen=True)
class Entry:
    """One thing that changed.

    Attributes:
        seq: its number; later entries have larger ones.
        batch: the number of the first entry of the same change.
        at: when, in UTC (ISO 8601).
        who: who did it.
        verb: what was done: ``add``, ``set``, ``withdraw``, ``undo`` …
        kind: what it was done to.
        key: which one of that kind.
        before: what was there before; None when there was nothing.
        after: what was there then; None when it is gone.
        undoes: the entry that this one takes back.
    """

    seq: int
    batch: int
    at: str
    who: str
    verb: str
    kind: str
    key: str
    before: Json = None
    after: Json = None
    undoes: int | None = None

    @property
    def does(self) -> bool:
        """Whether something is done by it, and not taken back; doing again is doing."""
        return self.undoes is None or self.verb == REDO


@dataclass
class Transaction:
    """A change that is being made: whole or not at all.

    Attributes:
        database: to change tables with.
        who: who makes it.
        at: when, in UTC (ISO 8601).
    """

    database: Database
    who: str
    at: str
    _batch: int | None = field(default=None, init=False)

    @property
    def number(self) -> int | None:
        """The number of the change, that of its first entry; None as long as nothing is noted."""
        return self._batch

    def note(
        self,
        verb: str,
        kind: str,
        key: str,
        *,
        before: Json = None,
        after: Json = None,
        undoes: int | None = None,
    ) -> int:
        """Write an entry into the journal; its number. What was and is there must be JSON values."""
        values = (self.at, self.who, verb, kind, key, _text(before), _text(after), undoes)
        cursor = self.database.execute(_INSERT, [self._batch, *values])
        seq = cursor.lastrowid
        assert seq is not None
        self._batch = self._batch or seq
        return seq


class Journal:
    """The journal of a workspace.

    Attributes:
        made: the numbers of the changes that were made through it, since the workspace was opened.
    """

    def __init__(self, catalog: Catalog) -> None:
        """Read and write the journal of a catalog."""
        self._catalog = catalog
        self.made: set[int] = set()

    @contextmanager
    def transaction(self, who: str) -> Iterator[Transaction]:
        """A change by somebody. Waits for others; on any exception nothing has happened.

        Raises:
            KamError: the catalog cannot be written.
        """
        with self._catalog.writing() as database:
            change = Transaction(database, who, now())
            yield change
        if change.number is not None:
            self.made.add(change.number)

    def entries(self, *, kind: str | None = None, key: str | None = None, after: int = 0) -> list[Entry]:
        """What changed, oldest first; of one kind, of one thing, and after an entry if asked."""
        where, values = ["seq > :after"], {"after": after, "kind": kind, "key": key}
        where += [f"{name} = :{name}" for name in ("kind", "key") if values[name] is not None]
        return [
            entry_of(row) for row in self._catalog.rows(f"{SELECT} WHERE {' AND '.join(where)} ORDER BY seq", values)
        ]

    def batch(self, seq: int) -> list[Entry]:
        """The entries of the change that an entry belongs to, oldest first; empty when there is no such entry."""
        sql = f"{SELECT} WHERE {IN_CHANGE} ORDER BY seq"
        change = self.change_with(seq)
        return [] if change is None else [entry_of(row) for row in self._catalog.rows(sql, {"change": change})]

    def newest_of(self, kind: str, key: str) -> Entry | None:
        """The newest entry about one thing; None when nothing was ever noted about it."""
        found = self._catalog.rows(_ABOUT, {"kind": kind, "key": key})
        return entry_of(found[0]) if found else None

    def is_undone(self, seq: int) -> bool:
        """Whether an entry was taken back, and not done again since."""
        return len(self._catalog.rows(_LINE, {"seq": seq})) % 2 == 0

    def newest_of_line(self, seq: int) -> Entry:
        """The last of the takings back and doings again of an entry; the entry itself when there are none."""
        return self.entry(max(row["seq"] for row in self._catalog.rows(_LINE, {"seq": seq})))

    def entry(self, seq: int) -> Entry:
        """The entry of a number, which is there."""
        return entry_of(self._catalog.rows(f"{SELECT} WHERE seq = :seq", {"seq": seq})[0])

    def change_with(self, seq: int) -> int | None:
        """The number of the change that an entry belongs to; None when there is no such entry."""
        found = self._catalog.rows("SELECT batch FROM journal WHERE seq = :seq", {"seq": seq})
        return found[0]["batch"] if found else None

    def newest_standing(
        self, *, kind: str | None = None, of: Collection[str] | None = None, without: Collection[str] = ()
    ) -> Entry | None:
        """The newest entry that does something and stands: of a kind, of somebody, or without some kinds, if asked."""
        return self._newest(f"{_DOES} AND {_NOT_TAKEN_BACK}", kind=kind, of=of, without=without)

    def newest_taking_back(self, *, of: Collection[str]) -> Entry | None:
        """The newest entry of somebody that takes something back that was not done again since."""
        return self._newest(f"NOT {_DOES} AND {_NOT_TAKEN_BACK}", of=of)

    def newest_new(self, *, of: Collection[str], without: Collection[str] = ()) -> Entry | None:
        """The newest entry of somebody that neither takes anything back nor does it again."""
        return self._newest("undoes IS NULL", of=of, without=without)

    def taken_back(self, first: int, last: int) -> set[int]:
        """Which entries from one to another another entry takes back."""
        sql = "SELECT undoes FROM journal WHERE undoes BETWEEN :first AND :last"
        return {row["undoes"] for row in self._catalog.rows(sql, {"first": first, "last": last})}

    def of_the_same(self, first: int, last: int) -> list[Entry]:
        """All entries about the things that some entries are about, oldest first, without what was before and after.

        Args:
            first: the number of the first of them.
            last: the number of the last.
        """
        return [entry_of(row) for row in self._catalog.rows(_OF_THE_SAME, {"first": first, "last": last})]

    def _newest(
        self,
        condition: str,
        *,
        kind: str | None = None,
        of: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> Entry | None:
        kinds = json.dumps(list(without))
        asked = [{"kind": kind}] if of is None else [{"kind": kind, "who": name} for name in of]
        found = []
        for values in asked:  # one name at a time, so that the newest of each is found without sorting
            where = [condition, "kind NOT IN (SELECT value FROM json_each(:without))"]
            where += [f"{name} = :{name}" for name, value in values.items() if value is not None]
            sql = f"{SELECT} AS entry WHERE {' AND '.join(where)} ORDER BY seq DESC LIMIT 1"
            found += self._catalog.rows(sql, {**values, "without": kinds})
        return entry_of(max(found, key=lambda row: row["seq"])) if found else None

    def last(self) -> int:
        """The number of the newest entry; 0 when nothing has happened yet."""
        return int(self._catalog.rows("SELECT coalesce(max(seq), 0) AS seq FROM journal")[0]["seq"])

    def last_of_facts(self) -> int:
        """The number of the newest entry that changed what is known about accounts; 0 when there is none."""
        kinds = ", ".join(f"'{kind}'" for kind in FACTS)
        sql = f"SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE kind IN ({kinds})"
        return int(self._catalog.rows(sql)[0]["seq"])


def root_of(database: Database, seq: int) -> int:
    """The number of the entry that a line of takings back and doings again began with; its own for any other."""
    found: int = next(database.query(_ROOT, {"seq": seq}))["seq"]
    return found


def newest_about(database: Database, kind: str, key: str) -> Entry:
    """The newest entry about a thing of which something was noted, seen from inside a change."""
    return entry_of(next(database.query(_ABOUT, {"kind": kind, "key": key})))


def now() -> str:
    """The time in UTC, to the second: ``2026-01-31T09:30:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_json(value: Json) -> str:
    """A value as the catalog keeps it: JSON without blanks, keys in order, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(value: Json) -> str | None:
    return None if value is None else to_json(value)


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The entry of a row that `SELECT` found."""
    values = {**row, **{name: row[name] and json.loads(row[name]) for name in ("before", "after")}}
    return Entry(**values)


SELECT = "SELECT seq, batch, at, who, verb, kind, key, before, after, undoes FROM journal"
"""Finds entries, for `entry_of`; what follows says which."""
_ABOUT = f"{SELECT} WHERE kind = :kind AND key = :key ORDER BY seq DESC LIMIT 1"
_DOES = f"(undoes IS NULL OR verb = '{REDO}')"
_NOT_TAKEN_BACK = "NOT EXISTS (SELECT 1 FROM journal WHERE undoes = entry.seq)"
# the entries of a change have numbers without a gap, since only one change is written at a time
IN_CHANGE = """
seq >= :change AND seq < coalesce(
    (SELECT seq FROM journal WHERE seq > :change AND batch > :change ORDER BY seq LIMIT 1), 9223372036854775807
)
"""
"""What holds for the entries of the change of a number."""
_LINE = """
WITH RECURSIVE line (seq) AS (
    SELECT :seq UNION ALL SELECT journal.seq FROM journal JOIN line ON journal.undoes = line.seq
)
SELECT seq FROM line
"""
_ROOT = """
WITH RECURSIVE line (seq, undoes) AS (
    SELECT seq, undoes FROM journal WHERE seq = :seq
    UNION ALL SELECT journal.seq, journal.undoes FROM journal JOIN line ON journal.seq = line.undoes
)
SELECT min(seq) AS seq FROM line
"""
_OF_THE_SAME = """
SELECT seq, batch, at, who, verb, kind, key, NULL AS before, NULL AS after, undoes FROM journal
WHERE (kind, key) IN (SELECT kind, key FROM journal WHERE seq BETWEEN :first AND :last) ORDER BY seq
"""
# the first entry of a change is its own batch: the number that it is about to get
_INSERT = """
INSERT INTO journal (batch, at, who, verb, kind, key, before, after, undoes)
VALUES (coalesce(?, (SELECT coalesce(max(seq), 0) + 1 FROM journal)), ?, ?, ?, ?, ?, ?, ?, ?)
"""
