"""Headers become fields: what the user said, what was saved, what is declared, and what is only similar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from kamengine.declarations import Field, Preset
from kamengine.intake.headers.columns import find_key, header_twice, name_the_key, rows_numbered, told_apart
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.given import Wishes, wishes_of
from kamengine.intake.headers.layout import without_key
from kamengine.intake.headers.levels import OF_PACKS, first_meant, header_of, levels_of, meanings_of
from kamengine.intake.headers.mapping import HeaderMapping, How, Match
from kamengine.intake.headers.saved import SavedMapping
from kamengine.intake.headers.similar import similar_fields
from kamengine.intake.headers.two_rows import lower_parts, meant_below
from kamengine.intake.rows import KEY, shown
from kamengine.intake.wanted import WantedTable
from kamengine.problems import Place, Problem, say

_NO_WISHES: Mapping[str, str] = {}
_SAY_WHICH = say('rename all but one, or leave them out, as with --map "Header#2="')
_GIVEN, _SAVED, _SAID, _GENERAL, _IN_PART = range(5)
"""How much a claim counts: by the user, saved, said by a name, an alias or a preset, only by an alias while a preset
speaks for this very file, or only by a part of the header."""


@dataclass(frozen=True)
class _Claim:
    """A column that is certain to mean a field; with no field, certain to hold no fact."""

    column: int
    field: Field | None
    how: How
    rank: int


@dataclass(frozen=True)
class _File:
    """What is known when the columns of a file are looked at."""

    headers: Sequence[str]
    table: WantedTable
    fields: Mapping[str, Field]
    wishes: Wishes
    saved: SavedMapping
    preset: Preset | None
    two_rows: bool
    place: Place
    elsewhere: Mapping[str, str]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The headers, those that stand several times with their numbers."""
        return told_apart(self.headers)


def propose(
    headers: Sequence[str],
    table: WantedTable,
    presets: Iterable[Preset] = (),
    *,
    kind: str = "accounts",
    given: Mapping[str, str] = _NO_WISHES,
    saved: SavedMapping | None = None,
    key: str | None = None,
    two_rows: bool = False,
    changeable: Collection[str] = (),
    elsewhere: Mapping[str, str] = _NO_WISHES,
    place: Place,
) -> HeaderMapping:
    """What becomes of each column of a file.

    In this order: what the user says, what was saved for files with these headers, the name of a field, an alias that a
    pack declares itself, a preset, any other alias, what folds to a name or to an alias, what is one of these in the
    lower of two rows of headers, at last what was said of the header in other files. What is then left over gets a
    proposal when it is similar to a field that no column has.

    Args:
        headers: of the file, in the order of the columns.
        table: what such a file may bring (`kamengine.intake.headers.catalog`).
        presets: those that may recognise the file.
        kind: ``accounts``, or the name of the ledger.
        given: from ``--map`` (`kamengine.intake.headers.given.read_map_options`).
        saved: what was kept of the last import of such a file.
        key: from ``--key``: the header of the account's id, or ``#`` for the number of the row.
        two_rows: the headers were joined from two rows.
        changeable: the names of fields of the workspace's own that may be given another kind.
        elsewhere: what users said of single headers of other files: the names of fields, by folded header.
        place: the file, for problems.

    Returns:
        the matches of all columns; a header that several packs give to fields of theirs feeds each of them. With
        problems the file cannot be taken in, but the rest is still worth showing.
    """
    table, saved = without_key(table), saved or SavedMapping({})
    fields = {field.name: field for field in (*saved.new_fields, *table.fields)}
    wishes = wishes_of(given, headers, fields.values(), place, changeable)
    file = _File(headers, table, fields, wishes, saved, recognise(headers, presets, kind), two_rows, place, elsewhere)
    return _mapping(file, key or (None if wishes.key is None else file.names[wishes.key]))


def recognise(headers: Iterable[str], presets: Iterable[Preset], kind: str = "accounts") -> Preset | None:
    """The preset of the system that a file comes from: of those whose signature is there, the one that knows most.

    Args:
        headers: of the file.
        presets: those that are known; of equal ones the first counts.
        kind: ``accounts``, or the name of the ledger.
    """
    folded = {fold_header(header) for header in headers}
    fitting = [
        preset
        for preset in presets
        if preset.kind == kind
        and any(all(fold_header(header) in folded for header in signature) for signature in preset.signatures)
    ]
    return max(fitting, key=lambda preset: len(folded.intersection(map(fold_header, preset.headers))), default=None)


def _mapping(file: _File, key: str | None) -> HeaderMapping:
    """The mapping, when the user names this key; None when he names none."""
    saved, asked = file.saved, key if key is not None else file.saved.key
    numbered = rows_numbered(file.headers, asked)
    column, key_problems = (None, []) if numbered else _find_key(file, key)
    claims, problems = _claims(file, None if key else column)
    matches = _matches(file, claims, column)
    used = [match.column for match in matches if match.taken or match.column == column]
    taken = {match.field.name for match in matches if match.field and match.taken}
    chosen = {claim.column for claim in claims if claim.how in ("given", "saved")}
    twice = header_twice(file.headers, file.place, used, chosen, _SAY_WHICH)
    anew = {field.name for field in file.wishes.new}
    return HeaderMapping(
        tuple(matches),
        file.preset,
        column,
        (*file.wishes.problems, *twice, *key_problems, *problems),
        numbered,
        (*(field for field in saved.new_fields if field.name in taken - anew), *file.wishes.new),
    )


def _find_key(file: _File, option: str | None) -> tuple[int | None, list[Problem]]:
    """The column of the account's id: as the user says, as it was, as the preset or an alias says."""
    if option is None and file.saved.key in file.names:
        return file.names.index(file.saved.key), []
    if option in file.names and option not in file.headers:
        return file.names.index(option), []
    of_preset = [header for header, name in file.preset.headers.items() if name == KEY] if file.preset else []
    levels = levels_of(file.table.fields, file.table.needed, file.preset)
    aliases, remedy = file.table.key_aliases, name_the_key(header_of("name", file.headers, levels))
    found, problems = find_key(file.headers, aliases, option, file.place, remedy, of_preset)
    if problems and option is None and file.two_rows:
        parts = lower_parts(file.headers)
        lower = [parts[column][0] if column in parts else header for column, header in enumerate(file.headers)]
        below, unclear = find_key(lower, aliases, None, file.place, remedy, of_preset)
        return (below, []) if below is not None and not unclear else (found, problems)
    return found, problems


def _claims(file: _File, key: int | None) -> tuple[list[_Claim], list[Problem]]:
    """What each column is for certain, and what is not clear; the column of the key is not looked at."""
    levels = levels_of(file.table.fields, file.table.needed, file.preset)
    by_packs = meanings_of(field for field in file.table.fields if field.name in file.table.needed)
    claims: list[_Claim] = []
    for column, header in enumerate(file.headers):
        level = next((level for level in levels if level.meant(header)), None)
        chosen = _chosen(file, column, declared=level in levels[:OF_PACKS])
        if chosen is not None:
            claims += chosen
        elif level is not None and column != key:
            meant = level.meant(header)
            if file.table.needed.issuperset(meant):
                meant = list(dict.fromkeys((*meant, *by_packs.get(fold_header(header), ()))))
            rank = _GENERAL if file.preset is not None and level.how == "alias" else _SAID
            rank = _IN_PART if level.in_part else rank
            claims += [_Claim(column, file.fields.get(each), level.how, rank) for each in meant]
        elif column != key:
            claims += _said_elsewhere(file, column)
    if file.two_rows:
        free = {*range(len(file.headers))} - {claim.column for claim in claims} - {key}
        had = {claim.field.name for claim in claims if claim.field}
        below = meant_below(file.headers, partial(first_meant, levels), free, had)
        claims += [_Claim(column, file.fields.get(name), "lower row", _SAID) for column, name in below.items()]
    return _settled(file, claims)


def _chosen(file: _File, column: int, *, declared: bool) -> list[_Claim] | None:
    """What the user says of a column, or what was saved of it; None when neither says anything.

    Args:
        file: with its columns.
        column: the position of one.
        declared: its header is the name of a field, or an alias that a pack declares; what was saved without the user's
            word yields to that.
    """
    if column in file.wishes.fields:
        return _claims_of(column, file.wishes.fields[column], "given", _GIVEN)
    header = file.names[column]
    names = file.saved.names_of(header)
    if names is None or not set(names) <= file.fields.keys() or (declared and header not in file.saved.said):
        return None
    return _claims_of(column, [file.fields[name] for name in names], "saved", _SAVED)


def _said_elsewhere(file: _File, column: int) -> list[_Claim]:
    """What users said of this header in other files, where nothing else names it."""
    names = [name for name in file.elsewhere.get(fold_header(file.headers[column]), "").split(",") if name]
    if not names or not file.fields.keys() >= set(names):
        return []
    return _claims_of(column, [file.fields[name] for name in names], "saved", _GENERAL)


def _claims_of(column: int, fields: Sequence[Field], how: How, rank: int) -> list[_Claim]:
    """A claim for each field; one without a field when there is none: the column is left out."""
    return [_Claim(column, field, how, rank) for field in fields] or [_Claim(column, None, how, rank)]


def _settled(file: _File, claims: Sequence[_Claim]) -> tuple[list[_Claim], list[Problem]]:
    """One column for each field, and one field for each column: what counts more wins, equals are a problem."""
    by_field: dict[str, list[_Claim]] = {}
    for claim in claims:
        if claim.field is not None:
            by_field.setdefault(claim.field.name, []).append(claim)
    settled = [claim for claim in claims if claim.field is None]
    problems: list[Problem] = []
    for name, group in by_field.items():
        best = min(claim.rank for claim in group)
        winners = [claim for claim in group if claim.rank == best]
        settled.append(winners[0])
        if len({file.headers[claim.column] for claim in winners}) > 1:
            problems.append(_several_columns(file, name, [claim.column for claim in winners]))
    by_column: dict[int, list[_Claim]] = {}
    for claim in settled:
        by_column.setdefault(claim.column, []).append(claim)
    for column, group in by_column.items():
        if len(group) > 1 and not all(_may_share(file, claim) for claim in group):
            problems.append(_several_fields(file, column, group))
            settled = [claim for claim in settled if claim.column != column or claim is group[0]]
    return settled, problems


def _may_share(file: _File, claim: _Claim) -> bool:
    """Whether a column may feed this field beside others: the user says so, or a pack declares the header for it."""
    return claim.rank in (_GIVEN, _SAVED) or (claim.field is not None and claim.field.name in file.table.needed)


def _matches(file: _File, claims: Iterable[_Claim], key: int | None) -> list[Match]:
    """The matches of each column; what nobody claims gets a proposal where there is one."""
    by_column: dict[int, list[_Claim]] = {}
    for claim in claims:
        by_column.setdefault(claim.column, []).append(claim)
    free = {c: header for c, header in enumerate(file.headers) if c not in by_column and c != key}
    had = {claim.field.name for group in by_column.values() for claim in group if claim.field}
    similar = similar_fields(free, [field for field in file.table.fields if field.name not in had])
    matches = []
    for column, header in enumerate(file.names):
        if column in by_column:
            matches += [_match(file, header, claim) for claim in by_column[column]]
        elif column in similar:
            field, confidence = similar[column]
            matches.append(Match(column, header, field, "similar", confidence))
        else:
            how: How = "key" if column == key else "left over"
            matches.append(Match(column, header, None, how, 1.0 if column == key else 0.0))
    return matches


def _match(file: _File, header: str, claim: _Claim) -> Match:
    chosen = claim.how == "given" or (claim.how == "saved" and header in file.saved.said)
    return Match(claim.column, header, claim.field, claim.how, 1.0, chosen)


def _several_columns(file: _File, name: str, columns: Sequence[int]) -> Problem:
    headers = [shown(file.headers[column]) for column in columns]
    what = say("the columns {headers} all mean the field {field}", headers=headers, field=name)
    return Problem(file.place, what, say('say which with --map "{header}={field}"', header=headers[0], field=name))


def _several_fields(file: _File, column: int, claims: Sequence[_Claim]) -> Problem:
    header = shown(file.headers[column])
    names = [claim.field.name for claim in claims if claim.field]
    what = say("the header {header} may mean any of the fields {fields}", header=header, fields=names)
    return Problem(file.place, what, say('say which with --map "{header}={field}"', header=header, field=names[0]))
