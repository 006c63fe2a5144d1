"""The table of `docs/keys.md`: what keys do, by the name that a key map uses."""

from __future__ import annotations

from kamengine.tui.app import every_key
from tests.conftest import REPOSITORY

FILE = REPOSITORY / "docs" / "keys.md"
_HEAD = "| name | usual keys | what it does |\n|---|---|---|\n"


def table() -> str:
    """Every name once, in alphabetical order; what it does differs on some screens."""
    named: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for key in every_key():
        caps, what = named.setdefault(key.action, ({}, {}))
        caps[key.caps] = what[str(key.what)] = None
    rows = (
        f"| `{name}` | {_cell(' or '.join(caps))} | {_cell('; '.join(what))} |"
        for name, (caps, what) in sorted(named.items())
    )
    return _HEAD + "\n".join(rows) + "\n"


def renew() -> None:
    """Write the table as it is now."""
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(text[: text.index("| name |")] + table(), encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
