"""``kam review confirm``, ``defer`` and ``override``: what is decided about moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import (
    ask_first,
    day_ahead_option,
    json_option,
    meant,
    note_pack,
    today_option,
    where_options,
)
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.review.override_verbs import approver_option, reason_option
from kamengine.cli.work.review.tier_words import tier_named
from kamengine.cli.work.shared.team_options import accounts_argument, check_expected, expect_option
from kamengine.problems import KamError, say

if TYPE_CHECKING:
    from kamengine.review.moves import Review
    from kamengine.work.model import Decision, Override
    from kamengine.work.tiers.moves import Move

_NAMED = 8


def moves_options(function: Any) -> Any:
    """The arguments and options that say which moves are meant; they arrive in what `_meant_moves` takes."""
    add_all = option("--all", "everything", is_flag=True, help=say("Every move that is still to be decided."))
    for add in (json_option, who_option, expect_option, where_options, add_all, accounts_argument):
        function = add(function)
    return function


@command(
    "confirm",
    say("Confirm moves: they take effect whatever grace rules say, and need no review until the account moves again."),
    "kam review confirm C0017 C0021",
    'kam review confirm --where "tier = \'key\'" --yes --reason "seen by sales"',
    "kam review confirm --all --yes",
)
@reason_option
@approver_option
@moves_options
@click.pass_context
def confirm(context: click.Context, /, reason: str, approver: str, **asked: Any) -> None:
    """Confirm moves."""
    from kamengine.work.tiers.decisions import confirm as confirm_moves

    review, moves = _meant_moves(context, asked)
    workspace = workspace_of(context)
    with workspace.transaction(asked["who"]) as change:
        _check(context, change, review, moves, asked)
        made = confirm_moves(workspace, change, review.run, moves, reason=reason, approver=approver)
    _echo(context, made, as_json=asked["as_json"])


@command(
    "defer",
    say(
        "Put moves off: the old tier holds until a day, counted by the dates of runs. From then on grace rules count "
        "again, and the move is to be decided again."
    ),
    'kam review defer C0017 --until 2027-03-31 --reason "strike in the plant, over by spring"',
)
@day_ahead_option("--until", say("The first day on which it may move."), required=True)
@reason_option
@approver_option
@moves_options
@click.pass_context
def defer(context: click.Context, /, until: dt.date, reason: str, approver: str, **asked: Any) -> None:
    """Put moves off."""
    from kamengine.work.tiers.decisions import defer as defer_moves

    review, moves = _meant_moves(context, asked)
    workspace = workspace_of(context)
    with workspace.transaction(asked["who"]) as change:
        _check(context, change, review, moves, asked)
        made = defer_moves(workspace, change, review.run, moves, until, reason=reason, approver=approver)
    _echo(context, made, as_json=asked["as_json"])


@command(
    "override",
    say("Let another tier hold in the place of the one that a move led to: the old one, or the one that is named."),
    'kam review override C0017 --until 2027-06-30 --reason "new plant" --approver "Wang Fang"',
    'kam review override C0017 --tier growth --until 2027-06-30 --reason "new plant" --approver "Wang Fang"',
)
@option("--tier", value=say("TIER"), help=say("The tier that is to hold; else the one before the move."))
@day_ahead_option("--until", say("The last day on which it holds."), required=True)
@reason_option
@approver_option
@today_option
@moves_options
@click.pass_context
def override(
    context: click.Context,
    /,
    tier: str | None,
    until: dt.date,
    reason: str,
    approver: str,
    today: dt.date,
    **asked: Any,
) -> None:
    """Override moves."""
    from kamengine.review.decide import override_moves

    review, moves = _meant_moves(context, asked)
    workspace = workspace_of(context)
    chosen = tier_named(review.checked, tier) if tier is not None else None
    with workspace.transaction(asked["who"]) as change:
        _check(context, change, review, moves, asked)
        said: Any = {"reason": reason, "approver": approver, "until": until, "today": today}
        made = override_moves(workspace, change, review, moves, chosen, **said)
    _echo(context, made, as_json=asked["as_json"])


# ── which moves ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _meant_moves(context: click.Context, asked: dict[str, Any]) -> tuple[Review, list[Move]]:
    """The moves that the line means, after the exact number was seen where they are not named.

    Raises:
        KamError: an account has not moved, or nothing says which moves are meant.
    """
    from kamengine.review.moves import review_of

    named, where, who = asked["accounts"], asked["where"], asked["who"]
    note_pack(context, asked["pack"])
    review = review_of(workspace_of(context), host_of(context), asked["pack"], who)
    undecided = {move.account: move for move in review.moves if move.state != "confirmed"}
    if asked["everything"] and not named and where is None:
        chosen = [account for account, move in undecided.items() if move.state == "open"]
        where = "--all"
    else:
        chosen = _accounts(context, review, named, where, who)
    if where is not None:
        chosen = [account for account in chosen if account in undecided]
    if absent := [account for account in chosen if account not in undecided]:
        what = say("there is no move to decide of {names}", names=absent[:_NAMED])
        raise KamError.of(what, say("kam review lists the moves"))
    if not chosen:
        raise KamError.of(say("there is no move to decide"), say("kam review lists the moves"))
    ask_first(len(chosen), messages_of(context).say("moves"), where=where, yes=asked["yes"])
    return review, [undecided[account] for account in chosen]


def _accounts(context: click.Context, review: Review, named: Sequence[str], where: str | None, who: str) -> list[str]:
    """The accounts that are named, by id or name, or that meet the condition; those that are gone go by their ids."""
    gone = {move.account for move in review.moves if move.direction == "gone"}
    left = [account for account in named if account in gone]
    others = [account for account in named if account not in gone]
    if others or where is not None or not named:
        left += meant(context, others, where, review.run.pack, who).accounts
    return left


def _check(context: click.Context, change: Any, review: Review, moves: Sequence[Move], asked: dict[str, Any]) -> None:
    """See that nobody has decided anything about the one move in question since it was seen.

    Raises:
        KamError: somebody has, or several moves are expected to have one version.
    """
    from kamengine.work.tiers.decisions import decision_key, said_last

    workspace = workspace_of(context)
    keys = [decision_key(review.run.pack, move.account) for move in moves]  # overrides have the same
    kind = said_last(workspace, review.run.pack, moves[0].account)[0]
    check_expected(workspace, change, kind, keys, asked["expect"])


# ── what is printed ──────────────────────────────────────────────────────────────────────────────────────────────────


def _echo(context: click.Context, made: Sequence[Decision | Override], *, as_json: bool) -> None:
    if as_json:
        echo_json([_as_json(context, each) for each in made])
        return
    messages = messages_of(context)
    click.echo(messages.say("Moves decided: {n:,}", n=len(made)))
    click.echo(messages.say("kam plan puts it into effect in plans."))


def _as_json(context: click.Context, made: Decision | Override) -> dict[str, Any]:
    from kamengine.work.model import Decision

    entry = workspace_of(context).work.version(made.kind, made.key)
    tiers = (made.before or None, made.after or None) if isinstance(made, Decision) else (None, made.tier)
    return {
        "account_id": made.account,
        "pack": made.pack,
        "from": tiers[0],
        "to": tiers[1],
        "state": made.state if isinstance(made, Decision) else "overridden",
        "until": made.until.isoformat() if made.until is not None else None,
        "reason": made.reason or None,
        "approver": made.approver,
        "version": entry.seq if entry is not None else None,
    }
