"""What people keep, as typed things: each is written into a record and read out of one without loss."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar

from kamengine.locale.clock import local_time
from kamengine.problems import KamError, Place, say
from kamengine.workspace import Record, Transaction, Workspace
from kamengine.workspace.entry_words import changes_between, in_words, key_of

T = TypeVar("T", bound="Thing")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A thing that people keep; fields are texts, whole numbers, truths, decimals, days, moments and tuples of texts.

    A field with a default that holds nothing (None, an empty text or tuple, false) is not written, so that a field can
    be added later.

    Attributes:
        key: which one of its kind it is; not part of the content.
    """

    kind: ClassVar[str]

    key: str

    def record(self) -> Record:
        """The thing as it is kept."""
        content = {
            each.name: _written(value)
            for each in dataclasses.fields(self)
            if each.name != "key"
            and (_is_there(value := getattr(self, each.name)) or each.default is dataclasses.MISSING)
        }
        return Record(self.kind, self.key, content)

    @classmethod
    def of(cls, record: Record) -> Self:
        """The thing that a record holds; names that this version does not know are left out."""
        types = _types(cls)
        values = {name: _read(types[name], value) for name, value in record.content.items() if name in types}
        return cls(key=record.key, **values)

    def with_(self, **changes: Any) -> Self:
        """The same with other values."""
        return dataclasses.replace(self, **changes)


def find(workspace: Workspace, of: type[T], key: str) -> T | None:
    """A thing by its key; None when there is none."""
    record = workspace.work.get(of.kind, key)
    return None if record is None else of.of(record)


def all_of(workspace: Workspace, of: type[T], **asked: Any) -> Iterator[T]:
    """The things of a kind; what may be asked says `kamengine.workspace.HumanWork.list`."""
    return (of.of(record) for record in workspace.work.list(of.kind, **asked))


def keep(workspace: Workspace, change: Transaction, thing: Thing, verb: str = "set") -> int | None:
    """Keep a thing, new or changed; the journal entry, None when nothing changed."""
    return workspace.work.put(change, thing.record(), verb)


def check_version(workspace: Workspace, change: Transaction, of: type[Thing], key: str, expected: int | None) -> None:
    """See that nobody has changed a thing since somebody saw it, in the change that is about to be made.

    Args:
        workspace: where it is kept.
        change: that is about to be made, so that nobody can come in between.
        of: what it is.
        key: which one.
        expected: the number of the journal entry that was its newest then; 0 when there was none; None for any.

    Raises:
        KamError: it is another one, and the thing is not as it was then; the error names who changed what, and when.
    """
    newest = workspace.work.version(of.kind, key)
    if expected is None or expected == (newest.seq if newest is not None else 0):
        return
    remedy = say("look at it again; its version is {n}", n=newest.seq if newest is not None else 0)
    later = workspace.journal.entries(kind=of.kind, key=key, after=expected)
    if newest is None or not later:
        raise KamError.of(say("version {n} is not known", n=expected), remedy, place=Place(key=key))
    changes = changes_between(later[0].before, newest.after)
    if not changes:  # it was changed, and changed back
        return
    people = list(dict.fromkeys(entry.who for entry in later))
    told = {"who": people, "what": in_words(changes), "when": local_time(newest.at)}
    what = say("{who} changed it in the meantime ({when}): {what}", **told)
    raise KamError.of(what, remedy, place=Place(key=key_of(newest)))


def _is_there(value: object) -> bool:
    return value is not None and value != "" and value != () and value is not False


def _written(value: object) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def _read(kind: Any, value: Any) -> Any:
    wanted = next((each for each in typing.get_args(kind) if each is not type(None)), kind)
    if isinstance(value, list):
        return tuple(value)
    if wanted is Decimal:
        return Decimal(value)
    if wanted in (dt.date, dt.time, dt.datetime):
        return wanted.fromisoformat(value)
    return value


def _types(of: type[Thing]) -> dict[str, Any]:
    if of not in _KNOWN_TYPES:
        hints = typing.get_type_hints(of)
        _KNOWN_TYPES[of] = {name: hint for name, hint in hints.items() if typing.get_origin(hint) is not ClassVar}
    return _KNOWN_TYPES[of]


_KNOWN_TYPES: dict[type[Thing], dict[str, Any]] = {}
