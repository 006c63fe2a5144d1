"""``kam review history``: the tiers of an account, run by run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.cli.work.review.tier_words import judging
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.work.tiers.grace import Held
    from kamengine.work.tiers.tier_history import TierThen


@command(
    "history",
    say(
        "List the tiers that an account had by every run of a pack: the date, the version of the rules, the computed "
        "tier, the one in effect, and why that was another."
    ),
    "kam review history C0017",
    "kam review history C0017 --pack telecom --json",
)
@argument("account", say("ACCOUNT"), say("The account, by id or name."))
@option("--pack", value=say("PACK"), help=say("The rule pack; else the only one, or the one run last."))
@who_option
@json_option
@click.pass_context
def history(context: click.Context, account: str, pack: str | None, who: str, as_json: bool) -> None:
    """List the tiers of an account."""
    from kamengine.api.runs.standing import standing_after_each
    from kamengine.work.tiers.tier_history import tier_history

    workspace, by = workspace_of(context), judging(context, pack, who)
    (found,) = meant(context, (account,), None, None, who).accounts
    after = standing_after_each(workspace, by.run, by.checked, found)
    then = tier_history(workspace, by.run.pack, found, after)
    if as_json:
        echo_json([_as_json(found, each) for each in then])
        return
    click.echo(_table(then, by.checked, messages_of(context)))


def _as_json(account: str, then: TierThen) -> dict[str, Any]:
    return {
        "account_id": account,
        "run": then.run.id,
        "as_of": then.run.as_of,
        "version": then.run.version,
        "pack_sha256": then.run.pack_sha256,
        "in_run": then.known,
        "computed": then.computed,
        "effective": then.effective,
        "effective_why": then.held.why if then.held is not None else "rules",
    }


def _table(then: list[TierThen], checked: CheckedPack, messages: Messages) -> str:
    from kamengine.work.tiers.standing_words import WHYS, tier_text

    rows = []
    for each in then:
        computed = tier_text(checked, each.computed, messages) if each.known else messages.say("not in the run")
        why = WHYS.get(each.held.why) if each.held is not None and _is_told(each, each.held) else None
        rows.append(
            (
                each.run.as_of,
                each.run.id[:8],
                each.run.version,
                computed,
                tier_text(checked, each.effective, messages) if each.known else "",
                messages.text(why) if why is not None else "",
            )
        )
    headings = [messages.text(heading) for heading in _HEADINGS]
    return page_table(rows, headings, ["left"] * len(headings), page_width())


def _is_told(each: TierThen, held: Held) -> bool:
    """Whether it is told why the tier in effect is what it is: it is another than the computed one, or confirmed."""
    return held.why == "confirmed" or each.effective != each.computed or not each.known


_HEADINGS = (say("as of"), say("run"), say("rules"), say("computed"), say("in effect"), say("why"))
