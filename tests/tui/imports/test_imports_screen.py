"""Bringing files in from the app: the mapping in sight, what would not be taken, and nothing kept before that."""

from __future__ import annotations

import ast

import pytest
from textual.events import Paste

from kamengine.engine.database import scratch
from kamengine.problems import KamError, say
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Form
from kamengine.tui.dialogs.working import Stoppable, stoppable
from kamengine.tui.ground import remedies
from kamengine.tui.imports.mapping import MappingScreen
from kamengine.tui.imports.screen import ImportsScreen
from kamengine.tui.looks.lines import width
from kamengine.tui.screens.page import PageScreen
from kamengine.workspace.progress import Stopped
from tests.conftest import REPOSITORY
from tests.tui.driving import EACH_SIZE, WIDE, opened
from tests.tui.portfolios import HOSTILE

ROWS = '客户编号,客户名称,月消费(元),Indus\nX1,甲公司,"¥12,400.00",telecom\nX2,[red]x[/],abc,telecom\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "new.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


async def bring(kam, file):
    await kam.press("6", "i")
    kam.app.screen.focused.post_message(Paste(str(file)))
    await kam.settle()
    await kam.press("ctrl+s")


@EACH_SIZE
async def test_a_file_is_shown_column_by_column_before_it_is_imported(telecom, english, office, file, size):
    async with opened([telecom], english, size, office=office) as kam:
        await bring(kam, file)
        assert isinstance(kam.app.screen, MappingScreen)
        assert "Rows read 2 = taken 1 + quarantined 1 + skipped 0" in kam.text
        assert "new.csv → accounts: merged with the accounts that are there, by id" in " ".join(kam.text.split())
        assert "月消费(元)" in kam.text and "monthly_spend" in kam.text and "not a number" in kam.text
        heads = next(line for line in kam.lines if "Found by" in line)
        row = next(line for line in kam.lines if "monthly_spend" in line)
        assert heads.index("Field") == width(((row[: row.index("monthly_spend")], ""),))
        kam.assert_exact()
        before = await office.ask(lambda work: work.journal.last())
        await kam.press("escape")
        assert isinstance(kam.app.screen, ImportsScreen)
        assert await office.ask(lambda work: work.journal.last()) == before


async def test_ledgers_are_called_as_people_call_them_and_found_by_that(telecom, chinese, office):
    async with opened([telecom], chinese, WIDE, office=office) as kam:
        await kam.press("6")
        assert "账单" in kam.text and "  bills  " not in kam.text
        await kam.press("slash")
        await kam.write("账单")
        assert kam.screen.items.keys
        await kam.press("escape", "slash")
        await kam.write("bills")
        assert kam.screen.items.keys


async def test_a_column_is_changed_and_the_file_imported(telecom, english, office, file):
    async with opened([telecom], english, office=office) as kam:
        await bring(kam, file)
        kam.screen.items.move_to(("column", "Indus"))
        await kam.press("enter")
        await kam.write("industry")
        await kam.press("enter")
        assert kam.screen._request.mapping == {"Indus": "industry"}
        await kam.press("w")
        assert isinstance(kam.app.screen, PageScreen) and "The rows that were not taken" in kam.text
        assert "What became of the import" in kam.text
        await kam.press("escape")
        assert "new.csv" in kam.text and "rows wait to be mended" in kam.text
        newest = (await office.ask(lambda work: work.imports.list()))[-1]
        assert newest.counts.taken == 1 and newest.counts.quarantined == 1
        assert not kam.app.changed_elsewhere
        await kam.press("minus", "enter")
        assert (await office.ask(lambda work: work.imports.get(newest.id))).undone


@pytest.mark.slow
async def test_a_file_of_which_nothing_would_be_taken_is_imported_only_when_that_is_wanted(
    telecom, english, office, tmp_path
):
    path = tmp_path / "bad.csv"
    path.write_text("客户编号,月消费(元)\nX1,abc\n", encoding="utf-8")
    async with opened([telecom], english, office=office) as kam:
        await bring(kam, path)
        await kam.press("w")
        assert isinstance(kam.app.screen, Confirm) and "taken 0 + quarantined 1" in kam.text
        kam.assert_exact()
        await kam.press("escape")
        assert isinstance(kam.app.screen, MappingScreen)
        await kam.press("w")
        await kam.press("enter")
        await kam.settle()
        assert isinstance(kam.app.screen, PageScreen)


@pytest.mark.slow
async def test_what_is_missing_is_said_by_the_keys_of_the_screen_and_mended_there(telecom, english, office, tmp_path):
    path = tmp_path / "ids.csv"
    path.write_text("月消费(元),code\n1200,X1\n1300,X1\n", encoding="utf-8")
    async with opened([telecom], english, WIDE, office=office) as kam:
        await bring(kam, path)
        said = " ".join(kam.text.split())
        assert "Enter on the column says that it is the account's id; o can take the row numbers instead" in said
        assert "--" not in kam.text
        await kam.press("o", "tab")
        await kam.write("code")
        await kam.press("ctrl+s")
        assert "taken 0 + quarantined 2" in kam.text and "--duplicate" not in kam.text
        await kam.press("o", "tab", "tab")
        await kam.press(*["backspace"] * len("none of them"))
        await kam.write("the last")
        await kam.press("ctrl+s")
        assert "taken 1 + quarantined 0 + skipped 1" in kam.text


def test_every_remedy_that_has_another_way_in_the_app_is_still_given():
    files = [file for room in ("intake", "work") for file in (REPOSITORY / "kamengine" / room).rglob("*.py")]
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    said = {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert set(remedies.IN_THE_APP) <= said


async def test_a_file_that_is_not_there_is_said_where_it_is_typed(telecom, english, office, tmp_path):
    async with opened([telecom], english, office=office) as kam:
        await bring(kam, tmp_path / "nowhere.csv")
        assert isinstance(kam.app.screen, Form) and "there is no such file" in kam.text
        kam.assert_exact()
        await kam.press("escape")
        assert isinstance(kam.app.screen, ImportsScreen)


@pytest.mark.slow
async def test_names_that_mean_harm_do_none(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        for name in HOSTILE[:4]:
            await bring(kam, name)
            assert isinstance(kam.app.screen, Form)
            kam.assert_exact()
            await kam.press("escape")


def test_work_that_is_stopped_ends_at_its_next_stage():
    pace = Stoppable()
    pace.stop()
    with scratch() as connection, pytest.raises(Stopped):
        stoppable(pace, lambda: pace.watch(connection, 1))


def test_work_that_is_refused_says_why():
    def refused():
        raise KamError.of(say("no"))

    with pytest.raises(KamError):
        stoppable(Stoppable(), refused)
