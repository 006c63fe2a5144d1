"""Taking back and doing again: everybody has one line of changes, and going back and forth gives the same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kamengine.problems import KamError
from kamengine.workspace import Record, Workspace
from kamengine.workspace.corrections import Statement
from tests.workspace.made import accounts


def task(key: str, **content: object) -> Record:
    return Record("task", key, {"account": "A1", "title": "Call", **content})


@pytest.fixture
def keep(workspace: Workspace):
    """Keep records in one change; its number."""

    def _keep(who: str, *records: Record, verb: str = "set") -> int:
        with workspace.transaction(who) as change:
            seqs = [workspace.work.put(change, record, verb) for record in records]
        return min(seq for seq in seqs if seq is not None)

    return _keep


@pytest.fixture
def undo(workspace):
    return lambda who, **asked: workspace.undo_last(who, [who], **asked)


@pytest.fixture
def redo(workspace):
    return lambda who: workspace.redo_last(who, [who])


@pytest.fixture
def dump(workspace):
    return workspace.work.dump


def test_undo_after_undo_after_redo_gives_the_same_bytes(keep, undo, redo, dump):
    moments = [dump()]
    for change in ([task("t1")], [task("t1", status="done"), Record("visit", "v1", {"account": "A1"})], [task("t2")]):
        keep("Ann", *change)
        moments.append(dump())
    for back in (2, 1, 0):
        undo("Ann")
        assert dump() == moments[back]
    for again in (1, 2):
        redo("Ann")
        assert dump() == moments[again]
    undo("Ann")
    assert dump() == moments[1]
    redo("Ann")
    redo("Ann")
    assert dump() == moments[3]
    with pytest.raises(KamError, match="there is nothing of Ann to do again"):
        redo("Ann")


def test_a_change_is_taken_back_whole_whatever_kinds_it_is_about(workspace, keep, undo, dump):
    keep("Ann", task("t1"))
    before = dump()
    with workspace.transaction("Ann") as change:
        workspace.work.put(change, Record("visit", "v1", {"account": "A1", "status": "done"}))
        workspace.work.put(change, task("t2"))
        workspace.work.put(change, task("t2", status="started"))
        workspace.work.drop(change, "task", "t1")
    undone = undo("Ann")
    assert dump() == before
    assert [entry.kind for entry in undone.entries] == ["visit", "task", "task", "task"]


def test_everybody_takes_back_what_is_theirs(workspace, keep, undo, redo):
    keep("Ann", task("t1"))
    keep("Ben", task("t2"))
    undo("Ann")
    assert [record.key for record in workspace.work.list("task")] == ["t2"]
    with pytest.raises(KamError, match="there is nothing of Ann to take back"):
        undo("Ann")
    with pytest.raises(KamError, match="there is nothing of Ben to do again"):
        redo("Ben")


def test_what_somebody_else_has_changed_since_is_left_alone_and_they_are_named(keep, undo, redo, dump):
    keep("Ann", task("t1"), task("t3"))
    keep("Ben", task("t1", status="done"), verb="done")
    before = dump()
    with pytest.raises(KamError, match=r"task t1: it has been changed since: Ben, 20.*: done"):
        undo("Ann")
    assert dump() == before
    undo("Ben")
    undo("Ann")
    assert dump() == b""
    with pytest.raises(KamError, match=r"task t1: it has been changed since: Ann, 20.*: taken back"):
        redo("Ben")
    redo("Ann")
    redo("Ben")
    assert dump() == before


def test_a_later_change_counts_even_where_it_led_back(keep, undo):
    keep("Ann", task("t1"))
    keep("Ann", task("t1", status="started"))
    keep("Ben", task("t1", status="blocked"))
    keep("Ben", task("t1", status="started"))
    with pytest.raises(KamError, match="task t1: it has been changed since: Ben"):
        undo("Ann")


def test_what_is_new_ends_what_can_be_done_again(keep, undo, redo):
    keep("Ann", task("t1"))
    undo("Ann")
    number = keep("Ann", task("t2"))
    with pytest.raises(KamError, match=f"something new was done since it was taken back: Ann.* kam undo {number}"):
        redo("Ann")


def test_a_change_is_taken_back_by_its_number(workspace, keep, undo, dump):
    first = keep("Ann", task("t1"), task("t2"))
    keep("Ann", task("t3"))
    keep("Ben", task("t4"))
    undo("Ann", number=first + 1)
    assert [record.key for record in workspace.work.list("task")] == ["t3", "t4"]
    with pytest.raises(KamError, match="nothing of this change stands"):
        undo("Ann", number=first)
    with pytest.raises(KamError, match="Ann made this change — say --of Ann"):
        undo("Ben", number=first + 2)
    with pytest.raises(KamError, match="there is no change of this number"):
        undo("Ann", number=99)
    workspace.redo_last("Ann", ["Ann"])
    undo("Ann", number=first)
    assert [record.key for record in workspace.work.list("task")] == ["t3", "t4"]


def test_someone_else_takes_back_in_the_name_of_who_did_it(workspace, keep, redo, dump):
    keep("Ann", task("t1"))
    before = dump()
    workspace.undo_last("Ben", ["Ann"])
    assert dump() == b""
    with pytest.raises(KamError, match="nothing of Ann to do again"):
        redo("Ann")
    redo("Ben")
    assert dump() == before
    assert workspace.work.version("task", "t1").who == "Ben"


def test_runs_are_noted_along_the_way_and_not_taken_back(workspace, keep, undo, dump):
    from tests.workspace.made import run

    accounts(workspace, who="Ann")
    keep("Ann", task("t1"))
    run(workspace, who="Ann")
    undo("Ann")
    assert dump() == b""
    assert len(workspace.runs.list()) == 1


def test_facts_are_taken_back_and_stated_again(workspace, undo, redo):
    def held() -> list[tuple]:
        return [(one.account, one.value, one.who, one.why) for one in workspace.corrections.list()]

    def state(value: str, who: str) -> None:
        workspace.corrections.state([Statement("A", "spend", "money", value, "1")], who=who, why="a call")

    state("5", "Ben")
    state("6", "Ann")
    two = held()
    workspace.corrections.withdraw([("A", "spend")], who="Ann", why="wrong")
    for _ in range(2):
        undo("Ann")
        assert held() == two
        undo("Ann")
        assert held() == [("A", "5", "Ben", "a call")]
        redo("Ann")
        assert held() == two
        redo("Ann")
        assert held() == []


def test_an_import_is_taken_back_and_not_done_again_by_itself(workspace, undo, redo):
    accounts(workspace, who="Ann")
    undo("Ann")
    assert workspace.imports.current_accounts() is None
    with pytest.raises(KamError, match="import the file again"):
        redo("Ann")


def test_mappings_are_learned_along_the_way_and_go_back_by_number(workspace, keep, undo, redo):
    def find() -> object:
        return workspace.mappings.find("accounts", ["a"])

    keep("Ann", task("t1"))
    for mapping in ({"a": "spend"}, {"a": "name"}):
        workspace.mappings.save("accounts", ["a"], mapping, "Ann")
    undo("Ann")
    assert find() == {"a": "name"} and workspace.work.list("task") == []
    redo("Ann")
    undo("Ann", number=3)
    undo("Ann", number=2)
    assert find() is None
    redo("Ann")
    assert find() == {"a": "spend"}
    redo("Ann")
    assert find() == {"a": "name"}


def test_whoever_looks_at_what_is_left_can_refuse_it(workspace, keep, dump):
    from kamengine.problems import Place, Problem, say

    keep("Ann", task("t1"))
    before = dump()
    seen = []

    def refuse(change, entries):
        seen.append(list(change.database.query("SELECT * FROM records")))
        return [Problem(Place(), say("no")) for _ in entries]

    with pytest.raises(KamError, match="no"):
        workspace.undo_last("Ann", ["Ann"], check=refuse)
    assert seen == [[]] and dump() == before


def test_an_entry_stands_when_it_was_taken_back_and_done_again(workspace, keep, undo, redo):
    number = keep("Ann", task("t1"))
    assert not workspace.journal.is_undone(number)
    undo("Ann")
    assert workspace.journal.is_undone(number)
    redo("Ann")
    assert not workspace.journal.is_undone(number)
    undo("Ann")
    assert workspace.journal.is_undone(number)


# ── the law, over any going back and forth of three people ───────────────────────────────────────────────────────────

PEOPLE = ("Ann", "Ben", "Cem")
Thing = tuple[str, str]
State = dict[Thing, dict[str, object]]
Step = tuple[Thing, object, object]
things = st.sampled_from([("task", "1"), ("task", "2"), ("visit", "1")])
contents = st.none() | st.fixed_dictionaries({"account": st.just("A"), "n": st.integers(0, 1)})


@dataclass
class Made:
    """A change as the law sees it: who moved it last and when, and what each thing was and became."""

    number: int
    steps: list[Step]
    by: str
    moved: int
    stands: bool = True

    @property
    def things(self) -> set[Thing]:
        return {thing for thing, _, _ in self.steps}


class BackAndForth(RuleBasedStateMachine):
    """Changes, undo and redo by three people on few things, beside a list of changes that says what must be so."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = Workspace.init(self.folder / "w", name="w")
        self.state: State = {}
        self.made: list[Made] = []
        self.last_new: dict[str, int] = {}
        self.clock = 0

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)

    @rule(who=st.sampled_from(PEOPLE), wanted=st.lists(st.tuples(things, contents), min_size=1, max_size=3))
    def change(self, who, wanted):
        steps: list[Step] = []
        with self.workspace.transaction(who) as change:
            for (kind, key), content in wanted:
                before = self.state.get((kind, key))
                if content is None:
                    self.workspace.work.drop(change, kind, key)
                else:
                    self.workspace.work.put(change, Record(kind, key, content))
                if before != content:
                    steps.append(((kind, key), before, content))
                    self.put((kind, key), content)
        if steps:
            self.clock += 1
            self.last_new[who] = self.clock
            self.made.append(Made(len(self.made), steps, who, self.clock))

    @rule(who=st.sampled_from(PEOPLE))
    def undo(self, who):
        mine = [made for made in self.made if made.stands and made.by == who]
        newest = max(mine, key=lambda made: made.moved, default=None)
        allowed = newest is not None and not self.touched(newest)
        try:
            self.workspace.undo_last(who, [who])
        except KamError:
            assert not allowed
            return
        assert newest is not None and allowed
        for thing, before, after in reversed(newest.steps):
            assert self.state.get(thing) == after
            self.put(thing, before)
        self.moved(newest, who, stands=False)

    @rule(who=st.sampled_from(PEOPLE))
    def redo(self, who):
        mine = [made for made in self.made if not made.stands and made.by == who]
        newest = max(mine, key=lambda made: made.moved, default=None)
        allowed = newest is not None and not self.touched(newest) and self.is_before(newest)
        allowed = allowed and newest is not None and self.last_new.get(who, 0) < newest.moved
        try:
            self.workspace.redo_last(who, [who])
        except KamError:
            assert not allowed
            return
        assert newest is not None and allowed
        for thing, _, after in newest.steps:
            self.put(thing, after)
        self.moved(newest, who, stands=True)

    @invariant()
    def the_bytes_are_those_of_the_list(self):
        lines = (
            f"{kind}\t{key}\t{json.dumps(content, sort_keys=True, separators=(',', ':'))}\n"
            for (kind, key), content in sorted(self.state.items(), key=lambda item: item[0])
        )
        assert self.workspace.work.dump() == "".join(lines).encode()

    def touched(self, made: Made) -> bool:
        """Whether a change that was made later, and stands, is about one of the same things."""
        later = self.made[made.number + 1 :]
        return any(other.stands and other.things & made.things for other in later)

    def is_before(self, made: Made) -> bool:
        """Whether things are as they were before a change."""
        first = {thing: before for thing, before, _ in reversed(made.steps)}
        return all(self.state.get(thing) == before for thing, before in first.items())

    def put(self, thing: Thing, content) -> None:
        if content is None:
            self.state.pop(thing, None)
        else:
            self.state[thing] = content

    def moved(self, made: Made, who: str, *, stands: bool) -> None:
        self.clock += 1
        made.by, made.moved, made.stands = who, self.clock, stands


BackAndForth.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestBackAndForth = BackAndForth.TestCase
