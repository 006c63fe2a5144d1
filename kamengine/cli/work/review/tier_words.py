"""The tier that is named, and the pack, the run and the accounts that a command about tiers is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import note_pack
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import LONGEST_WORD
from kamengine.problems import KamError, Place, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord


@dataclass(frozen=True)
class Judging:
    """The newest run of a pack, and the pack as it was for it."""

    run: RunRecord
    checked: CheckedPack


def judging(context: click.Context, pack: str | None, who: str) -> Judging:
    """The newest run of the pack that is meant; classifies first where facts or rules have changed.

    Where none is named and there are several, it is noted which one counts.

    Raises:
        KamError: there is no such pack, it is not clear which one is meant, or it cannot be run.
    """
    from kamengine.api import kept_pack
    from kamengine.api.runs.newest import newest_run

    workspace, host = workspace_of(context), host_of(context)
    note_pack(context, pack)
    run = newest_run(workspace, host, pack, who)
    return Judging(run, kept_pack(workspace, run, host).checked)


def tier_named(checked: CheckedPack, typed: str) -> str:
    """The id of a tier, by id or by what it is called.

    Raises:
        KamError: the pack has none of this name.
    """
    spellings = {tier.tier.id.casefold(): tier.tier.id for tier in checked.tiers}
    for tier in checked.tiers:
        spellings |= {label.casefold(): tier.tier.id for label in (tier.tier.label.en, tier.tier.label.zh) if label}
    found = spellings.get(typed.strip().casefold())
    if found is None:
        remedy = did_you_mean(typed, spellings) or say(
            "it has: {names}", names=[tier.tier.id for tier in checked.tiers]
        )
        what = say("the pack {pack} has no tier {name}", pack=checked.pack.id, name=typed[:LONGEST_WORD])
        raise KamError.of(what, remedy, place=Place(key="--tier"))
    return found
