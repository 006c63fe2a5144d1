"""``kam set``: a new value of a parameter, written into a rule pack with its day and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import day_of, host_of, pack_reference
from kamengine.cli.lines.help import LONGEST_WORD, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note, echo_problem, near
from kamengine.language.json_values import json_value
from kamengine.problems import KamError, Message, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.api.packs.own_packs import EditedPack
    from kamengine.locale import Messages
    from kamengine.pack.editing.wishes import Wish
    from kamengine.pack.model import DatedValue

_SETTING = say("PARAM=VALUE")


@command(
    "set",
    say(
        "Write new values of parameters into a rule pack. Comments, order and layout of the file stay as they are. "
        "With --from the value before holds until that day; without it the value that holds today is corrected where "
        "it stands. Before anything is written the result is checked; tests in the pack that no longer pass are named. "
        "What is written is not in the journal: the call that goes back is printed, and kam undo leaves the file alone."
    ),
    'kam set my-rules.toml key_spend=12000 --from 2027-01-01 --source "board, 12 November"',
)
@argument("pack", say("PACK"), say("A rule pack: a .toml file of your own."))
@argument("settings", _SETTING, say("A parameter and its new value; as many as you like."), nargs=-1, required=True)
@option("--from", "start", callback=day_of, value=say("DATE"), help=say("The first day on which the values hold."))
@option(
    "--source",
    value=say("TEXT"),
    help=say('Who vouches for the values; "assumption" when nobody does. It must be given.'),
)
@option("--dry-run", is_flag=True, help=say("Show what would change, and write nothing."))
@option("--only-if-tests-pass", is_flag=True, help=say("Write nothing when a test of the pack no longer passes."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def set_parameters(
    context: click.Context,
    pack: str,
    settings: tuple[str, ...],
    start: date | None,
    source: str | None,
    dry_run: bool,
    only_if_tests_pass: bool,
    as_json: bool,
) -> int:
    """Change parameters; status 1 when tests stand against it and they were to decide."""
    from kamengine.api.packs.own_packs import at_tests, edit_parameters

    typed = _typed(settings, source)
    host, who_says_so = host_of(context), (source or "").strip()
    edited = edit_parameters(pack_reference(pack), typed, start, who_says_so, host, date.today())
    failing = edited.failing()
    refused = bool(failing) and only_if_tests_pass
    written = edited.new != edited.old and not dry_run and not refused
    if written:
        edited.write()
    messages = messages_of(context)
    if as_json:
        echo_json(_json(edited, failing, written))
    else:
        back = _ways_back(edited, start) if written else ()
        for line in (*_report(edited, messages), *(messages.say("to go back: {call}", call=call) for call in back)):
            click.echo(line)
    for problem in at_tests(edited.after if written else edited.before, failing):
        echo_problem(problem, messages)
    for note in _notes(edited, len(failing), refused, dry_run):
        echo_note(note, messages)
    return int(refused)


def _typed(settings: Sequence[str], source: str | None) -> dict[str, str]:
    typed: dict[str, str] = {}
    problems = []
    for text in settings:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (equals and name and value):
            what = say("{text} is not of the form {shape}", text=text[:LONGEST_WORD], shape=_SETTING)
            problems.append(Problem(Place(key="kam set"), what))
        elif name in typed:
            problems.append(Problem(Place(key="kam set"), say("{name} is given twice", name=name[:LONGEST_WORD])))
        typed[name] = value
    from kamengine.language.syntax import is_text

    if source and not is_text(source):
        what = say("{value} is not {wanted}", value=source[:LONGEST_WORD], wanted=say("a text"))
        problems.append(Problem(Place(key="--source"), what))
    if not (source and source.strip()):
        remedy = say('write --source "who says so", or --source assumption when nobody vouches for it')
        problems.append(Problem(Place(key="--source"), say("the value has no source"), remedy))
    if problems:
        raise KamError(problems)
    return typed


def _report(edited: EditedPack, messages: Messages) -> Iterator[str]:
    from kamengine.api.packs.own_packs import diff_lines

    diff = list(diff_lines(near(edited.file), edited.old, edited.new))
    yield from diff
    if diff:
        yield ""
    for wish in edited.wishes:
        yield _sentence(wish, edited.before.unit(wish.change.param), messages)


def _ways_back(edited: EditedPack, start: date | None) -> Iterator[str]:
    """The calls that let the values before hold again, one for each source; undo keeps to what the journal knows."""
    from kamengine.cli.inputs.calls import set_call
    from kamengine.pack.typed import as_typed

    by_source: dict[str, list[str]] = {}
    for wish in edited.wishes:
        if wish.old is not None and wish.old.value != wish.change.new.value:
            text = as_typed(wish.old.value, None)
            by_source.setdefault(wish.old.source, []).append(f"{wish.change.param}={text}")
    for source, settings in by_source.items():
        yield set_call(near(edited.file), settings, start, source)


def _sentence(wish: Wish, unit: str | None, messages: Messages) -> str:
    name, new = wish.change.param, _shown(wish.change.new, unit, messages)
    if wish.old is None:
        return messages.say("{name}: {new}; before that it has no value", name=name, new=new)
    old = _shown(wish.old, unit, messages)
    if wish.change.index is None:
        return messages.say("{name}: {new}; until then {old}", name=name, new=new, old=old)
    return messages.say("{name}: {new}; this replaces {old}", name=name, new=new, old=old)


def _shown(value: DatedValue, unit: str | None, messages: Messages) -> str:
    from kamengine.locale.display import date as shown_date
    from kamengine.locale.display import value as shown

    text = shown(value.value, messages.language, unit=unit)
    if value.start is None:
        return text
    return messages.say("{value} from {date}", value=text, date=shown_date(value.start, messages.language))


def _notes(edited: EditedPack, failing: int, refused: bool, dry_run: bool) -> Iterator[Message]:
    if edited.new == edited.old:
        yield say("the file says so already; nothing was written")
    elif refused:
        yield say(
            "nothing was written: tests of the pack that no longer pass: {n}; mend them, or give them an as_of of "
            "their own",
            n=failing,
        )
    elif dry_run:
        yield say("nothing was written: this is a dry run")
    elif failing:
        yield say(
            "tests of the pack that no longer pass: {n}; mend them, or give them an as_of of their own", n=failing
        )


def _json(edited: EditedPack, failing: Sequence[str], written: bool) -> dict[str, object]:
    return {
        "file": near(edited.file),
        "changes": [_change_json(wish) for wish in edited.wishes],
        "written": written,
        "failing_tests": list(failing),
    }


def _change_json(wish: Wish) -> dict[str, object]:
    new = wish.change.new
    return {
        "param": wish.change.param,
        "from": new.start.isoformat() if new.start else None,
        "old": json_value(wish.old.value) if wish.old else None,
        "new": json_value(new.value),
        "source": new.source,
    }
