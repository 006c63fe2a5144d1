"""How cells are written is asked once for files with the same headers; it counts where the cells leave it open."""

from __future__ import annotations

import pytest

HEADERS = "Customer ID,Monthly spend,Opened\n"
OPEN = HEADERS + "A,1.234,03/04/2025\nB,5.678,04/05/2025\n"
NEXT = HEADERS + "A,2.345,05/06/2025\nB,6.789,06/07/2025\n"
GIVEN = {"dates": ["dmy"], "decimals": ["comma"]}


def spend_and_days(desk, result):
    return [(float(spend), str(day)) for spend, day in desk.rows(result, "monthly_spend, opened")]


@pytest.fixture
def said(desk):
    """Somebody has said how one file is written."""
    desk.write("march.csv", OPEN)
    assert len(desk.refused("march.csv")) == 2
    first = desk.take("march.csv", **GIVEN)
    assert spend_and_days(desk, first) == [(1234, "2025-04-03"), (5678, "2025-05-04")]
    return desk


def test_the_next_file_with_these_headers_needs_no_word_and_it_is_told(said):
    said.write("april.csv", NEXT)
    result = said.take("april.csv")
    assert spend_and_days(said, result) == [(2345, "2025-06-05"), (6789, "2025-07-06")]
    assert result["notes"] == [
        'read as it was said when such a file was imported before: --decimal "Monthly spend=comma", '
        '--dates "Opened=dmy"'
    ]


def test_it_lasts_over_imports_in_which_nothing_was_said(said):
    for month, text in (("april", NEXT), ("may", OPEN.replace("1.234", "9.876"))):
        said.write(f"{month}.csv", text)
        assert said.take(f"{month}.csv")["taken"] == 2


def test_what_the_cells_say_themselves_counts_more(said):
    said.write("april.csv", HEADERS + "A,12.50,05/13/2025\nB,6.78,06/07/2025\n")
    result = said.take("april.csv")
    assert (spend_and_days(said, result), result["notes"]) == ([(12.5, "2025-05-13"), (6.78, "2025-06-07")], [])


def test_commas_that_may_group_digits_are_read_as_it_was_said(said):
    said.write("april.csv", HEADERS + 'A,"1,234",05/06/2025\nB,"6,789",06/07/2025\n')
    assert [spend for spend, _ in spend_and_days(said, said.take("april.csv"))] == [1.234, 6.789]


def test_what_is_said_now_counts_more_and_is_what_lasts(said):
    said.write("april.csv", NEXT)
    assert spend_and_days(said, said.take("april.csv", dates=["mdy"]))[0] == (2345, "2025-05-06")
    said.write("may.csv", OPEN)
    assert spend_and_days(said, said.take("may.csv"))[0] == (1234, "2025-03-04")


def test_one_word_for_all_columns_takes_the_place_of_words_for_single_ones(desk):
    desk.write("march.csv", OPEN)
    desk.take("march.csv", dates=["dmy"], decimals=["Monthly spend=comma"])
    desk.write("april.csv", NEXT)
    assert spend_and_days(desk, desk.take("april.csv", decimals=["point"]))[0][0] == 2.345


def test_other_headers_are_asked_about_again(said):
    said.write("other.csv", NEXT.replace("Opened", "开户日期"))
    assert len(said.refused("other.csv")) == 2


def test_a_column_that_contradicts_itself_is_asked_about_whatever_was_said(said):
    said.write("april.csv", HEADERS + 'A,"1,5",05/06/2025\nB,1.5,06/07/2025\n')
    (problem,) = said.refused("april.csv")
    assert "has a decimal point" in problem


def test_the_same_import_again_changes_nothing_with_or_without_the_words(said):
    assert said.take("march.csv", **GIVEN)["unchanged"] and said.take("march.csv")["unchanged"]
