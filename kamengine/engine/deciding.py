"""Which missing facts would decide the undecided accounts, counted in bulk by one query.

A fact counts for an account when it is missing and a tier better than the certain one is open because of it: only
parts of conditions that are unknown themselves are looked at, down through criteria, indicators and score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from kamengine.engine import scoring
from kamengine.engine.query import build, tier_column
from kamengine.engine.run import DIALECT, Run
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, SqlWriter, column

_ARGUMENTS_WITHOUT_FACTS = {"lookup": 1, "at_least": 1}


def deciding_facts(run: Run) -> dict[str, int]:
    """For each fact, how many undecided accounts lack it where it would help to decide; most first.

    Facts are fields and indicators over ledgers. A fact that would decide for no account is left out.
    """
    finder = _Finder(run)
    facts = finder.facts()
    if not facts:
        return {}
    counts = [exp.alias_(_count_where(finder.would_decide(fact)), f"fact{i}") for i, fact in enumerate(facts)]
    undecided = exp.NullSafeNEQ(this=column("tier"), expression=column("tier_possible"))
    parts = build(run.checked, run.snapshot, run.bindings).select(exp.Star(), *finder.parts())
    query = exp.select(*counts).from_(parts.subquery("parts")).where(undecided, copy=False)
    row = run.snapshot.connection.execute(query.sql(DIALECT)).fetchall()[0]
    found = {fact: int(n) for fact, n in zip(facts, row, strict=True) if n}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


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
        return [exp.alias_(self.writer.value(expr), name, quoted=True) for expr, name in self._parts.items()]

    def would_decide(self, fact: str) -> exp.Expr:
        """Whether an account lacks the fact and a better tier is open because of that."""
        self.fact = fact
        better: list[exp.Expr] = []
        cases: list[exp.Expr] = []
        for index, tier in enumerate(self.checked.tiers):
            met = column(tier_column(index))
            reaches = self._reaches(tier.when) if tier.when is not None else None
            if reaches is not None:
                cases.append(_all([_is_null(met), reaches, *(exp.Not(this=_is_true(m.copy())) for m in better)]))
            better.append(met)
        return exp.or_(*cases) if cases else exp.false()

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
        return _all([_is_null(self._part(expr)), exp.or_(*known)]) if known else None

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
            open_ = [exp.Not(this=_is_true(c.copy())) for c in earlier]
            yield _guarded(self._reaches(condition), open_)
            yield _guarded(self._reaches(value), [*open_, exp.Not(this=_is_false(sql))])
            earlier.append(sql)
        if expr.default is not None:
            yield _guarded(self._reaches(expr.default), [exp.Not(this=_is_true(c.copy())) for c in earlier])

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
        return _all([interval, exp.or_(*parts)]) if parts else None


def _guarded(reaches: exp.Expr | None, conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    return _all([reaches, *conditions]) if reaches is not None else None


def _all(conditions: list[exp.Expr]) -> exp.Expr:
    return exp.and_(*conditions)


def _is_null(sql: exp.Expr) -> exp.Expr:
    return exp.Is(this=exp.paren(sql), expression=exp.Null())


def _is_true(sql: exp.Expr) -> exp.Expr:
    return exp.paren(exp.Is(this=exp.paren(sql), expression=exp.true()))


def _is_false(sql: exp.Expr) -> exp.Expr:
    return exp.paren(exp.Is(this=exp.paren(sql.copy()), expression=exp.false()))


def _count_where(condition: exp.Expr) -> exp.Expr:
    return exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=condition))
