"""Names, texts and paths that are not ours, quoted for a query of DuckDB.

DuckDB quotes as the standard does: in both kinds of quotes only the quote itself has a meaning, and is written twice.
"""

from __future__ import annotations


def literal(text: str) -> str:
    """The text as a literal of DuckDB's SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """The name as a quoted identifier of DuckDB's SQL."""
    return '"' + name.replace('"', '""') + '"'


def path_literal(path: str) -> str:
    """A path for a reading function of DuckDB, which takes ``*``, ``?`` and ``[`` for patterns."""
    return literal("".join(f"[{character}]" if character in "*?[" else character for character in path))
