"""The verbs of ``kam override``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import ask_first, day_ahead_option, json_option, meant, today_option, where_options
from kamengine.cli.inputs.inputs import day_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.review.tier_words import judging, tier_named
from kamengine.cli.work.shared.dossier_options import FEW, echo_more
from kamengine.cli.work.shared.team_options import accounts_argument, check_expected, expect_option
from kamengine.cli.work.team.page import echo_line
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.work.model import Override
    from kamengine.workspace import RunRecord


def reason_option(function: Any) -> Any:
    """The option ``--reason``, whose value arrives as ``reason``."""
    return option("--reason", default="", value=say("TEXT"), help=say("Why; those who ask later see it."))(function)


def approver_option(function: Any) -> Any:
    """The option ``--approver``, whose value arrives as ``approver``."""
    return option("--approver", default="", value=say("NAME"), help=say("Who agreed; noted, not proved."))(function)


@command(
    "set",
    say(
        "Give accounts another tier than the rules do. It holds from the date of the newest run to its last day, "
        "counted by the dates of runs; kam plan puts it into effect in plans."
    ),
    'kam override set C0017 --tier strategic --reason "new plant in 2027" --approver "Wang Fang" --until 2027-06-30',
    'kam override set --where "named_strategic" --tier key --reason "board" --approver "Wang Fang" --until 2027-03-31',
)
@accounts_argument
@option("--tier", required=True, value=say("TIER"), help=say("The tier that is to hold, by id or by its name."))
@day_ahead_option("--until", say("The last day on which it holds."), required=True)
@option("--from", "since", value=say("DATE"), callback=day_of, help=say("The first day; else that of the newest run."))
@reason_option
@approver_option
@where_options
@expect_option
@today_option
@who_option
@json_option
@click.pass_context
def set_override(
    context: click.Context,
    /,
    accounts: tuple[str, ...],
    tier: str,
    until: dt.date,
    since: dt.date | None,
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    today: dt.date,
    who: str,
    as_json: bool,
    **said: str,
) -> None:
    """Override."""
    from kamengine.api.work.many import refuse_unknown
    from kamengine.work.model import Override
    from kamengine.work.tiers.overrides import Overriding, override_accounts, override_key

    workspace, by = workspace_of(context), judging(context, pack, who)
    found = meant(context, accounts, where, by.run.pack, who).accounts
    refuse_unknown(by.run, found)
    first = since or dt.date.fromisoformat(by.run.as_of)
    overriding = Overriding(tier_named(by.checked, tier), said["reason"], said["approver"], first, until)
    ask_first(len(found), messages_of(context).say("accounts"), where=where, yes=yes)
    with workspace.transaction(who) as change:
        keys = [override_key(by.run.pack, account) for account in found]
        check_expected(workspace, change, Override, keys, expect)
        made = override_accounts(workspace, change, by.run.pack, found, overriding, today)
    _echo(context, made, {by.run.pack: (by.run, by.checked)}, as_json=as_json, limit=FEW)


@command(
    "end",
    say("End overrides before their last day: the computed tiers count again."),
    "kam override end C0017",
    "kam override end --where \"tier = 'growth'\" --yes",
)
@accounts_argument
@where_options
@expect_option
@who_option
@json_option
@click.pass_context
def end(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """End overrides."""
    from kamengine.work.model import Override
    from kamengine.work.tiers.overrides import end_overrides, override_key, overrides_of

    workspace, by = workspace_of(context), judging(context, pack, who)
    there = {each.account for each in overrides_of(workspace, by.run.pack)}
    gone = tuple(account for account in accounts if account in there and where is None)  # also from the data
    others = [account for account in accounts if account not in gone]
    found = gone
    if others or where is not None or not accounts:
        found += meant(context, others, where, by.run.pack, who).accounts
    if where is not None:
        found = tuple(account for account in found if account in there)
    ask_first(len(found), messages_of(context).say("overrides"), where=where, yes=yes)
    with workspace.transaction(who) as change:
        keys = [override_key(by.run.pack, account) for account in found]
        check_expected(workspace, change, Override, keys, expect)
        ended = end_overrides(workspace, change, by.run.pack, found)
    if as_json:
        echo_json([each.account for each in ended])
        return
    click.echo(messages_of(context).say("Overrides that ended: {n:,}", n=len(ended)))


@command(
    "list",
    say("List overrides: which hold at the date of the newest run of their pack, which are to come, which expired."),
    "kam override list",
    "kam override list --pack telecom --json",
    "kam override list --where \"tier = 'key'\"",
)
@option("--pack", value=say("PACK"), help=say("One rule pack; else all of the workspace."))
@option("--where", value=say("CONDITION"), help=say("Only accounts that meet a condition."))
@who_option
@json_option
@click.pass_context
def list_overrides(context: click.Context, pack: str | None, where: str | None, who: str, as_json: bool) -> None:
    """List overrides."""
    from kamengine.api import kept_pack, pack_of
    from kamengine.cli.inputs.inputs import host_of
    from kamengine.work.tiers.fold import plain_runs
    from kamengine.work.tiers.overrides import overrides_of

    workspace, host = workspace_of(context), host_of(context)
    one = pack_of(workspace, pack, host).candidate.id if pack is not None else None
    found = overrides_of(workspace, one)
    if where is not None:
        met = set(meant(context, (), where, pack, who).accounts)
        found = [each for each in found if each.account in met]
    packs = {}
    for id in dict.fromkeys(each.pack for each in found):
        if runs := plain_runs(workspace, id):
            packs[id] = runs[-1], kept_pack(workspace, runs[-1], host).checked
    if not found and not as_json:
        click.echo(messages_of(context).say("There are no overrides."))
        return
    _echo(context, found, packs, as_json=as_json)


Packs = Mapping[str, "tuple[RunRecord, CheckedPack]"]
"""The newest run of each pack, and the pack."""


def _echo(
    context: click.Context, found: Sequence[Override], packs: Packs, *, as_json: bool, limit: int | None = None
) -> None:
    from kamengine.api.accounts.names import account_names
    from kamengine.work.tiers.standing_words import tier_text

    names = account_names(workspace_of(context), [each.account for each in found])
    if as_json:
        echo_json(list(_as_json(context, found, packs, names)))
        return
    messages = messages_of(context)
    for each in found[:limit]:
        name = f" {names[each.account]}" if each.account in names else ""
        tier = tier_text(packs[each.pack][1], each.tier, messages) if each.pack in packs else each.tier
        words = {"account": f"{each.account}{name}", "pack": each.pack, "tier": tier}
        echo_line(messages.say("{account} ({pack}): {tier}, {state}", state=_state(each, packs), **words))
        echo_line(messages.say("agreed by {name}: {reason}", name=each.approver, reason=each.reason), "  ")
    echo_more(context, len(found) - len(found[:limit]))


def _state(override: Override, packs: Packs) -> Message:
    from kamengine.work.tiers.overrides import state_of

    days = {"first": override.since.isoformat(), "last": override.until.isoformat()}
    if override.pack not in packs:
        return say("from {first} to {last}", **days)
    run, checked = packs[override.pack]
    if override.tier not in {tier.tier.id for tier in checked.tiers}:
        return say("without effect, since the pack has no such tier any more")
    state = state_of(override, run.as_of)
    if state == "later":
        return say("holds from {first} to {last}", **days)
    return say("holds until {last}", **days) if state == "holds" else say("expired on {last}", **days)


def _as_json(
    context: click.Context, found: Iterable[Override], packs: Packs, names: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    from kamengine.work.tiers.overrides import state_of

    workspace = workspace_of(context)
    for each in found:
        entry = workspace.work.version(each.kind, each.key)
        yield {
            "account_id": each.account,
            "name": names.get(each.account),
            "pack": each.pack,
            "tier": each.tier,
            "state": state_of(each, packs[each.pack][0].as_of) if each.pack in packs else None,
            "since": each.since.isoformat(),
            "until": each.until.isoformat(),
            "reason": each.reason,
            "approver": each.approver,
            "version": entry.seq if entry is not None else None,
        }
