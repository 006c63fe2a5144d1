"""Microsoft Dynamics 365: views of accounts exported to Excel, and the logical names of Dataverse.

An export begins with three hidden columns: the record's GUID under the name of the table, a checksum of the row, and
the time of the last change. Titles follow the language of the user; English and German ones are known here. Sources:
learn.microsoft.com (table Account), headers of public files.
"""

from __future__ import annotations

from kamengine import Label, Preset

_ENGLISH = {
    "(Do Not Modify) Account": "account_id",
    "(Do Not Modify) Row Checksum": "",
    "(Do Not Modify) Modified On": "",
    "Account Name": "name",
    "Main Phone": "phone",
    "Fax": "fax",
    "Email": "email",
    "Website": "website",
    "Relationship Type": "relationship_type",
    "Industry": "sector",
    "Annual Revenue": "annual_revenue",
    "Number of Employees": "employees",
    "Owner": "account_manager",
    "Ownership": "ownership",
    "Parent Account": "parent_account",
    "SIC Code": "sic_code",
    "Ticker Symbol": "ticker_symbol",
    "Credit Limit": "credit_limit",
    "Territory": "sales_territory",
    "Address 1: Street 1": "street",
    "Address 1: City": "city",
    "Address 1: State/Province": "province",
    "Address 1: ZIP/Postal Code": "postal_code",
    "Address 1: Country/Region": "country",
    "Description": "description",
    "Created On": "created_on",
    "Currency": "",
}
_GERMAN = {
    "(Nicht ändern) Firma": "account_id",
    "(Nicht ändern) Konto": "account_id",
    "(Nicht ändern) Zeilenprüfsumme": "",
    "(Nicht ändern) Geändert am": "",
    "Firmenname": "name",
    "Kontoname": "name",
    "Haupttelefon": "phone",
    "Telefon 1": "phone",
    "Fax": "fax",
    "E-Mail": "email",
    "Website": "website",
    "Beziehungstyp": "relationship_type",
    "Branche": "sector",
    "Jahresumsatz": "annual_revenue",
    "Anzahl der Mitarbeiter": "employees",
    "Besitzer": "account_manager",
    "Übergeordnete Firma": "parent_account",
    "Kreditlimit": "credit_limit",
    "Straße": "street",
    "Adresse 1: Straße 1": "street",
    "Ort": "city",
    "Adresse 1: Ort": "city",
    "Adresse 1: Bundesland/Kanton": "province",
    "Adresse 1: Postleitzahl": "postal_code",
    "Land": "country",
    "Adresse 1: Land/Region": "country",
    "Beschreibung": "description",
    "Erstellt am": "created_on",
    "Währung": "",
}
_LOGICAL = {
    "accountid": "account_id",
    "name": "name",
    "telephone1": "phone",
    "fax": "fax",
    "emailaddress1": "email",
    "websiteurl": "website",
    "customertypecode": "relationship_type",
    "industrycode": "sector",
    "revenue": "annual_revenue",
    "numberofemployees": "employees",
    "ownershipcode": "ownership",
    "sic": "sic_code",
    "tickersymbol": "ticker_symbol",
    "creditlimit": "credit_limit",
    "address1_line1": "street",
    "address1_city": "city",
    "address1_stateorprovince": "province",
    "address1_postalcode": "postal_code",
    "address1_country": "country",
    "accountratingcode": "rating",
    "accountcategorycode": "customer_grade",
    "description": "description",
    "createdon": "created_on",
    "modifiedon": "",
    "versionnumber": "",
}

PRESETS = (
    Preset(
        "dynamics",
        Label("Microsoft Dynamics 365", "Microsoft Dynamics 365"),
        _ENGLISH,
        signatures=(
            ("(Do Not Modify) Account", "(Do Not Modify) Row Checksum"),
            ("Account Name", "Main Phone", "Primary Contact"),
            ("Account Name", "Address 1: City"),
        ),
    ),
    Preset(
        "dynamics_german",
        Label("Microsoft Dynamics 365, German", "Microsoft Dynamics 365（德语）"),
        _GERMAN,
        signatures=(
            ("(Nicht ändern) Firma", "(Nicht ändern) Zeilenprüfsumme"),
            ("(Nicht ändern) Konto", "(Nicht ändern) Zeilenprüfsumme"),
        ),
    ),
    Preset(
        "dynamics_logical",
        Label("Microsoft Dynamics 365, logical names", "Microsoft Dynamics 365（逻辑名称）"),
        _LOGICAL,
        signatures=(("accountid", "accountcategorycode"), ("accountid", "address1_city"), ("accountid", "telephone1")),
    ),
)
