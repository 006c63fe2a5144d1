"""Zoho CRM: accounts as exported, and as the API names them (the same words with ``_`` between them).

Lookups add a column ``Account Owner.id``; ids of a data backup begin with ``zcrm_``. Source: zoho.eu/crm/help/accounts
(standard fields).
"""

from __future__ import annotations

from kamengine import Label, Preset

_HEADERS = {
    "Record Id": "account_id",
    "Account Id": "account_id",
    "Account Name": "name",
    "Account Owner": "account_manager",
    "Account Type": "relationship_type",
    "Industry": "sector",
    "Annual Revenue": "annual_revenue",
    "Employees": "employees",
    "Employee count": "employees",
    "Ownership": "ownership",
    "Rating": "rating",
    "Ticker Symbol": "ticker_symbol",
    "SIC Code": "sic_code",
    "Account Site": "account_site",
    "Parent Account": "parent_account",
    "Territories": "sales_territory",
    "Phone": "phone",
    "Fax": "fax",
    "Website": "website",
    "Billing Street": "street",
    "Billing City": "city",
    "Billing State": "province",
    "Billing Code": "postal_code",
    "Billing Country": "country",
    "Description": "description",
    "Created Time": "created_on",
    "Last Activity Time": "last_activity",
    **dict.fromkeys(("Account Owner.id", "Parent Account.id", "Created By", "Created By.id"), ""),
    **dict.fromkeys(("Modified By", "Modified By.id", "Modified Time", "Record Image", "Tag", "Currency"), ""),
}

PRESETS = (
    Preset(
        "zoho",
        Label("Zoho CRM", "Zoho CRM"),
        _HEADERS,
        signatures=(
            ("Record Id", "Account Name"),
            ("Account Name", "Billing Code"),
            ("Account Name", "Account Owner.id"),
            ("Account Name", "Account Site", "SIC Code"),
        ),
    ),
)
