"""The catalog, ``kam.db``: SQLite that many processes read and write at once, with every refusal said clearly."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any, TypeVar

from kamengine.problems import KamError, Message, Place, say

if TYPE_CHECKING:
    from sqlite_utils import Database

PATIENCE_SECONDS = 60.0
"""So long a writer waits for others before it gives up."""

_RETRY_SECONDS = 0.02
_LEAST_ROOM = 1 << 16  # bytes that SQLite needs beside the catalog
_T = TypeVar("_T")


class Catalog:
    """An open catalog.

    Attributes:
        path: of the database file.
        read_only: why nothing can be written, as where the folder can only be read; None when it can.
    """

    def __init__(self, path: Path, *, read_only: Message | None = None) -> None:
        """Open a database that is there.

        Raises:
            KamError: it cannot be opened, is damaged, or lies where several programs cannot share it.
        """
        self.path, self.read_only = path, read_only
        with said_of(path), ExitStack() as unless_all_is_well:
            connection = _open(path, "mode=rw" if read_only is None else "mode=ro")
            unless_all_is_well.callback(connection.close)
            if read_only is not None:
                connection = _guest(path, connection)
                unless_all_is_well.callback(connection.close)
            else:
                prepare(path, connection)
            self._connection = connection
            unless_all_is_well.pop_all()

    @cached_property
    def database(self) -> Database:
        """For changes, which go through `writing`; it is loaded by the first one, since reading does without."""
        from sqlite_utils import Database

        return Database(self._connection, execute_plugins=False)

    def close(self) -> None:
        """Give the file back; the last process to do so folds the write-ahead log into it."""
        with suppress(sqlite3.Error):  # what was committed is committed
            self._connection.close()

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """What a query finds, a dictionary for each row.

        Raises:
            KamError: the catalog cannot be read.
        """
        with said_of(self.path):
            return _patiently(lambda: _named(self._connection.execute(sql, dict(parameters or {}))))

    def tuples(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The same with a tuple for each row, for queries that find very many.

        Raises:
            KamError: the catalog cannot be read.
        """
        with said_of(self.path):
            return _patiently(lambda: self._connection.execute(sql, dict(parameters or {})).fetchall())

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: whole or not at all. Waits for other writers; rolls back on any exception.

        Raises:
            KamError: the catalog cannot be written, or others write without a pause.
        """
        if self.read_only is not None:
            raise KamError.of(self.read_only, say("nothing was changed"), place=Place(str(self.path.parent)))
        with said_of(self.path):
            _patiently(lambda: self.database.execute("BEGIN IMMEDIATE"))
            try:
                yield self.database
                self.database.commit()
            except BaseException:
                self.database.rollback()
                raise


def _named(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    """The rows that are left, each by the names of its columns."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def open_for_all(path: Path, *, writable: bool) -> Catalog:
    """A catalog that can at least be read: also in a folder that nobody may change, and on a disk that is full.

    Args:
        path: of the database file.
        writable: whether the system lets us write it.

    Raises:
        KamError: it cannot be opened, is damaged, or lies where several programs cannot share it.
    """
    if not writable:
        return Catalog(path, read_only=say("the workspace is in a folder that can only be read"))
    try:
        return Catalog(path)
    except KamError as error:
        if not isinstance(error.__cause__, sqlite3.Error) or _primary(error.__cause__) not in _NO_ROOM:
            raise
        full = disk_usage(path.parent).free < _LEAST_ROOM
        what = say("the disk is full") if full else error.problems[0].what
    return Catalog(path, read_only=what)


def create_database(path: Path) -> None:
    """Make an empty database that many processes can share; one that is there is left alone.

    Raises:
        KamError: it cannot be made there, or the file system lacks what sharing needs.
    """
    with said_of(path), closing(_open(path, "mode=rwc")) as connection:
        prepare(path, connection)


def prepare(path: Path, connection: sqlite3.Connection) -> None:
    """Let a connection write as it should.

    Raises:
        KamError: the file system lacks what sharing needs.
    """
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was committed outlives a power failure
    mode = _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
    if mode != "wal":
        raise KamError.of(*_NO_SHARING, place=Place(str(path)))


def _guest(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that writes nothing: as a guest of those who write, else to a file that nobody changes now."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:  # there is more than the file itself says
            raise
        connection.close()
        return _open(path, "mode=ro&immutable=1")
    return connection


def _open(path: Path, options: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{options}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)


_NO_SHARING = (
    say("the file system has no shared memory, which several programs at once need; network drives often lack it"),
    say("move the workspace to a disk of this computer"),
)


def _patiently(step: Callable[[], _T]) -> _T:
    """Do a step as soon as other processes let us.

    SQLite itself waits at most places; at some, as when the first process after a crash repairs the log, it does not.
    """
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if _primary(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > patience:
                raise
        time.sleep(_RETRY_SECONDS)


# ── what SQLite refuses, in words ────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into a problem that names the file.

    Raises:
        KamError: SQLite refused for a reason outside of the program.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        words = _WORDS.get(_primary(error))
        if words is None:
            raise
        raise KamError.of(words[0], words[1], place=Place(str(path))) from error


def _primary(error: sqlite3.Error) -> int:
    """The kind of an error: the low byte of SQLite's code, 0 when there is none."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""What SQLite says when there is no room for the files that it shares with other processes."""

_NOTHING = say("nothing was changed")
_RETRY = say("try again later")
DAMAGED = say("the catalog is damaged"), say("run kam doctor")
"""What is said of a damaged catalog, and what to do."""
_REFUSED = say("the system refuses to read or write the file"), say("see whether the disk is full or gone")
_BUSY = say("others have been writing for {n} seconds without a pause", n=int(PATIENCE_SECONDS)), _RETRY
_WORDS: Mapping[int, tuple[Message, Message]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: (say("the disk is full"), _NOTHING),
    sqlite3.SQLITE_READONLY: (say("the file cannot be written"), _NOTHING),
    sqlite3.SQLITE_PERM: (say("the file cannot be written"), _NOTHING),
    sqlite3.SQLITE_CANTOPEN: (say("the catalog cannot be opened"), say("see whether it is there and yours to read")),
    sqlite3.SQLITE_IOERR: _REFUSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_PROTOCOL: _NO_SHARING,
    sqlite3.SQLITE_NOLFS: _NO_SHARING,
}
