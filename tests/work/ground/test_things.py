"""Things are written into records and read out of them without loss."""

from __future__ import annotations

import datetime as dt
import re
import typing
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.work.ground.things import Thing, check_version, keep
from kamengine.work.model import THINGS, Task
from kamengine.workspace import Record

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
VALUES = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-5, 500),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    dt.date: st.dates(),
    dt.time: st.times().map(lambda time: time.replace(second=0, microsecond=0, tzinfo=None)),
}


def values_of(hint: Any) -> st.SearchStrategy[object]:
    if typing.get_origin(hint) is tuple:
        return st.lists(TEXT, max_size=3).map(tuple)
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    inner = [each for each in typing.get_args(hint) if each is not type(None)]
    if inner:
        return st.none() | VALUES[inner[0]]
    return VALUES[hint]


@pytest.mark.parametrize("of", THINGS, ids=lambda of: of.kind)
def test_every_thing_survives_its_record(of: type[Thing]):
    hints = {n: h for n, h in typing.get_type_hints(of).items() if typing.get_origin(h) is not typing.ClassVar}

    @settings(max_examples=20)
    @given(st.builds(of, **{name: values_of(hint) for name, hint in hints.items()}))
    def survives(thing: Thing) -> None:
        back = of.of(thing.record())
        assert back == thing.with_(**{n: getattr(back, n) for n in hints if getattr(thing, n) in ("", (), None, False)})
        assert back.record() == thing.record()

    survives()


def test_what_a_later_version_added_is_left_out():
    assert Task.of(Record("task", "t1", {"account": "A", "title": "x", "moon": "full"})) == Task(
        key="t1", account="A", title="x"
    )


def test_kinds_have_names_of_their_own():
    assert len({of.kind for of in THINGS}) == len(THINGS)


def test_what_somebody_saw_is_told_from_what_it_has_become(workspace):
    task = Task(key="t1", account="A", title="Call")
    with workspace.transaction("li") as change:
        check_version(workspace, change, Task, "t1", 0)
        seen = keep(workspace, change, task, "add")
    with workspace.transaction("wang") as change:
        check_version(workspace, change, Task, "t1", seen)
        keep(workspace, change, task.with_(title="Write", result="x"))
    with workspace.transaction("li") as change:
        check_version(workspace, change, Task, "t1", None)
        with pytest.raises(KamError) as refused:
            check_version(workspace, change, Task, "t1", seen)
        said = refused.value.problems[0].text(Messages.of("en"))
        assert re.fullmatch(
            r"t1: wang changed it in the meantime \(20[-0-9]+ [0-9:]+\): what: Call → Write, result: x "
            r"— look at it again; its version is 2",
            said,
        )
        with pytest.raises(KamError, match="t1: version 99 is not known — look at it again; its version is 2"):
            check_version(workspace, change, Task, "t1", 99)
        with pytest.raises(KamError, match="t2: version 1 is not known — look at it again; its version is 0"):
            check_version(workspace, change, Task, "t2", 1)


def test_what_was_changed_and_changed_back_is_as_somebody_saw_it(workspace):
    task = Task(key="t1", account="A", title="Call")
    with workspace.transaction("li") as change:
        seen = keep(workspace, change, task, "add")
        keep(workspace, change, task.with_(title="Write"))
        keep(workspace, change, task)
        check_version(workspace, change, Task, "t1", seen)
