"""Dates as people write them: the patterns, and the ISO date that a cell means.

A cell is a day and perhaps a time of day, which is dropped. ``03/04/2026`` is read in the order that is known for its
column; years of two digits are those of 1969 to 2068, as POSIX has it.
"""

from __future__ import annotations

from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import ColumnDecisions, DateOrder

_YEAR = r"[1-9]\d{3}"
_NEAR_YEAR = r"(?:19|20|21)\d\d"  # without separators six digits could be a date of two-digit years
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_HOUR = r"(?:(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?|[时点][0-5]?\d分?(?:[0-5]?\d秒)?))"
_CLOCK = rf"(?:(?:上午|下午|凌晨|中午|晚上) ?)?{_HOUR}(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?))?"
_JOINED_CLOCK = r"t?[0-2]\d[0-5]\d[0-5]\d"
# day, month and year in any order, with one separator throughout
_NUMERIC = "|".join(rf"\d\d?{sign}\d\d?{sign}(?:{_YEAR}|\d\d)" for sign in ("/", "-", r"\."))
_LONG = rf"{_YEAR}-\d\d?-\d\d?|{_YEAR}/\d\d?/\d\d?|{_YEAR}\.\d\d?\.\d\d?|{_YEAR} ?年 ?\d\d? ?月 ?\d\d? ?[日号]?"
_NAMED = rf"\d\d?[- /.]?{_MONTH}[- /.,]{{0,2}}(?:{_YEAR}|\d\d)|{_MONTH}[- ]\d\d?(?:st|nd|rd|th)?(?:, ?|[- ]){_YEAR}"
_SPLIT = literal(rf"^(?:({_LONG}|{_NUMERIC}|{_NAMED})|({_NEAR_YEAR}\d{{4}}))(?:[t ] ?({_CLOCK})|({_JOINED_CLOCK}))?$")
_MONTH_ONLY = literal(
    rf"^({_YEAR})(?:[-/]| ?年 ?)(\d\d?)月?$|^({_NEAR_YEAR})(\d\d)$|^({_MONTH})[- ,.]{{0,2}}({_YEAR})$"
)
_SERIAL = literal(r"\d{5}(?:\.\d+)?")
_NUMBER = literal(r"\d{1,5}(?:\.\d+)?")
_LONG_PARTS = literal(r"^(\d{4})\D+(\d\d?)\D+(\d\d?)\D*$")
_NUMERIC_PARTS = literal(r"^(\d\d?)[-/.](\d\d?)[-/.](\d\d|\d{4})$")
# what was found to be a day is taken apart by simpler patterns
_DAY_FIRST = literal(r"^(\d\d?)[^0-9a-z]?([a-z]{3})\D*(\d\d|\d{4})$")
_MONTH_FIRST = literal(r"^([a-z]{3})\D*(\d\d?)\D+(\d{4})$")
_LIKELY = literal(r"(?:\d\d)?\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])")  # a cast that fails takes long
_ORDERS: dict[DateOrder, str] = {
    "dmy": literal(r"\3-\2-\1"),
    "mdy": literal(r"\3-\1-\2"),
    "ymd": literal(r"\1-\2-\3"),
}
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_415  # 1950-01-01 to 2100-12-31


def split_date(word: str) -> str:
    """The parts of a cell that `texts.clean_word` made clean: ``day``, ``joined``, ``time``, ``clock``; else empty."""
    return f"regexp_extract({word}, {_SPLIT}, ['day', 'joined', 'time', 'clock'])"


def is_time(parts: str) -> str:
    """Whether a time of day other than midnight stands in a cell."""
    return f"regexp_matches(concat({parts}.time, {parts}.clock), '^[^+-]*[1-9]')"


def in_order(day: str, order: DateOrder) -> str:
    """What ``03/04/2026`` means in an order, as text with the year first, for `as_date`."""
    return f"regexp_replace({day}, {_NUMERIC_PARTS}, {_ORDERS[order]})"


def as_date(text: str) -> str:
    """The date of a text with the year first, in two or four digits; NULL when it is none of the calendar."""
    century = f"CASE WHEN {text} < '69' THEN '20' ELSE '19' END"
    long = f"CASE WHEN {text}[3] = '-' THEN concat({century}, {text}) ELSE {text} END"
    return f"CASE WHEN regexp_full_match({text}, {_LIKELY}) THEN TRY_CAST({long} AS DATE) END"


def is_serial(word: str) -> str:
    """Whether a cell is a number such as a spreadsheet counts days with, of the years 1950 to 2100."""
    number = f"TRY_CAST({word} AS DOUBLE)"
    return f"(regexp_full_match({word}, {_SERIAL}) AND {number} >= {_FIRST_SERIAL} AND {number} < {_LAST_SERIAL + 1})"


def is_number(word: str) -> str:
    """Whether a cell is a number of up to five digits before the point."""
    return f"regexp_full_match({word}, {_NUMBER})"


def iso_date(word: str, parts: str, decisions: ColumnDecisions) -> str:
    """The date that a cell means, as text with the year first, for `as_date`; NULL when it is none.

    Args:
        word: the clean cell.
        parts: what `split_date` found in it.
        decisions: of the column.
    """
    branches = [
        (f"regexp_matches({parts}.day, {_LONG_PARTS})", f"regexp_replace({parts}.day, {_LONG_PARTS}, '\\1-\\2-\\3')"),
        (f"{parts}.joined <> ''", f"concat_ws('-', {parts}.joined[1:4], {parts}.joined[5:6], {parts}.joined[7:8])"),
        (
            f"regexp_matches({parts}.day, {_NUMERIC_PARTS})",
            in_order(f"{parts}.day", decisions.dates) if decisions.dates else "NULL",
        ),
        (f"regexp_matches({parts}.day, {_DAY_FIRST})", _named(f"{parts}.day", _DAY_FIRST, ["day", "month", "year"])),
        (f"{parts}.day <> ''", _named(f"{parts}.day", _MONTH_FIRST, ["month", "day", "year"])),
        (f"regexp_matches({word}, {_MONTH_ONLY})", _month_only(word)),
    ]
    if decisions.serials:
        days = f"CAST(trunc(TRY_CAST({word} AS DOUBLE)) AS INTEGER)"
        branches.append((is_serial(word), f"CAST(DATE '1899-12-30' + {days} AS VARCHAR)"))
    return "CASE " + " ".join(f"WHEN {condition} THEN {date}" for condition, date in branches) + " END"


def is_month(word: str) -> str:
    """Whether a cell is a month without a day."""
    return f"regexp_matches({word}, {_MONTH_ONLY})"


def has_short_year(day: str) -> str:
    """Whether the year of a day has two digits only."""
    return f"({day} <> '' AND NOT regexp_matches({day}, '\\d{{4}}'))"


def is_numeric(day: str) -> str:
    """Whether a day is three numbers, the year not before the others or of two digits."""
    return f"regexp_matches({day}, {_NUMERIC_PARTS})"


def _named(day: str, pattern: str, names: list[str]) -> str:
    """A date whose month is a name."""
    listed = ", ".join(literal(name) for name in names)
    parts = f"(regexp_extract({day}, {pattern}, [{listed}]))"
    return f"concat_ws('-', {parts}.year, {_month_number(f'{parts}.month')}, {parts}.day)"


def _month_number(name: str) -> str:
    return f"((instr({literal(_MONTHS)}, left({name}, 3)) + 2) // 3)"


def _month_only(word: str) -> str:
    names = "['year', 'month', 'joined_year', 'joined_month', 'name', 'named_year']"
    parts = f"(regexp_extract({word}, {_MONTH_ONLY}, {names}))"
    number = f"CASE WHEN {parts}.name <> '' THEN {_month_number(f'{parts}.name')} END"
    year = f"concat({parts}.year, {parts}.joined_year, {parts}.named_year)"
    return f"concat_ws('-', {year}, concat({parts}.month, {parts}.joined_month, {number}), '1')"
