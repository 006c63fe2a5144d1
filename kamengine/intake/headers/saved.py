"""What is kept of a mapping, so that the next file with the same headers is understood the same way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args

from kamengine.declarations import KINDS, Field, Kind, Label
from kamengine.intake.headers.columns import ROW_NUMBER
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.mapping import HeaderMapping, Match
from kamengine.intake.values.decisions import DateOrder, DecimalSign
from kamengine.intake.values.options import ValueOptions

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True)
class SavedMapping:
    """The choices that were made for files with certain headers.

    Attributes:
        fields: the name of the field by header, of several parted by commas; an empty text for a column that was left
            out on purpose.
        key: the header of the account's id, ``#`` for the number of the row; None when it was not found.
        new: the kinds of the fields that were made for this file, by name.
        values: how cells are written, as the user said for these columns, or under ``""`` for all of them; it counts
            where the cells of the next file leave it open.
        said: the headers whose field the user chose; what names and aliases said of the others yields to what packs
            declare now.
    """

    fields: Mapping[str, str]
    key: str | None = None
    new: Mapping[str, Kind] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    values: ValueOptions = field(default_factory=ValueOptions)

    @classmethod
    def of(cls, mapping: HeaderMapping, values: ValueOptions | None = None) -> SavedMapping:
        """What is to be kept of a mapping that was taken: not what is left over, which may be known next time.

        Args:
            mapping: what the columns are.
            values: what was said of how cells are written; what is said of other files' columns is not kept.
        """
        taken: dict[str, list[Match]] = {}  # a header that packs give to several fields needs no keeping
        for match in mapping.matches:
            if match.taken:
                taken.setdefault(match.header, []).append(match)
        fields = {
            header: ",".join(match.field.name for match in matches if match.field)
            for header, matches in taken.items()
            if len(matches) == 1 or all(match.accepted for match in matches)
        }
        fields |= {match.header: "" for match in mapping.matches if match.field is None and match.accepted}
        key = ROW_NUMBER if mapping.numbered else mapping.key_header
        said = frozenset(m.header for m in mapping.matches if (m.accepted or m.how == "header") and m.header in fields)
        here = {"", *(fold_header(match.header) for match in mapping.matches)}
        dates, decimals = (values.dates, values.decimals) if values is not None else ({}, {})
        written = ValueOptions(
            {header: order for header, order in dates.items() if header in here},
            {header: sign for header, sign in decimals.items() if header in here},
        )
        return cls(fields, key, {made.name: made.kind for made in mapping.new}, said, written)

    def names_of(self, header: str) -> list[str] | None:
        """The names of the fields of a column; none when it was left out, None when nothing was saved of it."""
        names = self.fields.get(header)
        return None if names is None else [name for name in names.split(",") if name]

    @property
    def new_fields(self) -> tuple[Field, ...]:
        """The fields that were made, labelled with their headers."""
        headers = {name: header for header in self.fields for name in self.names_of(header) or ()}
        return tuple(
            Field(name, kind, Label(headers.get(name, name), headers.get(name, name)))
            for name, kind in self.new.items()
        )

    def to_json(self) -> dict[str, object]:
        """Plain data for JSON; `from_json` reads it."""
        data = {"fields": dict(self.fields), "key": self.key, "new": dict(self.new), "said": sorted(self.said)}
        written = {"dates": dict(self.values.dates), "decimals": dict(self.values.decimals)}
        return data | {name: said for name, said in written.items() if said}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> SavedMapping:
        """What `to_json` wrote; whatever is not as it should be is left out, since it only saves the user a word."""
        fields, new, key, said = (data.get(name) for name in ("fields", "new", "key", "said"))
        kinds: dict[object, Kind] = {kind: kind for kind in KINDS}
        return cls(
            {h: f for h, f in fields.items() if isinstance(f, str)} if isinstance(fields, Mapping) else {},
            key if isinstance(key, str) else None,
            {n: kinds[k] for n, k in new.items() if k in kinds} if isinstance(new, Mapping) else {},
            frozenset(filter(lambda header: isinstance(header, str), said if isinstance(said, list) else ())),
            ValueOptions(
                _words(data.get("dates"), get_args(DateOrder)), _words(data.get("decimals"), get_args(DecimalSign))
            ),
        )


def _words(data: object, known: Collection[_Word]) -> dict[str, _Word]:
    """What was said by header, of words that are known."""
    words = {str(word): word for word in known}
    found = data.items() if isinstance(data, Mapping) else ()
    return {header: words[word] for header, word in found if isinstance(header, str) and word in words}


def said_of_headers(saved: Iterable[SavedMapping]) -> dict[str, str]:
    """What users said of single headers, by folded header: the names of fields, where they always said the same.

    What was left out is not among it: a column may be left out of one file only.
    """
    found: dict[str, set[str]] = {}
    for mapping in saved:
        for header in mapping.said:
            if (fold := fold_header(header)) and mapping.fields.get(header):
                found.setdefault(fold, set()).add(mapping.fields[header])
    return {fold: next(iter(names)) for fold, names in found.items() if len(names) == 1}


def signature_of(headers: Iterable[str]) -> tuple[str, ...]:
    """What files must share to be understood the same way: the set of their headers, folded, whatever their order."""
    return tuple(sorted({fold_header(header) or header.strip() for header in headers}))
