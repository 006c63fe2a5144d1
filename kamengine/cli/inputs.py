"""What the commands over accounts share: their options, and files and pack turned into a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kamengine.cli.help import messages_of, option
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api import Classified
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class Inputs:
    """The arguments of a command over accounts, as typed."""

    pack: str
    accounts: Path
    ledgers: dict[str, Path]
    key: str | None
    as_of: date | None
    sets: dict[str, str]
    allow_missing_columns: bool
    on_error: Literal["stop", "quarantine"]


def account_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command over accounts; they arrive as one `Inputs`, named ``inputs``."""

    @wraps(function)
    def wrapped(**given: Any) -> Any:
        names = ("ledger", "key", "as_of", "set", "allow_missing_columns", "on_error", "pack", "accounts")
        taken = {name: given.pop(name) for name in names}
        given["inputs"] = Inputs(
            taken["pack"],
            Path(taken["accounts"]),
            {name: Path(file) for name, file in _pairs("--ledger", taken["ledger"], "NAME=FILE")},
            taken["key"],
            taken["as_of"].date() if isinstance(taken["as_of"], datetime) else None,
            dict(_pairs("--set", taken["set"], "PARAM=VALUE")),
            taken["allow_missing_columns"],
            taken["on_error"],
        )
        return function(**given)

    for add in reversed(_OPTIONS):
        wrapped = add(wrapped)
    return wrapped


def host_of(context: click.Context) -> PluginHost:
    """The plugins, unless ``--no-plugins`` was given; failed ones are named on stderr."""
    from kamengine.api import plugins

    host = plugins(enabled=not context.find_root().meta.get("kamengine.no_plugins"))
    messages = messages_of(context)
    for status in host.statuses:
        if status.status == "failed":
            warn(context, messages.say("plugin {name} failed; see kam plugins", name=status.name))
    return host


def classify_inputs(
    context: click.Context, host: PluginHost, inputs: Inputs, quarantine: Path | None = None
) -> Classified:
    """Load the pack, take in the files and classify; notes go to stderr.

    Raises:
        KamError: with everything that is wrong.
    """
    from kamengine.api import classify_files, load_pack
    from kamengine.intake import IntakeOptions

    checked = load_pack(inputs.pack, host)
    messages = messages_of(context)
    beside = quarantine or Path(f"{inputs.accounts.stem}.quarantine.csv")
    options = IntakeOptions(inputs.key, inputs.allow_missing_columns, inputs.on_error, beside, messages)
    classified = classify_files(
        checked, inputs.accounts, inputs.ledgers, as_of=inputs.as_of, sets=dict(inputs.sets), options=options
    )
    for note in classified.notes:
        warn(context, messages.text(note))
    return classified


def warn(context: click.Context, text: str) -> None:
    """A line on stderr that is worth knowing but stops nothing."""
    from kamengine.locale.terminal import plain

    click.echo(f"{messages_of(context).say('note')}: {plain(text, None)}", err=True)


def _pairs(name: str, given: tuple[str, ...], shape: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise KamError.of(say("{text} is not {shape}", text=text[:80], shape=shape), place=Place(key=name))
        if key.strip() in dict(pairs):
            raise KamError.of(say("{name} is given twice", name=key.strip()), place=Place(key=name))
        pairs.append((key.strip(), value.strip()))
    return pairs


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("pack"),
    click.argument("accounts"),
    option("--ledger", multiple=True, metavar="NAME=FILE", help=say("A file of dated rows, such as bills=bills.csv.")),
    option("--key", metavar="COLUMN", help=say("The column that holds the account's id.")),
    option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help=say("The date of the run; else the newest date in the ledgers, else today."),
    ),
    option("--set", multiple=True, metavar="PARAM=VALUE", help=say("A parameter to use instead of the pack's.")),
    option(
        "--allow-missing-columns", is_flag=True, help=say("Take facts whose column or ledger is absent as unknown.")
    ),
    option(
        "--on-error",
        type=click.Choice(["stop", "quarantine"]),
        default="stop",
        help=say("Bad values: stop and name them, or write their rows to a file and go on."),
    ),
)
