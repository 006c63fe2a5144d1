"""Whom records and imports name as the holder of a role for single accounts: read as asked for, kept while it is used.

An imported name is a text from a file; who is meant by it says `kamengine.work.people.people`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kamengine.work.model import Ownership
from kamengine.workspace import Workspace
from kamengine.workspace.journal import to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

OWNER = "account_manager"
"""The role of who owns an account."""


def ownership_key(account: str, role: str) -> str:
    """The key of the record of who holds a role for an account."""
    return to_json([account, role])


class Owners:
    """The holders of roles for single accounts, as written; a picture of the moment in which each was first read."""

    def __init__(self, workspace: Workspace) -> None:
        """Read from a workspace."""
        self._rows = workspace.catalog.rows
        self._recorded: dict[str, dict[str, str]] = {}
        self._imported: dict[str, str] = {}
        self._whole = False

    def recorded(self, account: str, role: str) -> str:
        """Whom people have named for an account; an empty text for nobody."""
        if account not in self._recorded and not self._whole:
            found = self._rows(f"{_RECORDS} AND account = :account", {"account": account})
            self._recorded[account] = {row["role"]: row["person"] for row in found}
        return self._recorded.get(account, {}).get(role, "")

    def imported(self, account: str) -> str:
        """Whom the imported facts name as the account's manager; an empty text for nobody."""
        if account not in self._imported and not self._whole:
            found = self._rows("SELECT person FROM imported_owners WHERE account = :account", {"account": account})
            self._imported[account] = found[0]["person"] if found else ""
        return self._imported.get(account, "")

    def read_of(self, accounts: Iterable[str]) -> None:
        """Read those of some accounts at once, before they are asked for; what was read already stays as it was."""
        new = [account for account in accounts if not (account in self._recorded and account in self._imported)]
        if self._whole or not new:
            return
        recorded: dict[str, dict[str, str]] = {account: {} for account in new}
        among = {"accounts": _listed(new)}
        for row in self._rows(f"{_RECORDS} AND account IN (SELECT value FROM json_each(:accounts))", among):
            recorded[row["account"]][row["role"]] = row["person"]
        imported = {row["account"]: row["person"] for row in self._rows(_IMPORTED_OF, among)}
        self._recorded = recorded | self._recorded
        self._imported = dict.fromkeys(new, "") | imported | self._imported

    def read_all(self) -> None:
        """Read those of every account at once, before many are asked for."""
        self._recorded, self._imported = {}, {}
        for row in self._rows(_RECORDS):
            self._recorded.setdefault(row["account"], {})[row["role"]] = row["person"]
        for row in self._rows("SELECT account, person FROM imported_owners"):
            self._imported[row["account"]] = row["person"]
        self._whole = True

    @cached_property
    def imported_names(self) -> tuple[str, ...]:
        """Every name that the imported facts have, in order; found name by name in the index, whatever the accounts."""
        return tuple(row["person"] for row in self._rows(_NAMES))

    @cached_property
    def imported_counts(self) -> Mapping[str, int]:
        """At how many accounts each of these names stands."""
        counted = "SELECT person, count(*) AS accounts FROM imported_owners GROUP BY person"
        return {row["person"]: row["accounts"] for row in self._rows(counted)}

    def roles_recorded_for(self, people: Iterable[str]) -> set[tuple[str, str]]:
        """The accounts for which people of these names are recorded, with the role."""
        named = f"{_RECORDS} AND person IN (SELECT value FROM json_each(:people))"
        return {(row["account"], row["role"]) for row in self._rows(named, {"people": _listed(people)})}

    def imported_for(self, names: Iterable[str], nobody: Iterable[str]) -> set[str]:
        """The accounts at which an imported name stands, and for which nobody else is recorded as manager.

        Args:
            names: as they are written in imports.
            nobody: recorded names that count as nobody.
        """
        values = {"names": _listed(names), "nobody": _listed(nobody)}
        return {row["account"] for row in self._rows(_IMPORTED_ALONE, values)}


def _listed(names: Iterable[str]) -> str:
    return json.dumps(list(names))


def imported_owners(workspace: Workspace) -> dict[str, str]:
    """Whom the imported facts named as the manager of each account when they were last looked at."""
    found = workspace.catalog.rows("SELECT account, person FROM imported_owners")
    return {row["account"]: row["person"] for row in found}


def facts_of_owners(workspace: Workspace) -> int | None:
    """The last journal entry about facts that `imported_owners` takes account of; None while that is not known."""
    found = workspace.catalog.rows("SELECT seq FROM facts_of_owners")
    return int(found[0]["seq"]) if found else None


def keep_imported(database: Database, owners: Mapping[str, str], facts: int | None = None) -> None:
    """Keep whom the imported facts name as the managers of accounts; only what differs is written.

    Args:
        database: of the change in which it is done.
        owners: the name by account; accounts that are not among them have none.
        facts: the last journal entry about facts that they take account of at least; None while that is not known.
    """
    known = dict(database.execute("SELECT account, person FROM imported_owners").fetchall())
    same = known == owners
    if same and facts is None:
        return
    database.execute("DELETE FROM facts_of_owners")
    if facts is not None:
        database.execute("INSERT INTO facts_of_owners (seq) VALUES (?)", [facts])
    if same:
        return
    gone = [(account,) for account in known if account not in owners]
    database.conn.executemany("DELETE FROM imported_owners WHERE account = ?", gone)
    changed = [(account, person) for account, person in owners.items() if known.get(account) != person]
    database.conn.executemany(
        "INSERT INTO imported_owners (account, person) VALUES (?, ?) "
        "ON CONFLICT (account) DO UPDATE SET person = excluded.person",
        changed,
    )


_ROLE = "json_extract(content, '$.role')"
_RECORDS = f"SELECT account, {_ROLE} AS role, person FROM records WHERE kind = '{Ownership.kind}'"
_IMPORTED_OF = "SELECT account, person FROM imported_owners WHERE account IN (SELECT value FROM json_each(:accounts))"
_IMPORTED_ALONE = f"""
SELECT account FROM imported_owners
WHERE person IN (SELECT value FROM json_each(:names)) AND NOT EXISTS (
    SELECT 1 FROM records
    WHERE records.account = imported_owners.account AND kind = '{Ownership.kind}' AND {_ROLE} = '{OWNER}'
        AND records.person NOT IN (SELECT value FROM json_each(:nobody))
)
"""
_NAMES = """
WITH RECURSIVE names (person) AS (
    SELECT min(person) FROM imported_owners
    UNION ALL
    SELECT (SELECT min(person) FROM imported_owners AS others WHERE others.person > names.person) FROM names
    WHERE names.person IS NOT NULL
)
SELECT person FROM names WHERE person IS NOT NULL
"""
