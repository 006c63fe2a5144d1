"""Accounts of a run that meet a condition, in any order, with any columns: chosen by the database, fetched as asked.

The condition is written in the language of the packs, over what the run says of each account (tiers, score, criteria,
indicators) and over the facts it looked at. As everywhere, an account of which too little is known neither meets it nor
fails it: it is left out, and counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kamengine.declarations import Choice
from kamengine.engine.database import beside
from kamengine.engine.headings import HEADINGS
from kamengine.engine.in_sight import Read, completed, write_csv
from kamengine.engine.results import ID, NAME, SCORE, TIER, TIER_EFFECTIVE, TIER_POSSIBLE, Results
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.engine.sql_text import identifier, literal
from kamengine.language.check import check_condition
from kamengine.language.expressions import Type
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, SqlWriter
from kamengine.language.syntax import parse
from kamengine.language.vocabulary import Symbol, Vocabulary
from kamengine.problems import KamError, Place, Problem, did_you_mean, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OF_TIERS = (TIER, TIER_POSSIBLE, TIER_EFFECTIVE)
_MOST_NAMES = 12
_ALL = "TRUE"


@dataclass(frozen=True)
class Question:
    """Which accounts are wanted, in which order, and what of them.

    Attributes:
        where: a condition; None for every account of the run.
        sort: names of columns, with ``-`` before one whose largest value comes first. Tiers go from the best to the
            last; what is unknown comes last in any case, and equal accounts go by their id.
        columns: names of columns to fetch; ``score`` stands for its two ends.
        search: only accounts whose id or name has this text in it; capitals do not matter, and no character has a
            meaning of its own. Empty: all.
        among: only accounts of this relation, what stands after ``FROM``, with ``account_id``; None: all.
    """

    where: str | None = None
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = (ID,)
    search: str = ""
    among: str | None = None


@dataclass(frozen=True)
class Selection:
    """The accounts that a question means.

    Attributes:
        columns: what each row has, by name.
        accounts: how many the run has.
        count: how many of them meet the condition.
        unknown: of how many it is unknown whether they meet it; they are left out.
    """

    results: Results
    columns: Mapping[str, Type]
    accounts: int
    count: int
    unknown: int
    _where: exp.Expr | None = field(repr=False)
    _order: str = field(repr=False)
    _names: tuple[str, ...] = field(repr=False)
    _found: str = field(repr=False)

    @property
    def asked(self) -> bool:
        """Whether there is a condition, or only some accounts are looked at."""
        return self._where is not None or self._found != _ALL

    def rows(self, limit: int | None = None) -> Generator[tuple[Any, ...], None, None]:
        """The accounts in order, at most so many; fetched block by block, so that any number of them can be read."""
        cursor = beside(self.results.connection)
        try:
            yield from self._fetched(cursor, [identifier(name) for name in self.columns], limit)
        finally:
            cursor.close()

    def write_csv(self, path: Path, written: Callable[[str, Type], str], limit: int | None = None) -> None:
        """Write the accounts to a CSV file with headers.

        No row of them comes into Python, but with columns that are read of some accounts at a time.

        Args:
            path: the file, which is replaced.
            written: SQL for the text of a cell, from SQL for its value and from its type.
            limit: at most so many accounts.
        """
        if self._in_sight:
            cells = [written(identifier(name), type) for name, type in self.columns.items()]
            write_csv(path, list(self.columns), self._fetched(beside(self.results.connection), cells, limit))
            return
        order = f"row_number() OVER (ORDER BY {self._order})"
        inner = self._query(", ".join([*map(identifier, self.columns), f'{order} AS "#"']), limit)
        cells = [f"{written(identifier(name), type)} AS {identifier(name)}" for name, type in self.columns.items()]
        query = f'SELECT {", ".join(cells)} FROM ({inner}) ORDER BY "#"'
        self.results.connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER)")

    @property
    def _in_sight(self) -> dict[str, Read]:
        """How those columns are read that are read of some accounts at a time."""
        read = {name: self.results.extras[name].of for name in self.columns if name in self.results.in_sight}
        return {name: of for name, of in read.items() if of is not None}

    def _fetched(
        self, cursor: DuckDBPyConnection, cells: Sequence[str], limit: int | None
    ) -> Iterator[tuple[Any, ...]]:
        """The cells of each account, in the places of the columns."""
        read = {place: self._in_sight[name] for place, name in enumerate(self.columns) if name in self._in_sight}
        wanted = ["NULL" if place in read else cell for place, cell in enumerate(cells)]
        return completed(cursor.execute(self._query(", ".join([*wanted, identifier(ID)]), limit)), read)

    def _query(self, wanted: str, limit: int | None) -> str:
        met = "TRUE" if self._where is None else self._where.sql(DIALECT)
        source = _together(self.results, self._names)
        query = f"SELECT {wanted} FROM {source} WHERE {self._found} AND ({met}) ORDER BY {self._order}"
        return query if limit is None else f"{query} LIMIT {int(limit)}"


def names_in(results: Results, question: Question) -> tuple[str, ...]:
    """The columns that a question sorts by and asks about, each once; what is wrong in it is left out."""
    tree = parse(question.where) if question.where is not None else None
    asked = [found.name for found in tree.find_all(exp.Column)] if isinstance(tree, exp.Expr) else []
    named = (end for name in (*(text.removeprefix("-") for text in question.sort), *asked) for end in _ends(name))
    known = results.columns()
    return tuple(dict.fromkeys(name for name in named if name in known))


def select(results: Results, question: Question) -> Selection:
    """The accounts that a question means, counted.

    Raises:
        KamError: with everything that is wrong with the condition and the names, each at its option.
    """
    known = results.columns()
    problems: list[Problem] = []
    where = _condition(results, known, question.where, problems) if question.where is not None else None
    order = _order(results, known, question.sort, problems)
    columns = _columns(known | results.looked_at, question.columns, problems)
    if problems:
        raise KamError(problems)
    asked, found = names_in(results, question), _found(results, question)
    names = (*columns, *asked)
    accounts, count, unknown = _counts(results, where, found, asked)
    return Selection(results, columns, accounts, count, unknown, where, order, names, found)


def condition_of(results: Results, text: str) -> exp.Expr:
    """A condition over what the results say and know, as SQL: TRUE, FALSE, or NULL where it is unknown.

    Raises:
        KamError: with everything that is wrong with it.
    """
    problems: list[Problem] = []
    condition = _condition(results, results.columns(), text, problems)
    if condition is None:
        raise KamError(problems)
    return condition


def vocabulary_of(results: Results, known: Mapping[str, Type] | None = None) -> Vocabulary:
    """What a condition over results may name and call.

    Args:
        results: what they say and know.
        known: their columns, where somebody has them at hand.
    """
    checked, known = results.checked, results.columns() if known is None else known
    symbols = {name: symbol for name, symbol in checked.symbols.items() if symbol.role not in ("field",)}
    facts = {name: checked.symbols.get(name) or Symbol(name, "field", type) for name, type in known.items()}
    symbols |= {name: replace(facts[name], type=type) for name, type in known.items() if name not in symbols}
    symbols |= {name: _as_headed(symbols[name]) for name in HEADINGS if name in symbols}
    tiers = tuple(Choice(tier.tier.id, checked.tier_label(tier.tier.id)) for tier in checked.tiers)
    symbols |= {name: replace(symbols[name], choices=tiers) for name in _OF_TIERS if name in symbols}
    return Vocabulary.of(symbols, checked.functions, "account")


def _as_headed(symbol: Symbol) -> Symbol:
    """The same, which people may also call by what stands above its column, in either language."""
    heading = HEADINGS[symbol.name]
    return replace(symbol, words=tuple(dict.fromkeys((*symbol.words, heading.en, heading.zh))))


def _condition(results: Results, known: Mapping[str, Type], text: str, problems: list[Problem]) -> exp.Expr | None:
    """The condition as SQL; None, and problems, when it is not sound."""
    expr, findings = check_condition(text, vocabulary_of(results, known))
    if findings:
        problems += [Problem(Place(key="--where"), finding.what, finding.remedy) for finding in findings]
        return None
    return SqlWriter(results.bindings).condition(expr)


def _order(results: Results, known: Mapping[str, Type], sort: Sequence[str], problems: list[Problem]) -> str:
    keys = []
    for text in sort:
        name, direction = (text[1:], "DESC") if text.startswith("-") else (text, "ASC")
        if name != SCORE and name not in known:
            problems.append(_no_such(name, known, "--sort"))
            continue
        keys.append(f"{sort_key(results, name)} {direction} NULLS LAST")
    return ", ".join([*keys, identifier(ID)])


def sort_key(results: Results, name: str) -> str:
    """SQL for what a column sorts by: tiers by their order in the pack, the score by its lower end."""
    tiers = tuple(tier.tier.id for tier in results.checked.tiers)
    extra = results.extras[name].type if name in results.further else None
    if name not in _OF_TIERS and (extra is None or extra.choices != tiers or not tiers):
        return identifier(SCORE_LOW if name == SCORE else name)
    return f"list_position([{', '.join(map(literal, tiers))}], {identifier(name)})"


def _columns(known: Mapping[str, Type], names: Sequence[str], problems: list[Problem]) -> dict[str, Type]:
    found: dict[str, Type] = {}
    for name in names:
        for each in _ends(name):
            if each in known:
                found[each] = known[each]
            else:
                problems.append(_no_such(each, known, "--columns"))
    return found


def _ends(name: str) -> tuple[str, ...]:
    """The columns of a name: the score has two."""
    return (SCORE_LOW, SCORE_HIGH) if name == SCORE else (name,)


def _no_such(name: str, known: Mapping[str, Type], option: str) -> Problem:
    some = say("it has: {names}", names=[*list(known)[:_MOST_NAMES], *["…"] * (len(known) > _MOST_NAMES)])
    return Problem(
        Place(key=option), say("the run has no column {name}", name=name[:80]), did_you_mean(name, known) or some
    )


def _found(results: Results, question: Question) -> str:
    """What is searched for, and among which accounts, as SQL that is true or false."""
    found = _ALL
    if question.search:
        known = NAME in results.types | results.absent
        name = f", {identifier(NAME)}" if known else ""
        text = literal(unicodedata.normalize("NFC", question.search))
        found = f"contains(lower(concat_ws(chr(0), {identifier(ID)}{name})), lower({text}))"
    if question.among is not None:
        found = f"{found} AND {identifier(ID)} IN (SELECT {identifier(ID)} FROM {question.among})"
    return found


def _counts(results: Results, where: exp.Expr | None, found: str, names: Iterable[str]) -> tuple[int, int, int]:
    """How many accounts there are, meet the condition, and may meet it."""
    met = where.sql(DIALECT) if where is not None else "TRUE"
    query = (  # count_if of no rows is NULL
        "SELECT count(*), count(*) FILTER (found AND met), count(*) FILTER (found AND met IS NULL) "
        f"FROM (SELECT {found} AS found, {met} AS met FROM {_together(results, names)})"
    )
    row = results.connection.execute(query).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])


def _together(results: Results, names: Iterable[str]) -> str:
    """Results and facts by account, with those of the extra columns that are named."""
    made = {name: results.extras[name].make for name in names if name in results.further}
    extras = {name: make for name, make in made.items() if make is not None}
    facts = [f'"fact".{identifier(name)}' for name in results.types if name not in results.computed]
    facts += [f"CAST(NULL AS {_held(type)}) AS {identifier(name)}" for name, type in results.absent.items()]
    if not facts and not extras:
        return f'{results.table} AS "run"'
    joined = f'{results.table} AS "run" LEFT JOIN {results.facts} AS "fact" USING ({identifier(ID)})'
    for place, make in enumerate(extras.values()):
        joined += f' LEFT JOIN {make(results.connection)} AS "extra{place}" USING ({identifier(ID)})'
    further = [f'"extra{place}".{identifier(name)}' for place, name in enumerate(extras)]
    cells = ", ".join(['"run".*', *facts, *further])
    return f'(SELECT {cells} FROM {joined}) AS "account"'


def _held(type: Type) -> str:
    return "VARCHAR" if type.kind == "null" else SQL_TYPES[type.kind]
