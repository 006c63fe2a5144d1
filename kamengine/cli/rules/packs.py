"""``kam packs``: the rule packs that can be called by id; and what the commands over packs share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import host_of, pack_reference
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, near
from kamengine.locale import Messages
from kamengine.problems import KamError, Problem, say

if TYPE_CHECKING:
    from kamengine.pack.find import Candidate
    from kamengine.plugin_host import PluginHost

ORIGINS = {"shipped": say("shipped"), "plugin": say("plugin")}
"""Where packs come from that are called by id."""

pack_arguments = argument(
    "packs", say("PACK"), say("A rule pack: a .toml file, or an id that kam packs lists."), nargs=-1, required=True
)


@command("packs", say("List the rule packs that can be called by id, sound or not."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def packs(context: click.Context, as_json: bool) -> None:
    """List shipped packs and those of plugins."""
    from kamengine.api import known_packs
    from kamengine.locale.display import table

    messages = messages_of(context)
    found = known_packs(host_of(context))
    if as_json:
        echo_json([_listed_json(candidate) for candidate in found])
        return
    headers = ("id", messages.say("version"), messages.say("title"), messages.say("origin"), messages.say("state"))
    click.echo(table([_row(candidate, messages) for candidate in found], headers))
    sound = sum(candidate.checked is not None for candidate in found)
    click.echo()
    click.echo(messages.say("Rule packs: {all}; with problems: {failed}", all=len(found), failed=len(found) - sound))


def examine(references: Sequence[str], host: PluginHost) -> tuple[list[Candidate], list[Problem]]:
    """Each pack, sound or not, and why there is none behind a reference."""
    from kamengine.api import examine_pack

    found: list[Candidate] = []
    missing: list[Problem] = []
    for reference in references:
        try:
            found.append(examine_pack(pack_reference(reference), host))
        except KamError as error:
            missing += error.problems
    return found, missing


def _row(candidate: Candidate, messages: Messages) -> tuple[str, str, str, str, str]:
    pack = candidate.pack
    origin = messages.text(ORIGINS[candidate.origin]) if candidate.origin in ORIGINS else candidate.origin
    state = messages.say("sound")
    if candidate.checked is None:
        state = messages.say("problems: {n}; see kam check {id}", n=len(candidate.problems), id=candidate.id)
    title = messages.label(pack.title) if pack else ""
    return candidate.id, pack.version if pack else "", title, origin, state


def _listed_json(candidate: Candidate) -> dict[str, object]:
    pack = candidate.pack
    return {
        "id": candidate.id,
        "version": pack.version if pack else None,
        "title": {"en": pack.title.en, "zh": pack.title.zh} if pack else None,
        "plugins": list(pack.plugins) if pack else [],
        "origin": candidate.origin,
        "sound": candidate.checked is not None,
        "problems": len(candidate.problems),
    }


def problem_json(problem: Problem, messages: Messages) -> dict[str, object]:
    """A problem as data, its words in the reader's language."""
    place = problem.place
    return {
        "file": near(place.file) if place.file else None,
        "line": place.line,
        "key": place.key,
        "what": messages.text(problem.what),
        "remedy": messages.text(problem.remedy) if problem.remedy else None,
    }
