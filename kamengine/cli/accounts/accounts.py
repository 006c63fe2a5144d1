"""``kam accounts``: the accounts of the latest run of a pack that meet a condition, sorted, as a table, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.accounts.column_names import columns_meant
from kamengine.cli.accounts.runs import SHOWN_DIGITS
from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.inputs import host_of, pack_reference
from kamengine.cli.inputs.workspaces import local_time, who_option, workspace_of
from kamengine.cli.lines.help import OneOf, command, messages_of, option
from kamengine.cli.pages.output import echo_note, page_lines, page_width
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api import AsOfSource, PackFile
    from kamengine.engine.results import Results
    from kamengine.engine.selection import Selection
    from kamengine.locale import Messages
    from kamengine.work.model import View
    from kamengine.workspace import RunRecord

_SHOWN = 20
_BLOCK = 1 << 20
_HEAD = ("account_id", "name", "tier", "tier_effective", "tier_possible", "score_low", "score_high")


@dataclass(frozen=True)
class Listed:
    """A run, ready to be looked through.

    Attributes:
        results: what it says, and what is known.
        as_of_from: where its date comes from; None where there is no pack, and so only facts.
        record: None also where nothing can be kept.
    """

    results: Results
    as_of_from: AsOfSource | None = None
    record: RunRecord | None = None


@command(
    "accounts",
    say(
        "List the accounts of the workspace with their tiers, from the latest run. A condition may name fields, "
        "indicators, criteria, tier, tier_possible, score and parameters, as in a rule pack; an account of which it is "
        "unknown is left out, and counted."
    ),
    "kam accounts --where \"tier = 'key' and monthly_spend > 20000\" --sort -monthly_spend",
    "kam accounts --pack telecom --columns account_id,name,tier,score --format csv",
    'kam accounts --view "At the line"',
    "kam accounts --names",
)
@option("--pack", value=say("PACK"), help=say("The rule pack; else the one that was run last."))
@option("--run", value=say("RUN"), help=say("An older run, by the first digits of its id, instead of the latest."))
@option("--where", value=say("CONDITION"), help=say("Only accounts that meet it."))
@option("--search", value=say("TEXT"), help=say("Only accounts that have it in their id or name."))
@option("--view", value=say("NAME"), help=say("A list that is kept: its pack, condition, search, order and columns."))
@option("--sort", value=say("COLUMNS"), help=say("Sort by these; - before one begins with the largest."))
@option("--columns", value=say("COLUMNS"), help=say("Show these, with commas between; score is its two ends."))
@option("--limit", type=click.IntRange(min=0), value=say("N"), help=say("At most so many; a table shows 20, else all."))
@option("--format", "form", type=OneOf(["table", "csv", "json"]), default="table", help=say("How they are printed."))
@json_option
@option("--names", is_flag=True, help=say("List what a condition, --sort and --columns may name, and nothing else."))
@who_option
@click.pass_context
def accounts(
    context: click.Context,
    pack: str | None,
    run: str | None,
    where: str | None,
    search: str | None,
    view: str | None,
    sort: str | None,
    columns: str | None,
    limit: int | None,
    form: str,
    as_json: bool,
    names: bool,
    who: str,
) -> None:
    """Choose and print."""
    form = "json" if as_json else form
    from kamengine.engine.selection import Question, names_in, select

    messages = messages_of(context)
    kept = _view(context, view)
    listed = listed_run(context, pack if pack is not None or kept is None else kept.pack or None, run, who)
    if kept is not None:
        where, search = where or kept.where or None, search or kept.search
        sort, columns = sort or kept.sort, columns or _columns_of(context, kept, listed)
    if names:
        click.echo(_names(listed.results, messages))
        return
    question = Question(where, columns_meant(sort or "", listed.results), search=search or "")
    if columns is not None:
        shown = columns_meant(columns, listed.results)
        if not shown:
            what = say("no column is named")
            raise KamError.of(what, say("kam accounts --names lists them"), place=Place(key="--columns"))
    else:
        shown = tuple(dict.fromkeys((*_usual_columns(listed, form), *names_in(listed.results, question))))
    selection = select(listed.results, replace(question, columns=shown))
    if form != "table" and selection.unknown:
        left_out = say("left out, since it is unknown whether they meet the condition: {n}", n=selection.unknown)
        echo_note(left_out, messages)
    if form == "table":
        click.echo("\n".join(_page(listed, selection, _SHOWN if limit is None else limit, messages)))
    elif form == "csv":
        for block in _csv_blocks(selection, limit):
            click.echo(block, nl=False)
    else:
        for line in _json_lines(selection, limit):
            click.echo(line)


def _view(context: click.Context, name: str | None) -> View | None:
    """The view of a name, if one was named."""
    from kamengine.work.accounts.views import view_named

    return view_named(workspace_of(context), name) if name is not None else None


def _columns_of(context: click.Context, view: View, listed: Listed) -> str | None:
    """The columns of a view, as they are typed; those that only the app draws are left out."""
    known = (*listed.results.columns(), *listed.results.looked_at, "score")
    lacking = [name for name in view.columns if name not in known]
    if lacking:
        note = say("columns of the view that only the app shows, or that this run has not: {names}", names=lacking)
        echo_note(note, messages_of(context))
    return ",".join(name for name in view.columns if name in known) or None


# ── which run ────────────────────────────────────────────────────────────────────────────────────────────────────────


def listed_run(context: click.Context, pack: str | None, run: str | None, who: str) -> Listed:
    """The run that is meant; when a pack has none yet, it is run now. Without any pack there are facts only."""
    from kamengine.api import PackFile, facts_of, is_up_to_date

    workspace = workspace_of(context)
    if pack is None and run is None and not workspace.pack_files() and not workspace.runs.list():
        return Listed(facts_of(workspace))
    record = workspace.runs.get(run) if run is not None else _latest(context, pack)
    if isinstance(record, PackFile):
        return _run_now(context, record, who)
    if run is None and not is_up_to_date(workspace, record):
        note = say("the facts or the rules have changed since this run; kam classify makes a new one")
        echo_note(note, messages_of(context))
    return _of_record(context, record)


def _of_record(context: click.Context, record: RunRecord) -> Listed:
    from kamengine.api import results_of
    from kamengine.api.accounts.further_columns import as_listed

    workspace = workspace_of(context)
    source: Any = record.as_of_from
    return Listed(as_listed(workspace, record, results_of(workspace, record, host_of(context))), source, record)


def _run_now(context: click.Context, pack: PackFile, who: str) -> Listed:
    """The first run of a pack, which is kept where that can be done."""
    from kamengine.api import results_now, run_workspace
    from kamengine.api.accounts.further_columns import with_history_of_run

    workspace, messages = workspace_of(context), messages_of(context)
    if workspace.catalog.read_only is None:
        recorded = run_workspace(workspace, pack, who)
        classified, listed = recorded.classified, _of_record(context, recorded.record)
    else:
        results, classified = results_now(workspace, pack)
        listed = Listed(with_history_of_run(results, classified.run), classified.as_of_from)
        echo_note(say("nothing can be written here, so this run is not kept"), messages)
    for note in classified.notes:
        echo_note(note, messages)
    return listed


def _latest(context: click.Context, reference: str | None) -> RunRecord | PackFile:
    """The newest run of the pack that is meant; the pack itself when it has none yet."""
    from kamengine.api import pack_of, packs_of

    workspace, host = workspace_of(context), host_of(context)
    if reference is None:
        if last := _run_last(context):
            return last
        pack = _only(packs_of(workspace, host))
    else:
        pack = pack_of(workspace, pack_reference(reference), host)
    return workspace.runs.latest(pack.candidate.id) or pack


def _run_last(context: click.Context) -> RunRecord | None:
    """The newest run of the workspace's packs, of any pack where it has none; a note names the other packs."""
    workspace = workspace_of(context)
    ids = [path.stem for path in workspace.pack_files()]
    records = [record for record in workspace.runs.list() if not ids or record.pack in ids]
    if not records:
        return None
    packs = ids or sorted({record.pack for record in records})
    if others := [id for id in packs if id != records[-1].pack]:
        note = say(
            "by {pack}, which was run last; --pack chooses another: {names}", pack=records[-1].pack, names=others
        )
        echo_note(note, messages_of(context))
    return records[-1]


def _only(packs: Sequence[PackFile]) -> PackFile:
    if len(packs) > 1:
        ids = [pack.candidate.id for pack in packs]
        what = say("the workspace has several rule packs: {names}", names=ids)
        raise KamError.of(what, say("name one with --pack"), place=Place(key="--pack"))
    return packs[0]


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _usual_columns(listed: Listed, form: str) -> tuple[str, ...]:
    """What is shown when nothing was asked for: for people what matters most, for scripts all that the run says."""
    from kamengine.api.accounts.export import every_column

    results = listed.results
    known, checked = results.columns(), results.checked
    if form != "table" or listed.as_of_from is None:
        return every_column(results, facts=listed.as_of_from is None)
    scored = () if not checked.parts else _HEAD[5:]
    nowhere = results.absent  # nobody needs a column in which nothing is known
    head = tuple(name for name in (*_HEAD[:5], *scored) if name in known and name not in nowhere)
    value = checked.pack.value
    return (*head, value) if value is not None and value in known else head


def _page(listed: Listed, selection: Selection, limit: int, messages: Messages) -> Iterator[str]:
    from kamengine.api.accounts.cells import cell, heading, shown_columns
    from kamengine.api.runs.words import run_title
    from kamengine.cli.pages.page_table import page_table

    record, checked = listed.record, listed.results.checked
    if listed.as_of_from is not None:
        yield from page_lines(run_title(checked.pack, listed.results.bindings.as_of, listed.as_of_from, messages))
        if record is not None:
            what = {"id": record.id[:SHOWN_DIGITS], "who": record.last_who, "when": local_time(record.last)}
            yield from page_lines(messages.say("Run {id}: {who}, {when}", **what))
        yield ""
    rows = list(selection.rows(limit))
    if rows and selection.columns:
        columns = shown_columns(selection.columns)
        cells = [[cell(column, row, checked, messages) for column in columns] for row in rows]
        headings = [heading(column, checked, messages) for column in columns]
        yield page_table(cells, headings, [column.align for column in columns], page_width())
        yield ""
    yield from _counts(selection, len(rows), messages)
    yield from _left_out(listed, messages)


def _left_out(listed: Listed, messages: Messages) -> Iterator[str]:
    """That the tiers may still change with what is known of other accounts, where they rest on shares or ranks."""
    from kamengine.explain.left_out_words import left_out_kept, left_out_of_the_list

    kept = listed.record.details["summary"].get("left_out", ()) if listed.record is not None else ()
    text = left_out_of_the_list(listed.results.checked, left_out_kept(kept), messages)
    if text is not None:
        yield from page_lines(text)


def _counts(selection: Selection, shown: int, messages: Messages) -> Iterator[str]:
    from kamengine.locale.display import number

    counts = {"count": selection.count, "all": selection.accounts, "unknown": selection.unknown}
    texts = {name: number(count, messages.language) for name, count in counts.items()}
    if selection.asked:
        yield messages.say("Accounts: {count} of {all}", **texts)
    else:
        yield messages.say("Accounts: {count}", **texts)
    if selection.unknown:
        yield messages.say("Left out, since it is unknown whether they meet the condition: {unknown}", **texts)
    if shown < selection.count:
        more = number(selection.count - shown, messages.language)
        yield messages.say("and {n} more; --limit lists more, --format csv all", n=more)


def _names(results: Results, messages: Messages) -> str:
    """What can be named, with its kind and what people call it."""
    from kamengine.cli.pages.page_table import page_table
    from kamengine.engine.headings import HEADINGS

    rows: list[tuple[str, str, str, str]] = []
    for name, type in results.columns().items():
        label = messages.label(HEADINGS[name]) if name in HEADINGS else messages.label(results.checked.label(name))
        rows.append((name, type.kind, str(type.unit or ""), label))
    for name in results.looked_at:  # --columns may name it, and nothing else
        rows.append((name, "list", "", messages.label(HEADINGS[name])))
    headings = [messages.say("name"), messages.say("kind"), messages.say("unit"), messages.say("label")]
    return page_table(rows, headings, ["left"] * len(headings), page_width(), whole=range(3), wraps=[3])


def _csv_blocks(selection: Selection, limit: int | None) -> Iterator[bytes]:
    """The accounts as CSV, by way of a file, since the database writes a million faster than Python could."""
    from kamengine.api.accounts.cells import spreadsheet_sql

    with TemporaryDirectory(prefix="kam-") as folder:
        path = Path(folder) / "accounts.csv"
        selection.write_csv(path, spreadsheet_sql, limit)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _json_lines(selection: Selection, limit: int | None) -> Iterator[str]:
    """An array with an object on each line."""
    names = list(selection.columns)
    before = None
    for row in selection.rows(limit):
        if before is not None:
            yield f"{before},"
        found = {name: _json(value) for name, value in zip(names, row, strict=True)}
        before = ("[" if before is None else " ") + json.dumps(found, ensure_ascii=False)
    yield f"{before}]" if before is not None else "[]"


def _json(value: Any) -> Any:
    from kamengine.language.json_values import json_value

    return list(map(json_value, value)) if isinstance(value, list | tuple) else json_value(value)
