"""What is loaded before the first rows are on the screen, and what is not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module

import pytest

WHOLE = """
import json, sys
from pathlib import Path
import kamengine.cli.workspace.app, kamengine.tui.app
from kamengine.api import plugins
from kamengine.tui.portfolio.portfolio import portfolios_in
from kamengine.workspace import Workspace
with Workspace.open(Path(sys.argv[1])) as workspace:
    book = portfolios_in(workspace, plugins(), "ann")[0].open()
assert book.head.page(0, 10)
print(json.dumps(sorted(sys.modules)))
"""
LATER = (
    *("kamengine.intake", "kamengine.explain", "kamengine.changes", "kamengine.reference", "kamengine.whatif"),
    *("kamengine.quality", "kamengine.report", "kamengine.workbook", "kamengine.work.model", "kamengine.api.runs.runs"),
    *("kamengine.tui.dossier.screen", "kamengine.tui.work.today", "kamengine.tui.rules.packs"),
    *("kamengine.tui.dialogs.form", "kamengine.tui.dialogs.choose", "kamengine.tui.shell.palette"),
    *("kamengine.api.accounts.conditions", "kamengine.work.accounts.tags", "kamengine.workspace.undo"),
    *("sqlite_utils", "sqlglot.generators.duckdb"),
)


@pytest.fixture(scope="module")
def loaded(demo_folder, tmp_path_factory):
    """All that is loaded when the first rows of a workspace are known, and the app could show them."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("start") / "acme")
    done = subprocess.run([sys.executable, "-c", WHOLE, str(folder)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("room", LATER)
def test_rooms_that_the_first_rows_do_not_need_are_loaded_when_they_are_gone_to(loaded, room):
    """Each of them costs a part of the second in which the first rows are to be there."""
    assert [name for name in loaded if name == room or name.startswith(f"{room}.")] == []


def test_what_is_loaded_later_is_there():
    from kamengine.tui import start

    for name in start._LOADED_LATER:
        assert import_module(name).__name__ == name
