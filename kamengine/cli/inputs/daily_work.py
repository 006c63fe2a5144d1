"""What the commands of the daily work share: which accounts, as of which day, and the number of what is meant first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.inputs import day_of, host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of, option, place_of
from kamengine.cli.pages.output import echo_note
from kamengine.problems import KamError, Message, Place, say

if TYPE_CHECKING:
    from kamengine.api.accounts.chosen import Meant


def where_options(function: Any) -> Any:
    """The options ``--where``, ``--pack`` and ``--yes`` of commands that work on many accounts at once."""
    function = option("--yes", is_flag=True, help=say("Go on without asking, however many it is about."))(function)
    function = option(
        "--pack",
        value=say("PACK"),
        help=say("The rule pack whose names the condition uses; else the only one, or the one run last."),
    )(function)
    return option("--where", value=say("CONDITION"), help=say("All accounts that meet a condition, instead of one."))(
        function
    )


def today_option(function: Any) -> Any:
    """The option ``--today``, whose value arrives as ``today``: the day against which things are due or overdue."""
    add = option(
        "--today",
        value=say("DATE"),
        callback=_today,
        is_eager=True,  # days ahead are counted from it
        help=say("The day to work from, such as 2026-01-31; else the day of this computer's clock."),
    )
    return add(function)


def json_option(function: Any) -> Any:
    """The option ``--json``, whose value arrives as ``as_json``."""
    return option("--json", "as_json", is_flag=True, help=say("Print JSON."))(function)


def note_pack(context: click.Context, pack: str | None) -> None:
    """Note on stderr by which pack something is said where none is named and the workspace has several."""
    from kamengine.api.runs.newest import pack_run_last

    chosen = pack_run_last(workspace_of(context)) if pack is None else None
    if chosen is not None:
        last, others = chosen
        note = say("by {pack}, which was run last; --pack chooses another: {names}", pack=last, names=others)
        echo_note(note, messages_of(context))


def meant(context: click.Context, named: Sequence[str], where: str | None, pack: str | None, who: str) -> Meant:
    """The accounts of a command; how many were left out as unknown is noted on stderr.

    Raises:
        KamError: an account is not there, the condition is not sound, or nobody meets it.
    """
    from kamengine.api.accounts.chosen import accounts_meant

    if where is not None:
        note_pack(context, pack)
    found = accounts_meant(workspace_of(context), host_of(context), named, where, pack, who)
    if found.unknown:
        left_out = say("left out, since it is unknown whether they meet the condition: {n}", n=found.unknown)
        echo_note(left_out, messages_of(context))
    if not found.accounts:
        raise KamError.of(say("no account meets the condition"), place=Place(key="--where"))
    return found


def ask_first(count: int, what: str, *, where: str | None, yes: bool) -> None:
    """Stop with the exact number before anything is changed for many at once; with ``--yes`` or one account go on.

    Args:
        count: how many there are.
        what: what they are, already in the reader's language or a message, such as ``tasks``.
        where: the condition; None when accounts were named one by one.
        yes: whether somebody said yes.

    Raises:
        KamError: nobody did.
    """
    if where is not None and not yes:
        told = say("{what}: {n}; nothing was changed", what=what, n=f"{count:,}")
        raise KamError.of(told, say("say it again with --yes to go on"), place=Place(key="--where"))


def work_day_of(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.date | None:
    """A day on which work is due or is looked at: within the years that anybody plans for; None when none is given.

    Raises:
        KamError: it is no day, or one that lies too far away.
    """
    return _within_reach(day_of(context, parameter, value), parameter)


def day_ahead_option(name: str, help: Message, *, within_reach: bool = False, **settings: Any) -> Callable[[Any], Any]:
    """An option whose value is a day to come: a date, or so many days or weeks from ``--today`` or the clock's day.

    Args:
        name: such as ``--due``.
        help: what the day is; how it can be written is added.
        within_reach: refuse days on which no work is planned.
        settings: of the option besides.
    """

    def read(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.date | None:
        day = None if value is None else _day_ahead(context, parameter, value)
        return _within_reach(day, parameter) if within_reach else day

    about = say("{what} A date, or +7 for in a week, +2w for in two weeks.", what=help)
    return option(name, value=say("DATE"), callback=read, help=about, **settings)


def _day_ahead(context: click.Context, parameter: click.Parameter, value: str) -> dt.date:
    from kamengine.work.ground.days import day_typed

    try:
        return day_typed(value, context.params.get("today") or dt.date.today())
    except KamError as error:
        (problem,) = error.problems
        raise KamError.of(problem.what, problem.remedy, place=place_of(parameter)) from error


def _within_reach(day: dt.date | None, parameter: click.Parameter) -> dt.date | None:
    if day is None or FIRST_DAY <= day <= LAST_DAY:
        return day
    remedy = say("name a day from {first} to {last}", first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
    what = say("{value} is further away than any plan", value=day.isoformat())
    raise KamError.of(what, remedy, place=place_of(parameter))


def _today(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.date:
    return work_day_of(context, parameter, value) or dt.date.today()


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""The days within which work is planned."""
