"""The business profile of an account, from the facts of now: what is known of it, and its share of wallet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.api.accounts.tiers import AccountTier, account_tiers
from kamengine.api.facts.facts import known_facts
from kamengine.declarations import Label
from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier
from kamengine.work.accounts.wallet import CATEGORY, COMPETITORS, OURS, Wallet, wallet_of

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace

PROFILE = (
    *("industry", "sector", "annual_revenue", "employees", "annual_output", "product_structure", "production_lines"),
    *("expansion_plans", "decision_maker", CATEGORY, OURS, "main_competitor", "main_competitor_share", COMPETITORS),
)
"""The facts of a business profile (domain row 56), in order; fields of any plugin that has them."""


@dataclass(frozen=True)
class Known:
    """A fact of an account.

    Attributes:
        label: what people call it.
        value: as it is known; of a choice its label.
        unit: of a quantity; empty for none.
    """

    label: Label
    value: object
    unit: str


@dataclass(frozen=True)
class Profile:
    """What is known of the business of an account.

    Attributes:
        name: of the account; empty when it has none.
        facts: those that are known, by name, in the order of `PROFILE`.
        unknown: what the others are called, of those for which there is a field.
        wallet: its share of wallet.
        tiers: what the packs of the workspace say of it.
    """

    name: str
    facts: Mapping[str, Known]
    unknown: tuple[Label, ...]
    wallet: Wallet
    tiers: tuple[AccountTier, ...]


def profile_of(workspace: Workspace, host: PluginHost, account: str, who: str) -> Profile:
    """The profile of an account; `who` is in whose name a run is noted where one is needed.

    Raises:
        KamError: a file of the workspace is gone.
    """
    with scratch() as connection:
        tables = workspace.tables(connection)
        known = known_facts(workspace, tables, host)
        columns = {column.field for column in tables.accounts.columns} if tables.accounts else set()
        wanted = [name for name in (*PROFILE, "name") if name in columns]
        found: dict[str, object] = {}
        if wanted and tables.accounts is not None:
            query = f"SELECT {', '.join(map(identifier, wanted))} FROM {tables.accounts.relation} WHERE account_id = ?"
            row = connection.execute(query, [account]).fetchone()
            found = dict(zip(wanted, row, strict=True)) if row else {}
    facts = {name: found[name] for name in PROFILE if found.get(name) not in (None, "")}
    return Profile(
        name=str(found.get("name") or ""),
        facts={
            name: Known(known.label(name), _worded(known.fields[name].choices, value), known.units.get(name, ""))
            for name, value in facts.items()
        },
        unknown=tuple(known.label(name) for name in PROFILE if name in known.fields and name not in facts),
        wallet=wallet_of(*(_exact(facts.get(name)) for name in (CATEGORY, OURS, COMPETITORS))),
        tiers=tuple(account_tiers(workspace, host, account, who)),
    )


def _worded(choices: object, value: object) -> object:
    """The label of a choice, another value as it is."""
    labels = {choice.id: choice.label for choice in choices} if isinstance(choices, tuple) else {}
    return labels.get(value, value) if isinstance(value, str) else value


def _exact(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, Decimal | float | int) and not isinstance(value, bool) else None
