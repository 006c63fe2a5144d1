"""Names, texts and paths that are not ours, quoted for a query of DuckDB."""

from __future__ import annotations

from sqlglot import exp


def literal(text: str) -> str:
    """The text as a literal of DuckDB's SQL."""
    return exp.Literal.string(text).sql("duckdb")


def identifier(name: str) -> str:
    """The name as a quoted identifier of DuckDB's SQL."""
    return exp.to_identifier(name, quoted=True).sql("duckdb")


def path_literal(path: str) -> str:
    """A path for a reading function of DuckDB, which takes ``*``, ``?`` and ``[`` for patterns."""
    return literal("".join(f"[{character}]" if character in "*?[" else character for character in path))
