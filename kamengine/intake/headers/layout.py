"""Which columns of a file a pack uses, and which one holds the account's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from kamengine.declarations import Field
from kamengine.intake.headers.columns import (
    NAME_THE_KEY,
    columns_named,
    find_key,
    header_twice,
    name_headers,
    name_the_key,
    nearest,
    rows_numbered,
)
from kamengine.intake.headers.levels import first_meant, header_of, levels_of
from kamengine.intake.headers.two_rows import meant_below
from kamengine.intake.rows import KEY, shown
from kamengine.intake.wanted import IntakeOptions, WantedTable
from kamengine.problems import Place, Problem, say

__all__ = ["Layout", "has_column", "lay_out", "name_headers", "without_key"]


_NEAR = 0.75
"""A header that is less like a field than this is not worth a hint."""


@dataclass(frozen=True)
class Layout:
    """Which columns are used, by their position; and what keeps them from being used.

    Attributes:
        key: the column of the account's id; None when it was not found, or the rows are numbered.
        fields: the column of each field that the file has one for, in the order of the wanted fields.
        unknown: needed fields without a column, which the user allowed.
        problems: everything wrong with the headers.
        numbered: the number of the row is the account's id.
    """

    key: int | None
    fields: Mapping[str, int]
    unknown: tuple[str, ...]
    problems: tuple[Problem, ...]
    numbered: bool = False


def lay_out(
    headers: tuple[str, ...],
    wanted: WantedTable,
    options: IntakeOptions,
    place: Place,
    *,
    accounts: bool = True,
    two_rows: bool = False,
) -> Layout:
    """The columns of a file, found by their headers; the account's id is no field like others.

    Args:
        headers: of the file.
        wanted: what the pack would like.
        options: what the user asked for.
        place: the file.
        accounts: the rows are accounts, so that their numbers could be ids.
        two_rows: the headers were joined from two rows, of which the lower one may name a field by itself.
    """
    wanted = without_key(wanted)
    numbered = accounts and rows_numbered(headers, options.key)
    name = header_of("name", headers, levels_of(wanted.fields))
    remedy = name_the_key(name) if accounts else NAME_THE_KEY
    key, key_problems = (None, []) if numbered else find_key(headers, wanted.key_aliases, options.key, place, remedy)
    fields, field_problems = _find_fields(headers, wanted.fields, place)
    if two_rows:
        free = {*range(len(headers))} - {key, *fields.values()}
        below = meant_below(headers, partial(first_meant, levels_of(wanted.fields)), free, {*fields, *field_problems})
        fields |= {name: column for column, name in below.items()}
    absent = [name for name in _absent_fields(wanted, fields) if name not in field_problems]
    missing = (
        [] if options.allow_missing_columns else [_absent(name, headers, wanted, fields, place) for name in absent]
    )
    problems = (*header_twice(headers, place), *key_problems, *field_problems.values(), *missing)
    return Layout(key, fields, tuple(absent) if options.allow_missing_columns else (), problems, numbered)


def has_column(headers: tuple[str, ...], name: str) -> bool:
    """Whether a column is called so, exactly or nearly."""
    return bool(columns_named(headers, name))


def without_key(wanted: WantedTable) -> WantedTable:
    """The wanted table, where a field called like the key only tells more headers for it."""
    more = [alias for field in wanted.fields if field.name == KEY for alias in field.aliases]
    fields = tuple(field for field in wanted.fields if field.name != KEY)
    return replace(wanted, fields=fields, needed=wanted.needed - {KEY}, key_aliases=(*wanted.key_aliases, *more))


def _find_fields(
    headers: tuple[str, ...], fields: tuple[Field, ...], place: Place
) -> tuple[dict[str, int], dict[str, Problem]]:
    """The column of each field, and a problem for each field that more than one column, or a shared one, claims."""
    claims: dict[str, list[int]] = {}
    problems: dict[str, Problem] = {}
    levels = levels_of(fields)
    for index, header in enumerate(headers):
        names = first_meant(levels, header)
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


def _several(name: str, headers: list[str], place: Place) -> Problem:
    what = say("the columns {headers} all mean the field {field}", headers=headers, field=name)
    return Problem(place, what, say("rename or remove all but one"))


def _absent_fields(wanted: WantedTable, fields: Mapping[str, int]) -> list[str]:
    """The needed fields for which there is no column, nor columns for all that stands in for them."""
    others = {name: wanted.instead.get(name, frozenset()) for name in wanted.needed}
    return [n for n in _in_order(wanted) if n not in fields and not (others[n] and others[n] <= fields.keys())]


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
    hint = nearest(free, spellings, _NEAR)
    otherwise = say("add it, or let its facts be unknown with --allow-missing-columns")
    return Problem(place, what, say("{hint} Else {remedy}", hint=hint, remedy=otherwise) if hint else otherwise)
