"""A small shop with moves whose causes nobody has looked for."""

from __future__ import annotations

import shutil

import pytest

from kamengine import Workspace
from kamengine.api import plugins
from kamengine.review.every import every_review
from tests.today.conftest import made_shop  # noqa: F401  # a fixture


@pytest.fixture
def host():
    return plugins(enabled=False)


@pytest.fixture
def shop(made_shop, tmp_path):  # noqa: F811
    """The shop; Ben fell, Cem rose."""
    folder = shutil.copytree(made_shop, tmp_path / "shop")
    shutil.rmtree(folder / "runs" / "causes")
    with Workspace.open(folder) as workspace:
        yield workspace


@pytest.fixture
def review(shop, host):
    """Its moves."""
    ((review, _),) = every_review(shop, host, "Ann", run_first=False).found
    return review


@pytest.fixture
def old(shop, review):
    """The run before them."""
    (base,) = {move.base for move in review.moves}
    return shop.runs.get(base)
