from __future__ import annotations

from dataclasses import replace

import pytest

from kamengine.declarations import Choice, Field, Label, choices
from kamengine.intake.headers.folding import fold_header, fold_value
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.reading_of import readings_of
from kamengine.intake.values.readings import Mark
from kamengine.intake.wording import reason, whole_reason
from kamengine.locale import Messages
from kamengine.problems import code_of
from tests.intake.taking import read_cells, refusal, rows_of, take, write_csv

BAD = "bad"

BOOLS = {
    **dict.fromkeys(["true", "TRUE", "yes", "Yes", "y", "Y", "1", "t", "是", "有", " yes ", "ＹＥＳ"], True),
    **dict.fromkeys(["false", "No", "n", "0", "f", "否", "无"], False),
    **dict.fromkeys(["", "  ", "\u3000"]),
    **dict.fromkeys(["maybe", "2", "-1", "10", "1.0", "yes!", "nein", "nan"], BAD),
}

LEVELS = (
    Choice("prefecture", Label("Prefecture-level city", "地级市"), ("city",)),
    Choice("county", Label(zh="县")),
    Choice("A+"),
    Choice("A-"),
    Choice("A"),
    Choice("<5"),
    Choice("1-2 years"),
    Choice("12 years"),
    Choice("Case"),
    Choice("case"),
)

CHOICES = {
    "prefecture": "prefecture",
    "PREFECTURE": "prefecture",
    " prefecture ": "prefecture",
    "prefecture-level city": "prefecture",
    "Prefecture level city": "prefecture",
    "PrefectureLevelCity": "prefecture",
    "地级市": "prefecture",
    "City": "prefecture",
    "县": "county",
    "": None,
    "\u00a0": None,
    # signs that carry meaning
    "A+": "A+",
    "a-": "A-",
    "Ａ": "A",
    "<5": "<5",
    "< 5": "<5",
    "1-2 Years": "1-2 years",
    "12years": "12 years",
    "A*": BAD,
    ">5": BAD,
    "5": BAD,
    # exact first; then a spelling that could mean two means none
    "Case": "Case",
    "case": "case",
    "CASE": BAD,
    "省": BAD,
    "prefectur": BAD,
    "x" * 1000: BAD,
}


def test_cells_become_yes_or_no_or_are_bad(tmp_path):
    assert dict(zip(BOOLS, read_cells(tmp_path / "a.csv", Field("x", "bool"), list(BOOLS)), strict=True)) == BOOLS


def test_cells_become_choices_or_are_bad(tmp_path):
    read = read_cells(tmp_path / "a.csv", Field("x", "choice", choices=LEVELS), list(CHOICES))
    assert dict(zip(CHOICES, read, strict=True)) == CHOICES


def test_a_choice_field_without_a_list_is_text(tmp_path):
    assert read_cells(tmp_path / "a.csv", Field("x", "choice"), [" a ", ""]) == ["a", None]


CITY = Field("level", "choice", choices=choices({"prefecture": ["地级市"], "county": []}))


def test_a_misspelt_choice_gets_a_suggestion(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "level"], [("A", "prefectur"), ("B", "z")])
    assert refusal(connection, file, CITY) == [
        "a.csv:2: level: 'prefectur' in data row 1 is not in the list of values — did you mean prefecture? "
        "Else correct it, or leave such rows out with --on-error quarantine",
        "a.csv:3: level: 'z' in data row 2 is not in the list of values — "
        "write one of prefecture, county, or leave such rows out with --on-error quarantine",
    ]


def test_the_values_of_a_list_are_named_with_their_labels(connection, tmp_path):
    field = Field(
        "level", "choice", choices=(*(Choice(f"c{n}") for n in range(6)), Choice("hub", Label("Hub", "枢纽")))
    )
    file = write_csv(tmp_path / "a.csv", ["id", "level"], [("A", "c99"), ("B", "Hubb"), ("C", "枢纽站")])
    problems = refusal(connection, file, field)
    assert "is not in the list of values — did you mean hub? Else" in problems[1]
    assert "did you mean hub?" in problems[2]
    found = readings_of(
        connection, "(SELECT 1 AS r, 'x' AS c0)", [ColumnToRead(field, 0, "level", "VARCHAR")], path=file
    )
    why = whole_reason(found.readings[0], Mark.WRONG)
    assert Messages.of("en").text(why) == "not in the list of values (c0, c1, c2, c3, c4, c5, and 1 more)"
    few = replace(found.readings[0], choices=field.choices[-2:])
    assert Messages.of("en").text(whole_reason(few, Mark.WRONG)) == "not in the list of values (c5, hub (Hub))"
    assert code_of(why) == code_of(reason(few, Mark.WRONG)) == "not-in-the-list-of-values"


@pytest.mark.parametrize("hostile", ["'; DROP TABLE x; --", "a'b", 'a"b', "\\", "a\nb"])
def test_a_hostile_spelling_is_only_a_spelling(connection, tmp_path, hostile):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [("A", hostile), ("B", "fine")])
    intake = take(connection, file, Field("x", "choice", choices=(Choice("ok", aliases=(hostile, "fine")),)))
    assert rows_of(intake) == [("A", "ok"), ("B", "ok")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Monthly Charges", "monthly_charges"),
        ("MonthlyCharges", "monthly-charges"),
        ("Ｍonthly　Charges", "monthlycharges"),
        ("客户编号（必填）", "客户编号"),
        ("[必填] 客户编号", "客户编号"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_headers_that_mean_the_same(one, other):
    assert fold_header(one) == fold_header(other) != ""


@pytest.mark.parametrize(("one", "other"), [("A+", "A-"), ("1.5", "15"), ("-1", "1"), ("1-2", "12"), ("<5", ">5")])
def test_values_that_do_not_mean_the_same(one, other):
    assert fold_value(one) != fold_value(other)
