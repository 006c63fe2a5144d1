"""``kam init``: make a workspace."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.inputs import pack_reference, path_of
from kamengine.cli.lines.help import OneOf, argument, command, messages_of, option, place_of
from kamengine.cli.pages.output import echo_json, near
from kamengine.cli.rules.packs import ORIGINS
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, Problem, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.find import Candidate
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def _currency(_context: click.Context, param: click.Parameter, text: str) -> str:
    """The code of a currency in capital letters.

    Raises:
        KamError: it is none.
    """
    from kamengine.workspace.settings import is_currency

    if not is_currency(text.upper()):
        what = say("{value} is not a currency", value=f'"{text[:20]}"')
        raise KamError.of(what, say("write its three letters, such as CNY or USD"), place=place_of(param))
    return text.upper()


def _calendar(_context: click.Context, param: click.Parameter, text: str | None) -> str:
    """The name of a calendar, as the settings have it.

    Raises:
        KamError: there is no such calendar.
    """
    if text is None:
        return "CN"
    from kamengine.work.ground.calendar import Calendar

    try:
        return Calendar.of(text).name
    except KamError as error:
        problem = error.problems[0]
        raise KamError.of(problem.what, problem.remedy, place=place_of(param)) from error


@command(
    "init",
    say("Make a workspace: a folder with settings, rule packs, imports, runs and all that people write."),
    "kam init clients/acme --pack telecom",
    'kam init . --name "Acme" --currency USD --plugin telecom',
)
@argument("folder", say("DIR"), say("The folder; it is made if it is not there, and may hold other things."))
@option("--name", value=say("NAME"), help=say("What people call it; else the name of the folder."))
@option("--language", type=OneOf(["zh", "en"]), help=say("What it speaks where the system does not say; else yours."))
@option(
    "--currency",
    default="CNY",
    value=say("CODE"),
    help=say("The currency of its money; CNY if left out."),
    callback=_currency,
)
@option(
    "--calendar",
    value=say("CODE"),
    help=say("Whose working days count: a country such as CN, US or DE-BY, or weekdays; CN if left out."),
    callback=_calendar,
)
@option("--pack", "packs", multiple=True, value=say("PACK"), help=say("A rule pack to copy into it, by id or file."))
@option("--plugin", "plugins", multiple=True, value=say("NAME"), help=say("A plugin that it uses; else all."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON object."))
@click.pass_context
def init(
    context: click.Context,
    folder: str,
    name: str | None,
    language: str | None,
    currency: str,
    calendar: str,
    packs: tuple[str, ...],
    plugins: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make the folder and say what to do next."""
    from kamengine.workspace import Workspace

    messages, path = messages_of(context), path_of(folder)
    host = _host(context, plugins)
    made = Workspace.init(
        path,
        name=name or path.absolute().name,
        language=language or messages.language,
        currency=currency,
        calendar=calendar,
        plugins=plugins or None,
        packs=_contents(packs, host),
    )
    with made:
        if as_json:
            echo_json(_json(made))
        else:
            click.echo(_page(made, host, messages))


def _host(context: click.Context, names: Sequence[str]) -> PluginHost:
    """The plugins that the workspace will use.

    Raises:
        KamError: there is none of a name.
    """
    from kamengine.api import plugins as load

    host = load(enabled=not context.meta.get("kamengine.no_plugins"), only=names or None)
    known = {status.name for status in host.statuses}
    wrong = [name for name in names if name not in known]
    if wrong:
        place = Place(key="--plugin")
        raise KamError(
            Problem(place, say("there is no plugin {name}", name=name[:80]), did_you_mean(name, known))
            for name in wrong
        )
    return host


def _contents(references: Sequence[str], host: PluginHost) -> dict[str, bytes]:
    """The packs to copy, byte by byte: content by name of the file.

    Raises:
        KamError: there is no such pack, or two have one name.
    """
    contents: dict[str, bytes] = {}
    for reference in references:
        name, content = _pack_file(reference, host)
        if contents.get(name, content) != content:
            raise KamError.of(say("two packs are called {name}", name=name), place=Place(key="--pack"))
        contents[name] = content
    return contents


def _pack_file(reference: str, host: PluginHost) -> tuple[str, bytes]:
    """The name and the bytes of a pack's file.

    Raises:
        KamError: there is no such pack, or anything is wrong with it.
    """
    from kamengine.api import examine_pack, plugin_packs
    from kamengine.pack.find import content_of
    from kamengine.pack.read import pack_bytes

    file = pack_reference(reference)
    found = examine_pack(file, host)
    off = _plugins_off(found, host)
    if off:
        what = say("the pack needs plugins that the workspace would not use: {names}", names=off)
        raise KamError.of(what, say("name them too with --plugin"), place=Place(key=f"--pack {reference[:80]}"))
    if found.checked is None:
        raise KamError(found.problems)
    if found.origin in ORIGINS:
        kept = content_of(reference, plugin_packs(host))
        assert kept is not None, "it has just been examined"
        return f"{reference}.toml", kept[2]
    return Path(file).name, pack_bytes(Path(file))


def _plugins_off(found: Candidate, host: PluginHost) -> list[str]:
    """The plugins that a pack is built on and that are there, but not loaded."""
    off = {status.name for status in host.statuses if status.status == "off"}
    return [name for name in (found.pack.plugins if found.pack else ()) if name in off]


def _json(workspace: Workspace) -> dict[str, Any]:
    settings = workspace.settings
    return {
        "workspace": str(workspace.folder),
        "name": settings.name,
        "language": settings.language,
        "currency": settings.currency,
        "calendar": settings.calendar,
        "plugins": None if settings.plugins is None else list(settings.plugins),
        "packs": [str(path.relative_to(workspace.folder)) for path in workspace.pack_files()],
    }


def _page(workspace: Workspace, host: PluginHost, messages: Messages) -> str:
    """Where it is and what to do next; of plans only where a pack says what is to be done, or none is there yet."""
    from kamengine.api.packs.playbooks import work_is_known

    folder = near(str(workspace.folder))
    steps = [] if workspace.folder == Path.cwd() else [(shlex.join(["cd", folder]), "")]
    if not workspace.pack_files():
        steps.append(("kam packs", messages.say("rule packs to copy into rules/")))
    steps += [
        ("kam import accounts.csv --dry-run", messages.say("how the columns would be read")),
        ("kam import accounts.csv", messages.say("bring accounts in")),
        ("kam classify", messages.say("classify them by the packs in rules/")),
        ("kam accounts", messages.say("who is in which tier")),
    ]
    if not workspace.pack_files() or work_is_known(workspace, host):
        steps.append(("kam plan", messages.say("what is to be done, and by whom")))
    lines = [messages.say("Workspace {name} in {folder}", name=workspace.settings.name, folder=folder)]
    lines += [messages.say("Rule pack: {file}", file=f"rules/{path.name}") for path in workspace.pack_files()]
    lines += ["", messages.say("Next:")]
    longest = max(len(call) for call, about in steps if about)
    lines += [f"  {call:<{longest}}  {about}".rstrip() for call, about in steps]
    return "\n".join(plain(line, None) for line in lines)
