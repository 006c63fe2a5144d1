"""Telecom operators: what their systems say about a corporate customer, and what each tier calls for."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine import Field, Ledger, Playbook, hookimpl
from kamengine_telecom.fields import FIELDS
from kamengine_telecom.ledgers import LEDGERS
from kamengine_telecom.playbooks import PLAYBOOKS


@hookimpl
def kam_fields() -> Iterable[Field]:
    """Facts about a telecom customer: where it is, its contract, its products, how it is served."""
    return FIELDS


@hookimpl
def kam_ledgers() -> Iterable[Ledger]:
    """The bills."""
    return LEDGERS


@hookimpl
def kam_playbooks() -> Iterable[Playbook]:
    """What account managers do for strategic, key, growth and standard customers."""
    return PLAYBOOKS
