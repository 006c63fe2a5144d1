"""What functions over all accounts leave out: accounts of which it is unknown what a share or a rank looks at.

A share, a rank or a count over all accounts in scope is taken over the values that are known. So it is exact for the
list as it is known, and may change for every account once a value that is unknown today becomes known. What a tier
rests on is therefore certain only as far as the list is known, and that is said wherever a tier is called certain.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.engine.dependence import Dependence, tier_columns
from kamengine.engine.query import result_columns
from kamengine.engine.run import DIALECT, Run
from kamengine.engine.sql_text import identifier, literal
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings, SqlWriter
from kamengine.pack.checked import CheckedPack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ID = "account_id"

Facts = Callable[[], tuple[str, Collection[str]]]
"""The facts of all accounts: what stands after ``FROM`` for them, and the names of their columns."""


@dataclass(frozen=True)
class LeftOut:
    """Accounts that a function over all accounts leaves out.

    Attributes:
        names: the facts and indicators that the function looks at, in the order of its argument.
        accounts: of how many accounts in scope it is unknown what they come to; at least 1.
    """

    names: tuple[str, ...]
    accounts: int


def left_out(
    checked: CheckedPack,
    bindings: Bindings,
    connection: DuckDBPyConnection,
    results: str,
    facts: Facts,
    but: str | None = None,
) -> tuple[LeftOut, ...]:
    """What the functions over all accounts that decide about tiers leave out; nothing where all they look at is known.

    Args:
        checked: the pack.
        bindings: its parameters and its date.
        connection: holds the relations.
        results: what stands after ``FROM`` for the results of the run, a row for each account in scope.
        facts: asked for only when a function looks at facts that are no results.
        but: an account that is not counted, since it is of the others that somebody wants to know.
    """
    looked_at = list(dict.fromkeys(_looked_at(checked)))
    if not looked_at:
        return ()
    writer = SqlWriter(bindings)
    counts = [f"count(*) - count({writer.value(expr).sql(DIALECT)})" for expr in looked_at]
    source = _source(checked, results, facts, {name for expr in looked_at for name in _facts_in(expr)})
    others = "TRUE" if but is None else f"{_ID} <> {literal(but)}"
    row = connection.execute(f"SELECT {', '.join(counts)} FROM {source} WHERE {others}").fetchone() or ()
    found: dict[tuple[str, ...], int] = {}
    for expr, accounts in zip(looked_at, row, strict=True):
        found[_facts_in(expr)] = max(accounts, found.get(_facts_in(expr), 0))
    return tuple(LeftOut(names, accounts) for names, accounts in found.items() if accounts)


def left_out_of(run: Run, but: str | None = None) -> tuple[LeftOut, ...]:
    """The same of a run that lies in its connection."""
    accounts = run.snapshot.accounts
    facts = identifier(accounts.name), accounts.columns
    return left_out(run.checked, run.bindings, run.snapshot.connection, identifier(run.table), lambda: facts, but)


def _looked_at(checked: CheckedPack) -> Iterator[Expr]:
    """What the functions over all accounts look at in the formulas that tiers rest on.

    One that looks at what another of them says is left out: it is unknown where that one is.
    """
    needed = Dependence(checked).needed_for(tier_columns(checked))
    formulas = [indicator.expr for name, indicator in checked.indicators.items() if name in needed]
    formulas += [when for name, when in checked.criteria.items() if name in needed]
    formulas += [tier.when for tier in checked.tiers if tier.when is not None]
    for part in (part for formula in formulas for part in node.walk(formula)):
        if isinstance(part, node.Call) and part.function.scope == "portfolio" and part.arguments:
            subject = part.arguments[0]
            if not node.calls(subject, "portfolio") and _facts_in(subject):
                yield subject


def _facts_in(expr: Expr) -> tuple[str, ...]:
    return node.names(expr, "field", "indicator", "criterion")


def _source(checked: CheckedPack, results: str, facts: Facts, names: Collection[str]) -> str:
    """What stands after ``FROM`` so that the names are columns; a fact that nobody has is unknown for all."""
    computed = frozenset(result_columns(checked))
    if computed.issuperset(names):
        return results
    relation, columns = facts()
    cells = [f"run.{identifier(name)}" for name in sorted(computed.intersection(names) | {_ID})]
    facts_named = sorted(set(names) - computed)
    cells += [f"{'fact.' if name in columns else 'NULL AS '}{identifier(name)}" for name in facts_named]
    return f"(SELECT {', '.join(cells)} FROM {results} AS run LEFT JOIN {relation} AS fact USING ({_ID}))"
