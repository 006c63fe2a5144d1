"""Makers who sell through distributors: what they know about a distributor, and what each tier calls for."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine import Field, Ledger, Playbook, hookimpl
from kamengine_distributor.fields import FIELDS
from kamengine_distributor.ledgers import LEDGERS
from kamengine_distributor.playbooks import PLAYBOOKS


@hookimpl
def kam_fields() -> Iterable[Field]:
    """Facts about a distributor: its territory, strength, ability, credit line and way of doing business."""
    return FIELDS


@hookimpl
def kam_ledgers() -> Iterable[Ledger]:
    """Orders, receivables and scans of goods in the market."""
    return LEDGERS


@hookimpl
def kam_playbooks() -> Iterable[Playbook]:
    """What account managers do for core, key, developing, general and watched distributors."""
    return PLAYBOOKS
