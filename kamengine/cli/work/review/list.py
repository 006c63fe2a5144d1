"""``kam review list``: the moves of the newest run, with their causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import OneOf, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.review.causes import Caused
    from kamengine.review.moves import Review
    from kamengine.work.tiers.moves import Move

_SHOWN = 20
_STATES = ("open", "deferred", "overridden", "confirmed")


@command(
    "list",
    say(
        "List the accounts whose computed tier is another than when they were reviewed last: promoted, demoted, or "
        "gone from the data. Each has its causes: undoing them undoes the move. Classifies first where facts or rules "
        "have changed."
    ),
    "kam review",
    "kam review --state open --limit 50",
    "kam review --falls-first --limit 5",
    "kam review --where \"tier = 'strategic'\" --json",
)
@option("--pack", value=say("PACK"), help=say("The rule pack; else the only one, or the one run last."))
@option("--state", type=OneOf(_STATES), help=say("Only moves that are open, deferred, overridden or confirmed."))
@option("--where", value=say("CONDITION"), help=say("Only accounts that meet a condition."))
@option("--limit", type=click.IntRange(min=0), value=say("N"), help=say("At most so many; a page shows 20, JSON all."))
@option("--falls-first", is_flag=True, help=say("The largest fall first, by tiers, and the largest rise last."))
@option("--no-causes", is_flag=True, help=say("Do not look for causes, which takes longest the first time."))
@who_option
@json_option
@click.pass_context
def list_moves(
    context: click.Context,
    pack: str | None,
    state: str | None,
    where: str | None,
    limit: int | None,
    falls_first: bool,
    no_causes: bool,
    who: str,
    as_json: bool,
) -> None:
    """List the moves."""
    from kamengine.review.causes import causes_of
    from kamengine.review.moves import review_of
    from kamengine.work.tiers.moves import falls_first as by_fall

    workspace, host = workspace_of(context), host_of(context)
    review = review_of(workspace, host, pack, who)
    moves = _asked(context, review, state, where, who)
    if falls_first:
        moves = by_fall(moves, review.after.ranks)
    most = limit if limit is not None else None if as_json else _SHOWN
    shown = moves[:most]
    causes = {} if no_causes else causes_of(workspace, host, review.run, shown)
    if as_json:
        echo_json([_as_json(context, review, move, causes.get(move.account)) for move in shown])
        return
    click.echo("\n".join(_page(review, moves, shown, causes, messages_of(context))))


def _asked(context: click.Context, review: Review, state: str | None, where: str | None, who: str) -> Sequence[Move]:
    """The moves that are asked for."""
    from kamengine.api.accounts.chosen import accounts_meant

    moves = [move for move in review.moves if state in (None, move.state)]
    if where is None:
        return moves
    pack = review.run.pack
    met = {*accounts_meant(workspace_of(context), host_of(context), (), where, pack, who).accounts}
    return [move for move in moves if move.account in met]


# ── for scripts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _as_json(context: click.Context, review: Review, move: Move, caused: Caused | None) -> dict[str, Any]:
    """The shape that scripts rely on."""
    from kamengine.cli.whatif.diff_page import cause_json
    from kamengine.work.tiers.decisions import said_last

    _, version = said_last(workspace_of(context), review.run.pack, move.account)
    return {
        "account_id": move.account,
        "name": review.names.get(move.account),
        "from": move.before,
        "to": move.after,
        "direction": move.direction,
        "causes": [cause_json(cause) for cause in caused.causes] if caused is not None else [],
        "state": move.state,
        "effective": move.held.effective,
        "effective_why": move.held.why,
        "pack": review.run.pack,
        "run": review.run.id,
        "compared_with": move.base,
        "until": _until(move),
        "reason": _said(move, "reason"),
        "approver": _said(move, "approver"),
        "version": version,
    }


def _until(move: Move) -> str | None:
    day = move.override.until if move.override is not None else move.decision.until if move.decision else None
    return day.isoformat() if day is not None else None


def _said(move: Move, name: str) -> str | None:
    """What people said with the override that holds, else with the decision."""
    said = move.override or move.decision
    return getattr(said, name) or None if said is not None else None


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(
    review: Review, moves: Sequence[Move], shown: Sequence[Move], causes: Mapping[str, Caused], messages: Messages
) -> Iterator[str]:
    from kamengine.locale.terminal import plain
    from kamengine.locale.wrap import wrapped

    run = review.run
    title = messages.say("{pack}, run {run} as of {day}", pack=run.pack, run=run.id[:8], day=run.as_of)
    yield plain(title, None)
    yield from wrapped(_counts(review, moves, messages), page_width())
    for move in shown:
        yield ""
        for number, line in enumerate(_lines(review, move, causes.get(move.account), messages)):
            yield from wrapped(plain(line, None), page_width(), "  " if number else "", "    " if number else "  ")
    if len(shown) < len(moves):
        yield ""
        yield messages.say("and {n:,} more; --limit lists more", n=len(moves) - len(shown))
    if any(move.state == "open" for move in moves):
        yield ""
        how = messages.say(
            "kam review confirm ACCOUNT lets a move stand, kam review defer puts it off, kam review override keeps a "
            "tier."
        )
        yield from wrapped(how, page_width())


def _counts(review: Review, moves: Sequence[Move], messages: Messages) -> str:
    """How many moved, and how many are still to be decided."""
    if review.moves and not moves:
        return messages.say("No move is of this kind; moves of any kind: {n:,}", n=len(review.moves))
    if not moves:
        return messages.say("Nobody has moved since the last review.")
    counts = {way: sum(move.direction == way for move in moves) for way in ("up", "down", "gone")}
    left = sum(move.state == "open" for move in moves)
    return messages.say(
        "promoted: {up:,}, demoted: {down:,}, gone: {gone:,}; to be decided: {left:,}", left=left, **counts
    )


def _lines(review: Review, move: Move, caused: Caused | None, messages: Messages) -> Iterator[str]:
    """Who moved where, the causes, and what is in effect and why."""
    from kamengine.review.words import STATE_WORDS, causes_text
    from kamengine.work.tiers.standing_words import in_effect, tier_text, why_in_effect

    name = f" {review.names[move.account]}" if move.account in review.names else ""
    old, new = (tier_text(review.checked, tier, messages) for tier in (move.before, move.after))
    if move.direction == "gone":
        new = messages.say("gone")
    yield messages.say(
        "{account}: {old} → {new}, {state}",
        account=f"{move.account}{name}",
        old=old,
        new=new,
        state=STATE_WORDS[move.state],
    )
    if caused is not None:
        yield messages.say("not in the data any more") if move.direction == "gone" else causes_text(caused, messages)
    why = why_in_effect(move.held, review.after.said, review.after.ranks, review.after.grace)
    if move.direction != "gone" and (why is not None or move.held.effective != move.after):
        yield in_effect(why, tier_text(review.checked, move.held.effective, messages), messages)
