"""ERPNext: the list of customers as exported, with labels or with field names (``customer_group``).

Source: ``erpnext/selling/doctype/customer/customer.json``.
"""

from __future__ import annotations

from kamengine import Label, Preset

_HEADERS = {
    "ID": "account_id",
    "Customer Name": "name",
    "Customer Type": "relationship_type",
    "Customer Group": "customer_group",
    "Territory": "sales_territory",
    "Account Manager": "account_manager",
    "Market Segment": "market_segment",
    "Industry": "sector",
    "Website": "website",
    "Tax ID": "tax_id",
    "Credit Limit": "credit_limit",
    "Mobile No": "mobile",
    "Email Id": "email",
    "Customer Details": "description",
    "Created On": "created_on",
    **dict.fromkeys(("Loyalty Program", "Loyalty Program Tier", "Sales Team", "Last Updated On", "Series"), ""),
}

PRESETS = (
    Preset(
        "erpnext",
        Label("ERPNext", "ERPNext"),
        _HEADERS,
        signatures=(
            ("Customer Name", "Customer Group", "Territory"),
            ("ID", "Customer Name", "Customer Group"),
            ("ID", "Customer Name", "Customer Type"),
        ),
    ),
)
