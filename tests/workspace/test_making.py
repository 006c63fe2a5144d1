"""Making workspaces, finding them, and their settings, which people edit by hand."""

from __future__ import annotations

import os

import pytest

from kamengine.problems import KamError
from kamengine.workspace import Settings, Workspace, find_workspace, who_is_it
from kamengine.workspace.settings import read_settings, settings_text
from tests.workspace.made import PACK, accounts, rows


def test_what_init_makes(tmp_path):
    folder = tmp_path / "clients" / "acme"
    with Workspace.init(
        folder, name="Acme 大客户", language="en", currency="USD", plugins=("telecom",), packs={"a.toml": PACK}
    ) as made:
        assert made.settings == Settings("Acme 大客户", "en", "USD", ("telecom",))
        assert made.pack_files() == [folder / "rules" / "a.toml"]
        assert (folder / "rules" / "a.toml").read_bytes() == PACK
        assert (made.imports.list(), made.runs.list()) == ((), ())
    assert sorted(path.name for path in folder.iterdir()) == ["kam.db", "rules", "workspace.toml"]


def test_other_things_in_the_folder_are_left_alone(tmp_path):
    (tmp_path / "export.csv").write_text("id\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.toml").write_bytes(PACK)

    with Workspace.init(tmp_path, name="w", packs={"mine.toml": PACK}) as made:
        assert [path.name for path in made.pack_files()] == ["mine.toml"]
    assert (tmp_path / "export.csv").read_text() == "id\n"


def test_a_workspace_is_not_made_twice(workspace):
    accounts(workspace)
    with pytest.raises(KamError, match="this is a workspace already — open it, or name another folder"):
        Workspace.init(workspace.folder, name="again")
    assert len(workspace.imports.list()) == 1


@pytest.mark.parametrize("works", [False, True], ids=["made", "made and used"])
def test_of_two_who_make_one_at_once_one_does(tmp_path, works):
    class Meanwhile(dict):
        """Packs that are looked at when somebody else has just made the workspace."""

        def items(self):
            if not (tmp_path / "workspace.toml").exists():
                with Workspace.init(tmp_path, name="theirs", packs={"theirs.toml": PACK}) as theirs:
                    if works:
                        accounts(theirs)
            return super().items()

    with pytest.raises(KamError, match="this is a workspace already"):
        Workspace.init(tmp_path, name="mine", packs=Meanwhile({"mine.toml": PACK}))
    with Workspace.open(tmp_path) as made:
        assert (made.settings.name, [path.name for path in made.pack_files()]) == ("theirs", ["theirs.toml"])


@pytest.mark.parametrize("name", ["kam.db", "data", "runs", "quarantine", "rules", "rules/own.toml"])
def test_nothing_is_put_over_what_is_there(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(KamError, match=f"{name}: (stands where|is another pack)"):
        Workspace.init(tmp_path, name="w", packs={"own.toml": PACK})
    assert sorted(tmp_path.rglob("*")) == before


def test_a_making_that_was_cut_short_is_finished(tmp_path):
    with Workspace.init(tmp_path / "w", name="w", packs={"own.toml": PACK}):
        pass
    (tmp_path / "w" / "workspace.toml").unlink()

    with Workspace.init(tmp_path / "w", name="w", packs={"own.toml": PACK}) as made:
        assert made.settings.name == "w"


def test_a_catalog_with_anything_in_it_is_not_taken_for_half_made(workspace):
    accounts(workspace)
    workspace.close()
    (workspace.folder / "workspace.toml").unlink()

    with pytest.raises(KamError, match=r"(?s)data: stands where.*kam\.db: stands where"):
        Workspace.init(workspace.folder, name="w")


def test_which_workspace_is_meant(workspace, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert find_workspace(None, {}) is None
    found = find_workspace(None, {"KAM_WORKSPACE": "../acme"})
    assert found is not None and found.folder == elsewhere / "../acme"
    found.close()
    with pytest.raises(KamError, match="elsewhere: this is no workspace — kam init makes one"):
        find_workspace(elsewhere, {"KAM_WORKSPACE": str(workspace.folder)})
    with pytest.raises(KamError, match="there is no such folder"):
        find_workspace(tmp_path / "nowhere", {})
    monkeypatch.chdir(workspace.folder)
    found = find_workspace(None, {})
    assert found is not None and found.folder == workspace.folder
    found.close()
    (workspace.folder / "below").mkdir()
    monkeypatch.chdir(workspace.folder / "below")
    assert find_workspace(None, {}) is None, "only the folder itself"


def test_a_catalog_that_is_gone_is_not_replaced_by_an_empty_one(workspace):
    workspace.close()
    (workspace.folder / "kam.db").unlink()

    with pytest.raises(KamError, match=r"kam\.db: the catalog of the workspace is gone — put it back"):
        Workspace.open(workspace.folder)
    assert not (workspace.folder / "kam.db").exists()


@pytest.mark.parametrize("content", [b"", b"not a database " * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_catalog_that_is_damaged(workspace, content):
    workspace.close()
    (workspace.folder / "kam.db").write_bytes(content)

    with pytest.raises(KamError, match=r"kam\.db: the catalog (is damaged — run kam doctor|of the workspace is empty)"):
        Workspace.open(workspace.folder)
    assert (workspace.folder / "kam.db").read_bytes() == content


def test_settings_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "workspace.toml"
    for settings in (Settings("a"), Settings('"\\\n[x]\t', "en", "EUR", ()), Settings("大", plugins=("a", "b"))):
        path.write_text(settings_text(settings), encoding="utf-8")
        assert read_settings(path) == settings


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('naem = "a"', "workspace.toml:1: naem: unknown key — did you mean name?"),
        ('name = "a"\nlanguage = "cn"', 'workspace.toml:2: language: "cn" is not one of zh, en'),
        ('name = "a"\ncurrency = "yuan"', 'workspace.toml:2: currency: "yuan" is not a currency — write its three'),
        ('name = "a"\nplugins = "telecom"', "workspace.toml:2: plugins: must be a list, not a text"),
        ('name = "a"\nplugins = [1]', "workspace.toml:2: plugins[1]: must be a text, not a number"),
        ("name = 5", "workspace.toml:1: name: must be a text, not a number"),
        ('name = " "', "workspace.toml:1: name: is blank"),
        ('name = "a', "workspace.toml: this is not TOML"),
        ("", "workspace.toml: name: is missing"),
        ('name = "a"\nlanguage = "fr"\nx = 1', "workspace.toml:3: x: unknown key"),
    ],
)
def test_settings_that_are_wrong_say_where(workspace, text, problem):
    workspace.close()
    (workspace.folder / "workspace.toml").write_text(text)

    with pytest.raises(KamError) as error:
        Workspace.open(workspace.folder)
    assert problem in str(error.value)


def test_who_it_is(monkeypatch):
    monkeypatch.setenv("LOGNAME", "root")
    assert who_is_it(" Mei ", {"KAM_USER": "Ben"}) == "Mei"
    assert who_is_it(None, {"KAM_USER": "李梅"}) == "李梅"
    assert who_is_it(" ", {}) == "root"
    with pytest.raises(KamError, match="KAM_USER: the name has more than 80 characters"):
        who_is_it(None, {"KAM_USER": "x" * 81})


def test_a_folder_whose_name_means_something_to_sql(tmp_path):
    with Workspace.init(tmp_path / "O'Neil [a] *? #%20;客户", name="w") as made:
        accounts(made)
    assert os.listdir(made.folder / "data") == ["accounts"]
    with Workspace.open(made.folder) as again:
        assert len(rows(again)) == 2
