"""Values of closed lists, choices and yes or no: every spelling that a column holds is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kamengine.declarations import Choice, Field
from kamengine.intake.families import Family
from kamengine.intake.folding import fold_value, fold_word
from kamengine.intake.readings import Cell, Mark, Steps, mark_case
from kamengine.intake.sql_text import literal
from kamengine.intake.texts import as_text, clean_text

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
    clean = clean_text(as_text(cell.raw, family, whole_numbers=True))
    ids = _learn(connection, relation, clean, spelling_finder(field.choices))
    differs = f"{cell.value} IS DISTINCT FROM {cell.raw}" if family == "text" else "false"
    mark = mark_case((f"{cell.value} IS NULL AND {cell.clean} IS NOT NULL", Mark.WRONG), (differs, Mark.TIDIED))
    return Steps(clean, _case(cell.clean, {spelling: literal(id) for spelling, id in ids.items()}, "VARCHAR"), mark)


def read_bool(connection: DuckDBPyConnection, relation: str, cell: Cell, family: Family) -> Steps | None:
    """Steps for yes or no; None when the column cannot hold it."""
    if family == "bool":
        return Steps(cell.raw, cell.clean, "0")
    if family not in ("text", "whole", "float", "decimal"):
        return None
    clean = clean_text(as_text(cell.raw, family, whole_numbers=True))
    words = _learn(connection, relation, clean, lambda spelling: YES_AND_NO.get(fold_word(spelling)))
    mark = mark_case((f"{cell.value} IS NULL AND {cell.clean} IS NOT NULL", Mark.WRONG))
    return Steps(clean, _case(cell.clean, words, "BOOLEAN"), mark)


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


def _learn(
    connection: DuckDBPyConnection, relation: str, clean: str, find: Callable[[str], str | None]
) -> dict[str, str]:
    """What each spelling in the column means; those that mean nothing are not there."""
    cursor = connection.execute(
        f"SELECT DISTINCT {clean} AS spelling FROM {relation} WHERE length(spelling) <= {_LONGEST_SPELLING}"
    )
    meanings = {}
    while batch := cursor.fetchmany(_BATCH):
        for (spelling,) in batch:
            if (meaning := find(spelling)) is not None:
                meanings[spelling] = meaning
    return dict(sorted(meanings.items()))


def _case(clean: str, values: Mapping[str, str], sql_type: str) -> str:
    if not values:
        return f"CAST(NULL AS {sql_type})"
    return f"CASE {clean} " + "".join(f"WHEN {literal(key)} THEN {value} " for key, value in values.items()) + "END"
