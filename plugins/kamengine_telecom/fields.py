"""Facts about a telecom customer, with the headers that billing and customer systems print for them."""

from __future__ import annotations

from kamengine import Choice, Field, Label
from kamengine_telecom.places import CITY_LEVELS, REGIONS
from kamengine_telecom.wording import choice, fact

ACCOUNT_ID_HEADERS = (
    "客户编号",
    "客户编码",
    "客户代码",
    "客户标识",
    *("客户ID", "集团编号", "集团编码", "集团客户编号", "政企客户编号"),
    *("账户编号", "账号", "Customer ID", "Customer number", "Customer no", "Customer code", "Cust ID"),
    *("Account number", "Account no", "Billing account"),
)
"""Headers that mean the account's id, in the list of customers and in the bills."""

_INDUSTRIES = (
    choice("telecom", "telecom", "电信", "通信", "电信业", "通信业", "运营商", "telecommunications"),
    choice("distribution", "distribution", "分销", "经销", "快消", "快速消费品", "fmcg"),
    choice("retail", "retail", "零售", "零售业", "商超", "卖场"),
    choice("bank", "banking", "银行", "金融", "银行业", "金融业", "finance", "financial services"),
    choice("insurance", "insurance", "保险", "保险业"),
    choice("power", "power supply", "电力", "供电", "电力行业", "energy", "utilities"),
    choice("logistics", "logistics", "物流", "快递", "运输", "物流业", "transport", "transportation"),
    choice("software", "software", "软件", "SaaS", "软件服务", "IT", "信息技术", "互联网"),
    choice("manufacturing", "manufacturing", "制造", "制造业", "生产", "工业", "industrial"),
    choice("property", "property", "房地产", "地产", "房产", "real estate"),
    choice("other", "other", "其他", "其它", "others"),
)
_ACCOUNT_TYPES = (
    choice("consumer", "consumer", "公众客户", "个人", "个人客户", "家庭客户", "residential", "personal"),
    choice("business", "small business", "商业客户", "商客", "中小企业", "聚类客户", "sme", "smb"),
    choice("enterprise", "enterprise", "企业客户", "企业", "集团客户", "政企客户", "集团", "corporate"),
    choice("government", "public sector", "政府客户", "政府", "党政军", "事业单位", "public"),
    choice("wholesale", "wholesale", "批发客户", "批发", "虚拟运营商", "转售", "mvno", "carrier"),
)
_CONTRACTS = (
    choice("none", "no contract", "无合同", "无", "未签约", "无合约"),
    choice("month_to_month", "month to month", "按月", "月签", "按月续约", "monthly"),
    choice("one_year", "one year", "一年期", "一年", "1年", "1年期", "12个月", "annual", "12 months"),
    choice("two_year", "two years", "两年期", "二年", "两年", "2年", "2年期", "24个月", "two year", "24 months"),
    choice("three_year", "three years", "三年期", "三年", "3年", "3年期", "36个月", "three year", "36 months"),
    choice("framework", "framework agreement", "框架协议", "框架", "战略协议", "框架合同"),
)
_SERVICE_LEVELS = (
    choice("standard", "standard", "普通", "标准", "一般"),
    choice("silver", "silver", "银牌", "银", "银级", "银卡"),
    choice("gold", "gold", "金牌", "金", "金级", "金卡"),
    choice("diamond", "diamond", "钻石", "钻", "钻石级", "钻石卡", "platinum", "白金"),
)

_ACCOUNT = (
    Field("account_id", "text", Label("Customer", "客户编号"), aliases=ACCOUNT_ID_HEADERS),
    fact(
        "name",
        "text",
        "Customer name",
        "客户名称",
        *("客户名", "客户全称", "集团客户名称", "单位名称"),
        *("企业名称", "公司名称", "Account name", "Company name", "Company"),
    ),
    fact(
        "industry",
        "choice",
        "Line of business",
        "业务板块",
        *("行业板块", "板块", "业务线", "行业线", "Business line", "Industry line"),
        choices=_INDUSTRIES,
        immutable=True,
    ),
    fact(
        "sector",
        "text",
        "Customer's industry",
        "客户行业",
        *("行业", "所属行业", "Vertical", "Market segment"),
        immutable=True,
    ),
    fact(
        "account_type",
        "choice",
        "Type of customer",
        "客户类型",
        *("客户类别", "Customer type", "Account type"),
        choices=_ACCOUNT_TYPES,
        immutable=True,
    ),
    fact(
        "account_manager",
        "text",
        "Account manager",
        "客户经理",
        *("客户经理姓名", "负责人", "归属客户经理", "Account owner", "Sales representative"),
    ),
)

_PLACE = (
    fact(
        "region",
        "choice",
        "Region",
        "大区",
        *("区域", "地区", "所属大区", "所属区域", "Sales region"),
        choices=REGIONS,
        immutable=True,
    ),
    fact("province", "text", "Province", "省份", "省", "所属省份", "归属省", "State", "Billing state", immutable=True),
    fact(
        "city",
        "text",
        "City",
        "地市",
        *("城市", "所在城市", "归属地市", "所属地市", "本地网", "Billing city"),
        immutable=True,
    ),
    fact(
        "city_level",
        "choice",
        "City level",
        "城市级别",
        *("城市等级", "地市级别", "城市层级", "行政级别", "区域级别"),
        *("City tier", "City grade", "Administrative level"),
        choices=CITY_LEVELS,
        immutable=True,
    ),
)

_CONTRACT = (
    fact(
        "contract_type",
        "choice",
        "Contract",
        "合同类型",
        *("合约类型", "合同期限", "签约方式", "协议类型", "Contract type", "Contract term"),
        choices=_CONTRACTS,
    ),
    fact(
        "contract_end",
        "date",
        "End of contract",
        "合同到期日",
        *(
            "合同到期",
            "合同到期日期",
            "合同到期时间",
            "合同终止日期",
            "合约到期日",
            "合约到期时间",
            "协议到期日",
            "到期日",
        ),
        *("Contract end date", "Contract ends", "Contract expiry", "Expiry date", "Renewal date"),
    ),
    fact(
        "joined_on",
        "date",
        "Customer since",
        "入网日期",
        *("入网时间", "开通日期", "Activation date"),
        immutable=True,
    ),
    fact(
        "tenure_months",
        "integer",
        "Time with us",
        "在网时长",
        *(
            "在网月数",
            "在网时间",
            "网龄",
            "合作月数",
            "Months with us",
            "Tenure",
            "Tenure in months",
            "Months on network",
        ),
        unit="month",
        immutable=True,
        least=0,
    ),
    fact("plan", "text", "Plan", "套餐", "套餐名称", "主套餐", "资费套餐", "Price plan", "Tariff", "Package"),
    fact(
        "products_in_use",
        "integer",
        "Products in use",
        "在用产品数",
        *("产品数", "产品数量", "在用业务数", "订购产品数", "业务种类数"),
        *("Products", "Number of products", "Product count"),
        least=0,
    ),
)

_SERVICE = (
    fact(
        "service_level",
        "choice",
        "Service level",
        "服务等级",
        *("服务级别", "SLA等级", "SLA", "SLA level", "Support level"),
        choices=_SERVICE_LEVELS,
    ),
    fact(
        "complaints_open",
        "integer",
        "Open complaints",
        "未结投诉数",
        *("未结投诉", "在途投诉", "待处理投诉", "投诉未结", "Unresolved complaints"),
        unit="case",
        least=0,
    ),
    fact(
        "outages",
        "integer",
        "Outages in the last three months",
        "近三个月故障次数",
        *("故障次数", "近3个月故障次数", "近三月故障数", "Faults", "Incidents"),
        unit="case",
        least=0,
    ),
    fact(
        "is_strategic",
        "bool",
        "On the strategic list",
        "战略客户标识",
        *("是否战略客户", "战略客户", "战略名单", "集团战略客户"),
        *("Strategic", "Strategic account", "Target account"),
    ),
    fact(
        "strategic_reason",
        "text",
        "Why on the strategic list",
        "列入战略名单理由",
        *("战略理由", "列入理由", "认定理由", "Strategic reason"),
    ),
)

FIELDS: tuple[Field, ...] = (*_ACCOUNT, *_PLACE, *_CONTRACT, *_SERVICE)
"""Every fact about a telecom customer that the shipped pack, or a consultant's own, may speak of."""

BILL_STATUSES: tuple[Choice, ...] = (
    choice("issued", "issued", "已出账", "正常", "正常出账", "未缴", "待缴", "open", "billed", "invoiced", "unpaid"),
    choice("paid", "paid", "已缴清", "已缴", "已缴费", "已销账", "已付", "settled", "closed"),
    choice("partly_paid", "partly paid", "部分缴费", "部分销账", "partial", "partially paid"),
    choice("overdue", "overdue", "欠费", "逾期", "已逾期", "欠费中", "past due", "in arrears"),
    choice("disputed", "disputed", "争议中", "异议", "有争议", "in dispute"),
    choice("void", "void", "作废", "已作废", "冲销", "已冲销", "红冲", "cancelled", "canceled", "reversed"),
)
"""What can become of a bill."""
