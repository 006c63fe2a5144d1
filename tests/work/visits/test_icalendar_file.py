"""Visits as a calendar file: whole, stable, harmless, and at the same hour whatever clocks do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.work.model import Visit
from kamengine.work.visits.icalendar_file import Appointment, calendar_file, lines_of

CHANGED = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
VISIT = Visit(key="v1", account="A", owner="li", day=dt.date(2026, 12, 3), time=dt.time(14), minutes=90, place="Room 2")


def appointment(visit: Visit = VISIT, title: str = "Visit: Bank", description: str = "", moves: int = 0) -> Appointment:
    return Appointment(visit, title, description, f"2026-11-20T08:00:00Z 1 li {visit.key} Acme", CHANGED, moves)


def read(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_a_visit_is_an_event():
    content = calendar_file("Visits", [appointment(description="purpose: renew, or not; see\nroute: metro", moves=2)])
    (event,) = read(content)
    assert str(event["summary"]) == "Visit: Bank"
    assert str(event["location"]) == "Room 2"
    assert str(event["description"]) == "purpose: renew, or not; see\nroute: metro"
    assert event["dtstart"].dt == dt.datetime(2026, 12, 3, 14, 0)
    assert event["duration"].dt == dt.timedelta(minutes=90)
    assert (event["dtstamp"].dt, event["sequence"], str(event["status"])) == (CHANGED, 2, "TENTATIVE")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("planned", "TENTATIVE"), ("ready", "CONFIRMED"), ("done", "CONFIRMED"), ("dropped", "CANCELLED")],
)
def test_calendars_are_told_how_sure_a_visit_is(status, expected):
    (event,) = read(calendar_file("Visits", [appointment(VISIT.with_(status=status))]))
    assert str(event["status"]) == expected


def test_a_visit_without_a_time_is_on_the_day_and_does_not_block_it():
    (event,) = read(calendar_file("Visits", [appointment(VISIT.with_(time=None))]))
    assert event["dtstart"].dt == dt.date(2026, 12, 3)
    assert "duration" not in event and str(event["transp"]) == "TRANSPARENT"


def test_a_visit_is_the_same_event_when_it_is_moved_and_another_one_is_another():
    moved = appointment(VISIT.with_(day=dt.date(2027, 1, 4)), moves=1)
    uids = [str(read(calendar_file("Visits", [one]))[0]["uid"]) for one in (appointment(), moved)]
    other = str(read(calendar_file("Visits", [appointment(VISIT.with_(key="v2"))]))[0]["uid"])
    assert uids[0] == uids[1] != other


def test_the_same_visits_are_the_same_bytes_in_any_order():
    two = [appointment(), appointment(VISIT.with_(key="v2", day=dt.date(2026, 12, 1)))]
    assert calendar_file("Visits", two) == calendar_file("Visits", reversed(two))
    assert [event["dtstart"].dt.day for event in read(calendar_file("Visits", two))] == [1, 3]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "UTC"])
def test_no_zone_and_no_change_of_clocks_moves_an_hour(in_zone, zone):
    """On 8 March 2026 New York has no 02:30; it is written all the same, as the clock of the place will have it."""
    in_zone(zone)
    content = calendar_file("Visits", [appointment(VISIT.with_(day=dt.date(2026, 3, 8), time=dt.time(2, 30)))])
    assert b"DTSTART:20260308T023000\r\n" in content
    assert b"VTIMEZONE" not in content


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list('\x1b\x00\x07\x0b\x0c\x85\r\n\t,;:\\"\u2028\u202e\u200b\ufeff\ud800世🎉')),
        st.characters(),
    ),
    max_size=120,
)
NEVER = set(map(chr, (*range(0x20), 0x7F, 0x85))) - {"\n", "\t", "\r"} | set("\u2028\u2029\u202d\u202e\u2066\u2069")


@settings(max_examples=50)
@given(title=HOSTILE, description=HOSTILE, place=HOSTILE)
def test_texts_stay_texts_whatever_is_in_them(title, description, place):
    content = calendar_file(title, [appointment(VISIT.with_(place=place), title, description)])
    assert not NEVER & set(content.decode())
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
    (event,) = read(content)
    assert {"ATTENDEE", "ATTACH", "URL"}.isdisjoint(event)
    assert str(event["uid"]).endswith("@kamengine")


def test_what_would_end_the_event_is_a_text():
    evil = "x\r\nEND:VEVENT\nATTENDEE:mailto:a@b"
    (event,) = read(calendar_file(evil, [appointment(title=evil, description=evil)]))
    assert str(event["summary"]) == "x␍␤END:VEVENT␤ATTENDEE:mailto:a@b"
    assert str(event["description"]) == "x\nEND:VEVENT\nATTENDEE:mailto:a@b"
    assert "attendee" not in event


def test_a_description_has_a_line_for_each_text_that_is_there():
    assert lines_of({"purpose": "renew", "route": " ", "materials": "offer"}) == "purpose: renew\nmaterials: offer"
