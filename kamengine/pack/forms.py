"""The forms in which a pack may say the same thing: the one fullest form, and the shortest or a given author's.

A label may be a text or a text per language, choices a list or a table, a parameter one value or a list of them. What
compares or converts packs works on the full form; what writes them picks a form that people like to read, or that the
author of a file has used. All of this is TOML data as `tomllib` gives it, of a pack that reads without a problem; the
full form of a pack reads as the same `Pack`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
GROUPS = ("fields", "ledgers", "params", "tables", "indicators", "criteria")
"""Tables by name that rules are made of."""
WORK = ("roles", "review", "visits", "stages")
"""Tables about work: roles and stages hold tables by name, the others are single ones."""
_DATED = ("value", "from", "source")
_LABELS = ("label", "title", "description", "goal", "what", "acceptance", "evidence")


def full(data: Mapping[str, Any]) -> Data:
    """A pack in its full form: every label per language, choices with spellings, values and keys as lists."""
    return _Forms(_full_label, _full_choices, _full_param, _full_key).pack(data, {})


def compact(data: Mapping[str, Any], like: Mapping[str, Any] | None = None) -> Data:
    """A pack in the forms of another one where that has the same thing, else in the shortest.

    Args:
        data: a pack in its full form.
        like: a pack as its author wrote it.
    """
    return _Forms(_as_label, _as_choices, _as_param, _as_key).pack(data, like or {})


_Form = Callable[[Any, Any], Any]
"""From what a pack says, and what another one has in its place, to the form that is wanted."""


@dataclass(frozen=True)
class _Forms:
    """The form of each thing that has several."""

    label: _Form
    choices: _Form
    param: _Form
    key: _Form

    def pack(self, data: Mapping[str, Any], like: Mapping[str, Any]) -> Data:
        """A whole pack with each thing in its form."""
        special: dict[str, _Form] = {"ledgers": self.ledger, "tables": self.table, "params": self.parameter}
        changed = {**data, "pack": self.record(data["pack"], like.get("pack"))}
        for group in GROUPS:
            if group in data:
                others, form = like.get(group) or {}, special.get(group) or self.record
                changed[group] = {name: form(found, others.get(name)) for name, found in data[group].items()}
        if "score" in data:
            parts = (like.get("score") or {}).get("parts")
            changed["score"] = {**data["score"], "parts": self.listed(data["score"]["parts"], parts)}
        if "tiers" in data:
            changed["tiers"] = self.listed(data["tiers"], like.get("tiers"))
        return changed | self.work(data, like)

    def work(self, data: Mapping[str, Any], like: Mapping[str, Any]) -> Data:
        """What a pack says of work: roles, stages and playbooks have labels."""
        changed: Data = {}
        for group, form in (("roles", self.record), ("stages", self.stage)):
            if group in data:
                others = like.get(group) or {}
                changed[group] = {name: form(found, others.get(name)) for name, found in data[group].items()}
        if "playbooks" in data:
            others = {part_id(other): other for other in like.get("playbooks") or []}
            changed["playbooks"] = [self.playbook(one, others.get(part_id(one))) for one in data["playbooks"]]
        return changed

    def stage(self, found: Mapping[str, Any], like: Any) -> Data:
        """A stage with its items, each a label."""
        changed, others = self.record(found, like), (like or {}).get("items") or {}
        if "items" in found:
            changed["items"] = {name: self.label(item, others.get(name)) for name, item in found["items"].items()}
        return changed

    def playbook(self, found: Mapping[str, Any], like: Any) -> Data:
        """A playbook with its steps."""
        changed = self.record(found, like)
        if "steps" in found:
            changed["steps"] = self.listed(found["steps"], (like or {}).get("steps"))
        return changed

    def listed(self, records: list[Data], like: list[Data] | None) -> list[Data]:
        """Tables of a list, each beside the one of the same name."""
        others = {part_id(other): other for other in like or []}
        return [self.record(record, others.get(part_id(record))) for record in records]

    def record(self, found: Mapping[str, Any], like: Any) -> Data:
        """A table with its labels and choices."""
        other = like if isinstance(like, dict) else {}
        changed = dict(found)
        for name in _LABELS:
            if name in found:
                changed[name] = self.label(found[name], other.get(name))
        if "choices" in found:
            changed["choices"] = self.choices(found["choices"], other.get("choices"))
        return changed

    def parameter(self, found: Mapping[str, Any], like: Any) -> Any:
        """A parameter with its values; its choices are a list in every form, as texts have no other spellings here."""
        changed = self.record({key: value for key, value in found.items() if key != "choices"}, like)
        return self.param({key: changed.get(key, value) for key, value in found.items()}, like)

    def table(self, found: Mapping[str, Any], like: Any) -> Data:
        """A lookup table with the keys of its rows."""
        keys = [row["key"] for row in (like or {}).get("rows") or []]
        rows = [{**row, "key": self.key(row["key"], keys)} for row in found["rows"]]
        return {**self.record(found, like), "rows": rows}

    def ledger(self, found: Mapping[str, Any], like: Any) -> Data:
        """A ledger with its fields."""
        changed, others = self.record(found, like), (like or {}).get("fields") or {}
        if "fields" in found:
            changed["fields"] = {name: self.record(field, others.get(name)) for name, field in found["fields"].items()}
        return changed


def same_data(one: object, other: object) -> bool:
    """Whether two pieces of TOML data say the same; a truth is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_data(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_data, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def part_id(part: Mapping[str, Any]) -> str:
    """What a part of the scorecard is called: its id, else its indicator."""
    return str(part.get("id") or part.get("indicator"))


# ── the full form of each ────────────────────────────────────────────────────────────────────────────────────────────


def _full_label(value: Any, _like: Any = None) -> Any:
    texts = {"en": value, "zh": value} if isinstance(value, str) else value
    return {language: text for language, text in texts.items() if text} or {"en": ""}


def _full_choices(value: Any, _like: Any = None) -> Any:
    return value if isinstance(value, dict) else {choice: [] for choice in value}


def _full_param(param: Data, _like: Any = None) -> Data:
    if "values" in param:
        return param
    value = {key: param[key] for key in _DATED if key in param}
    return {**{key: item for key, item in param.items() if key not in _DATED}, "values": [value]}


def _full_key(key: Any, _like: Any = None) -> Any:
    return key if isinstance(key, list) else [key]


# ── the form that is wanted ──────────────────────────────────────────────────────────────────────────────────────────


def _as_label(value: Any, like: Any) -> Any:
    if like is not None and _full_label(like) == value:
        return like
    texts = {value.get("en", ""), value.get("zh", "")}
    return texts.pop() if len(texts) == 1 and not isinstance(like, dict) else value


def _as_choices(value: Any, like: Any) -> Any:
    return value if isinstance(like, dict) or any(value.values()) else list(value)


def _as_param(param: Data, like: Any) -> Data:
    values, written = param["values"], like if isinstance(like, dict) else {}
    if len(values) != 1 or "values" in written or ("value" not in written and "from" in values[0]):
        return param
    return {**{key: item for key, item in param.items() if key != "values"}, **values[0]}


def _as_key(key: Any, like: Any) -> Any:
    return key[0] if len(key) == 1 and not all(isinstance(one, list) for one in like) else key
