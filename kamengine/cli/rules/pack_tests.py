"""``kam test``: the tests inside rule packs, and for each that fails what was expected and what came out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_problem, near, problem_line
from kamengine.cli.rules.packs import examine, pack_arguments, problem_json
from kamengine.language.json_values import json_value
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.engine.pack_tests import Difference, TestResult
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack


@command(
    "test",
    say("Run the tests inside rule packs, and show what came out otherwise. Status 1 if any fails."),
    "kam test my-rules.toml",
)
@pack_arguments
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array with an object for each pack."))
@click.pass_context
def test(context: click.Context, packs: tuple[str, ...], as_json: bool) -> int:
    """Run the tests of each pack."""
    from kamengine.engine.pack_tests import run_tests

    messages = messages_of(context)
    found, problems = examine(packs, host_of(context))
    problems += [problem for candidate in found for problem in candidate.problems]
    for problem in problems:
        echo_problem(problem, messages)
    results = [(one.checked, run_tests(one.checked)) for one in found if one.checked is not None]
    if as_json:
        echo_json([_json(checked, tested, messages) for checked, tested in results])
    else:
        for checked, tested in results:
            for line in _report(checked, tested, messages):
                click.echo(line)
    if problems:
        return 2
    return int(any(not result.passed for _, tested in results for result in tested))


def _report(checked: CheckedPack, results: Sequence[TestResult], messages: Messages) -> Iterator[str]:
    for result in results:
        if not result.passed:
            yield from _failure(checked, result, messages)
    passed = sum(result.passed for result in results)
    if results:
        yield messages.say(
            "{pack}: {passed} of {all} tests passed", pack=checked.pack.id, passed=passed, all=len(results)
        )
    else:
        yield messages.say("{pack}: the pack holds no tests", pack=checked.pack.id)


def _failure(checked: CheckedPack, result: TestResult, messages: Messages) -> Iterator[str]:
    file = near(result.place.file) if result.place.file else ""
    place = f"{file}:{result.place.line}"
    yield plain(messages.say("{place}: failed: {name}", place=place, name=result.name), None)
    for problem in result.problems:
        yield f"    {problem_line(problem, messages)}"
    if result.test.given:
        facts = ", ".join(f"{name} = {_fact(value, messages)}" for name, value in result.test.given.items())
        yield f"    {plain(messages.say('given: {facts}', facts=facts), None)}"
    for difference in result.differences:
        yield f"    {_subject(checked, difference.key, messages)}"
        yield f"      - {messages.say('expected: {value}', value=_value(checked, difference, True, messages))}"
        yield f"      + {messages.say('found: {value}', value=_value(checked, difference, False, messages))}"
    yield ""


def _subject(checked: CheckedPack, key: str, messages: Messages) -> str:
    """What differs, as the pack writes it and as people call it."""
    name = key.rpartition(".")[2]
    label = messages.label(checked.label(name)) if "." in key else name
    return plain(key if label == name else f"{key} ({label})", None)


def _value(checked: CheckedPack, difference: Difference, expected: bool, messages: Messages) -> str:
    value = difference.expected if expected else difference.found
    if difference.key.startswith("criteria."):
        words = {True: messages.say("met"), False: messages.say("not met"), None: messages.say("unknown")}
        if value is None or isinstance(value, bool):
            return words[value]
    if difference.key.startswith("tier") and isinstance(value, str):
        if value == "none":
            return messages.say("no tier")
        label = messages.label(checked.tier_label(value))
        return plain(value if label == value else f"{value} ({label})")
    return _fact(value, messages)


def _fact(value: object, messages: Messages) -> str:
    from kamengine.locale.display import value as shown

    if isinstance(value, tuple):
        ends = [_fact(end, messages) for end in dict.fromkeys(value)]
        return " … ".join(ends)
    if value == "out of scope":
        return messages.say("out of scope")
    return shown(value, messages.language)


def _json(checked: CheckedPack, results: Sequence[TestResult], messages: Messages) -> dict[str, object]:
    return {
        "pack": checked.pack.id,
        "version": checked.pack.version,
        "tests": len(results),
        "passed": sum(result.passed for result in results),
        "failures": [_failure_json(result, messages) for result in results if not result.passed],
    }


def _failure_json(result: TestResult, messages: Messages) -> dict[str, object]:
    return {
        "name": result.name,
        "file": near(result.place.file) if result.place.file else None,
        "line": result.place.line,
        "differences": [
            {"key": one.key, "expected": _data(one.expected), "found": _data(one.found)} for one in result.differences
        ],
        "problems": [problem_json(problem, messages) for problem in result.problems],
    }


def _data(value: object) -> object:
    """A value as JSON has it; both ends of a score as a list."""
    return [json_value(end) for end in value] if isinstance(value, tuple) else json_value(value)
