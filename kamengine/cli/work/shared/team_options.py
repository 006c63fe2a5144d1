"""What the verbs of ``kam team`` share: the role, hours, versions, and the words that packs have for both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import argument, messages_of, option, place_of
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api.work.team import Words
    from kamengine.work.ground.things import Thing
    from kamengine.workspace import Transaction, Workspace


def role_option(function: Any) -> Any:
    """The option ``--role``, whose value arrives as ``role``; None when it was not given."""
    help = say("The role, by id or by what it is called; else the one of who owns the account.")
    return option("--role", value=say("ROLE"), help=help)(function)


def why_option(function: Any) -> Any:
    """The option ``--why``, whose value arrives as ``why``."""
    return option("--why", default="", value=say("TEXT"), help=say("The reason, for those who ask later."))(function)


def expect_option(function: Any) -> Any:
    """The option ``--expect``, whose value arrives as ``expect``: the version that was seen."""
    add = option(
        "--expect",
        type=click.IntRange(min=0),
        value=say("N"),
        help=say("Only if nobody has changed it since this version, which --json shows."),
    )
    return add(function)


def name_argument(function: Any) -> Any:
    """The argument NAME, whose value arrives as ``name``: a person by any spelling."""
    return argument("name", say("NAME"), say("The person, by any spelling."))(function)


def accounts_argument(function: Any) -> Any:
    """The arguments ACCOUNT, which arrive as ``accounts``."""
    return argument("accounts", say("ACCOUNT"), say("Accounts, by id or name."), nargs=-1)(function)


def hours_of(_context: click.Context, parameter: click.Parameter, text: str | None) -> Decimal | str | None:
    """Hours as typed; an empty text means that they are unknown.

    Raises:
        KamError: it is no number of at most two decimals.
    """
    if text is None or not text.strip():
        return None if text is None else ""
    from kamengine.work.ground.hours import OF_A_WEEK, hours_typed

    return hours_typed(text, OF_A_WEEK, place=place_of(parameter))


def words(context: click.Context) -> Words:
    """The roles and tiers that the packs of the workspace know."""
    from kamengine.api.work.team import words_of

    return words_of(workspace_of(context), host_of(context))


def role_meant(context: click.Context, role: str | None) -> str:
    """The id of a role that was typed; the one of who owns an account when none was.

    Raises:
        KamError: no pack knows such a role.
    """
    from kamengine.work.people.owners import OWNER

    return OWNER if role is None else words(context).role(role)


def team_workspace(context: click.Context) -> Workspace:
    """The workspace, knowing whom the facts of now name as the managers of accounts.

    Raises:
        KamError: there is none.
    """
    from kamengine.api.work.owners import bring_owners

    workspace = workspace_of(context)
    bring_owners(workspace)
    return workspace


def check_expected(
    workspace: Workspace, change: Transaction, of: type[Thing], keys: Sequence[str], expected: int | None
) -> None:
    """See that nobody has changed the one thing in question since it was seen.

    Raises:
        KamError: somebody has, or several things are expected to have one version.
    """
    if expected is None:
        return
    if len(keys) != 1:
        what, remedy = say("a version is given for several things"), say("change one at a time")
        raise KamError.of(what, remedy, place=Place(key="--expect"))
    from kamengine.work.ground.things import check_version

    check_version(workspace, change, of, keys[0], expected)


def hours_text(hours: Decimal, context: click.Context) -> str:
    """Hours as people read them: at most two decimals."""
    from kamengine.locale.display import number

    return number(hours.quantize(Decimal("0.01")), messages_of(context).language)
