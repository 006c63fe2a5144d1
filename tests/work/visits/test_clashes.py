"""People who would have to be at two visits at the same time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.work.ground.things import keep
from kamengine.work.model import Visit
from kamengine.work.visits.clashes import clashes
from kamengine.work.visits.visits import ends

DAY = dt.date(2026, 12, 31)
VISIT = Visit(key="v1", account="A", owner="li", goers=("wang",), day=DAY, time=dt.time(23), minutes=120)


def found(workspace, *others: Visit, visit: Visit = VISIT) -> list[tuple[str, str]]:
    with workspace.transaction("li") as change:
        for each in others:
            keep(workspace, change, each)
    return [(person, other.key) for person, other in clashes(workspace, visit)]


@pytest.mark.parametrize(
    ("values", "people"),
    [
        ({}, ["li", "wang"]),
        ({"goers": ()}, ["li"]),
        ({"owner": "wang", "goers": ()}, ["wang"]),
        ({"owner": "zhao", "goers": ("qian",)}, []),
        ({"day": dt.date(2027, 1, 1), "time": dt.time(0, 59)}, ["li", "wang"]),  # it ends after midnight
        ({"day": dt.date(2027, 1, 1), "time": dt.time(1)}, []),  # one after the other
        ({"time": dt.time(22), "minutes": 60}, []),
        ({"time": dt.time(22), "minutes": 61}, ["li", "wang"]),
        ({"time": dt.time(22), "minutes": 0}, []),
        ({"time": dt.time(23, 30), "minutes": 0}, ["li", "wang"]),
        ({"time": None}, []),
        ({"status": "done"}, []),
        ({"status": "dropped"}, []),
    ],
    ids=str,
)
def test_open_visits_of_the_same_people_that_overlap(workspace, values: dict[str, Any], people):
    other = VISIT.with_(key="v2", **values)
    assert found(workspace, VISIT, other) == [(person, "v2") for person in people]


@pytest.mark.parametrize("values", [{"time": None}, {"status": "done"}], ids=str)
def test_a_visit_without_a_time_or_that_is_over_overlaps_with_nothing(workspace, values: dict[str, Any]):
    assert found(workspace, VISIT.with_(key="v2"), visit=VISIT.with_(**values)) == []


moments = st.datetimes(dt.datetime(2026, 12, 30), dt.datetime(2027, 1, 2)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments, moments, st.integers(1, 1440), st.integers(1, 1440))
def test_who_is_in_the_way_of_one_visit_is_in_the_way_of_the_other(workspace, one, two, long, longer):
    first = VISIT.with_(day=one.date(), time=one.time(), minutes=long)
    second = VISIT.with_(key="v2", day=two.date(), time=two.time(), minutes=longer)
    there, back = found(workspace, first, second, visit=first), found(workspace, visit=second)
    assert [person for person, _ in there] == [person for person, _ in back]
    first_end, second_end = ends(first), ends(second)
    assert first_end is not None and second_end is not None
    assert bool(there) == (max(one, two) < min(first_end, second_end))
