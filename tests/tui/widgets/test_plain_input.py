"""What is pasted into a line, and what is copied out of it."""

from __future__ import annotations

import pytest
from textual.events import Paste

from kamengine.problems import say
from kamengine.tui import app
from kamengine.tui.dialogs.form import Asked, Form
from kamengine.tui.terminal import copying
from kamengine.tui.widgets.search_box import SearchBox
from tests.tui.driving import opened


@pytest.mark.parametrize("pasted", ["\x1b[2J\x1b]0;title\x07", "a\u202eb", "nul\x00"], ids=repr)
async def test_what_is_pasted_disturbs_nothing(telecom, english, pasted):
    async with opened([telecom], english) as kam:
        await kam.press("slash")
        box = kam.app.screen.query_one(SearchBox)
        box.input.post_message(Paste(pasted))
        await kam.settle()
        assert box.input.value and box.input.value.isprintable()
        kam.assert_exact()


@pytest.fixture
def in_a_form(telecom, english, monkeypatch, tmp_path):
    """Open a form with one line in which something stands already."""

    async def do(answers):
        pytest.fail(f"nothing was to be done, but {answers}")

    async def shown(kam):
        kam.app.push_screen(Form(say("A task"), [Asked("title", say("What is to be done"), value="call Li")], do))
        await kam.settle()
        return kam

    monkeypatch.setattr(copying, "_programs", lambda _: [])
    monkeypatch.setattr(app, "copied_file", lambda: tmp_path / "copied")
    return lambda: opened([telecom], english), shown


async def test_ctrl_c_ends_in_a_form_too(in_a_form):
    app, shown = in_a_form
    async with app() as kam:
        await (await shown(kam)).press("ctrl+c")
        assert kam.app.return_code == 130 and not kam.app.clipboard


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "s", "slash"])
async def test_ctrl_c_ends_over_whatever_is_open(telecom, english, key):
    async with opened([telecom], english) as kam:
        await kam.press(key)
        await kam.press("ctrl+c")
        assert kam.app.return_code == 130


@pytest.mark.parametrize(
    "select, copied",
    [(["end", "shift+left", "shift+left"], "Li"), (["home", "shift+end"], "call Li")],
    ids=["some", "all"],
)
async def test_what_was_selected_is_copied_once(in_a_form, tmp_path, select, copied):
    app, shown = in_a_form
    async with app() as kam:
        await (await shown(kam)).press(*select, "ctrl+c")
        await kam.app.workers.wait_for_complete()
        assert kam.app.clipboard == copied and (tmp_path / "copied").read_text(encoding="utf-8") == copied
        await kam.press("ctrl+v")
        assert kam.app.screen.query_one("Line").value == "call Li" + copied
        await kam.press("ctrl+c")
        assert kam.app.return_code == 130
