"""``kam diff``: who moved between two packs, two files of accounts, or both, and what caused each move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.accounts.classify import results_file
from kamengine.cli.inputs.inputs import Inputs, data_file, day_of, host_of, keep_inputs, pack_reference
from kamengine.cli.inputs.reading import Reading, reading_options
from kamengine.cli.lines.help import OneOf, argument, command, messages_of, option
from kamengine.cli.lines.line import pairs
from kamengine.cli.pages.output import echo_json, echo_note
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.diff.files import Compared, SideFiles
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost

_SHOWN = 20
_PLACE = Place(key="kam diff")
_LEDGERS = ("ledger", "old-ledger", "new-ledger")
_LEDGER, _SETTING = say("NAME=FILE"), say("PARAM=VALUE")


@dataclass(frozen=True)
class _Asked:
    """The line as typed, each thing for the old and the new side."""

    inputs: tuple[Inputs, Inputs]
    movers: bool
    limit: int | None
    output: Path | None


@command(
    "diff",
    say(
        "Say who moved and why: between two rule packs on the same accounts, two files of accounts under the same "
        "pack, or both at once. Old comes first, then new. Each move has its causes: the facts of the account that "
        "changed, and the rules that did; undoing them undoes the move."
    ),
    "kam diff old.toml new.toml accounts.csv --ledger bills=bills.csv",
    "kam diff telecom june.csv july.csv --movers",
    "kam diff telecom accounts.csv --ledger bills=bills.csv --old-as-of 2026-06-30",
)
@argument("files", say("OLD NEW"), say("One or two rule packs, one or two files of accounts."), nargs=-1)
@option("--ledger", multiple=True, value=_LEDGER, help=say("A ledger of both sides; once for each."))
@option("--old-ledger", multiple=True, value=_LEDGER, help=say("A ledger of the old side only."))
@option("--new-ledger", multiple=True, value=_LEDGER, help=say("A ledger of the new side only."))
@option("--as-of", callback=day_of, value=say("DATE"), help=say("The date of both runs, as for kam classify."))
@option("--old-as-of", callback=day_of, value=say("DATE"), help=say("The date of the old run."))
@option("--new-as-of", callback=day_of, value=say("DATE"), help=say("The date of the new run."))
@option("--set", "sets", multiple=True, value=_SETTING, help=say("A parameter of the new side; once for each."))
@option("--key", value=say("COLUMN"), help=say("The column that holds the account's id."))
@option("--allow-missing-columns", is_flag=True, help=say("Take facts whose column or ledger is absent as unknown."))
@reading_options
@option(
    "--on-error",
    type=OneOf(["stop", "quarantine"]),
    default="stop",
    help=say("Bad values: stop and name them (stop), or write their rows to a file and go on (quarantine)."),
)
@option("--movers", is_flag=True, help=say("List the accounts that moved, each with its causes."))
@option("--limit", type=click.IntRange(min=0), value=say("N"), help=say("List at most so many movers."))
@option("-o", "--output", value=say("FILE"), help=say("Write a row per mover to a .csv or .parquet file."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def diff(context: click.Context, /, as_json: bool, **given: Any) -> None:
    """Compare and report."""
    from kamengine.cli.whatif.diff_page import diff_json, page, write_movers

    asked, messages, host = _asked(given), messages_of(context), host_of(context)
    compared = _compared(asked, host, messages)
    for note in compared.notes:
        echo_note(note, messages)
    limit = asked.limit if asked.limit is not None else None if as_json else _SHOWN
    listed = compared.difference.movers(limit) if asked.movers else None
    if asked.output is not None:
        write_movers(compared.difference, asked.output, messages)
    if as_json:
        echo_json(diff_json(compared.difference, listed))
        return
    click.echo(page(compared, listed, messages))
    if asked.output is not None:
        click.echo(messages.say("A row per mover is in {file}", file=str(asked.output)))


# ── the line ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _asked(given: Mapping[str, Any]) -> _Asked:
    """What the line asks for.

    Raises:
        KamError: packs and files cannot be told to be old and new, or there is nothing to compare.
    """
    packs, accounts = _told_apart(given["files"])
    ledgers = {name: pairs(f"--{name}", given[name.replace("-", "_")], _LEDGER) for name in _LEDGERS}
    sets = pairs("--set", given["sets"], _SETTING)
    days = [given[f"{side}_as_of"] or given["as_of"] for side in ("old", "new")]
    reading = Reading.taken_from(dict(given))
    sides = []
    for index, side in enumerate(("old-ledger", "new-ledger")):
        files = {
            name: data_file(file, f"--ledger {name}") for name, file in {**ledgers["ledger"], **ledgers[side]}.items()
        }
        sides.append(
            Inputs(
                packs[min(index, len(packs) - 1)],
                accounts[min(index, len(accounts) - 1)],
                files,
                given["key"],
                days[index],
                sets if index else {},
                given["allow_missing_columns"],
                given["on_error"],
                reading,
            )
        )
    if len(packs) == len(accounts) == 1 and sides[0] == sides[1]:
        what = say("old and new are the same: one pack, one file of accounts")
        remedy = say("name two packs or two files of accounts, or give --old-as-of, --old-ledger or --set")
        raise KamError.of(what, remedy, place=_PLACE)
    out = results_file(given["output"], *sides) if given["output"] is not None else None
    return _Asked((sides[0], sides[1]), given["movers"], given["limit"], out)


def _told_apart(files: Sequence[str]) -> tuple[list[str], list[Path]]:
    """The packs and the files of accounts, each in the order of the line.

    Raises:
        KamError: there are none, or too many, of a kind.
    """
    packs = [pack_reference(text) for text in files if _is_pack(text)]
    accounts = [data_file(text, "ACCOUNTS") for text in files if not _is_pack(text)]
    usage = say("kam diff OLD.toml NEW.toml ACCOUNTS, kam diff PACK OLD.csv NEW.csv, or two of each")
    if not packs:
        raise KamError.of(say("no rule pack is named"), usage, place=_PLACE)
    if not accounts:
        raise KamError.of(say("no file of accounts is named"), usage, place=_PLACE)
    if len(packs) > 2:
        raise KamError.of(say("these are more than two rule packs: {names}", names=packs), usage, place=_PLACE)
    if len(accounts) > 2:
        names = [str(path) for path in accounts]
        raise KamError.of(say("these are more than two files of accounts: {names}", names=names), usage, place=_PLACE)
    return packs, accounts


def _is_pack(text: str) -> bool:
    """Whether this names a rule pack: a TOML file, or an id, which has no suffix and is no file."""
    suffix = Path(text).suffix.lower()
    return suffix == ".toml" or (not suffix and text != "-" and not Path(text).is_file())


# ── the comparison ───────────────────────────────────────────────────────────────────────────────────────────────────


def _compared(asked: _Asked, host: PluginHost, messages: Messages) -> Compared:
    from kamengine.diff.files import compare_files

    old, new = asked.inputs
    sides = [_side(inputs, name, asked, host, messages) for inputs, name in ((old, "old"), (new, "new"))]
    if old.pack == new.pack:
        sides[1] = replace(sides[1], checked=sides[0].checked)
    return compare_files(sides[0], sides[1], host.contributions)


def _side(inputs: Inputs, name: str, asked: _Asked, host: PluginHost, messages: Messages) -> SideFiles:
    from kamengine.api import load_pack
    from kamengine.diff.files import SideFiles

    beside = Path(f"{inputs.accounts.stem}.{name}.quarantine.csv")
    if inputs.on_error == "quarantine":
        for read in asked.inputs:
            keep_inputs(beside, read)
    options = inputs.intake(beside, messages)
    checked = load_pack(inputs.pack, host)
    return SideFiles(checked, inputs.accounts, inputs.ledgers, inputs.as_of, dict(inputs.sets), options)
