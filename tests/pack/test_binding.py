"""A run fixes its parameters: the newest value that has started, or the one that is set."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.pack.bind import bind
from kamengine.pack.typed import parse_like, percentage
from kamengine.problems import KamError
from tests.pack.made import SOUND, checked, messages

DATED = """
[params.rate]
range = [0, 100]
values = [
  { value = 2, from = 2024-01-01, source = "s" },
  { value = 3, from = 2025-07-01, source = "s" },
  { value = 1, source = "always" },
]
[params.later]
values = [ { value = 5, from = 2025-01-01, source = "s" } ]
[params.home]
value = "east"
source = "s"
[params.basis]
choices = ["sales", "profit"]
value = "sales"
source = "s"
[params.start]
value = 2024-02-29
source = "s"

[tables.lines]
keys = ["region"]
rows = [
  { key = "east", value = 10, source = "s" },
  { key = "east", value = 20, from = 2025-01-01, source = "s" },
  { key = "west", value = 5, from = 2026-01-01, source = "s" },
]
"""
PACK = checked(SOUND + DATED)


def refused(as_of: date, **sets: object) -> str:
    with pytest.raises(KamError) as error:
        bind(PACK, as_of, sets)  # type: ignore[arg-type]
    return str(error.value)


@pytest.mark.parametrize(
    ("as_of", "rate"),
    [
        ("2025-01-01", 2),
        ("2025-06-30", 2),
        ("2025-07-01", 3),
        ("2026-12-31", 3),
    ],
)
def test_the_newest_value_that_has_started_holds(as_of, rate):
    assert bind(PACK, date.fromisoformat(as_of)).parameters["rate"] == rate


def test_a_value_without_a_date_holds_before_all_others():
    assert bind(PACK, date(2023, 12, 31), {"later": Decimal(1)}).parameters["rate"] == 1


def test_texts_and_dates_are_parameters_too():
    parameters = bind(PACK, date(2026, 1, 1)).parameters

    assert (parameters["home"], parameters["start"]) == ("east", date(2024, 2, 29))


def test_a_parameter_without_a_value_on_the_date_is_named_with_the_first_date_it_has():
    assert "later has no value on 2024-12-31; its first one starts on 2025-01-01" in refused(date(2024, 12, 31))
    assert "--set later=VALUE" in refused(date(2024, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "rows"),
    [
        ("2025-01-01", {("east",): 20}),
        ("2025-12-31", {("east",): 20}),
        ("2026-01-01", {("east",): 20, ("west",): 5}),
    ],
)
def test_rows_of_a_table_are_picked_by_date_key_by_key(as_of, rows):
    assert bind(PACK, date.fromisoformat(as_of)).tables["lines"] == rows


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.permutations([("2021-01-01", 1), ("2022-06-30", 2), ("2025-01-01", 3), (None, 0)]),
)
def test_the_order_of_values_in_the_file_does_not_matter(as_of, values):
    written = ", ".join(f'{{ value = {v}{f", from = {start}" if start else ""}, source = "s" }}' for start, v in values)
    pack = checked(f"{SOUND}\n[params.rate]\nvalues = [ {written} ]\n")
    started = [v for start, v in values if start is None or date.fromisoformat(start) <= as_of]

    assert bind(pack, as_of).parameters["rate"] == max(started)


# ── set ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("rate", "7", Decimal(7)),
        ("rate", " 7.5 ", Decimal("7.5")),
        ("rate", "1e1", Decimal(10)),
        ("rate", Decimal(100), Decimal(100)),
        ("rate", Decimal(0), Decimal(0)),
        ("home", "west", "west"),
        ("home", "华东", "华东"),
        ("start", "2025-01-31", date(2025, 1, 31)),
        ("start", date(2025, 1, 31), date(2025, 1, 31)),
    ],
)
def test_a_set_value_replaces_the_packs(name, given, value):
    bound = bind(PACK, TODAY, {name: given})

    assert bound.parameters[name] == value
    assert {**bound.parameters, name: None} == {**bind(PACK, TODAY).parameters, name: None}


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("rat", "1", "--set rat: rat is not a parameter of the pack made — did you mean rate?"),
        ("spend", "1", "--set spend: spend is not a parameter of the pack made"),
        ("rate", "many", "--set rate: many is not a number"),
        ("rate", "", "--set rate:  is not a number"),
        ("rate", "nan", "--set rate: nan is not a number"),
        ("rate", "1_0", "--set rate: 1_0 is not a number"),
        ("rate", "1e99", "--set rate: 1e99 is not a number"),
        ("rate", True, "--set rate: True is not a number"),
        ("rate", "101", "--set rate: 101 is outside the range 0 to 100"),
        ("rate", "-0.1", "--set rate: -0.1 is outside the range 0 to 100"),
        ("home", 5, "--set home: 5 is not a text"),
        ("home", "\udcff", "is not a text"),
        ("start", "2025-02-29", "--set start: 2025-02-29 is not a date"),
        ("start", "20250131", "--set start: 20250131 is not a date"),
        ("start", "tomorrow", "--set start: tomorrow is not a date"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name, given, message):
    assert message in refused(TODAY, **{name: given})


def test_every_bad_value_is_told_at_once():
    found = refused(date(2024, 1, 1), rat=1, home=5, rate="x")

    assert len(found.splitlines()) == 4  # and later has no value


def test_setting_a_parameter_that_has_no_value_yet_is_enough():
    assert bind(PACK, date(2024, 1, 1), {"later": "9"}).parameters["later"] == 9


# ── the scorecard's own numbers ──────────────────────────────────────────────────────────────────────────────────────

SCORED = """
[pack]
id = "scored"
version = "1"
[fields.size]
type = "number"
[params.share]
value = 60
source = "s"
[params.low]
values = [ { value = 10, from = 2024-01-01, source = "s" }, { value = 60, from = 2025-01-01, source = "s" } ]
[score]
[[score.parts]]
indicator = "size"
weight = "share"
bands = [ { from = "low", points = 0 }, { from = 50, points = "share" } ]
[[score.parts]]
id = "rest"
indicator = "size"
weight = 40
line = [ [0, 0], [1, 100] ]
[[tiers]]
id = "all"
"""


@pytest.mark.parametrize(
    ("as_of", "share", "message"),
    [
        ("2024-06-01", "61", "the weights add to 101, not to 100"),
        ("2024-06-01", "-1", "a weight is not negative"),
        ("2024-06-01", "160", "points are 0 to 100, not 160"),
        ("2025-06-01", "60", "bands must ascend: 60 comes before 50"),
    ],
)
def test_a_scorecard_that_becomes_unsound_with_the_values_of_a_run_is_refused(as_of, share, message):
    pack = checked(SCORED)

    with pytest.raises(KamError, match=message):
        bind(pack, date.fromisoformat(as_of), {"share": share})


def test_a_text_is_set_to_one_of_its_choices():
    assert bind(PACK, TODAY, {"basis": "profit"}).parameters["basis"] == "profit"
    assert "profits is not one of sales, profit — did you mean profit?" in refused(TODAY, basis="profits")


def test_a_value_that_is_not_among_the_choices_is_a_mistake_of_the_pack():
    text = SOUND + '[params.basis]\nchoices = ["sales", "profit"]\nvalue = "sale"\nsource = "s"\n'

    (message,) = messages(text)
    assert message.endswith("params.basis.value: sale is not one of sales, profit — did you mean sales?")


def test_a_scorecard_that_stays_sound_is_bound():
    assert bind(checked(SCORED), date(2024, 1, 1) + timedelta(days=1)).parameters == {"share": 60, "low": 10}


RATIO = checked(
    SOUND
    + """
[params.quality]
unit = "ratio"
range = [0.51, 0.99]
value = 0.85
source = "s"
"""
)


@pytest.mark.parametrize("typed", ["90%", "90 %", " 90.0％", "0.9", Decimal("0.9")])
def test_a_ratio_may_be_set_as_a_percentage(typed):
    assert bind(RATIO, date(2026, 1, 1), {"quality": typed}).parameters["quality"] == Decimal("0.9")


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("100%", "100% is outside the range 51% to 99%"),
        ("0.1", "0.1 is outside the range 0.51 to 0.99"),
        (Decimal("0.1"), "10% is outside the range 51% to 99%"),
        ("%", "% is not a number"),
        ("9_0%", "9_0% is not a number"),
        ("90%%", "90%% is not a number"),
    ],
)
def test_a_percentage_that_does_not_fit_is_refused_in_its_own_unit(typed, what):
    with pytest.raises(KamError) as error:
        bind(RATIO, date(2026, 1, 1), {"quality": typed})
    assert str(error.value).startswith(f"--set quality: {what}")


@given(st.decimals(min_value="0", max_value="5", places=8))
def test_a_ratio_written_as_a_percentage_is_read_as_the_same_ratio(ratio):
    assert parse_like(Decimal(0), percentage(ratio), "ratio") == ratio
