"""What plugins and packs declare: labels, fields, ledgers, presets and playbooks. Plain frozen data, no behaviour.

These are the ground that everything else stands on; nothing here imports the rest of kamengine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
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

    def __str__(self) -> str:
        """The text in English, as far as there is one."""
        return self.in_language("en")


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
        least: for a number, the smallest value that it can have, such as 0 of a count; proposals of what must change
            keep to it, and what files bring is not held against it. None where it has no end.
        most: the largest likewise, such as 1 of a share.
    """

    name: str
    kind: Kind
    label: Label = Label()
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    immutable: bool = False
    optional: bool = False
    least: Decimal | int | None = None
    most: Decimal | int | None = None


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
class Step:
    """A task that a playbook proposes.

    Attributes:
        what: what is to be done.
        id: a name that stays, unique in its playbook; without one it is the number of the step.
        responsible: the role that does it.
        accountable: the one role that answers for it.
        consulted: roles that are asked before.
        informed: roles that are told after.
        effort: in hours, such as ``"2"`` or ``"0.5"``.
        due: how long after the reason began: ``"5 working days"``, ``"10 days"``, ``"2 weeks"``, ``"1 month"``.
        every: how often it repeats, counted from the first day: ``"1 month"``; empty: it does not.
        on_holiday: what becomes of a day on which nobody works: the next working day (``after``), the one before, or it
            stays.
        acceptance: how the result is judged.
        evidence: what must be there to show it.
        after: ids of steps that come first.
    """

    what: Label
    id: str = ""
    responsible: str = "account_manager"
    accountable: str = "sales_director"
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    effort: str = "1"
    due: str = "10 working days"
    every: str = ""
    on_holiday: Literal["after", "before", "stay"] = "after"
    acceptance: Label = Label()
    evidence: Label = Label()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Playbook:
    """What a tier, a criterion or a move calls for: the goal, and the steps that account managers follow.

    Attributes:
        pack: id of the pack that it serves.
        tier: id of the tier whose accounts it is for; empty for those of every tier.
        goal: one sentence on what is to be reached.
        steps: what to do, in order; a bare label is a step with the usual roles and days.
        id: a name that stays, unique in its pack; without one it is made of tier, criterion and outcome.
        criterion: id of the criterion that it is about; empty for none.
        outcome: which outcome of it calls for the playbook: ``met``, ``missed``, ``unknown``, or ``changed`` since the
            run before.
        moved: for accounts that a run moved ``up`` or ``down``; for those whose tier is ``undecided``; empty for none.
        indicator: the field or indicator that shows the effect; empty for none.
        target: where it is to be: a number, or a parameter of the pack.
    """

    pack: str
    tier: str
    goal: Label
    steps: tuple[Label | Step, ...] = field(default_factory=tuple)
    id: str = ""
    criterion: str = ""
    outcome: Literal["", "met", "missed", "unknown", "changed"] = ""
    moved: Literal["", "up", "down", "undecided"] = ""
    indicator: str = ""
    target: str = ""


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


@dataclass(frozen=True)
class AccountView:
    """An account as a panel is told of it: data only, a copy for each panel.

    Attributes:
        id: of the account.
        name: what people call it; empty when nobody said.
        facts: what is known of it now, corrections included, by the name of the field; money is decimal, what is
            unknown is left out.
        tiers: the tier in effect by the id of the rule pack, of those packs that have been run.
        today: the day to work from.
    """

    id: str
    name: str
    facts: Mapping[str, Decimal | float | int | str | bool | dt.date]
    tiers: Mapping[str, str]
    today: dt.date


@dataclass(frozen=True)
class PanelLine:
    """A line of a panel; it is shown as plain text, however it reads.

    Attributes:
        text: what it says, or the value that belongs to the label.
        label: what the value is called; empty for a line of text.
        style: how much it stands out: a ``heading``, ``strong``, ``muted``, or ``open`` for what needs somebody.
        share: from 0 to 1, drawn as a bar; None for no bar.
    """

    text: Label | str = ""
    label: Label | str = ""
    style: Literal["", "heading", "strong", "muted", "open"] = ""
    share: float | None = None


@dataclass(frozen=True)
class Panel:
    """A section that a plugin adds to the dossier of an account.

    Attributes:
        name: a name that stays, unique in the plugin.
        title: of the section, a word or two.
        tell: gives its lines; called in a thread, each time that an account is looked at.
    """

    name: str
    title: Label
    tell: Callable[[AccountView], Iterable[PanelLine]]


def choices(values: Mapping[str, Iterable[str]] | Iterable[str]) -> tuple[Choice, ...]:
    """Choices from a plain list of ids, or from ``{id: [other spellings]}``."""
    if isinstance(values, Mapping):
        return tuple(Choice(id, aliases=tuple(aliases)) for id, aliases in values.items())
    return tuple(Choice(id) for id in values)
