"""Two people claim one account: rules settle it by what is documented, and where they cannot, who stands above both.

The rules, in their order (domain row 66; what companies write into their ownership rules: assignment first, then a
period of protection that only documented work renews):

1. ``assigned``: the account was assigned to its holder by people, no longer ago than the protection lasts: it stays.
2. ``worked``: the holder has documented work on it within the protection: it stays.
3. ``lapsed``: the holder has none, the claimant has: it goes to the claimant.
4. ``above``: nobody has documented anything: the first person decides who stands above both.

Documented work is a visit that was held, by its day, and whatever the person has noted in the workspace about tasks,
visits, contacts, needs or notes of the account, by the day of the journal in UTC.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from kamengine.problems import KamError, Place, say
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Comment, Contact, Dispute, Evidence, Need, Note, Ownership, Task, Visit
from kamengine.work.people.owners import OWNER, ownership_key
from kamengine.work.people.people import Team
from kamengine.work.people.roster import enlist
from kamengine.work.team.ownership import Given, give, refuse_disputed
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.journal import to_json

PROTECTION_DAYS = 90
_DOCUMENTS = (Task, Comment, Visit, Contact, Need, Note, Evidence)


@dataclass(frozen=True)
class Finding:
    """What the rules make of a dispute.

    Attributes:
        rule: ``assigned``, ``worked``, ``lapsed`` or ``above``.
        winner: who gets the account by it; empty for ``above``.
        judges: who may decide, the nearest first: those who stand above both, else above one of them.
        assigned: when people assigned the account to the holder; None when they did not.
        holder_worked: the last day of the holder's documented work; None for none.
        claimant_worked: the same for the claimant.
    """

    rule: str
    winner: str
    judges: tuple[str, ...]
    assigned: dt.date | None
    holder_worked: dt.date | None
    claimant_worked: dt.date | None


def claim(
    workspace: Workspace,
    change: Transaction,
    account: str,
    claimant: str,
    grounds: str,
    today: dt.date,
    *,
    role: str = OWNER,
    protection: int = PROTECTION_DAYS,
) -> Dispute:
    """Note that somebody claims an account that somebody else has; until it is settled it stays where it is.

    Args:
        workspace: where the account is.
        change: in which it is done.
        account: its id.
        claimant: who claims it, by any spelling.
        grounds: on what grounds.
        today: the day of the claim.
        role: id of the role that is claimed.
        protection: for so many days an assignment or documented work keeps the account with its holder.

    Raises:
        KamError: nobody has the account or the claimant has, it is disputed already, or no grounds are given.
    """
    person = enlist(workspace, change, claimant, place=Place(key="NAME"))
    if not grounds.strip():
        raise KamError.of(say("no grounds are given"), say("say why with --why TEXT"), place=Place(key="--why"))
    holder = _claimed_from(workspace, account, role, person)
    made = Dispute(
        key=workspace.work.new_key(change, Dispute.kind, "d"),
        account=account,
        role=role,
        holder=holder,
        claimant=person,
        claim=grounds,
        day=today,
        protection=protection,
    )
    keep(workspace, change, made, "add")
    return made


def _claimed_from(workspace: Workspace, account: str, role: str, claimant: str) -> str:
    """Who has what somebody claims.

    Raises:
        KamError: nobody has it, the claimant has, or it is disputed already.
    """
    holder, place = Team.of(workspace).person(account, role), Place(key=account)
    if not holder:
        remedy = say('give it to somebody: kam team own "{name}" {account}', name=claimant, account=account)
        raise KamError.of(say("nobody owns {account}", account=account), remedy, place=place)
    if holder == claimant:
        raise KamError.of(say("{name} owns {account} already", name=claimant, account=account), place=place)
    refuse_disputed(workspace, [(account, role)])
    return holder


def the_dispute(workspace: Workspace, key: str) -> Dispute:
    """A dispute by its key.

    Raises:
        KamError: there is none of this key.
    """
    found = find(workspace, Dispute, key.strip().lower())
    if found is None:
        what = say("there is no dispute {key}", key=key[:40])
        raise KamError.of(what, say("kam team disputes lists them"), place=Place(key="DISPUTE"))
    return found


def judge(workspace: Workspace, dispute: Dispute, today: dt.date) -> Finding:
    """What the rules make of a dispute on a day."""
    team, since = Team.of(workspace), today - dt.timedelta(days=dispute.protection)
    assigned = _assigned(workspace, dispute)
    days = _last_days(workspace, team, dispute, today)
    worked, claimed = days.get(dispute.holder), days.get(dispute.claimant)
    if assigned is not None and assigned >= since:
        rule, winner = "assigned", dispute.holder
    elif worked is not None and worked >= since:
        rule, winner = "worked", dispute.holder
    elif claimed is not None and claimed >= since:
        rule, winner = "lapsed", dispute.claimant
    else:
        rule, winner = "above", ""
    return Finding(rule, winner, judges(team, dispute), assigned, worked, claimed)


def judges(team: Team, dispute: Dispute) -> tuple[str, ...]:
    """Who may decide a dispute: those who stand above both sides, the nearest first, else above the holder."""
    holder, claimant = team.escalation(dispute.holder), team.escalation(dispute.claimant)
    sides = (dispute.holder, dispute.claimant)
    above = [name for name in holder if name not in sides]
    return tuple(name for name in above if name in claimant) or tuple(above)


def settle(
    workspace: Workspace,
    change: Transaction,
    key: str,
    today: dt.date,
    *,
    winner: str | None = None,
    why: str = "",
) -> tuple[Dispute, Given]:
    """Settle a dispute by the rules, or by a decision of somebody who is no side of it.

    Args:
        workspace: where it is.
        change: in which it is done; whoever makes it decides.
        key: of the dispute.
        today: the day on which it is judged.
        winner: who is to get the account, by any spelling; None: whom the rules give it to.
        why: the reason of a decision; needed with `winner`.

    Returns:
        the dispute as settled, and what went to the claimant; nothing when the holder keeps the account.

    Raises:
        KamError: it is settled already, the rules cannot settle it, or whoever decides is a side of it.
    """
    dispute = the_dispute(workspace, key)
    if dispute.status == "closed":
        what = say("{key} was settled by {name}: {winner}", key=key, name=dispute.decided_by, winner=dispute.decision)
        raise KamError.of(what, say("a new claim is a new dispute"), place=Place(key="DISPUTE"))
    found = judge(workspace, dispute, today)
    rule, decided = found.rule, found.winner
    if winner is not None:
        rule, decided = "above", _decided(workspace, change, dispute, winner, why)
    if not decided:
        raise _for_those_above(dispute, found)
    settled = _closed(dispute, found).with_(rule=rule, decision=decided, why=why, decided_by=change.who)
    keep(workspace, change, settled, "settle")
    if decided == Team.of(workspace).person(dispute.account, dispute.role):
        return settled, Given()
    held = [(dispute.account, dispute.role)]
    return settled, give(workspace, change, held, decided, why=settled.key, verb="settle")


def _closed(dispute: Dispute, found: Finding) -> Dispute:
    """A dispute that is over, with what the rules looked at."""
    return dispute.with_(
        assigned=found.assigned,
        holder_worked=found.holder_worked,
        claimant_worked=found.claimant_worked,
        status="closed",
    )


def _decided(workspace: Workspace, change: Transaction, dispute: Dispute, winner: str, why: str) -> str:
    """Who gets the account by a decision.

    Raises:
        KamError: who decides is a side, who wins is none, or no reason is given.
    """
    team = Team.of(workspace)
    decider, sides = team.find(change.who), (dispute.holder, dispute.claimant)
    if decider is not None and decider.key in sides:
        what = say("{name} is a side of {key} and cannot decide it", name=decider.key, key=dispute.key)
        above = judges(team, dispute)
        remedy = say("{name} can", name=above[0]) if above else say("let somebody decide who stands above both")
        raise KamError.of(what, remedy, place=Place(key="--as"))
    if not why.strip():
        raise KamError.of(say("no reason is given"), say("say why with --why TEXT"), place=Place(key="--why"))
    name = team.at_work(winner, place=Place(key="--for"))
    if name not in sides:
        what = say("{name} is no side of {key}", name=name, key=dispute.key)
        raise KamError.of(what, say("write one of {words}", words=list(sides)), place=Place(key="--for"))
    return name


def _for_those_above(dispute: Dispute, found: Finding) -> KamError:
    what = say(
        "no rule settles {key}: neither {holder} nor {claimant} has documented work on {account} in the last {n} days",
        key=dispute.key,
        holder=dispute.holder,
        claimant=dispute.claimant,
        account=dispute.account,
        n=dispute.protection,
    )
    if found.judges:
        call = say("{name} decides: kam team settle {key} --for NAME --why TEXT", name=found.judges[0], key=dispute.key)
    else:
        call = say("somebody above both decides: kam team settle {key} --for NAME --why TEXT", key=dispute.key)
    return KamError.of(what, call, place=Place(key="DISPUTE"))


def _assigned(workspace: Workspace, dispute: Dispute) -> dt.date | None:
    """The day on which people assigned the account to its holder; None when they did not."""
    key = ownership_key(dispute.account, dispute.role)
    record, entry = find(workspace, Ownership, key), workspace.work.version(Ownership.kind, key)
    if record is None or entry is None or record.person != dispute.holder:
        return None
    return dt.date.fromisoformat(entry.at[:10])


def _last_days(workspace: Workspace, team: Team, dispute: Dispute, today: dt.date) -> dict[str, dt.date]:
    """The last day of documented work of each person on the account, up to a day."""
    found: dict[str, dt.date] = {}
    for name, day in (*_noted(workspace, dispute.account), *_held(workspace, dispute.account)):
        person = team.stands_for(name)
        if day <= today and day > found.get(person, dt.date.min):
            found[person] = day
    return found


def _noted(workspace: Workspace, account: str) -> Iterator[tuple[str, dt.date]]:
    values = {"kinds": json.dumps([of.kind for of in _DOCUMENTS]), "quoted": to_json(account), "account": account}
    for row in workspace.catalog.rows(_NOTED, values):
        if not workspace.journal.is_undone(row["seq"]):
            yield row["who"], dt.date.fromisoformat(row["day"])


def _held(workspace: Workspace, account: str) -> Iterator[tuple[str, dt.date]]:
    for visit in all_of(workspace, Visit, account=account, open=False):
        if visit.status == "done":
            for name in dict.fromkeys((visit.owner, *visit.goers)):
                yield name, visit.day


_NOTED = """
SELECT seq, who, substr(at, 1, 10) AS day FROM journal
WHERE undoes IS NULL AND kind IN (SELECT value FROM json_each(:kinds))
    AND instr(after, :quoted) > 0 AND json_extract(after, '$.account') = :account
"""
