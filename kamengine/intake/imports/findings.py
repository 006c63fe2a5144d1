"""What is odd about rows that can be taken: counted, shown by examples, with what can be done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamengine.declarations import Field
from kamengine.intake.imports.drafting import ROW, Drafted
from kamengine.intake.imports.near_duplicates import near_duplicates
from kamengine.intake.imports.outliers import outliers
from kamengine.intake.imports.policies import Again, Known, Rows, SeveralRows, Strangers
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.stage import Spot
from kamengine.intake.rows import KEY, shown
from kamengine.intake.sql_text import identifier, literal
from kamengine.intake.values.ids import is_whole_with_point
from kamengine.problems import Message, code_of, say

MOST = 5
"""So many examples of each finding are shown."""

_MOST_COLUMNS = 6
_EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Example:
    """One place where something was found.

    Attributes:
        text: the id, name or value; as it is, for the reader to make harmless.
        spot: where it stands; None when it is not about a row of the files.
        column: the header; empty when it is about the row.
        number: whether the text is a number.
        parts: the texts that it puts beside each other, where it is about several accounts.
    """

    text: str
    spot: Spot | None = None
    column: str = ""
    number: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something odd that keeps no row from being taken, or that a policy has settled.

    Attributes:
        what: in words, with the count in it.
        count: how often.
        examples: the first ones.
        remedy: what can be done.
    """

    what: Message
    count: int
    examples: tuple[Example, ...] = ()
    remedy: Message | None = None

    @property
    def code(self) -> str:
        """A stable name of what was found, for scripts."""
        return code_of(self.what)


def spots_of(drafts: Iterable[Drafted], rows: Sequence[int]) -> dict[int, Spot]:
    """Where rows stand in their files."""
    found: dict[int, Spot] = {}
    for drafted in drafts:
        found |= drafted.staged.spots(rows)
    return found


def of_ids(several: SeveralRows, request: ImportRequest) -> list[Finding]:
    """Ids that several rows have."""
    found = []
    if several.same:
        what = say("rows that are the same as an earlier row, left out: {count:,}", count=several.same)
        found.append(Finding(what, several.same))
    if several.differing:
        done = {
            "quarantine": say("none of them was taken"),
            "first": say("the first row of each was taken"),
            "last": say("the last row of each was taken"),
        }[request.duplicate_ids]
        what = say("ids in several rows that differ: {count:,}; {done}", count=several.differing, done=done)
        remedy = say("--duplicate-ids first or last takes one row of each, quarantine none")
        found.append(Finding(what, several.differing, tuple(map(Example, several.examples)), remedy))
    return found


def of_nobody(count: int, request: ImportRequest) -> list[Finding]:
    """Rows of a ledger without an account's id."""
    if not count:
        return []
    if request.no_account == "skip":
        return [Finding(say("rows without an account's id, left out: {count:,}", count=count), count)]
    what = say("rows without an account's id, quarantined: {count:,}", count=count)
    return [Finding(what, count, (), say("--no-account skip leaves them out and keeps no file of them"))]


def of_strangers(strangers: Strangers, request: ImportRequest, *, any_accounts: bool) -> list[Finding]:
    """Rows of a ledger whose account is not among the accounts."""
    if not any_accounts and request.unknown_accounts != "add":
        what = say("there are no accounts yet, so the ids in the rows cannot be compared")
        return [Finding(what, 0, (), say("import the accounts too"))]
    if not strangers.rows:
        return []
    done = {
        "keep": say("they were taken all the same"),
        "quarantine": say("they were not taken"),
        "add": say("their accounts were added, with nothing known but the id"),
    }[request.unknown_accounts]
    what = say(
        "rows of accounts that are not known: {count:,}; their ids: {ids:,}; {done}",
        count=strangers.rows,
        ids=strangers.ids,
        done=done,
    )
    remedy = {
        "keep": say("--unknown-accounts quarantine leaves such rows out, add makes the accounts"),
        "quarantine": say("--unknown-accounts keep takes such rows, add makes the accounts too"),
        "add": say("kam undo import takes the rows and these accounts back"),
    }[request.unknown_accounts]
    return [Finding(what, strangers.rows, tuple(map(Example, strangers.examples)), remedy)]


def of_rows_again(again: Again, rows: Rows, request: ImportRequest) -> list[Finding]:
    """Rows of a ledger that are there already."""
    done = {
        "keep": say("they were taken all the same"),
        "skip": say("they were left out"),
        "quarantine": say("they were not taken"),
    }[request.duplicate_rows]
    remedy = say("--duplicate-rows skip leaves them out, quarantine writes them to a file")
    found = []
    if again.within:
        what = say(
            "rows that are the same as an earlier row of these files, in all columns: {count:,}; {done}",
            count=again.within,
            done=done,
        )
        found.append(Finding(what, again.within, _at(rows, again.first_within), remedy))
    if again.before:
        what = say(
            "rows that an earlier import has brought already, in the {n} columns taken: {count:,}; {done}",
            n=len(rows.fields) + 1,
            count=again.before,
            done=done,
        )
        if rows.not_taken:
            columns = [shown(header) for header in rows.not_taken[:_MOST_COLUMNS]]
            remedy = say(
                "not taken, and perhaps different: {columns}; --duplicate-rows skip leaves such rows out too",
                columns=columns,
            )
        found.append(Finding(what, again.before, _at(rows, again.first_before), remedy))
    return found


def _at(rows: Rows, numbers: Sequence[int]) -> tuple[Example, ...]:
    spots = spots_of(rows.drafts, numbers)
    return tuple(Example("", spots.get(row)) for row in numbers)


def of_gone(rows: Rows, known: Known) -> list[Finding]:
    """Accounts that are there and are not in files that replace them."""
    if known.accounts is None:
        return []
    found = rows.connection.execute(
        f"SELECT count(*), list({KEY} ORDER BY {KEY})[:{MOST}] FROM {known.accounts} "
        f"WHERE {KEY} NOT IN (SELECT {KEY} FROM {rows.good})"
    ).fetchone()
    if not found or not found[0]:
        return []
    what = say("accounts that were there and are not in these files: {count:,}", count=found[0])
    return [Finding(what, found[0], tuple(map(Example, found[1])), say("--mode merge keeps them"))]


def of_ids_with_points(rows: Rows) -> list[Finding]:
    """Ids such as ``17850.0`` that stay so, because ids such as ``1.5`` stand in the column."""
    keys = [drafted.key for drafted in rows.drafts]
    if all(key is None or key.decisions.whole_ids for key in keys):
        return []
    found = rows.connection.execute(
        f"SELECT {ROW}, {KEY}, count(*) OVER () FROM {rows.good} WHERE {is_whole_with_point(KEY)} "
        f"ORDER BY {ROW} LIMIT {MOST}"
    ).fetchall()
    if not found:
        return []
    what = say("ids that end in .0, kept so since others have a fraction: {count:,}", count=found[0][2])
    examples = _examples(rows, [(row, id) for row, id, _ in found], rows.key_header)
    remedy = say("if a spreadsheet added .0, correct the ids with a fraction and import again")
    return [Finding(what, found[0][2], examples, remedy)]


def of_nothing_but_ids(rows: Rows) -> list[Finding]:
    """Accounts of which nothing is known: often what stands at the foot of a report."""
    unknown = " AND ".join(f"{identifier(name)} IS NULL" for name in rows.fields)
    alone = f"SELECT {ROW} AS r, {KEY} AS id FROM {rows.good} WHERE {unknown or 'false'}"
    if not rows.connection.execute(f"SELECT 1 FROM ({alone}) LIMIT 1").fetchone():
        return []
    others = " UNION ALL ".join(_blank_elsewhere(drafted) for drafted in rows.drafts)
    found = rows.connection.execute(
        f"SELECT r, id, count(*) OVER () FROM ({alone}) SEMI JOIN ({others}) USING (r) ORDER BY r LIMIT {MOST}"
    ).fetchall()
    if not found:
        return []
    what = say("rows with nothing but an id, taken as accounts: {count:,}", count=found[0][2])
    examples = _examples(rows, [(row, id) for row, id, _ in found], rows.key_header)
    return [Finding(what, found[0][2], examples, say("see whether they are accounts, or lines below the table"))]


def _blank_elsewhere(drafted: Drafted) -> str:
    """The rows in which the columns that are not taken hold nothing."""
    cells = [f"coalesce(trim(CAST(c{column} AS VARCHAR)), '') = ''" for column in drafted.not_taken.values()]
    return f"SELECT r FROM {drafted.staged.relation} WHERE {' AND '.join(cells) or 'true'}"


def of_names(rows: Rows) -> list[Finding]:
    """Accounts with nearly the same name."""
    if "name" not in rows.fields:
        return []
    near, count = near_duplicates(rows.connection, rows.good, MOST)
    if not count:
        return []
    what = say("names that are nearly the same, under different ids: {count:,}", count=count)
    accounts = (tuple(f"{id} {name}" for id, name in zip(each.ids, each.names, strict=True)) for each in near)
    examples = tuple(Example(" = ".join(parts), parts=parts) for parts in accounts)
    return [Finding(what, count, examples, say("see whether these are one account"))]


def of_values(rows: Rows, fields: Sequence[Field], today: dt.date, *, accounts: bool) -> list[Finding]:
    """Amounts a thousand times too large or too small, and dates at which nothing can have happened."""
    found = []
    for field in fields:
        if field.kind in ("integer", "number", "money"):
            found += _of_outliers(rows, field, accounts=accounts)
        elif field.kind == "date":
            found += _of_dates(rows, field, today)
    return found


def _of_outliers(rows: Rows, field: Field, *, accounts: bool) -> list[Finding]:
    of_whom, first, count = outliers(rows, field, MOST, accounts=accounts)
    if not count:
        return []
    if of_whom == "account":
        what = say(
            "values of {field} about a thousand times larger or smaller than usual for their account: {count:,}",
            field=field.name,
            count=count,
        )
    else:
        what = say(
            "values of {field} about a thousand times larger or smaller than usual in the column: {count:,}",
            field=field.name,
            count=count,
        )
    remedy = say("see whether they are in another unit, such as 万 or fen")
    return [Finding(what, count, _examples(rows, first, field.name, number=True), remedy)]


def _of_dates(rows: Rows, field: Field, today: dt.date) -> list[Finding]:
    name = identifier(field.name)
    latest = today.replace(year=min(today.year + 1, dt.MAXYEAR), day=min(today.day, 28))
    odd = f"{name} < DATE {literal(_EARLIEST.isoformat())} OR {name} > DATE {literal(latest.isoformat())}"
    found = rows.connection.execute(
        f"SELECT {ROW}, CAST({name} AS VARCHAR), count(*) OVER () FROM {rows.good} WHERE {odd} "
        f"ORDER BY {ROW} LIMIT {MOST}"
    ).fetchall()
    if not found:
        return []
    what = say(
        "dates of {field} before {first} or after {last}: {count:,}",
        field=field.name,
        first=_EARLIEST.isoformat(),
        last=latest.isoformat(),
        count=found[0][2],
    )
    examples = _examples(rows, [(row, text) for row, text, _ in found], field.name)
    return [Finding(what, found[0][2], examples, say("see whether the years are right"))]


def _examples(rows: Rows, first: Sequence[tuple[int, str]], field: str, *, number: bool = False) -> tuple[Example, ...]:
    spots = spots_of(rows.drafts, [row for row, _ in first])
    return tuple(Example(text, spots.get(row), field, number) for row, text in first)
