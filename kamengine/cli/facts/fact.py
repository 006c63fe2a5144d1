"""``kam fact``: state facts by hand, over whatever imports say, and see, withdraw and look back at what was stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kamengine.cli.facts.fact_page import (
    facts_json,
    history_json,
    history_page,
    listing_page,
    stated_json,
    stated_page,
    withdrawn_page,
)
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api.facts.facts import KnownFacts
    from kamengine.locale import Messages
    from kamengine.workspace import Workspace, WorkspaceTables
    from kamengine.workspace.corrected import CorrectedFact, Correction

_SHAPE = say("FIELD=VALUE")


@dataclass(frozen=True)
class _Desk:
    """What every way of calling the command works with."""

    context: click.Context
    workspace: Workspace
    connection: DuckDBPyConnection
    tables: WorkspaceTables
    known: KnownFacts
    as_json: bool

    @property
    def messages(self) -> Messages:
        """The translator."""
        return messages_of(self.context)

    def show(self, page: str, data: object) -> None:
        """Print one or the other."""
        if self.as_json:
            echo_json(data)
        else:
            click.echo(page)


@command(
    "fact",
    say("State facts of an account by hand: they hold over every import, and are shown beside what was imported."),
    'kam fact C0017 city_level=prefecture --why "phone call with the customer"',
    "kam fact C0017",
    "kam fact C0017 --withdraw city_level",
    'kam fact --where "industry is null" industry=telecom --why "a list of telecom customers" --yes',
)
@argument(
    "words",
    say("ACCOUNT FIELD=VALUE"),
    say("The account's id, and what its facts are; with nothing behind the = the fact is unknown."),
    nargs=-1,
)
@option("--why", value=say("TEXT"), help=say("The reason; facts are not stated without one."))
@who_option
@option(
    "--withdraw",
    multiple=True,
    value=say("FIELD"),
    help=say("Let the imports say what this field is; once for each."),
)
@option("--where", value=say("CONDITION"), help=say("All accounts that meet a condition, instead of one."))
@option("--pack", value=say("PACK"), help=say("Whose names the condition uses; needed when rules/ has several packs."))
@option("--yes", is_flag=True, help=say("Correct as many accounts as meet the condition without asking."))
@option("--history", is_flag=True, help=say("List what was replaced and withdrawn, too."))
@option("--json", "as_json", is_flag=True, help=say("Print JSON."))
@click.pass_context
def fact(
    context: click.Context,
    words: tuple[str, ...],
    why: str | None,
    who: str,
    withdraw: tuple[str, ...],
    where: str | None,
    pack: str | None,
    yes: bool,
    history: bool,
    as_json: bool,
) -> None:
    """State, withdraw or list corrections."""
    from kamengine.api.facts.facts import known_facts
    from kamengine.engine.database import scratch

    _refuse_what_is_no_text(words, withdraw, (why or "", who, where or ""))
    account, given = _read(words, anyone=where is not None)
    workspace, host = workspace_of(context), host_of(context)
    with scratch() as connection:
        tables = workspace.tables(connection)
        known = known_facts(workspace, tables, host)
        desk = _Desk(context, workspace, connection, tables, known, as_json)
        if not given and not withdraw:
            _refuse(where=where, why=why, yes=yes)
            _list(desk, account, history)
            return
        facts = pairs_of(given)
        if facts and withdraw:
            what = say("a fact is given and another is withdrawn")
            raise KamError.of(what, say("do one after the other"), place=Place(key="--withdraw"))
        accounts = _met(desk, where, pack) if where is not None else _one(desk, account)
        sure = yes or where is None
        if withdraw:
            corrected = _corrected(desk, accounts, withdraw, any_of=where is not None)
            _withdraw(desk, corrected, who, why, sure=sure)
        else:
            _state(desk, accounts, facts, who, why, sure=sure)


def pairs_of(given: Sequence[str]) -> dict[str, str]:
    """The facts that were typed, by field; one with nothing behind the ``=`` is empty.

    Raises:
        KamError: a word is no pair, or a field is given twice.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for text in given:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            what = say("{text} is not of the form {shape}", text=text[:LONGEST_WORD], shape=_SHAPE)
            problems.append(Problem(Place(key="kam fact"), what))
        elif name in found:
            problems.append(Problem(Place(key="kam fact"), say("{name} is given twice", name=name[:LONGEST_WORD])))
        else:
            found[name] = value
    if problems:
        raise KamError(problems)
    return found


def _read(words: Sequence[str], *, anyone: bool) -> tuple[str | None, Sequence[str]]:
    """The account, and the facts; with a condition every word is a fact."""
    if anyone or not words:
        return None, words
    first, *others = words
    if "=" in first and all("=" in word for word in others):
        what = say("no account is named")
        raise KamError.of(what, say("write the account's id first, or --where CONDITION"), place=Place(key="kam fact"))
    return first, others


def _refuse_what_is_no_text(*given: Sequence[str]) -> None:
    """See that everything that was typed can be kept as text.

    Raises:
        KamError: bytes were typed that are no text in the encoding of the system.
    """
    for text in (text for texts in given for text in texts):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            what = say("{text} holds bytes that are no text", text=text[:LONGEST_WORD])
            raise KamError.of(what, say("write it in UTF-8"), place=Place(key="kam fact")) from error


def _refuse(*, where: str | None, why: str | None, yes: bool) -> None:
    """See that nothing was given that only makes sense with facts.

    Raises:
        KamError: something was.
    """
    for name, given in (("--where", where), ("--why", why), ("--yes", yes)):
        if given:
            what, remedy = say("no fact is given"), say("write FIELD=VALUE, or --withdraw FIELD")
            raise KamError.of(what, remedy, place=Place(key=name))


def _one(desk: _Desk, account: str | None) -> list[str]:
    """The account that is named, if it is there."""
    from kamengine.api.facts.facts import account_meant

    if account is None:
        what, remedy = say("no account is named"), say("write the account's id first, or --where CONDITION")
        raise KamError.of(what, remedy, place=Place(key="kam fact"))
    held = {one.account for one in desk.tables.corrections}
    if account in held:  # an account that an import lost can still be looked after
        return [account]
    return [account_meant(desk.connection, desk.tables, account)]


def _met(desk: _Desk, where: str, pack: str | None) -> list[str]:
    """The accounts that meet the condition.

    Raises:
        KamError: the condition is not sound, or nobody meets it.
    """
    from kamengine.api.accounts.of_now import accounts_where

    found = accounts_where(desk.workspace, desk.tables, desk.connection, where, pack, host_of(desk.context))
    if not found:
        raise KamError.of(say("no account meets the condition"), place=Place(key="--where"))
    return found


def _ask(accounts: Sequence[str], facts: int) -> KamError:
    """What to tell someone who has not said yes."""
    what = say("facts: {n}, accounts: {accounts}; nothing was changed", n=facts, accounts=len(set(accounts)))
    return KamError.of(what, say("say it again with --yes to go on"), place=Place(key="--where"))


def _state(
    desk: _Desk, accounts: Sequence[str], facts: dict[str, str], who: str, why: str | None, *, sure: bool
) -> None:
    from kamengine.api.facts.facts import read_statements

    statements = read_statements(desk.connection, desk.tables, desk.known, accounts, facts)
    if not sure:
        raise _ask(accounts, len(statements))
    stated = desk.workspace.corrections.state(statements, who=who, why=why or "")
    told = _beside(desk, stated.corrections)
    for name in dict.fromkeys(one.field for one in stated.corrections if one.field in desk.known.computed):
        note = say(
            "{name} is computed from the ledger {ledger}; for this account what is stated counts instead, until it is "
            "withdrawn",
            name=desk.known.label(name),
            ledger=desk.known.computed[name],
        )
        echo_note(note, desk.messages)
    desk.show(stated_page(stated, told, desk.known, desk.messages), stated_json(stated, told))


def _corrected(desk: _Desk, accounts: Sequence[str], fields: Sequence[str], *, any_of: bool) -> list[tuple[str, str]]:
    """The facts to withdraw: all of them, or with ``any_of`` those that are corrected.

    Raises:
        KamError: none of any is.
    """
    names = [_held_name(desk, name) for name in dict.fromkeys(fields)]
    wanted = [(account, name) for account in accounts for name in names]
    if not any_of:
        return wanted
    held = {(one.account, one.field) for one in desk.tables.corrections}
    if not held.intersection(wanted):
        raise KamError.of(say("none of these facts is corrected"), place=Place(key="--withdraw"))
    return [fact for fact in wanted if fact in held]


def _withdraw(desk: _Desk, facts: Sequence[tuple[str, str]], who: str, why: str | None, *, sure: bool) -> None:
    if not sure:
        raise _ask([account for account, _ in facts], len(facts))
    ended = desk.workspace.corrections.withdraw(facts, who=who, why=why or "")
    told = _beside(desk, ended)
    desk.show(withdrawn_page(told, desk.known, desk.messages), {"withdrawn": facts_json(told)})


def _beside(desk: _Desk, corrections: Sequence[Correction]) -> Sequence[CorrectedFact]:
    """Corrections beside what imports say, and what ledgers give."""
    from kamengine.api.facts.computed import beside_ledgers
    from kamengine.workspace.tables import beside_tables

    facts = beside_tables(desk.connection, desk.tables, corrections)
    return beside_ledgers(desk.connection, desk.tables, desk.known.packs, facts)


def _held_name(desk: _Desk, name: str) -> str:
    """The name of a corrected field, by any of its spellings."""
    if name in {one.field for one in desk.tables.corrections}:
        return name
    field = desk.known.spelled(name)
    return field.name if field is not None else name


def _list(desk: _Desk, account: str | None, history: bool) -> None:
    if account is not None and not (history and desk.workspace.corrections.history(account)):
        (account,) = _one(desk, account)
    if history:
        corrections = desk.workspace.corrections.history(account)
        entries = {entry.seq: entry for entry in desk.workspace.journal.entries(kind="correction")}
        page = history_page(corrections, entries, desk.known, desk.messages)
        desk.show(page, history_json(corrections, entries))
        return
    told = _beside(desk, [one for one in desk.tables.corrections if account in (None, one.account)])
    desk.show(listing_page(told, account, desk.known, desk.messages), facts_json(told))
