"""Every place on a terminal that is far too small: nothing breaks, and nothing is lost when it grows again."""

from __future__ import annotations

import pytest

from kamengine.tui.ground.modes import MODES
from kamengine.tui.portfolio.portfolio import portfolios_in
from kamengine.workspace import Workspace
from tests.tui.driving import NARROW, opened

pytestmark = pytest.mark.slow
SIZES = [(20, 5), (35, 8), (20, 24), (200, 5)]
KEYS = ["j", "space", "enter", "escape", "question_mark", "escape", "G", "k", "g"]


@pytest.fixture
def portfolios(office):
    with Workspace.open(office.folder) as workspace:
        return portfolios_in(workspace, office.host, office.who)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
async def test_a_place_is_drawn_at_any_size_and_is_as_it_was_when_it_grows_again(mode, portfolios, english, office):
    async with opened(portfolios, english, NARROW, office) as kam:
        await kam.press(mode.digit)
        for size in SIZES:
            await kam.resize(*size)
            kam.assert_exact()
        await kam.resize(*SIZES[0])
        for key in KEYS:
            await kam.press(key)
            kam.assert_exact()
        await kam.press("escape", "escape")
        await kam.resize(*NARROW)
        kam.assert_exact()
        assert kam.app.current_mode == mode.id
