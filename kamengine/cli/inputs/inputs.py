"""What the commands over accounts share: their options, and files and pack turned into a run."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kamengine.cli.inputs.asked import asked_of_workspace
from kamengine.cli.inputs.reading import NAMES, Reading, reading_options
from kamengine.cli.inputs.workspaces import plugins_used, workspace_or_none
from kamengine.cli.lines.help import LONGEST_WORD, OneOf, argument, messages_of, option, place_of
from kamengine.cli.lines.line import PAIR, SETTING, missing, pairs
from kamengine.cli.pages.output import echo_note, near
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api import Classified
    from kamengine.intake import IntakeOptions
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost

_HOST = "kamengine.plugins.loaded"
_NAMES = ("ledger", "key", "as_of", "set", "allow_missing_columns", "on_error", *NAMES, "pack", "accounts")


@dataclass(frozen=True)
class Inputs:
    """The arguments of a command over accounts, as typed."""

    pack: str
    accounts: Path
    ledgers: Mapping[str, Path]
    key: str | None = None
    as_of: date | None = None
    sets: Mapping[str, str] = field(default_factory=dict)
    allow_missing_columns: bool = False
    on_error: Literal["stop", "quarantine"] = "stop"
    reading: Reading = field(default_factory=Reading)

    def intake(self, quarantine: Path, messages: Messages) -> IntakeOptions:
        """How the files are taken in; bad rows go to a file of theirs, with reasons in the user's language.

        Raises:
            KamError: ``--dates`` or ``--decimal`` says nothing.
        """
        from kamengine.intake import IntakeOptions

        return IntakeOptions(
            self.key,
            self.allow_missing_columns,
            self.on_error,
            quarantine,
            values=self.reading.values,
            reading=self.reading.files,
            translator=messages,
        )

    @property
    def files(self) -> list[Path]:
        """Every file that is read."""
        return [self.accounts, *self.ledgers.values(), Path(self.pack)]


def account_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command over accounts; they arrive as one `Inputs`, named ``inputs``."""
    return _with_options(function, _OPTIONS)


def account_or_workspace_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Like `account_options`; without files ``inputs`` is what is `Asked` of the workspace."""
    _, _, *options = _OPTIONS
    return _with_options(function, (*_optional_arguments(), *options))


def account_or_facts_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Like `account_or_workspace_options`, and ``--fact``, which arrives as ``facts`` by name, and needs neither."""
    _, _, *options = _OPTIONS
    return _with_options(function, (*_optional_arguments(), *options, _FACT))


def indicator_or_workspace_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Like `account_or_workspace_options`, followed by an indicator, which arrives as ``indicator``."""
    _, _, *options = _OPTIONS
    return _with_options(function, (*_optional_arguments(), _INDICATOR, *options))


def _optional_arguments() -> tuple[Callable[[Any], Any], ...]:
    about = say("A rule pack; in a workspace one of its own, all of them if left out.")
    return (
        argument("pack", say("PACK"), about, required=False),
        argument("accounts", say("ACCOUNTS"), _ABOUT_OPTIONAL_ACCOUNTS, required=False),
    )


def _with_options(function: Callable[..., Any], options: Sequence[Callable[[Any], Any]]) -> Callable[..., Any]:
    @wraps(function)
    def wrapped(**given: Any) -> Any:
        if "fact" in given:
            given["facts"] = pairs("--fact", given.pop("fact"), _FACT_SHAPE)
            if given["facts"] and given["accounts"] is not None:
                what = say("facts and files are given; an account has its facts from one of them")
                raise KamError.of(what, say("leave out the files, or --fact"), place=Place(key="--fact"))
            if given["facts"] and given["pack"] is None:
                raise missing("pack")
            _shift_last(given, "account_id")
        elif "indicator" in given:
            _shift_last(given, "indicator")
        taken = {name: given.pop(name) for name in _NAMES}
        over_files = taken["accounts"] is not None or given.get("facts")
        given["inputs"] = _over_files(taken) if over_files else asked_of_workspace(taken)
        return function(**given)

    for add in reversed(options):
        wrapped = add(wrapped)
    return wrapped


def _over_files(taken: Mapping[str, Any]) -> Inputs:
    ledgers = pairs("--ledger", taken["ledger"], PAIR)
    return Inputs(
        pack_reference(taken["pack"]),
        Path() if taken["accounts"] is None else data_file(taken["accounts"], "ACCOUNTS"),
        {name: data_file(file, f"--ledger {name}") for name, file in ledgers.items()},
        taken["key"],
        taken["as_of"],
        pairs("--set", taken["set"], SETTING),
        taken["allow_missing_columns"],
        taken["on_error"],
        Reading.taken_from(dict(taken)),
    )


def _shift_last(given: dict[str, Any], last: str) -> None:
    """In a workspace no file stands between the pack and what is asked about, and no pack need stand before it."""
    if given.get("facts") or given[last] is not None or given["pack"] is None:
        return
    if workspace_or_none(click.get_current_context()) is None:
        return
    if given["accounts"] is not None:
        given[last], given["accounts"] = given["accounts"], None
    else:
        given[last], given["pack"] = given["pack"], None


def day_of(_context: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """The date that an option gives.

    Raises:
        KamError: it is none.
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        what = say("{value} is not a date", value=text[:LONGEST_WORD])
        raise KamError.of(what, say("write it as 2026-01-31"), place=place_of(param)) from error


def path_of(text: str) -> Path:
    """A path as typed; ``~`` is the home folder also where the shell leaves it alone, as in ``bills=~/bills.csv``."""
    path = Path(text)
    if text.startswith("~") and not os.path.exists(text):
        try:
            path = path.expanduser()
        except RuntimeError:  # no such user
            return path
    return Path(near(str(path)))


def pack_reference(text: str) -> str:
    """A pack as typed: an id as it is, a path as seen from the current folder.

    Raises:
        KamError: nothing was typed.
    """
    if not text:
        raise KamError.of(say("no rule pack is named"), say("kam packs lists them"))
    return str(path_of(text))


def data_file(text: str, argument: str) -> Path:
    """The path of a file of rows.

    Raises:
        KamError: no file is named, or it is a stream: rows are looked at more than once.
    """
    if not text:
        raise KamError.of(say("no file is named"), place=Place(key=argument))
    path = path_of(text)
    if text == "-" or _is_stream(path):
        remedy = say("save it as a .csv or .parquet file first")
        raise KamError.of(say("this is a stream, not a file"), remedy, place=Place(text))
    return path


def host_of(context: click.Context) -> PluginHost:
    """The plugins, in a workspace those that it uses; none with ``--no-plugins``. Failed ones are named on stderr.

    They are loaded once in a command.
    """
    if _HOST not in context.meta:
        from kamengine.api import plugins

        host = plugins(enabled=not context.meta.get("kamengine.no_plugins"), only=plugins_used(context))
        for status in host.statuses:
            if status.status == "failed":
                note = say("the plugin {name} failed; see kam plugins", name=status.name)
                echo_note(note, messages_of(context))
        context.meta[_HOST] = host
    loaded: PluginHost = context.meta[_HOST]
    return loaded


def classify_inputs(
    context: click.Context, host: PluginHost, inputs: Inputs, quarantine: Path | None = None
) -> Classified:
    """Like `classify_quietly`; notes go to stderr.

    Raises:
        KamError: with everything that is wrong.
    """
    classified = classify_quietly(context, host, inputs, quarantine)
    for note in classified.notes:
        echo_note(note, messages_of(context))
    return classified


def classify_quietly(
    context: click.Context, host: PluginHost, inputs: Inputs, quarantine: Path | None = None
) -> Classified:
    """Load the pack, take in the files and classify.

    Args:
        context: of the command.
        host: the plugins.
        inputs: what the user asked for.
        quarantine: where bad rows go; left out, a file in the current folder named after the accounts.

    Raises:
        KamError: with everything that is wrong.
    """
    from kamengine.api import classify_files, load_pack

    beside = quarantine or Path(f"{inputs.accounts.stem}.quarantine.csv")
    if inputs.on_error == "quarantine":
        keep_inputs(beside, inputs)
    checked = load_pack(inputs.pack, host)
    options = inputs.intake(beside, messages_of(context))
    return classify_files(
        checked, inputs.accounts, inputs.ledgers, as_of=inputs.as_of, sets=dict(inputs.sets), options=options
    )


def keep_inputs(output: Path, inputs: Inputs) -> None:
    """See that no input would be replaced.

    Raises:
        KamError: the output is one of the inputs.
    """
    for file in inputs.files:
        if _same(file, output):
            what = say("this file is read, and would be replaced by what is written")
            raise KamError.of(what, say("name another file with --output"), place=Place(str(output)))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


_FACT_SHAPE = say("NAME=VALUE")
_ABOUT_ACCOUNTS = say("A file with a row per account: .csv, .xlsx, .jsonl, .parquet and others.")
_ABOUT_OPTIONAL_ACCOUNTS = say("A file with a row per account; if left out, those of the workspace.")
_FACT = option(
    "--fact",
    multiple=True,
    value=_FACT_SHAPE,
    help=say("A fact of an account that nobody has, instead of files; once for each, the rest is unknown."),
)
_INDICATOR = argument(
    "indicator",
    say("INDICATOR"),
    say("An indicator or a field with numbers, by its name in the pack; or score."),
    required=False,
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    argument("pack", say("PACK"), say("A rule pack: a .toml file, or an id that kam packs lists.")),
    argument("accounts", say("ACCOUNTS"), _ABOUT_ACCOUNTS),
    option(
        "--ledger",
        multiple=True,
        value=PAIR,
        help=say("A file of dated rows about the accounts, such as bills=bills.csv; once for each ledger."),
    ),
    option(
        "--key", value=say("COLUMN"), help=say("The column that holds the account's id; # takes the number of the row.")
    ),
    option(
        "--as-of",
        callback=day_of,
        value=say("DATE"),
        help=say("The date of the run; else the newest date in the ledgers, else today."),
    ),
    option(
        "--set",
        multiple=True,
        value=SETTING,
        help=say("A parameter to use instead of the pack's; once for each."),
    ),
    option(
        "--allow-missing-columns", is_flag=True, help=say("Take facts whose column or ledger is absent as unknown.")
    ),
    reading_options,
    option(
        "--on-error",
        type=OneOf(["stop", "quarantine"]),
        default="stop",
        help=say("Bad values: stop and name them (stop), or write their rows to a file and go on (quarantine)."),
    ),
)
