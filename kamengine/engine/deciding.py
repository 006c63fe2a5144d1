"""Which missing facts would decide the undecided accounts, counted in bulk by one query.

A fact counts for an account when it is missing and a tier better than the certain one is open because of it: only
parts of conditions that are unknown themselves are looked at, down through criteria, indicators and score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from kamengine.engine import scoring
from kamengine.engine.migration import exact_value
from kamengine.engine.query import build, tier_column
from kamengine.engine.run import DIALECT, Run
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.once import paren
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, SqlWriter, column

_WORTH, _TOGETHER = "worth#", "together#"
_ARGUMENTS_WITHOUT_FACTS = {"lookup": 1, "at_least": 1}


@dataclass(frozen=True)
class DecidingFact:
    """A fact that is missing where it would help to decide.

    Attributes:
        name: of the field or of the indicator over a ledger.
        accounts: undecided accounts that lack it and are open because of it.
        alone: those of them that no other missing fact keeps open.
        value: what the accounts are worth together, by the pack's ``value``; None when the pack names none.
        value_unknown: those of which it is unknown what they are worth, and so not in `value`.
    """

    name: str
    accounts: int
    alone: int
    value: Decimal | None
    value_unknown: int


def deciding_facts(run: Run) -> dict[str, int]:
    """For each fact, how many undecided accounts lack it where it would help to decide; most first.

    Facts are fields and indicators over ledgers. A fact that would decide for no account is left out.
    """
    return {fact.name: fact.accounts for fact in deciding(run)}


def deciding(run: Run) -> tuple[DecidingFact, ...]:
    """The facts that would decide, with how many accounts each concerns and what those are worth; most accounts first.

    One query over the undecided accounts. A fact that would decide for no account is left out.
    """
    facts, value = _Finder(run).facts(), run.checked.pack.value
    if not facts:
        return ()
    sums = ", ".join(_sums(f'"{_flag(index)}"') for index in range(len(facts)))
    together = " + ".join(f'CAST("{_flag(index)}" AS INT)' for index in range(len(facts)))
    flagged = _flagged(run, facts).sql(DIALECT, copy=False)
    query = f'SELECT {sums} FROM (SELECT *, {together} AS "{_TOGETHER}" FROM ({flagged}))'
    row = run.snapshot.connection.execute(query).fetchall()[0]
    found = []
    for index, fact in enumerate(facts):
        accounts, alone, worth, known = row[4 * index : 4 * index + 4]
        total = None if value is None else worth or Decimal(0)
        found.append(DecidingFact(fact, accounts, alone, total, 0 if value is None else accounts - known))
    return tuple(sorted((fact for fact in found if fact.accounts), key=lambda fact: -fact.accounts))


def _flagged(run: Run, facts: Sequence[str]) -> exp.Select:
    """For each undecided account: whether each fact would help to decide it, and what the account is worth."""
    finder = _Finder(run)
    conditions = [finder.would_decide(fact) for fact in facts]
    flags = [exp.alias_(_is_true(one), _flag(i), quoted=True, copy=False) for i, one in enumerate(conditions)]
    value = run.checked.pack.value
    worth = exact_value(column(value)) if value is not None else exp.cast(exp.Null(), "decimal(38, 6)")
    undecided = exp.NullSafeNEQ(this=column("tier"), expression=column("tier_possible"))
    parts = build(run.checked, run.snapshot, run.bindings).select(exp.Star(), *finder.parts())
    query = exp.select(*flags, exp.alias_(worth, _WORTH, quoted=True)).from_(parts.subquery("parts"))
    return query.where(undecided, copy=False)


def _sums(flag: str) -> str:
    """Accounts with a flag, those with no other, what they are worth, and of how many that is known."""
    only = f"FILTER (WHERE {flag})"
    return (
        f'count(*) {only}, count(*) FILTER (WHERE {flag} AND "{_TOGETHER}" = 1), '
        f'sum("{_WORTH}") {only}, count("{_WORTH}") {only}'
    )


def _flag(index: int) -> str:
    return f"fact#{index}"


class _Finder:
    """Writes, for one fact at a time, the condition under which it would help to decide an account."""

    def __init__(self, run: Run) -> None:
        self.run, self.checked = run, run.checked
        self.writer = SqlWriter(run.bindings)
        self.fact = ""
        self._parts: dict[Expr, str] = {}

    def facts(self) -> list[str]:
        """Every fact that a tier depends on."""
        found: dict[str, None] = {}
        open_ = [name for tier in self.checked.tiers if tier.when for name in node.names(tier.when)]
        seen: set[str] = set()
        while open_:
            name = open_.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if self._is_fact(name):
                found[name] = None
            open_ += self.checked.uses.get(name, ())
        return list(found)

    def parts(self) -> list[exp.Expr]:
        """The parts of conditions that the counts look at, each computed once."""
        return [
            exp.alias_(self.writer.value(expr), name, quoted=True, copy=False) for expr, name in self._parts.items()
        ]

    def would_decide(self, fact: str) -> exp.Expr:
        """Whether an account lacks the fact and a better tier is open because of that."""
        self.fact = fact
        better: list[exp.Expr] = []
        cases: list[exp.Expr] = []
        for index, tier in enumerate(self.checked.tiers):
            met = column(tier_column(index))
            reaches = self._reaches(tier.when) if tier.when is not None else None
            if reaches is not None:
                cases.append(_all([_is_null(met.copy()), reaches, *_none_true(better)]))
            better.append(met)
        return _any(cases) if cases else exp.false()

    def _is_fact(self, name: str) -> bool:
        indicator = self.checked.indicators.get(name)
        return name in self.checked.fields or (indicator is not None and indicator.indicator.ledger is not None)

    def _reaches(self, expr: Expr) -> exp.Expr | None:
        """Whether the fact is among what makes an expression unknown; None when it cannot be."""
        match expr:
            case node.Name(name=name, role="score"):
                return self._score()
            case node.Name(name=name):
                return self._name(name)
            case node.Constant() | node.IsNull():
                return None
            case node.Case():
                parts = list(self._case(expr))
            case node.Call(function=function, arguments=arguments):
                skipped = _ARGUMENTS_WITHOUT_FACTS.get(function.name, 0)
                parts = [self._reaches(argument) for argument in arguments[skipped:]]
            case _:
                parts = [self._reaches(part) for part in node.children(expr)]
        known = [part for part in parts if part is not None]
        return _all([_is_null(self._part(expr)), _any(known)]) if known else None

    def _part(self, expr: Expr) -> exp.Column:
        return column(self._parts.setdefault(expr, f"part#{len(self._parts)}"))

    def _name(self, name: str) -> exp.Expr | None:
        if self._is_fact(name):
            return _is_null(column(name)) if name == self.fact else None
        if name in self.checked.criteria:
            below = self._reaches(self.checked.criteria[name])
        elif name in self.checked.indicators:
            below = self._reaches(self.checked.indicators[name].expr)
        else:
            return None
        return _all([_is_null(column(name)), below]) if below is not None else None

    def _case(self, expr: node.Case) -> Iterator[exp.Expr | None]:
        """Conditions and values of the branches that may still be the ones that count."""
        earlier: list[exp.Expr] = []
        for condition, value in expr.branches:
            sql = self._part(condition)
            yield _guarded(self._reaches(condition), _none_true(earlier))
            yield _guarded(self._reaches(value), [*_none_true(earlier), exp.Not(this=_is_false(sql.copy()))])
            earlier.append(sql)
        if expr.default is not None:
            yield _guarded(self._reaches(expr.default), _none_true(earlier))

    def _score(self) -> exp.Expr | None:
        score = self.checked.pack.score
        assert score is not None
        parts: list[exp.Expr] = []
        for part in score.parts:
            low, high = scoring.points_range(part, self.run.bindings)
            settled = score.missing == "interval" and low == high
            below = self._name(part.subject)
            if below is not None and scoring.weight(part, self.run.bindings) and not settled:
                parts.append(_all([_is_null(column(scoring.points_column(part))), below]))
        interval = exp.LT(this=column(SCORE_LOW), expression=column(SCORE_HIGH))
        return _all([interval, _any(parts)]) if parts else None


def _guarded(reaches: exp.Expr | None, conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    return _all([reaches, *conditions]) if reaches is not None else None


def _none_true(conditions: Iterable[exp.Expr]) -> list[exp.Expr]:
    return [exp.Not(this=_is_true(condition.copy())) for condition in conditions]


def _all(conditions: list[exp.Expr]) -> exp.Expr:
    return exp.and_(*conditions, copy=False)


def _any(conditions: list[exp.Expr]) -> exp.Expr:
    return exp.or_(*conditions, copy=False)


def _is_null(sql: exp.Expr) -> exp.Expr:
    return exp.Is(this=paren(sql), expression=exp.Null())


def _is_true(sql: exp.Expr) -> exp.Expr:
    return paren(exp.Is(this=paren(sql), expression=exp.true()))


def _is_false(sql: exp.Expr) -> exp.Expr:
    return paren(exp.Is(this=paren(sql), expression=exp.false()))
