"""What the commands about an account's dossier share: which things are meant, who of the team, and what is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kamengine.cli.inputs.daily_work import ask_first, json_option, meant, where_options
from kamengine.cli.inputs.inputs import day_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, messages_of, option
from kamengine.cli.pages.output import page_width
from kamengine.cli.work.shared.team_options import check_expected, expect_option, team_workspace
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Message, Place, say

if TYPE_CHECKING:
    from kamengine.declarations import Label
    from kamengine.locale import Messages
    from kamengine.work.ground.things import Thing
    from kamengine.workspace import Transaction, Workspace

T = TypeVar("T", bound="Thing")

FEW = 10
"""Of things that were changed at once so many are shown."""
_WHERE = Place(key="--where")


def account_argument(function: Any) -> Any:
    """The argument ACCOUNT, whose value arrives as ``account``."""
    return argument("account", say("ACCOUNT"), say("The account, by id or name."))(function)


def accounts_argument(function: Any) -> Any:
    """The arguments ACCOUNT, which arrive as ``accounts``."""
    return argument("accounts", say("ACCOUNT"), say("Accounts, by id or name."), nargs=-1)(function)


def filter_options(function: Any) -> Any:
    """The options ``--where`` and ``--pack`` of commands that list."""
    function = option("--pack", value=say("PACK"), help=say("The rule pack; else the only one, or the one run last."))(
        function
    )
    return option("--where", value=say("CONDITION"), help=say("Only accounts that meet a condition."))(function)


def day_option(name: str, help: Any, **settings: Any) -> Callable[[Any], Any]:
    """An option whose value is a day."""
    return option(name, value=say("DATE"), callback=day_of, help=help, **settings)


def accounts_asked(
    context: click.Context, named: Sequence[str], where: str | None, pack: str | None, who: str
) -> tuple[str, ...] | None:
    """The accounts that a list is about; None for all of them.

    Raises:
        KamError: an account is not there, the condition is not sound, or nobody meets it.
    """
    return meant(context, named, where, pack, who).accounts if named or where is not None else None


def new_options(function: Any) -> Any:
    """The words and options of a verb that adds something to one account or to all that meet a condition.

    They arrive among other values as ``words``, ``where``, ``pack``, ``yes``, ``who`` and ``as_json``.
    """
    return _with_words(function, say("ACCOUNT TEXT"), say("The account, by id or name, and what there is to say."))


def item_options(function: Any) -> Any:
    """The same of a verb about an item of a checklist."""
    return _with_words(function, say("ACCOUNT ITEM"), say("The account, by id or name, and the item."))


def _with_words(function: Any, words: Message, help: Message) -> Any:
    for add in (json_option, who_option, where_options, argument("words", words, help, nargs=-1)):
        function = add(function)
    return function


def accounts_and_text(context: click.Context, given: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The accounts that a new thing is about, and its text; for many accounts the exact number comes first.

    Args:
        context: of the command.
        given: what arrived by `new_options`.

    Raises:
        KamError: a word is missing or too much, there is no such account, or nobody said yes.
    """
    example = f'{context.command_path} C0017 "…"'
    remedy = say("write the account, then the text in quotes: {example}", example=example)
    return _accounts_and(context, given, say("the account or the text is missing"), remedy)


def accounts_and_item(context: click.Context, given: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The accounts and the item as typed that arrived by `item_options`; see `accounts_and_text`."""
    remedy = say("write the account, then the item, which kam stage items lists")
    return _accounts_and(context, given, say("the account or the item is missing"), remedy)


def _accounts_and(
    context: click.Context, given: Mapping[str, Any], missing: Message, remedy: Message
) -> tuple[tuple[str, ...], str]:
    words, where = given["words"], given["where"]
    wanted = 1 if where is not None else 2
    if len(words) != wanted:
        what = missing if len(words) < wanted else say("there are too many words")
        raise KamError.of(what, remedy, place=Place(key=context.command_path))
    found = meant(context, words[:-1], where, given["pack"], given["who"]).accounts
    ask_first(len(found), messages_of(context).say("accounts"), where=where, yes=given["yes"])
    return found, words[-1]


def keys_options(function: Any) -> Any:
    """The keys and options of a verb on things that there are.

    They arrive among other values as ``keys``, ``where``, ``pack``, ``yes``, ``expect``, ``who`` and ``as_json``.
    """
    keys = argument("keys", say("KEY"), say("Their keys, as they are listed."), nargs=-1)
    for add in (json_option, who_option, expect_option, where_options, keys):
        function = add(function)
    return function


def change_meant(
    context: click.Context,
    of: type[T],
    given: Mapping[str, Any],
    change: Callable[[Workspace, Transaction, str], T],
) -> list[T]:
    """Do something to the things that are named, or to the open ones of accounts that meet a condition: all or none.

    Args:
        context: of the command.
        of: what they are.
        given: what arrived by `keys_options`.
        change: what is done to one, by its key.

    Returns:
        what they are now.

    Raises:
        KamError: nothing is meant, one cannot be changed so or is another than was expected, or nobody said yes.
    """
    return change_all(context, things_meant(context, of, given), given, change)


def change_all(
    context: click.Context,
    things: Sequence[T],
    given: Mapping[str, Any],
    change: Callable[[Workspace, Transaction, str], T],
) -> list[T]:
    """Do something to things in one change, all or none; see `change_meant`."""
    workspace = workspace_of(context)
    with workspace.transaction(given["who"]) as transaction:
        if things:
            check_expected(workspace, transaction, type(things[0]), [one.key for one in things], given["expect"])
        return [change(workspace, transaction, one.key) for one in things]


def things_meant(context: click.Context, of: type[T], given: Mapping[str, Any]) -> list[T]:
    """The things that are named, or the open ones of accounts that meet a condition; their exact number comes first.

    Raises:
        KamError: nothing is meant, or nobody said yes.
    """
    from kamengine.work.accounts.dossier import NAMES, the
    from kamengine.work.ground.things import all_of

    workspace, name, keys, where = workspace_of(context), NAMES[of], given["keys"], given["where"]
    if where is None:
        if not keys:
            what = say("no {kind} is named", kind=name)
            raise KamError.of(what, say("write its key, or --where CONDITION"), place=Place(key=context.command_path))
        return list({one.key: one for one in (the(workspace, of, key) for key in keys)}.values())
    if keys:
        raise KamError.of(say("both keys and a condition are given"), say("leave one of them out"), place=_WHERE)
    accounts = set(meant(context, (), where, given["pack"], given["who"]).accounts)
    found = [one for one in all_of(workspace, of, open=True) if getattr(one, "account") in accounts]  # noqa: B009
    if not found:
        what = say("no account that meets the condition has an open {kind}", kind=name)
        raise KamError.of(what, place=_WHERE)
    ask_first(len(found), messages_of(context).label(name), where=where, yes=given["yes"])
    return found


def given_values(values: Mapping[str, Any], context: click.Context) -> dict[str, Any]:
    """The values that were given, by field; an option that was left out is None.

    Raises:
        KamError: none was.
    """
    given = {name: value for name, value in values.items() if value is not None}
    if not given:
        remedy = say("{command} --help lists what can be", command=context.command_path)
        raise KamError.of(say("nothing to change is given"), remedy, place=Place(key=context.command_path))
    return given


def person_meant(context: click.Context, name: str | None, option: str) -> str | None:
    """Who of the team a name means; None and an empty text stay as they are.

    Raises:
        KamError: there is nobody of this name, or the person has left.
    """
    from kamengine.work.people.people import Team

    if not name:
        return name
    return Team.of(team_workspace(context)).at_work(name, place=Place(key=option))


def names_of(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """What accounts are called, by id; those without a name are left out."""
    from kamengine.api.accounts.names import account_names

    return account_names(workspace, ids)


def account_text(account: str, names: Mapping[str, str]) -> str:
    """An account by id and name."""
    return f"{account} {names[account]}" if account in names else account


def echo_by_account(
    context: click.Context, things: Sequence[T], echo: Callable[[Sequence[T]], None], limit: int | None = None
) -> None:
    """Print things account by account, below what each is called.

    Args:
        context: of the command.
        things: all of them, in their order.
        echo: prints those of one account.
        limit: so many are shown, and how many more there are is said; None for all.
    """
    shown = things[:limit]
    names = names_of(workspace_of(context), (_account_of(one) for one in shown))
    by_account: dict[str, list[T]] = {}
    for one in shown:
        by_account.setdefault(_account_of(one), []).append(one)
    for account, its in by_account.items():
        click.echo(plain(account_text(account, names)))
        echo(its)
    echo_more(context, len(things) - len(shown))


def echo_more(context: click.Context, count: int) -> None:
    """Say how many more there are than are shown, if there are any."""
    if count:
        click.echo(messages_of(context).say("and {n:,} more", n=count))


def _account_of(thing: Thing) -> str:
    return str(getattr(thing, "account"))  # noqa: B009


def version_of(workspace: Workspace, thing: Thing) -> int | None:
    """The number of the journal entry that left a thing as it is."""
    entry = workspace.work.version(thing.kind, thing.key)
    return entry.seq if entry is not None else None


def label_text(id: str, labels: Mapping[str, Label], messages: Messages) -> str:
    """What something is called; what nobody knows is shown as it is."""
    return messages.label(labels[id]) if id in labels else id


def day_text(day: dt.date | None) -> str:
    """A day; an empty text for none."""
    return day.isoformat() if day is not None else ""


def echo_wrapped(text: str, indent: str = "", rest: str | None = None) -> None:
    """Print text from anywhere on lines of the page; its own lines stay lines."""
    from kamengine.locale.wrap import wrapped

    after = indent + "  " if rest is None else rest
    for number, line in enumerate(part for part in text.splitlines() if part.strip()):
        for shown in wrapped(plain(line, None), page_width(), after if number else indent, after):
            click.echo(shown)
