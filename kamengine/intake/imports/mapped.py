"""Which columns of staged files are taken: the mapping of their headers, with what was asked for and what was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import TYPE_CHECKING

from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.headers.columns import columns_named, told_apart
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.lacking import lacking
from kamengine.intake.headers.mapping import HeaderMapping
from kamengine.intake.headers.own_fields import free_columns, take_left_over
from kamengine.intake.headers.propose import propose
from kamengine.intake.headers.saved import SavedMapping, said_of_headers, signature_of
from kamengine.intake.imports.drafting import Columns
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.stage import Opened, Staged
from kamengine.intake.rows import KEY, shown
from kamengine.intake.values.header_units import currency_of
from kamengine.intake.values.options import ValueOptions
from kamengine.problems import KamError, Place, Problem, did_you_mean, say
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_HEADERS, _MOST_LEDGERS = 8, 3
_TELLING = 2


@dataclass(frozen=True)
class Mapped:
    """Files with the same headers, and what their columns are.

    Attributes:
        files: at least one.
        mapping: what the columns are.
        currency: the one that the workspace keeps money in.
        before: how cells are written, as it was said when such files were imported before.
    """

    files: tuple[Opened, ...]
    mapping: HeaderMapping
    currency: str | None = None
    before: ValueOptions = attribute(default_factory=ValueOptions)

    @property
    def place(self) -> Place:
        """The first of the files, for problems."""
        return Place(self.files[0].source.name)


def map_groups(
    workspace: Workspace, groups: Sequence[Sequence[Opened]], request: ImportRequest, fields: FieldCatalog
) -> list[Mapped]:
    """The mapping of each group of files with the same headers.

    Raises:
        KamError: a header that the user named is in none of them.
    """
    every = [header for group in groups for header in group[0].file.headers]
    every += [name for group in groups for name in told_apart(group[0].file.headers)]
    kept = workspace.mappings.of_kind(request.kind)
    elsewhere = said_of_headers(map(SavedMapping.from_json, kept))
    return [_map_group(workspace, group, request, fields, every, elsewhere) for group in groups]


def header_problems(mapped: Sequence[Mapped], request: ImportRequest, fields: FieldCatalog) -> tuple[Problem, ...]:
    """Everything that is wrong with the headers of all groups, and with what was asked for by header."""
    problems = [problem for each in mapped for problem in each.mapping.problems]
    if not problems and not request.all_columns:
        problems = [_nothing_known(each, request, fields) for each in mapped if not each.mapping.fields]
    if not problems:
        table = fields.table(request.kind)
        problems = [problem for each in mapped for problem in lacking(each.mapping, table, each.place)]
    return (*_not_a_column(mapped, request.values), *problems)


def with_left_over(
    connection: DuckDBPyConnection, mapped: Mapped, staged: Staged, request: ImportRequest, fields: FieldCatalog
) -> Mapped:
    """The same with a field for every column that nobody claims, if that was asked for."""
    free = [match.column for match in free_columns(mapped.mapping)]
    if not request.all_columns or not free:
        return mapped
    from kamengine.intake.headers.kinds import infer_kinds

    kinds = infer_kinds(connection, staged.relation, staged.headers, staged.types, free)
    known = (field.name for field in fields.table(request.kind).fields)
    return replace(mapped, mapping=take_left_over(mapped.mapping, kinds, (KEY, *known)))


def columns_of(mapped: Mapped, request: ImportRequest, fields: FieldCatalog) -> Columns:
    """The columns that are taken, in the order of the file."""
    table = fields.table(request.kind)
    own = {*fields.own, *(field.name for field in mapped.mapping.new)}  # in whatever currency they are
    found = {field.name: currency_of(field, mapped.currency) for field, _ in mapped.mapping.fields}
    currencies = {name: code for name, code in found.items() if code is not None and name not in own}
    return Columns(mapped.mapping.key, mapped.mapping.fields, table.required, currencies, mapped.before)


def save_mappings(workspace: Workspace, mapped: Sequence[Mapped], request: ImportRequest, who: str) -> None:
    """Keep what was decided for the next files with these headers."""
    for each in mapped:
        signature = signature_of(each.files[0].file.headers)
        saved = SavedMapping.of(each.mapping, request.values.after(each.before))
        workspace.mappings.save(request.kind, signature, saved.to_json(), who)


def refuse_unknown_ledger(request: ImportRequest, fields: FieldCatalog) -> None:
    """See that somebody declares the ledger.

    Raises:
        KamError: nobody does.
    """
    if request.ledger is None or request.ledger in fields.ledgers:
        return
    known = sorted(fields.ledgers)
    remedy = did_you_mean(request.ledger, known) or say("known are: {names}", names=known)
    raise KamError.of(say("there is no ledger {name}", name=shown(request.ledger)), remedy, place=Place(key="--ledger"))


def _map_group(
    workspace: Workspace,
    group: Sequence[Opened],
    request: ImportRequest,
    fields: FieldCatalog,
    every: Sequence[str],
    elsewhere: Mapping[str, str],
) -> Mapped:
    headers = group[0].file.headers
    kept = workspace.mappings.find(request.kind, signature_of(headers))
    saved = SavedMapping.from_json(kept) if kept is not None else None
    mapping = propose(
        headers,
        fields.table(request.kind),
        fields.presets,
        kind=request.kind,
        given=_given_here(request.mapping, headers, every),
        saved=saved,
        key=request.key,
        two_rows=len(group[0].file.header_lines) == 2,
        changeable=_changeable(workspace, request, fields, saved),
        elsewhere=elsewhere,
        place=Place(group[0].source.name),
    )
    if mapping.numbered and request.mode == "merge" and not _held(workspace, group, request):
        mapping = replace(mapping, problems=(*mapping.problems, _no_ids_to_merge_by(Place(group[0].source.name))))
    mapping = mapping.accepting() if request.accept else mapping
    before = saved.values if saved is not None else ValueOptions()
    return Mapped(tuple(group), mapping, workspace.settings.currency, before)


def _held(workspace: Workspace, group: Sequence[Opened], request: ImportRequest) -> bool:
    """Whether earlier imports brought these very files, or none brought any, so that row 1 is the account 1."""
    held = {source.sha256 for record in workspace.imports.counting(request.kind) for source in record.sources}
    return not held or all(opened.source.sha256 in held for opened in group)


def _no_ids_to_merge_by(place: Place) -> Problem:
    what = say("the numbers of the rows are no ids to merge by: row 1 may be another account than the account 1")
    return Problem(place, what, say("name a column with --key COLUMN, or replace all accounts with --mode replace"))


def _changeable(
    workspace: Workspace, request: ImportRequest, fields: FieldCatalog, saved: SavedMapping | None
) -> frozenset[str]:
    """The workspace's own fields that may be of another kind: nothing of theirs stays beside the new rows."""
    declared = {field.name for field in fields.table(request.kind).fields} - fields.own
    own = {*fields.own, *(saved.new if saved else ())} - declared
    if request.mode == "replace":
        return frozenset(own)
    counting = workspace.imports.counting(request.kind)
    records = counting[-1:] if request.of_accounts else counting
    held = {column.field for record in records for column in record.columns}
    return frozenset(own - held)


def _given_here(given: Mapping[str, str], headers: Sequence[str], every: Sequence[str]) -> dict[str, str]:
    """What is said of these headers; what is said of headers of other files only is left to these."""
    return {
        header: target
        for header, target in given.items()
        if columns_named((*headers, *told_apart(headers)), header) or not columns_named(every, header)
    }


def _not_a_column(mapped: Sequence[Mapped], values: ValueOptions) -> list[Problem]:
    """Where ``--dates`` or ``--decimal`` names a column that no file has."""
    headers = {fold_header(header): header for each in mapped for header in each.files[0].file.headers}
    named = [("--dates", header) for header in values.dates] + [("--decimal", header) for header in values.decimals]
    return [
        Problem(
            Place(key=option),
            say("there is no column {header}", header=shown(header)),
            did_you_mean(header, headers) or say("the headers are {headers}", headers=_shown(headers.values())),
        )
        for option, header in named
        if header and header not in headers
    ]


def _nothing_known(mapped: Mapped, request: ImportRequest, fields: FieldCatalog) -> Problem:
    """No column is a field of what was to be imported; perhaps they are those of a ledger."""
    matches = mapped.mapping.matches
    headers = [match.header for match in matches]
    others = [match.header for match in matches if match.column != mapped.mapping.key]
    if others and len(others) < len(headers):
        what = say("only the account's id is known; the other headers are {headers}", headers=_shown(others))
    else:
        what = say("no column is a known field; the headers are {headers}", headers=_shown(headers))
    ledgers = _fitting_ledgers(headers, mapped.place, request, fields)
    remedy = say('say what they are with --map "Header=field", or take them as they are with --all-columns')
    if ledgers:
        first, columns = next(iter(ledgers.items()))
        remedy = say("rows of a ledger? --ledger {name} takes {columns}", name=first, columns=_shown(columns))
    if len(ledgers) > 1:
        remedy = say("rows of a ledger? name it with --ledger, such as {names}", names=[*ledgers][:_MOST_LEDGERS])
    return Problem(mapped.place, what, remedy)


def _fitting_ledgers(
    headers: Sequence[str], place: Place, request: ImportRequest, fields: FieldCatalog
) -> dict[str, list[str]]:
    """The ledgers whose fields the columns are, those of the most columns first, with these columns.

    One column tells nothing yet: there are none when no ledger has two.
    """
    found: dict[str, list[str]] = {}
    for name in fields.ledgers if request.of_accounts else ():
        mapping = propose(
            headers, fields.table(name), fields.presets, kind=name, given={}, saved=None, key=request.key, place=place
        )
        found[name] = [headers[column] for column in sorted({column for _, column in mapping.fields})]
    fitting = [name for name, columns in found.items() if columns]
    if max(map(len, found.values()), default=0) < _TELLING:
        return {}
    return {name: found[name] for name in sorted(fitting, key=lambda name: -len(found[name]))}


def _shown(headers: Iterable[str]) -> list[str]:
    return [shown(header) for header in headers][:_MOST_HEADERS]
