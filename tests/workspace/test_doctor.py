"""The doctor: finds what is wrong with a workspace, repairs what can be repaired, never deletes data."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kamengine.locale import Messages
from kamengine.problems import KamError, code_of
from kamengine.workspace import Record, Workspace
from kamengine.workspace.doctor import examine
from tests.workspace.made import ANN, accounts, bill, bills, rows, run


def findings(workspace, *, fix=False):
    """What is found: check, code and state of each."""
    return [
        (finding.check, code_of(finding.problem.what), finding.state)
        for finding in examine(workspace.folder, fix=fix).findings
    ]


@pytest.fixture
def filled(workspace):
    """A workspace with two imports of accounts, a part of a ledger and a run."""
    accounts(workspace)
    accounts(workspace, ANN)
    bills(workspace, bill("2026-01-05"))
    run(workspace)
    return workspace


def test_a_sound_workspace(filled):
    found = examine(filled.folder)

    assert found.findings == []
    assert found.looked_at == {"settings": 1, "catalog": 1, "imports": 3, "runs": 1, "files": 4}


def test_work_about_accounts_that_are_gone_is_told_and_kept(filled):
    with filled.transaction("ann") as change:
        for key, account in (("t1", "A"), ("t2", "B"), ("t3", "B"), ("t4", "[b]C")):
            filled.work.put(change, Record("task", key, {"account": account}))
        filled.work.put(change, Record("person", "Mei", {}))
    before = filled.work.dump()

    found = examine(filled.folder, fix=True)
    assert [(finding.check, finding.state) for finding in found.findings] == [("work", "note")]
    said = Messages.of("en").text(found.findings[0].problem.what)
    assert said == "work about accounts that are not there, records: 3; accounts: B, [b]C"
    assert (found.open, found.looked_at["work"]) == (0, 5)
    assert filled.work.dump() == before
    filled.undo_import("ann")  # that of the bills
    filled.undo_import("ann")  # the accounts are again A and B
    (finding,) = (finding for finding in examine(filled.folder).findings if finding.check == "work")
    assert Messages.of("en").text(finding.problem.what).endswith("records: 1; accounts: [b]C")
    filled.imports.path(filled.imports.current_accounts()).write_bytes(b"PAR1")
    assert "work" not in {finding.check for finding in examine(filled.folder).findings}


def test_a_file_that_is_gone_or_damaged_is_found_and_stays_found(filled):
    first, _, part = filled.imports.list()
    filled.imports.path(first).unlink()
    filled.imports.path(part).write_bytes(b"PAR1")
    filled.runs.list()[0].path.unlink()

    expected = [
        ("imports", "the-file-is-gone", "open"),
        ("imports", "the-file-is-not-what-was-written", "open"),
        ("runs", "the-file-is-gone", "open"),
    ]
    assert findings(filled) == expected
    with pytest.raises(KamError, match=r"the file of the import .* is damaged — run kam doctor"):
        rows(filled, "bills")
    assert len(rows(filled)) == 1, "the accounts that count are whole"
    assert findings(filled, fix=True) == expected
    assert [code for _, code, _ in findings(filled)] == ["the-file-is-gone"] * 3
    assert (filled.paths.lost / filled.paths.relative(filled.imports.path(part))).read_bytes() == b"PAR1"


def test_the_same_import_and_the_same_run_mend_what_is_gone(filled):
    for path in filled.folder.rglob("*.parquet"):
        path.unlink()
    assert len(findings(filled)) == 4

    before = filled.imports.list()
    bills(filled, bill("2026-01-05"))
    accounts(filled, ANN)
    run(filled)
    assert filled.imports.list() == before, "nothing was entered, only put back"
    assert (len(rows(filled)), len(rows(filled, "bills"))) == (1, 1)
    accounts(filled)  # these did not count, so this is an import of its own
    assert findings(filled) == []


def test_a_file_that_nothing_refers_to_is_put_aside(filled):
    stray = filled.imports.path(filled.imports.list()[0]).with_name("0123456789abcdef.parquet")
    stray.write_bytes(b"half")
    (filled.folder / "quarantine").mkdir()
    (filled.folder / "quarantine" / "0123456789ab.csv").write_text("x")
    (filled.folder / "quarantine" / "mended.csv").write_text("mine")
    (filled.folder / "data" / "notes.txt").write_text("mine")

    code = "nothing-in-the-catalog-refers-to-this-file"
    assert findings(filled) == [("files", code, "open")] * 2
    assert stray.exists()
    assert findings(filled, fix=True) == [("files", code, "fixed")] * 2
    assert (filled.paths.lost / "data" / "accounts" / stray.name).read_bytes() == b"half"
    assert (filled.paths.lost / "quarantine" / "0123456789ab.csv").exists()
    assert findings(filled) == []


def test_causes_that_are_damaged_or_of_no_run_are_put_aside(filled):
    (made,) = filled.runs.list()
    filled.causes.keep(made.id, made.id, [b"w", b"hy"])
    assert (findings(filled), examine(filled.folder).looked_at["files"]) == ([], 5)

    filled.causes.keep("0" * 16, made.id, [b"why"])
    whole = filled.paths.causes(made.id, made.id)
    whole.write_bytes(whole.read_bytes().replace(b"why", b"who"))
    codes = ["nothing-in-the-catalog-refers-to-this-file", "the-file-is-not-what-was-written"]
    with filled.causes.opened(made.id, made.id) as file:
        assert file is None
    assert findings(filled) == [("files", code, "open") for code in codes]
    assert findings(filled, fix=True) == [("files", code, "fixed") for code in codes]
    assert findings(filled) == []
    assert (filled.paths.lost / "runs" / "causes" / whole.name).exists()


def test_two_strays_of_one_name_are_both_kept(filled):
    stray = filled.paths.runs / "0123456789abcdef.parquet"
    for content in (b"one", b"two"):
        stray.write_bytes(content)
        examine(filled.folder, fix=True)

    assert sorted(path.read_bytes() for path in (filled.paths.lost / "runs").iterdir()) == [b"one", b"two"]


def test_the_file_of_an_import_that_was_taken_back_goes_when_no_run_needs_it(filled):
    part = filled.undo_import("ann")
    newest = filled.undo_import("ann")
    assert findings(filled) == [], "the run was computed from both"

    older = accounts(filled, f"{ANN} LIMIT 0")
    filled.undo_import("ann")
    code = "belongs-to-an-import-that-was-taken-back"
    assert findings(filled) == [("files", code, "note")]
    assert findings(filled, fix=True) == [("files", code, "fixed")]
    assert not filled.imports.path(older).exists()
    assert filled.imports.path(part).exists() and filled.imports.path(newest).exists()
    assert findings(filled) == []


def test_a_file_is_taken_back_from_lost_and_found(filled):
    record = filled.imports.list()[0]
    lost = filled.paths.lost / "data" / "accounts" / f"{record.snapshot}.parquet"
    lost.parent.mkdir(parents=True)
    filled.imports.path(record).rename(lost)

    assert findings(filled) == [("imports", "the-file-is-gone", "open")]
    assert findings(filled, fix=True) == [("imports", "the-file-is-gone", "fixed")]
    assert findings(filled) == []


def test_what_a_killed_process_left_is_removed(filled):
    left = filled.paths.temporary / "1-dead"
    left.mkdir(parents=True)
    (left / "half").write_text("x")
    left.with_suffix(".lock").touch()

    code = "what-a-process-that-is-gone-left-unfinished"
    assert findings(filled) == [("files", code, "open")]
    assert findings(filled, fix=True) == [("files", code, "fixed")]
    assert not left.exists()
    assert not left.with_suffix(".lock").exists()


def test_a_workspace_that_is_in_use_is_sound(filled):
    filled.temporary().write_text("half")

    assert findings(filled) == []
    assert findings(filled, fix=True) == []
    filled.temporary()


def test_settings_that_are_wrong_do_not_hide_the_rest(filled):
    filled.paths.settings.write_text("name = 5")
    filled.runs.list()[0].path.unlink()

    assert [check for check, *_ in findings(filled)] == ["settings", "runs"]


def test_a_catalog_that_is_damaged(filled):
    filled.close()
    content = bytearray(filled.paths.catalog.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    filled.paths.catalog.write_bytes(content)

    found = examine(filled.folder, fix=True)
    assert {finding.check for finding in found.findings} == {"catalog"}
    assert found.open == len(found.findings) > 0
    assert filled.paths.catalog.read_bytes() == content, "what can still be saved is not touched"


def test_a_row_that_refers_to_nothing(filled):
    with closing(sqlite3.connect(filled.paths.catalog)) as careless, careless:
        careless.execute("DELETE FROM packs")

    ((check, code, state),) = findings(filled)
    assert (check, code, state) == ("catalog", "damaged", "open")


def test_a_catalog_that_is_gone(filled):
    filled.close()
    filled.paths.catalog.unlink()

    assert findings(filled) == [("catalog", "the-catalog-of-the-workspace-is-gone", "open")]


def test_the_folder_of_the_packs_is_made_again(filled):
    for path in filled.pack_files():
        path.unlink()
    filled.paths.rules.rmdir()

    assert findings(filled, fix=True) == [("files", "the-folder-of-the-rule-packs-is-gone", "fixed")]
    assert findings(filled) == []


def test_a_folder_that_is_no_workspace(tmp_path):
    with pytest.raises(KamError, match="this is no workspace"):
        examine(tmp_path)


def test_what_was_repaired_can_be_worked_in(filled):
    filled.paths.runs.joinpath("x.parquet").touch()
    examine(filled.folder, fix=True)

    with Workspace.open(filled.folder) as again:
        assert len(rows(again)) == 1
