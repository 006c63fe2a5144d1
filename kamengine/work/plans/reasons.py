"""Why accounts have what playbooks propose: the reasons that plans keep instead of the tasks that follow from them.

A reason begins with one update of the plan and ends with another; it is never changed in between, and one that returns
is a new one. Tasks that nobody has touched follow from it, the steps of its playbook and the days in ``due_days``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.work.plans.playbook_texts import playbooks_in
from kamengine.workspace import Workspace
from kamengine.workspace.journal import to_json
from kamengine.workspace.undone_plans import UNDONE

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Reason:
    """Why an account has what a playbook proposes.

    Attributes:
        id: a number that no other reason ever has.
        pack: by its id in the workspace.
        since: the day (ISO 8601) on which a plan found it; what is due is counted from it.
        facts: for what happened between two runs, what was and what it became: ``{"tier": ["growth", "key"]}``.
        from_seq: the journal entry of the plan that found it.
        gone_seq: that of the plan that found it gone; None while it stands.
        gone_why: why it has gone: a word and what is so now, such as ``("criterion", "missed")``.
        gone_on: the day (ISO 8601) of that plan.
    """

    id: int
    pack: str
    account: str
    playbook: str
    since: str
    facts: Mapping[str, Any]
    from_seq: int
    gone_seq: int | None = None
    gone_why: tuple[str, ...] = ()
    gone_on: str = ""


@dataclass(frozen=True)
class Cohort:
    """Reasons that differ in their accounts alone, and so call for the same tasks on the same days.

    One plan found all of them on one day, and they stand, or one later plan found all of them gone.

    Attributes:
        since: the day (ISO 8601) on which the plan found them.
        from_seq: the journal entry of that plan.
        gone_seq: that of the plan that found them gone; None while they stand.
        gone_on: the day (ISO 8601) of that plan; empty while they stand.
    """

    pack: str
    playbook: str
    since: str
    from_seq: int
    gone_seq: int | None = None
    gone_on: str = ""


class NewReason(NamedTuple):
    """A reason that a plan has found."""

    account: str
    playbook: str
    facts: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class KeptPlan:
    """The newest update of the plans of a pack.

    Attributes:
        seq: its journal entry.
        run: the run that it was made from.
        playbooks: digest of the playbooks that it was made with.
        today: the day on which it was made (ISO 8601).
        details: which calendar was used, and what it was about.
    """

    seq: int
    pack: str
    run: str
    playbooks: str
    today: str
    details: Mapping[str, Any]


def newest_plans(workspace: Workspace) -> dict[str, KeptPlan]:
    """The newest plan of each pack that was ever planned, by pack."""
    return {row["pack"]: _plan(row) for row in workspace.catalog.rows(_NEWEST_PLANS)}


def cohorts_of(workspace: Workspace) -> dict[Cohort, int]:
    """How many reasons of each cohort there are; those of plans taken back are left out."""
    ended = {seq: day for seq, day in workspace.catalog.tuples("SELECT seq, today FROM plans")}
    rows = workspace.catalog.tuples(_COHORTS)
    return {
        Cohort(pack, playbook, since, from_seq, gone_seq, ended.get(gone_seq, "")): count
        for pack, playbook, since, gone_seq, from_seq, count in rows
        if gone_seq is None or gone_seq in ended  # else an undo ended them, which is no plan
    }


def reasons_of(
    workspace: Workspace,
    *,
    ids: Sequence[int] | None = None,
    accounts: Sequence[str] | None = None,
    groups: Collection[tuple[str, str, str]] | None = None,
) -> list[Reason]:
    """Reasons by number or by account, those that have gone among them; those of plans taken back are left out.

    Args:
        workspace: where they are.
        ids: their numbers; None: by account.
        accounts: whose.
        groups: only those of these packs, playbooks and days on which they began; None for all.
    """
    where, asked = ("id", ids) if ids is not None else ("account", accounts)
    among = f"AND {_AMONG}" if groups is not None else ""
    sql = f"{_SELECT} WHERE {where} IN (SELECT value FROM json_each(:asked)) AND {TOLD} {among} ORDER BY id"
    values = {"asked": json.dumps(list(asked or ())), "groups": json.dumps(list(groups or ()))}
    return [_reason(row) for row in workspace.catalog.rows(sql, values)]


def reasons_in(workspace: Workspace, cohort: Cohort, after: tuple[str, int], most: int) -> list[Reason]:
    """The next reasons of a cohort, by account.

    Args:
        workspace: where they are.
        cohort: of which they are.
        after: the account and the number of the reason before them; an empty text and 0 for the first ones.
        most: so many of them.
    """
    values = {**vars(cohort), "account": after[0], "id": after[1], "most": most}
    return [_reason(row) for row in workspace.catalog.rows(f"{_SELECT} {_IN_COHORT}", values)]


def standing_together(database: Database, pack: str, events: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each account with reasons of a pack that stand, and the ids of their playbooks, joined by line breaks.

    They come in the order of the index over them, which is theirs; SQLite promises no order within a group, so whoever
    compares must take another order for a difference to be looked at, and not for a change.

    Args:
        database: where they are.
        pack: by its id in the workspace.
        events: playbooks that are left out.
    """
    named = {f"event{number}": playbook for number, playbook in enumerate(events)}
    others = ", ".join(f":{name}" for name in named)  # quicker than a list in JSON, which is searched for every reason
    return iter(database.execute(_TOGETHER.format(events=others), {"pack": pack, **named}))


def standing_of(database: Database, pack: str, accounts: Sequence[str]) -> list[tuple[str, str, int]]:
    """Account, playbook and number of each reason of some accounts that stands, account by account."""
    return database.execute(_STANDING, {"pack": pack, "accounts": json.dumps(list(accounts))}).fetchall()


def begin(database: Database, pack: str, since: str, reasons: Iterable[NewReason], seq: int) -> None:
    """Enter new reasons; `seq` is the journal entry of the plan that found them."""
    rows = (
        (pack, each.account, each.playbook, since, to_json(each.facts) if each.facts else "{}", seq) for each in reasons
    )
    database.conn.executemany(_BEGIN, rows)


def end(database: Database, gone: Iterable[tuple[int, tuple[str, ...]]], seq: int) -> None:
    """End reasons, by number, each with why it has gone."""
    database.conn.executemany(_END, ((seq, json.dumps(why), id) for id, why in gone))


class KeptPlaybooks:
    """The playbooks of plans as they were: the newest of each pack, and those of any earlier plan."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is read yet."""
        self._workspace = workspace
        self.plans = newest_plans(workspace)
        self._texts: dict[str, dict[str, CheckedPlaybook]] = {}

    def newest(self, pack: str) -> Mapping[str, CheckedPlaybook]:
        """Those that the newest plan of a pack was made with."""
        return self._of(self.plans[pack].playbooks) if pack in self.plans else {}

    def of(self, reason: Reason | Cohort) -> CheckedPlaybook | None:
        """The playbook of a reason, or of several: as it is said now, else as it was said when the reason was found."""
        found = self.newest(reason.pack).get(reason.playbook)
        if found is not None:
            return found
        rows = self._workspace.catalog.rows("SELECT playbooks FROM plans WHERE seq = :seq", {"seq": reason.from_seq})
        return self._of(rows[0]["playbooks"]).get(reason.playbook) if rows else None

    def tasks_of(self, plan: int) -> int:
        """How many tasks an update of plans proposed: the steps for every reason that it found; 0 for any other entry.

        Args:
            plan: the number of its journal entry.
        """
        texts = self._workspace.catalog.rows("SELECT playbooks FROM plans WHERE seq = :seq", {"seq": plan})
        if not texts:
            return 0
        playbooks, found = self._of(texts[0]["playbooks"]), self._workspace.catalog.rows(_FOUND_BY, {"seq": plan})
        return sum(row["reasons"] * len(playbooks[row["playbook"]].steps) for row in found)

    def _of(self, digest: str) -> dict[str, CheckedPlaybook]:
        if digest not in self._texts:
            sql = "SELECT content FROM playbook_texts WHERE sha256 = :sha256"
            rows = self._workspace.catalog.rows(sql, {"sha256": digest})
            self._texts[digest] = playbooks_in(rows[0]["content"])
        return self._texts[digest]


def known_playbooks(workspace: Workspace) -> list[str]:
    """The ids of the playbooks that any plan was made with, of whatever pack; in order."""
    kept = KeptPlaybooks(workspace)
    used = {row["playbook"] for row in workspace.catalog.rows("SELECT DISTINCT playbook FROM reasons")}
    return sorted(used.union(*(kept.newest(pack) for pack in kept.plans)))


def _plan(row: Mapping[str, Any]) -> KeptPlan:
    return KeptPlan(**{**row, "details": json.loads(row["details"])})


def _reason(row: Mapping[str, Any]) -> Reason:
    why = tuple(json.loads(row["gone_why"])) if row["gone_why"] else ()
    return Reason(**{**row, "facts": json.loads(row["facts"]), "gone_why": why})


_FOUND_BY = "SELECT playbook, count(*) AS reasons FROM reasons WHERE from_seq = :seq GROUP BY playbook"
_SELECT = """
SELECT id, pack, account, playbook, since, facts, from_seq, gone_seq, gone_why,
    coalesce((SELECT today FROM plans WHERE seq = gone_seq), '') AS gone_on
FROM reasons
"""
TOLD = f"(gone_why IS NULL OR gone_why <> '{UNDONE}')"
# + keeps SQLite from the index of playbooks, which finds the accounts of everybody
_AMONG = """(+pack, +playbook, +since) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(:groups)
)"""
_COHORTS = """
SELECT pack, playbook, since, gone_seq, from_seq, count(*) FROM reasons
GROUP BY pack, playbook, since, gone_seq, from_seq
"""
_IN_COHORT = """
WHERE pack = :pack AND playbook = :playbook AND since = :since AND gone_seq IS :gone_seq AND from_seq = :from_seq
    AND account >= :account AND (account > :account OR id > :id)
ORDER BY account, id LIMIT :most
"""
_NEWEST_PLANS = """
SELECT seq, pack, run, playbooks, today, details FROM plans AS plan
WHERE seq = (SELECT max(seq) FROM plans WHERE pack = plan.pack AND undone_seq IS NULL)
"""
_TOGETHER = """
SELECT account, group_concat(playbook, char(10)) FROM reasons
WHERE pack = :pack AND gone_seq IS NULL AND playbook NOT IN ({events})
GROUP BY account
"""
_STANDING = """
SELECT account, playbook, id FROM reasons
WHERE pack = :pack AND gone_seq IS NULL AND account IN (SELECT value FROM json_each(:accounts))
ORDER BY account, playbook
"""
_BEGIN = "INSERT INTO reasons (pack, account, playbook, since, facts, from_seq) VALUES (?, ?, ?, ?, ?, ?)"
_END = "UPDATE reasons SET gone_seq = ?, gone_why = ? WHERE id = ?"
