"""Writing the demo: whole files, again without harm, never over what a user changed."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path

import pytest

from kamengine.demo import write_demo
from kamengine.demo.folder import MANIFEST
from kamengine.problems import KamError


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("demo") / "new" / "folder")


@pytest.fixture
def demo(written, tmp_path):
    """A copy of it."""
    return shutil.copytree(written.directory, tmp_path / "demo")


def test_it_says_where_everything_is(written):
    telecom, distributor = written.portfolios
    assert (telecom.pack, list(telecom.ledgers)) == ("telecom", ["bills"])
    assert (distributor.pack, list(distributor.ledgers)) == ("distributor", ["orders", "receivables", "scans", "stock"])
    for portfolio in written.portfolios:
        assert str(portfolio.as_of) == "2026-09-30"
        assert all(path.is_file() for path in (portfolio.accounts, *portfolio.ledgers.values()))
    assert written.kept == ()


def test_nothing_else_is_left_behind(written):
    tables = {path for one in written.portfolios for path in (one.accounts, *one.ledgers.values())}
    assert {path for path in written.directory.rglob("*") if path.is_file()} == {*tables, written.directory / MANIFEST}


def test_chinese_tables_have_the_mark_that_spreadsheets_want(written):
    telecom, distributor = written.portfolios
    assert telecom.accounts.read_bytes().startswith("\ufeff客户编号,客户名称,".encode())
    assert distributor.accounts.read_bytes().startswith(b"Distributor code,")


def test_writing_again_changes_nothing(demo):
    before = contents(demo)
    assert write_demo(demo).kept == ()
    assert contents(demo) == before


@pytest.mark.slow
def test_a_changed_file_is_kept_and_named_every_time(demo):
    path = demo / "telecom" / "accounts.csv"
    path.write_text("mine", encoding="utf-8")
    for _ in range(2):
        assert write_demo(demo).kept == (path,)
        assert path.read_text(encoding="utf-8") == "mine"


def test_a_deleted_file_comes_back(demo):
    before = contents(demo)
    (demo / "distributor" / "scans.csv").unlink()
    assert write_demo(demo).kept == ()
    assert contents(demo) == before


def test_files_of_an_earlier_demo_are_brought_up_to_date(demo):
    before, old = contents(demo), b"as an earlier release made it"
    (demo / "telecom" / "bills.csv").write_bytes(old)
    manifest = (demo / MANIFEST).read_text(encoding="utf-8")
    new_hash = tomllib.loads(manifest)["files"]["telecom/bills.csv"]
    (demo / MANIFEST).write_text(manifest.replace(new_hash, hashlib.sha256(old).hexdigest()), encoding="utf-8")
    assert write_demo(demo).kept == ()
    assert contents(demo) == before


def test_an_empty_folder_is_taken(tmp_path):
    assert write_demo(tmp_path).directory == tmp_path


def test_a_file_that_is_no_longer_part_of_the_demo_goes_unless_it_was_changed(demo):
    manifest = (demo / MANIFEST).read_text(encoding="utf-8")
    for name, now in (("old.toml", b"old"), ("mine.toml", b"changed")):
        (demo / name).write_bytes(now)
        manifest += f'"{name}" = "{hashlib.sha256(b"old").hexdigest()}"\n'
    (demo / MANIFEST).write_text(manifest, encoding="utf-8")
    write_demo(demo)
    assert not (demo / "old.toml").exists()
    assert (demo / "mine.toml").read_bytes() == b"changed"


def test_a_folder_with_other_things_is_refused_untouched(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(KamError, match="is not empty"):
        write_demo(tmp_path)
    assert contents(tmp_path) == {"thesis.docx": b"years of work"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    path = tmp_path / "demo"
    path.write_text("a file", encoding="utf-8")
    with pytest.raises(KamError, match="not a folder"):
        write_demo(path)


@pytest.mark.parametrize("broken", [b"files = [", b"\xff\xfe\x00"])
def test_a_broken_manifest_is_refused(demo, broken):
    (demo / MANIFEST).write_bytes(broken)
    with pytest.raises(KamError, match=MANIFEST):
        write_demo(demo)


@pytest.mark.slow
def test_a_write_cut_short_leaves_no_half_file_and_can_be_finished(tmp_path, monkeypatch):
    replace = Path.replace

    def fail_at_bills(self, target):
        if Path(target).name == "bills.csv":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail_at_bills)
        with pytest.raises(KamError, match="No space left"):
            write_demo(tmp_path)
    assert set(contents(tmp_path)) == {MANIFEST, "telecom/accounts.csv"}
    assert write_demo(tmp_path).kept == ()
    assert (tmp_path / "telecom" / "bills.csv").is_file()
