"""``kam quality``: how good the data of the workspace are, and which missing facts cost most."""

from __future__ import annotations

from datetime import date

import click

from kamengine.cli.facts.quality_page import quality_page
from kamengine.cli.inputs.inputs import day_of, host_of, pack_reference
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.problems import say


@command(
    "quality",
    say("Report on the data of the workspace: what is missing and leaves accounts undecided, doubtful, or old."),
    "kam quality",
    "kam quality --pack telecom --json",
)
@option("--pack", value=say("PACK"), help=say("Look at this rule pack only, by id or file; else at all in rules/."))
@option(
    "--as-of",
    callback=day_of,
    value=say("DATE"),
    help=say("The date of the run; else the newest date in the ledgers, else today."),
)
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def quality(context: click.Context, pack: str | None, as_of: date | None, as_json: bool) -> None:
    """Count, and report."""
    from kamengine.api import pack_of, packs_of
    from kamengine.api.facts.quality import workspace_quality
    from kamengine.quality import as_json as quality_json

    workspace, host = workspace_of(context), host_of(context)
    if pack is not None:
        packs = [pack_of(workspace, pack_reference(pack), host)]
    else:
        packs = packs_of(workspace, host) if workspace.pack_files() else []
    found = workspace_quality(workspace, packs, as_of=as_of)
    if as_json:
        echo_json(quality_json(found))
    else:
        click.echo(quality_page(found, messages_of(context), page_width()))
