"""A portfolio that stays in memory whole, so that its lines can be moved: of files, or of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.asked import Asked, only_pack
from kamengine.cli.inputs.inputs import Inputs, host_of, keep_inputs
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_note

if TYPE_CHECKING:
    from kamengine.api import Kept


def kept_portfolio(
    context: click.Context, asked: Inputs | Asked, sets: Mapping[str, str], output: Path | None = None
) -> Kept:
    """The accounts that a command asks about; notes go to stderr.

    Args:
        context: of the command.
        asked: files, or what is asked of the workspace.
        sets: parameters and weights in place of the pack's.
        output: where results will be written, if they will; quarantined rows go beside it.

    Raises:
        KamError: with everything that is wrong with the pack, the facts or the parameters; or the workspace has several
            packs and none is named.
    """
    kept = _of_files(context, asked, sets, output) if isinstance(asked, Inputs) else _of_workspace(context, asked, sets)
    for note in kept.notes:
        echo_note(note, messages_of(context))
    return kept


def _of_workspace(context: click.Context, asked: Asked, sets: Mapping[str, str]) -> Kept:
    from kamengine.api import keep_workspace

    workspace = workspace_of(context)
    pack = only_pack(asked.packs(workspace, host_of(context)))
    return keep_workspace(workspace, pack, replace(asked, sets=sets).options)


def _of_files(context: click.Context, inputs: Inputs, sets: Mapping[str, str], output: Path | None) -> Kept:
    from kamengine.api import keep_files, load_pack

    name = f"{(output or inputs.accounts).stem}.quarantine.csv"
    beside = output.with_name(name) if output else Path(name)
    if inputs.on_error == "quarantine":
        keep_inputs(beside, inputs)
    checked = load_pack(inputs.pack, host_of(context))
    options = inputs.intake(beside, messages_of(context))
    return keep_files(checked, inputs.accounts, inputs.ledgers, as_of=inputs.as_of, sets=dict(sets), options=options)
