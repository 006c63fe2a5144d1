"""One value of a pack ↔ one cell of a workbook, without loss.

A cell is a text, a number in double precision, a truth or a date. What a cell cannot hold, or what a spreadsheet would
make something else of, is written in a way of its own:

- a number of more than 15 digits is a text of just these digits; any other text that looks like a number, a date or a
  truth is a slip, and said to be one;
- a text that looks like one of these, or that a spreadsheet might take for a formula, stands in quotes, as TOML has it:
  ``"007"``, ``"=1+1"``; so does an empty text, ``""``, since an empty cell means that there is nothing;
- a date before March 1900, which spreadsheets reckon wrong, is a text: ``1899-12-31``;
- a list or a table is TOML: ``[0, 40]``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from kamengine.pack.editing.tokens import token
from kamengine.problems import Message, say
from kamengine.workbook.sheets import Kind

CellValue = str | int | float | bool | date | None
MOST_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
_NUMBER = re.compile(r"[+-]?(\d[\d,_，]*\.?\d*|\.\d+)([eE][+-]?\d+)?\s*[%％]?")
_EXACT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日")
_TRUTHS = {"true", "false", "真", "假"}
_STARTS = ('"', "=", "+", "-", "@", "'", "[", "{")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ITEM = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^;；]*)\s*(?:[;；]|$)')
_BLANKS = " \t"


class Misfit(Exception):
    """A cell that does not hold what its column wants: what is wrong, and what to do."""

    def __init__(self, what: Message, remedy: Message | None = None) -> None:
        """Take both."""
        super().__init__(str(what))
        self.what, self.remedy = what, remedy


def to_cell(value: object, kind: Kind) -> CellValue:
    """What a cell shows for a value of a pack."""
    if isinstance(value, str):
        return _written(value, kind)
    if kind == "words" and isinstance(value, Sequence):
        return "; ".join(_item(text) for text in value) if value else "[]"
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value if value >= FIRST_DAY else value.isoformat()
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    return token(value)


def from_cell(value: object, kind: Kind) -> object:
    """The value of a pack that a cell means; None for an empty one.

    Raises:
        Misfit: it does not hold what it should.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return _from_text(value.strip(_BLANKS), kind)
    if isinstance(value, bool):
        return _fitting(value, kind, ("truth", "any"), say("true or false"))
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise Misfit(say("must be a date, not a date with a time"))
        value = value.date()
    if isinstance(value, date):
        return _fitting(value, kind, ("day", "any"), say("a date"))
    if isinstance(value, int | float):
        if not isfinite(value):
            raise Misfit(say("{value} is not a number that a pack may have", value=str(value)))
        exact = int(value) if value == int(value) else Decimal(repr(value))
        return _fitting(exact, kind, ("number", "any"), say("a number"))
    raise Misfit(say("must be {wanted}, not {found}", wanted=_WANTED[kind], found=say("a time")))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(value: Decimal) -> CellValue:
    if len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        return format(value, "f")
    return int(value) if value == value.to_integral_value() else float(value)


def _written(text: str, kind: Kind) -> str:
    looks = kind == "any" and _looks_like_a_value(text)
    return _quoted(text) if looks or _needs_quotes(text) else text


def _item(text: str) -> str:
    return _quoted(text) if _needs_quotes(text) or text != text.strip() or ";" in text or "；" in text else text


def _needs_quotes(text: str) -> bool:
    return not text.strip() or text != text.strip(_BLANKS) or text.startswith(_STARTS) or bool(_UNSAFE.search(text))


def _quoted(text: str) -> str:
    """A text between quotes as TOML has it; what neither TOML nor a cell shows is escaped."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0][0]):04X}{match[0][1:]}", token(text))


def _looks_like_a_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _DAY.fullmatch(text)) or text.casefold() in _TRUTHS


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fitting(value: object, kind: Kind, kinds: tuple[Kind, ...], found: Message) -> object:
    if kind in kinds:
        return value
    remedy = say('make the cell a text; or put the text in quotes: "{text}"', text=str(value)[:40])
    wanted = _WANTED[kind]
    raise Misfit(
        say("must be {wanted}, not {found}", wanted=wanted, found=found), remedy if kind in ("text", "words") else None
    )


def _from_text(text: str, kind: Kind) -> object:
    if kind == "words":
        return _words(text)
    if text.startswith('"'):
        text = _unquoted(text)
        if kind in ("text", "any"):
            return text
    elif kind == "text":
        return text
    elif kind == "any" and text.startswith(("[", "{")):
        return _toml(text)
    elif kind != "truth":
        found = _beyond_cells(text, kind)
        if found is not None:
            return found
    return _as_text(text, kind)


def _as_text(text: str, kind: Kind) -> str:
    """A text where any value may stand; where it looks like something else it was probably meant to be that."""
    shown = text[:40]
    if _NUMBER.fullmatch(text) and kind in ("number", "any"):
        raise Misfit(*_typed_as_text(shown, say("a number"), kind))
    if _DAY.fullmatch(text) and kind in ("day", "any"):
        raise Misfit(*_typed_as_text(shown, say("a date"), kind))
    if text.casefold() in _TRUTHS and kind in ("truth", "any"):
        raise Misfit(*_typed_as_text(shown, say("true or false"), kind))
    if kind != "any":
        raise Misfit(say("{value} is not {wanted}", value=shown, wanted=_WANTED[kind]))
    return text


def _typed_as_text(shown: str, meant: Message, kind: Kind) -> tuple[Message, Message]:
    what = say("{value} is {meant} typed as a text", value=shown, meant=meant)
    if kind == "any":
        return what, say('type it into a cell that is not formatted as text; if a text is meant: "{text}"', text=shown)
    return what, say("type it into a cell that is not formatted as text")


def _beyond_cells(text: str, kind: Kind) -> Decimal | int | date | None:
    """A number or a date that no number or date cell can hold."""
    if kind != "day" and _EXACT.fullmatch(text) and len(Decimal(text).normalize().as_tuple().digits) > MOST_DIGITS:
        return Decimal(text) if "." in text else int(text)
    try:
        day = date.fromisoformat(text) if kind != "number" and len(text) == 10 else FIRST_DAY
    except ValueError:
        return None
    return day if day < FIRST_DAY else None


def _words(text: str) -> list[str]:
    if text == "[]":
        return []
    items, at = [], 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            raise Misfit(say("{value} is not a list of texts", value=text[:40]), say("put ; between them"))
        item = match[1].strip()
        if item:
            items.append(_unquoted(item) if item.startswith('"') else item)
        at = match.end()
    return items


def _unquoted(text: str) -> str:
    value = _toml(text)
    if not isinstance(value, str):
        raise Misfit(say("{value} is not a text in quotes", value=text[:40]))
    return value


def _toml(text: str) -> object:
    if "\n" not in text:
        try:
            return tomllib.loads(f"x = {text}", parse_float=Decimal)["x"]
        except (tomllib.TOMLDecodeError, ValueError, RecursionError):
            pass
    remedy = say('a text that begins with ", [ or {{ must be written as in TOML, in quotes')
    raise Misfit(say("{value} is not TOML", value=text[:40]), remedy)


_WANTED: dict[Kind, Message] = {
    "text": say("a text"),
    "words": say("a text"),
    "truth": say("true or false"),
    "number": say("a number"),
    "day": say("a date"),
    "any": say("a value"),
}
