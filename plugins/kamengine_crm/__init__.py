"""Customer relationship management systems: the facts that they keep about any company, and their exports."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine import Field, Ledger, Preset, hookimpl
from kamengine_crm.fields import FIELDS
from kamengine_crm.ledgers import LEDGERS
from kamengine_crm.presets import PRESETS


@hookimpl
def kam_fields() -> Iterable[Field]:
    """Facts about a company that is a customer, whatever its industry."""
    return FIELDS


@hookimpl
def kam_ledgers() -> Iterable[Ledger]:
    """Lines of invoices."""
    return LEDGERS


@hookimpl
def kam_mappings() -> Iterable[Preset]:
    """Exports of Salesforce, Zoho, HubSpot, Dynamics, 纷享销客, 悟空CRM, ERPNext, SuiteCRM and EspoCRM."""
    return PRESETS
