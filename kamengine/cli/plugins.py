"""``kam plugins`` and ``kam functions``: what is there to build on."""

from __future__ import annotations

import json

import click

from kamengine.cli.help import command, messages_of, option
from kamengine.locale.terminal import plain
from kamengine.problems import say


@command("plugins", say("List every plugin, loaded or not, with what is wrong with it. Status 1 if one failed."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def plugins(context: click.Context, as_json: bool) -> int:
    """List the candidates and what became of them."""
    from kamengine.api import plugins as load
    from kamengine.locale.display import table

    messages = messages_of(context)
    host = load(enabled=not context.find_root().meta.get("kamengine.no_plugins"))
    failed = [status for status in host.statuses if status.status == "failed"]
    if as_json:
        rows = [
            {
                "name": s.name,
                "origin": s.origin,
                "version": s.version,
                "hooks": list(s.hooks),
                "status": s.status,
                "error": str(s.error) if s.error else None,
            }
            for s in host.statuses
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return int(bool(failed))
    words = {"loaded": messages.say("loaded"), "failed": messages.say("failed"), "off": messages.say("off")}
    rows_shown = [(s.name, s.origin, s.version, words[s.status], " ".join(s.hooks)) for s in host.statuses]
    headers = (
        messages.say("plugin"),
        messages.say("origin"),
        messages.say("version"),
        messages.say("state"),
        messages.say("hooks"),
    )
    click.echo(table(rows_shown, headers))
    for status in failed:
        if status.error:
            click.echo(plain(f"{status.name}: {messages.text(status.error)}", None))
    loaded = sum(status.status == "loaded" for status in host.statuses)
    click.echo(
        messages.say(
            "{all} plugins: {loaded} loaded, {failed} failed", all=len(host.statuses), loaded=loaded, failed=len(failed)
        )
    )
    return int(bool(failed))


@command("functions", say("List the functions that conditions may call."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def functions(context: click.Context, as_json: bool) -> None:
    """List the built-in functions and those of plugins."""
    from kamengine.cli.inputs import host_of
    from kamengine.language.builtins import BUILTINS
    from kamengine.locale.display import table

    messages = messages_of(context)
    found = [(function, "kamengine") for function in BUILTINS.values()]
    for contribution in host_of(context).contributions.values():
        found += [(function, contribution.plugin) for function in contribution.functions.values()]
    if as_json:
        listed = [
            {
                "name": f.name,
                "signature": f.signature,
                "looks_at": f.scope,
                "origin": origin,
                "doc": {"en": f.doc.en, "zh": f.doc.zh},
            }
            for f, origin in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    scopes = {
        "account": messages.say("one account"),
        "portfolio": messages.say("all accounts"),
        "ledger": messages.say("ledger rows"),
    }
    rows = [(f.signature, scopes[f.scope], origin, messages.label(f.doc)) for f, origin in found]
    headers = (
        messages.say("function"),
        messages.say("looks at"),
        messages.say("origin"),
        messages.say("what it gives"),
    )
    click.echo(table(rows, headers, limit=100))
