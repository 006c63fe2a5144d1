"""Moved lines are written into the pack, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from kamengine.work.accounts.remarks import add_remark
from kamengine.work.ground.things import all_of
from kamengine.work.model import Note
from tests.tui.driving import NARROW, WIDE
from tests.tui.rules.small_pack import here, in_rules


@pytest.mark.slow
async def test_a_weight_takes_from_the_others_and_is_written_where_its_parameter_stands(small, english):
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("m", "j", "right")
        screen: Any = kam.app.screen
        assert screen.tuning.value("weights.spend") == 51 and screen.tuning.value("weights.size") == 49
        await kam.press("w")
        await kam.write("the board")
        await kam.press("enter", "enter")
        await kam.until(lambda: "Write this into" in kam.text)
        assert "-value = 50" in kam.text and "+value = 51" in kam.text and "+value = 49" in kam.text
        kam.assert_exact()
        await kam.press("enter")
        await kam.until(lambda: here(kam).tuning is not None and here(kam).ready)
        written = (small.folder / "rules" / "small.toml").read_text(encoding="utf-8")
        assert "# until the board has decided" in written and written.count('source = "the board"') == 2
        assert here(kam).tuning.knobs["weights.spend"].value == 51


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("left", "Every test of the pack that passed still passes"),
        ("right", "Tests of the pack that no longer pass: 1. at the line"),
    ],
)
async def test_what_the_tests_say_of_new_lines_is_shown_before_they_are_written(small, english, key, said):
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("m", key, "w")
        await kam.write("the board")
        await kam.press("enter", "enter")
        await kam.until(lambda: "Write this into" in kam.text and said in kam.text)
        kam.assert_exact()
        await kam.press("escape")


@pytest.mark.slow
async def test_undo_takes_back_what_was_written_into_rules_before_what_was_done_earlier(small, english):
    file = small.folder / "rules" / "small.toml"
    before = file.read_bytes()
    await small.change(noted("called"))
    async with in_rules(small, english, WIDE) as kam:
        await write_line(kam, file, before)
        written = file.read_bytes()
        await kam.press("u")
        await kam.until(lambda: "Taken back: line 100 → 105 in rules/small.toml" in kam.told)
        assert file.read_bytes() == before and await notes(small) == ["called"]
        await kam.until(lambda: here(kam).tuning.knobs["line"].value == 100 and here(kam).ready)
        await kam.press("u")
        await kam.until(lambda: "Taken back: note o1 (A01 [A] Corp) “called”: added" in kam.told)
        assert await notes(small) == []
        await kam.press("ctrl+r")
        await kam.until(lambda: "Done again: note" in kam.told)
        assert await notes(small) == ["called"] and file.read_bytes() == before
        await kam.press("ctrl+r")
        await kam.until(lambda: file.read_bytes() == written)
        await kam.until(lambda: here(kam).tuning.knobs["line"].value == 105 and here(kam).ready)


@pytest.mark.slow
async def test_rules_that_others_wrote_since_are_left_alone_and_what_was_there_is_said(small, english):
    file = small.folder / "rules" / "small.toml"
    await small.change(noted("called"))
    async with in_rules(small, english, WIDE) as kam:
        await write_line(kam, file, file.read_bytes())
        others = file.read_bytes().replace(b"value = 105", b"value = 110")
        file.write_bytes(others)
        await kam.press("u")
        await kam.until(lambda: "has been written since" in kam.told)
        assert "rules/small.toml" in kam.told and "line 100 → 105" in kam.told
        assert file.read_bytes() == others and await notes(small) == ["called"]
        await kam.press("u")
        await kam.until(lambda: "Taken back: note" in kam.told)
        assert await notes(small) == [] and file.read_bytes() == others


@pytest.mark.slow
async def test_what_is_done_after_rules_were_written_is_taken_back_first(small, english):
    file = small.folder / "rules" / "small.toml"
    before = file.read_bytes()
    async with in_rules(small, english, WIDE) as kam:
        await write_line(kam, file, before)
        await small.change(noted("called"))
        await kam.press("u")
        await kam.until(lambda: "Taken back: note" in kam.told)
        assert await notes(small) == [] and file.read_bytes() != before
        await kam.press("u")
        await kam.until(lambda: file.read_bytes() == before)
        await small.change(noted("called again"))
        await kam.press("ctrl+r")
        await kam.until(lambda: "something new was done" in kam.told)
        assert file.read_bytes() == before


@pytest.mark.slow
async def test_nothing_is_written_without_a_source_or_when_it_is_not_confirmed(small, english):
    file = small.folder / "rules" / "small.toml"
    before = file.read_bytes()
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", "w")
        assert "no line has been moved" in kam.told
        await kam.press("right", "w", "ctrl+s")
        assert "this is needed" in kam.text
        await kam.write("board")
        await kam.press("enter")
        await kam.write("soon")
        await kam.press("enter")
        assert "soon is not a date" in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.press("enter")
        await kam.until(lambda: "Write this into" in kam.text)
        await kam.press("escape")
    assert file.read_bytes() == before


async def write_line(kam, file, before):
    """Move the line a step up, and write it into the pack; what is told from then on stays to be read."""
    kam.app.NOTIFICATION_TIMEOUT = 600
    await kam.press("m", "right", "w")
    await kam.write("the board")
    await kam.press("enter", "enter")
    await kam.until(lambda: "Write this into" in kam.text)
    await kam.press("enter")
    await kam.until(lambda: file.read_bytes() != before)
    await kam.until(lambda: here(kam).tuning is not None and here(kam).ready)


def noted(text):
    """A note that Mei writes."""

    def note(workspace):
        with workspace.transaction("Mei") as change:
            return add_remark(workspace, change, Note(key="", account="A01", text=text))

    return note


async def notes(office):
    return await office.ask(lambda workspace: [note.text for note in all_of(workspace, Note)])
