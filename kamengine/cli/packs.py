"""``kam check``, ``kam test`` and ``kam packs``: rule packs, sound or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kamengine.cli.help import command, messages_of, option
from kamengine.cli.inputs import host_of
from kamengine.locale import Messages
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.engine.pack_tests import TestResult
    from kamengine.pack.find import Candidate


@command(
    "check", say("Check rule packs whole: every problem on a line with file, line and key. Status 1 if there are any.")
)
@click.argument("packs", nargs=-1, required=True, metavar="PACK…")
@click.pass_context
def check(context: click.Context, packs: tuple[str, ...]) -> int:
    """Report every problem of each pack."""
    from kamengine.api import examine_pack

    host, messages = host_of(context), messages_of(context)
    found = [examine_pack(reference, host) for reference in packs]
    for candidate in found:
        for problem in candidate.problems:
            click.echo(plain(problem.text(messages), None))
        if candidate.checked is not None:
            click.echo(_sound(candidate, messages))
    return int(any(candidate.problems for candidate in found))


@command("test", say("Run the tests inside rule packs, and show what came out otherwise. Status 1 if any fails."))
@click.argument("packs", nargs=-1, required=True, metavar="PACK…")
@click.pass_context
def test(context: click.Context, packs: tuple[str, ...]) -> int:
    """Run the tests of each pack."""
    from kamengine.api import load_pack
    from kamengine.engine.pack_tests import run_tests

    host, messages = host_of(context), messages_of(context)
    failed = 0
    for checked in [load_pack(reference, host) for reference in packs]:
        results = run_tests(checked)
        failures = [result for result in results if not result.passed]
        for result in failures:
            click.echo("\n".join(_failure(result, messages)))
        failed += len(failures)
        click.echo(
            messages.say(
                "{pack}: {passed} of {all} tests passed",
                pack=checked.pack.id,
                passed=len(results) - len(failures),
                all=len(results),
            )
        )
    return int(failed > 0)


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
        click.echo(json.dumps([_pack_json(candidate) for candidate in found], ensure_ascii=False))
        return
    rows = [
        (
            candidate.id,
            candidate.pack.version if candidate.pack else "",
            _title(candidate, messages),
            candidate.origin,
            _state(candidate, messages),
        )
        for candidate in found
    ]
    headers = ("id", messages.say("version"), messages.say("title"), messages.say("origin"), messages.say("state"))
    click.echo(table(rows, headers))
    loaded = sum(candidate.checked is not None for candidate in found)
    click.echo(
        messages.say(
            "{all} packs: {loaded} sound, {failed} with problems",
            all=len(found),
            loaded=loaded,
            failed=len(found) - loaded,
        )
    )


def _sound(candidate: Candidate, messages: Messages) -> str:
    checked = candidate.checked
    assert checked is not None
    pack = checked.pack
    return messages.say(
        "{pack} {version}: sound; {criteria} criteria, {indicators} indicators, {tiers} tiers, {tests} tests",
        pack=pack.id,
        version=pack.version,
        criteria=len(pack.criteria),
        indicators=len(pack.indicators),
        tiers=len(pack.tiers),
        tests=len(pack.tests),
    )


def _failure(result: TestResult, messages: Messages) -> list[str]:
    lines = [plain(messages.say("{place}: failed: {name}", place=str(result.place), name=result.name), None)]
    for problem in result.problems:
        lines.append("    " + plain(problem.text(messages), None))
    for difference in result.differences:
        lines.append(f"    {difference.key}")
        lines.append(f"      - {messages.say('expected')}: {_value(difference.expected, messages)}")
        lines.append(f"      + {messages.say('found')}: {_value(difference.found, messages)}")
    return lines


def _value(value: object, messages: Messages) -> str:
    from kamengine.locale.display import boolean, number, unknown

    if value is None:
        return unknown(messages.language)
    if isinstance(value, bool):
        return boolean(value, messages.language)
    if isinstance(value, tuple):
        return " … ".join(_value(end, messages) for end in value)
    if isinstance(value, str) or not hasattr(value, "__float__"):
        return plain(str(value))
    return number(value, messages.language)  # type: ignore[arg-type]  # has a float value


def _pack_json(candidate: Candidate) -> dict[str, object]:
    pack = candidate.pack
    return {
        "id": candidate.id,
        "version": pack.version if pack else None,
        "title": {"en": pack.title.en, "zh": pack.title.zh} if pack else None,
        "plugins": list(pack.plugins) if pack else [],
        "origin": candidate.origin,
        "sound": candidate.checked is not None,
        "problems": [problem.text() for problem in candidate.problems],
    }


def _title(candidate: Candidate, messages: Messages) -> str:
    return messages.label(candidate.pack.title) if candidate.pack else ""


def _state(candidate: Candidate, messages: Messages) -> str:
    if candidate.checked is not None:
        return messages.say("sound")
    return messages.say("{n} problems; see kam check {id}", n=len(candidate.problems), id=candidate.id)
