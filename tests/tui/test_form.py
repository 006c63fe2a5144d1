"""A form: keys reach the line that they were meant for however fast they come, and what is wrong is said at a label."""

from __future__ import annotations

import pytest
from textual.events import Key

from kamengine.problems import KamError, Place, Problem, say
from kamengine.tui.dialogs.form import Asked, Form
from tests.tui.driving import opened

ASKED = (
    Asked("title", say("What is to be done"), needed=True),
    Asked("responsible", say("Who does it")),
    Asked("kind", say("Kind"), choices=[("a", "alpha"), ("b", "beta")]),
    Asked("role", say("Roles"), key="--role of"),
)


@pytest.fixture
def asked(telecom, english):
    """Open the app, to show a form over its accounts."""
    return lambda: opened([telecom], english)


async def shown(kam, refused=()):
    """Show the form; the answers that it was done with, one after another."""
    done = []

    async def do(answers):
        done.append(dict(answers))
        if refused:
            raise KamError(refused)

    kam.app.push_screen(Form(say("A task"), ASKED, do))
    await kam.settle()
    assert isinstance(kam.app.screen, Form)
    return done


async def burst(kam, *keys):
    """Send keys as a paste or a slow line delivers them: all of them before any is handled."""
    for key in keys:
        kam.app.post_message(Key(key, key if len(key) == 1 else None))
    await kam.settle()
    await kam.app.workers.wait_for_complete()
    await kam.settle()


async def test_keys_that_come_at_once_reach_the_line_that_they_were_meant_for(asked):
    async with asked() as kam:
        done = await shown(kam)
        await burst(kam, *"abc", "tab", *"def", "shift+tab", *"g", "enter", *"hi", "tab", "down", "down", "tab", *"jk")
        await burst(kam, "l", "ctrl+s")
        assert done == [{"title": "abcg", "responsible": "defhi", "kind": "b", "role": "jkl"}]
        assert not isinstance(kam.app.screen, Form)


async def test_all_of_it_may_come_at_once_and_is_done_once(asked):
    async with asked() as kam:
        done = await shown(kam)
        await burst(kam, *"abc", "enter", *"def", "down", *"al", "enter", *"x", "enter", "enter")
        assert done == [{"title": "abc", "responsible": "def", "kind": "a", "role": "x"}]


async def test_the_lines_go_round(asked):
    async with asked() as kam:
        await shown(kam)
        await burst(kam, "shift+tab", *"last", "tab", *"first", "up", *"!")
        assert [line.value for line in kam.app.screen.query("Line")] == ["first", "", "", "last!"]
        kam.assert_exact()


async def test_what_is_wrong_is_said_at_the_label_and_never_at_an_option_of_the_command_line(asked):
    wrong = [
        Problem(Place(key="--responsible"), say("there is nobody called {name}", name="xu")),
        Problem(Place(key="--role of"), say("{value} is not known", value="x")),
        Problem(Place(key="--from"), say("the text is empty")),
        Problem(Place(key="t17"), say("there is no such task")),
    ]
    async with asked() as kam:
        await shown(kam, wrong)
        await burst(kam, "a", "ctrl+s")
        assert "Who does it: there is nobody called xu" in kam.text and "Roles: x is not known" in kam.text
        assert "the text is empty" in kam.text and "t17: there is no such task" in kam.text
        assert "--" not in kam.text
        kam.assert_exact()
