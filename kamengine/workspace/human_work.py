"""What people keep about accounts and about each other: tasks, visits, contacts, overrides and all such work.

Each thing is one record: its kind, its key and its content as JSON. What every kind needs (the account, the person, the
day, whether it is still open) is read out of the content by the database itself, so that it can never differ from it;
the journal keeps the whole content before and after each change. So a kind of work needs no table of its own, and one
function takes a change of any kind back to the last byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.problems import KamError, say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.journal import Entry, Journal, Transaction, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

Content = Mapping[str, Any]
"""What a record holds: texts, numbers, true or false, and lists of texts, by name. Days are ISO dates, amounts
texts."""

LONGEST_TEXT = 20_000
"""So many characters one text of a record may have."""


@dataclass(frozen=True)
class Record:
    """A thing that people keep.

    Attributes:
        kind: such as ``task`` or ``contact``.
        key: which one of that kind.
        content: what it holds. Some names mean the same in every kind: ``account``; the person is ``responsible``, else
            ``owner``, else ``person``; the day is ``due``, else ``day``, else ``until``; a record whose ``status`` is
            ``done``, ``dropped`` or ``closed`` is no longer open.
    """

    kind: str
    key: str
    content: Content


class HumanWork:
    """The records of a workspace."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        """Read and write the records of a catalog."""
        self._catalog, self._journal = catalog, journal

    def get(self, kind: str, key: str) -> Record | None:
        """A record as it is now; None when there is none."""
        found = self._catalog.rows(f"{_SELECT} WHERE kind = :kind AND key = :key", {"kind": kind, "key": key})
        return _record(found[0]) if found else None

    def list(
        self,
        kind: str,
        *,
        account: str | None = None,
        person: str | None = None,
        first: str | None = None,
        last: str | None = None,
        open: bool | None = None,
    ) -> list[Record]:
        """The records of a kind, by day (those without one last) and key.

        Args:
            kind: of the records.
            account: only those about this account.
            person: only those of this person, by the key under which people are kept.
            first: only those whose day is this ISO date or later.
            last: only those whose day is this ISO date or earlier.
            open: only those that are still open, or that are not.
        """
        values = {"kind": kind, "account": account, "person": person, "first": first, "last": last, "open": open}
        conditions = [text for name, text in _CONDITIONS.items() if values[name] is not None]
        sql = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY day IS NULL, day, {_BY_KEY}"
        return [_record(row) for row in self._catalog.rows(sql, values)]

    def every(self) -> Iterator[Record]:
        """All records, by kind and key."""
        return (_record(row) for row in self._catalog.rows(f"{_SELECT} ORDER BY kind, key"))

    def holding(self, text: str) -> Iterator[Record]:
        """The records in which a text stands anywhere, whole, as a value or as one of a list, by kind and key."""
        sql = f"{_SELECT} WHERE instr(content, :text) ORDER BY kind, key"
        return (_record(row) for row in self._catalog.rows(sql, {"text": to_json(text)}))

    def put(self, change: Transaction, record: Record, verb: str = "set") -> int | None:
        """Keep a record, new or changed, and note it.

        Args:
            change: in which it is done.
            record: as it is to be.
            verb: what is done to it, for the journal: ``add``, ``start``, ``assign`` …

        Returns:
            the journal entry; None when the record is so already, and nothing was done.

        Raises:
            KamError: a text is too long, or holds what is no text.
        """
        check_texts(record.content)
        before = self._content(change.database, record.kind, record.key)
        if before == dict(record.content):
            return None
        seq = change.note(verb, record.kind, record.key, before=before, after=dict(record.content))
        write(change.database, record.kind, record.key, record.content)
        return seq

    def drop(self, change: Transaction, kind: str, key: str, verb: str = "remove") -> int | None:
        """Remove a record, and note it; the journal keeps what it held. None when there is none."""
        before = self._content(change.database, kind, key)
        if before is None:
            return None
        seq = change.note(verb, kind, key, before=before)
        write(change.database, kind, key, None)
        return seq

    def new_key(self, change: Transaction, kind: str, prefix: str) -> str:
        """A key that no record of the kind ever had, such as ``t17``: a prefix and the next number."""
        change.database.execute(_NEXT_NUMBER, {"kind": kind})
        found = next(iter(change.database.query("SELECT last FROM record_numbers WHERE kind = :kind", {"kind": kind})))
        return f"{prefix}{found['last']}"

    def version(self, kind: str, key: str) -> Entry | None:
        """The journal entry that left a record as it is, which says who did it and when; None when there is none."""
        return self._journal.newest_of(kind, key)

    def dump(self) -> bytes:
        """All records in one order: equal bytes mean that people's work is the same."""
        rows = self._catalog.rows("SELECT kind, key, content FROM records ORDER BY kind, key")
        return "".join(f"{row['kind']}\t{row['key']}\t{row['content']}\n" for row in rows).encode()

    def _content(self, database: Database, kind: str, key: str) -> dict[str, Any] | None:
        found = list(
            database.query("SELECT content FROM records WHERE kind = :kind AND key = :key", {"kind": kind, "key": key})
        )
        return json.loads(found[0]["content"]) if found else None


def write(database: Database, kind: str, key: str, content: Content | None) -> None:
    """Put a content in the place of what a record holds; None removes the record. The caller notes it."""
    where = {"kind": kind, "key": key}
    if content is None:
        database.execute("DELETE FROM records WHERE kind = :kind AND key = :key", where)
        return
    database.execute(
        "INSERT INTO records (kind, key, content) VALUES (:kind, :key, :content) "
        "ON CONFLICT (kind, key) DO UPDATE SET content = excluded.content",
        {**where, "content": to_json(content)},
    )


def check_texts(content: Content) -> None:
    """See that every text of a record can be kept and shown.

    Raises:
        KamError: one is too long, or holds what is no text.
    """
    for name, text in _texts_of(content):
        if len(text) > LONGEST_TEXT:
            what = say("{name} has more than {most:,} characters", name=name, most=LONGEST_TEXT)
            raise KamError.of(what, say("make it shorter, or put it into a file and note its path"))
        try:
            text.encode()
        except UnicodeEncodeError as error:
            what = say("{name} holds bytes that are no text", name=name)
            raise KamError.of(what, say("write it in UTF-8")) from error
        if "\0" in text:
            raise KamError.of(say("{name} holds a zero byte", name=name), say("leave it out"))


def _texts_of(content: Content) -> Iterable[tuple[str, str]]:
    for name, value in content.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield name, text


def _record(row: Mapping[str, Any]) -> Record:
    return Record(row["kind"], row["key"], json.loads(row["content"]))


_SELECT = "SELECT kind, key, content FROM records"
_NEXT_NUMBER = (
    "INSERT INTO record_numbers (kind, last) VALUES (:kind, 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1"
)
_BY_KEY = "length(key), key"  # t9 comes before t17
_CONDITIONS = {
    "kind": "kind = :kind",
    "account": "account = :account",
    "person": "person = :person",
    "first": "day >= :first",
    "last": "day <= :last",
    "open": "open = :open",
}
