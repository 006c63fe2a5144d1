"""Random changes to a pack, as somebody makes them in a workbook: values, rows, tables that come, go and move."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

Path = tuple[str | int, ...]
TEXTS = ("", "x", "大客户", "two\nlines", 'a "quoted" text', "back\\slash", "# no comment", "= 1", "'east'", "\t")
NUMBERS = (0, -1, 12000, Decimal("0.1"), Decimal("-33.3333333333"), Decimal("123456789012345.0123456789"))
DAYS = (date(2027, 1, 1), date(1899, 12, 31), date(9999, 12, 31))
NAMES = ("added", "月消费", "with space", "dotted.name", 'quo"ted')
_GROUPS = ("fields", "ledgers", "params", "tables", "indicators", "criteria", "roles", "stages")
_FREE_LISTS = (
    *("values", "rows", "bands", "line", "aliases", "tiers", "tests", "parts", "choices"),
    *("playbooks", "steps", "consulted"),
)


def changed(data: dict[str, Any], random: Random, times: int) -> dict[str, Any]:
    """A copy of a pack in its full form with a few random changes; it is still in its full form."""
    copy = deepcopy(data)
    for _ in range(times):
        _change(copy, random)
    return copy


def _change(data: dict[str, Any], random: Random) -> None:
    kind = random.randrange(6)
    if kind == 0:
        _list_change(data, random)
    elif kind == 1:
        _group_change(data, random)
    elif kind == 2:
        _key_change(data, random)
    else:
        path = random.choice(list(_leaves(data)))
        _set(data, path, _another(_get(data, path), random))


def _list_change(data: dict[str, Any], random: Random) -> None:
    """An element more, less, or in another place."""
    path = random.choice([path for path in _lists(data) if path[-1] in _FREE_LISTS])
    found = _get(data, path)
    index = random.randrange(len(found))
    match random.randrange(3):
        case 0 if len(found) > 1:
            del found[index]
        case 1:
            found.insert(index, found.pop(random.randrange(len(found))))
        case _:
            new = deepcopy(found[index])
            if isinstance(new, dict):
                new |= {"id": "part"} if path[-1] == "parts" else {}
                new |= {key: f"{new[key]}-{random.randrange(10**9)}" for key in ("id", "name") if key in new}
            new = new if isinstance(new, dict | list) else random.choice(NAMES)
            found.insert(random.randrange(len(found) + 1), new)


def _group_change(data: dict[str, Any], random: Random) -> None:
    """A table by name more or less."""
    groups = [group for group in _GROUPS if data.get(group)]
    group = data[random.choice(groups)]
    if random.randrange(2) and len(group) > 1:
        del group[random.choice(list(group))]
    else:
        group[random.choice(NAMES)] = deepcopy(random.choice(list(group.values())))


def _key_change(data: dict[str, Any], random: Random) -> None:
    """A key of a table more or less."""
    group = random.choice([group for group in _GROUPS if data.get(group)])
    table = random.choice(list(data[group].values()))
    keys = [key for key in table if key not in ("values", "rows", "choices", "fields", "label", "when", "items")]
    if random.randrange(2) and keys:
        del table[random.choice(keys)]
    else:
        if group not in ("ledgers", "criteria", "roles", "stages"):
            table["unit"] = random.choice(TEXTS)
        table["label"] = {"en": random.choice(TEXTS[1:])}


def _another(value: object, random: Random) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return random.choice([text for text in TEXTS if text] if value else TEXTS)
    return random.choice(DAYS if isinstance(value, date) else NUMBERS)


def _leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of the values, except those by which tables are known."""
    for key, item in _items(data):
        if isinstance(item, dict | list):
            yield from _leaves(item, (*path, key))
        elif key not in ("id", "name", "indicator"):
            yield (*path, key)


def _lists(data: Any, path: Path = ()) -> Iterator[Path]:
    for key, item in _items(data):
        if isinstance(item, list) and item:
            yield (*path, key)
        yield from _lists(item, (*path, key))


def _items(data: Any) -> Any:
    return data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()


def _get(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _set(data: Any, path: Path, value: object) -> None:
    _get(data, path[:-1])[path[-1]] = value
