"""``kam classify``: a pack and a file of accounts → tiers, as a summary, JSON, or a file with a row per account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.accounts.next_steps import next_steps_json, next_steps_text
from kamengine.cli.accounts.summary import summary_text
from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.calls import explain_call
from kamengine.cli.inputs.inputs import (
    Inputs,
    account_or_workspace_options,
    classify_inputs,
    host_of,
    keep_inputs,
    path_of,
)
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.changes.to_next import NextSteps
    from kamengine.engine.run import Run

_SUFFIXES = (".csv", ".parquet")


@command(
    "classify",
    say(
        "Classify the accounts in a file, or those of the workspace, by a rule pack: which tier each one certainly "
        "has, and which it may have."
    ),
    "kam classify telecom accounts.csv --ledger bills=bills.csv",
    "kam classify my-rules.toml accounts.csv --set key_spend=12000 -o tiers.csv",
    "kam classify telecom accounts.csv --ledger bills=bills.csv --to-next -o next.csv",
    "kam classify telecom",
    "kam classify",
)
@account_or_workspace_options
@option("-o", "--output", value=say("FILE"), help=say("Write a row per account to a .csv or .parquet file."))
@option("--to-next", is_flag=True, help=say("Add to each account the cheapest change of one fact to a better tier."))
@option("--json", "as_json", is_flag=True, help=say("Print the summary as one JSON object."))
@who_option
@click.pass_context
def classify(
    context: click.Context,
    inputs: Inputs | Asked,
    output: str | None,
    to_next: bool,
    as_json: bool,
    who: str,
) -> int:
    """Classify and report."""
    if isinstance(inputs, Asked):
        from kamengine.cli.accounts.workspace_classify import classify_in_workspace

        out = results_file(output) if output is not None else None
        return classify_in_workspace(context, inputs, out, to_next=to_next, as_json=as_json, who=who)
    _classify_files(context, inputs, output, to_next, as_json)
    return 0


def _classify_files(context: click.Context, inputs: Inputs, output: str | None, to_next: bool, as_json: bool) -> None:
    out = results_file(output, inputs) if output is not None else None
    quarantine = out.with_name(f"{out.stem}.quarantine.csv") if out else None
    messages = messages_of(context)
    classified = classify_inputs(context, host_of(context), inputs, quarantine)
    steps = next_steps_of(classified.run) if to_next else None
    if out is not None:
        write_results(steps.run if steps is not None else classified.run, out)
    if as_json:
        from kamengine.api import summary_json

        echo_json({**summary_json(classified.run), **(next_steps_json(steps) if steps is not None else {})})
        return
    click.echo(summary_text(classified, messages))
    if steps is not None:
        click.echo(next_steps_text(steps, messages))
    for account in classified.run.undecided(1):
        click.echo(messages.say("To see why: {call}", call=explain_call(inputs, account)))
    if out is not None:
        click.echo(messages.say("A row per account is in {file}", file=str(out)))


def write_results(run: Run, path: Path) -> None:
    """Write a row per account; in CSV, no text of the data is one that a spreadsheet takes for a formula.

    Raises:
        KamError: the file cannot be written.
    """
    from kamengine.intake.formulas import neutralised_sql

    run.write(path, text_in_csv=neutralised_sql)


def next_steps_of(run: Run) -> NextSteps:
    """The cheapest change of every account."""
    from kamengine.changes.to_next import to_next

    return to_next(run)


def results_file(text: str, *inputs: Inputs) -> Path:
    """The path for the results, looked at before any work is done.

    Raises:
        KamError: results cannot be written there.
    """
    out, place = path_of(text), Place(text) if text else Place(key="--output")
    if out.suffix.lower() not in _SUFFIXES:
        what = say("results are written as .csv or .parquet")
        raise KamError.of(what, say("name a file that ends in .csv or .parquet"), place=place)
    if out.is_dir():
        raise KamError.of(say("this is a directory, not a file"), say("name a file in it"), place=place)
    above = next(folder for folder in (*out.parents, Path()) if folder.exists())
    if not above.is_dir():
        what = say("this is a file, not a folder")
        raise KamError.of(what, say("name a file in a folder"), place=Place(str(above)))
    for read in inputs:
        keep_inputs(out, read)
    return out
