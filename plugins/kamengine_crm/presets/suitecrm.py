"""SuiteCRM (and SugarCRM): accounts as exported, with labels or with the names of the database.

Source: ``modules/Accounts/language/en_us.lang.php`` (labels for export).
"""

from __future__ import annotations

from kamengine import Label, Preset

_LABELS = {
    "ID": "account_id",
    "Name": "name",
    "Account Type": "relationship_type",
    "Type": "relationship_type",
    "Industry": "sector",
    "Annual Revenue": "annual_revenue",
    "Employees": "employees",
    "Rating": "rating",
    "Ownership": "ownership",
    "Ticker Symbol": "ticker_symbol",
    "SIC Code": "sic_code",
    "Assigned User Name": "account_manager",
    "Assigned to": "account_manager",
    "Member of": "parent_account",
    "Office Phone": "phone",
    "Phone Office": "phone",
    "Phone Fax": "fax",
    "Email Address": "email",
    "Website": "website",
    "Billing Street": "street",
    "Billing City": "city",
    "Billing State": "province",
    "Billing Postal Code": "postal_code",
    "Billing Country": "country",
    "Description": "description",
    "Date Created": "created_on",
    **dict.fromkeys(("Date Modified", "Modified By Id", "Modified By", "Created By Id", "Created By", "Deleted"), ""),
    **dict.fromkeys(("Assigned User", "Parent ID", "Parent Account ID", "Campaign ID"), ""),
}
_COLUMNS = {
    "id": "account_id",
    "name": "name",
    "account_type": "relationship_type",
    "industry": "sector",
    "annual_revenue": "annual_revenue",
    "employees": "employees",
    "rating": "rating",
    "ownership": "ownership",
    "ticker_symbol": "ticker_symbol",
    "sic_code": "sic_code",
    "assigned_user_name": "account_manager",
    "phone_office": "phone",
    "phone_fax": "fax",
    "email_address": "email",
    "website": "website",
    "billing_address_street": "street",
    "billing_address_city": "city",
    "billing_address_state": "province",
    "billing_address_postalcode": "postal_code",
    "billing_address_country": "country",
    "description": "description",
    "date_entered": "created_on",
    **dict.fromkeys(("date_modified", "modified_user_id", "created_by", "deleted", "assigned_user_id"), ""),
}

PRESETS = (
    Preset(
        "suitecrm",
        Label("SuiteCRM", "SuiteCRM"),
        _LABELS,
        signatures=(
            ("ID", "Name", "Phone Fax"),
            ("Name", "Office Phone", "Billing City"),
            ("Name", "Assigned User Name", "Account Type"),
        ),
    ),
    Preset(
        "suitecrm_columns",
        Label("SuiteCRM, names of the database", "SuiteCRM（数据库字段名）"),
        _COLUMNS,
        signatures=(("id", "name", "billing_address_city"), ("id", "name", "phone_office")),
    ),
)
