"""Files that are no packs, and where packs are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kamengine.pack.find import all_candidates, candidate, load, shipped_packs
from kamengine.pack.read import read_pack, read_pack_file
from kamengine.problems import KamError
from tests.pack.made import SOUND

NO_PACKS = [
    # what is in the file, what is said about it
    (b"", "x.toml: pack: the file has no [pack] section — is this a rule pack? see docs/packs.md"),
    (b"\n\n", "x.toml: pack: the file has no [pack] section — is this a rule pack? see docs/packs.md"),
    (b"[pack]\nid = 'x'\n\xb4\xf3\xbf\xcd", "x.toml:3: this is not UTF-8 text — save the file as UTF-8"),
    ("[pack]".encode("utf-16"), "x.toml:1: this is not UTF-8 text — save the file as UTF-8"),
    (b"a,b\n1,2\n", "x.toml:1: this is not TOML: "),
    (b"[pack]\nid = \n", "x.toml:2: this is not TOML: Invalid value"),
    (b"[pack]\nid = 'a'\nid = 'b'\n", "x.toml:3: this is not TOML: "),
    (b"x = 2024-02-30\n", "x.toml:1: this is not TOML: Invalid date or datetime"),
    (b"PK\x03\x04\x14\0", "x.toml:1: this is not TOML: "),
    (b"x = " + b"[" * 10_000, "x.toml: the file is nested too deep"),
    (b"a" + b".a" * 5_000 + b" = 1", "x.toml: the file is nested too deep"),
    (SOUND.encode() + b"#" * 10_000_000, "x.toml: the file is too large: a rule pack has at most 1048576 bytes"),
    (b"pack = 5", "x.toml:1: pack: must be a table, not a number"),
]


@pytest.mark.parametrize(("content", "message"), NO_PACKS, ids=[message[:60] for _, message in NO_PACKS])
def test_files_that_are_no_packs_are_refused_with_one_clear_line(content, message):
    _, problems = read_pack("x.toml", content)

    assert problems[0].text().startswith(message)


def refused(reference: str | Path) -> str:
    with pytest.raises(KamError) as error:
        load(str(reference), {})
    return str(error.value)


def test_a_pack_is_loaded_from_a_file(tmp_path):
    (tmp_path / "mine.toml").write_text(SOUND, encoding="utf-8")

    assert load(str(tmp_path / "mine.toml"), {}).pack.id == "made"


def test_what_is_not_a_file(tmp_path):
    (tmp_path / "folder.toml").mkdir()

    assert refused(tmp_path / "absent.toml").endswith(
        "absent.toml: there is no such file — a rule pack is expected; kam packs lists them"
    )
    assert refused(tmp_path / "folder.toml").endswith("this is a folder, not a rule pack — name the .toml file in it")
    assert refused(tmp_path).endswith("this is a folder, not a rule pack — name the .toml file in it")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    secret = tmp_path / "secret.toml"
    secret.write_text(SOUND, encoding="utf-8")
    secret.chmod(0)

    assert "cannot be read" in refused(secret)


def test_no_more_of_a_file_is_read_than_a_pack_may_hold(tmp_path):
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing

    _, problems = read_pack_file(large)

    assert "the file is too large" in problems[0].text()


def test_every_problem_of_a_file_is_told_in_the_order_of_its_lines(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(SOUND.replace('"money"', '"monney"').replace("spend >= line", "spnd >= line"), encoding="utf-8")

    lines = [int(line.split(":")[1]) for line in refused(bad).splitlines()]

    assert len(lines) >= 2
    assert lines == sorted(lines)


def test_a_shipped_pack_is_called_by_its_id():
    assert {"telecom", "distributor"} <= set(shipped_packs())
    assert candidate("telecom", {}, {}).origin == "shipped"


def test_a_misspelt_id_is_answered_with_the_nearest():
    assert refused("telekom") == "there is no rule pack telekom — did you mean telecom?"
    assert "packs: " in refused("zzzzzz")


def test_a_file_in_the_working_folder_comes_before_a_shipped_pack_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "telecom").write_text(SOUND, encoding="utf-8")

    assert load("telecom", {}).pack.id == "made"


def test_packs_of_plugins_are_candidates_beside_the_shipped_ones(tmp_path):
    (tmp_path / "bank.toml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[pack]", encoding="utf-8")
    packs = {"bank": tmp_path / "bank.toml", "bad": tmp_path / "bad.toml", "gone": tmp_path / "gone.toml"}
    found = {one.id: one for one in all_candidates({}, packs)}

    assert set(found) == {*packs, *shipped_packs()}
    assert found["bank"].checked is not None and not found["bank"].problems
    assert found["bad"].checked is None and found["bad"].problems
    assert "cannot be read" in found["gone"].problems[0].text()
    assert load("bank", {}, packs).pack.id == "made"


def test_a_shipped_pack_without_its_plugin_is_listed_with_its_problem():
    found = {one.id: one for one in all_candidates({}, {})}

    assert found["telecom"].checked is None
    assert "the plugin telecom is not loaded" in found["telecom"].problems[0].text()
