"""Salesforce: lists of accounts as reports print them, as the import wizard wants them, and as its API names them.

Sources: help.salesforce.com (sample import file for accounts, standard fields of Account), headers of public files of
reports and of the Data Loader.
"""

from __future__ import annotations

from kamengine import Label, Preset

_LABELS = {
    "Account ID": "account_id",
    "Account Name": "name",
    "Account Owner": "account_manager",
    "Owner": "account_manager",
    "Type": "relationship_type",
    "Account Type": "relationship_type",
    "Industry": "sector",
    "Annual Revenue": "annual_revenue",
    "Employees": "employees",
    "Rating": "rating",
    "Ownership": "ownership",
    "Ticker Symbol": "ticker_symbol",
    "SIC Code": "sic_code",
    "Account Site": "account_site",
    "Account Source": "lead_source",
    "Parent Account": "parent_account",
    "Phone": "phone",
    "Fax": "fax",
    "Website": "website",
    "Billing Street": "street",
    "Billing City": "city",
    "Billing State/Province": "province",
    "Billing State": "province",
    "Billing Zip/Postal Code": "postal_code",
    "Billing Country": "country",
    "Description": "description",
    "Account Description": "description",
    "Year Started": "founded_year",
    "Created Date": "created_on",
    "Last Activity": "last_activity",
    "Created By": "",
    "Last Modified By": "",
    "Last Modified Date": "",
    "Deleted": "",
    "Master Record ID": "",
}
_API = {
    "Id": "account_id",
    "Name": "name",
    "Type": "relationship_type",
    "Industry": "sector",
    "AnnualRevenue": "annual_revenue",
    "NumberOfEmployees": "employees",
    "Rating": "rating",
    "Ownership": "ownership",
    "TickerSymbol": "ticker_symbol",
    "Sic": "sic_code",
    "Site": "account_site",
    "AccountSource": "lead_source",
    "Phone": "phone",
    "Fax": "fax",
    "Website": "website",
    "BillingStreet": "street",
    "BillingCity": "city",
    "BillingState": "province",
    "BillingPostalCode": "postal_code",
    "BillingCountry": "country",
    "Description": "description",
    "YearStarted": "founded_year",
    "CreatedDate": "created_on",
    "LastActivityDate": "last_activity",
    **dict.fromkeys(("IsDeleted", "MasterRecordId", "CreatedById", "LastModifiedById", "LastModifiedDate"), ""),
    **dict.fromkeys(("SystemModstamp", "LastViewedDate", "LastReferencedDate", "PhotoUrl", "Jigsaw"), ""),
    **dict.fromkeys(("JigsawCompanyId", "CleanStatus", "DandbCompanyId", "BillingGeocodeAccuracy"), ""),
    **dict.fromkeys(("BillingLatitude", "BillingLongitude", "BillingAddress", "ShippingAddress"), ""),
    **dict.fromkeys(("ShippingLatitude", "ShippingLongitude", "ShippingGeocodeAccuracy"), ""),
}

PRESETS = (
    Preset(
        "salesforce_report",
        Label("Salesforce, labels of reports and imports", "Salesforce（报表和导入模板的标签）"),
        _LABELS,
        signatures=(
            ("Account Name", "Billing State/Province"),
            ("Account Name", "Billing Zip/Postal Code"),
            ("Account ID", "Account Name", "Account Owner"),
            ("Account Owner", "Account Name", "Last Modified Date"),
        ),
    ),
    Preset(
        "salesforce_api",
        Label("Salesforce, API and Data Loader", "Salesforce（API 和 Data Loader）"),
        _API,
        signatures=(
            ("Id", "Name", "AccountNumber"),
            ("Id", "Name", "BillingCity"),
            ("Id", "Name", "NumberOfEmployees"),
            ("Id", "Name", "AnnualRevenue"),
            ("Name", "BillingStreet", "NumberOfEmployees"),
            ("Name", "ParentId", "BillingCity"),
        ),
    ),
)
