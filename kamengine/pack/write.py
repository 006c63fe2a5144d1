"""A pack as TOML that people like to read: sections in the usual order, short things on a line, lists a row a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kamengine.pack.editing.tokens import key_token, text_token, token
from kamengine.pack.forms import GROUPS

_INDENT = "  "
_WIDEST = 110
_ALWAYS_ROWS = ("values", "rows")
"""Lists to which rows will be added."""


def write_pack(data: Mapping[str, Any]) -> str:
    """A whole pack.

    Args:
        data: TOML data of a pack; see `kamengine.pack.forms`.
    """
    sections = [section(("pack",), data["pack"])]
    for group in GROUPS:
        for name, record in (data.get(group) or {}).items():
            sections.append(section((group, name), record))
    if "score" in data:
        sections.append(score(data["score"]))
    for group in ("tiers", "tests"):
        sections += [element((group,), record) for record in data.get(group) or []]
    return "\n".join(sections)


def section(path: Sequence[str], record: Mapping[str, Any]) -> str:
    """A ``[table]`` with its keys; the fields of a ledger are tables of their own."""
    inner = record.get("fields") if path[0] == "ledgers" else None
    own = {key: value for key, value in record.items() if inner is None or key != "fields"}
    lines = [f"[{'.'.join(map(key_token, path))}]", *_pairs(own)]
    for name, field in (inner or {}).items():
        lines += ["", f"[{'.'.join(map(key_token, (*path, 'fields', name)))}]", *_pairs(field)]
    return "\n".join([*lines, ""])


def element(path: Sequence[str], record: Mapping[str, Any]) -> str:
    """A ``[[table]]`` of a list, with its keys."""
    return "\n".join([f"[[{'.'.join(map(key_token, path))}]]", *_pairs(record), ""])


def score(record: Mapping[str, Any]) -> str:
    """The scorecard with its parts."""
    head = section(("score",), {key: value for key, value in record.items() if key != "parts"})
    return "\n".join([head, *(element(("score", "parts"), part) for part in record["parts"])])


def pair(key: str, value: object) -> list[str]:
    """A key with its value, as lines: a list of tables or a long list has a row a line."""
    if key == "ledgers" and isinstance(value, Mapping):  # of a test
        return [line for name, rows in value.items() for line in _lines(f"ledgers.{key_token(name)}", rows)]
    return _lines(key_token(key), value)


def value_text(value: object) -> str:
    """A value as it stands behind its key; what a test expects of criteria stands in dotted keys."""
    if isinstance(value, str):
        return text_token(value)
    if isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
        return f"{{ {', '.join(f'{key} = {token(item)}' for key, item in _dotted(value))} }}"
    if isinstance(value, list) and value and _has_tables(value):
        return f"[ {', '.join(map(token, value))} ]"
    return token(value)


def _pairs(record: Mapping[str, Any]) -> list[str]:
    return [line for key, value in record.items() for line in pair(key, value)]


def _lines(key: str, value: object) -> list[str]:
    line = f"{key} = {value_text(value)}"
    if isinstance(value, list) and value:
        several = _has_tables(value) and (len(value) > 1 or key in _ALWAYS_ROWS)
        if several or len(line) > _WIDEST:
            return [f"{key} = [", *(f"{_INDENT}{value_text(item)}," for item in value), "]"]
    return [line]


def _dotted(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in record.items():
        path = before + key_token(key)
        if isinstance(value, Mapping) and value:
            yield from _dotted(value, f"{path}.")
        else:
            yield path, value


def _has_tables(value: Sequence[object]) -> bool:
    return any(isinstance(item, Mapping) for item in value)
