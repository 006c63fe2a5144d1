"""TOML ↔ workbook: the pack that comes back is the pack that went out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import tomli_w

from kamengine.pack.check import check_pack
from kamengine.pack.editing.tokens import token
from kamengine.pack.forms import Data, full, same_data
from kamengine.pack.industry import Industry
from kamengine.pack.model import key_text
from kamengine.pack.read import read_pack
from kamengine.problems import KamError, Place, Problem, say
from kamengine.workbook.book import write_book
from kamengine.workbook.flatten import flatten
from kamengine.workbook.gather import gather
from kamengine.workbook.opened import open_book
from kamengine.workbook.rows import at_cells

_LONGEST_CELL = 32_767
_CONSEQUENCES = {
    *("is missing", "is blank", "the value has no source", "the parameter has no value", "the table has no rows"),
    *("the pack has no tiers", "the scorecard has no parts", "a part has either bands or a line", "has no bands"),
    *("must be a list of at least two points [value, points]", "the table has {n} keys; this row gives {m}"),
    *("a choice needs its list of values", "the test expects nothing"),
    *("{name} is not a field of type date of this ledger", "two values start on the same day"),
}
"""What may be wrong with a pack only because a cell could not be read: left for the next time."""


def to_workbook(file: str, content: bytes, language: str = "en") -> bytes:
    """The Excel workbook of a pack.

    Args:
        file: how messages name the pack.
        content: its TOML; the pack is sound.
        language: of the names of the sheets, ``"en"`` or ``"zh"``; headings are in both.

    Raises:
        KamError: it holds something for which a workbook has no place, such as a text that is too long for a cell.
    """
    data = full(_toml(content))
    too_long = say("the text is too long for a cell: at most {most} characters", most=_LONGEST_CELL)
    long = [Problem(Place(file, key=key_text(path)), too_long) for path in _long_texts(data)]
    if long:
        raise KamError(long)
    written = write_book(flatten(data), language)
    grids = open_book(file, written)
    back, _ = gather(grids)
    if grids.problems or not same_data(back, data):
        place = Place(file, key=_first_difference(data, back) or None)
        raise KamError([Problem(place, say("a workbook has no place for this")), *grids.problems])
    return written


def from_workbook(file: str, content: bytes, industries: Mapping[str, Industry]) -> Data:
    """The pack in a workbook, in its full form; it is sound.

    Args:
        file: how messages name the workbook.
        content: its bytes.
        industries: what each loaded plugin contributes.

    Raises:
        KamError: with everything that is wrong, each with its sheet and cell.
    """
    grids = open_book(file, content)
    if not grids.whole:
        raise KamError(grids.problems)
    data, places = gather(grids)
    pack, problems = read_pack(file, tomli_w.dumps(data).encode())
    if pack is not None and not grids.problems:  # else names and numbers are wanting that could not be read
        problems = [*problems, *check_pack(pack, industries)[1]]
    found = at_cells(problems, places, file)
    if grids.problems:
        named = {problem.place.key for problem in grids.problems}
        found = [one for one in found if one.place.key not in named and one.what.template not in _CONSEQUENCES]
    if grids.problems or found:
        raise KamError([*grids.problems, *found])
    return data


def _toml(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)


def _long_texts(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a text or a list of texts stands that no cell can hold, counted as spreadsheets count."""
    is_list = isinstance(data, list) and all(isinstance(item, str) for item in data)
    if (isinstance(data, str) or is_list) and len(token(data).encode("utf-16-le")) // 2 > _LONGEST_CELL:
        yield path
        return
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from _long_texts(item, (*path, key))


def _first_difference(one: object, other: object, path: tuple[str | int, ...] = ()) -> str:
    """Where two pieces of data begin to differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs: Iterator[tuple[Any, object, object]] = ((k, one.get(k), other.get(k)) for k in {**one, **other})
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = ((index, *both) for index, both in enumerate(zip(one, other, strict=True)))
    else:
        return key_text(path)
    return next((_first_difference(a, b, (*path, key)) for key, a, b in pairs if not same_data(a, b)), "")
