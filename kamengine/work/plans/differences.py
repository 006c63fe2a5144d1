"""What is called for against the reasons that stand: which begin, and which have gone and why."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.work.plans.called_for import SEPARATOR, CalledFor, State, fails, is_event
from kamengine.work.plans.reasons import NewReason, standing_of, standing_together

if TYPE_CHECKING:
    from sqlite_utils import Database

Moves = Mapping[str, tuple[str | None, str | None]]
"""The tier in effect before and now, of each account that moved."""


@dataclass(frozen=True)
class GoneReason:
    """A reason that no longer stands, by its number, and why: a word and what is so now."""

    id: int
    playbook: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """The reasons that begin and that end, and how many accounts have one that stands afterwards."""

    new: list[NewReason]
    gone: list[GoneReason]
    accounts: int


@dataclass(frozen=True)
class _Standing:
    """A reason that stands."""

    account: str
    playbook: str
    id: int
    facts: Mapping[str, Any]


def difference(
    database: Database, pack: str, found: CalledFor, moves: Moves, earlier: str | None, ranks: Sequence[str]
) -> Difference:
    """Which reasons of a pack begin and which have gone.

    Args:
        database: where the reasons are.
        pack: by its id in the workspace.
        found: the results, tiers in effect among them.
        moves: the accounts whose tier in effect is another than when the plan was made before.
        earlier: the results of the run of that plan; None when there are none.
        ranks: the tiers, best first.
    """
    events = {id: playbook for id, playbook in found.playbooks.items() if is_event(playbook)}
    called = found.by_account()
    planned = {account for account, together in called.items() if together}
    begun, left = _steady(database, pack, called, events)
    lasting, over = _events(found, _standing_events(database, pack, events))
    happened = [
        each for each in _happened(found, events, moves, earlier, ranks) if (each.account, each.playbook) not in lasting
    ]
    planned |= {account for account, _ in lasting} | {each.account for each in happened}
    return Difference(begun + happened, [*_whys(found, left), *over], len(planned))


def _steady(
    database: Database, pack: str, called: dict[str, str], events: Collection[str]
) -> tuple[list[NewReason], list[tuple[str, str, int]]]:
    """What holds in the run against what stands: what begins, and what is left over.

    Most accounts are as they were: only those that are not are looked at one by one.
    """
    differing: list[str] = []
    for account, together in standing_together(database, pack, events):
        if called.get(account) == together:
            del called[account]
        else:
            differing.append(account)
    held: dict[str, dict[str, int]] = {}
    for account, playbook, id in standing_of(database, pack, differing):
        held.setdefault(account, {})[playbook] = id
    new: list[NewReason] = []
    left: list[tuple[str, str, int]] = []
    split = {together: tuple(id for id in together.split(SEPARATOR) if id) for together in {*called.values(), ""}}
    for account in dict.fromkeys((*differing, *called)):
        wanted, stands = split[called.get(account, "")], held.get(account, {})
        new += [NewReason(account, playbook) for playbook in wanted if playbook not in stands]
        left += [(account, each, id) for each, id in stands.items() if each not in wanted and each not in events]
    return new, left


def _whys(found: CalledFor, left: Sequence[tuple[str, str, int]]) -> Iterator[GoneReason]:
    states = found.states(list({account for account, _, _ in left}))
    for account, playbook, id in left:
        yield GoneReason(id, playbook, _why(found.playbooks.get(playbook), states.get(account)))


def _why(playbook: CheckedPlaybook | None, state: State | None) -> tuple[str, ...]:
    if playbook is None:
        return ("playbook",)
    if state is None:
        return ("account",)
    return fails(playbook, state)


# ── what happened between two runs ───────────────────────────────────────────────────────────────────────────────────


def _events(found: CalledFor, standing: Sequence[_Standing]) -> tuple[set[tuple[str, str]], list[GoneReason]]:
    """Reasons about what happened stand as long as what it led to holds: those that do, and those that are over."""
    states = found.states(list({each.account for each in standing}))
    lasting: set[tuple[str, str]] = set()
    over: list[GoneReason] = []
    for each in standing:
        playbook, state = found.playbooks[each.playbook], states.get(each.account)
        why = _why(playbook, state) or (_moved_on(each.facts, playbook, state) if state else ())
        if why:
            over.append(GoneReason(each.id, each.playbook, why))
        else:
            lasting.add((each.account, each.playbook))
    return lasting, over


def _moved_on(facts: Mapping[str, Any], playbook: CheckedPlaybook, state: State) -> tuple[str, ...]:
    if "tier" in facts and facts["tier"][1] != state.tier:
        return ("tier", state.tier or "")
    if "criterion" in facts and facts["criterion"][1] != state.outcomes[playbook.criterion]:
        return ("criterion", state.outcomes[playbook.criterion])
    return ()


def _happened(
    found: CalledFor,
    events: Mapping[str, CheckedPlaybook],
    moves: Moves,
    earlier: str | None,
    ranks: Sequence[str],
) -> Iterator[NewReason]:
    """The reasons that begin with what happened since the plan before."""
    if not events:
        return
    changed = {(account, name): before for account, name, before in found.changed_since(earlier)} if earlier else {}
    states = found.states(sorted({*moves, *(account for account, _ in changed)}))
    for account, state in sorted(states.items()):
        for id, playbook in sorted(events.items()):
            facts: dict[str, Any] = {}
            if playbook.moved in ("up", "down"):
                if account not in moves or _direction(*moves[account], ranks) != playbook.moved:
                    continue
                facts["tier"] = list(moves[account])
            if playbook.outcome == "changed":
                if (account, playbook.criterion) not in changed:
                    continue
                facts["criterion"] = [changed[account, playbook.criterion], state.outcomes[playbook.criterion]]
            if not fails(playbook, state):
                yield NewReason(account, id, facts)


def _direction(before: str | None, now: str | None, ranks: Sequence[str]) -> str:
    """``up`` or ``down``; an account without a tier is below all others."""
    places = {tier: place for place, tier in enumerate(ranks)}
    return "up" if places.get(now or "", len(ranks)) < places.get(before or "", len(ranks)) else "down"


def _standing_events(database: Database, pack: str, events: Iterable[str]) -> list[_Standing]:
    rows = [row for id in events for row in database.execute(_STANDING_OF, [pack, id])]
    return [_Standing(account, playbook, id, json.loads(facts)) for account, playbook, id, facts in rows]


_STANDING_OF = (
    "SELECT account, playbook, id, facts FROM reasons "
    "WHERE pack = ? AND playbook = ? AND gone_seq IS NULL ORDER BY account"
)
