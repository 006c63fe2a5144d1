"""Why accounts of a kept run got their verdicts: what `explain` says of the same run computed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kamengine.api import RunOptions, pack_of, plugins, rerun, run_workspace
from kamengine.api.runs.kept_whys import KeptWhys
from kamengine.changes import what_must_change
from kamengine.declarations import Kind
from kamengine.explain import Explanation, explain
from kamengine.problems import KamError
from kamengine.workspace.corrections import Statement
from tests.api.made import WHO, bring_in

JUNE = RunOptions(as_of=date(2026, 6, 30))
FACTS: dict[str, Kind] = {"name": "text", "city": "choice", "staff": "integer", "segment": "text"}
ROWS: list[tuple[str, str, str | None, int | None, str | None]] = [
    ("A", "Ada", "prefecture", 3, "x"),
    ("B", " n/a", None, None, "2026-01-02"),
    ("C", "丙\u200b公司", "county", 7, None),
    ("1.0", "[/x]", "county", 7, "'"),
    ("1.5", "half", "county", 1, "'"),
    ("O'Brien", "-", "prefecture", 0, ""),
]


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture
def workspace(open_spend, tmp_path):
    with open_spend(tmp_path / "ws") as made:
        yield made


def kept(workspace, host):
    return run_workspace(workspace, pack_of(workspace, "spend", host), WHO, JUNE).record


def said(explanation: Explanation | None) -> Explanation | None:
    """Without the pack, which is read anew by each, and what was corrected, which only one of them looks for."""
    return explanation and replace(explanation, checked=None, corrected=None)  # type: ignore[arg-type]


def assert_same(workspace, record, host) -> None:
    whys = KeptWhys(workspace, record, host)
    again = rerun(workspace, replace(record, facts=record.last_facts), host).run
    ids = [id for (id,) in again.snapshot.connection.execute(f'SELECT account_id FROM "{again.table}"').fetchall()]
    assert ids
    for id in ids:
        ours, theirs = whys.of(id), explain(again, id)
        assert repr(said(ours)) == repr(said(theirs))
        assert whys.changes(id) == what_must_change(again, id)
    whys.close()


def test_every_account_is_explained_as_by_the_run_itself(workspace, host):
    assert_same(workspace, kept(workspace, host), host)


@pytest.mark.parametrize(
    "kinds",
    [{}, {"city": "text"}, *(pytest.param({"staff": kind}, marks=pytest.mark.slow) for kind in ("text", "number"))],
    ids=str,
)
def test_facts_that_have_to_be_read_are_read_as_by_the_run(workspace, host, kinds):
    bring_in(workspace, "accounts", {**FACTS, **kinds}, ROWS)
    assert_same(workspace, kept(workspace, host), host)


@pytest.mark.slow
def test_a_run_is_explained_by_the_facts_of_its_moment(workspace, host):
    before = kept(workspace, host)
    statement = Statement("A", "city", "choice", "prefecture", "county")
    workspace.corrections.state([statement], who=WHO, why="a call")
    after = kept(workspace, host)
    for record, city, corrected in ((before, "county", 0), (after, "prefecture", 1)):
        whys = KeptWhys(workspace, record, host)
        found = whys.of("A")
        assert found is not None and found.corrected is not None
        assert (found.values["city"], len(found.corrected)) == (city, corrected)
        whys.close()
        assert_same(workspace, record, host)


def test_an_account_that_the_run_does_not_have(workspace, host):
    whys = KeptWhys(workspace, kept(workspace, host), host)
    assert whys.of("Z") is None and whys.changes("Z") is None
    assert whys.of("A") is not None and whys.of("") is None


def test_results_that_are_gone(workspace, host):
    record = kept(workspace, host)
    record.path.unlink()
    with pytest.raises(KamError, match="gone"):
        KeptWhys(workspace, record, host)
