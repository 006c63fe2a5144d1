"""Runs: the same one again is the same record; each keeps the pack that it used."""

from __future__ import annotations

from tests.workspace.made import ANN, BEN, PACK, accounts, bill, bills, run


def test_a_run_keeps_what_it_was_computed_from(workspace):
    imported, part = accounts(workspace), bills(workspace, bill("2026-01-05"))

    made = run(workspace)

    assert (made.accounts, made.ledgers) == (imported.snapshot, {"bills": (part.snapshot,)})
    assert (made.facts, made.times) == (workspace.journal.last_of_facts(), 1)
    assert list(made.counts) == ["key", "other"]
    assert workspace.runs.pack_content(made) == PACK
    assert made.path == workspace.folder / "runs" / f"{made.result}.parquet"
    assert made.path.is_file()
    assert workspace.runs.get(made.id[:8]) == made == workspace.runs.latest("own")


def test_the_same_run_again_is_noted_and_adds_nothing(workspace):
    accounts(workspace)
    first, other, again = run(workspace), run(workspace, BEN), run(workspace, who="ben")

    assert (again.id, again.times, again.who) == (first.id, 2, "ann")
    assert [record.id for record in workspace.runs.list()] == [other.id, first.id]
    assert workspace.runs.latest("own").id == first.id
    assert len(list(workspace.paths.runs.iterdir())) == 2


def test_the_same_results_of_another_day_are_another_run(workspace):
    accounts(workspace)
    first, second = run(workspace, ANN), run(workspace, ANN, as_of="2026-07-01")

    assert first.id != second.id
    assert first.result == second.result


def test_the_id_of_a_run_does_not_hang_on_the_workspace(workspace, tmp_path):
    from kamengine.workspace import Workspace

    accounts(workspace)
    with Workspace.init(tmp_path / "other", name="Other") as other:
        accounts(other)
        other.mappings.save("accounts", ["a"], {}, "ben")
        assert run(other, who="ben").id == run(workspace).id
