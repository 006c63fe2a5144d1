"""``kam show``: what a kept run came to, and everything that it was computed from; nothing is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kamengine.cli.accounts.runs import run_json
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_lines
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.workspace import RunRecord, Workspace


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
    from kamengine.api.runs.words import kept_results, kept_title, origin_of, pack_of_run

    pack = pack_of_run(workspace, record)
    yield from page_lines(kept_title(pack, record, messages))
    for text, whole in kept_results(record, pack, messages):
        yield from [text] if whole else page_lines(text)
    yield ""
    for text in origin_of(record, messages):
        yield from page_lines(text)
    if not is_up_to_date(workspace, record):
        yield from page_lines(messages.say("The facts or the rules have changed since; kam classify makes a new run."))
