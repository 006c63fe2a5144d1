"""What is wrong with rows and cells, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kamengine.declarations import Choice
from kamengine.intake.checks import Duplicate, Example
from kamengine.intake.rows import NoRow, Spots, shown
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.readings import Reading
from kamengine.problems import Message, Place, Problem, did_you_mean, say

_WRONG: Mapping[str, Message] = {
    "id": say("no id"),
    "text": say("no text"),
    "bool": say("neither yes nor no"),
    "integer": say("not a number"),
    "number": say("not a number"),
    "ratio": say("not a number"),
    "money": say("not a number"),
    "date": say("not a date of the calendar that can be read"),
    "choice": say("not in the list of values"),
}
_OTHER: Mapping[Mark, Message] = {
    Mark.TOO_LARGE: say("too large"),
    Mark.NOT_WHOLE: say("not a whole number"),
    Mark.BLANK: say("blank"),
    Mark.LOST_DIGITS: say("a number that a spreadsheet rounded, so that the id is lost"),
    Mark.TWO_UNITS: say("a number with a unit, where the header has one too"),
}
_CHANGES: Mapping[Mark, Message] = {
    Mark.NOT_FINITE: say("nan or infinity, taken as unknown"),
    Mark.ROUNDED: say("amounts rounded to 4 decimals"),
    Mark.NEAREST: say("numbers of more digits than are kept, rounded"),
    Mark.NO_VALUE: say("words for nothing, taken as unknown"),
    Mark.GROUPED: say("digits in groups, read as one number"),
    Mark.DECIMAL_COMMA: say("commas read as decimal signs"),
    Mark.CURRENCY: say("currencies left out of amounts"),
    Mark.PERCENT: say("percentages read as shares of 1"),
    Mark.SCALED: say("units such as 万 or k multiplied out"),
    Mark.NEGATIVE: say("amounts in brackets, or with the minus sign behind, read as negative"),
    Mark.MONTH: say("months read as their first day"),
    Mark.TIME_DROPPED: say("times of day left out"),
    Mark.DAY_FIRST: say("dates read day first"),
    Mark.MONTH_FIRST: say("dates read month first"),
    Mark.SHORT_YEAR: say("years of two digits, read as 1969 to 2068"),
    Mark.SERIAL: say("day numbers of a spreadsheet read as dates"),
    Mark.WHOLE_ID: say("ids that a spreadsheet wrote as numbers, read without .0"),
    Mark.FULL_WIDTH: say("full-width characters of ids made plain"),
    Mark.INVISIBLE: say("invisible characters left out"),
}
_MOST_CHOICES_SHOWN, _MOST_IN_REASON = 12, 6


def reason(reading: Reading, mark: Mark) -> Message:
    """What a bad cell is, in a word or two: ``not a number``."""
    return _OTHER[mark] if mark in _OTHER else _WRONG[reading.wanted]


def whole_reason(reading: Reading, mark: Mark) -> Message:
    """The same with the first values of a closed list, for places that name no remedy."""
    if reading.wanted != "choice" or not reading.choices or mark in _OTHER:
        return reason(reading, mark)
    return say("not in the list of values ({choices})", choices=choices_listed(reading.choices, _MOST_IN_REASON))


def choices_listed(choices: Sequence[Choice], most: int) -> list[object]:
    """The first choices by id and label, and how many more there are."""
    more = len(choices) - most
    first: list[object] = [_named(choice) for choice in choices[:most]]
    return [*first, say("and {count} more", count=more)] if more > 0 else first


def _named(choice: Choice) -> object:
    """A choice by its id, with its label where that says more."""
    if not (choice.label.en or choice.label.zh) or choice.label.en == choice.label.zh == choice.id:
        return shown(choice.id)
    return say("{id} ({label})", id=shown(choice.id), label=choice.label)


def change_of(mark: Mark) -> Message:
    """What was done to the cells that bear a mark which is told: ``currencies left out of amounts``.

    Raises:
        KeyError: the mark is not told.
    """
    return _CHANGES[mark]


def bad_values(spots: Spots, reading: Reading, first: list[Example], count: int) -> list[Problem]:
    """A problem for each example, and one that counts the others."""
    problems = [_bad_value(spots, reading, example) for example in first]
    if count > len(first):
        place = spots.place(column=reading.header)
        what = say("{count} more values in this column are bad", count=count - len(first))
        problems.append(Problem(place, what, _correct_or_quarantine()))
    return problems


def duplicate_ids(spots: Spots, header: str, first: list[Duplicate], count: int) -> list[Problem]:
    """A problem for each of the first ids, and one that counts the others."""
    remedy = say("keep one row for each account, or leave all of these out with --on-error quarantine")
    problems = []
    for duplicate in first:
        place = spots.place(duplicate.rows[0], header)
        id, numbers, more = shown(duplicate.id), list(duplicate.rows), duplicate.count - len(duplicate.rows)
        if more:
            what = say("the id {id} stands in data rows {rows} and {more} more", id=id, rows=numbers, more=more)
        else:
            what = say("the id {id} stands in data rows {rows}", id=id, rows=numbers)
        problems.append(Problem(place, what, remedy))
    if count > len(first):
        what = say("{count} more ids stand in several rows", count=count - len(first))
        problems.append(Problem(spots.place(column=header), what, remedy))
    return problems


def ragged_rows(spots: Spots, columns: int, first: list[tuple[int, int]], count: int) -> list[Problem]:
    """A problem for each of the first rows with too many or too few cells (row, cells), and one for the others.

    A line of JSON that can be no row has a `NoRow` in the place of the number.
    """
    problems = []
    for row, cells in first:
        what = say("data row {row} has {cells} cells, the header has {columns}", row=row, cells=cells, columns=columns)
        if cells < 0:
            what = say("data row {row} is {reason}", row=row, reason=NoRow(cells).why)
        problems.append(Problem(spots.place(row), what, _correct_or_quarantine()))
    if count > len(first):
        what = say("{count} more rows have too many or too few cells", count=count - len(first))
        problems.append(Problem(spots.place(), what, _correct_or_quarantine()))
    return problems


def wrong_column(path: Path, header: str, field: str, sql_type: str) -> Problem:
    """The whole column holds something that the field can never be."""
    what = say("the column is of type {type}, which cannot be read as {field}", type=shown(sql_type), field=field)
    return Problem(Place(str(path), key=shown(header)), what, say("convert the column, or rename it"))


def remarks(path: Path, reading: Reading, marks: Mapping[Mark, int]) -> list[Message]:
    """Notes on cells that were taken otherwise than they stand."""
    where = {"file": str(path), "column": shown(reading.header)}
    return [
        say("{file}: {column}: {change}: {count}", **where, change=change_of(mark), count=count)
        for mark, count in sorted(marks.items())
        if mark.told
    ]


def _bad_value(spots: Spots, reading: Reading, example: Example) -> Problem:
    place = spots.place(example.row, reading.header)
    if example.mark is Mark.BLANK:
        return Problem(place, say("the cell in data row {row} is blank", row=example.row), _correct_or_quarantine())
    why = reason(reading, example.mark)
    value = shown((example.text or "").strip())
    what = say("'{value}' in data row {row} is {reason}", value=value, row=example.row, reason=why)
    return Problem(place, what, _choice_hint(reading, value) or _correct_or_quarantine())


def _choice_hint(reading: Reading, value: str) -> Message | None:
    if reading.wanted != "choice":
        return None
    spellings = {text: each.id for each in reading.choices for text in (*each.aliases, each.label.en, each.label.zh)}
    spellings |= {each.id: each.id for each in reading.choices}
    if hint := did_you_mean(value, filter(None, spellings)):
        hint = say("did you mean {name}?", name=spellings[str(hint.arguments["name"])])
        return say("{hint} Else {remedy}", hint=hint, remedy=_correct_or_quarantine())
    choices = choices_listed(reading.choices, _MOST_CHOICES_SHOWN)
    return say("write one of {choices}, or leave such rows out with --on-error quarantine", choices=choices)


def _correct_or_quarantine() -> Message:
    return say("correct it, or leave such rows out with --on-error quarantine")


def without_zeros(number: str) -> str:
    """A number as the database writes it, without zeros behind the point: ``28391.0000`` is ``28391``."""
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number
