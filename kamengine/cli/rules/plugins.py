"""``kam plugins`` and ``kam functions``: what is there to build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.lines.help_page import term_list
from kamengine.cli.pages.output import echo_json
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamengine.language.functions import Function
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.plugin_host.model import PluginStatus

_OWN = "kamengine"
"""The origin of the functions that are no plugin's."""


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
    messages = messages_of(context)
    found = _functions(host_of(context))
    if as_json:
        echo_json([_function_json(function, origin) for function, origin in found])
        return
    click.echo("\n\n".join("\n".join(block) for block in _blocks(found, messages)))


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

    found = [(function, _OWN) for function in BUILTINS.values()]
    for contribution in host.contributions.values():
        found += [(function, contribution.plugin) for function in contribution.functions.values()]
    return found


def _blocks(found: Sequence[tuple[Function, str]], messages: Messages) -> Iterator[list[str]]:
    """The functions by what they look at, each with what it gives, and with its plugin when it is one's."""
    heads = {
        "account": messages.say("Functions of one account"),
        "portfolio": messages.say("Functions of all accounts in scope"),
        "ledger": messages.say("Functions of the rows of a ledger"),
    }
    for scope, head in heads.items():
        rows = [(plain(f.signature), _gives(f, origin, messages)) for f, origin in found if f.scope == scope]
        if rows:
            yield [head, *term_list(rows)]


def _gives(function: Function, origin: str, messages: Messages) -> str:
    text = plain(messages.label(function.doc), None)
    if origin == _OWN:
        return text
    return messages.say("{text} (plugin {name})", text=text, name=plain(origin))


def _function_json(function: Function, origin: str) -> dict[str, object]:
    return {
        "name": function.name,
        "signature": function.signature,
        "looks_at": function.scope,
        "origin": origin,
        "doc": {"en": function.doc.en, "zh": function.doc.zh},
    }
