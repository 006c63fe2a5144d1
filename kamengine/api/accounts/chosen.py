"""Which accounts somebody means: those that are named, or those that meet a condition, by the newest run of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.accounts.further_columns import as_listed
from kamengine.api.facts.facts import account_meant
from kamengine.api.runs.newest import newest_run
from kamengine.api.runs.results import facts_of, results_of
from kamengine.engine.database import scratch
from kamengine.engine.results import ID
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Meant:
    """The accounts that are meant.

    Attributes:
        accounts: their ids; of a condition by id, of names in the order in which they were typed.
        unknown: how many were left out, since it is unknown whether they meet the condition.
    """

    accounts: tuple[str, ...]
    unknown: int = 0


def accounts_meant(
    workspace: Workspace, host: PluginHost, named: Sequence[str], where: str | None, pack: str | None, who: str
) -> Meant:
    """The accounts of a command that takes ids or ``--where``.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        named: ids or names as typed.
        where: a condition; None for none. With both, the accounts that are named and meet it.
        pack: the pack whose names the condition uses.
        who: in whose name a new run is noted, if one is needed.

    Raises:
        KamError: an account is not there, the condition is not sound, or neither was given.
    """
    if not named and where is None:
        what = say("no account is named")
        raise KamError.of(what, say("write the account's id, or --where CONDITION"), place=Place(key="--where"))
    ids = _named(workspace, named) if named else ()
    if where is None:
        return Meant(ids)
    found = select(_results(workspace, host, pack, who), Question(where, (ID,), (ID,)))
    met = tuple(str(row[0]) for row in found.rows())
    wanted = set(ids)
    return Meant(tuple(id for id in met if not named or id in wanted), found.unknown)


def account_named(workspace: Workspace, typed: str) -> str:
    """The id of an account that was typed as its id or its name.

    Raises:
        KamError: it is not there, several accounts have the name, or no accounts were imported yet.
    """
    return _named(workspace, [typed])[0]


def _named(workspace: Workspace, named: Sequence[str]) -> tuple[str, ...]:
    with scratch() as connection:
        tables = workspace.tables(connection)
        return tuple(dict.fromkeys(account_meant(connection, tables, typed) for typed in named))


def _results(workspace: Workspace, host: PluginHost, pack: str | None, who: str) -> Results:
    if pack is None and not workspace.pack_files():
        return facts_of(workspace)
    run = newest_run(workspace, host, pack, who)
    return as_listed(workspace, run, results_of(workspace, run, host))
