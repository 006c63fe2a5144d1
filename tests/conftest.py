"""What tests of every room share."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# How long an example takes depends on the machine, so it never decides a test.
settings.register_profile("kamengine", parent=settings(), deadline=None)
settings.load_profile("kamengine")


def pytest_collection_finish() -> None:
    """Let no search for garbage look again at what stays until the end: every module and test of the collection."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let it go."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets with known answers, `../shared/data` beside the checkout; skips where they are absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the checkout: the real data sets are not part of the project")
    return folder
