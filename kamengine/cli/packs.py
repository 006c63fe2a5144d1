"""``kam check`` and ``kam packs``: rule packs, sound or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kamengine.cli.help import argument, command, messages_of, option
from kamengine.cli.inputs import host_of, pack_reference
from kamengine.cli.output import echo_json, echo_problem, near, problem_line
from kamengine.locale import Messages
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Problem, say

if TYPE_CHECKING:
    from kamengine.pack.find import Candidate
    from kamengine.plugin_host import PluginHost

_ORIGINS = {"shipped": say("shipped"), "plugin": say("plugin")}

pack_arguments = argument(
    "packs", say("PACK"), say("A rule pack: a .toml file, or an id that kam packs lists."), nargs=-1, required=True
)


@command(
    "check",
    say("Check rule packs whole: every problem on a line with file, line and key. Status 1 if there are any."),
    "kam check my-rules.toml",
)
@pack_arguments
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array with an object for each pack."))
@click.pass_context
def check(context: click.Context, packs: tuple[str, ...], as_json: bool) -> int:
    """Report every problem of each pack."""
    host, messages = host_of(context), messages_of(context)
    found, missing = examine(packs, host)
    for problem in missing:
        echo_problem(problem, messages)
    if as_json:
        echo_json([_checked_json(candidate, messages) for candidate in found])
    else:
        for line in _report(found, messages):
            click.echo(line)
    return 2 if missing else int(any(candidate.problems for candidate in found))


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


def _report(found: Sequence[Candidate], messages: Messages) -> Iterator[str]:
    for candidate in found:
        yield from (problem_line(problem, messages) for problem in candidate.problems)
        if candidate.checked is not None:
            yield _sound(candidate, messages)
        else:
            name = candidate.id if candidate.origin in _ORIGINS else near(candidate.origin)
            yield plain(messages.say("{pack}: problems: {n}", pack=name, n=len(candidate.problems)), None)


def _sound(candidate: Candidate, messages: Messages) -> str:
    checked = candidate.checked
    assert checked is not None
    pack = checked.pack
    return messages.say(
        "{pack} {version}: sound; criteria: {criteria}, indicators: {indicators}, tiers: {tiers}, tests: {tests}",
        pack=pack.id,
        version=pack.version,
        criteria=len(pack.criteria),
        indicators=len(pack.indicators),
        tiers=len(pack.tiers),
        tests=len(pack.tests),
    )


def _row(candidate: Candidate, messages: Messages) -> tuple[str, str, str, str, str]:
    pack = candidate.pack
    origin = messages.text(_ORIGINS[candidate.origin]) if candidate.origin in _ORIGINS else candidate.origin
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


def _checked_json(candidate: Candidate, messages: Messages) -> dict[str, object]:
    return {
        "pack": candidate.id,
        "version": candidate.pack.version if candidate.pack else None,
        "sound": candidate.checked is not None,
        "problems": [problem_json(problem, messages) for problem in candidate.problems],
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
