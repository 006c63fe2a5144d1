"""What the exports of nine systems call the facts: one module a system."""

from __future__ import annotations

from kamengine import Preset
from kamengine_crm.presets import dynamics, erpnext, espocrm, fenxiang, hubspot, salesforce, suitecrm, wukong, zoho

_SYSTEMS = (salesforce, zoho, hubspot, dynamics, fenxiang, wukong, erpnext, suitecrm, espocrm)

PRESETS: tuple[Preset, ...] = tuple(preset for system in _SYSTEMS for preset in system.PRESETS)
"""Every preset; of those that fit a file equally well the first counts."""
