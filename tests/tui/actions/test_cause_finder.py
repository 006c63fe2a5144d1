"""The causes of moves of a large portfolio, found by a process of its own while the app goes on."""

from __future__ import annotations

import shutil

import pytest

from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.driving import opened
from tests.tui.shops import shop_office  # noqa: F401  # a fixture


@pytest.fixture
def shop(telecom, english, shop_office, monkeypatch):  # noqa: F811
    """The shop as if it were large, with moves whose causes nobody has looked for."""
    monkeypatch.setattr("kamengine.tui.actions.cause_finder.LARGE", 0)
    shutil.rmtree(shop_office.folder / "runs" / "causes")
    return lambda: opened([telecom], english, office=shop_office)


@pytest.fixture
def another_program(tmp_path, monkeypatch):
    """Let another program stand where processes of our own begin."""

    def put(text: str):
        room = tmp_path / "elsewhere" / "kamengine"
        (room / "review").mkdir(parents=True)
        for file in ("__init__.py", "review/__init__.py"):
            (room / file).write_text("")
        (room / "review" / "apart.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(room.parent))

    return put


@pytest.mark.slow
async def test_causes_are_found_apart_and_kept(shop, shop_office):  # noqa: F811
    async with shop() as kam:
        await kam.press("5")
        assert "Spend 1,250 → 800 EUR/year" in kam.text and "Spend 990.5 → 1,990.5 EUR/year" in kam.text
    assert list((shop_office.folder / "runs" / "causes").iterdir())


async def test_a_dossier_says_first_that_the_account_fell_since_when_and_why(shop):
    async with shop() as kam:
        kam.app.open_account("B")
        await kam.settle()
        await kam.until(lambda: "Spend 1,250 → 800 EUR/year" in kam.text)
        first = kam.lines[3]
        assert first.startswith("▌ ▼ Fell from Key on 2026-08-31: Spend 1,250 → 800 EUR/year"), first
        kam.app.open_account("C")
        await kam.settle()
        await kam.until(lambda: "Spend 990.5 → 1,990.5 EUR/year" in kam.text)
        assert "▲ Rose from Other on 2026-08-31: Spend 990.5" in kam.text
        kam.app.open_account("A")
        await kam.settle()
        assert "Rose from" not in kam.text and "Fell from" not in kam.text


async def test_a_dossier_waits_for_nobody_who_looks_for_causes(shop, another_program):
    another_program("import sys; sys.stdin.read(); raise SystemExit('nobody is there any more')")
    async with shop() as kam:
        kam.app.open_account("B")
        await kam.amid(lambda: "Fell from Key on 2026-08-31: looking for causes…" in kam.text)
        assert kam.screen.ready


async def test_what_cannot_be_found_is_said_and_tried_again(shop, another_program, monkeypatch):
    another_program("raise SystemExit('no such luck')")
    async with shop() as kam:
        await kam.press("5")
        assert "could not be looked for: no such luck" in kam.notices[-1]
        assert kam.text.count("R tries again") >= 2 and "Key → Other" in kam.text
        told = len(kam.notices)
        await kam.press("f", "F")
        assert len(kam.notices) == told, "it is not tried again by itself"
        monkeypatch.undo()
        await kam.press("R")
        assert "Spend 1,250 → 800 EUR/year" in kam.text and "R tries again" not in kam.text


async def test_when_the_app_is_left_the_process_is_stopped(shop, another_program):
    another_program("import sys; sys.stdin.read(); raise SystemExit('nobody is there any more')")
    async with shop() as kam:
        await kam.pilot.press("5")
        apart = None
        while apart is None or apart._process is None:
            await kam.pilot.pause()
            apart = getattr(kam.app.screen, "_finder", None) and kam.app.screen._finder._apart
        process = apart._process
        assert "looking for causes…" in kam.text
    assert process.wait(10) == -9
