"""Values and keys as TOML writes them. Strings, keys and dates by tomlkit; decimals, which it lacks, by ourselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import tomlkit


def token(value: object) -> str:
    """A value on one line: ``10000``, ``"text"``, ``2026-01-31``, ``[1, 2]``, ``{ from = 0, points = 10 }``.

    Raises:
        TypeError: TOML has no such value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_token(value)
    if isinstance(value, str):
        return tomlkit.item(value).as_string()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key_token(key)} = {token(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(token, value))}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def number_token(value: int | Decimal) -> str:
    """A number without an exponent and without zeros that say nothing: ``1e3`` is ``1000``, ``0.50`` is ``0.5``."""
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_token(text: str) -> str:
    """A text as a value of a section: over several lines between triple quotes when it has several."""
    if "\n" not in text or "\r" in text or '"""' in text or "\\" in text or text.endswith('"'):
        return token(text)
    if any((ord(sign) < 32 and sign not in "\t\n") or ord(sign) == 127 for sign in text):
        return token(text)
    return f'"""\n{text}"""' if text.startswith("\n") else f'"""{text}"""'


def key_token(key: str) -> str:
    """A key, in quotes where TOML wants them: ``key_spend``, ``"月消费"``."""
    return tomlkit.key(key).as_string()
