"""``kam classify``: a pack and a file of accounts → tiers, as a summary, JSON, or a file with a row per account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.help import command, messages_of, option
from kamengine.cli.inputs import Inputs, account_options, classify_inputs, host_of
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.engine.run import Run, Summary
    from kamengine.locale import Messages


@command("classify", say("Classify the accounts in a file (.csv or .parquet) by a rule pack: its file, or its id."))
@account_options
@option("-o", "--output", metavar="FILE", help=say("Write a row per account to a .csv or .parquet file."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def classify(context: click.Context, inputs: Inputs, output: str | None, as_json: bool) -> None:
    """Classify and report."""
    out = Path(output) if output else None
    quarantine = out.with_name(f"{out.stem}.quarantine.csv") if out else None
    run = classify_inputs(context, host_of(context), inputs, quarantine).run
    if out is not None:
        run.write(out)
    summary = run.summary()
    if as_json:
        click.echo(json.dumps(summary_json(run, summary), ensure_ascii=False))
        return
    click.echo(summary_text(run, summary, messages_of(context)))
    if out is not None:
        click.echo(messages_of(context).say("Results: {file}", file=str(out)))


def summary_json(run: Run, summary: Summary) -> dict[str, Any]:
    """The summary in the shape that scripts rely on."""
    return {
        "pack": run.checked.pack.id,
        "version": run.checked.pack.version,
        "as_of": run.as_of.isoformat(),
        "accounts": summary.accounts,
        "in_scope": summary.in_scope,
        "tiers": dict(summary.tiers),
        "possible": dict(summary.possible),
        "undecided": summary.undecided,
    }


def summary_text(run: Run, summary: Summary, messages: Messages) -> str:
    """The summary for people: the pack, the counts, a row per tier, and what is missing."""
    from kamengine.locale.display import number, table

    language = messages.language
    pack = run.checked.pack
    title = messages.label(pack.title) or pack.id
    lines = [f"{title} {pack.version} · {run.as_of.isoformat()}"]
    lines.append(
        messages.say(
            "{accounts} accounts, {scope} in scope",
            accounts=number(summary.accounts, language),
            scope=number(summary.in_scope, language),
        )
    )
    if summary.scope_unknown:
        lines.append(
            messages.say(
                "{n} left out: it is unknown whether the pack speaks about them",
                n=number(summary.scope_unknown, language),
            )
        )
    rows = [
        (
            messages.label(run.checked.tier_label(id)),
            number(summary.tiers[id], language),
            number(summary.possible[id], language),
        )
        for id in summary.tiers
    ]
    if summary.without_tier:
        rows.append((messages.say("no tier"), number(summary.without_tier, language), ""))
    headers = (messages.say("tier"), messages.say("certain"), messages.say("possible"))
    lines += ["", table(rows, headers, ("left", "right", "right"))]
    lines += ["", *_undecided(run, summary, messages)]
    return "\n".join(lines)


def _undecided(run: Run, summary: Summary, messages: Messages) -> list[str]:
    from kamengine.engine.deciding import deciding_facts
    from kamengine.locale.display import number

    language = messages.language
    if not summary.undecided:
        return [messages.say("Every account is decided.")]
    lines = [
        messages.say(
            "{n} accounts are undecided: the certain tier is the least they have, the possible one the most.",
            n=number(summary.undecided, language),
        )
    ]
    missing = list(deciding_facts(run).items())[:6]
    if missing:
        facts = [f"{messages.label(run.checked.label(name))} ({number(n, language)})" for name, n in missing]
        lines.append(messages.say("Facts that would decide them: {facts}", facts=facts))
    return lines
