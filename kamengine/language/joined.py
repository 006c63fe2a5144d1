"""SQL forms that join many parts: a chain of ``AND`` or ``OR``, and a function that is unknown where an argument is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from kamengine.language.once import once, paren
from kamengine.language.tables import Table


def balanced(connector: type[exp.Connector], parts: Sequence[exp.Expr]) -> exp.Expr:
    """``p1 AND p2 AND …`` as a balanced tree, since engines limit the depth of expressions."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return paren(connector(this=balanced(connector, parts[:half]), expression=balanced(connector, parts[half:])))


def unless_unknown(write: Callable[..., exp.Expr], arguments: list[exp.Expr | Table]) -> exp.Expr:
    """A function of its arguments, NULL where any of them is; tables stay as they are."""

    def body(*known: exp.Expr) -> exp.Expr:
        given = iter(known)
        sql = exp.paren(write(*(next(given) if isinstance(a, exp.Expr) else a for a in arguments)))
        missing = [exp.Is(this=paren(k.copy()), expression=exp.Null()) for k in known if not _is_literal(k)]
        if not missing:
            return sql
        return paren(exp.Case().when(balanced(exp.Or, missing), exp.Null(), copy=False).else_(sql, copy=False))

    return once([a for a in arguments if isinstance(a, exp.Expr)], body)


def _is_literal(sql: exp.Expr) -> bool:
    return isinstance(sql.unnest(), exp.Literal)
