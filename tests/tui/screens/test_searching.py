"""Searching a list while one types: the same in every place that is a list."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kamengine.tui.rules.pack_lines import PackLinesScreen
from kamengine.tui.screens.searching import has_words, narrowed
from kamengine.tui.widgets.item_list import Item
from tests.today.conftest import made_shop  # noqa: F401  # a fixture
from tests.tui.driving import WIDE, opened
from tests.tui.portfolios import HOSTILE
from tests.tui.shops import shop_office  # noqa: F401  # a fixture

NOWHERE = "qzxqzx"
OTHERS = ("today", "rules", "plans", "import", "runs", "plugins")
PLACES = {"today": "1", "rules": "3", "plans": "4", "review": "5", "import": "6", "runs": "7", "plugins": "8"}


@pytest.fixture
def demo(telecom, english, office):
    return lambda size=WIDE, messages=english: opened([telecom], messages, size, office=office)


def listed(kam):
    return kam.screen.items.keys


async def search(kam, text):
    await kam.press("slash")
    await kam.write(text)


@pytest.fixture
def shop(telecom, english, shop_office):  # noqa: F811
    """A workspace in which accounts have moved."""
    return lambda size=WIDE, messages=english: opened([telecom], messages, size, office=shop_office)


@pytest.mark.parametrize("place", ["review", *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)])
async def test_every_list_is_narrowed_while_one_types_and_escape_shows_everything_again(demo, shop, place):
    async with (shop if place in ("today", "review", "plans") else demo)() as kam:
        await kam.press(PLACES[place])
        everything, here = listed(kam), kam.screen.items.current
        assert everything
        await kam.press("escape")
        assert listed(kam) == everything, "there is nothing to end yet"
        await search(kam, NOWHERE)
        assert listed(kam) == () and f"Nothing here has “{NOWHERE}” in it" in kam.text
        kam.assert_exact()
        await kam.press("escape")
        assert listed(kam) == everything and NOWHERE not in kam.text
        assert kam.screen.items.has_focus and kam.screen.items.current in everything
        await kam.press("slash", "escape")
        assert kam.screen.items.has_focus and kam.screen.items.current in everything and here is not None


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("runs", "telecom"),
        pytest.param("rules", "电信", marks=pytest.mark.slow),
        pytest.param("import", "accounts", marks=pytest.mark.slow),
        pytest.param("plugins", "CRM", marks=pytest.mark.slow),
    ],
)
async def test_what_has_the_words_is_found_in_either_language_and_its_keys_work(demo, place, text):
    async with demo() as kam:
        await kam.press(PLACES[place])
        everything = listed(kam)
        await search(kam, text)
        found = listed(kam)
        assert 0 < len(found) < len(everything)
        await kam.press("enter")
        assert kam.screen.items.has_focus and f" / {text} " in kam.text, "that something is left out is to be seen"
        if place == "rules":
            return  # a page of a pack proves its rules first, which takes a while
        assert kam.state == f"{len(found)} / {len(everything)}"
        below = kam.screen
        await kam.press("enter")
        assert kam.screen is not below, "what was found is opened"
        kam.assert_exact()


@pytest.mark.parametrize("place", [pytest.param("today", marks=pytest.mark.slow), "plans"])
async def test_accounts_are_found_by_number_by_a_piece_of_a_chinese_name_and_by_words_in_any_order(demo, place):
    async with demo() as kam:
        await kam.press(PLACES[place])
        names = {
            "today": lambda: {entry.account: entry.name for entry in kam.screen._entries.values()},
            "plans": lambda: dict(kam.screen._looked.names),
        }[place]()
        account, name = next((id, name) for id, name in names.items() if name and not name.isascii())
        for text in (account.lower(), name[:1], name[1:4], f"{name[-2:]} {account}")[-1 if place == "today" else 0 :]:
            await search(kam, text)
            assert account in kam.text and kam.screen.sought == text
            await kam.press("escape")


@pytest.mark.slow
async def test_a_search_looks_further_than_what_a_day_shows_at_first(demo):
    async with demo() as kam:
        await kam.press("1")
        first = {entry.account for entry in kam.screen._entries.values()}
        await search(kam, "d0")
        found = {entry.account for entry in kam.screen._entries.values()}
        assert found - first and all("d0" in str(entry).lower() for entry in kam.screen._entries.values())
        await kam.press("escape")
        assert {entry.account for entry in kam.screen._entries.values()} == first


async def test_a_search_among_moves_leaves_the_cursor_on_the_move(shop):
    async with shop() as kam:
        await kam.press("5")
        cem, ben = listed(kam)
        assert (cem[1], ben[1]) == ("C", "B")
        await kam.press("j")
        await search(kam, "ben")
        assert listed(kam) == (ben,) and kam.screen.items.current == ben
        assert kam.screen.moves_in_sight == 1 and "looking for causes" not in kam.text
        await kam.press("escape")
        assert listed(kam) == (cem, ben) and kam.screen.items.current == ben


@pytest.mark.slow
async def test_knobs_and_those_who_move_are_searched_each_for_themselves(demo):
    async with demo() as kam:
        await kam.press("3", "m")
        assert isinstance(kam.screen, PackLinesScreen)
        knobs = kam.screen.knobs.keys
        await search(kam, "weight")
        weights = kam.screen.knobs.keys
        assert 0 < len(weights) < len(knobs)
        await kam.press("enter", "greater_than_sign", "greater_than_sign", "greater_than_sign")
        movers = kam.screen.movers.keys
        assert movers and kam.screen.knobs.keys == weights
        await kam.press("tab")
        assert kam.screen.knobs.keys == knobs, "the search ends where one goes on in the other list"
        await search(kam, movers[-1])
        assert kam.screen.movers.keys == (movers[-1],) and kam.screen.knobs.keys == knobs
        await kam.press("down", "enter", "escape")
        assert kam.screen.movers.keys == movers and kam.screen.movers.has_focus
        await search(kam, NOWHERE)
        assert "Nothing here has" in kam.text
        await kam.press("tab", "escape", "escape")
        assert not isinstance(kam.screen, PackLinesScreen)


@pytest.mark.slow
async def test_facts_of_an_account_are_searched_and_the_search_goes_along_to_the_next_account(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("enter", "3")
        facts, first = listed(kam), kam.screen.copied
        await search(kam, "contract")
        found = listed(kam)
        assert 0 < len(found) < len(facts) and all("contract" in str(key) for key in found)
        assert "Known" in kam.text, "each stands below its heading"
        kam.assert_exact()
        await kam.press("enter", "n")
        assert kam.screen.copied != first and listed(kam) == found
        await kam.press("p", "escape")
        assert kam.screen.copied == first and listed(kam) == facts
        await kam.press("escape")
        assert kam.screen is kam.app.screen_stack[-1] and kam.table.has_focus


def item(text, key=None):
    return Item(lambda cells: [((text[:cells], ""),)], key)


def test_what_is_found_stands_below_its_heading_and_headings_of_nothing_are_left_out():
    items = [item("Known"), item("spend 3", 1), item("city 义乌", 2), item(""), item("Not known"), item("spendings", 3)]
    assert narrowed(items, "") == items
    assert narrowed(items, "spend") == [items[0], items[1], items[4], items[5]]
    assert narrowed(items, "义") == [items[0], items[2]]
    assert narrowed(items, "not") == [items[4]]
    assert narrowed([item("x" * 300 + "end", 1)], "end"), "what is clipped is searched, too"


@pytest.mark.slow
async def test_what_is_typed_is_harmless_on_every_screen(demo, chinese):
    async with demo(messages=chinese) as kam:
        for place in PLACES.values():
            await kam.press(place)
            for text in HOSTILE[:6]:
                kam.screen.action_search()
                kam.screen.search_box.input.value = text
                await kam.settle()
                kam.assert_exact()
            await kam.press("escape")


_TEXTS = st.text(max_size=8)


@given(st.lists(_TEXTS, max_size=3), _TEXTS)
@example(["İstanbul"], "i")
@example(["Straße"], "STRASSE")
def test_every_word_must_be_there_and_capitals_do_not_matter(texts, sought):
    found = has_words(sought, *texts)
    words = unicodedata.normalize("NFC", sought).casefold().split()
    assert found == all(any(word in text.casefold() for text in texts) for word in words)
    assert found == has_words(f"  {sought} ", *texts) == has_words(sought.casefold(), *texts)


@given(st.text("义乌霁珂食品股份有限公司", min_size=1, max_size=12), st.data())
def test_any_piece_of_a_chinese_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    piece = name[start : data.draw(st.integers(start + 1, len(name)))]
    assert has_words(piece, "D0001", name)
    assume(name[::-1] not in f"D0001\n{name}")
    assert not has_words(name[::-1], "D0001", name)
