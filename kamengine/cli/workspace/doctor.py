"""``kam doctor``: is everything in the workspace as it should be, and what can be repaired."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.workspaces import no_workspace
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, near, page_lines, problem_line
from kamengine.cli.rules.packs import problem_json
from kamengine.problems import KamError, Message, Place, Problem, code_of, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace.doctor import Check, Finding, Found
    from kamengine.workspace.folder import Folder

_CHECKS: Mapping[Check, Message] = {
    "settings": say("settings"),
    "catalog": say("catalog"),
    "imports": say("imports"),
    "runs": say("runs"),
    "files": say("files"),
    "work": say("human work"),
    "packs": say("rule packs"),
    "plugins": say("plugins"),
}


@command(
    "doctor",
    say("Look the workspace over: settings, catalog, files, rule packs, plugins. Status 1 if anything is wrong."),
    "kam doctor",
    "kam doctor --fix",
)
@option("--fix", is_flag=True, help=say("Repair what can be repaired; files are put aside, never deleted."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array with an object for each finding."))
@click.pass_context
def doctor(context: click.Context, fix: bool, as_json: bool) -> int:
    """Examine, and say what was found."""
    from kamengine.workspace.doctor import examine

    messages, folder = messages_of(context), _folder(context)
    found = examine(folder.root, fix=fix)
    _plugins_and_packs(context, folder, found)
    if as_json:
        echo_json([_json(finding, messages) for finding in found.findings])
    else:
        click.echo(_page(folder, found, messages))
    return int(found.open > 0)


def _folder(context: click.Context) -> Folder:
    """The folder to look over: as for other commands, but it may be a workspace that cannot be opened.

    Raises:
        KamError: none is named, and this is none.
    """
    from kamengine.workspace.folder import Folder
    from kamengine.workspace.workspace import VARIABLE

    named: Path | None = context.meta.get("kamengine.workspace")
    folder = Folder((named or Path(os.environ.get(VARIABLE) or ".")).absolute())
    if named is None and not (folder.settings.is_file() or folder.catalog.is_file()):
        raise no_workspace(context)
    return folder


def _plugins_and_packs(context: click.Context, folder: Folder, found: Found) -> None:
    """What plugins and rule packs say of themselves, with the plugins that the settings name."""
    from kamengine.api import plugins
    from kamengine.workspace.doctor import Finding
    from kamengine.workspace.settings import read_settings

    try:
        only = read_settings(folder.settings).plugins
    except KamError:  # which was found already
        return
    host = plugins(enabled=not context.meta.get("kamengine.no_plugins"), only=only)
    found.looked_at["plugins"] = sum(status.status == "loaded" for status in host.statuses)
    for status in host.statuses:
        if status.status == "failed" and status.error is not None:
            what = say("the plugin {name} failed: {reason}", name=status.name, reason=status.error)
            found.findings.append(Finding("plugins", Problem(Place(), what, say("see kam plugins"))))
    for name in sorted(set(only or ()) - {status.name for status in host.statuses}):
        what = say("the plugin {name} is not installed", name=name)
        found.add("plugins", folder.settings, what, say("install it, or take it out of the line plugins"))
    _packs(host, folder, found)


def _packs(host: PluginHost, folder: Folder, found: Found) -> None:
    from kamengine.api import examine_pack

    paths = sorted(folder.rules.glob("*.toml"))
    found.looked_at["packs"] = len(paths)
    for path in paths:
        try:
            found.add_problems("packs", examine_pack(str(path), host).problems)
        except KamError as error:
            found.add_problems("packs", error.problems)


def _json(finding: Finding, messages: Messages) -> dict[str, Any]:
    problem = problem_json(finding.problem, messages)
    return {"check": finding.check, "state": finding.state, "code": code_of(finding.problem.what), **problem}


def _page(folder: Folder, found: Found, messages: Messages) -> str:
    """A line for each check, then the findings."""
    from kamengine.locale.terminal import table

    checks = {check: name for check, name in _CHECKS.items() if check != "work" or check in found.looked_at}
    rows = [(messages.text(name), _verdict(check, found, messages)) for check, name in checks.items()]
    headings = (messages.say("looked at"), messages.say("found"))
    lines = [messages.say("Workspace in {folder}", folder=near(str(folder.root))), "", table(rows, headings)]
    for title, state in (
        (say("To be mended:"), "open"),
        (say("Repaired:"), "fixed"),
        (say("Worth knowing:"), "note"),
    ):
        of_state = [finding for finding in found.findings if finding.state == state]
        if of_state:
            lines += ["", messages.text(title)]
            for finding in of_state:
                file = near(finding.problem.place.file or "")
                lines += page_lines(problem_line(finding.problem, messages), "  ", "    ", whole=[file])
    return "\n".join(lines)


def _verdict(check: Check, found: Found, messages: Messages) -> str:
    """What a check came to."""
    looked = found.looked_at.get(check)
    wrong = sum(finding.check == check and finding.state == "open" for finding in found.findings)
    if wrong:
        return messages.say("problems: {n}", n=wrong)
    if looked is None:
        return messages.say("not looked at")
    return messages.say("fine") if check in ("settings", "catalog") else messages.say("fine ({n})", n=looked)
