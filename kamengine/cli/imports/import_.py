"""``kam import``: files into the workspace, every row accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.facts.known_fields import note_unsound
from kamengine.cli.inputs.calls import call_in_workspace
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.reading import Reading, reading_options
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import OneOf, argument, command, messages_of, option, place_of
from kamengine.cli.pages.output import echo_json, near
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.intake.imports.request import ImportRequest
    from kamengine.intake.imports.result import ImportResult


def _period(_context: click.Context, param: click.Parameter, text: str | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that an option gives.

    Raises:
        KamError: they are none.
    """
    if text is None:
        return None
    first, sign, last = (part.strip() for part in text.partition(".."))
    try:
        period = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        period = None
    if not sign or period is None or period[0] > period[1]:
        what = say("{value} is no period", value=text[:80])
        raise KamError.of(what, say("write it as 2026-01-01..2026-01-31"), place=place_of(param))
    return period


@command(
    "import",
    say("Bring files of accounts, or of a ledger's rows, into the workspace; every row is accounted for."),
    "kam import export.xlsx --dry-run",
    'kam import export.xlsx --map "月租=monthly_spend"',
    "kam import bills-*.csv --ledger bills",
    "kam import --retry quarantine/3f2a9c11d0e4.csv",
)
@argument(
    "files",
    say("FILE"),
    say("Files, patterns such as 'bills-*.csv', zip files of them, or - for standard input."),
    nargs=-1,
)
@option("--ledger", value=say("NAME"), help=say("The rows are of this ledger; else they are accounts."))
@option("--dry-run", is_flag=True, help=say("Say what would be done; change nothing."))
@option(
    "--mode",
    type=OneOf(["replace", "merge", "append", "replace-period"]),
    value=say("MODE"),
    help=say("Accounts: replace all, or merge by id (if there are any). Ledgers: append, or replace-period."),
)
@option(
    "--period",
    callback=_period,
    value=say("FROM..TO"),
    help=say("The days that replace-period replaces; else those of the rows."),
)
@option("--erase-blanks", is_flag=True, help=say("In a merge, a blank makes what was known unknown."))
@option(
    "--key", value=say("COLUMN"), help=say("The column that holds the account's id; # takes the number of the row.")
)
@option(
    "--map",
    "mapping",
    multiple=True,
    value=say('"HEADER=FIELD"'),
    help=say("What a column is; HEADER=field:kind makes a field, HEADER= leaves it out."),
)
@option(
    "--accept", is_flag=True, help=say("Take columns whose header is only similar to a field, as --dry-run shows them.")
)
@option("--all-columns", is_flag=True, help=say("Take the columns that no field claims too."))
@reading_options
@option(
    "--duplicate-ids",
    type=OneOf(["quarantine", "first", "last"]),
    default="quarantine",
    value=say("POLICY"),
    help=say("Rows of one id that differ: quarantine takes none, first or last one of them."),
)
@option(
    "--duplicate-rows",
    type=OneOf(["keep", "skip", "quarantine"]),
    default="keep",
    value=say("POLICY"),
    help=say(
        "Rows of a ledger that are there already: keep takes them again, skip leaves them out, quarantine writes them "
        "to a file."
    ),
)
@option(
    "--unknown-accounts",
    type=OneOf(["keep", "quarantine", "add"]),
    default="keep",
    value=say("POLICY"),
    help=say("Rows of a ledger whose account is not known: keep, quarantine, or add (the accounts, too)."),
)
@option(
    "--no-account",
    type=OneOf(["quarantine", "skip"]),
    default="quarantine",
    value=say("POLICY"),
    help=say("Rows of a ledger without an account's id: quarantine or skip."),
)
@option(
    "--on-error",
    type=OneOf(["quarantine", "stop"]),
    default="quarantine",
    value=say("POLICY"),
    help=say("Bad values: quarantine writes their rows to a file, stop imports nothing."),
)
@option("--again", is_flag=True, help=say("Import files also when they were imported before."))
@option("--retry", value=say("FILE"), help=say("Import the mended rows of a quarantine file."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@who_option
@click.pass_context
def import_(
    context: click.Context,
    /,
    files: tuple[str, ...],
    dry_run: bool,
    retry: str | None,
    as_json: bool,
    who: str,
    **asked: Any,
) -> None:
    """Import and report."""
    from kamengine.api.facts.imports import bring_in, bring_mended, sound_packs
    from kamengine.api.packs.playbooks import work_is_known
    from kamengine.cli.imports.page import page
    from kamengine.cli.imports.plan import plan_json
    from kamengine.cli.pages.progress import progress_for
    from kamengine.workspace.progress import Progress

    messages, workspace = messages_of(context), workspace_of(context)
    request = _request(asked)
    _refuse_contradictions(context, files, retry)
    host = host_of(context)
    note_unsound(sound_packs(workspace, host)[1], messages)
    progress = Progress() if as_json else progress_for(messages)
    bring = (
        partial(bring_in, workspace, host, files) if retry is None else partial(bring_mended, workspace, host, retry)
    )
    result = bring(request, who=who, today=dt.date.today(), progress=progress, dry=dry_run)
    if as_json:
        echo_json({**result.as_json(messages), **(plan_json(result, messages) if dry_run else {})})
    else:
        after = {"packs": bool(workspace.pack_files()), "work": not dry_run and work_is_known(workspace, host)}
        click.echo(page(result, messages, partial(_call, context), dry=dry_run, **after))
    if result.header_problems:
        raise KamError(result.header_problems)
    if result.quarantined and not result.taken:
        raise _nothing_taken(result)


def _nothing_taken(result: ImportResult) -> KamError:
    """The error for an import whose rows are all to be mended: those who do not look at the page must know."""
    what = say("no row can be taken (rows read: {count:,})", count=result.read)
    if result.quarantine is None:
        return KamError.of(what)
    remedy = say("mend them in {file}, or kam undo import and import them otherwise", file=near(str(result.quarantine)))
    return KamError.of(what, remedy)


def _call(context: click.Context, *words: str) -> str:
    """A line that can be typed as it stands."""
    return call_in_workspace(context, words, None)


def _refuse_contradictions(context: click.Context, files: Sequence[str], retry: str | None) -> None:
    """See that there is something to import.

    Raises:
        KamError: neither files nor ``--retry`` are given, or both.
    """
    if files and retry is not None:
        what = say("files and --retry are given")
        raise KamError.of(what, say("import them one after the other"), place=Place(key="--retry"))
    if not files and retry is None:
        raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == "files"))


def _request(asked: dict[str, Any]) -> ImportRequest:
    """What was typed."""
    from kamengine.intake.headers.given import read_map_options
    from kamengine.intake.imports.request import ImportRequest

    reading = Reading.taken_from(asked)
    mapping = read_map_options(asked.pop("mapping"))
    return ImportRequest(reading=reading.files, mapping=mapping, values=reading.values, **asked)
