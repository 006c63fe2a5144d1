"""A pack as TOML that people like to read: sections in the usual order, short things on a line, lists a row a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kamengine.pack.editing.tokens import key_token, text_token, token
from kamengine.pack.forms import GROUPS, WORK

_INDENT = "  "
_WIDEST = 110
_INNER = {("ledgers", "fields"), ("stages", "items"), ("playbooks", "steps")}
"""What stands in tables of its own inside another."""
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
    sections += [element(("tiers",), record) for record in data.get("tiers") or []]
    for group in WORK:
        sections += tables(group, data.get(group) or {})
    for group in ("playbooks", "tests"):
        sections += [element((group,), record) for record in data.get(group) or []]
    return "\n".join(sections)


def tables(group: str, found: Mapping[str, Any]) -> list[str]:
    """The tables of a group about work: one for each name, or the only one."""
    if group in ("roles", "stages"):
        return [section((group, name), record) for name, record in found.items()]
    return [section((group,), found)] if found else []


def section(path: Sequence[str], record: Mapping[str, Any]) -> str:
    """A ``[table]`` with its keys; the fields of a ledger and the items of a stage are tables of their own."""
    own = {key: value for key, value in record.items() if (path[0], key) not in _INNER}
    lines = [_header(path), *_pairs(own)]
    for name, field in (record.get("fields") or {}).items() if path[0] == "ledgers" else ():
        lines += ["", _header((*path, "fields", name)), *_pairs(field)]
    if path[0] == "stages" and record.get("items"):
        lines += ["", _header((*path, "items")), *_pairs(record["items"])]
    return "\n".join([*lines, ""])


def element(path: Sequence[str], record: Mapping[str, Any]) -> str:
    """A ``[[table]]`` of a list, with its keys; the steps of a playbook are tables of their own."""
    own = {key: value for key, value in record.items() if (path[0], key) not in _INNER}
    lines = [f"[{_header(path)}]", *_pairs(own)]
    for step in (record.get("steps") or []) if path == ("playbooks",) else ():
        lines += ["", f"[{_header((*path, 'steps'))}]", *_pairs(step)]
    return "\n".join([*lines, ""])


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


def _header(path: Sequence[str]) -> str:
    return f"[{'.'.join(map(key_token, path))}]"


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
