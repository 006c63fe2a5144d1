"""The old and the new line of a rule as short texts, close to how packs are written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kamengine.language.tables import Key, Table
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
_ABSENT = "–"  # stands for a row or a key that is not there


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


def table_texts(old: Table, new: Table) -> tuple[str, str]:
    """The rows of two tables that differ, at most a few of them; every row where only their order does."""
    together = {**old, **new}
    keys = [key for key in together if key not in old or key not in new or old[key] != new[key]]
    return _listed(old, keys or list(old)), _listed(new, keys or list(new))


def _listed(rows: Table, keys: list[tuple[Key, ...]]) -> str:
    texts = [f"{', '.join(map(_number, key))}: {_number(rows.get(key, _ABSENT))}" for key in keys[:_MOST_ROWS]]
    return "; ".join([*texts, "…"] if len(keys) > _MOST_ROWS else texts)


def _keys(indicator: Indicator) -> dict[str, str]:
    found = {key: getattr(indicator, attribute) for key, attribute in _KEYS}
    found["window"] = indicator.window.text if indicator.window is not None else None
    found["when_empty"] = "unknown" if indicator.empty is None else indicator.empty
    return {key: _ABSENT if value is None else " ".join(_number(value).split()) for key, value in found.items()}


def _joined(values: Mapping[str, str], keys: list[str]) -> str:
    return "; ".join(values[key] if key == "value" else f"{key} {values[key]}" for key in keys)


def _number(value: Quantity | object) -> str:
    """A number with every decimal that its author wrote, and no more; anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
