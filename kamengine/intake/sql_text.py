"""Names and texts from files, quoted for a query."""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.engine.sql_text import identifier, literal, path_literal

__all__ = ["Argument", "arguments", "identifier", "literal", "path_literal"]

Argument = str | bool | int | Mapping[str, str]


def arguments(values: Mapping[str, Argument]) -> str:
    """Named arguments of a table function: ``delim=';', header=true``."""
    return ", ".join(f"{name}={_value(value)}" for name, value in values.items())


def _value(value: Argument) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return literal(value)
    return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
