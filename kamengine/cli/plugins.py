"""``kam plugins`` and ``kam functions``: what is there to build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamengine.cli.help import command, messages_of, option
from kamengine.cli.inputs import host_of
from kamengine.cli.output import echo_json
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.language.functions import Function
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.plugin_host.model import PluginStatus


@command("plugins", say("List every plugin, loaded or not, with what is wrong with it. Status 1 if one failed."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def plugins(context: click.Context, as_json: bool) -> int:
    """List the candidates and what became of them."""
    from kamengine.api import plugins as load
    from kamengine.locale.display import table

    messages = messages_of(context)
    found = load(enabled=not context.meta.get("kamengine.no_plugins")).statuses
    failed = [status for status in found if status.status == "failed"]
    if as_json:
        echo_json([_status_json(status, messages) for status in found])
        return int(bool(failed))
    headers = [messages.say("plugin"), messages.say("origin"), messages.say("version"), messages.say("state")]
    click.echo(table([_row(status, messages) for status in found], [*headers, messages.say("hooks")]))
    click.echo()
    for status in failed:
        if status.error:
            click.echo(plain(f"{status.name}: {messages.text(status.error)}", None))
    loaded = sum(status.status == "loaded" for status in found)
    counts = {"all": len(found), "loaded": loaded, "failed": len(failed), "off": len(found) - loaded - len(failed)}
    click.echo(messages.say("Plugins: {all}; loaded: {loaded}, failed: {failed}, off: {off}", **counts))
    return int(bool(failed))


@command("functions", say("List the functions that conditions may call."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def functions(context: click.Context, as_json: bool) -> None:
    """List the built-in functions and those of plugins."""
    from kamengine.locale.display import table

    messages = messages_of(context)
    found = _functions(host_of(context))
    if as_json:
        echo_json([_function_json(function, origin) for function, origin in found])
        return
    scopes = {
        "account": messages.say("one account"),
        "portfolio": messages.say("all accounts"),
        "ledger": messages.say("ledger rows"),
    }
    rows = [(f.signature, scopes[f.scope], origin, messages.label(f.doc)) for f, origin in found]
    headers = [messages.say("function"), messages.say("looks at"), messages.say("origin")]
    click.echo(table(rows, [*headers, messages.say("what it gives")], limit=100))


def _row(status: PluginStatus, messages: Messages) -> tuple[str, str, str, str, str]:
    states = {"loaded": messages.say("loaded"), "failed": messages.say("failed"), "off": messages.say("off")}
    origin = messages.say("built-in") if status.origin == "built-in" else status.origin
    return status.name, origin, status.version, states[status.status], " ".join(status.hooks)


def _status_json(status: PluginStatus, messages: Messages) -> dict[str, object]:
    return {
        "name": status.name,
        "origin": status.origin,
        "version": status.version,
        "hooks": list(status.hooks),
        "status": status.status,
        "error": messages.text(status.error) if status.error else None,
    }


def _functions(host: PluginHost) -> list[tuple[Function, str]]:
    from kamengine.language.builtins import BUILTINS

    found = [(function, "kamengine") for function in BUILTINS.values()]
    for contribution in host.contributions.values():
        found += [(function, contribution.plugin) for function in contribution.functions.values()]
    return found


def _function_json(function: Function, origin: str) -> dict[str, object]:
    return {
        "name": function.name,
        "signature": function.signature,
        "looks_at": function.scope,
        "origin": origin,
        "doc": {"en": function.doc.en, "zh": function.doc.zh},
    }
