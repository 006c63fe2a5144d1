"""The causes of moves as the lines that a workspace keeps: found once, and the same when they are looked up.

The first line says by what they were found, the second holds the rules that are causes; after them there is a line for
each account that moved: its id, and its causes, which name rules by their place in the second line. So of many
thousand accounts only those that are asked for are read, and no more than a line is in memory. Values keep their kind:
a decimal is no number of JSON, which would lose the zeros that people wrote.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamengine import __version__
from kamengine.diff import Cause, RuleChange
from kamengine.engine.kept import engine_name
from kamengine.problems import Place

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost

_DECIMAL, _DATE = "decimal", "date"

Causes = Mapping[str, tuple[Cause, ...]]
"""Why accounts moved, by account."""


def found_by(host: PluginHost) -> str:
    """What finds causes: another program, engine or plugin may find other ones."""
    plugins = sorted((status.name, status.version) for status in host.statuses if status.status == "loaded")
    return _json({"program": __version__, "engine": engine_name(), "plugins": plugins})


def written(found: Iterable[tuple[str, tuple[Cause, ...]]], rules: Sequence[RuleChange], by: str) -> Iterator[bytes]:
    """The causes of all movers between two runs, line by line.

    Args:
        found: each account with its causes.
        rules: that are causes; others may be among them.
        by: see `found_by`.
    """
    places = {rule: place for place, rule in enumerate(rules)}
    yield f"{by}\n{_json([_rule_written(rule) for rule in rules])}".encode()
    for account, causes in found:
        yield f"\n{_json(account)}\t{_json(_written(causes, places))}".encode()


def read(lines: Iterable[bytes], by: str, accounts: Collection[str]) -> Causes | None:
    """The causes of some accounts; those that did not move are left out.

    Args:
        lines: of what `written` gave; none beyond those that are needed are taken.
        by: what would find them now.
        accounts: ids.

    Returns:
        None when something else found them.
    """
    each = iter(lines)
    if next(each, b"").rstrip(b"\n") != by.encode():
        return None
    rules = [_rule_read(rule) for rule in json.loads(next(each))]
    wanted = {_json(account).encode(): account for account in accounts}
    found: dict[str, tuple[Cause, ...]] = {}
    for line in each if wanted else ():
        id, _, causes = line.partition(b"\t")
        if id in wanted:
            found[wanted.pop(id)] = _read(json.loads(causes), rules)
            if not wanted:
                break
    return found


# ── causes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _written(causes: Iterable[Cause], places: Mapping[RuleChange, int]) -> list[dict[str, Any]]:
    """Causes as JSON has them; a rule is its place among all of them."""
    return [
        {
            "facts": _pairs_written(cause.facts),
            "rule": None if cause.rule is None else places[cause.rule],
            "position": cause.position,
            "own": _pairs_written(cause.own),
        }
        for cause in causes
    ]


def _read(causes: Iterable[Mapping[str, Any]], rules: list[RuleChange]) -> tuple[Cause, ...]:
    return tuple(
        Cause(
            kind="facts" if cause["rule"] is None else "rule",
            facts=_pairs_read(cause["facts"]),
            rule=None if cause["rule"] is None else rules[cause["rule"]],
            position=cause["position"],
            own=_pairs_read(cause["own"]),
        )
        for cause in causes
    )


def _pairs_written(pairs: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {name: [_value_written(old), _value_written(new)] for name, (old, new) in pairs.items()}


def _pairs_read(pairs: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: (_value_read(old), _value_read(new)) for name, (old, new) in pairs.items()}


# ── rules and values ─────────────────────────────────────────────────────────────────────────────────────────────────


def _rule_written(rule: RuleChange) -> dict[str, Any]:
    parts = [_rule_written(part) for part in rule.parts]
    plain = asdict(replace(rule, parts=()))
    return plain | {"old": _value_written(rule.old), "new": _value_written(rule.new), "parts": parts}


def _rule_read(rule: Mapping[str, Any]) -> RuleChange:
    changed = {
        "old": _value_read(rule["old"]),
        "new": _value_read(rule["new"]),
        "place": Place(**rule["place"]),
        "parts": tuple(_rule_read(part) for part in rule["parts"]),
    }
    return RuleChange(**{**rule, **changed})


def _value_written(value: object) -> Any:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    assert value is None or isinstance(value, str | int | float | bool)
    return value


def _value_read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Decimal(value[_DECIMAL]) if _DECIMAL in value else date.fromisoformat(value[_DATE])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
