"""Pack → workbook → pack: the pack that comes back is the pack that went out."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kamengine.pack.find import shipped_packs
from kamengine.pack.forms import compact, full
from kamengine.pack.model import Pack
from kamengine.pack.read import read_pack
from kamengine.pack.write import write_pack
from kamengine.problems import KamError
from kamengine.workbook.book import write_book
from kamengine.workbook.convert import to_workbook
from kamengine.workbook.flatten import flatten
from kamengine.workbook.gather import gather
from kamengine.workbook.opened import open_book
from tests.engine.packs import PackMaker
from tests.examples import holds_for
from tests.pack.changing import changed
from tests.pack.layouts import ODD_LAYOUT
from tests.workbook.made import SOUND

PACKS = {id: entry.read_bytes() for id, entry in shipped_packs().items()}
PACKS |= {"every key": SOUND.encode(), "odd layout": ODD_LAYOUT.encode()}


def there_and_back(content: bytes) -> bytes:
    """A pack through a workbook, as TOML."""
    grids = open_book("made.xlsx", to_workbook("made.toml", content))
    data, _ = gather(grids)
    assert grids.problems == []
    return write_pack(compact(data)).encode()


def pack(content: bytes) -> dict[str, Any]:
    """A pack but for where it stands."""
    found, problems = read_pack("made.toml", content)
    assert isinstance(found, Pack) and not problems, problems
    return {**vars(found), "file": "", "digest": "", "lines": {}}


LARGE = ("distributor", "telecom", "rfm", "key-account")  # of the same kinds of tables as the others


@pytest.mark.parametrize(
    "content",
    [pytest.param(PACKS[id], id=id, marks=pytest.mark.slow if id in LARGE else ()) for id in PACKS],
)
def test_packs(content):
    assert pack(there_and_back(content)) == pack(content)


@settings(max_examples=4)
@given(st.integers(0, 10**9))
def test_random_packs(seed):
    content = PackMaker(Random(seed)).pack().encode()

    assert pack(there_and_back(content)) == pack(content)


@holds_for(st.integers(0, 10**9), few=5, many=60)
def test_whatever_stands_in_a_pack(seed):
    """What a pack says after random changes, sound or not, comes back from a workbook."""
    wanted = changed(full(tomllib.loads(SOUND, parse_float=Decimal)), Random(seed), 12)

    grids = open_book("made.xlsx", write_book(flatten(wanted)))
    data, places = gather(grids)

    assert grids.problems == []
    assert data == wanted
    assert ("pack", "id") in places


TESTS = """
[[tests]]
name = "=2+2"
as_of = 1899-12-31
given = { city = "", spend = 123456789012.3456 }
set = { home = "007" }
ledgers.visits = []
ledgers.bills = [ {}, { day = 2026-01-31, amount = 0.1 }, { amount = 12345678901234.5678 } ]
expect = { indicators.billed = "unknown", score = [0, 33.333333] }
"""


def test_what_a_spreadsheet_would_spoil():
    content = (SOUND + TESTS).encode()
    found = pack(there_and_back(content))

    assert found == pack(content)
    test = found["tests"][-1]
    assert (test.name, test.as_of) == ("=2+2", date(1899, 12, 31))
    assert test.given == {"city": "", "spend": Decimal("123456789012.3456")}
    assert test.ledgers["visits"] == ()
    assert test.ledgers["bills"] == (
        {},
        {"day": date(2026, 1, 31), "amount": Decimal("0.1")},
        {"amount": Decimal("12345678901234.5678")},
    )


RANGES = """
[tables.by_spend]
keys = ["spend", "city"]
rows = [
  { key = [ { to = 5000 }, "county" ], value = 0.02, source = "us" },
  { key = [ { from = 5000.5, to = 8000 }, "county" ], value = 0.05, source = "us" },
]
[tables.by_day]
keys = ["day"]
rows = [
  { key = 2024-02-29, value = "leap", source = "us" },
  { key = { from = 2025-01-01 }, value = "later", source = "us" },
]
"""


def test_keys_that_are_ranges_and_keys_that_stand_alone():
    content = SOUND.replace("[indicators.billed]", RANGES + "[indicators.billed]").encode()

    assert pack(there_and_back(content)) == pack(content)


def test_no_cell_is_a_formula():
    texts = SOUND.replace('"bills"\ndate', '"=cmd|calc"\ndate').replace('label = "lines"', 'label = "@SUM(1)"') + TESTS
    book = load_workbook(BytesIO(to_workbook("made.toml", texts.encode())))

    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert '"=cmd|calc"' in [cell.value for cell in cells]


def test_a_workbook_saved_by_hand_is_the_same_pack():
    content = to_workbook("made.toml", SOUND.encode())
    book, again = load_workbook(BytesIO(content)), BytesIO()
    book.save(again)

    grids = open_book("made.xlsx", again.getvalue())

    assert gather(grids)[0] == full(tomllib.loads(SOUND, parse_float=Decimal))
    assert grids.problems == []


def test_sheets_with_chinese_names():
    content = to_workbook("made.toml", SOUND.encode(), "zh")

    assert load_workbook(BytesIO(content)).sheetnames[:3] == ["规则包", "参数", "查找表"]
    assert gather(open_book("made.xlsx", content))[0] == full(tomllib.loads(SOUND, parse_float=Decimal))


def test_the_same_pack_gives_the_same_sheets():
    one, other = (load_workbook(BytesIO(to_workbook("made.toml", SOUND.encode()))) for _ in range(2))

    assert one.sheetnames == other.sheetnames
    for name in one.sheetnames:
        assert [[cell.value for cell in row] for row in one[name]] == [
            [cell.value for cell in row] for row in other[name]
        ]


def test_a_text_that_no_cell_can_hold_is_refused_before_anything_is_written():
    long = SOUND.replace('"amount > 0"', f'"""amount > 0 {" or amount > 0" * 3000}"""')

    with pytest.raises(KamError, match=r"indicators\.billed\.where: the text is too long for a cell"):
        to_workbook("made.toml", long.encode())
