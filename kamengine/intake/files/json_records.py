"""The objects of a JSON file, one after the other, each value as the text that stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from kamengine.intake.rows import NoRow
from kamengine.problems import KamError, Place, say

LONGEST = 1 << 20
"""So many characters one object may take."""

_BLOCK = 1 << 20
_BETWEEN = re.compile(r"[ \t\n\r,]*")


@dataclass(frozen=True)
class Record:
    """One value of the file: a line of JSON lines, or an element of a list.

    Attributes:
        line: the line on which it begins, from 1.
        text: how it stands there.
        cells: the text of each value by its key, None for ``null``; or why it can be no row.
    """

    line: int
    text: str
    cells: Mapping[str, str | None] | NoRow


class _Number(str):
    """A number as it is written."""


class _Doubled(dict[str, Any]):
    """An object with the same key twice."""


_TEXTS = frozenset({str, type(None)})


class _KeyTwice(ValueError):
    """An object within a value has the same key twice."""


def records(content: Path, place: Place) -> Iterator[Record]:
    """The values of a file: of its list when it begins with ``[``, else of its lines; empty lines are none.

    Args:
        content: the file in UTF-8.
        place: what problems call it.

    Raises:
        KamError: a value is too long, or the list is broken, so that nobody knows where its next element begins.
    """
    with content.open(encoding="utf-8-sig", newline="\n") as file:
        is_list = file.read(_BLOCK).lstrip()[:1] == "["
        file.seek(0)
        yield from _elements(file, place) if is_list else _lines(file, place)


def _lines(file: TextIOWrapper, place: Place) -> Iterator[Record]:
    """JSON lines: what is wrong with one of them does not concern the others."""
    number = 0
    while line := file.readline(LONGEST + 2):
        number += 1
        text = line.strip()
        if len(text) > LONGEST:
            raise _too_long(place, number)
        if text:
            yield Record(number, text, _cells(_decoded(text), text))


def _decoded(text: str) -> object:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _elements(file: TextIOWrapper, place: Place) -> Iterator[Record]:
    """The elements of a list, of which a few are in memory at a time."""
    buffer = file.read(_BLOCK)
    position, line = buffer.index("[") + 1, 1 + buffer.count("\n", 0, buffer.index("["))
    while True:
        start = _BETWEEN.match(buffer, position).end()  # type: ignore[union-attr]  # it matches nothing, too
        line += buffer.count("\n", position, start)
        if buffer.startswith("]", start):
            return _make_sure_of_the_end(buffer[start + 1 :] + file.read(_BLOCK), line, place)
        value, end = _first(buffer, start)
        if end is None or end == len(buffer):
            more = file.read(_BLOCK)
            if more and len(buffer) - start <= LONGEST:
                buffer, position = buffer[start:] + more, 0
                continue
            raise _too_long(place, line) if more else _broken(place, line)
        text = buffer[start:end]
        yield Record(line, text, _cells(value, text))
        line += buffer.count("\n", start, end)
        position = end


def _first(buffer: str, start: int) -> tuple[object, int | None]:
    """The value that begins there and where it ends; None for the end when it cannot be read to its end."""
    try:
        return _DECODER.raw_decode(buffer, start)
    except (ValueError, RecursionError):
        return None, None


def _make_sure_of_the_end(rest: str, line: int, place: Place) -> None:
    if rest.strip():
        raise _broken(place, line)


def _cells(value: object, text: str) -> Mapping[str, str | None] | NoRow:
    """The values of an object as text; why not, when it is none or holds what cannot be kept."""
    if not isinstance(value, dict):
        return NoRow.NO_OBJECT
    if isinstance(value, _Doubled):
        return NoRow.KEY_TWICE
    try:
        cells = value if set(map(type, value.values())) <= _TEXTS else _as_texts(value, text)
    except _KeyTwice:
        return NoRow.KEY_TWICE
    except RecursionError:
        return NoRow.NO_OBJECT
    broken = "\\u" in text and any(map(_unfit, (*cells, *cells.values())))
    return NoRow.HALF_CHARACTER if broken else cells


def _as_texts(value: Mapping[str, Any], text: str) -> dict[str, str | None]:
    """The values of an object, with what is nested as JSON."""
    if any(isinstance(item, dict | list) for item in value.values()):
        value = _EXACT_DECODER.decode(text)
    return {key: item if item is None or isinstance(item, str) else _json(item) for key, item in value.items()}


def _unfit(text: str | None) -> bool:
    """Whether a text holds half a character, or a zero."""
    try:
        return text is not None and b"\0" in text.encode()
    except UnicodeEncodeError:
        return True


def _json(value: object) -> str:
    """A value as JSON, with numbers as they are written."""
    if isinstance(value, _Doubled):
        raise _KeyTwice
    if isinstance(value, _Number):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(key)}: {_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Doubled(made)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)
_EXACT_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_Number, parse_int=_Number, parse_constant=_Number
)
"""Tells numbers from texts also within lists and objects."""


def _too_long(place: Place, line: int) -> KamError:
    what = say("what begins here is longer than {most} characters", most=LONGEST)
    return KamError.of(what, say("write one object on each line"), place=Place(place.file, line))


def _broken(place: Place, line: int) -> KamError:
    what = say("the list of JSON is broken here")
    return KamError.of(what, say("mend it, or write one object on each line"), place=Place(place.file, line))
