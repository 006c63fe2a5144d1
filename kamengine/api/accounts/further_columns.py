"""What a list of accounts has beside their run and their facts: what changed, who looks after them, what is missing.

Each column is computed by the database when it is asked for: for all accounts at once, but a history by ledgers for the
accounts that are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.api.accounts.tags import TAGS, tags_column
from kamengine.api.runs.value_history import COLUMN, ValueHistory, history_of_kept, history_of_run
from kamengine.engine.kept import kept_results
from kamengine.engine.results import ID, TIER, TIER_EFFECTIVE, Extra, Results
from kamengine.engine.sql_text import identifier, literal
from kamengine.language.expressions import Type
from kamengine.language.numbers import DECIMALS
from kamengine.language.sql import SCORE_LOW
from kamengine.problems import KamError, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.run import Run
    from kamengine.workspace import RunRecord, Workspace

TIER_BEFORE, TIERS_MOVED, SCORE_CHANGE = "tier_before", "tiers_moved", "score_change"
"""The tier in the run compared with (see `_compared_with`); how many tiers an account went up since, down if negative;
what its score gained."""
OWNER, GAPS, HISTORY = "owner", "data_gaps", COLUMN
"""Who looks after an account; how many of the facts that the pack looks at are unknown; what it was worth, oldest
first, which can only be looked at: as of the ends of the last months (see `kamengine.api.runs.value_history`), or,
where the value of the pack follows no ledger, in each of the newest runs."""

_MOST_RUNS = 12
_numbers = count(1)

Make = Callable[["DuckDBPyConnection"], str]


def with_further_columns(workspace: Workspace, record: RunRecord, results: Results) -> Results:
    """The results of a kept run with the columns above; nothing of them is read yet.

    Without an earlier run nothing has changed. A history by runs takes those of two dates at least, of which the newest
    of each counts.
    """
    runs = _earlier(workspace, record)
    tiers = Type("choice", choices=tuple(tier.tier.id for tier in results.checked.tiers))
    extras = _of_now(workspace, results, record)
    if runs:
        changes = _changes(results, _compared_with(record, runs).path)
        extras[TIER_BEFORE] = Extra(tiers, changes)
        extras[TIERS_MOVED] = Extra(Type("integer"), changes)
        if results.checked.parts:
            extras[SCORE_CHANGE] = Extra(Type("number"), changes)
    if (history := _history_of(workspace, record, results, runs)) is not None:
        extras[HISTORY] = history
    return replace(results, extras={**results.extras, **extras})


def as_listed(workspace: Workspace, record: RunRecord, results: Results) -> Results:
    """The results of a kept run as ``kam accounts`` lists them, so that conditions know the same names everywhere."""
    from kamengine.api.runs.standing import with_tiers_in_effect

    return with_tiers_in_effect(workspace, record, with_further_columns(workspace, record, results))


def with_columns_of_now(workspace: Workspace, results: Results) -> Results:
    """The same for results that are of no kept run: without the columns that compare runs."""
    return replace(results, extras={**results.extras, **_of_now(workspace, results)})


def refuse_comparisons(error: KamError) -> KamError:
    """Why a condition over `with_columns_of_now` is not sound, with a remedy where it asks for what compares runs."""
    return KamError(_compared(problem) for problem in error.problems)


def _compared(problem: Problem) -> Problem:
    name = problem.what.arguments.get("name")
    if name not in (TIER_BEFORE, TIERS_MOVED, SCORE_CHANGE, TIER_EFFECTIVE):
        return problem
    remedy = say("kam accounts --where knows it, since it compares kept runs: name the accounts that it lists")
    return replace(problem, remedy=remedy)


def _of_now(workspace: Workspace, results: Results, record: RunRecord | None = None) -> dict[str, Extra]:
    """Who looks after accounts, how many facts are unknown, and their tags."""
    owners = _owners(workspace.folder, record, results)
    extras = {OWNER: Extra(Type("text"), owners), GAPS: Extra(Type("integer"), _gaps(results))}
    extras[TAGS] = tags_column(workspace.folder, results)
    return extras


def with_history_of_run(results: Results, run: Run) -> Results:
    """The results of a run in memory with the history of what accounts are worth, where that follows ledgers."""
    history = history_of_run(run)
    return results if history is None else replace(results, extras={**results.extras, HISTORY: _by_months(history)})


def _history_of(
    workspace: Workspace, record: RunRecord, results: Results, earlier: Sequence[RunRecord]
) -> Extra | None:
    """The history by the ledgers of the run where the value follows them, else by runs; None without a history."""
    checked, bindings = results.checked, results.bindings
    by_months = history_of_kept(workspace.folder, record, checked, bindings, results.connection)
    if by_months is not None:
        return _by_months(by_months)
    value = checked.pack.value
    newest = list({run.as_of: run for run in (*earlier, record)}.values())[-_MOST_RUNS:]
    if len(newest) > 1 and value is not None and value in checked.indicators:
        return Extra(None, _history(results, value, newest))
    return None


def _by_months(history: ValueHistory) -> Extra:
    return Extra(None, of=history.of)


def _earlier(workspace: Workspace, record: RunRecord) -> list[RunRecord]:
    """The runs of the pack by its own parameters before this one whose results are there, oldest first."""
    runs = [run for run in workspace.runs.list(record.pack) if run.plain]
    ids = [run.id for run in runs]
    before = runs[: ids.index(record.id)] if record.id in ids else []
    return [run for run in before if run.path.is_file()]


def _compared_with(record: RunRecord, earlier: Sequence[RunRecord]) -> RunRecord:
    """The run against which changes are told: the newest as of an earlier date, so that running again hides nothing.

    Where all are as of the date of this one, it is the first of them: what has changed since then was corrected.
    """
    before = sorted((run for run in earlier if run.as_of < record.as_of), key=lambda run: run.as_of)
    return before[-1] if before else earlier[0]


# ── columns as relations ─────────────────────────────────────────────────────────────────────────────────────────────


def _view(connection: DuckDBPyConnection, what: str, query: str) -> str:
    name = identifier(f"{what} {next(_numbers)}")
    connection.execute(f"CREATE VIEW {name} AS {query}")
    return name


def _changes(results: Results, before: Path) -> Make:
    """Tier and score against another run; accounts that it does not have are new, and have not changed."""
    ranks = ", ".join(literal(tier.tier.id) for tier in results.checked.tiers)
    last = len(results.checked.tiers) + 1

    def rank(tier: str) -> str:
        """The place of a tier; no tier comes after all, one that the pack has no more is unknown."""
        return f"CASE WHEN {tier} IS NULL THEN {last} ELSE list_position([{ranks}], {tier}) END"

    def make(connection: DuckDBPyConnection) -> str:
        query = (
            f"SELECT now.{ID}, before.{TIER} AS {TIER_BEFORE}, "
            f"CAST({rank(f'before.{TIER}')} - {rank(f'now.{TIER}')} AS BIGINT) AS {TIERS_MOVED}, "
            f"round(now.{SCORE_LOW} - before.{SCORE_LOW}, {DECIMALS}) AS {SCORE_CHANGE} "
            f"FROM {results.table} AS now JOIN {kept_results(connection, before)} AS before USING ({ID})"
        )
        return _view(connection, "changes", query)

    return make


def _gaps(results: Results) -> Make:
    """How many of the facts that the pack looks at are unknown."""

    def make(connection: DuckDBPyConnection) -> str:
        from kamengine.quality.completeness import facts_of

        cells = []
        for name in facts_of(results.checked):
            known = f"run.{identifier(name)}" if name in results.computed else f"fact.{identifier(name)}"
            cells.append(f"({known} IS NULL)::BIGINT" if name in (*results.computed, *results.types) else "1")
        joined = f"{results.table} AS run LEFT JOIN {results.facts} AS fact USING ({ID})"
        return _view(connection, "gaps", f"SELECT run.{ID}, {' + '.join(cells) or '0'} AS {GAPS} FROM {joined}")

    return make


def _history(results: Results, value: str, runs: Sequence[RunRecord]) -> Make:
    """What an account was worth in these runs; unknown where one does not have it."""

    def make(connection: DuckDBPyConnection) -> str:
        joins, cells = "", []
        for place, run in enumerate(runs):
            source = kept_results(connection, run.path)
            if value not in _columns(connection, source):
                continue
            cells.append(f"CAST(run{place}.{identifier(value)} AS DOUBLE)")
            joins += f" LEFT JOIN {source} AS run{place} USING ({ID})"
        query = f"SELECT now.{ID}, [{', '.join(cells)}] AS {HISTORY} FROM {results.table} AS now{joins}"
        return _view(connection, "history", query)

    return make


def _columns(connection: DuckDBPyConnection, source: str) -> set[str]:
    return {column[0] for column in connection.execute(f"SELECT * FROM {source} LIMIT 0").description or ()}


# ── who looks after them ─────────────────────────────────────────────────────────────────────────────────────────────


def _owners(folder: Path, record: RunRecord | None, results: Results) -> Make:
    """Who holds the role of the account's manager, by the rules of `kamengine.work.people.people.Team`.

    That is whom a record of the account names, else the facts, the role of the tier, the role of the team; whoever has
    left is followed to the successor. Without a kept run the computed tier is meant.
    """

    def make(connection: DuckDBPyConnection) -> str:
        from kamengine.workspace import Workspace

        with Workspace.open(folder) as workspace:
            return _view(connection, "owners", _owners_query(connection, workspace, record, results))

    return make


def _owners_query(
    connection: DuckDBPyConnection, workspace: Workspace, record: RunRecord | None, results: Results
) -> str:
    from kamengine.api.runs.standing import with_tiers_in_effect
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Ownership
    from kamengine.work.people.owners import OWNER as ROLE
    from kamengine.work.people.people import Team

    imported = f"trim(fact.{identifier(ROLE)})" if ROLE in results.types else "NULL"
    team = Team.of(workspace)
    recorded = {each.account: each.person for each in all_of(workspace, Ownership) if each.role == ROLE}
    stands = {name: team.stands_for(name) for name in (*_names(connection, results, imported), *recorded.values())}
    accounts = {account: stands[name] for account, name in recorded.items()}
    others = {name: person for name, person in stands.items() if person != name}
    given, meant = _mapping(connection, "given", accounts), _mapping(connection, "meant", others)
    facts = f"CASE WHEN meant.key IS NULL THEN {imported} ELSE meant.value END"
    of_tiers = {tier: team.stands_for(name) for (role, tier), name in team.holdings.items() if role == ROLE and tier}
    if of_tiers and record is not None:
        results = with_tiers_in_effect(workspace, record, results)
    tier = f"run.{TIER_EFFECTIVE if results.effective else TIER}"
    holders = [f"CASE WHEN {tier} = {literal(id)} THEN {literal(name)} END" for id, name in of_tiers.items()]
    holders.append(literal(team.stands_for(team.holdings.get((ROLE, ""), ""))))
    owner = ", ".join(f"nullif({each}, '')" for each in ("given.value", facts, *holders))
    return (
        f"SELECT run.{ID}, coalesce({owner}) AS {OWNER} FROM {results.table} AS run "
        f"LEFT JOIN {results.facts} AS fact USING ({ID}) LEFT JOIN {given} AS given ON given.key = run.{ID} "
        f"LEFT JOIN {meant} AS meant ON meant.key = {imported}"
    )


def _names(connection: DuckDBPyConnection, results: Results, imported: str) -> set[str]:
    """Every name that the facts have."""
    if imported == "NULL":
        return set()
    found = connection.execute(f"SELECT DISTINCT {imported} FROM {results.facts} AS fact").fetchall()
    return {str(row[0]) for row in found if row[0]}


def _mapping(connection: DuckDBPyConnection, what: str, pairs: Mapping[str, str]) -> str:
    name = identifier(f"{what} {next(_numbers)}")
    connection.execute(f"CREATE TABLE {name} (key VARCHAR, value VARCHAR)")
    if pairs:
        connection.execute(
            f"INSERT INTO {name} SELECT unnest(?::TEXT[]), unnest(?::TEXT[])", [list(pairs), list(pairs.values())]
        )
    return name
