"""Facts about a company that every CRM keeps, with the headers of exports and of lists made by hand.

Where an industry has the same fact (``account_manager``, ``sector``, ``city``, ``province``, ``credit_limit``) it has
the same name and kind here, so that a file fills both.
"""

from __future__ import annotations

from kamengine import Field
from kamengine_crm.wording import fact

_COMPANY = (
    fact("short_name", "text", "Short name", "客户简称", "公司简称", "简称"),
    fact("sector", "text", "Customer's industry", "客户行业", "Industry", "行业", "所属行业", immutable=True),
    fact("market_segment", "text", "Market segment", "细分市场", "Segment", "市场细分", immutable=True),
    fact("relationship_type", "text", "Relationship type", "客户关系类型", "Relationship", "与我方关系"),
    fact("parent_account", "text", "Parent account", "上级客户", "Parent company", "母公司", "上级公司", "所属集团"),
    fact("ownership", "text", "Ownership", "所有制", "企业性质", "公司性质", "所有制性质", immutable=True),
    fact("legal_representative", "text", "Legal representative", "法定代表人", "法人代表", "法人"),
    fact("tax_id", "text", "Tax ID", "税号", "VAT ID", "纳税人识别号", "统一社会信用代码", immutable=True),
    fact("sic_code", "text", "SIC code", "SIC 代码", "SIC", immutable=True),
    fact("ticker_symbol", "text", "Ticker symbol", "股票代码", "Ticker", immutable=True),
    fact("account_site", "text", "Account site", "客户地点", "Site"),
    fact("founded_year", "integer", "Year founded", "成立年份", "Founded", "Year started", "创立年份", immutable=True),
    fact("description", "text", "Description", "备注", "描述", "Notes", "Remarks", "说明"),
)

_SIZE = (
    fact(
        "annual_revenue",
        "money",
        "Annual revenue",
        "年营业收入",
        *("Annual revenues", "Company revenue", "Yearly turnover", "年营业额", "年营收", "营业收入", "年收入"),
        unit="currency/year",
        least=0,
    ),
    fact(
        "employees",
        "integer",
        "Employees",
        "员工数",
        *("Number of employees", "Employee count", "No. of employees", "Headcount", "员工人数", "人员规模", "职工人数"),
        unit="person",
        least=0,
    ),
)

_REACH = (
    fact("website", "text", "Website", "网址", "Website URL", "Web site", "Company domain name", "网站", "官网"),
    fact("phone", "text", "Phone", "电话", "Phone number", "Main phone", "Telephone", "联系电话", "公司电话"),
    fact("mobile", "text", "Mobile", "手机", "Mobile phone", "手机号", "手机号码"),
    fact("fax", "text", "Fax", "传真", "Fax number"),
    fact("email", "text", "Email", "邮箱", "E-mail", "Email address", "邮件", "电子邮件", "电子邮箱"),
    fact("street", "text", "Street", "详细地址", "Street address", "Billing street", "Address", "地址", "公司地址"),
    fact("district", "text", "District", "区", "区县", "County", immutable=True),
    fact("city", "text", "City", "城市", "市", "Billing city", immutable=True),
    fact("province", "text", "Province", "省份", "省", "State", "Billing state", "State/Region", immutable=True),
    fact("postal_code", "text", "Postal code", "邮政编码", "邮编", "Zip code", "ZIP", "Postcode", immutable=True),
    fact("country", "text", "Country", "国家", "Country/Region", "Billing country", "国家地区", immutable=True),
)

_RELATION = (
    fact("account_manager", "text", "Account manager", "客户经理", "Account owner", "Owner", "负责人", "销售负责人"),
    fact("sales_territory", "text", "Sales territory", "销售区域"),
    fact("customer_grade", "text", "Customer grade", "客户级别", "客户等级", "客户分级", "Customer level"),
    fact("customer_group", "text", "Customer group", "客户组", "客户分组"),
    fact("rating", "text", "Rating", "评级", "客户评级"),
    fact("lead_source", "text", "Source", "客户来源", "Lead source", "Account source", "来源"),
    fact("lifecycle_stage", "text", "Lifecycle stage", "生命状态", "生命周期阶段"),
    fact("deal_status", "text", "Deal status", "成交状态"),
    fact("target_account", "bool", "Target account", "目标客户", "是否目标客户"),
    fact("created_on", "date", "Created on", "创建时间", "Create date", "Created date", "创建日期", immutable=True),
    fact("last_activity", "date", "Last activity", "最后跟进时间", "Last activity date", "最近跟进时间"),
    fact("next_activity", "date", "Next activity", "下次联系时间", "Next activity date", "下次跟进时间"),
    fact("first_deal_on", "date", "First deal", "最早成交日期", "首次成交日期", "First deal created date"),
    fact("last_deal_on", "date", "Last deal", "最后一次成交时间", "最近成交日期", "Last deal date"),
)

_DEALS = (
    fact("won_revenue", "money", "Revenue from won deals", "累计成交金额", "Total revenue", unit="currency"),
    fact("recent_deal_amount", "money", "Recent deal amount", "最近成交金额", unit="currency"),
    fact("open_deals", "integer", "Number of open deals", "在谈商机数", "Open deals", unit="case", least=0),
    fact(
        "open_deal_value", "money", "Total open deal value", "在谈商机金额", "Open deal value", unit="currency", least=0
    ),
    fact("credit_limit", "money", "Credit limit", "信用额度", "授信额度", unit="currency", least=0),
)

_BUSINESS = (
    fact(
        "annual_output",
        "number",
        "Annual output",
        "年产量",
        "Yearly output",
        "Production volume",
        "产量",
        "年产能",
        least=0,
    ),
    fact("product_structure", "text", "Product structure", "产品结构", "Product mix", "主要产品", "主营产品"),
    fact(
        "production_lines",
        "integer",
        "Production lines",
        "生产线数量",
        "Number of lines",
        "生产线",
        "产线数",
        unit="line",
        least=0,
    ),
    fact("expansion_plans", "text", "Expansion plans", "发展规划", "Business plans", "规划", "扩产计划"),
    fact("decision_maker", "text", "Decision maker", "决策人", "Key decision maker", "关键决策人", "采购决策人"),
    fact(
        "category_spend",
        "money",
        "Yearly spend on our category",
        "品类年采购额",
        *("Category spend", "Total category spend", "同类产品年采购额", "年采购总额"),
        unit="currency/year",
        least=0,
    ),
    fact(
        "bought_from_us",
        "money",
        "Of which bought from us",
        "向我方年采购额",
        *("Bought from us", "Yearly purchases from us", "我方年供货额"),
        unit="currency/year",
    ),
    fact("main_competitor", "text", "Main competitor", "主要竞争对手", "Top competitor", "主要同行", "最大竞争对手"),
    fact(
        "main_competitor_share",
        "ratio",
        "Share of the main competitor",
        "主要竞争对手份额",
        "主要同行份额",
        least=0,
        most=1,
    ),
    fact(
        "competitor_share",
        "ratio",
        "Share of all competitors",
        "同行份额",
        "Competitors' share",
        "竞争对手份额",
        least=0,
        most=1,
    ),
)
"""The business profile of domain row 56: 产量, 产品结构, 生产线, 规划, 决策人, 同行份额."""

FIELDS: tuple[Field, ...] = (*_COMPANY, *_SIZE, *_REACH, *_RELATION, *_DEALS, *_BUSINESS)
"""Every fact that an export of a CRM may bring."""
