"""What tests of every room share."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# How long an example takes depends on the machine, so it never decides a test.
settings.register_profile("kamengine", parent=settings(), deadline=None)
settings.load_profile("kamengine")


COMPILED = "KAMENGINE_TESTS_COMPILED"
compiled = None if COMPILED in os.environ else tempfile.TemporaryDirectory(prefix="compiled-")
"""What Python compiles for the processes that tests start: one folder for all workers, which find it here."""
if compiled is not None:
    os.environ[COMPILED] = compiled.name


def pytest_collection() -> None:
    """Nothing of what is collected is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Spare the tests work that is done already.

    No search for garbage looks again at what was collected and stays until the end. The processes that tests start
    share what Python compiles, in a folder that goes with the run, also where it is not to write beside the sources.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = os.environ[COMPILED]


def pytest_unconfigure() -> None:
    """Let both go."""
    gc.unfreeze()
    if compiled is not None:
        compiled.cleanup()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets with known answers, `../shared/data` beside the checkout; skips where they are absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the checkout: the real data sets are not part of the project")
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demo as a workspace: both packs run, and plans made from them. It is copied, never changed."""
    from tests.tui.workspaces import made_demo  # takes long to load, and few tests need it

    return made_demo(tmp_path_factory.mktemp("demo") / "acme")
