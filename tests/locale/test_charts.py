"""Charts of characters, cell by cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamengine.locale.charts import columns, curve
from kamengine.locale.display import width

SHARES = st.floats(0, 1)


def test_columns_are_as_high_as_their_values_in_eighths_of_a_cell():
    assert columns([0, 0.5, 1, 1 / 16], 2) == ["  █ ", " ██▁"]
    assert columns([], 2) == ["", ""]


@given(st.lists(SHARES, max_size=30), st.integers(1, 12))
def test_whatever_is_there_can_be_seen_and_nothing_is_higher_than_there_is_room(heights, rows):
    drawn = columns(heights, rows)
    assert len(drawn) == rows and {width(row) for row in drawn} == {len(heights)}
    for column, height in enumerate(heights):
        cells = [row[column] for row in drawn]
        assert (set(cells) != {" "}) == (height > 0)
        filled = sum(" ▁▂▃▄▅▆▇█".index(cell) for cell in cells)
        assert abs(filled - height * rows * 8) <= 1


def test_a_curve_goes_through_its_points_in_dots_of_braille():
    assert curve([(0, 0), (1, 1)], 2, 1) == ["⡠⠊"]
    assert curve([(0, 0), (1, 0)], 3, 1) == ["⣀⣀⣀"]
    assert curve([], 2, 2) == ["  ", "  "]


@given(st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2)), max_size=12), st.integers(1, 20), st.integers(1, 8))
def test_a_curve_is_exactly_as_large_as_it_is_asked_to_be(points, cells, rows):
    drawn = curve(sorted(points), cells, rows)
    assert len(drawn) == rows and {width(row) for row in drawn} == {cells}
    assert any(cell != " " for row in drawn for cell in row) == bool(points)
