"""What account managers of a telecom operator do for the tiers of the pack ``telecom``: service pack and development.

What a single fact calls for (arrears, silence, an undecided tier …) stands in the pack itself, beside its lines. How
often accounts are visited does too, under ``[visits]``.
"""

from __future__ import annotations

from kamengine_telecom.playbooks.events import renewal, rescue
from kamengine_telecom.playbooks.tiers import GROWTH, KEY, STANDARD, STRATEGIC

PLAYBOOKS = (
    *(STRATEGIC, KEY, GROWTH, STANDARD),
    *(renewal("strategic", "kam_head"), renewal("key", "sales_director")),
    *(rescue("strategic", "kam_head"), rescue("key", "sales_director")),
)
"""One playbook for each tier, best tier first; then what a contract that ends and a falling spend call for."""
