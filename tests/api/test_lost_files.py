"""Files of a workspace that are gone or damaged: what needs them says so, and what does not goes on."""

from __future__ import annotations

from datetime import date
from shutil import copytree

import pytest

from kamengine.api import RunOptions, classify_workspace, pack_of, plugins, rerun, results_of, run_workspace
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.doctor import examine
from tests.api.made import WHO, bring_in

JUNE = RunOptions(as_of=date(2026, 6, 30))


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture(scope="module")
def with_scans(made_spend, tmp_path_factory):
    """A ledger that the pack reads, and scans, which it does not."""
    folder = copytree(made_spend, tmp_path_factory.mktemp("scans") / "ws")
    with Workspace.open(folder) as made:
        bring_in(made, "scans", {"date": "date", "pages": "integer"}, [("A", "2026-06-29", 3)])
    return folder


@pytest.fixture
def workspace(with_scans, tmp_path):
    with Workspace.open(copytree(with_scans, tmp_path / "ws")) as made:
        yield made


@pytest.fixture
def pack(workspace, host):
    return pack_of(workspace, "spend", host)


def path_of(workspace, kind):
    return workspace.imports.path(workspace.imports.counting(kind)[-1])


def flip(path, place):
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def tiers(workspace, record, host):
    return [row[0] for row in select(results_of(workspace, record, host), Question(columns=("tier",))).rows()]


def test_a_ledger_that_no_pack_reads_stops_nothing(workspace, pack, host):
    path_of(workspace, "scans").unlink()

    record = run_workspace(workspace, pack, WHO, JUNE).record
    assert tiers(workspace, record, host) == ["key", "standard"]
    assert rerun(workspace, record, host).same_bytes


def test_its_dates_do_not_count_and_a_note_says_so(workspace, pack):
    today = RunOptions(today=date(2026, 12, 31))
    assert classify_workspace(workspace, pack, today).run.as_of == date(2026, 6, 29)

    path_of(workspace, "scans").unlink()
    classified = classify_workspace(workspace, pack, today)
    assert classified.run.as_of == date(2026, 6, 15)
    assert [str(note) for note in classified.notes if "scans" in str(note)] == [
        "the ledger scans cannot be read, so its dates do not count: run kam doctor"
    ]


@pytest.mark.parametrize("kind", ["accounts", "bills"])
@pytest.mark.parametrize("place", [4, 60, -60])
def test_one_bit_is_enough_to_be_told(workspace, pack, host, kind, place):
    record = run_workspace(workspace, pack, WHO, JUNE).record
    flip(path_of(workspace, kind), place)

    for step in (lambda: classify_workspace(workspace, pack), lambda: rerun(workspace, record, host)):
        with pytest.raises(KamError, match=r"\.parquet: the file of the import .* is damaged — run kam doctor"):
            step()


def test_results_that_are_damaged_are_computed_again(workspace, pack, host):
    record = run_workspace(workspace, pack, WHO, JUNE).record
    flip(record.path, 60)

    with pytest.raises(KamError, match=rf"the results of the run are damaged — kam rerun {record.id[:8]} computes"):
        results_of(workspace, record, host)
    assert rerun(workspace, record, host).restored
    assert tiers(workspace, record, host) == ["key", "standard"]


def test_a_run_can_be_computed_again_whatever_was_taken_back_and_tidied(workspace, pack, host):
    record = run_workspace(workspace, pack, WHO, JUNE).record
    for _ in range(3):
        workspace.undo_import(WHO)

    (let_go,) = examine(workspace.folder, fix=True).findings
    assert (let_go.state, "scans" in str(let_go.problem.place.file)) == ("fixed", True)
    assert rerun(workspace, record, host).same_bytes
    assert tiers(workspace, record, host) == ["key", "standard"]
    assert examine(workspace.folder).findings == []


def test_what_is_damaged_and_put_aside_is_said_to_be_there(workspace):
    flip(path_of(workspace, "scans"), 60)
    (finding,) = examine(workspace.folder, fix=True).findings
    assert finding.state == "open"
    assert str(finding.problem.remedy).startswith("put into lost+found; put it back from a copy, or import ")
