"""Facts stated by hand, kept over every import: who stated what, when and why, and what held at any moment.

A correction is a row that never changes but for the journal entry that ends it; stating a fact anew ends the old row
and begins another. So the facts of an old run can be laid out again exactly as they were (see `corrected`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamengine.declarations import Kind
from kamengine.problems import KamError, did_you_mean, say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.corrected import Correction
from kamengine.workspace.journal import Journal, Transaction, to_json

ENTRY = "correction"
"""The kind of journal entries about corrections; their key is account and field, as a JSON list."""

LONGEST_REASON = 1000
"""So many characters a reason may have."""


@dataclass(frozen=True)
class Statement:
    """A fact about to be stated.

    Attributes:
        account: the account's id.
        field: the name of the field.
        kind: of the value.
        value: as text in one form (see `kamengine.workspace.corrected.canonical`); None: it is unknown.
        imported: what the import says at this moment, in the same form.
    """

    account: str
    field: str
    kind: Kind
    value: str | None
    imported: str | None


@dataclass(frozen=True)
class Stated:
    """What came of stating facts.

    Attributes:
        corrections: those that hold now, in the order in which they were stated.
        new: how many facts were not corrected before.
        replaced: how many were, in another way.
        unchanged: how many were, in the same way and for the same reason.
    """

    corrections: tuple[Correction, ...]
    new: int
    replaced: int
    unchanged: int


class Corrections:
    """The corrections of a workspace."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        """Read and write the corrections of a catalog."""
        self._catalog, self._journal = catalog, journal

    def list(self, *, at: int | None = None, account: str | None = None) -> tuple[Correction, ...]:
        """The corrections that hold, oldest first.

        Args:
            at: that held at the moment of this journal entry; None is now.
            account: only those of this account.
        """
        holds = "ended_seq IS NULL" if at is None else "seq <= :at AND (ended_seq IS NULL OR ended_seq > :at)"
        return self._found(f"{holds} AND account = coalesce(:account, account)", at=at, account=account)

    def history(self, account: str | None = None) -> tuple[Correction, ...]:
        """Every correction that ever held, oldest first; of one account if asked."""
        return self._found("account = coalesce(:account, account)", account=account)

    def state(self, statements: Iterable[Statement], *, who: str, why: str) -> Stated:
        """State facts, all or none. A fact that was corrected before is corrected anew; the old one is kept as history.

        Args:
            statements: at most one for an account and a field.
            who: states them.
            why: the reason, for all of them.

        Raises:
            KamError: there is no reason, it is too long, or the catalog cannot be written.
        """
        reason = _reason(why)
        with self._journal.transaction(who) as change:
            held = {(one.account, one.field): one for one in self.list()}
            begun = [self._begin(change, one, held.get((one.account, one.field)), reason) for one in statements]
        new = sum(outcome == "new" for _, outcome in begun)
        replaced = sum(outcome == "replaced" for _, outcome in begun)
        return Stated(tuple(one for one, _ in begun), new, replaced, len(begun) - new - replaced)

    def withdraw(self, facts: Sequence[tuple[str, str]], *, who: str, why: str = "") -> tuple[Correction, ...]:
        """Let the imports say what these facts are, all or none; the corrections are kept as history.

        Args:
            facts: account and field of each.
            who: withdraws them.
            why: the reason, if there is one.

        Returns:
            the corrections that held until now.

        Raises:
            KamError: one of the facts is not corrected, or the catalog cannot be written.
        """
        reason = _reason(why) if why.strip() else ""
        with self._journal.transaction(who) as change:
            held = {(one.account, one.field): one for one in self.list()}
            for fact in facts:
                if fact not in held:
                    raise _not_corrected(*fact, held)
            ended = tuple(held[fact] for fact in facts)
            for one in ended:
                after = {"why": reason} if reason else None
                self._end(change, one, change.note("withdraw", ENTRY, _key(one), before=_json(one), after=after))
        return ended

    def _begin(self, change: Transaction, new: Statement, old: Correction | None, why: str) -> tuple[Correction, str]:
        """Begin a correction in the place of the one that holds; what became of it."""
        if old is not None and (old.value, old.kind, old.why) == (new.value, new.kind, why):
            return old, "unchanged"
        row = {**new.__dict__, "why": why}
        before = _json(old) if old is not None else None
        seq = change.note("set", ENTRY, _key(new), before=before, after=_told(row))
        if old is not None:
            self._end(change, old, seq)
        row |= {"who": change.who, "at": change.at, "seq": seq}
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        cursor = change.database.execute(f"INSERT INTO corrections ({columns}) VALUES ({marks})", row)
        assert cursor.lastrowid is not None
        return Correction(id=cursor.lastrowid, **row), "new" if old is None else "replaced"

    def _end(self, change: Transaction, correction: Correction, seq: int) -> None:
        change.database.execute("UPDATE corrections SET ended_seq = ? WHERE id = ?", [seq, correction.id])

    def _found(self, where: str, **values: object) -> tuple[Correction, ...]:
        return tuple(Correction(**row) for row in self._catalog.rows(f"{_SELECT} WHERE {where} ORDER BY id", values))


def _reason(why: str) -> str:
    """The reason without blanks at its ends."""
    why = why.strip()
    if not why:
        raise KamError.of(
            say("no reason is given"), say("say why with --why, such as --why 'phone call with the customer'")
        )
    if len(why) > LONGEST_REASON:
        raise KamError.of(
            say("the reason has more than {most} characters", most=LONGEST_REASON), say("make it shorter")
        )
    return why


def _not_corrected(account: str, field: str, held: Mapping[tuple[str, str], Correction]) -> KamError:
    fields = [name for id, name in held if id == account]
    what = say("{field} of {account} is not corrected", field=field[:60], account=account[:60])
    corrected = say("corrected are: {fields}", fields=fields[:8]) if fields else None
    return KamError.of(what, did_you_mean(field, fields) or corrected)


def _key(one: Correction | Statement) -> str:
    return to_json([one.account, one.field])


def _json(one: Correction) -> dict[str, Any]:
    return _told(one.__dict__)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the journal keeps of a correction besides its key."""
    return {name: row[name] for name in ("kind", "value", "imported", "why")}


_SELECT = "SELECT id, account, field, kind, value, imported, who, at, why, seq, ended_seq FROM corrections"
