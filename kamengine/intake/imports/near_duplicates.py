"""Names that are nearly the same: what companies add to their names, width of letters and case do not matter.

Names are compared by what is left of them, so a million accounts take one grouping, not a comparison of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.sql_text import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FULL_WIDTH = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_PLAIN = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F))
_LATIN_FORMS = (
    *("limited", "ltd", "incorporated", "inc", "corporation", "corp", "company", "co", "llc", "llp", "lp", "plc"),
    *("gmbh", "ag", "kg", "ohg", "ug", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "pty"),
    *("pte", "kk", "holding", "holdings", "group", "the", "and"),
)
_CHINESE_FORMS = (
    *("股份有限责任公司", "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "分公司", "總公司", "总公司"),
    *("集团", "集團", "股份", "公司", "株式会社"),
)
_FORMS = literal(rf"\b({'|'.join(_LATIN_FORMS)})\b|{'|'.join(_CHINESE_FORMS)}")
_CORES = "cores_of_names"
_DOTTED = literal(r"\b(\w)\.(\w)\.(\w?)\.?")


@dataclass(frozen=True)
class NearDuplicate:
    """Accounts that may be one: the ids and names of the first of them, and how many they are."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    count: int


def core_of_name(name: str) -> str:
    """An expression for what of a name matters, NULL when nothing does.

    ``北京星河（集团）有限公司`` and ``北京星河``, ``ACME Ltd.`` and ``Ａcme, Inc``, ``Müller AG`` and ``Muller``
    give the same.

    Args:
        name: an expression that is text.
    """
    # each step takes several times longer than to see whether it is needed, and few names need the first two
    narrow = (
        f"CASE WHEN strlen({name}) > length({name}) AND regexp_matches({name}, '[！-～]') THEN {_narrowed(name)} "
        f"ELSE {name} END"
    )
    plain = f"strip_accents(lower({narrow}))"
    whole = (
        f"CASE WHEN contains({plain}, '.') THEN regexp_replace({plain}, {_DOTTED}, '\\1\\2\\3', 'g') ELSE {plain} END"
    )
    short = f"replace(regexp_replace({whole}, {_FORMS}, '', 'g'), ' ', '')"
    return f"nullif(regexp_replace({short}, '[^\\p{{L}}\\p{{N}}]', '', 'g'), '')"


def near_duplicates(
    connection: DuckDBPyConnection, relation: str, most: int, *, id: str = "account_id", name: str = "name"
) -> tuple[list[NearDuplicate], int]:
    """Accounts with different ids and nearly the same name.

    Args:
        connection: holds the accounts.
        relation: what stands after ``FROM``; ids are unique in it.
        most: how many are wanted, and how many ids and names of each.
        id: the column of the id.
        name: the column of the name.

    Returns:
        the first ones, those with the most accounts before the others, and how many there are.
    """
    cores = f"SELECT {id} AS id, {core_of_name(name)} AS core FROM {relation}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_CORES} AS {cores}")
    try:
        several = (
            f"SELECT core, count(*) AS n, min(id) AS least FROM {_CORES} WHERE core NOT NULL GROUP BY core HAVING n > 1"
        )
        first = f"SELECT *, count(*) OVER () AS groups FROM ({several}) ORDER BY n DESC, least LIMIT {most}"
        ids = (
            f"SELECT core, list(id ORDER BY id)[:{most}] AS ids, any_value(n) AS n, any_value(groups) AS groups "
            f"FROM {_CORES} JOIN ({first}) USING (core) GROUP BY core"
        )
        found = connection.execute(
            f"SELECT list(first.id ORDER BY first.id), list(named.{name} ORDER BY first.id), any_value(n), "
            f"any_value(groups) FROM (SELECT core, n, groups, unnest(ids) AS id FROM ({ids})) AS first "
            f"JOIN {relation} AS named ON named.{id} = first.id GROUP BY core ORDER BY any_value(n) DESC, min(first.id)"
        ).fetchall()
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {_CORES}")
    near = [NearDuplicate(tuple(ids), tuple(names), count) for ids, names, count, _ in found]
    return near, found[0][3] if found else 0


def _narrowed(name: str) -> str:
    return f"translate({name}, {literal(_FULL_WIDTH)}, {literal(_PLAIN)})"
