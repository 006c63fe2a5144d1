"""The wheel holds everything, and works installed in a clean place far from the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow  # it is built and installed
ACCOUNTS = """\
account_id,name,industry,monthly_spend,city_level
C1,华东制造,telecom,10000,prefecture
C2,Northern Retail,telecom,120,county
C3,Silent Ltd,telecom,,prefecture
"""


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; fails the test with all its words when it exits with anything but 0."""
    # No PYTHON… variable may lead back to the checkout.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as for a release: from the source distribution, which is built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, REPOSITORY, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a venv, outside the checkout, that holds nothing but the wheel and its dependencies.

    The pip that is here puts them there, which takes half as long as to bring a pip there first.
    """
    place = tmp_path_factory.mktemp("elsewhere") / "venv"
    pip_is_here = find_spec("pip") is not None
    venv.create(place, with_pip=not pip_is_here, symlinks=os.name != "nt")
    commands = place / ("Scripts" if os.name == "nt" else "bin")
    python = commands / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python] if pip_is_here else [python, "-m", "pip"]
    run(*pip, "install", "--quiet", "--no-compile", wheel, cwd=place)
    return commands


def in_wheel(path: Path) -> str:
    """Where a file of the checkout is in the wheel."""
    name = path.relative_to(REPOSITORY).as_posix()
    return f"kamengine/_{name}" if name.startswith("rules/") else name.removeprefix("plugins/")


def test_the_wheel_holds_the_packages_the_plugins_the_rules_and_nothing_else(wheel):
    files = (path for top in ("kamengine", "plugins", "rules") for path in (REPOSITORY / top).rglob("*"))
    expected = {in_wheel(path) for path in files if path.is_file() and "__pycache__" not in path.parts}
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_the_installed_command_lists_the_built_in_plugins(installed, tmp_path):
    listed = run(installed / "kam", "plugins", cwd=tmp_path)
    assert "telecom" in listed
    assert "distributor" in listed


def test_the_installed_command_classifies_with_a_shipped_pack(installed, tmp_path):
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    options = ("--allow-missing-columns", "--as-of", "2026-06-30", "--json")
    said = json.loads(run(installed / "kam", "classify", "telecom", "accounts.csv", *options, cwd=tmp_path))
    assert said["pack"] == "telecom"
    assert said["accounts"] == said["in_scope"] == sum(said["possible"].values()) == 3
    assert said["undecided"] >= 1, "C3's spend is missing, so its tier cannot be certain"


def test_the_package_runs_as_a_module(installed, tmp_path):
    assert run(installed / "python", "-m", "kamengine", "--help", cwd=tmp_path)
