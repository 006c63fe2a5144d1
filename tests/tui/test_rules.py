"""Rules: packs with their checks, in words, lines that can be moved, and how values are spread."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from kamengine.api import plugins
from kamengine.declarations import Kind
from kamengine.problems import KamError
from kamengine.tui import Office
from kamengine.tui.app import KamApp
from kamengine.tui.editing import editor_of
from kamengine.tui.screens.pack_curves import PackCurvesScreen
from kamengine.tui.screens.pack_lines import PackLinesScreen
from kamengine.tui.screens.pack_rules import PackRulesScreen
from kamengine.tui.screens.rules import RulesScreen
from kamengine.tui.widgets.document import Document
from kamengine.work.model import Note
from kamengine.work.remarks import add_remark
from kamengine.work.things import all_of
from kamengine.workspace import Workspace
from tests.api.made import bring_in
from tests.tui.driving import NARROW, WIDE, Driver
from tests.tui.portfolios import HOSTILE
from tests.tui.workspaces import TODAY

PACK = """\
[pack]
id = "small"
version = "1"
title = {{ en = "{title}", zh = "小规则" }}
value = "spend"
plugins = []

[fields]
spend = {{ type = "money", unit = "CNY/month", label = {{ en = "Spend", zh = "消费" }} }}
size = {{ type = "number", label = {{ en = "{size}", zh = "规模" }} }}

[params.line]
label = {{ en = "Key line", zh = "大客户门槛" }}
unit = "CNY/month"
range = [0, 1000]
value = 100
source = "assumption" # until the board has decided

[params.weight_size]
range = [0, 100]
value = 50
source = "assumption"

[params.weight_spend]
range = [0, 100]
value = 50
source = "assumption"

[criteria.big]
label = {{ en = "Big", zh = "大" }}
when = "spend >= line"

[[score.parts]]
id = "spend"
indicator = "spend"
weight = "weight_spend"
bands = [ {{ points = 0 }}, {{ from = "line", points = 50 }}, {{ from = 900, points = 100 }} ]

[[score.parts]]
id = "size"
indicator = "size"
weight = "weight_size"
line = [ [0, 0], [10, 100] ]

[[tiers]]
id = "key"
label = {{ en = "{tier}", zh = "大客户" }}
when = "big"

[[tiers]]
id = "others"
label = {{ en = "Others", zh = "其他" }}

[[tests]]
name = "at the line"
given = {{ spend = 100 }}
expect = {{ tier = "key" }}
"""


COLUMNS: dict[str, Kind] = {"name": "text", "spend": "money", "size": "number"}


def pack_text(title="Small", size="Size", tier="Key"):
    return PACK.format(title=title, size=size, tier=tier)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory):
    """A workspace with a small pack and accounts whose names mean harm. It is copied, never changed."""
    folder = tmp_path_factory.mktemp("small") / "ws"
    rows = [(f"A{n:02}", name, 60 + 10 * n if n < 15 else None, n % 11) for n, name in enumerate(HOSTILE)]
    with Workspace.init(folder, name="Small", language="en", packs={"small.toml": pack_text().encode()}) as workspace:
        bring_in(workspace, "accounts", COLUMNS, rows)
    return folder


@pytest.fixture
def small(small_folder, tmp_path):
    """The small workspace, to be worked in."""
    shutil.copytree(small_folder, tmp_path / "ws")
    office = Office(tmp_path / "ws", plugins(), "Mei", TODAY)
    yield office
    office.close()


@asynccontextmanager
async def in_rules(office, messages, size) -> AsyncIterator[Driver]:
    """The app where it was left: at its rules."""
    app = KamApp([], messages, office)
    app.memory.put("app", "mode", "rules")
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        assert isinstance(app.screen, RulesScreen)
        yield driver


async def test_packs_are_listed_with_what_is_wrong_with_them(small, english):
    rules = small.folder / "rules"
    (rules / "bad.toml").write_text(pack_text().replace("spend >= line", "spnd >= line"), encoding="utf-8")
    async with in_rules(small, english, WIDE) as kam:
        assert "bad 1" in kam.text and "did you mean spend?" in kam.text and "errors: 1" in kam.text
        await kam.press("j")
        shelf = here(kam).shelf
        found = await shelf.look(shelf.packs[1])
        assert found.stopped is None and found.failing == () and not found.checks.errors
        kam.assert_exact()
        await kam.press("l")
        assert "小规则" in kam.text
        await kam.press("k", "enter")
        assert isinstance(kam.app.screen, PackRulesScreen) and "spnd" in kam.text
        await kam.press("2")
        assert "spnd" in kam.text, "a pack that is not sound has no lines to move, and says why"
        await kam.press("3", "escape")
        assert isinstance(kam.app.screen, RulesScreen)


async def test_a_pack_is_said_in_words_and_again_in_the_other_language(small, english):
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("enter")
        text = kam.app.screen.query_one(Document).text
        assert "Spend is at least 100 CNY/month (Key line)" in text and "Everyone else" in text
        await kam.press("]", "]", "G", "g", "[")
        kam.assert_exact()
        await kam.press("l")
        assert "大客户门槛" in kam.app.screen.query_one(Document).text


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_a_line_moves_and_the_portfolio_follows(small, english, size):
    async with in_rules(small, english, size) as kam:
        await kam.press("m")
        screen: Any = kam.app.screen
        assert isinstance(here(kam), PackLinesScreen) and "0 of 16 accounts move" in kam.text
        await kam.press(">", "right")
        assert screen.tuning.sets == {"line": Decimal(155)}
        effect = screen.outcome.effect
        assert (effect.moved, effect.down) == (6, 6) and "6 of 16 accounts move" in kam.text
        assert "100 → 155 CNY/month" in kam.text
        assert len(screen.outcome.movers.first) == 6
        kam.assert_exact()
        await kam.press("tab")
        assert "from ↓ to →" in kam.text and screen.movers.keys[0] == "A09"
        await kam.press("enter", "R")
        await until(lambda: "by the rules as they are, not as tried" in kam.text, kam)
        kam.assert_exact()
        await kam.press("escape")
        await kam.press("tab", "0")
        assert screen.tuning.sets == {} and "Nobody moves" in kam.text
        await kam.press("left", "l")
        assert "大客户门槛" in kam.text
        kam.assert_exact()


async def test_every_line_goes_back_to_where_the_pack_has_it(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">", "j", ">")
        assert len(here(kam).tuning.sets) == 2
        await kam.press("Z")
        assert here(kam).tuning.sets == {} and "Nobody moves" in kam.text


async def test_facts_that_change_meanwhile_are_taken_in_and_the_lines_stay_where_they_were_put(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">")
        assert here(kam).outcome.effect.moved == 5
        others = [("B1", "new", 120, 1), ("B2", "new", 125, 1)]
        await small.ask(lambda workspace: bring_in(workspace, "accounts", COLUMNS, others) and None)
        await kam.press("r")
        await until(lambda: " 2 accounts" in kam.text and here(kam).ready, kam)
        assert here(kam).outcome.effect.moved == 2 and here(kam).tuning.sets == {"line": Decimal(150)}
        await kam.press("3")
        assert here(kam).spread.known == 2


@pytest.mark.slow
async def test_keys_that_come_faster_than_answers_end_at_the_newest_value(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m")
        for _ in range(12):
            await kam.pilot.press("right")
        await kam.settle()
        assert here(kam).outcome.sets == {"line": Decimal(160)}


async def test_a_value_is_typed_and_one_that_the_pack_refuses_stays_in_the_form(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", "enter")
        await kam.press(*["backspace"] * 3)
        await kam.write("5000")
        await kam.press("enter")
        assert "Value, CNY/month: 5000 is outside the range 0 to 1000" in kam.text and "--set" not in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.write("950")
        await kam.press("enter")
        assert "950 comes before 900" in kam.text
        await kam.press(*["backspace"] * 3)
        await kam.write("¥0.01425万")
        await kam.press("enter")
        await until(lambda: isinstance(kam.app.screen, PackLinesScreen), kam)
        assert "100 → 142.5 CNY/month" in kam.text
        await kam.press("escape")
        assert isinstance(kam.app.screen, RulesScreen)


@pytest.mark.slow
async def test_a_ratio_is_typed_as_it_is_shown(small, english):
    file = small.folder / "rules" / "small.toml"
    ratio = '[params.line]\nlabel = "Share"\nunit = "ratio"\nrange = [0.51, 0.99]\nvalue = 0.85\nsource = "us"\n'
    given = 'fields]\nspend = { type = "money"'
    share = pack_text().replace("[params.line]", "[params.board]", 1).replace("spend >= line", "share >= line")
    share = share.replace('from = "line"', 'from = "board"').replace("[params.board]", f"{ratio}\n[params.board]", 1)
    share = share.replace(given, given.replace("spend", 'share = { type = "number", unit = "ratio" }\nspend'))
    file.write_text(share.partition("[[tests]]")[0], encoding="utf-8")
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("m", "enter")
        assert here(kam).query_one("#answer-value").value == "85%"
        await kam.press(*["backspace"] * 3)
        await kam.write("100%")
        await kam.press("enter")
        assert "Value: 100% is outside the range 51% to 99%" in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.write("90%")
        await kam.press("enter")
        await until(lambda: isinstance(kam.app.screen, PackLinesScreen), kam)
        assert here(kam).tuning.sets == {"line": Decimal("0.9")} and "90 %" in kam.text


@pytest.mark.slow
async def test_a_weight_takes_from_the_others_and_is_written_where_its_parameter_stands(small, english):
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("m", "j", "right")
        screen: Any = kam.app.screen
        assert screen.tuning.value("weights.spend") == 51 and screen.tuning.value("weights.size") == 49
        await kam.press("w")
        await kam.write("the board")
        await kam.press("enter", "enter")
        await until(lambda: "Write this into" in kam.text, kam)
        assert "-value = 50" in kam.text and "+value = 51" in kam.text and "+value = 49" in kam.text
        kam.assert_exact()
        await kam.press("enter")
        await until(lambda: here(kam).tuning is not None and here(kam).ready, kam)
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
        await until(lambda: "Write this into" in kam.text and said in kam.text, kam)
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
        await until(lambda: "Taken back: line 100 → 105 in rules/small.toml" in notices(kam), kam)
        assert file.read_bytes() == before and await notes(small) == ["called"]
        await until(lambda: here(kam).tuning.knobs["line"].value == 100 and here(kam).ready, kam)
        await kam.press("u")
        await until(lambda: "Taken back: note o1 (A01 [A] Corp) “called”: added" in notices(kam), kam)
        assert await notes(small) == []
        await kam.press("ctrl+r")
        await until(lambda: "Done again: note" in notices(kam), kam)
        assert await notes(small) == ["called"] and file.read_bytes() == before
        await kam.press("ctrl+r")
        await until(lambda: file.read_bytes() == written, kam)
        await until(lambda: here(kam).tuning.knobs["line"].value == 105 and here(kam).ready, kam)


@pytest.mark.slow
async def test_rules_that_others_wrote_since_are_left_alone_and_what_was_there_is_said(small, english):
    file = small.folder / "rules" / "small.toml"
    await small.change(noted("called"))
    async with in_rules(small, english, WIDE) as kam:
        await write_line(kam, file, file.read_bytes())
        others = file.read_bytes().replace(b"value = 105", b"value = 110")
        file.write_bytes(others)
        await kam.press("u")
        await until(lambda: "has been written since" in notices(kam), kam)
        assert "rules/small.toml" in notices(kam) and "line 100 → 105" in notices(kam)
        assert file.read_bytes() == others and await notes(small) == ["called"]
        await kam.press("u")
        await until(lambda: "Taken back: note" in notices(kam), kam)
        assert await notes(small) == [] and file.read_bytes() == others


@pytest.mark.slow
async def test_what_is_done_after_rules_were_written_is_taken_back_first(small, english):
    file = small.folder / "rules" / "small.toml"
    before = file.read_bytes()
    async with in_rules(small, english, WIDE) as kam:
        await write_line(kam, file, before)
        await small.change(noted("called"))
        await kam.press("u")
        await until(lambda: "Taken back: note" in notices(kam), kam)
        assert await notes(small) == [] and file.read_bytes() != before
        await kam.press("u")
        await until(lambda: file.read_bytes() == before, kam)
        await small.change(noted("called again"))
        await kam.press("ctrl+r")
        await until(lambda: "something new was done" in notices(kam), kam)
        assert file.read_bytes() == before


async def write_line(kam, file, before):
    """Move the line a step up, and write it into the pack; what is told from then on stays to be read."""
    kam.app.NOTIFICATION_TIMEOUT = 600
    await kam.press("m", "right", "w")
    await kam.write("the board")
    await kam.press("enter", "enter")
    await until(lambda: "Write this into" in kam.text, kam)
    await kam.press("enter")
    await until(lambda: file.read_bytes() != before, kam)
    await until(lambda: here(kam).tuning is not None and here(kam).ready, kam)


def noted(text):
    """A note that Mei writes."""

    def note(workspace):
        with workspace.transaction("Mei") as change:
            return add_remark(workspace, change, Note(key="", account="A01", text=text))

    return note


async def notes(office):
    return await office.ask(lambda workspace: [note.text for note in all_of(workspace, Note)])


@pytest.mark.slow
async def test_nothing_is_written_without_a_source_or_when_it_is_not_confirmed(small, english):
    file = small.folder / "rules" / "small.toml"
    before = file.read_bytes()
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", "w")
        assert "no line has been moved" in notices(kam)
        await kam.press("right", "w", "ctrl+s")
        assert "this is needed" in kam.text
        await kam.write("board")
        await kam.press("enter")
        await kam.write("soon")
        await kam.press("enter")
        assert "soon is not a date" in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.press("enter")
        await until(lambda: "Write this into" in kam.text, kam)
        await kam.press("escape")
    assert file.read_bytes() == before


@pytest.mark.slow
async def test_an_indicator_is_drawn_with_the_line_where_it_stands_now(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">", "3")
        screen: Any = kam.app.screen
        assert isinstance(here(kam), PackCurvesScreen) and screen.spread.name == "spend"
        assert "a 150 CNY/month: Key line" in kam.text
        kam.assert_exact()
        await kam.press("s")
        assert screen.spread.scale == "powers"
        await kam.press("right", "right", "i")
        await kam.write("score")
        await kam.press("enter")
        await until(lambda: kam.app.screen is screen and here(kam).ready, kam)
        assert screen.spread.name == "score"
        await kam.press("l", "1", "2", "3", "escape")
        assert isinstance(kam.app.screen, RulesScreen)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["[bold red]x[/] [@click=app.quit]y[/] {not} %s", "👨‍👩‍👧 很长的名字" * 300])
async def test_hostile_labels_of_a_pack_are_shown_as_they_are(small, english, hostile):
    quoted = hostile.replace("\\", "\\\\").replace('"', '\\"')
    file = small.folder / "rules" / "small.toml"
    file.write_text(pack_text(title=quoted, size=quoted, tier=quoted), encoding="utf-8")
    async with in_rules(small, english, NARROW) as kam:
        for key in ("enter", "2", ">", "tab", "3", "escape"):
            await kam.press(key)
            kam.assert_exact()


async def test_without_packs_the_place_says_so(small, english):
    for pack in (small.folder / "rules").iterdir():
        pack.unlink()
    async with in_rules(small, english, NARROW) as kam:
        assert "no rule packs" in kam.text
        await kam.press("enter", "m")
        assert isinstance(kam.app.screen, RulesScreen)


async def test_where_the_terminal_cannot_be_left_no_editor_is_opened(small, english, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("enter", "e")
        await until(lambda: "cannot leave the terminal" in notices(kam), kam)


def test_the_editor_is_the_readers_own(tmp_path):
    assert editor_of({"VISUAL": "code --wait", "EDITOR": "nano"}) == ["code", "--wait"]
    assert editor_of({"EDITOR": "nano"}) == ["nano"]
    (tmp_path / "vi").write_text("#!/bin/sh\n")
    (tmp_path / "vi").chmod(0o755)
    assert editor_of({"PATH": str(tmp_path)}) == [str(tmp_path / "vi")]
    for environment in ({"PATH": ""}, {"EDITOR": "'unfinished"}):
        with pytest.raises(KamError, match="EDITOR"):
            editor_of(environment)


def here(kam) -> Any:
    """The screen in sight."""
    return kam.app.screen


def notices(kam):
    """What was told in passing."""
    return "\n".join(str(notice.message) for notice in kam.app._notifications)


async def until(holds, kam):
    """Wait for what a worker does besides what the screen itself waits for."""
    async with asyncio.timeout(8):
        while not holds():
            await kam.pilot.pause(0.02)
        await kam.settle()
