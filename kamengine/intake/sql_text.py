"""Names and texts from files, quoted for a query."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

Argument = str | bool | int | Mapping[str, str]


def literal(text: str) -> str:
    """The text as a literal of DuckDB's SQL."""
    return exp.Literal.string(text).sql("duckdb")


def identifier(name: str) -> str:
    """The name as a quoted identifier of DuckDB's SQL."""
    return exp.to_identifier(name, quoted=True).sql("duckdb")


def arguments(values: Mapping[str, Argument]) -> str:
    """Named arguments of a table function: ``delim=';', header=true``."""
    return ", ".join(f"{name}={_value(value)}" for name, value in values.items())


def path_literal(path: str) -> str:
    """A path for a reading function of DuckDB, which takes ``*``, ``?`` and ``[`` for patterns."""
    return literal("".join(f"[{character}]" if character in "*?[" else character for character in path))


def _value(value: Argument) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return literal(value)
    return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
