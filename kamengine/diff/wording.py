"""The old and the new line of a rule as short texts, close to how packs are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kamengine.pack.model import Indicator, Part, Quantity

_KEYS: tuple[tuple[str, str], ...] = (
    ("value", "value"),
    ("from", "ledger"),
    ("where", "where"),
    ("window", "window"),
    ("per", "per"),
    ("when_empty", "empty"),
    ("decimals", "decimals"),
)
_MOST_ROWS = 3


def indicator_texts(old: Indicator, new: Indicator) -> tuple[str, tuple[str, str]]:
    """The first key of two definitions that differs, and all that differ: ``window 3 months; per month``."""
    before, after = _keys(old), _keys(new)
    differing = [key for key, _ in _KEYS if before[key] != after[key]] or ["value"]
    if differing == ["value"]:
        return "value", (before["value"], after["value"])
    return differing[0], (_joined(before, differing), _joined(after, differing))


def scale_text(part: Part) -> str:
    """Bands as ``≥ 0: 0; ≥ 10000: 80``, a line as ``[0, 0] [1, 100]``."""
    if part.line:
        return " ".join(f"[{_number(x)}, {_number(y)}]" for x, y in part.line)
    return "; ".join(
        f"≥ {_number(b.start)}: {_number(b.points)}" if b.start is not None else _number(b.points) for b in part.bands
    )


def weights_text(parts: tuple[Part, ...]) -> str:
    """The parts of a scorecard with their weights: ``monthly_spend 40, spend_growth 60``."""
    return ", ".join(f"{part.id} {_number(part.weight)}" for part in parts)


def table_texts(old: Any, new: Any) -> tuple[str, str]:
    """The rows of two tables that differ, at most a few of them."""
    before, after = _rows(old), _rows(new)
    keys = [key for key in (*before, *(k for k in after if k not in before)) if before.get(key) != after.get(key)]
    return _listed(before, keys), _listed(after, keys)


@dataclass(frozen=True)
class _Absent:
    """Stands for a row or a key that is not there."""

    def __str__(self) -> str:
        return "–"


def _rows(table: Any) -> Mapping[Any, Any]:
    return table if isinstance(table, Mapping) else dict(enumerate(table))


def _listed(rows: Mapping[Any, Any], keys: list[Any]) -> str:
    texts = [f"{_key(key)}: {_number(rows.get(key, _Absent()))}" for key in keys[:_MOST_ROWS]]
    return "; ".join([*texts, "…"] if len(keys) > _MOST_ROWS else texts)


def _key(key: Any) -> str:
    return ", ".join(_number(part) for part in key) if isinstance(key, tuple) else _number(key)


def _keys(indicator: Indicator) -> dict[str, str]:
    found = {key: getattr(indicator, attribute) for key, attribute in _KEYS}
    found["window"] = indicator.window.text if indicator.window is not None else None
    found["when_empty"] = "unknown" if indicator.empty is None else indicator.empty
    return {key: str(_Absent()) if value is None else " ".join(_number(value).split()) for key, value in found.items()}


def _joined(values: Mapping[str, str], keys: list[str]) -> str:
    return "; ".join(values[key] if key == "value" else f"{key} {values[key]}" for key in keys)


def _number(value: Quantity | object) -> str:
    """A number with every decimal that its author wrote, and no more; anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
