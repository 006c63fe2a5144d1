from __future__ import annotations

import pytest

from kamengine.declarations import Field
from tests.intake.taking import read_cells, rows_of, take, write_csv

TEXTS = {
    "plain": "plain",
    "two  words": "two  words",
    " padded\t": "padded",
    "\u3000客户 有限公司\u00a0": "客户 有限公司",
    "\ufeffmarked\u200b": "marked",
    "": None,
    " \u3000\u00a0\t": None,
    "red\x1b[31m alert": "red [31m alert",
    "two\nlines": "two lines",
    "bell\x07": "bell",
    "\x1b": None,
    "c1\x9bcontrol": "c1 control",
    "line\u2028separator": "line separator",
    "back\u202ewards": "back wards",
    "Cafe\u0301": "Café",
    "한글": "한글",
    "Ångström Ω": "Ångström Ω",
    "x[/]y [A] Corp": "x[/]y [A] Corp",
    'O\'Brien "&amp;" \\ %s {x}': 'O\'Brien "&amp;" \\ %s {x}',
    "NULL": "NULL",
    "nan": "nan",
    "17850.0": "17850.0",
    "👩\u200d👩\u200d👧": "👩\u200d👩\u200d👧",
    "x" * 10_000: "x" * 10_000,
}


def test_texts_are_harmless_and_in_one_form(tmp_path):
    assert dict(zip(TEXTS, read_cells(tmp_path / "a.csv", Field("x", "text"), list(TEXTS)), strict=True)) == TEXTS


@pytest.mark.parametrize(
    ("cell", "id"),
    [(" A1\u3000", "A1"), ("A\x1b1", "A 1"), ("17850.0", "17850.0"), ("客户1", "客户1"), ("0012", "0012")],
)
def test_ids_are_texts(connection, tmp_path, cell, id):
    assert rows_of(take(connection, write_csv(tmp_path / "a.csv", ["id", "x"], [(cell, "")]))) == [(id,)]
