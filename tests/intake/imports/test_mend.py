"""A file of an import that is gone or damaged comes back when the files that it was made of are imported again."""

from __future__ import annotations

from shutil import copytree, rmtree

import pytest

from kamengine.problems import KamError
from kamengine.workspace.doctor import examine
from tests.intake.imports.conftest import opened

ACCOUNTS = "Customer ID,Name,Monthly spend\n"
BILLS = "customer id,date,amount\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory, fields):
    """A workspace with accounts, a merge, and a ledger of two imports; one of them of two files, with a bad row."""
    folder = tmp_path_factory.mktemp("made")
    with opened(folder, fields) as desk:
        desk.write("accounts.csv", f"{ACCOUNTS}A,Ada,100\nB,Ben,200\n")
        desk.write("more.csv", f"{ACCOUNTS}B,Ben,300\nC,Cid,400\n")
        desk.write("b1.csv", f"{BILLS}A,2026-05-01,10\n")
        desk.write("b2.csv", f"{BILLS}A,2026-05-02,20\nB,2026-05-03,x\n")
        desk.write("b3.csv", f"{BILLS}A,2026-05-04,30\n")
        desk.take("accounts.csv")
        desk.take("more.csv")
        desk.take("b1.csv", "b2.csv", ledger="bills")
        desk.take("b3.csv", ledger="bills")
    return folder, copytree(folder, tmp_path_factory.mktemp("kept") / "copy")


@pytest.fixture
def filled(made, fields):
    """It as it was made, in the same place: files of rows to be mended name the files that these came from."""
    folder, copy = made
    rmtree(folder)
    with opened(copytree(copy, folder), fields) as desk:
        yield desk


def gone(path):
    path.unlink()


def cut_off(path):
    path.write_bytes(path.read_bytes()[:40])


def one_byte_flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose(desk, number, how=gone):
    """Lose the file of an import; what was in it."""
    path = desk.workspace.imports.path(desk.workspace.imports.list()[number])
    before = path.read_bytes()
    how(path)
    return path, before


@pytest.mark.parametrize(
    ("number", "how", "files", "ledger"),
    [
        (0, gone, ["accounts.csv"], None),
        (1, one_byte_flipped, ["more.csv"], None),
        (2, gone, ["b2.csv", "b1.csv"], "bills"),
        (3, cut_off, ["b3.csv"], "bills"),
        (3, one_byte_flipped, ["b3.csv"], "bills"),
    ],
)
def test_the_same_files_bring_it_back(filled, number, how, files, ledger):
    path, before = lose(filled, number, how)
    records = filled.workspace.imports.list()

    result = filled.take(*files, ledger=ledger)

    assert (result["restored"], result["unchanged"]) == ([records[number].id], True)
    assert path.read_bytes() == before
    assert filled.workspace.imports.list() == records
    assert examine(filled.workspace.folder).findings == []


def test_a_mode_that_was_named_does_not_matter(filled):
    path, before = lose(filled, 1)
    assert filled.take("more.csv", mode="replace")["restored"]
    assert path.read_bytes() == before


def test_a_merge_needs_what_it_was_merged_with(filled):
    lose(filled, 0)
    lose(filled, 1)
    with pytest.raises(KamError, match=r"the file of the import .* is gone — run kam doctor"):
        filled.take("more.csv")
    assert len(filled.take("accounts.csv", "more.csv")["restored"]) == 2
    assert examine(filled.workspace.folder).findings == []


def test_the_doctor_names_every_file_that_it_takes(filled):
    lose(filled, 2)
    (finding,) = examine(filled.workspace.folder).findings
    remedy = str(finding.problem.remedy)
    assert "b1.csv" in remedy and "b2.csv" in remedy
    with pytest.raises(KamError, match=r"the file of the import .* is gone — run kam doctor"):
        filled.take("b1.csv", ledger="bills")  # one of them is not enough


def test_what_is_new_beside_it_is_imported(filled):
    path, before = lose(filled, 3)
    filled.write("b4.csv", f"{BILLS}A,2026-05-05,40\n")
    result = filled.take("b3.csv", "b4.csv", ledger="bills")
    assert (len(result["restored"]), result["unchanged"], result["taken"]) == (1, False, 1)
    assert path.read_bytes() == before


def test_other_options_than_then_change_nothing(filled):
    path, _ = lose(filled, 3)
    with pytest.raises(KamError, match=r"other rows came out than the import .* — name the same options as then"):
        filled.take("b3.csv", ledger="bills", mapping={"amount": ""})
    assert not path.exists()


def test_the_file_of_mended_rows_comes_back(filled):
    record = filled.workspace.imports.list()[2]
    path = filled.workspace.imports.quarantine(record)
    before = path.read_bytes()
    path.unlink()

    (finding,) = examine(filled.workspace.folder).findings
    assert str(finding.problem.what) == "the file of rows that are still to be mended is gone"
    assert filled.take("b1.csv", "b2.csv", ledger="bills")["restored"] == [record.id]
    assert path.read_bytes() == before
    assert examine(filled.workspace.folder).findings == []


def test_when_all_rows_were_mended_nobody_needs_their_file(filled):
    path = filled.workspace.imports.quarantine(filled.workspace.imports.list()[2])
    filled.write("mended.csv", path.read_text(encoding="utf-8-sig").replace(",x", ",25"))
    filled.take("mended.csv", retry=True)
    path.unlink()
    assert examine(filled.workspace.folder).findings == []


def test_accounts_that_came_in_with_a_ledger_come_back_with_it(desk):
    desk.write("accounts.csv", f"{ACCOUNTS}A,Ada,100\n")
    desk.write("bills.csv", f"{BILLS}A,2026-05-01,10\nZ,2026-05-01,10\n")
    desk.take("accounts.csv")
    desk.take("bills.csv", ledger="bills", unknown_accounts="add")
    paths = [lose(desk, 1), lose(desk, 2)]
    assert len(desk.take("bills.csv", ledger="bills", unknown_accounts="add")["restored"]) == 2
    assert all(path.read_bytes() == before for path, before in paths)


def test_a_dry_run_brings_nothing_back(filled):
    path, _ = lose(filled, 3)
    with pytest.raises(KamError, match=r"is gone — run kam doctor"):
        filled.take("b3.csv", ledger="bills", again=True, dry=True)
    assert not path.exists()


def test_damage_is_never_merged_into_new_accounts(filled):
    lose(filled, 1, one_byte_flipped)
    filled.write("new.csv", f"{ACCOUNTS}D,Dan,1\n")
    with pytest.raises(KamError, match=r"the file of the import .* is damaged — run kam doctor"):
        filled.take("new.csv")
    assert len(filled.workspace.imports.list()) == 4
