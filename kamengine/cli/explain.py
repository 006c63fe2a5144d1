"""``kam explain``: why an account has its tier, what is unknown, and which facts would decide."""

from __future__ import annotations

import click

from kamengine.cli.help import argument, command, messages_of, option
from kamengine.cli.inputs import Inputs, account_options, classify_inputs, host_of
from kamengine.cli.output import echo_json, page_width
from kamengine.problems import say


@command(
    "explain",
    say("Say why an account has its tier: each criterion in words, its points, what is missing, what must change."),
    "kam explain telecom accounts.csv C0017 --ledger bills=bills.csv",
)
@account_options
@argument("account_id", say("ACCOUNT_ID"), say("The account's id, as it stands in the file."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def explain(context: click.Context, inputs: Inputs, account_id: str, as_json: bool) -> None:
    """Explain one account."""
    from kamengine.changes import what_must_change
    from kamengine.engine.inspect import why_absent
    from kamengine.explain import as_json as explanation_json
    from kamengine.explain import explain as explain_account
    from kamengine.explain import render_text

    run = classify_inputs(context, host_of(context), inputs).run
    explanation = explain_account(run, account_id)
    if explanation is None:
        raise why_absent(run, account_id)
    messages, changes = messages_of(context), what_must_change(run, account_id)
    if as_json:
        echo_json(explanation_json(explanation, messages, changes))
    else:
        click.echo(render_text(explanation, messages, width=page_width(), changes=changes))
