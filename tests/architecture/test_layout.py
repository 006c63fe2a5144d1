"""The folders, the packaging and the entry points say the same."""

from __future__ import annotations

import ast
import tomllib
from importlib.metadata import entry_points
from typing import Any

from tests.conftest import REPOSITORY

PYPROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PLUGIN_FOLDERS = {path.parent.name for path in REPOSITORY.glob("plugins/*/__init__.py")}


def test_every_plugin_folder_is_packaged():
    packages = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(packages) == sorted(["kamengine", "rules", *(f"plugins/{name}" for name in PLUGIN_FOLDERS)])


def test_every_plugin_folder_is_an_entry_point():
    assert PYPROJECT["project"]["entry-points"]["kamengine"] == {
        name.removeprefix("kamengine_"): name for name in PLUGIN_FOLDERS
    }


def test_the_installation_has_the_entry_points_of_the_checkout():
    installed = {point.name: point.value for point in entry_points(group="kamengine")}
    declared = PYPROJECT["project"]["entry-points"]["kamengine"]
    assert declared.items() <= installed.items(), "out of date: run pip install -e . again"


def test_every_plugin_is_under_the_import_contracts():
    linter = PYPROJECT["tool"]["importlinter"]
    sources = {contract["id"]: contract.get("source_modules", ()) for contract in linter["contracts"]}
    assert set(linter["root_packages"]) == {"kamengine", *PLUGIN_FOLDERS}
    assert set(sources["plugins"]) == PLUGIN_FOLDERS
    for only in ("textual", "sqlite"):
        assert set(sources[only]) == {"kamengine", *PLUGIN_FOLDERS}


def test_rules_hold_only_toml():
    assert [path for path in (REPOSITORY / "rules").rglob("*") if path.is_file() and path.suffix != ".toml"] == []


def test_every_module_says_what_it_is():
    modules = [path for top in ("kamengine", "plugins") for path in (REPOSITORY / top).rglob("*.py")]
    silent = [path for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
