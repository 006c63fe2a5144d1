"""Fields that every row must have, and for which a file has no column: the date of a ledger's rows."""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.declarations import Field
from kamengine.intake.headers.columns import list_of
from kamengine.intake.headers.mapping import HeaderMapping, Match
from kamengine.intake.headers.words import names_a_day
from kamengine.intake.rows import shown
from kamengine.intake.wanted import WantedTable
from kamengine.problems import Message, Place, Problem, say


def lacking(mapping: HeaderMapping, table: WantedTable, place: Place) -> list[Problem]:
    """A problem for each field that every row must have, and that no column is.

    Rows with a blank there are bad values; without the column all of them would be taken and never counted.

    Args:
        mapping: what the columns of the file are.
        table: what such a file brings; `kamengine.intake.wanted.WantedTable.required` are the fields.
        place: the file.
    """
    taken = {field.name for field, _ in mapping.fields}
    return [
        Problem(place, _what(field, mapping), _remedy(field, mapping))
        for field in table.fields
        if field.name in table.required - taken
    ]


def _what(field: Field, mapping: HeaderMapping) -> Message:
    headers = [match.header for match in mapping.matches]
    return say(
        "no column is the {field} that every row must have; the headers are {headers}",
        field=field.name,
        headers=list_of(headers),
    )


def _remedy(field: Field, mapping: HeaderMapping) -> Message:
    """The option that names the column which is most likely meant; any column when none is."""
    free = [match for match in mapping.left_over if match.how in ("left over", "similar")]
    meant = _likely(field, free)
    if meant is None:
        return say('say which is with --map "Header={field}"', field=field.name)
    return say('say which is, such as --map "{header}={field}"', header=shown(meant.header), field=field.name)


def _likely(field: Field, free: Sequence[Match]) -> Match | None:
    similar = [match for match in free if match.field is not None and match.field.name == field.name]
    days = [match for match in free if field.kind == "date" and names_a_day(match.header)]
    return next(iter([*similar, *days]), None)
