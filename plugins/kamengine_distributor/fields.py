"""Facts about a distributor, with the headers that sales and dealer management systems print for them."""

from __future__ import annotations

from kamengine import Field, Label
from kamengine_distributor.wording import choice, fact

ACCOUNT_ID_HEADERS = (
    *("经销商编号", "经销商编码", "经销商代码", "分销商编号", "代理商编号", "客户编号", "客户编码", "客户代码"),
    *("Distributor ID", "Distributor code", "Distributor no", "Dealer ID", "Dealer code", "Partner ID"),
    *("Customer ID", "Customer code", "Customer no", "Sold-to party"),
)
"""Headers that mean the account's id, in the list of distributors and in every ledger."""

_ACCOUNT_TYPES = (
    choice("distributor", "distributor", "分销商", "分销"),
    choice("dealer", "dealer", "经销商", "经销", "一级经销商", "二级经销商", "总经销"),
    choice("wholesaler", "wholesaler", "批发商", "批发", "wholesale"),
    choice("agent", "agent", "代理商", "代理", "总代理", "agency"),
    choice("retailer", "retailer", "零售商", "零售", "终端", "卖场", "retail", "store"),
    choice("enterprise", "enterprise", "企业", "企业客户", "直供客户", "corporate", "direct"),
    choice("consumer", "consumer", "消费者", "个人", "personal"),
)

_ACCOUNT = (
    Field("account_id", "text", Label("Distributor", "经销商编号"), aliases=ACCOUNT_ID_HEADERS),
    fact(
        "name",
        "text",
        "Distributor name",
        "经销商名称",
        *("分销商名称", "代理商名称", "经销商", "客户名称", "公司名称", "商户名称"),
        *("Dealer name", "Partner name", "Distributor", "Customer name", "Company name", "Company"),
    ),
    fact(
        "account_type",
        "choice",
        "Channel type",
        "渠道类型",
        *("客户类型", "经销商类型", "渠道类别", "Account type"),
        *("Distributor type", "Partner type", "Customer type"),
        choices=_ACCOUNT_TYPES,
        immutable=True,
    ),
    fact(
        "region",
        "text",
        "Sales region",
        "销售大区",
        *("大区", "区域", "所属大区", "所属区域", "省区"),
        *("Region",),
        immutable=True,
    ),
    fact(
        "territory",
        "text",
        "Authorised territory",
        "授权区域",
        *("授权地区", "经销区域", "代理区域", "授权市场"),
        *("Authorised region", "Authorized region", "Authorized territory", "Territory", "Assigned territory"),
    ),
    fact("city", "text", "City", "城市", "所在城市", "所在地市", "地市", "Town", immutable=True),
    fact(
        "account_manager",
        "text",
        "Account manager",
        "客户经理",
        *("区域经理", "负责人", "责任人", "业务员", "Account owner", "Owner", "Sales representative"),
    ),
    fact(
        "joined_on",
        "date",
        "Partner since",
        "合作起始日",
        *("合作开始时间", "签约日期", "首次合作日期", "合作起始时间", "Customer since", "Start date", "Contract start"),
        immutable=True,
    ),
)

# Strength: money, warehousing and transport, people, standing in the market.
_STRENGTH = (
    fact(
        "registered_capital",
        "money",
        "Registered capital",
        "注册资金",
        *("注册资本", "注册资本金", "资金实力", "Capital", "Paid-in capital"),
        unit="currency",
        least=0,
    ),
    fact(
        "warehouse_area",
        "number",
        "Warehouse area",
        "仓储面积",
        *("仓库面积", "库房面积", "仓储面积平方米", "仓库面积平米", "Warehouse size", "Storage area", "Warehouse m2"),
        unit="m2",
        least=0,
    ),
    fact(
        "delivery_vehicles",
        "integer",
        "Delivery vehicles",
        "配送车辆",
        *("配送车辆数", "车辆数", "送货车辆", "运输车辆", "Vehicles", "Trucks", "Delivery trucks", "Fleet size"),
        unit="vehicle",
        least=0,
    ),
    fact(
        "sales_people",
        "integer",
        "Sales people",
        "销售人员数",
        *("销售人员", "业务人员数", "业务员人数", "销售团队人数", "Salespeople", "Sales staff", "Sales force"),
        unit="person",
        least=0,
    ),
    fact(
        "relations_score",
        "number",
        "Local relations (1 to 5)",
        "社会关系评分",
        *("社会关系", "当地人脉", "人脉评分", "Local relations", "Relations score", "Network score"),
        least=1,
        most=5,
    ),
)

# Ability: rubrics from 1 (poor) to 5 (exemplary).
_ABILITY = (
    fact(
        "management_score",
        "number",
        "Management (1 to 5)",
        "管理水平评分",
        *("管理水平", "管理能力", "管理评分", "Management", "Management score", "Management level"),
        least=1,
        most=5,
    ),
    fact(
        "approach_score",
        "number",
        "Business approach (1 to 5)",
        "经营思路评分",
        *("经营思路", "思路评分", "市场思路", "Approach", "Approach score", "Business approach"),
        least=1,
        most=5,
    ),
    fact(
        "method_score",
        "number",
        "Working methods (1 to 5)",
        "经营方法评分",
        *("经营方法", "方法评分", "运作方法", "Methods", "Method score", "Working methods"),
        least=1,
        most=5,
    ),
)

_CREDIT = (
    fact(
        "credit_limit",
        "money",
        "Credit limit",
        "信用额度",
        *("授信额度", "赊销额度", "信用限额", "Credit line", "Approved credit"),
        unit="currency",
        least=0,
    ),
)

# Business philosophy: a checklist, each item answered yes or no at an assessment with a date.
_PHILOSOPHY = (
    fact(
        "assessed_on",
        "date",
        "Assessed on",
        "评估日期",
        *("考评日期", "经营理念评估日期", "评审日期", "Assessment date", "Last assessment", "Audit date"),
    ),
    fact(
        "keeps_territory",
        "bool",
        "Sells only in the authorised territory",
        "遵守区域约定",
        *("不跨区销售", "遵守区域", "区域守约", "Keeps territory", "Territory discipline"),
    ),
    fact(
        "keeps_prices",
        "bool",
        "Keeps to the price policy",
        "遵守价格政策",
        *("执行价格体系", "遵守价格体系", "价格守约", "Keeps prices", "Price discipline"),
    ),
    fact(
        "shares_sell_through",
        "bool",
        "Shares sell-through data",
        "共享动销数据",
        *("提供销售数据", "数据共享", "上报库存销量", "Shares data", "Sell-through reporting"),
    ),
    fact(
        "invests_in_brand",
        "bool",
        "Invests in the brand",
        "投入品牌推广",
        *("愿意投入市场", "市场投入意愿", "品牌投入", "Invests in brand", "Market investment"),
    ),
    fact(
        "plans_together",
        "bool",
        "Has a yearly plan with us",
        "有年度共同计划",
        *("年度共同计划", "长期规划", "共同发展规划", "Joint plan", "Joint business plan", "Plans together"),
    ),
)

FIELDS: tuple[Field, ...] = (*_ACCOUNT, *_STRENGTH, *_ABILITY, *_CREDIT, *_PHILOSOPHY)
"""Every fact about a distributor that the shipped pack, or a consultant's own, may speak of."""
