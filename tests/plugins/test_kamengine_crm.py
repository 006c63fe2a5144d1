"""Exports of the systems that sales people work in: each is recognised, and its headers become the right fields."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

import pytest
from kamengine_crm.fields import FIELDS
from kamengine_crm.ledgers import LEDGERS
from kamengine_crm.presets import PRESETS

from kamengine.api import load_pack, plugins
from kamengine.intake.headers.catalog import FieldCatalog, known_fields
from kamengine.intake.headers.descriptions import is_description
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.mapping import HeaderMapping
from kamengine.intake.headers.propose import propose
from kamengine.problems import Place

HOST = plugins()
EMPTY = known_fields(HOST, [])
TELECOM = known_fields(HOST, [load_pack("telecom", HOST)])
ALL_PACKS = known_fields(HOST, [load_pack(pack, HOST) for pack in ("telecom", "distributor")])

SALESFORCE_REPORT = (
    '"Last Activity","Account Owner","Account Name","Billing State/Province","Type","Last Modified Date","Account ID",'
    '"Annual Revenue","Employees","Industry","Website"'
)
DATA_LOADER = (
    "NAME,TYPE,PARENTID,BILLINGSTREET,BILLINGCITY,BILLINGSTATE,BILLINGPOSTALCODE,BILLINGCOUNTRY,PHONE,FAX,ACCOUNTNUMBER,"
    "WEBSITE,SIC,INDUSTRY,ANNUALREVENUE,NUMBEROFEMPLOYEES,OWNERSHIP,TICKERSYMBOL,DESCRIPTION,RATING,SITE,ACCOUNTSOURCE"
)
ZOHO = (
    '"Record Id","Account Owner.id","Account Owner","Account Name","Phone","Website","Account Type","Industry",'
    '"Annual Revenue","Employees","Billing Street","Billing City","Billing State","Billing Code","Description"'
)
HUBSPOT = (
    "Record ID,Company name,Company Domain Name,Company owner,Industry,Type,Lifecycle Stage,Annual Revenue,"
    "Number of Employees,Total Revenue,Last Activity Date,Create Date,City,State/Region,Country/Region,Year Founded"
)
DYNAMICS = (
    "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Main Phone,"
    "Primary Contact,Website,Relationship Type,Number of Employees,Annual Revenue,Address 1: Street 1,Address 1: City,"
    "Address 1: ZIP/Postal Code,Address 1: Country/Region,Description,Industry,Currency"
)
DYNAMICS_GERMAN = (
    "(Nicht ändern) Firma,(Nicht ändern) Zeilenprüfsumme,(Nicht ändern) Geändert am,Firmenname,Straße,"
    "Adresse 1: Postleitzahl,Ort,Land,Telefon 1,E-Mail,Fax,Website"
)
FENXIANG = (
    "唯一性ID（必填）,客户名称（必填）,客户来源（必填）,负责人,负责人_唯一性ID,负责人主属部门,客户等级,客户行业（必填）,1级行业,2级行业,"
    "电话,网址,邮件,备注,分配状态,成交状态,最后跟进时间,最后一次成交时间,领取/分配时间,业务类型（必填）,生命状态,锁定状态,归属部门,"
    "外部负责人,创建人,创建时间,最后修改人,最后修改时间,客户编号,最早成交日期,最新成交日期,客户简称,合作伙伴,所属公海,法定代表人,"
    "国家,省,市,区,详细地址"
)
WUKONG = "客户名称,客户级别,客户行业,客户来源,成交状态,电话,网址,下次联系时间,备注,手机,邮箱"
ERPNEXT = "ID,Customer Name,Customer Type,Customer Group,Territory,Account Manager,Market Segment,Industry,Website"
SUITECRM = (
    "ID,Name,Date Created,Date Modified,Account Type,Industry,Annual Revenue,Phone Fax,Billing Street,Billing City,"
    "Billing State,Billing Postal Code,Billing Country,Rating,Phone Office,Website,Employees,Assigned User Name"
)
ESPOCRM = "id,name,website,emailAddress,phoneNumber,type,industry,sicCode,billingAddressStreet,billingAddressCity"
ESPOCRM_CHINESE = "名称,网站,类型,行业,电子邮件,电话,账单地址,邮寄地址,描述"

EXPORTS = [
    ("salesforce_report", SALESFORCE_REPORT, "Account ID"),
    ("salesforce_api", "Id,Name,AccountNumber,AnnualRevenue,Industry", "Id"),
    ("salesforce_api", DATA_LOADER, None),
    ("zoho", ZOHO, "Record Id"),
    ("hubspot", HUBSPOT, "Record ID"),
    ("dynamics", DYNAMICS, "(Do Not Modify) Account"),
    ("dynamics_german", DYNAMICS_GERMAN, "(Nicht ändern) Firma"),
    ("dynamics_logical", "accountid,name,telephone1,address1_city,revenue,numberofemployees", "accountid"),
    ("fenxiang", FENXIANG, "唯一性ID（必填）"),
    ("wukong", WUKONG, None),
    ("erpnext", ERPNEXT, "ID"),
    ("suitecrm", SUITECRM, "ID"),
    ("espocrm_attributes", ESPOCRM, "id"),
    ("espocrm_chinese", ESPOCRM_CHINESE, None),
]


def mapped(line: str, catalog: FieldCatalog = EMPTY, **options) -> HeaderMapping:
    """What becomes of the headers of an export; without an id, the number of the row serves."""
    (headers,) = csv.reader([line])
    return propose(headers, catalog.accounts, catalog.presets, place=Place("export.csv"), **options)


def fields(mapping: HeaderMapping) -> dict[str, str]:
    return {match.header: match.field.name for match in mapping.matches if match.field and match.taken}


@pytest.mark.parametrize("catalog", [EMPTY, TELECOM, ALL_PACKS], ids=["no packs", "telecom", "both packs"])
@pytest.mark.parametrize(("preset", "line", "key"), EXPORTS, ids=[f"{name}-{key}" for name, _, key in EXPORTS])
def test_an_export_is_recognised_with_its_id_and_without_a_problem(preset, line, key, catalog):
    mapping = mapped(line, catalog, key=None if key else "#")
    assert mapping.preset is not None and mapping.preset.name == preset
    assert [problem.text() for problem in mapping.problems] == []
    assert mapping.key_header == key
    assert "name" in fields(mapping).values()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            SALESFORCE_REPORT,
            {
                "Last Activity": "last_activity",
                "Account Owner": "account_manager",
                "Account Name": "name",
                "Billing State/Province": "province",
                "Type": "relationship_type",
                "Annual Revenue": "annual_revenue",
                "Employees": "employees",
                "Industry": "sector",
                "Website": "website",
            },
        ),
        (
            WUKONG,
            {
                "客户名称": "name",
                "客户级别": "customer_grade",
                "客户行业": "sector",
                "客户来源": "lead_source",
                "成交状态": "deal_status",
                "电话": "phone",
                "网址": "website",
                "下次联系时间": "next_activity",
                "备注": "description",
                "手机": "mobile",
                "邮箱": "email",
            },
        ),
    ],
    ids=["salesforce", "wukong"],
)
def test_the_columns_of_an_export_are_these_fields(line, expected):
    assert fields(mapped(line, key="#")) == expected


def test_obligatory_marks_lookups_and_technical_columns_of_fenxiang():
    mapping = mapped(FENXIANG)
    found = fields(mapping)
    assert found["客户名称（必填）"] == "name"
    assert found["客户行业（必填）"] == "sector"
    assert found["客户简称"] == "short_name"
    assert found["负责人"] == "account_manager"
    assert (found["最早成交日期"], found["最新成交日期"]) == ("first_deal_on", "last_deal_on")
    left = {match.header for match in mapping.left_over}
    assert {"负责人_唯一性ID", "锁定状态", "业务类型（必填）", "客户编号", "最后修改人"} <= left
    assert mapping.proposals == ()
    assert mapping.preset is not None and mapping.preset.descriptions


def test_the_second_row_of_the_template_of_fenxiang_describes_the_columns():
    row = [
        "此项必填\n请填入 唯一性ID",
        "此项必填,单行文本字段类型,最大字符数100\n示例文本",
        "单选字段类型",
        "人员字段类型",
        "",
    ]
    assert is_description(row)


def test_lookups_and_checksums_are_never_proposed():
    for line in (ZOHO, DYNAMICS):
        assert mapped(line).proposals == ()
        assert {"(Do Not Modify) Row Checksum", "Account Owner.id"}.isdisjoint(fields(mapped(line)))


def test_a_list_made_by_hand_is_no_export():
    mapping = mapped("客户编号,客户名称,行业,年营业收入,员工数,负责人")
    assert mapping.preset is None
    assert set(fields(mapping).values()) == {"name", "sector", "annual_revenue", "employees", "account_manager"}


# ── what is declared ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_preset_names_fields_that_are_declared():
    declared = {field.name for field in EMPTY.accounts.fields} | {"account_id"}
    for preset in PRESETS:
        assert set(filter(None, preset.headers.values())) <= declared, preset.name


def test_a_header_of_a_preset_means_one_thing_and_every_signature_is_among_its_headers():
    for preset in PRESETS:
        meanings = defaultdict(set)
        for header, field in preset.headers.items():
            meanings[fold_header(header)].add(field)
        assert [header for header, found in meanings.items() if len(found) > 1 or not header] == []
        known = set(meanings) | {fold_header("Primary Contact"), "parentid", "accountnumber", "shippingaddress"}
        for signature in preset.signatures:
            assert {fold_header(header) for header in signature} <= known, preset.name


def test_presets_and_fields_have_labels_in_both_languages():
    columns = [column for ledger in LEDGERS for column in ledger.fields]
    labels = [*(preset.label for preset in PRESETS), *(ledger.label for ledger in LEDGERS)]
    for label in (*labels, *(field.label for field in (*FIELDS, *columns))):
        assert label.en and label.zh, label


@pytest.mark.parametrize("table", [FIELDS, *(ledger.fields for ledger in LEDGERS)], ids=["accounts", "invoices"])
def test_a_header_means_one_field(table):
    owners = defaultdict(set)
    for field in table:
        assert {field.label.en, field.label.zh} <= set(field.aliases)
        for text in (field.name, *field.aliases):
            owners[fold_header(text)].add(field.name)
    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


def test_what_industries_know_too_is_of_the_same_kind_there():
    for plugin in ("telecom", "distributor"):
        theirs = HOST.contributions[plugin].fields
        for field in FIELDS:
            if field.name in theirs:
                assert (theirs[field.name].kind, theirs[field.name].unit) == (field.kind, field.unit), field.name


def test_no_header_of_accounts_is_ambiguous_with_any_of_the_shipped_packs():
    for catalog in (EMPTY, TELECOM, ALL_PACKS):
        owners = defaultdict(set)
        for field in catalog.accounts.fields:
            for text in field.aliases:
                owners[fold_header(text)].add(field.name)
        assert {text: names for text, names in owners.items() if len(names) > 1} == {}


# ── real files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_lines_of_a_wholesalers_invoices(shared_data):
    with (shared_data / "retail_invoices" / "2010-12-01.csv").open(encoding="utf-8", newline="") as file:
        headers = next(csv.reader(file))
    mapping = propose(headers, EMPTY.table("invoices"), EMPTY.presets, kind="invoices", place=Place("day.csv"))
    assert mapping.problems == ()
    assert mapping.key_header == "CustomerID"
    assert fields(mapping) == {
        "InvoiceNo": "invoice",
        "StockCode": "item",
        "Description": "item_name",
        "Quantity": "quantity",
        "InvoiceDate": "date",
        "UnitPrice": "unit_price",
        "Country": "country",
    }


def test_all_names_of_the_api_of_salesforce_are_understood(shared_data):
    found = json.loads((shared_data / "crm_headers" / "crm_headers.json").read_text(encoding="utf-8"))
    headers = found["salesforce_account_data_export(API names)"]["fields"]
    mapping = propose(headers, EMPTY.accounts, EMPTY.presets, place=Place("export.csv"))
    assert (mapping.problems, mapping.key) == ((), headers.index("Id"))
    assert len(mapping.fields) >= 20


@pytest.mark.parametrize("system", ["zoho_account (labels as listed by Workato connector docs)"])
def test_labels_that_others_quote_are_understood(shared_data, system):
    found = json.loads((shared_data / "crm_headers" / "crm_headers.json").read_text(encoding="utf-8"))
    mapping = propose(found[system]["fields"], EMPTY.accounts, EMPTY.presets, key="#", place=Place("export.csv"))
    assert mapping.preset is not None and mapping.preset.name == "zoho"
    assert mapping.problems == ()
