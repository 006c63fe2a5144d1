"""People come, hold roles, get accounts and hand them over; nothing that somebody answers for is left to nobody."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeVar

import pytest

from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.work.ground.things import Thing, find
from kamengine.work.model import Contact, Dispute, Goal, Holding, Ownership, Person, Task, TaskStatus, Visit
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Held, Team
from kamengine.work.people.roster import add_person, change_person, give_role, take_role
from kamengine.work.team.leaving import book_of, hand_over, leave
from kamengine.work.team.ownership import own, release
from kamengine.workspace import Workspace

DAY = dt.date(2026, 3, 31)
T = TypeVar("T", bound=Thing)


@pytest.fixture
def do(workspace):
    """Do something in one transaction, as Ann."""

    def run(function, *words, **options):
        with workspace.transaction("Ann") as change:
            return function(workspace, change, *words, **options)

    return run


@pytest.fixture
def staff(do):
    for name, manager in (("Zhao", ""), ("Wang", "Zhao"), ("Li", "Wang"), ("Mei", "Wang")):
        do(add_person, Person(key=name, manager=manager))


def the(workspace: Workspace, of: type[T], key: str) -> T:
    """A thing that is there."""
    thing = find(workspace, of, key)
    assert thing is not None
    return thing


def task(
    key: str,
    account: str,
    *,
    responsible: str,
    accountable: str = "",
    informed: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    status: TaskStatus = "open",
) -> Task:
    return Task(
        key=key, account=account, title="Call", responsible=responsible, accountable=accountable, informed=informed,
        roles=roles, status=status,
    )  # fmt: skip


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_kept_with_spellings_hours_and_manager(workspace, do, staff):
    do(
        add_person,
        Person(key="  Chen   Yu ", aliases=("老陈", "chen yu", "老陈 "), hours=Decimal("32.5"), manager="WANG"),
    )
    assert find(workspace, Person, "Chen Yu") == Person(
        key="Chen Yu", aliases=("老陈",), hours=Decimal("32.5"), manager="Wang"
    )


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (Person(key="li"), "Li is in the team already — kam team set"),
        (Person(key="Chen", aliases=("ＭＥＩ",)), "ＭＥＩ means Mei already"),
        (Person(key="  "), "the name is empty"),
        (Person(key="x" * 81), "more than 80 characters"),
        (Person(key="Chen", hours=Decimal(0)), "a week has no 0 hours"),
        (Person(key="Chen", hours=Decimal("168.5")), "a week has no 168.5 hours"),
        (Person(key="Chen", manager="Wnag"), r"there is nobody called Wnag — did you mean Wang\?"),
    ],
)
def test_what_is_no_new_person_is_refused_and_nothing_is_kept(workspace, do, staff, person, said):
    before = workspace.work.dump()
    with pytest.raises(KamError, match=said):
        do(add_person, person)
    assert workspace.work.dump() == before


def test_what_is_known_of_a_person_changes_piece_by_piece(workspace, do, staff):
    do(change_person, "li", aliases=["老李", "小李"], hours=Decimal(30))
    do(change_person, "老李", without=["小李"], manager="")
    assert find(workspace, Person, "Li") == Person(key="Li", aliases=("老李",), hours=Decimal(30))
    do(change_person, "Li", hours="")
    assert the(workspace, Person, "Li").hours is None


def test_nobody_stands_above_oneself(do, staff):
    with pytest.raises(KamError, match=r"Li reports to Zhao already — through .*Wang"):
        do(change_person, "Zhao", manager="Li")
    with pytest.raises(KamError, match="Wang reports to Zhao already — change that first"):
        do(change_person, "Zhao", manager="Wang")
    with pytest.raises(KamError, match="nobody reports to oneself"):
        do(change_person, "Zhao", manager="zhao")


def test_a_role_goes_from_one_to_another(workspace, do, staff):
    assert do(give_role, "Li", "finance") == ""
    assert do(give_role, "Mei", "finance") == "Li"
    do(give_role, "Li", "finance", "key")
    team = Team.of(workspace)
    assert [team.held("A", "finance", tier) for tier in ("key", "other")] == [Held("Li", "tier"), Held("Mei", "team")]
    do(take_role, "Mei", "finance")
    assert Team.of(workspace).person("A", "finance") == ""
    with pytest.raises(KamError, match="Mei does not hold the role finance"):
        do(take_role, "Mei", "finance")


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_account_goes_with_the_open_work_of_who_had_it(workspace, do, staff, kept, imported):
    imported(A="li", B="Mei")
    kept(
        task("t1", "A", responsible="Li", accountable="Wang", informed=("Li", "Mei")),
        task("t2", "A", responsible="Li", status="done"),
        task("t3", "B", responsible="Li"),
        task("t4", "A", responsible="Li", roles=("responsible=technical",)),
        task(
            "t5", "A", responsible="Li", roles=("responsible=legal",)
        ),  # which nobody holds: Li as the manager does it
    )
    do(give_role, "Li", "technical")
    given = do(own, ["A"], "mei", why="closer to the customer")
    assert (given.accounts, dict(given.work), given.tasks) == ({("A", OWNER): "Li"}, {"task": 2}, ["t1", "t5"])
    assert find(workspace, Task, "t1") == task("t1", "A", responsible="Mei", accountable="Wang", informed=("Mei",))
    assert [the(workspace, Task, key).responsible for key in ("t2", "t3", "t4")] == ["Li", "Li", "Li"]
    assert Team.of(workspace).accounts("Mei") == ("A", "B")
    assert next(iter(workspace.journal.entries(kind=Ownership.kind))).after["why"] == "closer to the customer"


def test_who_answers_for_a_task_only_by_doing_it_answers_no_more(workspace, do, staff, kept, imported):
    imported(A="Li")
    roles = ("responsible=account_manager", "accountable=sales_director")
    kept(task("t1", "A", responsible="Li", accountable="Li", roles=roles))
    do(own, ["A"], "Mei")
    assert the(workspace, Task, "t1").accountable == "Mei"
    do(give_role, "Mei", "sales_director")
    do(own, ["A"], "Li")
    passed_back = the(workspace, Task, "t1")
    assert (passed_back.responsible, passed_back.accountable) == ("Li", "Mei")  # in a role that Mei keeps


def test_an_account_given_again_changes_nothing(workspace, do, staff, imported):
    imported(A="Li")
    assert do(own, ["A"], "Li").accounts == {("A", OWNER): "Li"}  # what the import says is now said by people, too
    last = workspace.journal.last()
    assert do(own, ["A"], "Li").accounts == {}
    assert workspace.journal.last() == last


def test_who_gets_an_account_comes_into_the_team(workspace, do, imported):
    imported(A="chen  yu", B="Li")
    do(own, ["B"], "Chen Yu")
    assert [*Team.of(workspace).people] == ["chen  yu"]


def test_a_released_account_is_its_imported_managers_again(workspace, do, staff, imported):
    imported(A="Li", B="Li")
    do(own, ["A"], "Mei")
    assert do(release, ["A", "B"]) == ["A"]
    assert Team.of(workspace).held("A", OWNER) == Held("Li", "import")


def test_no_account_is_released_to_nobody(workspace, do, staff, imported):
    do(leave, "Li", None)
    imported(A="Li")
    do(own, ["A", "B"], "Mei")
    do(own, ["A"], "Mei", role="finance")
    for account in ("A", "B"):
        with pytest.raises(KamError, match=f"nobody would own {account}: no import names anybody who is here"):
            do(release, [account])
    assert do(release, ["A"], "finance") == ["A"]
    do(give_role, "Wang", OWNER)
    assert do(release, ["A", "B"]) == ["A", "B"]
    assert Team.of(workspace).held("A", OWNER) == Held("Wang", "team")


# ── handing over, leaving ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def book(kept, imported):
    """What Li answers for: one account of each kind, open and closed work on them, and a task elsewhere."""
    imported(A="Li", B="LI", C="Mei")
    kept(
        Ownership(key='["C","technical"]', account="C", role="technical", person="Li"),
        Holding(key="finance/key", role="finance", tier="key", person="Li"),
        task("t1", "A", responsible="Li", accountable="Li"),
        task("t2", "Z", responsible="Mei", accountable="Li"),
        task("t3", "A", responsible="Li", status="dropped"),
        Goal(
            key="g1", account="B", title="Grow", pack="own", indicator="spend", owner="Li", since=DAY, due=DAY,
            baseline=Decimal(1), target=Decimal(2),
        ),
        Visit(key="v1", account="A", owner="Li", day=DAY, goers=("Mei", "Li")),
        Contact(key="c1", account="A", name="Ada", covered_by="Li"),
        Dispute(key="d1", account="C", role=OWNER, holder="Mei", claimant="Li", claim="met first"),
    )  # fmt: skip


def test_a_whole_book_is_handed_over_in_one_step(workspace, do, staff, book):
    given = do(hand_over, "li", "mei")
    assert sorted(given.accounts) == [("A", OWNER), ("B", OWNER), ("C", "technical")]
    assert dict(given.work) == {"task": 1, "goal": 1, "visit": 1, "contact": 1}
    team = Team.of(workspace)
    assert team.accounts("Li") == ()
    assert team.accounts("Mei") == ("A", "B", "C")
    assert the(workspace, Visit, "v1").goers == ("Mei",)
    assert the(workspace, Task, "t2").accountable == "Li"  # an account that is not of the book
    assert team.roles_of("Li") == (("finance", "key"),)
    assert len({entry.batch for entry in workspace.journal.entries() if entry.verb == "hand-over"}) == 1


def test_a_part_of_a_book_is_handed_over(workspace, do, staff, book):
    assert [*do(hand_over, "Li", "Mei", accounts=["B", "Z"]).accounts] == [("B", OWNER)]
    assert [*do(hand_over, "Li", "Mei", role="technical").accounts] == [("C", "technical")]
    with pytest.raises(KamError, match="Li owns none of these accounts"):
        do(hand_over, "Li", "Mei", accounts=["Z"])


def test_nobody_hands_over_to_oneself_or_to_who_has_left(do, staff, book, kept):
    kept(Person(key="Gone", left=True))
    with pytest.raises(KamError, match="Li cannot take over from Li"):
        do(hand_over, "Li", " LI ")
    with pytest.raises(KamError, match="Gone has left — name somebody else"):
        do(hand_over, "Li", "gone")


def test_somebody_who_answers_for_something_does_not_leave_it_to_nobody(workspace, do, staff, book):
    before = workspace.work.dump()
    with pytest.raises(KamError) as refused:
        do(leave, "Li", None)
    assert refused.value.problems[0].text(Messages.of("en")) == (
        "--to: Li still answers for accounts: 3, roles: 1, tasks: 2, goals: 1, visits: 1, contacts: 1, "
        "disputes: 1 — say who takes over with --to NAME"
    )
    assert workspace.work.dump() == before


def test_the_successor_gets_everything_and_later_imports_mean_the_successor(workspace, do, staff, book, imported):
    do(leave, "Li", "Mei")
    assert book_of(workspace, "Li").counts() == {}
    assert the(workspace, Task, "t2").accountable == "Mei"
    assert the(workspace, Task, "t3").responsible == "Li"  # what is over stays as it was
    assert the(workspace, Dispute, "d1").status == "closed"  # the holder got what the leaver claimed
    imported(NEW="li")
    assert Team.of(workspace).held("NEW", OWNER) == Held("Mei", "import")
    with pytest.raises(KamError, match="Li has left — Mei took over"):
        do(leave, "Li", "Wang")


def test_those_who_reported_to_the_leaver_report_to_the_successor(workspace, do, staff):
    do(leave, "Wang", "Mei")
    team = Team.of(workspace)
    assert team.escalation("Li") == ("Mei", "Zhao")
    assert team.escalation("Mei") == ("Zhao",)


def test_a_successor_from_further_below_rises(workspace, do, staff):
    do(leave, "Zhao", "Li")
    team = Team.of(workspace)
    assert team.escalation("Li") == ()
    assert team.escalation("Mei") == ("Wang", "Li")


def test_somebody_who_answers_for_nothing_just_leaves_and_may_come_back(workspace, do, staff):
    do(leave, "Li", None)
    assert Team.of(workspace).people["Li"].left
    do(add_person, Person(key="li", aliases=("老李",)))
    assert find(workspace, Person, "Li") == Person(key="Li", aliases=("老李",))


def test_somebody_whom_only_imports_name_can_leave(workspace, do, staff, imported):
    imported(A="Old Hand", B="old hand")
    do(leave, "OLD HAND", "Mei")
    assert Team.of(workspace).accounts("Mei") == ("A", "B")
