"""Arguments of a line: pairs such as ``bills=bills.csv``, and what is missing after all."""

from __future__ import annotations

import click

from kamengine.cli.lines.help import LONGEST_WORD
from kamengine.problems import KamError, Message, Place, Problem, say

PAIR, SETTING = say("NAME=FILE"), say("PARAM=VALUE")


def missing(name: str) -> click.MissingParameter:
    """What to raise for an argument that is needed after all."""
    context = click.get_current_context()
    return click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == name))


def pairs(name: str, given: tuple[str, ...], shape: Message) -> dict[str, str]:
    """What an option that is given several times, as ``KEY=VALUE``, says.

    Args:
        name: of the option.
        given: its values.
        shape: what a value must look like, for the message.

    Raises:
        KamError: a value has another shape, or a key is given twice.
    """
    found: dict[str, str] = {}
    problems = []
    for text in given:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not key or not value:
            what = say("{text} is not of the form {shape}", text=text[:LONGEST_WORD], shape=shape)
            problems.append(Problem(Place(key=name), what))
        elif key in found:
            problems.append(Problem(Place(key=name), say("{name} is given twice", name=key)))
        else:
            found[key] = value
    if problems:
        raise KamError(problems)
    return found
