"""A workspace of one's own, and the people in it."""

from __future__ import annotations

import shutil
import time

import pytest

from kamengine.work.ground.things import Thing, keep
from kamengine.workspace import Workspace
from tests.workspace.made import PACK


@pytest.fixture(scope="session")
def made_empty(tmp_path_factory):
    """The folder of a workspace in which nothing has happened yet."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with Workspace.init(folder, name="Acme", packs={"own.toml": PACK}):
        pass
    return folder


@pytest.fixture
def workspace(made_empty, tmp_path):
    """A copy of it."""
    with Workspace.open(shutil.copytree(made_empty, tmp_path / "acme")) as made:
        yield made


@pytest.fixture
def kept(workspace):
    """Keep things as they are, as Ann."""

    def put(*things: Thing) -> None:
        with workspace.transaction("Ann") as change:
            for thing in things:
                keep(workspace, change, thing)

    return put


@pytest.fixture
def imported(workspace):
    """Say whom the imported facts name as the managers of accounts."""

    def put(**people: str) -> None:
        with workspace.transaction("Ann") as change:
            change.database["imported_owners"].upsert_all(
                [{"account": account, "person": person} for account, person in people.items()], pk="account"
            )

    return put


@pytest.fixture
def in_zone(monkeypatch):
    """Set the zone of this computer's clock for a test."""

    def set_to(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()
