"""What accounts are called, by their ids, whatever those hold."""

from __future__ import annotations

import pytest

from kamengine.api.accounts.names import account_names
from kamengine.cli import main
from kamengine.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "accounts.csv").write_text("account_id,name\nA,Ada\nB,\n丙,赵氏\nC,Cem\n", encoding="utf-8")
    with Workspace.init(tmp_path / "acme", name="Acme", language="en") as made:
        assert main(["import", str(tmp_path / "accounts.csv"), "-w", str(made.folder)]) == 0
        yield made


@pytest.mark.parametrize("more", [(), ("two\nlines",), ("", "A"), ("\n",)], ids=repr)
def test_those_that_have_a_name_are_called_by_it(workspace, more):
    assert account_names(workspace, ["A", "B", "丙", "nobody", *more]) == {"A": "Ada", "丙": "赵氏"}


def test_nobody_is_asked_for(workspace):
    assert account_names(workspace, []) == {}
