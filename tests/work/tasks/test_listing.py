"""Lists of everybody's tasks as laws: what the database counts and reads page by page is what all of them come to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks, CheckedStep, Grace, Span
from kamengine.work.ground.calendar import Calendar
from kamengine.work.ground.things import all_of, keep
from kamengine.work.model import Holding, Ownership, Person, Task
from kamengine.work.people.people import Team
from kamengine.work.plans.playbook_texts import digest_of, text_of
from kamengine.work.plans.proposals import Window, due_in, proposals, reason_in, step_in
from kamengine.work.plans.reasons import KeptPlaybooks, NewReason, begin, end, reasons_of, standing_of
from kamengine.work.tasks.listing import Listed, TaskQuery, as_tasks, find_tasks, task_sums, tasks_after
from kamengine.work.tasks.query import Order, place_of
from kamengine.work.team.load import loads, weeks_from
from kamengine.workspace import Workspace
from kamengine.workspace.undone_plans import UNDONE
from tests.examples import holds_for

TODAY = dt.date(2026, 11, 25)
ACCOUNTS, PEOPLE, TIERS = "ABCDE", ("Li", "Mei", "Old"), ("key", "standard")


def step(id, role, effort, every=None):
    return CheckedStep(
        id=id,
        what=Label(id),
        due=Span(2, "day"),
        responsible=role,
        accountable="kam_head",
        consulted=(),
        informed=(),
        effort=effort,
        every=every,
        on_holiday="stay",
        acceptance=Label(),
        evidence=Label(),
        after=(),
    )


def playbook(id, *steps):
    return CheckedPlaybook(id, "key", "", "", "", Label(id), "", None, steps, "test")


CARE = playbook(
    "care",
    step("call", "account_manager", Decimal("1.5")),
    step("visit", "technical", Decimal(3), Span(1, "week")),
)
DEBT = playbook("debt", step("call", "finance", Decimal(0)), step("ask", "account_manager", Decimal("0.25")))
BOTH, ONE = ({each.id: each for each in books} for books in ((CARE, DEBT), (CARE,)))

days = st.integers(-9, 9).map(lambda n: TODAY + dt.timedelta(days=n))
plan = st.fixed_dictionaries(
    {
        "begun": st.sets(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(sorted(BOTH)))),
        "ended": st.sets(st.sampled_from(ACCOUNTS)),
        "playbooks": st.sampled_from([BOTH, BOTH, ONE]),
        "day": days,
        "undone": st.booleans(),
    }
)
world = st.fixed_dictionaries(
    {
        "plans": st.lists(plan, min_size=1, max_size=4),
        "due": st.lists(st.integers(-9, 9), min_size=1, max_size=8),
        "imported": st.dictionaries(st.sampled_from(ACCOUNTS), st.sampled_from(PEOPLE)),
        "owned": st.dictionaries(
            st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(["account_manager", "technical"])),
            st.sampled_from(PEOPLE),
            max_size=3,
        ),
        "held": st.dictionaries(
            st.tuples(st.sampled_from(["account_manager", "technical", "finance"]), st.sampled_from(["", *TIERS])),
            st.sampled_from(PEOPLE),
            max_size=3,
        ),
        "tiers": st.dictionaries(st.sampled_from(ACCOUNTS), st.sampled_from([*TIERS, None])),
        "successor": st.sampled_from(["", "Mei"]),
        "touched": st.lists(
            st.tuples(
                st.integers(0, 200),
                st.sampled_from(["open", "started", "done", "dropped"]),
                st.none() | days,
                st.sampled_from([None, Decimal("0.1"), Decimal(2)]),
                st.sampled_from(["", *PEOPLE]),
            ),
            max_size=6,
        ),
    }
)
windows = st.one_of(
    st.just(Window(TODAY)),
    st.builds(
        lambda first, days, late: Window(TODAY, first, first + dt.timedelta(days=days), late),
        days,
        st.integers(-1, 9),
        st.booleans(),
    ),
)
queries = st.builds(
    TaskQuery,
    windows,
    person=st.sampled_from(["", "Li", "Mei"]),
    accounts=st.sampled_from([None, None, None, ("A", "C")]),
    gone=st.sampled_from([False, False, True]),
    closed=st.booleans(),
    playbook=st.sampled_from(["", "", "care"]),
    step=st.sampled_from(["", "", "call"]),
)


@contextmanager
def workspace_of(drawn):
    """A workspace in which plans, people and tasks are as drawn."""
    with TemporaryDirectory() as folder, Workspace.init(Path(folder) / "acme", name="Acme") as workspace:
        workspace.catalog.database.execute("PRAGMA foreign_keys = OFF")  # plans and tiers of no run
        with workspace.transaction("Ann") as change:
            for one in drawn["plans"]:
                planned(change, one)
            due_days(change.database, drawn["due"])
            people(workspace, change, drawn)
            tiers = [("own", account, 1, tier) for account, tier in drawn["tiers"].items()]
            change.database.conn.executemany(
                "INSERT INTO standing (pack, account, seq, effective, as_of, run, why, streak) "
                "VALUES (?, ?, ?, ?, '', '', '', '[]')",
                tiers,
            )
        with workspace.transaction("Ann") as change:
            touched(workspace, change, drawn["touched"])
        yield workspace


def planned(change, one):
    """One plan, and the reasons that it began and ended; an undone one ends what it began."""
    text = text_of(CheckedPlaybooks(one["playbooks"], {}, {}, Grace(), {}))
    seq = change.note("update", "plan", "own")
    database = change.database
    database.execute("INSERT OR IGNORE INTO playbook_texts VALUES (?, ?)", [digest_of(text), text])
    database.execute(
        "INSERT INTO plans (seq, pack, run, playbooks, today, details) VALUES (?, 'own', '', ?, ?, '{}')",
        [seq, digest_of(text), one["day"].isoformat()],
    )
    stand = standing_of(database, "own", ACCOUNTS)
    end(database, [(id, ("tier", "key")) for account, _, id in stand if account in one["ended"]], seq)
    held = {(account, id) for account, id, _ in standing_of(database, "own", ACCOUNTS)}
    begin(database, "own", one["day"].isoformat(), [NewReason(*each) for each in sorted(one["begun"] - held)], seq)
    if one["undone"]:
        now = change.note("undo", "plan", "own")
        database.execute("UPDATE plans SET undone_seq = ? WHERE seq = ?", [now, seq])
        database.execute("UPDATE reasons SET gone_seq = ?, gone_why = ? WHERE from_seq = ?", [now, UNDONE, seq])


def due_days(database, offsets):
    """Days for each step of each group; what repeats falls due three times."""
    groups = database.execute("SELECT DISTINCT playbook, since FROM reasons").fetchall()
    for number, (id, since) in enumerate(groups):
        for place, each in enumerate(BOTH[id].steps):
            first = TODAY + dt.timedelta(days=offsets[(2 * number + place) % len(offsets)])
            for time in (1, 2, 3) if each.every else (0,):
                day = first + dt.timedelta(days=5 * max(0, time - 1))
                values = ["own", id, each.id, since, time, day.isoformat()]
                database.execute("INSERT INTO due_days VALUES (?, ?, ?, ?, ?, ?)", values)


def people(workspace, change, drawn):
    """Who is there, who holds roles, and whom imports and records name for accounts; Old has left."""
    keep(workspace, change, Person(key="Old", left=True, successor=drawn["successor"]))
    for (role, tier), name in drawn["held"].items():
        keep(workspace, change, Holding(key=f'["{role}","{tier}"]', role=role, tier=tier, person=name))
    for (account, role), name in drawn["owned"].items():
        keep(workspace, change, Ownership(key=f'["{account}","{role}"]', account=account, role=role, person=name))
    rows = [{"account": account, "person": name} for account, name in drawn["imported"].items()]
    change.database["imported_owners"].upsert_all(rows, pk="account")


def touched(workspace, change, drawn):
    """Some of the tasks that plans propose are taken over by people, and some are theirs from the beginning."""
    known = [("t1", "A", "", ""), ("t2", "C", "", "")]
    for reason in every_reason(workspace):
        for each in BOTH[reason.playbook].steps:
            times = (".1", ".2") if each.every else ("",)
            known += [(f"{reason.id}.{each.id}{time}", reason.account, "own", reason.playbook) for time in times]
    for place, status, day, effort, person in drawn:
        key, account, pack, book = known[place % len(known)]
        said = {"pack": pack, "playbook": book, "due": day, "effort": effort, "responsible": person}
        keep(workspace, change, Task(key=key, account=account, title=key, status=status, **said))


def every_reason(workspace):
    ids = [row["id"] for row in workspace.catalog.rows("SELECT id FROM reasons")]
    return reasons_of(workspace, ids=ids)


def one_by_one(workspace, query, team):
    """All tasks that are asked for, each looked at by itself."""
    kept = KeptPlaybooks(workspace)
    reasons = {reason.id: reason for reason in every_reason(workspace)}
    records = {task.key: task for task in all_of(workspace, Task)}
    proposed = proposals(reasons.values(), due_in(workspace, query.window), kept, query.window)
    left = [each for each in proposed if each.key not in records]
    found = [each for each in as_tasks(workspace, left, team, "en")]
    found += [Listed(task, True, reasons.get(reason_in(key) or 0)) for key, task in records.items()]
    return sorted((each for each in found if is_meant(each, query)), key=place_of)


def is_meant(each, query):
    task = each.task
    return (
        query.person in ("", task.responsible)
        and (query.accounts is None or task.account in query.accounts)
        and (not query.gone or bool(each.gone))
        and (query.closed or each.is_open)
        and query.playbook in ("", task.playbook)
        and query.step in ("", step_in(task.key))
        and query.window.has(task.due)
    )


def keys(listed):
    return [each.task.key for each in listed]


def test_who_owns_all_accounts_stands_in_for_roles_that_nobody_holds():
    begun = {"begun": {("A", "care"), ("A", "debt")}, "ended": set(), "playbooks": BOTH, "day": TODAY, "undone": False}
    nothing = {"imported": {}, "owned": {}, "tiers": {}, "successor": "", "touched": []}
    with workspace_of({"plans": [begun], "due": [0], "held": {("account_manager", ""): "Mei"}, **nothing}) as workspace:
        for accounts in (None, ("A",)):
            query = TaskQuery(Window(TODAY), person="Mei", accounts=accounts)
            found = find_tasks(workspace, query, Team.of(workspace), "en")
            assert sorted(keys(found.shown)) == ["1.call", "1.visit.1", "2.ask", "2.call"]
            assert found.count == 4


@holds_for(world, queries, few=25, many=300)
def test_counts_sums_and_pages_are_those_of_the_tasks_one_by_one(drawn, query):
    with workspace_of(drawn) as workspace:
        team = Team.of(workspace)
        wanted = one_by_one(workspace, query, Team.of(workspace))
        found = find_tasks(workspace, query, team, "en")
        assert keys(found.shown) == keys(wanted)
        assert [each.task for each in found.shown] == [each.task for each in wanted]
        open_ = [each.task for each in wanted if each.is_open]
        assert found.count == len(wanted)
        assert found.late == sum(task.due is not None and task.due < TODAY for task in open_)
        assert found.hours == sum(task.effort or 0 for task in open_)
        by_account = sorted(wanted, key=lambda each: place_of(each, "account"))
        lists: dict[Order, list[Listed]] = {"day": wanted, "account": by_account}
        for order, whole in lists.items():
            most = 1 + len(whole) // 3
            listed = find_tasks(workspace, query, team, "en", most, order).shown
            while listed and (more := tasks_after(workspace, query, team, "en", listed[-1], most, order)):
                listed += more
            assert keys(listed) == keys(whole)


@holds_for(world, queries, few=15, many=200)
def test_what_everybody_has_to_do_is_counted_as_if_each_task_were_looked_at(drawn, query):
    with workspace_of(drawn) as workspace:
        team = Team.of(workspace)
        wanted: Counter[tuple[str, str, bool]] = Counter()
        for each in one_by_one(workspace, query, team):
            wanted[str(each.task.due or "9999-99-99"), each.task.responsible, each.is_open] += 1
        found: Counter[tuple[str, str, bool]] = Counter()
        for sums in task_sums(workspace, query, Team.of(workspace), by_person=True):
            found[sums.day, sums.person, sums.is_open] += sums.count
        assert found == wanted
        days: Counter[str] = Counter()
        for sums in task_sums(workspace, query, Team.of(workspace), by_person=False):
            days[sums.day] += sums.count
        assert days == sum((Counter({day: n}) for (day, _, _), n in wanted.items()), Counter())


@holds_for(world, few=15, many=200)
def test_the_load_of_the_team_is_that_of_its_people_one_by_one(drawn):
    with workspace_of(drawn) as workspace:
        given = Calendar.of("CN"), weeks_from(TODAY, 2), TODAY
        everybody = loads(workspace, Team.of(workspace), *given)
        by_hand = {task.responsible for task in all_of(workspace, Task, open=True)}
        for name in ("Li", "Mei"):
            alone = loads(workspace, Team.of(workspace), *given, name)[name]
            if "Old" not in by_hand:  # whose tasks fall to the successor, who is not named in them
                assert everybody.get(name, alone) == alone
                assert name in everybody or not any(each.tasks for each in alone)
