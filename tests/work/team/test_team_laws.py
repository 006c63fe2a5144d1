"""Whatever a team does with its accounts: each has exactly one owner, who is there, and no open work is left behind."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.work.ground.things import all_of
from kamengine.work.model import Person, Task
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.people.roster import add_person, change_person, give_role
from kamengine.work.team.leaving import hand_over, leave
from kamengine.work.team.ownership import own, release
from kamengine.workspace import Workspace
from tests.examples import holds_for

PEOPLE = ("Li", "Mei", "Wu", "Zhao")
ACCOUNTS = ("A", "B", "C", "D", "E")
WHO, ACCOUNT = st.sampled_from(PEOPLE), st.sampled_from(ACCOUNTS)
ONE_EACH = st.tuples(*[WHO] * len(ACCOUNTS))
DONE = st.one_of(
    st.tuples(st.just(own), st.tuples(st.lists(ACCOUNT, min_size=1, max_size=3, unique=True), WHO)),
    st.tuples(st.just(release), st.tuples(st.lists(ACCOUNT, min_size=1, max_size=2, unique=True))),
    st.tuples(st.just(hand_over), st.tuples(WHO, WHO)),
    st.tuples(st.just(leave), st.tuples(WHO, st.none() | WHO)),
    st.tuples(st.just(add_person), st.tuples(WHO.map(lambda name: Person(key=name)))),
    st.tuples(st.just(give_role), st.tuples(WHO, st.just("finance"))),
    st.tuples(
        st.just(lambda workspace, change, name, manager: change_person(workspace, change, name, manager=manager)),
        st.tuples(WHO, WHO),
    ),
)


@holds_for(ONE_EACH, ONE_EACH, st.lists(DONE, max_size=12), few=12, many=100)
def test_every_account_has_one_owner_who_is_there_and_no_open_work_is_left_behind(imports, doers, done):
    with TemporaryDirectory() as folder, Workspace.init(Path(folder) / "acme", name="Acme") as workspace:
        begin(workspace, imports, doers)
        for function, words in done:
            before = workspace.work.dump()
            try:
                with workspace.transaction("Ann") as change:
                    function(workspace, change, *words)
            except KamError:  # what is refused changes nothing
                assert workspace.work.dump() == before
            check(workspace)


def begin(workspace, imports: tuple[str, ...], doers: tuple[str, ...]) -> None:
    """Everybody is there, imports name an owner for every account, and each account has a task."""
    with workspace.transaction("Ann") as change:
        for name in PEOPLE:
            add_person(workspace, change, Person(key=name))
        for account, owner, doer in zip(ACCOUNTS, imports, doers, strict=True):
            change.database["imported_owners"].insert({"account": account, "person": owner})
            task = Task(key=f"t{account}", account=account, title="Call", responsible=doer, accountable=owner)
            workspace.work.put(change, task.record())


def check(workspace) -> None:
    team = Team.of(workspace)
    here = {name for name, person in team.people.items() if not person.left}
    assert [sum(account in team.accounts(name) for name in here) for account in ACCOUNTS] == [1] * len(ACCOUNTS)
    assert {team.person(account, OWNER) for account in ACCOUNTS} <= here
    assert {name for task in all_of(workspace, Task) for name in (task.responsible, task.accountable)} <= here
    assert all(holder in here for holder in team.holdings.values())
    assert all(name not in team.escalation(name) for name in here)
    assert all(person.manager in {"", *here} for name, person in team.people.items() if name in here)
