"""What happened to an account, in order: imports, tiers by run, visits, notes, and what people did about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from kamengine.api.accounts.tier_names import tier_names
from kamengine.api.runs.standing import standing_after_each
from kamengine.declarations import Label
from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier, path_literal
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Message, say
from kamengine.work.ground.things import all_of
from kamengine.work.model import Note, Visit
from kamengine.work.tiers.fold import plain_runs
from kamengine.work.tiers.standing_words import WHYS
from kamengine.work.tiers.tier_history import TierThen, tier_history
from kamengine.work.visits.visits import STATUSES, WAYS
from kamengine.workspace.changes import Asked, entries_of, numbers, taken_back
from kamengine.workspace.entry_words import thing_of, title_of, verb_of, with_tiers_called, worth_telling
from kamengine.workspace.folder import ACCOUNTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api.facts.facts import KnownFacts
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Entry, ImportRecord, RunRecord, Workspace

MOST = 200
"""So many changes of the journal are looked at, the newest."""

_MOST_IMPORTS = 24
_MOST_RUNS = 24
_BY_THEMSELVES = (Visit.kind, Note.kind)  # told by the day that they are about, not by when they were written
_KEY, _IMPORT = "account_id", "import"


@dataclass(frozen=True)
class Event:
    """Something that happened to an account, or is planned.

    Attributes:
        at: when: a moment in UTC, or a day, both as ISO 8601; what happened and what a run or a visit is about.
        kind: ``import``, ``run``, ``visit``, ``note``, or the kind of the thing that somebody changed.
        who: did it; empty for nobody.
        what: in words.
        details: what is worth knowing besides, a line each.
        key: of the import, run or thing.
        rows: so many rows of a ledger an import brought.
        files: the names of those that were imported.
    """

    at: str
    kind: str
    who: str
    what: Message
    details: tuple[Message, ...] = ()
    key: str = ""
    rows: int = 0
    files: tuple[str, ...] = ()

    @property
    def day(self) -> dt.date:
        """The day, of a moment on the clock of this computer."""
        return dt.date.fromisoformat(self.at) if self.is_about_a_day else _day_of(self.at)

    @property
    def is_about_a_day(self) -> bool:
        """Whether it is about a day as a whole, and no moment of it."""
        return len(self.at) == len("2026-01-31")


def timeline_of(
    workspace: Workspace,
    host: PluginHost,
    account: str,
    most: int = MOST,
    *,
    known: KnownFacts | None = None,
    pack_of: Callable[[RunRecord], CheckedPack] | None = None,
) -> list[Event]:
    """What happened to an account, the newest first; what is about a day as a whole stands above its moments.

    Args:
        workspace: where it is.
        host: the plugins.
        account: its id.
        most: so many changes of the journal, and no more.
        known: what facts are called, where that has been looked up already.
        pack_of: the pack of a run, where packs have been read already.

    Raises:
        KamError: the catalog cannot be read.
    """
    from kamengine.api.runs.runs import kept_pack

    pack_of = pack_of or (lambda run: kept_pack(workspace, run, host).checked)
    found = [
        *_changes(workspace, account, most, tier_names(workspace, pack_of)),
        *_visits(workspace, account),
        *_notes(workspace, account),
        *_tiers(workspace, account, pack_of),
        *reversed([*_imports(workspace, host, account, known)]),  # of one moment, too, the newest comes first
    ]
    return sorted(found, key=lambda event: (event.day, event.is_about_a_day, event.at), reverse=True)


def with_imports_folded(events: Sequence[Event]) -> list[Event]:
    """The same events in the same order, but the imports of a day as one, in the place of the newest of them."""
    days: dict[dt.date, list[Event]] = {}
    for event in events:
        if event.kind == _IMPORT:
            days.setdefault(event.day, []).append(event)
    first = {id(each[0]): _folded(each) for each in days.values()}
    return [first.get(id(event), event) for event in events if event.kind != _IMPORT or id(event) in first]


def _folded(imports: Sequence[Event]) -> Event:
    """Several imports, the newest first, as one."""
    if len(imports) == 1:
        return imports[0]
    files = list(dict.fromkeys(file for each in imports for file in each.files))
    who, rows = {each.who for each in imports}, sum(each.rows for each in imports)
    details = [line for each in imports if not each.rows for line in each.details]
    if rows:
        details.append(say("rows of this account: {n:,}", n=rows))
    return replace(
        imports[0],
        who=who.pop() if len(who) == 1 else "",
        what=say("{n} imports: {files}", n=len(imports), files=files),
        details=tuple(details),
        rows=rows,
        files=tuple(files),
    )


def _day_of(moment: str) -> dt.date:
    """The day of a moment on the clock of this computer."""
    return dt.datetime.fromisoformat(moment).astimezone().date()


def event_json(event: Event, text: Any) -> dict[str, Any]:
    """An event as data; the text says a message in the reader's language."""
    return {
        "at": event.at,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "key": event.key or None,
        "who": event.who or None,
        "what": text(event.what),
        "details": [text(line) for line in event.details],
    }


# ── what people did ──────────────────────────────────────────────────────────────────────────────────────────────────


def _changes(workspace: Workspace, account: str, most: int, called: Callable[[str, str], Label]) -> Iterator[Event]:
    """What stands of the changes that the journal knows."""
    asked, catalog = Asked(account=account), workspace.catalog
    for number in numbers(catalog, asked, most):
        gone = taken_back(catalog, number)
        for entry in entries_of(catalog, number, asked):
            if entry.kind not in _BY_THEMSELVES and entry.undoes is None and entry.seq not in gone:
                yield _changed(entry, called)


def _changed(entry: Entry, called: Callable[[str, str], Label]) -> Event:
    what, title = thing_of(entry), title_of(entry)
    told = {"thing": what, "verb": verb_of(entry), "title": title}
    words = say("{thing}: {verb} “{title}”", **told) if title else say("{thing}: {verb}", thing=what, verb=told["verb"])
    changes = with_tiers_called(worth_telling(entry), entry, called)
    details = tuple(change.words for change in changes if str(change.after) != title)
    return Event(
        entry.at, "correction" if entry.kind == "correction" else entry.kind, entry.who, words, details, entry.key
    )


def _visits(workspace: Workspace, account: str) -> Iterator[Event]:
    for visit in all_of(workspace, Visit, account=account):
        told = {"way": WAYS[visit.by], "status": STATUSES[visit.status]}
        said = [say("purpose: {text}", text=visit.purpose)] if visit.purpose else []
        said += [say("said: {text}", text=visit.said)] if visit.said else []
        said += [say("agreed: {texts}", texts=list(visit.agreed))] if visit.agreed else []
        said += [say("dropped: {text}", text=visit.reason)] if visit.status == "dropped" and visit.reason else []
        what = say("{way} {status}", **told)
        yield Event(visit.day.isoformat(), Visit.kind, visit.owner, what, tuple(said), visit.key)


def _notes(workspace: Workspace, account: str) -> Iterator[Event]:
    for note in all_of(workspace, Note, account=account):
        entry = workspace.work.version(Note.kind, note.key)
        at = entry.at if entry is not None else ""
        if note.day is not None and not (at and _day_of(at) == note.day):  # else it is of the moment it was written
            at = note.day.isoformat()
        if at:
            details = tuple(say("@ {reference}", reference=each) for each in note.attachments)
            who = entry.who if entry is not None else ""
            yield Event(at, Note.kind, who, say("“{text}”", text=note.text), details, note.key)


# ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tiers(workspace: Workspace, account: str, pack_of: Callable[[RunRecord], CheckedPack]) -> Iterator[Event]:
    """The tier by each run of a pack; of runs that gave the same the first one only, and the newest."""
    for pack in sorted({run.pack for run in workspace.runs.list()}):
        plain = plain_runs(workspace, pack)[-_MOST_RUNS:]
        with suppress(KamError):  # a pack that cannot be read any more has no names to tell tiers by
            if plain:
                newest, checked = {run.id for run in plain}, pack_of(plain[-1])
                after = standing_after_each(workspace, plain[-1], checked, account)
                history = tier_history(workspace, pack, account, after)
                told = list(_told_tiers([then for then in history if then.run.id in newest], checked))
                yield from reversed(told)  # of one day, too, the newest comes first


def _told_tiers(history: Sequence[TierThen], checked: CheckedPack) -> Iterator[Event]:
    known = [then for then in history if then.known]
    for place, then in enumerate(known):
        before = known[place - 1] if place else None
        changed = before is None or (before.computed, before.effective) != (then.computed, then.effective)
        if changed or place == len(known) - 1:
            yield _told_tier(then, before, checked)


def _told_tier(then: TierThen, before: TierThen | None, checked: CheckedPack) -> Event:
    title, now = checked.title, _tier(then.effective, checked)
    if before is None or before.effective == then.effective:
        what = say("{pack}: {tier}", pack=title, tier=now)
    else:
        what = say("{pack}: {before} → {tier}", pack=title, before=_tier(before.effective, checked), tier=now)
    details = []
    if then.computed != then.effective:
        why = WHYS.get(then.held.why) if then.held is not None else None
        computed = _tier(then.computed, checked)
        by = say("the rules say {tier}; in effect by {why}", tier=computed, why=why) if why is not None else None
        details.append(by or say("the rules say {tier}", tier=computed))
    return Event(then.run.as_of, "run", "", what, tuple(details), then.run.id[:8])


def _tier(tier: str | None, checked: CheckedPack) -> Label | Message:
    return say("no tier") if not tier else checked.tier_label(tier)


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _imports(workspace: Workspace, host: PluginHost, account: str, known: KnownFacts | None) -> Iterator[Event]:
    """The imports that brought the account, and what of its facts each of them changed."""
    from kamengine.api.facts.facts import known_facts

    records = [record for record in workspace.imports.counting() if record.rows][-_MOST_IMPORTS:]
    with scratch() as connection:
        known = known or known_facts(workspace, workspace.tables(connection), host)
        before: Mapping[str, Any] | None = None
        for record in records:
            with suppress(KamError):  # a file that is gone is what kam doctor tells of
                path = str(workspace.imports.opened(record))
                if record.kind == ACCOUNTS:
                    now = _row(connection, path, record, account)
                    changes = tuple(_differences(before, now, known)) if now is not None else ()
                    # a file that is merged leaves the accounts that it does not have as they are
                    if now is not None and (changes or before is None or record.mode != "merge"):
                        yield _imported(record, changes)
                    before = now
                elif rows := _count(connection, path, account):
                    yield _imported(record, (say("rows of this account: {n:,}", n=rows),), rows)


def _imported(record: ImportRecord, details: tuple[Message, ...], rows: int = 0) -> Event:
    files = list(dict.fromkeys(PurePath(source.name).name for source in record.sources))
    kind = Label("accounts", "客户") if record.kind == ACCOUNTS else record.kind
    what = say("import of {kind}: {files}", kind=kind, files=files)
    return Event(record.when, _IMPORT, record.who, what, details, record.id[:8], rows, tuple(files))


def _row(connection: DuckDBPyConnection, path: str, record: ImportRecord, account: str) -> dict[str, Any] | None:
    names = [column.field for column in record.columns]
    cells = ", ".join([_KEY, *map(identifier, names)])
    found = connection.execute(f"SELECT {cells} FROM {_read(path)} WHERE {_KEY} = ?", [account]).fetchone()
    return None if found is None else dict(zip(names, found[1:], strict=True))


def _count(connection: DuckDBPyConnection, path: str, account: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {_read(path)} WHERE {_KEY} = ?", [account]).fetchone()
    return int(found[0]) if found else 0


def _read(path: str) -> str:
    return f"read_parquet({path_literal(path)}, hive_partitioning=false)"


def _differences(before: Mapping[str, Any] | None, now: Mapping[str, Any], known: KnownFacts) -> Iterator[Message]:
    """What became another value; nothing for the first import that has the account."""
    for name in now if before is not None else ():
        was, value = (before or {}).get(name), now[name]
        if was != value:
            told = {"before": _shown(name, was, known), "after": _shown(name, value, known)}
            yield say("{field}: {before} → {after}", field=known.label(name), **told)


def _shown(name: str, value: Any, known: KnownFacts) -> object:
    field = known.fields.get(name)
    labels = {choice.id: choice.label for choice in field.choices} if field is not None else {}
    if value is None:
        return "–"
    if isinstance(value, str) and value in labels and (labels[value].en or labels[value].zh):
        return labels[value]
    return say("yes") if value is True else say("no") if value is False else str(value)
