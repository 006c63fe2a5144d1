"""Columns by their headers: finding the one that is meant, and naming them in problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from string import ascii_uppercase

from kamengine.intake.headers.folding import fold_header
from kamengine.intake.rows import KEY, shown
from kamengine.problems import Message, Place, Problem, did_you_mean, say

KEY_HEADERS = ("customer id", "customerID", "client id", "客户编号", "客户ID", "客户编码", "客户号")
"""Headers that mean the account's id in every file, besides its own name."""

_OF_ANYTHING = ("id", "record id")
"""Headers that mean the id of whatever the rows are: the account's only where no other column is called so."""

ROW_NUMBER = "#"
"""What ``--key`` says instead of a header when the number of the row is the account's id."""

RENAME = say("rename or remove all but one")
NAME_THE_KEY = say("name the column with --key COLUMN")
NAME_THE_KEY_OR_NUMBER = say('name it with --key COLUMN; with --key "#" the row numbers are the ids')
_MOST_HEADERS_SHOWN = 12
_LONGEST_COMPARED = 80
_MOST_COMPARED = 300


def name_the_key(name_header: str | None) -> Message:
    """What to do where no column of accounts holds the id: names are the next best, numbers of rows the last resort.

    Args:
        name_header: of the column that holds the accounts' names; None when there is none.
    """
    if name_header is None:
        return NAME_THE_KEY_OR_NUMBER
    return say(
        'name it with --key COLUMN, such as --key "{header}"; with --key "#" the row numbers are the ids, which only '
        "holds as long as no row moves",
        header=shown(name_header),
    )


def name_headers(headers: Iterable[str]) -> tuple[str, ...]:
    """Headers without blanks at their ends; an empty one is named after its column: ``column C``."""
    return tuple(header.strip() or f"column {letters(index)}" for index, header in enumerate(headers))


def told_apart(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers where each that stands several times has its number behind it: ``备用#1``, ``备用#2``."""
    several, seen = Counter(headers), Counter[str]()
    names = []
    for header in headers:
        seen[header] += 1
        names.append(f"{header}#{seen[header]}" if several[header] > 1 else header)
    return tuple(names)


def letters(index: int) -> str:
    """The letters of a column in a spreadsheet: A to Z, then AA."""
    before, last = divmod(index, len(ascii_uppercase))
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def columns_named(headers: Sequence[str], name: str) -> list[int]:
    """The columns with exactly this header, else those whose header folds to the same."""
    exact = [index for index, header in enumerate(headers) if header == name.strip()]
    folded = fold_header(name)
    return exact or [index for index, header in enumerate(headers) if folded and fold_header(header) == folded]


def rows_numbered(headers: Sequence[str], option: str | None) -> bool:
    """Whether ``--key`` says that the number of the row is the account's id, and names no column that is called so."""
    return option == ROW_NUMBER and ROW_NUMBER not in headers


def not_a_column(named: Iterable[tuple[str, str]], headers: Sequence[str]) -> list[Problem]:
    """A problem for each option that names a column which no file has.

    Args:
        named: options, each with the header that it names; an empty one stands for all columns.
        headers: of all files.
    """
    headers = list(dict.fromkeys(headers))
    known = {fold_header(header) for header in headers}
    return [
        Problem(
            Place(key=option),
            say("there is no column {header}", header=shown(header)),
            nearest(headers, [header]) or say("the headers are {headers}", headers=list_of(headers)),
        )
        for option, header in named
        if header and fold_header(header) not in known
    ]


def find_key(
    headers: Sequence[str],
    aliases: Iterable[str],
    option: str | None,
    place: Place,
    remedy: Message = NAME_THE_KEY,
    of_preset: Iterable[str] = (),
) -> tuple[int | None, list[Problem]]:
    """The column of the account's id: the one the user named, else the one that is surest to be it.

    Surest is the field's own name as it is written here, then what the system that the file comes from calls the id,
    then the name in any spelling, then an alias of packs and plugins, then one of `KEY_HEADERS`, at last ``id``. Two
    columns that are equally sure are asked about.

    Args:
        headers: of the file.
        aliases: headers that mean the id in this file; `KEY_HEADERS` do in any.
        option: the header that the user named; None when he did not.
        place: the file.
        remedy: what to do when no column is found.
        of_preset: headers that mean the id in files of the system that this one comes from, the preferred ones first.

    Returns:
        The column and no problem, or None and what is wrong.
    """
    if option is not None:
        matches = columns_named(headers, option)
        return _only(headers, matches, place) if matches else (None, [_no_such_key(headers, option, place)])
    if KEY in headers:
        return headers.index(KEY), []
    of_system, of_anything = ([(name,) for name in names] for names in (of_preset, _OF_ANYTHING))
    for names in (*of_system, (KEY,), tuple(aliases), KEY_HEADERS, *of_anything):
        if matches := sorted({column for name in names for column in columns_named(headers, name)}):
            return _only(headers, matches, place)
    what = say("no column holds the account's id; the headers are {headers}", headers=list_of(headers))
    return None, [Problem(place, what, remedy)]


def header_twice(
    headers: Sequence[str],
    place: Place,
    among: Iterable[int] | None = None,
    settled: Collection[int] = (),
    remedy: Message = RENAME,
) -> list[Problem]:
    """A problem for each header that several columns have, if one of these is among the given ones.

    Args:
        headers: of the file.
        place: the file.
        among: the columns that matter; None: all do.
        settled: columns that are known by another name than their header (`told_apart`).
        remedy: what to do.
    """
    columns: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        if index not in settled:
            columns.setdefault(header, []).append(index)
    matter = set(range(len(headers)) if among is None else among)
    problems = []
    for header, indexes in columns.items():
        if len(indexes) > 1 and matter.intersection(indexes):
            named = [letters(index) for index in indexes]
            what = say("the header {header} stands in columns {columns}", header=shown(header), columns=named)
            problems.append(Problem(place, what, remedy))
    return problems


def nearest(headers: Iterable[str], spellings: Iterable[str], least: float = 0.0) -> Message | None:
    """Did you mean: the header nearest to one of the spellings, if it is at least so like it (from 0 to 1)."""
    known = [header for header in headers if len(header) <= _LONGEST_COMPARED][:_MOST_COMPARED]
    for spelling in filter(None, spellings):
        hint = did_you_mean(spelling[:_LONGEST_COMPARED], known)
        if hint and _likeness(spelling, str(hint.arguments["name"])) >= least:
            return say("did you mean {name}?", name=shown(hint.arguments["name"]))
    return None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def list_of(headers: Sequence[str]) -> list[object]:
    """The first headers, and how many more there are."""
    more = len(headers) - _MOST_HEADERS_SHOWN
    first: list[object] = [shown(header) for header in headers[:_MOST_HEADERS_SHOWN]]
    return [*first, say("and {count} more", count=more)] if more > 0 else first


def _only(headers: Sequence[str], matches: list[int], place: Place) -> tuple[int | None, list[Problem]]:
    if len({headers[index] for index in matches}) == 1:
        return matches[0], []  # the same header twice is a problem of its own
    names = [shown(headers[index]) for index in matches]
    what = say("the account's id may be in any of the columns {headers}", headers=names)
    return None, [Problem(place, what, NAME_THE_KEY)]


def _no_such_key(headers: Sequence[str], option: str, place: Place) -> Problem:
    what = say(
        "there is no column {column} for the account's id; the headers are {headers}",
        column=shown(option),
        headers=list_of(headers),
    )
    return Problem(place, what, nearest(headers, [option]) or say("name one of the headers with --key COLUMN"))
