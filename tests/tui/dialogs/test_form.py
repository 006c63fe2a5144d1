"""A form: keys reach the line that they were meant for however fast they come, and what is wrong is said at a label."""

from __future__ import annotations

import pytest
from textual.events import Key

from kamengine.problems import KamError, Place, Problem, say
from kamengine.tui.dialogs.form import Asked, Form
from tests.tui.driving import NARROW, opened

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


MANY = [Asked(f"n{n}", say("The {n} thing", n=n)) for n in range(12)]


@pytest.mark.parametrize("size", [NARROW, (60, 15), (100, 30)])
async def test_what_is_wrong_and_the_keys_are_in_sight_of_a_form_of_any_length(telecom, english, size):
    async def refuse(answers):
        raise KamError.of(say("{value} is not known", value="x"), say("write one of a, b, c"), place=Place(key="--n4"))

    async with opened([telecom], english, size) as kam:
        kam.app.push_screen(Form(say("A task"), MANY, refuse))
        await kam.settle()
        assert "The 0 thing" in kam.text and "Ctrl+S saves" in kam.text
        await kam.press("shift+tab")
        assert "The 11 thing" in kam.text and "Ctrl+S saves" in kam.text
        await kam.press("ctrl+s")
        assert "The 4 thing: x is not known — write one of a, b, c" in " ".join(kam.text.replace("│", " ").split())
        assert kam.text.count("The 4 thing") == 2 and "Ctrl+S saves" in kam.text, "the label is in sight, too"
        assert kam.screen.focused.asked.name == "n4"
        kam.assert_exact()


async def test_a_message_that_is_longer_than_the_screen_leaves_the_line_and_the_keys_in_sight(telecom, english):
    async def refuse(answers):
        raise KamError(Problem(Place(key="--n4"), say("{value} is not known", value="word " * 70)) for _ in range(4))

    async with opened([telecom], english, NARROW) as kam:
        kam.app.push_screen(Form(say("A task"), MANY, refuse))
        await kam.settle()
        await kam.press("ctrl+s")
        assert kam.text.count("The 4 thing") >= 2 and "Ctrl+S saves" in kam.text
        kam.assert_exact()


async def test_what_can_be_chosen_is_in_sight_while_one_is_there_and_narrows_while_one_types(asked):
    async with asked() as kam:
        done = await shown(kam)
        assert "alpha" not in kam.text
        await kam.press("a", "tab", "tab")
        assert "alpha" in kam.text and "beta" in kam.text
        await kam.press("e")
        assert "alpha" not in kam.text and "▌beta" in kam.text, "the only one that has it is what the answer would be"
        kam.assert_exact()
        await kam.press("tab")
        assert kam.app.screen.query("Line")[2].value == "beta" and "▌beta" not in kam.text
        await kam.press("ctrl+s")
        assert done[0]["kind"] == "b"


async def test_a_candidate_can_be_clicked(asked):
    async with asked() as kam:
        done = await shown(kam)
        await kam.press("a", "tab", "tab")
        suggestions = kam.app.screen.query("Line")[2].suggestions
        await kam.pilot.click(suggestions, offset=(2, 1))
        await kam.settle()
        await kam.press("ctrl+s")
        assert done[0]["kind"] == "b"
