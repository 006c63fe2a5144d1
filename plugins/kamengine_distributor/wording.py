"""Short forms for declarations: a label in either language is also a header or a value that files print."""

from __future__ import annotations

from typing import Literal

from kamengine import Choice, Field, Label

Kind = Literal["bool", "integer", "number", "money", "ratio", "text", "choice", "date"]


def choice(id: str, english: str, chinese: str, *spellings: str) -> Choice:
    """A value of a choice field, found in files under its id, its labels and other spellings."""
    return Choice(id, Label(english, chinese), (english, chinese, *spellings))


def fact(
    name: str,
    kind: Kind,
    english: str,
    chinese: str,
    *headers: str,
    unit: str | None = None,
    choices: tuple[Choice, ...] = (),
    immutable: bool = False,
    least: int | None = None,
    most: int | None = None,
) -> Field:
    """A fact about an account or a column of a ledger, found in files under its labels and other headers."""
    label, aliases = Label(english, chinese), (english, chinese, *headers)
    return Field(name, kind, label, unit, choices, aliases, immutable, least=least, most=most)
