"""People who would have to be at two visits at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamengine.work.ground.things import all_of
from kamengine.work.model import Visit
from kamengine.work.visits.visits import ends, is_open
from kamengine.workspace import Workspace

_A_MOMENT = dt.timedelta(minutes=1)


def clashes(workspace: Workspace, visit: Visit) -> Iterator[tuple[str, Visit]]:
    """Whoever owns an open visit or goes there, with each other open visit of the person that overlaps with it.

    Visits without a time overlap with nothing; one of which it is open how long it takes is a moment.
    """
    if visit.time is None or not is_open(visit):
        return
    start, end = _times(visit, visit.time)
    around = {"first": start.date() - dt.timedelta(days=1), "last": end.date()}
    near = all_of(workspace, Visit, open=True, **{name: day.isoformat() for name, day in around.items()})
    for other in near:
        if other.key == visit.key or other.time is None:
            continue
        begins, finishes = _times(other, other.time)
        if begins < end and start < finishes:
            yield from ((person, other) for person in _people(visit) if person in _people(other))


def _times(visit: Visit, time: dt.time) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime.combine(visit.day, time)
    return start, ends(visit) or start + _A_MOMENT


def _people(visit: Visit) -> list[str]:
    return list(dict.fromkeys((visit.owner, *visit.goers)))
