"""Columns that name the currency of each row: amounts of several are not to be put into one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.mapping import Match
from kamengine.intake.imports.drafting import Columns
from kamengine.intake.imports.mapped import Mapped
from kamengine.intake.imports.stage import Staged
from kamengine.intake.rows import shown
from kamengine.intake.values.no_value import WORDS
from kamengine.locale.number_words import CODES, code_of
from kamengine.problems import Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CALLED = frozenset(
    (
        *("currency", "currencycode", "currencyisocode", "isocurrency", "transactioncurrency", "ccy", "curr"),
        *("币种", "币别", "货币", "货币代码", "货币单位", "货币类型", "币种代码", "交易币种", "金额币种"),
    )
)
_MOST = 100  # so many different words are no currencies


def other_currencies(connection: DuckDBPyConnection, mapped: Mapped, staged: Staged, columns: Columns) -> list[Problem]:
    """Columns that name the currency of each row, and not the one in which the amounts are kept.

    A column that the user leaves out on purpose is not looked at.

    Args:
        connection: holds the rows.
        mapped: the files and what their columns are.
        staged: the rows.
        columns: what is taken.

    Returns:
        a problem for each that names another currency, or several.
    """
    kept = sorted(set(columns.currencies.values()))
    if not kept:
        return []
    problems = []
    for match in mapped.mapping.matches:
        if fold_header(match.header) in _CALLED and not _left_out(match):
            named = _named(connection, staged, match.column, kept[0])
            if len(named) > 1 or any(word.isascii() and len(word) == 3 and [word] != kept for word in named):
                problems.append(_problem(mapped.place, match, named, kept))
    return problems


def _left_out(match: Match) -> bool:
    return match.field is None and match.accepted


def _named(connection: DuckDBPyConnection, staged: Staged, column: int, kept_in: str) -> list[str]:
    """The currencies that a column names: ISO 4217 codes, or the words themselves where they are not known."""
    word = f"lower(trim(CAST(c{column} AS VARCHAR)))"
    found = connection.execute(
        f"SELECT {word} AS word FROM {staged.relation} WHERE {word} <> '' GROUP BY word ORDER BY min(r) LIMIT {_MOST}"
    ).fetchall()
    words = [word for (word,) in found if word not in WORDS]
    return list(dict.fromkeys(code_of(word, kept_in) if word in CODES else word.upper() for word in words))


def _problem(place: Place, match: Match, named: list[str], kept: list[str]) -> Problem:
    what = say(
        "the rows are in {named}, amounts are kept in {one}: those of several currencies cannot be compared",
        named=[shown(word) for word in named[:3]],
        one=" / ".join(kept),
    )
    remedy = say(
        'bring the amounts to {one}, or say that they are with --map "{header}="',
        one=" / ".join(kept),
        header=shown(match.header),
    )
    return Problem(Place(place.file, key=shown(match.header)), what, remedy)
