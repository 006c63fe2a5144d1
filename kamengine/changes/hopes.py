"""Which accounts a fact may lift at all: a condition in SQL that never leaves out one that it can."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kamengine.engine import scoring
from kamengine.engine.resident import WAS
from kamengine.engine.run import DIALECT
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, SqlWriter, column
from kamengine.pack.checked import CheckedPack

_ALWAYS = "TRUE"
_ROUNDING = 1e-5


@dataclass(frozen=True)
class Hopes:
    """Takes every condition that follows the fact for one that may come out either way.

    Attributes:
        checked: the pack.
        writer: writes what does not move, as columns of the accounts as they are.
        moving: the fact and everything that is computed from it.
    """

    checked: CheckedPack
    writer: SqlWriter
    moving: Collection[str]

    def any_better(self) -> str:
        """SQL for whether a tier better than the certain one may be met with some value of the fact."""
        cases = [
            f'("{WAS}" > {place} AND {self._may_be(tier.when, True)})'
            for place, tier in enumerate(self.checked.tiers)
            if tier.when is not None
        ]
        return " OR ".join(cases) if self.checked.pack.hit == "first" and cases else _ALWAYS

    def _may_be(self, expr: Expr, truth: bool) -> str:
        """SQL for whether a condition may be true, or may be false."""
        if not any(name in self.moving for name in node.names(expr)):
            if node.calls(expr, "portfolio"):
                return _ALWAYS
            return f"(({self.writer.condition(expr).sql(DIALECT)}) IS {'TRUE' if truth else 'FALSE'})"
        match expr:
            case node.Name(name=name) if name in self.checked.criteria:
                return self._may_be(self.checked.criteria[name], truth)
            case node.Not(item=item):
                return self._may_be(item, not truth)
            case node.Logic(op=op, items=items):
                word = " AND " if (op == "and") == truth else " OR "
                return f"({word.join(self._may_be(item, truth) for item in items)})"
            case node.Call() if expr.function.name == "at_least" and truth:
                needed, *conditions = expr.arguments
                met = " + ".join(f"CAST({self._may_be(one, True)} AS INTEGER)" for one in conditions)
                return f"({met} >= {self.writer.value(needed).sql(DIALECT)})"
            case node.Compare(op=op, left=node.Name(role="score"), right=right):
                return self._score_may_be(op, right, truth)
        return _ALWAYS

    def _score_may_be(self, op: str, bound: Expr, truth: bool) -> str:
        """The score with every part that follows the fact at its most, or at its fewest points."""
        score = self.checked.pack.score
        moves = any(name in self.moving for name in node.names(bound))
        if op not in (">=", ">", "<=", "<") or moves or score is None or score.missing == "renormalise":
            return _ALWAYS
        line = self.writer.number(bound).sql(DIALECT)
        if (op in (">=", ">")) == truth:
            return f'("{SCORE_HIGH}" + {self._room(1)} + {_ROUNDING} >= {line})'
        return f'("{SCORE_LOW}" + {self._room(0)} - {_ROUNDING} <= {line})'

    def _room(self, end: int) -> str:
        """How much the score may rise (end 1) or fall (end 0), as a number to add."""
        terms = ["0.0::DOUBLE"]
        assert self.checked.pack.score is not None
        missing = self.checked.pack.score.missing
        for part, _ in self.checked.parts:
            if part.subject in self.moving:
                ends = scoring.points_range(part, self.writer.bindings)
                now = float(ends[end]) if missing == "interval" else 0.0
                points = f"COALESCE({column(scoring.points_column(part)).sql(DIALECT)}, {now!r})"
                weight = float(scoring.weight(part, self.writer.bindings))
                terms.append(f"{weight!r} * ({float(ends[end])!r} - {points}) / 100")
        return f"({' + '.join(terms)})"
