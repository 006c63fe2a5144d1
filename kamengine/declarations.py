"""What plugins and packs declare: labels, fields, ledgers, presets and playbooks. Plain frozen data, no behaviour.

These are the ground that everything else stands on; nothing here imports the rest of kamengine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["bool", "integer", "number", "money", "ratio", "text", "choice", "date"]
KINDS: tuple[Kind, ...] = ("bool", "integer", "number", "money", "ratio", "text", "choice", "date")


@dataclass(frozen=True)
class Label:
    """A name or a text in English and Chinese. One language may be missing; the other is then shown."""

    en: str = ""
    zh: str = ""

    def in_language(self, language: str) -> str:
        """The text in ``"zh"`` or ``"en"``, falling back to the other one."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)


@dataclass(frozen=True)
class Choice:
    """One value that a choice field may take, and other spellings of it found in files."""

    id: str
    label: Label = Label()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A typed fact about an account, or a column of a ledger.

    Attributes:
        name: the name that conditions use, such as ``city_level`` or ``月消费``.
        kind: what values it holds; ``money`` is decimal, never binary.
        label: what people read.
        unit: such as ``CNY/month`` or ``day``; the word ``currency`` stands for the currency of the pack.
        choices: for kind ``choice``, the closed list of values.
        aliases: headers that mean this field in files; case, blanks and punctuation do not matter.
        immutable: nothing that a company does changes it, such as the year it was founded; proposals of what must
            change leave it alone.
        optional: a file may well do without it; it is then unknown, which is noted and not refused.
    """

    name: str
    kind: Kind
    label: Label = Label()
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    immutable: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Ledger:
    """Dated rows about accounts, such as bills, orders or receivables.

    Attributes:
        name: the name that an indicator's ``from`` and the option ``--ledger NAME=FILE`` use.
        fields: the columns besides the account's id.
        date: the name of the field of kind ``date`` that windows look at; None when rows have no date.
        account_aliases: headers that mean the account's id in this ledger, besides those every pack knows.
    """

    name: str
    fields: tuple[Field, ...]
    label: Label = Label()
    date: str | None = "date"
    account_aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Playbook:
    """What a tier calls for: the goal and the steps that account managers follow.

    Attributes:
        pack: id of the pack whose tier it serves.
        tier: id of the tier.
        goal: one sentence on what is to be reached.
        steps: what to do, in order.
    """

    pack: str
    tier: str
    goal: Label
    steps: tuple[Label, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Preset:
    """The headers that one system writes into its exports, and which field each of them means.

    Attributes:
        name: such as ``salesforce_report``; unique within a plugin.
        label: what people call the system and the export.
        headers: the field by header; ``account_id`` for the column of the account's id, an empty text for a column that
            holds no fact, such as a checksum. A field that nobody declares leaves its column over.
        kind: ``accounts``, or the name of the ledger whose rows such an export holds.
        signatures: a file is recognised when it has all headers of one of these; capitals, blanks and punctuation do
            not matter.
        descriptions: such an export has a second row that describes its columns and is no data.
    """

    name: str
    label: Label
    headers: Mapping[str, str]
    kind: str = "accounts"
    signatures: tuple[tuple[str, ...], ...] = ()
    descriptions: bool = False


def choices(values: Mapping[str, Iterable[str]] | Iterable[str]) -> tuple[Choice, ...]:
    """Choices from a plain list of ids, or from ``{id: [other spellings]}``."""
    if isinstance(values, Mapping):
        return tuple(Choice(id, aliases=tuple(aliases)) for id, aliases in values.items())
    return tuple(Choice(id) for id in values)
