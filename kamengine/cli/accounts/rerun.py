"""``kam rerun``: compute a kept run again, and say whether the same came out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.accounts.runs import SHOWN_DIGITS
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api import Recomputed
    from kamengine.locale import Messages


@command(
    "rerun",
    say(
        "Compute a run again, with its rule pack and from the facts and corrections of then, and say whether the bytes "
        "of the results agree. Status 1 if other results come out."
    ),
    "kam rerun 3f2a91c0",
)
@argument("run", say("RUN"), say("The run, by the first digits of its id; kam runs lists them."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def rerun(context: click.Context, run: str, as_json: bool) -> int:
    """Compute again and compare."""
    from kamengine.api import rerun as compute_again

    workspace, messages = workspace_of(context), messages_of(context)
    done = compute_again(workspace, workspace.runs.get(run), host_of(context))
    if as_json:
        echo_json(_as_json(done))
    else:
        click.echo("\n".join(_page(done, messages)))
    return 0 if done.same_bytes or (done.intact and not done.differing) else 1


def _as_json(done: Recomputed) -> dict[str, Any]:
    from kamengine.engine.kept import engine_name

    return {
        "run": done.record.id,
        "same": done.same_bytes,
        "sha256": done.sha256,
        "kept_sha256": done.record.sha256,
        "differing_accounts": done.differing if done.intact else None,
        "intact": done.intact,
        "restored": done.restored,
        "engine": engine_name(),
        "kept_engine": done.record.engine,
    }


def _page(done: Recomputed, messages: Messages) -> Iterator[str]:
    from kamengine.engine.kept import engine_name
    from kamengine.locale.display import number

    id, engine = done.record.id[:SHOWN_DIGITS], engine_name()
    if done.same_bytes:
        yield messages.say("Run {id} computed again: the same bytes ({sha256})", id=id, sha256=done.sha256)
        if done.restored:
            yield messages.say("The kept file was gone or damaged; it has been put back.")
        return
    if not done.intact:
        yield messages.say("Run {id} computed again: other bytes, and the kept file is gone or damaged", id=id)
    elif not done.differing:
        yield messages.say("Run {id} computed again: other bytes, the same results for every account", id=id)
    else:
        n = number(done.differing, messages.language)
        yield messages.say("Run {id} computed again: other results; accounts that differ: {n}", id=id, n=n)
    if engine != done.record.engine:
        yield messages.say("It was computed by {then}; this is {now}", then=done.record.engine, now=engine)
