"""Accounts by what people call them: the name, or an id that was typed not quite right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.locale.terminal import plain
from kamengine.problems import Message, did_you_mean, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST = 200
_LONGEST_SHOWN = 40
_MOST = 3
_FOLDED = "lower(trim(nfc_normalize({text})))"


def accounts_called(connection: DuckDBPyConnection, relation: str, name: str) -> list[str]:
    """The ids of the accounts of a name, at most a few; case and blanks at the ends do not matter.

    Args:
        connection: holds the accounts.
        relation: what stands after ``FROM``: ``account_id`` and ``name``.
        name: as somebody typed it.
    """
    query = f"SELECT account_id FROM {relation} WHERE {_folded('name')} = {_folded('?')} ORDER BY 1 LIMIT {_MOST}"
    return [str(row[0]) for row in connection.execute(query, [name[:_LONGEST]]).fetchall()]


def accounts_meant(connection: DuckDBPyConnection, relation: str, typed: str, *, named: bool) -> Message | None:
    """Which accounts somebody may have meant: those whose name is near what he typed, else those whose id is.

    Args:
        connection: holds the accounts.
        relation: what stands after ``FROM``: ``account_id``, and ``name`` if it is `named`.
        typed: what is neither an id nor a name.
        named: whether the accounts have names.
    """
    typed = typed[:_LONGEST]
    if named and (found := _by_name(connection, relation, typed)):
        return say("did you mean {accounts}?", accounts=[_shown(id, name) for id, name in found])
    query = f"SELECT account_id FROM {relation} ORDER BY levenshtein(account_id, ?), 1 LIMIT {_MOST}"
    return did_you_mean(typed, [str(row[0]) for row in connection.execute(query, [typed]).fetchall()])


def _by_name(connection: DuckDBPyConnection, relation: str, typed: str) -> list[tuple[str, str]]:
    """Names that hold what was typed, or are held by it, first; then those that are a third of their letters away."""
    query = f"""
        SELECT account_id, name FROM (
            SELECT account_id, name, levenshtein(folded, typed) AS away,
                length(typed) > 1 AND length(folded) > 1
                    AND (contains(folded, typed) OR contains(typed, folded)) AS part,
                greatest(strlen(folded), strlen(typed)) AS longest  -- in bytes, as levenshtein counts
            FROM (SELECT account_id, name, {_folded("name")} AS folded, {_folded("?")} AS typed FROM {relation})
            WHERE folded <> ''
        ) WHERE part OR away * 3 <= longest ORDER BY part DESC, away, account_id LIMIT {_MOST}
    """
    return [(str(id), str(name)) for id, name in connection.execute(query, [typed]).fetchall()]


def _shown(id: str, name: str) -> str:
    return f"{plain(id, _LONGEST_SHOWN)} ({plain(name, _LONGEST_SHOWN)})"


def _folded(text: str) -> str:
    return _FOLDED.format(text=f"CAST({text} AS VARCHAR)")
