"""Which column of a file is which field: each with how it was found, also those that are left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kamengine.declarations import Field, Preset
from kamengine.problems import Message, Problem, say

How = Literal["given", "saved", "name", "alias", "preset", "lower row", "similar", "header", "key", "left over"]

"""How a column was found.

``given`` by the user; ``saved`` from an earlier import; by the ``name`` or an ``alias`` of the field; by a ``preset``;
by what stands in the ``lower row`` of two rows of headers; ``similar`` is only a proposal; ``header``: a field of the
workspace's own, named after the header; ``key``: the column holds the account's id and nothing else; ``left over``:
none of these.
"""
FOUND_BY: Mapping[How, Message] = {
    "given": say("chosen"),
    "saved": say("last time"),
    "name": say("name"),
    "alias": say("alias"),
    "preset": say("preset"),
    "lower row": say("lower row"),
    "header": say("header"),
    "key": say("id"),
    "left over": say("no match"),
}
"""How a field was found, in a word or two; of what is only similar, the likeness is told."""


@dataclass(frozen=True)
class Match:
    """One column of the file and what it is; a column that feeds several fields has a match for each.

    Attributes:
        column: its position, from 0.
        header: as it stands in the file.
        field: what it holds, or for ``similar`` may hold; None when it is not used as a field.
        how: how that was found.
        confidence: 1 for what is said by someone, between 0 and 1 for a similarity, 0 for what is left over.
        accepted: the user chose it, now or for an earlier file with these headers.
    """

    column: int
    header: str
    field: Field | None
    how: How
    confidence: float
    accepted: bool = False

    @property
    def taken(self) -> bool:
        """Whether the column is read into its field."""
        return self.field is not None and (self.how != "similar" or self.accepted)


@dataclass(frozen=True)
class HeaderMapping:
    """What becomes of each column of a file.

    Attributes:
        matches: in the order of the columns. A column has one, or one for each field when several packs declare its
            header for fields of theirs.
        preset: the preset that the file was recognised by; None when it was not.
        key: the column of the account's id; None when there is none, or the rows are numbered.
        problems: what keeps the file from being taken in.
        numbered: the number of the row is the account's id.
        new: fields of the workspace's own that the user made for columns of this file.
    """

    matches: tuple[Match, ...]
    preset: Preset | None
    key: int | None
    problems: tuple[Problem, ...] = ()
    numbered: bool = False
    new: tuple[Field, ...] = field(default=())

    @property
    def fields(self) -> tuple[tuple[Field, int], ...]:
        """The fields that are taken, each with its column."""
        return tuple((match.field, match.column) for match in self.matches if match.field is not None and match.taken)

    @property
    def key_header(self) -> str | None:
        """The header of the account's id."""
        return next((match.header for match in self.matches if match.column == self.key), None)

    @property
    def proposals(self) -> tuple[Match, ...]:
        """What is only similar and was not accepted."""
        return tuple(match for match in self.matches if match.how == "similar" and not match.accepted)

    @property
    def left_over(self) -> tuple[Match, ...]:
        """The columns that are not used, proposals too."""
        return tuple(match for match in self.matches if not match.taken and match.column != self.key)

    def accepting(self) -> HeaderMapping:
        """The same with all proposals accepted."""
        matches = tuple(replace(match, accepted=match.accepted or match.how == "similar") for match in self.matches)
        return replace(self, matches=matches)
