"""Lines about knobs and moves: as wide as they may be, whatever stands in them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.api import Kept
from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.tui.looks.lines import width
from kamengine.tui.rules.knobs import about_knob, knob_line, slider
from kamengine.tui.rules.movers import Rows, mover_line, movers_heading
from kamengine.tui.rules.moves import matrix_lines, summary_lines, tier_lines
from kamengine.tui.rules.tuning import Tuning
from kamengine.whatif.effect import Mover
from kamengine.whatif.words import knob_label
from tests.tui.portfolios import HOSTILE
from tests.whatif.made import kept, pack, spends

TIERS = {"top": "spend >= 500", "key": "spend >= line", "others": None}
CELLS = (9, 16, 24, 40, 56, 78, 118)
LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def tuning():
    with kept(pack(TIERS), spends(600, 450, 150, 120, 90, None)) as resident:
        yield Tuning(Kept(resident, (), "given"))


def came(tuning, **sets):
    tuning.sets = {name: Decimal(value) for name, value in sets.items()}
    return tuning.look_closer(tuning.look())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cells", CELLS)
def test_every_line_fits(tuning, cells, language):
    messages = Messages.of(language)
    outcome = came(tuning, line=130)
    effect, movers = outcome.effect, outcome.movers
    assert effect is not None and movers is not None and effect.moved == 1
    for name, knob in tuning.knobs.items():
        assert width(knob_line(knob, tuning.value(name), messages, cells)) == cells
        assert all(width(line) <= cells for line in about_knob(tuning, name, messages, cells))
    lines = [*summary_lines(effect, movers, messages, cells), *matrix_lines(effect, messages, cells)]
    lines += tier_lines(effect, messages, cells) if cells >= 24 else []
    assert all(width(line) <= cells for line in lines)
    for hostile in HOSTILE:
        mover = Mover(hostile, hostile, "top", None, Decimal("1e12"))
        line = mover_line(mover, Rows.of([mover], tuning.checked), messages, cells)
        assert width(line) == cells and "".join(text for text, _ in line).isprintable()


@pytest.mark.parametrize("cells", [58, 67, 78, 110])
def test_a_knob_that_moved_shows_where_it_was_and_its_unit_and_the_others_keep_their_names(tuning, cells):
    english, knob = Messages.of("en"), tuning.knobs["line"]
    moved = said([knob_line(knob, Decimal(130), english, cells)])
    assert moved.endswith(" 100 → 130 CNY/month") and knob_label(knob, english) in moved
    there = said([knob_line(knob, knob.value, english, cells)])
    assert there.index(" ") == moved.index(" ") >= 10, "the tracks are as long"


def test_a_name_is_whole_beside_a_short_value(tuning):
    long = Label(en="Months for which an assessment of a distributor holds", zh="评估有效月数")
    knob = replace(tuning.knobs["line"], label=long, unit=None)
    assert long.en in said([knob_line(knob, knob.value, Messages.of("en"), 72)])


def test_ids_take_no_more_room_than_they_need_and_ways_are_whole(tuning):
    found = [Mover(f"T{n}", "A long name of a customer", "top", None, Decimal(11988)) for n in range(9)]
    row = said([mover_line(found[0], Rows.of(found, tuning.checked), Messages.of("en"), 44)])
    assert row.startswith("T0  A long") and row.endswith("  top → no tier  11,988")


def test_a_slider_shows_where_the_knob_stands_and_where_the_pack_has_it(tuning):
    knob = tuning.knobs["line"]
    drawn = "".join(text for text, _ in slider(knob, Decimal(1000), 11))
    assert drawn == "─○────────●"
    assert "".join(text for text, _ in slider(knob, knob.value, 11)) == "─●─────────"
    assert "".join(text for text, _ in slider(tuning.knobs["free"], Decimal(5), 4)) == "    ", "it has no range"


def test_what_a_tier_lost_is_dashed_and_what_it_won_stands_out(tuning):
    effect = came(tuning, line=460).effect
    assert effect is not None
    rows = {line[0][0].strip(): line for line in tier_lines(effect, Messages.of("en"), 60)}
    assert "╌" in "".join(text for text, _ in rows["key"]) and ("−3", "open") in [
        (t.strip(), i) for t, i in rows["key"]
    ]
    assert ("+3", "open") in [(text.strip(), ink) for text, ink in rows["others"]]


def test_a_knob_comes_back_to_the_pack_by_turning_typing_or_at_once(tuning):
    tuning.sets = {}
    tuning.turn("line", 3)
    tuning.turn("line", -3)
    assert tuning.sets == {}
    tuning.put("line", "250")
    assert tuning.value("line") == 250
    tuning.put("line", "")
    tuning.turn("started", 1)
    assert str(tuning.value("started")) == "2024-01-02"
    tuning.put_back()
    assert tuning.sets == {}


def test_what_the_pack_refuses_is_told_and_the_rest_is_left(tuning):
    outcome = came(tuning, line=5000)
    assert outcome.effect is None and "outside the range" in str(outcome.refused) and not outcome.is_partial
    tuning.put("line", "much")
    assert "is not a number" in str(tuning.look().refused)
    assert tuning.spread("spend").known == 5, "with the values of the pack"
    tuning.put_back()


def said(lines):
    return "\n".join("".join(text for text, _ in line) for line in lines)


def test_the_list_of_movers_is_called_what_it_is(tuning):
    english = Messages.of("en")
    outcome = came(tuning, line=130)
    assert outcome.effect is not None
    assert said(movers_heading(outcome.effect, None, english, 60)) == "Looking up who moves…"
    heading = "Who moves, those who are worth most first"
    assert said(movers_heading(outcome.effect, outcome.movers, english, 60)) == heading.ljust(44) + "spend, CNY/month"
    assert said(movers_heading(outcome.effect, outcome.movers, english, 56)) == heading.ljust(47) + "CNY/month"
    assert said(movers_heading(outcome.effect, outcome.movers, english, 42)) == heading, "there is no room for more"
    still = came(tuning)
    assert still.effect is not None
    assert said(movers_heading(still.effect, still.movers, english, 60)) == "Nobody moves."


def movers(*amounts):
    return [
        Mover(f"A{n}", "Ada", "top", None, None if each is None else Decimal(each)) for n, each in enumerate(amounts)
    ]


def rows(found, checked, language="en", cells=40):
    worth = Rows.of(found, checked)
    return [said([mover_line(mover, worth, Messages.of(language), cells)]) for mover in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_stand_below_each_other_and_their_unit_only_in_the_heading(language):
    checked = pack({"top": "spend >= line", "others": None}, head='currency = "CNY"')
    found = movers("1234567.89", "990.5", "12", None)
    assert [row[-9:] for row in rows(found, checked, language)] == ["1,234,568", "      991", "       12", " " * 9]
    assert [row[-6:] for row in rows(movers("990.5", "12"), checked, language)] == [" 990.5", "  12.0"]
    headings = Rows.of(found, checked).headings(Messages.of(language))
    unit = {"en": "CNY/month", "zh": "元/月"}[language]
    assert headings == ((f"spend, {unit}" if language == "en" else f"spend，{unit}"), unit)


@given(st.lists(st.decimals("-1e9", "1e9", places=2), min_size=1, max_size=9), st.sampled_from(CELLS[3:]))
def test_no_amount_is_cut_while_there_is_room_and_all_end_in_one_place(amounts, cells):
    checked = pack({"top": "spend >= line", "others": None})
    found = movers(*amounts)
    worth, english = Rows.of(found, checked), Messages.of("en")
    for mover, row in zip(found, rows(found, checked, cells=cells), strict=True):
        assert width(((row, ""),)) == cells and row.endswith(" " + worth.text(mover.value, english))
