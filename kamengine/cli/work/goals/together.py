"""``kam goal add --together``: one goal for many accounts, and how such goals are spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.lines.help import messages_of, option
from kamengine.cli.pages.output import echo_note
from kamengine.declarations import Label
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api.goals.goals import Measure
    from kamengine.locale import Messages
    from kamengine.work.model import Goal
    from kamengine.workspace import Workspace


HOW: Mapping[str, Label] = {
    "total": Label("in total", "合计"),
    "average": Label("on average", "平均"),
    "share": Label("share of those that meet it", "达标占比"),
}
"""How accounts come to one number, in words."""


def together_options(function: Any) -> Any:
    """The options that make one goal for many accounts: ``together``, ``book`` and ``average``."""
    adds = (
        option(
            "--together",
            is_flag=True,
            help=say("One goal for what all accounts come to together, or those of --where, instead of one for each."),
        ),
        option("--book", value=say("NAME"), help=say("One goal for what this person's accounts come to together.")),
        option("--average", is_flag=True, help=say("With --together: measured by their average, not by their total.")),
    )
    for add in reversed(adds):
        function = add(function)
    return function


def is_together(given: Mapping[str, Any]) -> bool:
    """Whether one goal for many accounts is asked for.

    Raises:
        KamError: the average of one account is.
    """
    together = bool(given["together"] or given["book"] is not None)
    if given["average"] and not together:
        what = say("the average is one of many accounts")
        raise KamError.of(what, say("say --together, too"), place=Place(key="--average"))
    return together


def draft_together(context: click.Context, workspace: Workspace, given: dict[str, Any]) -> tuple[Goal, Measure]:
    """The goal of many accounts that is asked for, with what measures it.

    Raises:
        KamError: a word is missing or too much, nothing measures it, or it is unknown where the accounts stand.
    """
    from kamengine.api.goals.changing import rounded_target
    from kamengine.api.goals.goals import Measures
    from kamengine.api.goals.together import Scope
    from kamengine.work.goals.breakdown import rounded
    from kamengine.work.model import Goal
    from kamengine.work.people.people import Team

    title, team = _text(context, given["words"]), Team.of(workspace)
    book = team.at_work(given["book"], place=Place(key="--book")) if given["book"] is not None else ""
    measures = Measures(workspace, host_of(context), given["who"])
    scope = Scope(given["where"] or "", book)
    measure = measures.of_many(given["pack"], given["indicator"], scope, average=given["average"])
    found = measure.together
    assert found is not None, "many accounts are measured together"
    if not found.accounts:
        key = "--where" if given["where"] else "--book" if book else "--together"
        raise KamError.of(say("there are no such accounts"), place=Place(key=key))
    value, baseline = measure.values[""], given["baseline"]
    if baseline is None and value is None:
        what = say("where the accounts stand is unknown: {name}", name=measure.label)
        raise KamError.of(what, say("say where with --baseline; 0 is not taken for it"), place=Place(key="--baseline"))
    start = baseline if baseline is not None or value is None else rounded(value, measure.kind)
    me = team.find(given["who"])
    owner = team.at_work(given["owner"], place=Place(key="--owner")) if given["owner"] else book
    goal = Goal(
        key="",
        together=measure.how,
        where=scope.where,
        book=book,
        counted=found.accounts,
        title=title,
        pack=measure.pack,
        indicator=measure.name,
        unit=measure.unit,
        baseline=start,
        target=rounded_target(given["target"], measure.kind, start, measure.unit),
        owner=owner or (me.key if me is not None else given["who"]),
        since=given["since"] or given["today"],
        due=given["due"],
        parent=given["part_of"] or "",
    )
    return goal, measure


def tell_of_many(context: click.Context, measure: Measure) -> None:
    """Note of how many accounts too little is known, and which criteria look at what measures the goal."""
    messages, found = messages_of(context), measure.together
    if found is not None and found.unsure:
        note = say("left out, since it is unknown whether they meet the condition: {n}", n=found.unsure)
        echo_note(note, messages)
    if measure.looked_at_by:
        echo_note(say("criteria that look at it: {names}", names=list(measure.looked_at_by)), messages)


def scope_text(goal: Goal, messages: Messages) -> str:
    """Which accounts a goal is about together, in words."""
    told = {"name": goal.book, "condition": goal.where}
    if goal.book and goal.where:
        return messages.say("accounts of {name} together that meet {condition}", **told)
    if goal.book:
        return messages.say("accounts of {name} together", **told)
    if goal.where:
        return messages.say("accounts together that meet {condition}", **told)
    return messages.say("all accounts together")


def counts_text(goal: Goal, measure: Measure | None, messages: Messages) -> Iterator[str]:
    """How accounts come to one number, how many they are, and how many they were at the beginning."""
    yield messages.label(HOW[goal.together])
    if measure is None or measure.together is None or goal.status != "open":
        return
    yield messages.say("accounts: {n:,}", n=measure.together.accounts)
    if measure.together.unknown:
        yield messages.say("of them unknown: {n:,}", n=measure.together.unknown)
    if goal.counted is not None and goal.counted != measure.together.accounts:
        yield messages.say("at the beginning: {n:,}", n=goal.counted)


def together_json(goal: Goal, measure: Measure | None) -> dict[str, Any]:
    """Which accounts a goal is about together, as data."""
    found = measure.together if measure is not None else None
    return {
        "together": goal.together or None,
        "where": goal.where or None,
        "book": goal.book or None,
        "accounts": found.accounts if found is not None else None,
        "accounts_unknown": found.unknown if found is not None else None,
        "accounts_at_beginning": goal.counted,
    }


def _text(context: click.Context, words: tuple[str, ...]) -> str:
    """The text of the goal; no account is named beside it.

    Raises:
        KamError: it is missing, or there is too much.
    """
    if len(words) != 1:
        what = say("the text is missing") if not words else say("there are too many words")
        remedy = say("with --together write only the text, in quotes")
        raise KamError.of(what, remedy, place=Place(key=context.command_path))
    return words[0]
