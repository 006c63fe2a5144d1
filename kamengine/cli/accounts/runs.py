"""``kam runs``: every run that the workspace keeps, and whether it is of the facts and rules of now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.workspaces import local_time, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.workspace import RunRecord

SHOWN_DIGITS = 8
"""So many digits of the id of a run are shown and typed."""
_AFTER_ACCOUNTS = 5


@command("runs", say("List every run of the workspace, newest last."), "kam runs", "kam runs --pack telecom --json")
@option("--pack", value=say("PACK"), help=say("Only the runs of this pack, by its id."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array with an object for each run."))
@click.pass_context
def runs(context: click.Context, pack: str | None, as_json: bool) -> None:
    """List the runs."""
    from kamengine.api import is_up_to_date
    from kamengine.api.runs.words import left_out_in

    workspace, messages = workspace_of(context), messages_of(context)
    records = workspace.runs.list(pack)
    current = [is_up_to_date(workspace, record) for record in records]
    if as_json:
        echo_json([run_json(record, now) for record, now in zip(records, current, strict=True)])
        return
    if not records:
        click.echo(messages.say("Nothing has been classified yet: kam classify"))
        return
    click.echo(_table(records, current, messages))
    click.echo()
    click.echo(
        messages.say("Runs: {n}; of the facts and rules as they are now (*): {now}", n=len(records), now=sum(current))
    )
    if any(map(left_out_in, records)):
        click.echo(
            messages.say("left out: accounts whose share or rank is unknown; tiers may still change with the list.")
        )
    click.echo(messages.say("kam show RUN shows one, kam rerun RUN computes it again"))


def run_json(record: RunRecord, current: bool) -> dict[str, Any]:
    """A run as data, without its results."""
    from kamengine.api.runs.words import left_out_in

    return {
        "run": record.id,
        "pack": record.pack,
        "version": record.version,
        "pack_sha256": record.pack_sha256,
        "as_of": record.as_of,
        "as_of_from": record.as_of_from,
        "parameters": dict(record.parameters),
        "snapshots": {"accounts": record.accounts, "ledgers": {name: list(of) for name, of in record.ledgers.items()}},
        "facts": record.facts,
        "in_scope": record.rows,
        "tiers": dict(record.counts),
        "left_out": left_out_in(record),
        "result": record.result,
        "engine": record.engine,
        "program": record.program,
        "who": record.who,
        "when": record.when,
        "last": record.last,
        "last_who": record.last_who,
        "times": record.times,
        "current": current,
    }


def _table(records: Sequence[RunRecord], current: Sequence[bool], messages: Messages) -> str:
    from kamengine.api.runs.words import left_out_in
    from kamengine.cli.pages.page_table import page_table
    from kamengine.locale.display import number

    headings = ["", "id", messages.say("pack"), messages.say("as of"), messages.say("accounts"), messages.say("when")]
    headings += [messages.say("who")]
    left_out = [max((one["accounts"] for one in left_out_in(record)), default=0) for record in records]
    rows: list[tuple[str, ...]] = [
        (
            "*" if now else " ",
            record.id[:SHOWN_DIGITS],
            record.pack,
            record.as_of,
            number(record.rows, messages.language),
            local_time(record.last),
            record.last_who,
        )
        for record, now in zip(records, current, strict=True)
    ]
    aligns: list[Align] = ["left", "left", "left", "right", "right", "right", "left"]
    if any(left_out):
        headings.insert(_AFTER_ACCOUNTS, messages.say("left out"))
        aligns.insert(_AFTER_ACCOUNTS, "right")
        counts = [number(n, messages.language) if n else "" for n in left_out]
        rows = [(*row[:_AFTER_ACCOUNTS], n, *row[_AFTER_ACCOUNTS:]) for row, n in zip(rows, counts, strict=True)]
    return page_table(rows, headings, aligns, page_width())
