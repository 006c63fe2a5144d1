"""What the user says of columns: ``--map "Header=field"``, ``"Header=field:kind"``, ``"Header=a,b"``, ``"Header="``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kamengine.declarations import KINDS, Field, Kind, Label
from kamengine.intake.headers.called import fields_called, nearest_field
from kamengine.intake.headers.columns import RENAME, columns_named, letters, list_of, nearest, told_apart
from kamengine.intake.rows import KEY, shown
from kamengine.language.builtins import BUILTINS
from kamengine.language.syntax import is_name
from kamengine.pack.checked import RESERVED
from kamengine.problems import KamError, Place, Problem, did_you_mean, say

_MADE: Mapping[str, Kind] = {kind: kind for kind in KINDS if kind != "choice"}
"""The kinds of fields that a user can make; a choice needs its list, which a pack declares."""


@dataclass
class Wishes:
    """What columns are to be, by their position.

    Attributes:
        fields: the fields of each; none for a column that is to be left out.
        key: the column that holds the account's id.
        new: the fields that were made.
        problems: what is wrong with the wishes.
    """

    fields: dict[int, list[Field]] = field(default_factory=dict)
    key: int | None = None
    new: list[Field] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_map_options(values: Iterable[str]) -> dict[str, str]:
    """What ``--map`` was given, by header: a field, ``field:kind``, several of these parted by commas, or nothing.

    Raises:
        KamError: a text without ``=``, or two for one header.
    """
    given: dict[str, str] = {}
    problems = []
    for text in values:
        header, sign, target = (part.strip() for part in text.rpartition("="))
        if not sign or not header:
            what = say("--map {text} names no field", text=shown(text))
            problems.append(Problem(Place(), what, say('write --map "Header=field"')))
        elif given.setdefault(header, target) != target:
            problems.append(Problem(Place(), say("--map says two things of the header {header}", header=shown(header))))
    if problems:
        raise KamError(problems)
    return given


@dataclass(frozen=True)
class _Known:
    """The fields that can be named, and those of them whose kind may be said anew, by their names without case."""

    fields: Sequence[Field]
    changeable: frozenset[str]

    def may_become(self, field: Field, kind: str) -> bool:
        """Whether a field is of this kind, or may be from now on."""
        return field.kind == kind or (field.name.casefold() in self.changeable and kind in _MADE)


def wishes_of(
    given: Mapping[str, str],
    headers: Sequence[str],
    fields: Iterable[Field],
    place: Place,
    changeable: Collection[str] = (),
) -> Wishes:
    """What the user wants the columns to be.

    Args:
        given: from `read_map_options`; a field is named, or called by a label or an alias that only it has. Of columns
            with one header ``Header#2`` is the second, and ``Header`` all of them where they are to be left out.
        headers: of the file.
        fields: those that are known.
        place: the file.
        changeable: the names of fields of the workspace's own of which nothing is kept, so that they may be of any
            kind.
    """
    wishes = Wishes()
    known = _Known(tuple(fields), frozenset(name.casefold() for name in changeable))
    for header, target in given.items():
        columns = columns_named(headers, header) or columns_named(told_apart(headers), header)
        parts = [part.strip() for part in target.split(",")] if target else []
        if not parts and columns:
            wishes.fields |= {column: [] for column in columns}
            continue
        if len(columns) != 1:
            wishes.problems.append(_no_one_column(header, columns, headers, place))
            continue
        for part in parts:
            if part == KEY:
                wishes.key = columns[0]
            else:
                _wish(wishes, columns[0], headers[columns[0]], part, known, place)
    return wishes


def _wish(wishes: Wishes, column: int, header: str, target: str, known: _Known, place: Place) -> None:
    """Add the field that one column is to be: a known one, or with a kind one that is made."""
    name, sign, kind = (part.strip() for part in target.partition(":"))
    called = fields_called(name, known.fields)
    found = called[0] if len(called) == 1 else None
    if found is not None and sign and found.name.casefold() != name.casefold() and found.kind != kind:
        found = None  # a new name that some field has for an alias
    problem = None
    if len(called) > 1 and not sign:
        problem = _several(name, header, called, place)
    elif found is None and not sign:
        problem = _unknown_field(name, header, known.fields, place)
    elif sign and kind not in _MADE:
        problem = _no_kind(kind, place)
    elif found is not None and sign and not known.may_become(found, kind):
        problem = _of_another_kind(found, header, kind, place)
    elif found is None and not can_be_field(name):
        what = say("{name} cannot be a name", name=shown(name))
        problem = Problem(place, what, say("letters, digits and _, not a word of the language, not first a digit"))
    if problem is not None:
        wishes.problems.append(problem)
        return
    if found is None or (sign and found.kind != kind):
        found = Field(found.name if found else name, _MADE[kind], Label(header, header))
        wishes.new.append(found)
    wishes.fields.setdefault(column, []).append(found)


def can_be_field(name: str) -> bool:
    """Whether a field of the workspace's own can be called so: a name in conditions that means nothing else there."""
    return is_name(name) and name.casefold() not in {*RESERVED, *BUILTINS}


def _no_one_column(header: str, columns: Sequence[int], headers: Sequence[str], place: Place) -> Problem:
    if columns:
        where = [letters(column) for column in columns]
        what = say("the header {header} stands in columns {columns}", header=shown(header), columns=where)
        several = say('say which of them, such as with --map "{header}#1=…"', header=shown(header))
        return Problem(place, what, several if len({headers[column] for column in columns}) == 1 else RENAME)
    what = say("there is no column {column}; the headers are {headers}", column=shown(header), headers=list_of(headers))
    return Problem(place, what, nearest(headers, [header]))


def _several(name: str, header: str, called: Sequence[Field], place: Place) -> Problem:
    names = [field.name for field in called]
    what = say("{name} may mean any of the fields {fields}", name=shown(name), fields=names)
    return Problem(place, what, say('say which with --map "{header}={field}"', header=shown(header), field=names[0]))


def _unknown_field(name: str, header: str, fields: Sequence[Field], place: Place) -> Problem:
    what = say("nothing declares a field {field}", field=shown(name))
    if not can_be_field(name):
        return Problem(place, what, nearest_field(name, fields) or say("kam fields lists them"))
    make = say('make it one of your own with --map "{header}={field}:text"', header=shown(header), field=shown(name))
    hint = nearest_field(name, fields)
    return Problem(place, what, say("{hint} Else {remedy}", hint=hint, remedy=make) if hint else make)


def _of_another_kind(field: Field, header: str, kind: str, place: Place) -> Problem:
    what = say("the field {field} is of kind {kind} already", field=field.name, kind=field.kind)
    facts = {"header": shown(header), "field": field.name, "kind": kind}
    remedy = say(
        'write --map "{header}={field}", or take another name, such as --map "{header}={field}_2:{kind}"', **facts
    )
    return Problem(place, what, remedy)


def _no_kind(kind: str, place: Place) -> Problem:
    what = say("{kind} is no kind of field", kind=shown(kind))
    return Problem(place, what, did_you_mean(kind, _MADE) or say("the kinds are {kinds}", kinds=list(_MADE)))
