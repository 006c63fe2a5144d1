"""Lines of a day, of plans and of a review: exact widths and nothing harmful, whatever the data holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.api import kept_pack, plugins
from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.review.moves import Review, review_by
from kamengine.today.entries import Entries, Entry
from kamengine.tui.looks.lines import width
from kamengine.tui.work.day import detail_of, entry_lines, heading_lines, load_bar, widest
from kamengine.tui.work.moves_to_review import move_lines
from kamengine.tui.work.tasks import BYS, group_lines, grouped, task_lines
from kamengine.work.ground.periods import week_of
from kamengine.work.model import Task
from kamengine.work.tasks.listing import Listed
from kamengine.work.team.load import Load
from kamengine.work.tiers.moves import Moves
from kamengine.workspace import Workspace
from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.portfolios import HOSTILE

ENGLISH, CHINESE = Messages.of("en"), Messages.of("zh")
TODAY = dt.date(2026, 8, 5)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


def assert_fits(lines, cells):
    for line in lines:
        assert width(line) <= cells
        shown = "".join(text for text, _ in line)
        assert shown == plain(shown, None)  # nothing in it can disturb a terminal


def task(key="1.a", *, due=None, person="", account="A", status="open", title="Call", effort=None) -> Listed:
    fields = {"title": title, "responsible": person, "due": due, "status": status, "effort": effort}
    return Listed(Task(key=key, account=account, **fields), touched=True)


@pytest.fixture(scope="module")
def review(made_shop):  # noqa: F811
    """The moves of the shop: one up, one down."""
    with Workspace.open(made_shop) as workspace:
        run = workspace.runs.list("shop")[-1]
        return review_by(workspace, run, kept_pack(workspace, run, plugins()).checked)


def renamed(review: Review, name: str) -> Review:
    """Its moves, put off, with this name for every account and tier; each also into no tier."""
    label = Label(name, name)
    tiers = tuple(replace(each, tier=replace(each.tier, label=label)) for each in review.checked.tiers)
    moves = [replace(move, account=name, state="deferred") for move in review.moves]
    moves += [replace(move, after=None) for move in moves]
    return replace(review, checked=replace(review.checked, tiers=tiers), moves=Moves.of(moves), names={name: name})


@given(texts, texts, texts, texts, st.integers(12, 140))
def test_whatever_a_thing_of_a_day_holds_its_line_fits(account, name, text, note, cells):
    entry = Entry("task", "1", account, name, text, note, name, "shop", urgent=True, details=(text,))
    assert_fits(entry_lines(entry, widest([entry]), cells), cells)
    assert_fits(heading_lines(Entries("task", text, note, (entry,), 3), cells, first=False), cells)
    assert [said for said, _ in detail_of(entry)][1] == text  # made plain where it is set


def test_names_have_the_room_that_short_texts_leave():
    name = "Larkhaven Foods (Chongqing) Co., Ltd."
    entry = Entry("move", "1", "D0265", name, "Key → Core", "promoted", "", "shop", urgent=False, details=())
    ((*pieces,),) = entry_lines(entry, widest([entry]), 80)
    assert f"D0265 {name}" in "".join(text for text, _ in pieces)


@given(
    texts,
    st.decimals(0, 10**6, places=2),
    st.none() | st.decimals(0, 60, places=1),
    st.decimals(0, 10**6, places=1),
    st.integers(12, 140),
)
def test_however_much_somebody_has_to_do_the_bar_fits(person, planned, capacity, others, cells):
    load = Load(person, week_of(TODAY), capacity, planned, Decimal(0), 1, 0, 0)
    for by_week in (False, True):
        most = max(planned, capacity or planned, others)
        assert_fits(load_bar(load, most, ENGLISH, cells, by_week=by_week), cells)


def test_the_bar_of_a_load_is_half_where_half_is_planned_and_shows_by_how_much_there_is_too_much():
    half, much = (
        Load("Mei", week_of(TODAY), Decimal(40), Decimal(planned), Decimal(0), 1, 0, 0) for planned in (20, 80)
    )
    (idle,), (busy,) = (load_bar(each, Decimal(80), ENGLISH, 77, by_week=False) for each in (half, much))
    assert (idle[-1][0].strip(), idle[-1][1]) == ("20/40 h", "muted")
    shown, whole = (sum(len(text) for text, ink in line if ink == "bar") for line in (idle, busy))
    beyond = "".join(text for text, _ in busy).count("▒")
    assert abs(2 * shown - whole) <= 1 and abs(beyond - whole) <= 1, "so much again as the hours that there are"
    assert "▒" not in "".join(text for text, _ in idle) and busy[-1][1] == "open"


@given(texts, texts, texts, st.sampled_from(BYS), st.integers(12, 140), st.sampled_from([ENGLISH, CHINESE]))
def test_whatever_a_task_holds_its_line_fits(account, title, person, by, cells, messages):
    each = task(account=account, title=title, person=person, due=TODAY - dt.timedelta(3))
    assert_fits(task_lines(each, by, title, TODAY, messages, cells), cells)
    (group,) = grouped([each], by, {account: title}, TODAY, messages)
    assert_fits(group_lines(group, messages, cells, first=True), cells)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_move_holds_its_lines_fit(review, name):
    named = renamed(review, name)
    assert {move.direction for move in named.moves} == {"up", "down"}
    for move in named.moves:
        for cells in (40, 77, 120):
            assert_fits(move_lines(named, move, name, ENGLISH, cells), cells)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-20, 20) | st.none(), st.sampled_from("MJ "), st.sampled_from("ABC")), max_size=12)
)
def test_however_tasks_are_grouped_each_is_in_one_group(drawn):
    listed = [
        task(str(at), due=None if days is None else TODAY + dt.timedelta(days), person=person.strip(), account=account)
        for at, (days, person, account) in enumerate(drawn)
    ]
    for by in BYS:
        groups = grouped(listed, by, {}, TODAY, ENGLISH)
        assert sorted(each.task.key for group in groups for each in group.tasks) == sorted(
            each.task.key for each in listed
        )
        assert len({group.title for group in groups}) == len(groups)


def test_weeks_stand_in_their_order_with_what_is_late_before_and_what_has_no_day_after():
    late, week, next_week, never = (
        task("1", due=TODAY - dt.timedelta(1), effort=Decimal("1.5")),
        task("2", due=TODAY),
        task("3", due=TODAY + dt.timedelta(7)),
        task("4"),
    )
    groups = grouped([never, next_week, week, late], "week", {}, TODAY, ENGLISH)
    assert [group.title for group in groups] == [
        "late",
        "2026-W32: 2026-08-03 to 2026-08-09",
        "2026-W33: 2026-08-10 to 2026-08-16",
        "without a day",
    ]
    assert [group.hours for group in groups] == [Decimal("1.5"), 0, 0, 0]


def test_what_nobody_does_comes_last():
    groups = grouped([task("1"), task("2", person="Mei")], "person", {}, TODAY, ENGLISH)
    assert [group.title for group in groups] == ["Mei", "nobody yet"]
