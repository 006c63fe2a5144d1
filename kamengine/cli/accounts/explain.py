"""``kam explain``: why an account has its tier, what is unknown, and which facts would decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.calls import classify_call
from kamengine.cli.inputs.inputs import Inputs, account_or_facts_options, classify_quietly, host_of
from kamengine.cli.inputs.witness import ACCOUNT, made_up_run
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.lines.line import missing
from kamengine.cli.pages.output import echo_json, echo_note, echo_notes_elsewhere, page_width
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.engine.run import Run


@command(
    "explain",
    say("Say why an account has its tier: each criterion in words, its points, what is missing, what must change."),
    "kam explain telecom accounts.csv C0017 --ledger bills=bills.csv",
    "kam explain telecom --fact monthly_spend=12000 --fact city_level=prefecture",
    "kam explain C0017",
)
@account_or_facts_options
@argument("account_id", say("ACCOUNT_ID"), say("The account's id, as it stands in the file."), required=False)
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def explain(
    context: click.Context, inputs: Inputs | Asked, account_id: str | None, facts: Mapping[str, str], as_json: bool
) -> int:
    """Explain one account."""
    if isinstance(inputs, Asked):
        from kamengine.cli.accounts.workspace_explain import explain_in_workspace

        return explain_in_workspace(context, inputs, account_id, as_json=as_json)
    _explain(context, inputs, account_id, facts, as_json)
    return 0


def _explain(
    context: click.Context, inputs: Inputs, account_id: str | None, facts: Mapping[str, str], as_json: bool
) -> None:
    from kamengine.changes import what_must_change
    from kamengine.engine.inspect import why_absent
    from kamengine.explain import as_json as explanation_json
    from kamengine.explain import explain as explain_account
    from kamengine.explain import render_text

    run, account_id, notes = _run(context, inputs, account_id, facts)
    messages, explanation = messages_of(context), explain_account(run, account_id)
    if explanation is None or inputs.on_error == "quarantine":
        for note in notes:  # rows were left out, and perhaps written to a file
            echo_note(note, messages)
    else:
        echo_notes_elsewhere(notes, classify_call(inputs), messages)
    if explanation is None:
        raise why_absent(run, account_id)
    changes = what_must_change(run, account_id)
    if as_json:
        echo_json(explanation_json(explanation, messages, changes))
    else:
        click.echo(render_text(explanation, messages, width=page_width(), changes=changes))


def _run(
    context: click.Context, inputs: Inputs, account_id: str | None, facts: Mapping[str, str]
) -> tuple[Run, str, tuple[Message, ...]]:
    """The run over the files, or over the one account that has the facts; the id of the account; and notes on files."""
    if facts:
        from kamengine.api import load_pack

        return made_up_run(load_pack(inputs.pack, host_of(context)), facts, inputs.as_of, inputs.sets), ACCOUNT, ()
    if account_id is None:
        raise missing("account_id")
    classified = classify_quietly(context, host_of(context), inputs)
    return classified.run, account_id, classified.notes
