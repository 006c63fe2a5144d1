"""Short forms for declarations: a label in either language is also a header that files print."""

from __future__ import annotations

from typing import Literal

from kamengine import Field, Label

Kind = Literal["bool", "integer", "number", "money", "ratio", "text", "choice", "date"]


def fact(
    name: str,
    kind: Kind,
    english: str,
    chinese: str,
    *headers: str,
    unit: str | None = None,
    immutable: bool = False,
    least: int | None = None,
    most: int | None = None,
) -> Field:
    """A fact about an account or a column of a ledger, found in files under its labels and other headers."""
    label, aliases = Label(english, chinese), (english, chinese, *headers)
    return Field(name, kind, label, unit, (), aliases, immutable, least=least, most=most)
