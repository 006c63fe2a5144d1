"""``kam show``: what a kept run came to, and everything that it was computed from; nothing is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.help import argument, command, messages_of, option
from kamengine.cli.output import echo_json, page_lines
from kamengine.cli.runs import run_json
from kamengine.cli.workspaces import local_time, workspace_of
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.model import Pack
    from kamengine.workspace import RunRecord, Workspace

_SHOWN_DIGITS = 16


@command(
    "show", say("Show what a run came to and what it was computed from."), "kam show 3f2a91c0", "kam show 3f2a --json"
)
@argument("run", say("RUN"), say("The run, by the first digits of its id; kam runs lists them."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def show(context: click.Context, run: str, as_json: bool) -> None:
    """Show one run."""
    from kamengine.api import is_up_to_date

    workspace, messages = workspace_of(context), messages_of(context)
    record = workspace.runs.get(run)
    if as_json:
        echo_json({**record.details["summary"], **run_json(record, is_up_to_date(workspace, record))})
        return
    click.echo("\n".join(_page(workspace, record, messages)))


def _page(workspace: Workspace, record: RunRecord, messages: Messages) -> Iterator[str]:
    from kamengine.api import is_up_to_date
    from kamengine.cli.title import run_title
    from kamengine.pack.read import read_pack

    pack, _ = read_pack(record.pack, workspace.runs.pack_content(record))
    assert pack is not None, "the pack could be read when it ran"
    source: Any = record.as_of_from
    yield from page_lines(run_title(pack, date.fromisoformat(record.as_of), source, messages))
    yield from _results(record, pack, messages)
    yield ""
    for text in _origin(record, messages):
        yield from page_lines(text)
    if not is_up_to_date(workspace, record):
        yield from page_lines(messages.say("The facts or the rules have changed since; kam classify makes a new run."))


def _results(record: RunRecord, pack: Pack, messages: Messages) -> Iterator[str]:
    """The counts, and a row for each tier."""
    from kamengine.cli.summary import counts_text, tier_table
    from kamengine.engine.run import Summary
    from kamengine.locale.display import number

    kept, details = record.details["summary"], record.details
    tiers = {tier.id: record.counts[tier.id] for tier in pack.tiers}
    possible = {tier.id: kept["possible"][tier.id] for tier in pack.tiers}
    summary = Summary(
        kept["accounts"],
        record.rows,
        details["scope_unknown"],
        tiers,
        possible,
        kept["undecided"],
        details["without_tier"],
    )
    yield from page_lines(counts_text(summary, messages))
    if record.rows:
        labels = {tier.id: messages.label(tier.label) or tier.id for tier in pack.tiers}
        yield ""
        yield tier_table(summary, labels, messages)
        yield ""
        yield messages.say("Undecided: {n}", n=number(summary.undecided, messages.language))


def _origin(record: RunRecord, messages: Messages) -> Iterator[str]:
    """What the run was computed from, and when and by whom."""
    yield messages.say("Run {id}: {who}, {when}", id=record.id, who=record.who, when=local_time(record.when))
    if record.times > 1:
        times = {"n": record.times, "when": local_time(record.last)}
        yield messages.say("The same came out {n} times, last {when}", **times)
    if record.parameters:
        pairs = [f"{name} = {value}" for name, value in record.parameters.items()]
        yield messages.say("Parameters set: {pairs}", pairs=pairs)
    yield messages.say("Rule pack: {pack} ({sha256})", pack=record.pack, sha256=record.pack_sha256[:_SHOWN_DIGITS])
    yield messages.say("Accounts: {snapshot}", snapshot=record.accounts)
    for name, snapshots in record.ledgers.items():
        yield messages.say("Ledger {name}: {snapshots}", name=name, snapshots=list(snapshots))
    yield messages.say("Facts and corrections as of entry {seq} of the journal", seq=record.facts)
    yield messages.say("Results: {result}, by {engine}, kamengine {program}", **_made_by(record))


def _made_by(record: RunRecord) -> dict[str, str]:
    return {"result": record.result, "engine": record.engine, "program": record.program}
