"""``kam convert``: a rule pack as an Excel workbook and back; nothing is lost on the way round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import host_of, pack_reference, path_of
from kamengine.cli.lines.help import OneOf, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_note, echo_problem, near
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.pack.forms import Data
    from kamengine.plugin_host import PluginHost

_XLSX = ".xlsx"


@command(
    "convert",
    say(
        "Turn a rule pack into an Excel workbook, or a workbook into a rule pack. The workbook has a sheet each for "
        "parameters, lookup tables, the scorecard, tiers, tests and the rest, with the pack's own checks on its cells. "
        "A workbook is checked whole before anything is written: every problem with its sheet and cell."
    ),
    "kam convert telecom --to xlsx -o telecom.xlsx",
    "kam convert telecom.xlsx --to toml --onto my-rules.toml",
)
@argument("source", say("PACK"), say("A rule pack: a .toml file, an id that kam packs lists, or an .xlsx workbook."))
@option("--to", "to", type=OneOf(["xlsx", "toml"]), help=say("What to write; left out, what PACK is not."))
@option(
    "-o",
    "--output",
    value=say("FILE"),
    help=say("Where to write; left out, in the current folder under the pack's name."),
)
@option(
    "--onto",
    value=say("FILE"),
    help=say("A .toml file of your own: change only what differs, so that its comments and layout stay."),
)
@option("--overwrite", is_flag=True, help=say("Replace the file that is there."))
@option("--dry-run", is_flag=True, help=say("Show what would change, and write nothing."))
@click.pass_context
def convert(
    context: click.Context,
    source: str,
    to: str | None,
    output: str | None,
    onto: str | None,
    overwrite: bool,
    dry_run: bool,
) -> int:
    """Convert one pack."""
    reference, host, messages = pack_reference(source), host_of(context), messages_of(context)
    is_book = Path(reference).suffix.lower() == _XLSX
    to = to or ("toml" if is_book else "xlsx")
    _refuse(reference, is_book, to, output)
    if onto is not None:
        return _onto(context, reference, is_book and to == "toml", path_of(onto), output, dry_run)
    target = path_of(output) if output else Path(f"{Path(reference).stem}.{to}")
    if target.exists() and not overwrite:
        what = say("this file is there already")
        raise KamError.of(what, say("name another with -o, or replace it with --overwrite"), place=Place(str(target)))
    content = _converted(reference, is_book, to, host, messages.language)
    if not dry_run:
        from kamengine.pack.editing.files import replace_file

        replace_file(target, content, old=None)
    shown = near(str(target))
    text = say("would be written: {file}", file=shown) if dry_run else say("written: {file}", file=shown)
    click.echo(plain(messages.text(text), None))
    return 0


def _refuse(reference: str, is_book: bool, to: str, output: str | None) -> None:
    """See that what is wanted is another format, under a name that says so."""
    if is_book and to == "xlsx":
        raise KamError.of(say("this is a workbook already"), say("use --to toml"), place=Place(reference))
    if output and Path(output).suffix.lower() != f".{to}":
        what = say("what is written is {format}, and the name does not end in .{format}", format=to)
        raise KamError.of(what, say("name another file, or say --to"), place=Place(output))


def _converted(reference: str, is_book: bool, to: str, host: PluginHost, language: str) -> bytes:
    """The bytes of the file that is wanted; a pack as TOML is a copy of it, comments and all."""
    if is_book:
        from kamengine.pack.forms import compact
        from kamengine.pack.write import write_pack

        return write_pack(compact(_in_workbook(reference, host))).encode()
    content = _pack_file(reference, host)
    if to == "toml":
        return content
    from kamengine.workbook.convert import to_workbook

    return to_workbook(near(reference), content, language)


def _onto(context: click.Context, reference: str, fits: bool, target: Path, output: str | None, dry_run: bool) -> int:
    """Change a file of the user's own until it says what the workbook says, and show what changed."""
    if not fits or output is not None:
        what = say("--onto changes a .toml file by a workbook, and writes no other file")
        raise KamError.of(what, say("see kam convert --help"), place=Place(key="--onto"))
    from kamengine.api.packs.own_packs import at_tests, diff_lines, newly_failing, own_pack
    from kamengine.pack.editing.files import replace_file
    from kamengine.pack.editing.merge import merge
    from kamengine.pack.editing.sound import sound_pack

    host, messages = host_of(context), messages_of(context)
    data = _in_workbook(reference, host)
    before, old = own_pack(str(target), host)
    new = merge(near(str(target)), old, data)
    after = sound_pack(str(target), new, host.contributions)
    if new != old and not dry_run:
        replace_file(target, new, old=old)
    for line in diff_lines(near(str(target)), old, new):
        click.echo(line)
    for problem in at_tests(after, newly_failing(before, after)):
        echo_problem(problem, messages)
    if new == old:
        echo_note(say("the file says so already; nothing was written"), messages)
    elif dry_run:
        echo_note(say("nothing was written: this is a dry run"), messages)
    return 0


def _in_workbook(reference: str, host: PluginHost) -> Data:
    from kamengine.workbook.convert import from_workbook
    from kamengine.workbook.opened import MAX_BYTES

    return from_workbook(reference, _bytes(Path(reference), MAX_BYTES), host.contributions)


def _pack_file(reference: str, host: PluginHost) -> bytes:
    """The bytes of a sound pack: of a file, or of one that is shipped or that a plugin brings."""
    from kamengine.api import examine_pack, plugin_packs
    from kamengine.pack.find import shipped_packs

    found = examine_pack(reference, host)
    if found.checked is None:
        raise KamError(found.problems)
    if found.origin in ("shipped", "plugin"):
        return {**plugin_packs(host), **shipped_packs()}[reference].read_bytes()
    return Path(reference).read_bytes()


def _bytes(path: Path, most: int) -> bytes:
    """A file, or its beginning when it is far too large.

    Raises:
        KamError: there is none, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise KamError.of(say("there is no such file"), place=Place(str(path))) from None
