"""Which column of a file is which field, and which one holds the account's id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase

from kamengine.declarations import Field
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.rows import KEY, shown
from kamengine.intake.wanted import IntakeOptions, WantedTable
from kamengine.problems import Message, Place, Problem, did_you_mean, say

KEY_HEADERS = (
    "account_id",
    "account id",
    "customer id",
    "customerID",
    "client id",
    "客户编号",
    "客户ID",
    "客户编码",
    "客户号",
    "id",
    "record id",
)
"""Headers that mean the account's id in every file; the earlier ones are preferred."""

_MOST_HEADERS_SHOWN = 12
_LONGEST_COMPARED = 80
_MOST_COMPARED = 300


@dataclass(frozen=True)
class Layout:
    """Which columns are used, by their position; and what keeps them from being used.

    Attributes:
        key: the column of the account's id; None when it was not found.
        fields: the column of each field that the file has one for, in the order of the wanted fields.
        unknown: needed fields without a column, which the user allowed.
        problems: everything wrong with the headers.
    """

    key: int | None
    fields: Mapping[str, int]
    unknown: tuple[str, ...]
    problems: tuple[Problem, ...]


def name_headers(headers: Iterable[str]) -> tuple[str, ...]:
    """Headers without blanks at their ends; an empty one is named after its column: ``column C``."""
    return tuple(header.strip() or f"column {_letters(index)}" for index, header in enumerate(headers))


def lay_out(headers: tuple[str, ...], wanted: WantedTable, options: IntakeOptions, place: Place) -> Layout:
    """The columns of a file, found by their headers; the account's id is no field like others."""
    wanted = _without_key(wanted)
    key, key_problems = _find_key(headers, wanted, options.key, place)
    fields, field_problems = _find_fields(headers, wanted.fields, place)
    absent = [name for name in _in_order(wanted) if name not in fields and not _clashed(name, field_problems)]
    missing = (
        [] if options.allow_missing_columns else [_absent(name, headers, wanted, fields, place) for name in absent]
    )
    problems = (*_twice(headers, place), *key_problems, *field_problems.values(), *missing)
    return Layout(key, fields, tuple(absent) if options.allow_missing_columns else (), problems)


def has_column(headers: tuple[str, ...], name: str) -> bool:
    """Whether a column is called so, exactly or nearly."""
    return bool(_columns_named(headers, name))


def _without_key(wanted: WantedTable) -> WantedTable:
    """The wanted table, where a field called like the key only tells more headers for it."""
    more = [alias for field in wanted.fields if field.name == KEY for alias in field.aliases]
    fields = tuple(field for field in wanted.fields if field.name != KEY)
    return replace(wanted, fields=fields, needed=wanted.needed - {KEY}, key_aliases=(*wanted.key_aliases, *more))


def _letters(index: int) -> str:
    """The letters of a column in a spreadsheet: A to Z, then AA."""
    before, last = divmod(index, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def _twice(headers: tuple[str, ...], place: Place) -> list[Problem]:
    """Headers that stand there more than once."""
    columns: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        columns.setdefault(header, []).append(index)
    problems = []
    for header, indexes in columns.items():
        if len(indexes) > 1:
            letters = [_letters(index) for index in indexes]
            what = say("the header {header} stands in columns {columns}", header=shown(header), columns=letters)
            problems.append(Problem(place, what, say("rename or remove all but one")))
    return problems


def _find_key(
    headers: tuple[str, ...], wanted: WantedTable, option: str | None, place: Place
) -> tuple[int | None, list[Problem]]:
    """The column of the account's id: the one the user named, else the best that an alias names."""
    if option is not None:
        matches = _columns_named(headers, option)
        if not matches:
            return None, [_no_such_key(headers, option, place)]
        return _only(headers, matches, place)
    for alias in (*wanted.key_aliases, *KEY_HEADERS):
        if matches := _columns_named(headers, alias):
            return _only(headers, matches, place)
    what = say("no column holds the account's id; the headers are {headers}", headers=_list_of(headers))
    return None, [Problem(place, what, say("name the column with --key COLUMN"))]


def _columns_named(headers: tuple[str, ...], name: str) -> list[int]:
    """The columns with exactly this header, else those whose header folds to the same."""
    exact = [index for index, header in enumerate(headers) if header == name.strip()]
    folded = fold_header(name)
    return exact or [index for index, header in enumerate(headers) if folded and fold_header(header) == folded]


def _only(headers: tuple[str, ...], matches: list[int], place: Place) -> tuple[int | None, list[Problem]]:
    if len({headers[index] for index in matches}) == 1:
        return matches[0], []  # the same header twice is a problem of its own
    names = [shown(headers[index]) for index in matches]
    what = say("the account's id may be in any of the columns {headers}", headers=names)
    return None, [Problem(place, what, say("name the column with --key COLUMN"))]


def _no_such_key(headers: tuple[str, ...], option: str, place: Place) -> Problem:
    what = say(
        "there is no column {column} for the account's id; the headers are {headers}",
        column=shown(option),
        headers=_list_of(headers),
    )
    return Problem(place, what, _nearest(headers, [option]) or say("name one of the headers with --key COLUMN"))


def _find_fields(
    headers: tuple[str, ...], fields: tuple[Field, ...], place: Place
) -> tuple[dict[str, int], dict[str, Problem]]:
    """The column of each field, and a problem for each field that more than one column, or a shared one, claims."""
    claims: dict[str, list[int]] = {}
    problems: dict[str, Problem] = {}
    levels = _levels(fields)
    for index, header in enumerate(headers):
        names = _fields_meant(header, levels)
        for name in names:
            claims.setdefault(name, []).append(index)
        if len(names) > 1:
            what = say("the header {header} may mean any of the fields {fields}", header=shown(header), fields=names)
            problems |= {name: Problem(place, what, say("rename the column to the field it holds")) for name in names}
    for name, indexes in claims.items():
        if len({headers[index] for index in indexes}) > 1:
            problems[name] = _several(name, [shown(headers[index]) for index in indexes], place)
    order = [field.name for field in fields]
    return {name: claims[name][0] for name in order if name in claims and name not in problems}, problems


@dataclass(frozen=True)
class _Level:
    """One way to find a field: what of a header is looked up, and the fields by that."""

    look_up: Callable[[str], str]
    fields: Mapping[str, list[str]]


def _levels(fields: tuple[Field, ...]) -> tuple[_Level, ...]:
    """The ways to find a field, the best first: by its name, by an alias, or by what folds to one of these."""
    names: dict[str, list[str]] = {field.name: [field.name] for field in fields}
    aliases: dict[str, list[str]] = {}
    for field in fields:
        for alias in dict.fromkeys(field.aliases):
            aliases.setdefault(alias, []).append(field.name)
    exactly = str
    return (
        _Level(exactly, names),
        _Level(exactly, aliases),
        _Level(fold_header, _folded(names)),
        _Level(fold_header, _folded(aliases)),
    )


def _folded(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    folded: dict[str, dict[str, None]] = {}
    for spelling, names in fields.items():
        if fold := fold_header(spelling):
            folded.setdefault(fold, {}).update(dict.fromkeys(names))
    return {fold: list(names) for fold, names in folded.items()}


def _fields_meant(header: str, levels: tuple[_Level, ...]) -> list[str]:
    """The fields that a header names best."""
    return next((names for level in levels if (names := level.fields.get(level.look_up(header)))), [])


def _several(name: str, headers: list[str], place: Place) -> Problem:
    what = say("the columns {headers} all mean the field {field}", headers=headers, field=name)
    return Problem(place, what, say("rename or remove all but one"))


def _clashed(name: str, problems: Mapping[str, Problem]) -> bool:
    return name in problems


def _in_order(wanted: WantedTable) -> list[str]:
    """The needed fields as they are declared, then those that nobody declared."""
    declared = [field.name for field in wanted.fields]
    return [name for name in declared if name in wanted.needed] + sorted(wanted.needed.difference(declared))


def _absent(
    name: str, headers: tuple[str, ...], wanted: WantedTable, fields: Mapping[str, int], place: Place
) -> Problem:
    """A needed field has no column: which header is nearest, and what else can be done."""
    free = [header for index, header in enumerate(headers) if index not in fields.values()]
    spellings = [name]
    for field in wanted.fields:
        if field.name == name:
            spellings += [*field.aliases, field.label.en, field.label.zh]
    what = say("the pack needs a column for {field}, and there is none", field=name)
    hint = _nearest(free, spellings)
    otherwise = say("add it, or let its facts be unknown with --allow-missing-columns")
    return Problem(place, what, say("{hint} Else {remedy}", hint=hint, remedy=otherwise) if hint else otherwise)


def _nearest(headers: Iterable[str], spellings: Iterable[str]) -> Message | None:
    """Did you mean: the header nearest to one of the spellings."""
    known = [header for header in headers if len(header) <= _LONGEST_COMPARED][:_MOST_COMPARED]
    for spelling in filter(None, spellings):
        if hint := did_you_mean(spelling[:_LONGEST_COMPARED], known):
            return say("did you mean {name}?", name=shown(hint.arguments["name"]))
    return None


def _list_of(headers: tuple[str, ...]) -> list[object]:
    """The first headers, and how many more there are."""
    more = len(headers) - _MOST_HEADERS_SHOWN
    first: list[object] = [shown(header) for header in headers[:_MOST_HEADERS_SHOWN]]
    return [*first, say("and {count} more", count=more)] if more > 0 else first
