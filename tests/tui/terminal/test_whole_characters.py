"""What lies over other things is drawn whole: no character of it is lost where the things below it meet."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import Static

from kamengine.tui.ground.speaking import SteadyScreen
from tests.tui.driving import WIDE, opened

NOTICE = "行动计划已更新，新任务六千个"
CELLS = cell_len(NOTICE)


class Panes(SteadyScreen[None]):
    """Two panes of Chinese, and a notice over both of them."""

    CSS = f"""
    Panes {{ layers: below above; }}
    Horizontal {{ layer: below; }}
    #left {{ width: 21; }}
    #right {{ width: 1fr; }}
    #notice {{ layer: above; width: {CELLS}; height: 1; }}
    """

    def __init__(self, column: int) -> None:
        super().__init__()
        self.column = column

    def compose(self):
        yield Horizontal(Static("左" * 200, id="left"), Static("右" * 200, id="right"))
        notice = Static(NOTICE, id="notice")
        notice.styles.offset = self.column, 1
        yield notice

    @property
    def lines(self) -> list[str]:
        return ["".join(segment.text for segment in strip) for strip in self._compositor.render_strips()]


@pytest.mark.parametrize("column", [0, 9, 10, 22])
async def test_a_notice_is_whole_wherever_the_panes_below_it_meet(column):
    app: App[None] = App()
    async with app.run_test(size=(50, 4)) as pilot:
        screen = Panes(column)
        await app.push_screen(screen)
        await pilot.pause()
        above, line, *_ = screen.lines
        assert NOTICE in line and cell_len(line) == cell_len(above) == 50
        assert set(line.replace(NOTICE, "")) <= set("左右 ")
        assert above.startswith("左" * 10 + " 右") and above.endswith("右 ")


@pytest.mark.parametrize("pane", ["#left", "#right"])
async def test_it_stays_whole_when_only_a_pane_below_is_drawn_again(pane):
    app: App[None] = App()
    async with app.run_test(size=(50, 4)) as pilot:
        screen = Panes(10)
        await app.push_screen(screen)
        await pilot.pause()
        screen._compositor._dirty_regions = {screen.query_one(pane).region.intersection(screen.region)}
        update = screen._compositor.render_partial_update()
        assert update is not None
        assert NOTICE in update.render_segments(app.console)


@pytest.mark.parametrize("before", ["", "x"])
async def test_notices_of_the_app_are_whole_at_both_parities(telecom, office, chinese, before):
    async with opened([telecom], chinese, WIDE, office) as kam:
        kam.app._disable_notifications = False
        await kam.press("7")
        kam.app.tell(before + NOTICE)
        await kam.settle()
        assert before + NOTICE in kam.text
        kam.assert_exact()


async def test_a_notice_hides_nothing_of_a_form(telecom, office, english):
    async with opened([telecom], english, office=office) as kam:
        kam.app._disable_notifications = False
        await kam.press("2", "t")
        form = kam.lines
        assert "╰" in kam.text
        kam.app.tell("Plans made")
        await kam.settle()
        changed = [index for index, (was, now) in enumerate(zip(form, kam.lines, strict=True)) if was != now]
        assert changed == [0]
