"""What needs somebody on a day as data, in the shape that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kamengine.api.work.task_json import tasks_json
from kamengine.language.json_values import json_value
from kamengine.problems import Message

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.today.day import Day
    from kamengine.today.moves import Moves
    from kamengine.today.ranked import Found, Value
    from kamengine.today.risks import Risk, Risks
    from kamengine.today.undecided import Undecided
    from kamengine.today.visits import DueVisit, Visits
    from kamengine.work.model import Visit
    from kamengine.work.team.load import Load
    from kamengine.work.tiers.moves import Move


def day_json(day: Day, messages: Messages) -> dict[str, Any]:
    """The day as data: counts are of all, lists have as many as were asked for.

    Args:
        day: what needs somebody.
        messages: in whose language sentences are told.
    """
    asking, found = day.ground.asking, day.tasks.found
    return {
        "today": asking.today.isoformat(),
        "person": asking.person or None,
        "runs": [
            {"pack": each.run.pack, "run": each.run.id, "as_of": each.run.as_of, "up_to_date": each.fresh}
            for each in day.ground.judged
        ],
        "notes": [messages.text(note) for note in day.ground.notes],
        "tasks": {
            "count": found.count,
            "late": found.late,
            "effort_hours": float(found.hours),
            "shown": tasks_json(day.ground.workspace, found.shown, day.tasks.whys, asking.today),
        },
        "visits": _visits(day.visits),
        "moves": [_moves(each) for each in day.moves],
        "at_risk": [_risks(each, messages) for each in day.risks],
        "undecided": [_undecided(each) for each in day.undecided],
        "load": [load_json(each) for person in day.load.values() for each in person],
    }


def load_json(load: Load) -> dict[str, Any]:
    """What a person has to do in a week, as data."""
    return {
        "person": load.person or None,
        "week": load.week.name,
        "first": load.week.first.isoformat(),
        "last": load.week.last.isoformat(),
        "capacity_hours": json_value(load.capacity),
        "planned_hours": json_value(load.planned),
        "late_hours": json_value(load.late),
        "share": None if load.share is None else float(load.share),
        "tasks": load.tasks,
        "visits": load.visits,
        "without_hours": load.without_hours,
    }


def _visits(visits: Visits) -> dict[str, Any]:
    return {
        "today": [_visit(visit, visits.names) for visit in visits.today],
        "unrecorded": [_visit(visit, visits.names) for visit in visits.unrecorded],
        "due_count": visits.count,
        "due": [_due(each, visits.names) for each in visits.due],
    }


def _visit(visit: Visit, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": visit.key,
        "account_id": visit.account,
        "name": names.get(visit.account),
        "day": visit.day.isoformat(),
        "time": f"{visit.time:%H:%M}" if visit.time is not None else None,
        "by": visit.by,
        "purpose": visit.purpose,
        "owner": visit.owner,
    }


def _due(each: DueVisit, names: Mapping[str, str]) -> dict[str, Any]:
    cadence = each.cadence
    return {
        "account_id": cadence.account,
        "name": names.get(cadence.account),
        "pack": each.pack,
        "tier": cadence.tier,
        "last": cadence.last.isoformat() if cadence.last else None,
        "due": cadence.due.isoformat() if cadence.due else None,
        "state": cadence.state,
        "days_over": cadence.days_over,
        "owner": each.manager,
    }


def _moves(moves: Moves) -> dict[str, Any]:
    review = moves.review
    return {
        "pack": review.run.pack,
        "run": review.run.id,
        "count": moves.count,
        "promoted": moves.counts["up"],
        "demoted": moves.counts["down"],
        "gone": moves.counts["gone"],
        "shown": [_move(move, review.names) for move in moves.shown],
    }


def _move(move: Move, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account_id": move.account,
        "name": names.get(move.account),
        "from": move.before,
        "to": move.after,
        "direction": move.direction,
        "effective": move.held.effective,
        "effective_why": move.held.why,
    }


def _risks(risks: Risks, messages: Messages) -> dict[str, Any]:
    return {
        "pack": risks.judged.run.pack,
        "run": risks.judged.run.id,
        **_value(risks.value),
        "count": risks.count,
        "shown": [{**_account(each.account), "risks": _rules(each.risks, messages)} for each in risks.shown],
    }


def _rules(risks: Iterable[Risk], messages: Messages) -> list[dict[str, Any]]:
    return [
        {
            "rule": risk.rule,
            "criterion": risk.criterion or None,
            "text": messages.text(risk.text) if isinstance(risk.text, Message) else messages.label(risk.text),
        }
        for risk in risks
    ]


def _undecided(undecided: Undecided) -> dict[str, Any]:
    accounts = undecided.accounts
    return {
        "pack": undecided.judged.run.pack,
        "run": undecided.judged.run.id,
        **_value(undecided.value),
        "count": accounts.count,
        "worth": json_value(accounts.worth),
        "worth_unknown": accounts.unknown,
        "shown": [{**_account(each), "tier_possible": each.possible} for each in accounts.shown],
    }


def _account(found: Found) -> dict[str, Any]:
    return {
        "account_id": found.account,
        "name": found.name or None,
        "tier_effective": found.tier,
        "worth": json_value(found.worth),
    }


def _value(value: Value | None) -> dict[str, Any]:
    return {"value": value.name if value else None, "unit": value.unit or None if value else None}
