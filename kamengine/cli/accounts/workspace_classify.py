"""``kam classify`` without files: the accounts of a workspace, by one of its packs or by all of them, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.accounts.classify import next_steps_of, write_results
from kamengine.cli.accounts.next_steps import next_steps_json, next_steps_text
from kamengine.cli.accounts.summary import summary_text
from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.calls import call_in_workspace
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_json, echo_note, echo_problem
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from kamengine.api import PackFile, RecordedRun
    from kamengine.changes.to_next import NextSteps
    from kamengine.locale import Messages

_USAGE = 2


def classify_in_workspace(
    context: click.Context, asked: Asked, out: Path | None, *, to_next: bool, as_json: bool, who: str
) -> int:
    """Classify by each pack that is meant, report and keep the runs.

    A pack that cannot be used does not keep the others from running: what is wrong with it is said at the end.

    Returns:
        The exit status: 2 when a pack could not be used.

    Raises:
        KamError: the one pack that was named cannot be used, or results of several would go into one file.
    """
    workspace, messages = workspace_of(context), messages_of(context)
    packs = asked.packs(workspace, host_of(context))
    if out is not None and len(packs) > 1:
        what = say("the workspace has several packs, and one file holds the results of one")
        raise KamError.of(what, say("name the pack"), place=Place(key="--output"))
    problems: list[Problem] = []
    shown: list[dict[str, object]] = []
    for pack in packs:
        try:
            recorded = _run(context, asked, pack, who)
        except KamError as error:
            problems += error.problems
            continue
        steps = next_steps_of(recorded.classified.run) if to_next else None
        if out is not None:
            write_results(steps.run if steps is not None else recorded.classified.run, out)
        if as_json:
            shown.append(_as_json(recorded, steps))
        else:
            _show(context, asked, recorded, steps, out, messages, first=pack is packs[0])
    if asked.pack is not None and problems:
        raise KamError(problems)
    if as_json:
        echo_json(shown if asked.pack is None else shown[0])
    for problem in problems:
        echo_problem(problem, messages)
    return _USAGE if problems else 0


def _run(context: click.Context, asked: Asked, pack: PackFile, who: str) -> RecordedRun:
    from kamengine.api import run_workspace

    recorded = run_workspace(workspace_of(context), pack, who, asked.options)
    for note in recorded.classified.notes:
        echo_note(note, messages_of(context))
    return recorded


def _as_json(recorded: RecordedRun, steps: NextSteps | None) -> dict[str, object]:
    from kamengine.api import summary_json

    further = next_steps_json(steps) if steps is not None else {}
    return {**summary_json(recorded.classified.run), "run": recorded.record.id, **further}


def _show(
    context: click.Context,
    asked: Asked,
    recorded: RecordedRun,
    steps: NextSteps | None,
    out: Path | None,
    messages: Messages,
    *,
    first: bool,
) -> None:
    run = recorded.classified.run
    if not first:
        click.echo()
    click.echo(summary_text(recorded.classified, messages))
    if steps is not None:
        click.echo(next_steps_text(steps, messages))
    for account in run.undecided(1):
        words = ["kam", "explain", asked.pack or run.checked.pack.id, account]
        click.echo(messages.say("To see why: {call}", call=call_in_workspace(context, words, asked)))
    if out is not None:
        click.echo(messages.say("A row per account is in {file}", file=str(out)))
    call = call_in_workspace(context, ["kam", "accounts", "--pack", asked.pack or run.checked.pack.id], None)
    click.echo(messages.say("Run {id}; its accounts: {call}", id=recorded.record.id[:8], call=call))
