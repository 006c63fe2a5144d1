"""``kam explain``: why an account has its tier, what is unknown, and which facts would decide."""

from __future__ import annotations

import json

import click

from kamengine.cli.help import command, messages_of, option
from kamengine.cli.inputs import Inputs, account_options, classify_inputs, host_of
from kamengine.problems import say


@command(
    "explain", say("Say why an account has its tier: each criterion as a sentence, its points, and what is missing.")
)
@account_options
@click.argument("account_id")
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def explain(context: click.Context, inputs: Inputs, account_id: str, as_json: bool) -> None:
    """Explain one account."""
    from kamengine.engine.inspect import why_absent
    from kamengine.explain import as_json as explanation_json
    from kamengine.explain import explain as explain_account
    from kamengine.explain import render_text

    run = classify_inputs(context, host_of(context), inputs).run
    explanation = explain_account(run, account_id)
    if explanation is None:
        raise why_absent(run, account_id)
    messages = messages_of(context)
    if as_json:
        click.echo(json.dumps(explanation_json(explanation, messages), ensure_ascii=False))
    else:
        click.echo(render_text(explanation, messages, width=_width()))


def _width() -> int:
    import shutil

    return max(60, min(120, shutil.get_terminal_size().columns))
