"""What accounts have, as it is kept: entries that are only added to, of which the newest of each account counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kamengine.work.tiers.grace import Held
from kamengine.workspace import Workspace
from kamengine.workspace.journal import REDO

KIND = "standing"
"""The kind of the journal entries that say that a run was taken in; their key is the pack."""


NOT_CALM = ""
"""Stands for the tier of an account that is not calm; no tier is called so."""


class HeldRows(Mapping[str, Held]):
    """What accounts have, by account, kept as rows of texts; each is made when it is asked for.

    There may be very many, of which few are looked at. Python goes through all objects that hold others in search of
    garbage, and nothing else is done meanwhile; it passes over rows of texts.
    """

    def __init__(self, rows: Mapping[str, tuple[Any, ...]]) -> None:
        """Take rows in the order of the fields of `Held`, by account."""
        self._rows = rows

    def __getitem__(self, account: str) -> Held:
        """What an account has."""
        return _held(dict(zip(Held._fields, self._rows[account], strict=True)))

    def __iter__(self) -> Iterator[str]:
        """The accounts."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many accounts there are."""
        return len(self._rows)

    def but(self, others: Mapping[str, Held]) -> HeldRows:
        """The same, but of these accounts what is said here."""
        return HeldRows({**self._rows, **{account: _as_row(held) for account, held in others.items()}})


def calm_tiers(workspace: Workspace, pack: str, accounts: Sequence[str] | None = None) -> dict[str, str | None]:
    """The tier of each account that stands where everything says that it should; `NOT_CALM` for the others.

    A run that finds a calm account in its tier has nothing new to say of it; nearly all accounts are calm.

    Args:
        workspace: where they are.
        pack: by its id in the workspace.
        accounts: only these; None for all.
    """
    among = "" if accounts is None else _AMONG
    query = f"{_CALM}{among} ORDER BY account, seq"  # of several rows of an account the last stays
    return dict(workspace.catalog.tuples(query, _values(pack, accounts)))


def restless_held(workspace: Workspace, pack: str) -> HeldRows:
    """What the accounts of a pack have, as it was written last, that are not calm; see `calm_tiers`."""
    return HeldRows({row[0]: row for row in workspace.catalog.tuples(_RESTLESS, {"pack": pack})})


def newest_held(workspace: Workspace, pack: str, accounts: Sequence[str] | None = None) -> dict[str, Held]:
    """What each account of a pack has, as it was written last; of these accounts only, if any are named."""
    among = "" if accounts is None else _AMONG
    rows = workspace.catalog.rows(f"{_NEWEST}{among} GROUP BY account", _values(pack, accounts))
    return {row["account"]: _held(row) for row in rows}


def held_when(workspace: Workspace, pack: str, seq: int) -> dict[str, Held]:
    """What each account of a pack had once a journal entry was written, as `times_taken_in` gives them."""
    rows = workspace.catalog.rows(f"{_NEWEST} AND seq <= :seq GROUP BY account", {"pack": pack, "seq": seq})
    return {row["account"]: _held(row) for row in rows}


def held_on(workspace: Workspace, pack: str, as_of: str) -> dict[str, Held]:
    """What each account of a pack had at a date (ISO 8601), as it was written last of then."""
    rows = workspace.catalog.rows(f"{_NEWEST} AND as_of <= :as_of GROUP BY account", {"pack": pack, "as_of": as_of})
    return {row["account"]: _held(row) for row in rows}


def histories_of(workspace: Workspace, pack: str, accounts: Sequence[str]) -> dict[str, list[Held]]:
    """All that was ever written of some accounts, oldest first; accounts without anything are left out."""
    if not accounts:
        return {}
    found: dict[str, list[Held]] = {}
    for row in workspace.catalog.rows(f"{_SELECT}{_AMONG} ORDER BY account, seq", _values(pack, accounts)):
        found.setdefault(row["account"], []).append(_held(row))
    return found


def written_of(workspace: Workspace, pack: str, account: str) -> list[tuple[int, Held]]:
    """All that was ever written of an account, each with its journal entry, oldest first."""
    rows = workspace.catalog.rows(f"{_WRITTEN} ORDER BY seq", {"pack": pack, "account": account})
    return [(row["seq"], _held(row)) for row in rows]


def times_taken_in(workspace: Workspace, pack: str) -> dict[str, int]:
    """The runs of a pack that were taken in, and not taken back: of each the last journal entry that says so."""
    rows = workspace.catalog.rows(f"{_TAKEN_IN} ORDER BY seq", {"kind": KIND, "pack": pack})
    return {row["run"]: row["seq"] for row in rows}


def taken_in(workspace: Workspace, pack: str) -> str:
    """The id of the run of a pack that was taken in last, and not taken back; empty when none was."""
    rows = workspace.catalog.rows(f"{_TAKEN_IN} ORDER BY seq DESC LIMIT 1", {"kind": KIND, "pack": pack})
    return str(rows[0]["run"]) if rows else ""


def row_of(pack: str, seq: int, held: Held) -> tuple[Any, ...]:
    """What is written, in the order of `COLUMNS`."""
    return (pack, seq, *_as_row(held))


def _as_row(held: Held) -> tuple[Any, ...]:
    streak = json.dumps(held.streak) if held.streak else _NO_STREAK
    return (*held[:_STREAK], streak, *held[_STREAK + 1 :])


def _values(pack: str, accounts: Sequence[str] | None) -> dict[str, str]:
    return {"pack": pack, "accounts": json.dumps(list(accounts or ()))}


def _held(row: Mapping[str, Any]) -> Held:
    values = [row[name] for name in Held._fields]
    values[_STREAK] = tuple(json.loads(row["streak"])) if row["streak"] != _NO_STREAK else ()
    return Held(*values)


COLUMNS = ("pack", "seq", *Held._fields)
"""The columns of the table of what accounts have."""
_STREAK, _NO_STREAK = Held._fields.index("streak"), "[]"
_SELECT = f"SELECT {', '.join(Held._fields)} FROM standing WHERE pack = :pack"
_WRITTEN = f"SELECT seq, {', '.join(Held._fields)} FROM standing WHERE pack = :pack AND account = :account"
_NEWEST = f"SELECT {', '.join(Held._fields)}, max(seq) FROM standing WHERE pack = :pack"
_IS_CALM = "computed IS effective AND settled IS effective AND reviewed IS effective AND why <> 'gone'"
_CALM = f"""
SELECT account, CASE WHEN {_IS_CALM} THEN effective ELSE '{NOT_CALM}' END FROM standing WHERE pack = :pack
""".rstrip()
_RESTLESS = f"SELECT {', '.join(Held._fields)} FROM ({_NEWEST} GROUP BY account) WHERE NOT ({_IS_CALM})"
_AMONG = " AND account IN (SELECT value FROM json_each(:accounts))"
_TAKEN_IN = f"""
SELECT json_extract(after, '$.run') AS run, seq FROM journal AS entry
WHERE kind = :kind AND key = :pack AND (undoes IS NULL OR verb = '{REDO}')
    AND NOT EXISTS (SELECT 1 FROM journal WHERE undoes = entry.seq)
""".rstrip()
