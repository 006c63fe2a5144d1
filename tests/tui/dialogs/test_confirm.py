"""A question: what takes a while to find out is told in it, and nobody is kept from answering before that."""

from __future__ import annotations

import asyncio

import pytest

from kamengine.problems import say
from kamengine.tui.dialogs.confirm import Confirm, Later
from tests.tui.driving import opened


@pytest.fixture
def late():
    """What becomes known when somebody says so, and the question in which it is told."""
    known = asyncio.Event()

    async def find():
        await known.wait()
        return say("Every test of the pack that passed still passes"), ""

    return known, Confirm(say("Plugins"), later=Later(say("looking…"), find))


async def test_what_is_found_out_later_is_told_in_the_question(telecom, english, late):
    known, question = late
    async with opened([telecom], english) as kam:
        kam.app.push_screen(question)
        await kam.until(lambda: "looking…" in kam.text)
        known.set()
        await kam.until(lambda: "Every test of the pack" in kam.text)


async def test_what_becomes_known_while_the_question_is_being_left_is_told_nowhere(telecom, english, late):
    known, question = late
    async with opened([telecom], english) as kam:
        kam.app.push_screen(question)
        await kam.until(lambda: "looking…" in kam.text)
        await question.remove_children()  # the first thing that leaving does; what goes on meanwhile is ended after it
        known.set()
        await kam.settle()
        assert kam.app.failure is None
        question.dismiss(None)
        await kam.settle()
