"""HubSpot: companies as exported from a view, which decides the order of the columns.

Source: labels of the standard properties of companies in public files.
"""

from __future__ import annotations

from kamengine import Label, Preset

_HEADERS = {
    "Record ID": "account_id",
    "Company name": "name",
    "Company Domain Name": "website",
    "Website URL": "",
    "Company owner": "account_manager",
    "Industry": "sector",
    "Type": "relationship_type",
    "Lifecycle Stage": "lifecycle_stage",
    "Annual Revenue": "annual_revenue",
    "Number of Employees": "employees",
    "Total Revenue": "won_revenue",
    "Recent Deal Amount": "recent_deal_amount",
    "Number of open deals": "open_deals",
    "Total open deal value": "open_deal_value",
    "Target Account": "target_account",
    "Last Activity Date": "last_activity",
    "Next Activity Date": "next_activity",
    "Create Date": "created_on",
    "First Deal Created Date": "first_deal_on",
    "Recent Deal Close Date": "last_deal_on",
    "Street Address": "street",
    "City": "city",
    "State/Region": "province",
    "Postal Code": "postal_code",
    "Country/Region": "country",
    "Phone Number": "phone",
    "Parent Company": "parent_account",
    "Year Founded": "founded_year",
    "Description": "description",
    "Last Contacted": "",
}

PRESETS = (
    Preset(
        "hubspot",
        Label("HubSpot, companies", "HubSpot（公司）"),
        _HEADERS,
        signatures=(
            ("Record ID", "Company name"),
            ("Company name", "Company Domain Name"),
            ("Company name", "Lifecycle Stage"),
            ("Company name", "Company owner"),
        ),
    ),
)
