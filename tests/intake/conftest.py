from __future__ import annotations

import pytest

from kamengine.engine.database import scratch


@pytest.fixture
def connection():
    with scratch() as opened:
        yield opened
