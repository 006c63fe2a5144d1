"""`kam today`: the page, the data, whose day it is."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.today.conftest import TODAY, made_shop, shop  # noqa: F401  # fixtures

pytestmark = pytest.mark.usefixtures("shop")


def today(kam, *more):
    return kam("today", "--today", TODAY, *more)


def test_the_page_names_every_kind_and_fits(kam):
    said = today(kam)
    assert said.status == 0
    for words in (
        "Tasks: due today: 2 · 3 h",
        "Visits: today: 1 · accounts due: 1",
        "To review: promoted: 1",
        "At risk: ",
    ):
        assert words in said.out
    assert "fell from Key to Other" in said.out and "In arrears" in said.out and "they leave without it" in said.out
    assert "Undecided: accounts: 2 · Spend: 5,000 EUR/year · of unknown worth: 1" in said.out
    assert all(cell_len(line) <= 80 for line in said.out.splitlines())


def test_what_is_not_shown_is_counted(kam):
    assert "and 4 more; --limit lists more" in today(kam, "--limit", "1").out


def test_one_person_is_meant_by_name_or_as_who_asks(kam):
    mei = today(kam, "--person", "mei", "--json").json
    assert mei["person"] == "Mei" and {each["account_id"] for each in mei["tasks"]["shown"]} == {"A", "B"}
    assert today(kam, "--mine", "--as", "Mei", "--json").json == mei


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (["--person", "Nobody"], "--person: there is nobody called Nobody"),
        (["--mine"], "--as: there is nobody called Ann"),
        (["--mine", "--person", "Mei"], "--person: --mine and --person both say whose"),
    ],
)
def test_who_cannot_be_meant_is_refused(kam, given, problem):
    said = today(kam, *given)
    assert said.status == 2 and said.problems[0].startswith(problem)


def test_what_is_hostile_does_no_harm(kam):
    kam("task", "add", "A", "\x1b[2J[bold]x[/] two\nlines", "--due", TODAY)
    said = today(kam)
    assert said.status == 0 and "\x1b" not in said.out and "[bold]x[/]" in said.out


def test_a_workspace_without_packs_says_that_nothing_needs_anybody(kam, folder):
    assert kam("init", folder / "new").status == 0
    said = kam("today", "-w", folder / "new")
    assert said.status == 0 and "Nothing needs anybody today." in said.out
