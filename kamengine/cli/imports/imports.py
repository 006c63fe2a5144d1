"""``kam imports``: what was brought into the workspace, by whom, and what still counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.workspaces import local_time, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_lines, page_width
from kamengine.declarations import Label
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.workspace import ImportRecord

_HASH = 8  # so many digits of it are shown
_BELOW = " " * 13  # where the second line of an import begins, below its kind
ACCOUNTS = Label("accounts", "客户")
"""What people call the accounts, beside ledgers, which go by their names."""


@command(
    "imports", say("List every import of the workspace, newest last, with what became of its rows."), "kam imports"
)
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array with an object for each import."))
@click.pass_context
def imports(context: click.Context, as_json: bool) -> None:
    """List the imports."""
    from kamengine.api.facts.imports import counting_ids, waiting_rows
    from kamengine.workspace.needed import lost_quarantines

    workspace, messages = workspace_of(context), messages_of(context)
    records, counting, waiting = workspace.imports.list(), counting_ids(workspace), waiting_rows(workspace)
    if as_json:
        echo_json([{**import_json(record, counting), **_open_json(waiting.get(record.id, {}))} for record in records])
        return
    if not records:
        click.echo(messages.say("Nothing has been imported yet: kam import FILE"))
        return
    click.echo(_table(records, counting, messages))
    click.echo()
    for line in _quarantined([record for record in records if record.id in waiting], waiting, messages):
        click.echo(line)
    for record in lost_quarantines(workspace.imports):
        gone = messages.say("{file} is gone: run kam doctor", file=record.quarantine)
        click.echo("\n".join(page_lines(gone)))
    sums = _sums(records, counting)
    click.echo(messages.say("Imports: {all}; counting (*): {counting}, taken back (x): {undone}", **sums))
    if sums["undone"]:
        stay = messages.say("The files of those taken back stay until kam doctor --fix puts aside what no run needs.")
        click.echo("\n".join(page_lines(stay)))


def import_json(record: ImportRecord, counting: Collection[str]) -> dict[str, Any]:
    """An import as data.

    Args:
        record: the import.
        counting: the ids of those that count now.
    """
    return {
        "import": record.id,
        "kind": record.kind,
        "mode": record.mode,
        "snapshot": record.snapshot,
        "sources": [asdict(source) for source in record.sources],
        **asdict(record.counts),
        "rows": record.rows,
        "period": [record.period.first, record.period.last] if record.period else None,
        "quarantine": record.quarantine,
        "who": record.who,
        "when": record.when,
        "undone": record.undone,
        "current": record.id in counting,
    }


def sources_text(record: ImportRecord, messages: Messages) -> str:
    """The files of an import: the name of the first, without its folders, and how many more there are."""
    names = [PurePath(source.name).name for source in record.sources]
    if len(names) < 2:
        return "".join(names)
    return messages.say("{name} and {n} more", name=names[0], n=len(names) - 1)


def _files(record: ImportRecord) -> str:
    """The same for a table, where there is little room: ``bills-01.csv +299``."""
    names = [PurePath(source.name).name for source in record.sources]
    return names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "") if names else ""


def kind_of(record: ImportRecord) -> Label | str:
    """What was imported: accounts, or a ledger by its name."""
    return record.ledger or ACCOUNTS


def _open_json(waiting: Mapping[str, int]) -> dict[str, Any]:
    """The rows that wait, as data."""
    return {"open": sum(waiting.values()), "open_in": list(waiting)}


def _quarantined(
    held: Sequence[ImportRecord], waiting: Mapping[str, Mapping[str, int]], messages: Messages
) -> Iterator[str]:
    """For each import with quarantined rows, how many of them are still to be mended, and in which files."""
    from kamengine.locale.display import number

    for record in held:
        files = waiting[record.id]
        told = {
            "n": number(record.counts.quarantined, messages.language),
            "open": number(sum(files.values()), messages.language),
            "file": list(files) or record.quarantine,
        }
        text = messages.say("Quarantined rows: {n}, still to be mended: {open}, in {file}", **told)
        yield from page_lines(text, whole=list(files))


def _table(records: Collection[ImportRecord], counting: Collection[str], messages: Messages) -> str:
    """Two lines for each import: what it is of, and below the hash of its first file and what became of its rows."""
    from kamengine.cli.pages.page_table import page_table

    headings = ["", "id", messages.say("kind"), messages.say("when"), messages.say("who")]
    headings.append(messages.say("file"))
    rows = [
        (
            _mark(record, counting),
            record.id[:8],
            record.ledger or messages.label(ACCOUNTS),
            local_time(record.when),
            record.who,
            _files(record),
        )
        for record in records
    ]
    aligns: list[Align] = ["right", "right", "left", "right", "left", "left"]
    lines = page_table(rows, headings, aligns, page_width(), ends=[len(headings) - 1]).splitlines()
    heads, firsts = lines[: -len(rows)], lines[-len(rows) :]
    pairs = zip(firsts, (_fates(record, messages) for record in records), strict=True)
    return "\n".join([*heads, *(line for first, fates in pairs for line in (first, *fates))])


def _fates(record: ImportRecord, messages: Messages) -> list[str]:
    """The hash of the first file of an import and what became of its rows, below it."""
    from kamengine.locale.display import number
    from kamengine.locale.wrap import wrapped

    counts = {name: number(count, messages.language) for name, count in asdict(record.counts).items()}
    text = messages.say("read {read} = taken {taken} + quarantined {quarantined} + skipped {skipped}", **counts)
    if record.sources:
        text = messages.say("sha256 {hash}: {text}", hash=record.sources[0].sha256[:_HASH], text=text)
    return wrapped(text, page_width(), _BELOW, _BELOW)


def _mark(record: ImportRecord, counting: Collection[str]) -> str:
    """Whether an import counts (``*``) or was taken back (``x``)."""
    return "x" if record.undone else "*" if record.id in counting else " "


def _sums(records: Collection[ImportRecord], counting: Collection[str]) -> dict[str, int]:
    undone = sum(record.undone for record in records)
    return {"all": len(records), "counting": sum(record.id in counting for record in records), "undone": undone}
