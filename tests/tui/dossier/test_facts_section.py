"""The facts of an account: each once, those of its own rule pack at once, those that only others know if asked for."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len

from tests.tui.driving import EACH_SIZE, NARROW, WIDE, opened

FURTHER = ("further facts", "")


def names_in(kam) -> list[str]:
    """The facts that are listed."""
    return [key[1] for key in kam.screen.items.keys if key[0] == "fact"]


@pytest.mark.slow
async def test_each_fact_stands_once_and_only_those_of_the_pack_that_speaks_about_the_account(telecom, office, english):
    async with opened([telecom], english, NARROW, office) as kam:
        kam.app.open_account("D0137", section="facts")
        await kam.settle()
        names, text = names_in(kam), kam.screen.items.text
        assert [name for name, times in Counter(names).items() if times > 1] == []
        assert "ar_balance" in names and "credit_limit" in names, "worked out by its pack, and asked for by it"
        assert "sic_code" not in names and "monthly_spend" not in names, "known to plugins and the other pack only"
        assert "more that only other packs and plugins know" in text
        kam.screen.items.move_to(FURTHER)
        await kam.press("enter")
        assert {*names, "sic_code", "monthly_spend"} <= set(names_in(kam)) and FURTHER not in kam.screen.items.keys
        kam.screen.items.move_to(("fact", "sic_code"))
        await kam.press("enter")
        assert "SIC code" in kam.text and "Ctrl+S" in kam.text, "it can be stated"
        kam.assert_exact()


@pytest.mark.slow
async def test_what_somebody_states_stands_in_the_place_of_what_is_worked_out(telecom, office, english):
    async with opened([telecom], english, NARROW, office) as kam:
        kam.app.open_account("D0137", section="facts")
        await kam.settle()
        kam.screen.items.move_to(("fact", "ar_balance"))
        await kam.press("enter")
        kam.screen.query_one("#answer-value").value = "7"
        kam.screen.query_one("#answer-why").value = "their letter"
        await kam.press("ctrl+s")
        assert names_in(kam).count("ar_balance") == 1 and "their letter" in kam.screen.items.text


@pytest.mark.slow
async def test_a_search_finds_the_facts_that_only_others_know(telecom, office, english):
    async with opened([telecom], english, NARROW, office) as kam:
        kam.app.open_account("D0137", section="facts")
        await kam.settle()
        await kam.press("/")
        await kam.write("sic")
        assert names_in(kam) == ["sic_code"]


@EACH_SIZE
@pytest.mark.parametrize("account", ["D0137", pytest.param("D0062", marks=pytest.mark.slow)])
async def test_where_facts_come_from_stands_in_one_column_and_is_not_cut(telecom, office, english, size, account):
    async with opened([telecom], english, size, office) as kam:
        kam.app.open_account(account, section="facts")
        await kam.settle()
        rows = [line for line in kam.lines if "accounts.csv" in line]
        columns = Counter(cell_len(line[: line.index("accounts.csv")]) for line in rows)
        place, times = columns.most_common(1)[0]
        assert times >= 10 and all(column >= place for column in columns), "only longer values reach beyond theirs"
        assert not any("…" in line[line.index("accounts.csv") :] for line in rows)
        if size == WIDE:
            assert sum(", “" in line for line in rows) >= 10, "with the heading that it had in the file"
        kam.assert_exact()
