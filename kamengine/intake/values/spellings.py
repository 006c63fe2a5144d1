"""Values of closed lists, choices and yes or no: every spelling that a column holds is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kamengine.declarations import Choice, Field
from kamengine.intake.files.families import Family
from kamengine.intake.headers.folding import fold_value, fold_word
from kamengine.intake.sql_text import literal
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import WORDS, among
from kamengine.intake.values.readings import Cell, Steps, mark_case
from kamengine.intake.values.texts import as_text, clean_word, is_blank

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YES_AND_NO: Mapping[str, str] = {
    **dict.fromkeys(("true", "yes", "y", "t", "1", "是", "有"), "true"),
    **dict.fromkeys(("false", "no", "n", "f", "0", "否", "无"), "false"),
}
_LONGEST_SPELLING = 400
_BATCH = 10_000


def read_choice(connection: DuckDBPyConnection, relation: str, cell: Cell, family: Family, field: Field) -> Steps:
    """Steps for a value of the field's list: an id, a label or an alias becomes the id."""
    meanings = _learn(connection, relation, _as_word(cell, family), spelling_finder(field.choices))
    return _steps(cell, family, {spelling: literal(id) for spelling, id in meanings.items()}, "VARCHAR")


def read_bool(connection: DuckDBPyConnection, relation: str, cell: Cell, family: Family) -> Steps | None:
    """Steps for yes or no; None when the column cannot hold it."""
    if family == "bool":
        return Steps(cell.raw, cell.clean, "0", spotless=True)
    if family not in ("text", "whole", "float", "decimal"):
        return None
    words = _learn(connection, relation, _as_word(cell, family), lambda word: YES_AND_NO.get(fold_word(word)))
    return _steps(cell, family, words, "BOOLEAN")


def spelling_finder(choices: Iterable[Choice]) -> Callable[[str], str | None]:
    """A function from a spelling to the id of the choice that it means, or to None.

    An exact spelling comes first, then one that differs in case, blanks or punctuation (`fold_value`); a spelling
    that could then mean two choices means none.
    """
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for choice in choices:
        for spelling in filter(None, (choice.id, *choice.aliases, choice.label.en, choice.label.zh)):
            exact.setdefault(spelling, choice.id)
            folded.setdefault(fold_value(spelling), set()).add(choice.id)
    exact |= {choice.id: choice.id for choice in choices}
    unique = {fold: next(iter(ids)) for fold, ids in folded.items() if fold and len(ids) == 1}
    return lambda spelling: exact.get(spelling) or unique.get(fold_value(spelling))


def _as_word(cell: Cell, family: Family) -> str:
    return as_text(cell.raw, family, whole_numbers=True)


def _learn(
    connection: DuckDBPyConnection, relation: str, word: str, find: Callable[[str], str | None]
) -> dict[str, str]:
    """What each word in the column means, as it stands there; those that mean nothing are not there."""
    cursor = connection.execute(
        f"SELECT word FROM (SELECT DISTINCT {word} AS word FROM {relation}) "
        f"WHERE length(word) <= {_LONGEST_SPELLING} ORDER BY word"
    )
    meanings = {}
    while batch := cursor.fetchmany(_BATCH):
        for (as_it_stands,) in batch:
            if (meaning := find(as_it_stands.strip())) is not None:
                meanings[as_it_stands] = meaning
    return meanings


def _steps(cell: Cell, family: Family, values: Mapping[str, str], sql_type: str) -> Steps:
    """Look each word up; cleaning is left to the few that are not found, to tell blanks from bad ones."""
    branches = "".join(f"WHEN {literal(word)} THEN {value} " for word, value in values.items())
    value = f"CASE {cell.clean} {branches}END" if values else f"CAST(NULL AS {sql_type})"
    blank, word = is_blank(cell.clean), among(clean_word(cell.clean), WORDS)
    differs = f"{cell.value} <> {cell.raw}" if sql_type == "VARCHAR" and family == "text" else "false"
    mark = mark_case(
        (differs, Mark.TIDIED),
        (f"{cell.value} IS NOT NULL OR {cell.clean} IS NULL", Mark.FINE),
        (blank, Mark.TIDIED),
        (word, Mark.NO_VALUE),
        ("true", Mark.WRONG),
    )
    return Steps(_as_word(cell, family), value, mark, f"{cell.value} IS NULL AND ({blank} OR {word})")
