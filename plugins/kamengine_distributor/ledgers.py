"""Dated rows about a distributor: what it ordered, what it owes, and where its goods were found."""

from __future__ import annotations

from kamengine import Label, Ledger
from kamengine_distributor.fields import ACCOUNT_ID_HEADERS
from kamengine_distributor.wording import choice, fact

_ORDER_STATUSES = (
    choice("placed", "placed", "已下单", "待审核", "待发货", "new", "open", "pending"),
    choice("shipped", "shipped", "已发货", "在途", "in transit", "dispatched"),
    choice("delivered", "delivered", "已签收", "已完成", "已收货", "completed", "closed", "invoiced"),
    choice("returned", "returned", "已退货", "退货", "return", "credit note"),
    choice("cancelled", "cancelled", "已取消", "取消", "作废", "canceled", "void"),
)

_ORDER = (
    fact(
        "date",
        "date",
        "Order date",
        "订单日期",
        *(
            "下单日期",
            "下单时间",
            "订货日期",
            "销售日期",
            "发货日期",
            "日期",
            "Ordered on",
            "Invoice date",
            "Document date",
        ),
    ),
    fact(
        "amount",
        "money",
        "Order amount",
        "订单金额",
        *(
            "销售额",
            "销售金额",
            "订货金额",
            "发货金额",
            "金额",
            "Amount",
            "Sales amount",
            "Net amount",
            "Order value",
            "Sales",
        ),
        unit="currency",
    ),
    fact(
        "quantity",
        "number",
        "Quantity",
        "数量",
        *("销量", "订货数量", "箱数", "件数", "Qty", "Order quantity", "Units", "Cases"),
    ),
    fact(
        "status",
        "choice",
        "Order status",
        "订单状态",
        *("状态", "单据状态", "Status", "Document status"),
        choices=_ORDER_STATUSES,
    ),
    fact(
        "product",
        "text",
        "Product",
        "产品",
        *("产品名称", "商品", "商品名称", "品类", "品项", "Product line", "Product name", "Item", "SKU", "Category"),
    ),
)

_RECEIVABLE = (
    fact(
        "date",
        "date",
        "Statement date",
        "对账日期",
        *(
            "对账单日期",
            "截止日期",
            "统计日期",
            "月份",
            "期末日期",
            "日期",
            "Date",
            "As of",
            "Balance date",
            "Month end",
        ),
    ),
    fact(
        "balance",
        "money",
        "Balance owed",
        "应收账款",
        *(
            "应收余额",
            "应收账款余额",
            "期末应收",
            "欠款余额",
            "应收",
            "Balance",
            "Receivables",
            "AR balance",
            "Total due",
        ),
        unit="currency",
    ),
    fact(
        "overdue",
        "money",
        "Overdue",
        "逾期金额",
        *("逾期应收", "逾期账款", "超期金额", "逾期欠款", "Overdue amount", "Past due", "Amount overdue"),
        unit="currency",
    ),
    fact(
        "collected",
        "money",
        "Collected in the period",
        "回款",
        *("回款金额", "本期回款", "已收款", "收款金额", "Collected", "Payments received", "Collections"),
        unit="currency",
    ),
    fact(
        "oldest_days",
        "integer",
        "Days since the oldest open item fell due",
        "最长逾期天数",
        *("逾期天数", "最长账龄", "账龄天数", "Days overdue", "Oldest item days", "Days past due"),
        unit="day",
    ),
)

_SCAN = (
    fact(
        "date",
        "date",
        "Scan date",
        "扫码日期",
        *("扫码时间", "稽查日期", "巡查日期", "日期", "Date", "Scanned on", "Scan time", "Inspection date"),
    ),
    fact(
        "code",
        "text",
        "Goods code",
        "物流码",
        *(
            "箱码",
            "防窜码",
            "防伪码",
            "追溯码",
            "条码",
            "二维码",
            "Code",
            "Logistics code",
            "Case code",
            "Serial number",
        ),
    ),
    fact(
        "scan_region",
        "text",
        "Region where found",
        "扫码区域",
        *("扫码地区", "扫码地点", "发现区域", "实际销售区域", "流入区域", "Scan region", "Scanned in", "Found in"),
    ),
    fact(
        "authorised_region",
        "text",
        "Region the goods were sold for",
        "授权区域",
        *("码归属区域", "应销区域", "发货区域", "归属区域", "流出区域"),
        *("Authorised region", "Authorized region", "Assigned region", "Sold-to region"),
    ),
    fact(
        "quantity",
        "number",
        "Quantity found",
        "数量",
        *("箱数", "件数", "涉及数量", "Quantity", "Qty", "Units", "Cases"),
    ),
    fact(
        "price",
        "money",
        "Price found",
        "成交价",
        *("市场价", "售价", "实际售价", "出货价", "单价", "Price", "Selling price", "Unit price", "Market price"),
        unit="currency",
    ),
    fact(
        "floor_price",
        "money",
        "Lowest price allowed",
        "最低限价",
        *("限价", "指导底价", "最低售价", "价格红线", "Floor price", "Minimum price", "Price floor"),
        unit="currency",
    ),
)

_STOCK = (
    fact(
        "date",
        "date",
        "Report date",
        "报表日期",
        *("盘点日期", "统计月份", "月份", "截止日期", "日期", "Date", "Period end", "Month end", "Stock date"),
    ),
    fact(
        "product",
        "text",
        "Product",
        "产品",
        *("产品名称", "商品", "商品名称", "品类", "品项", "Product name", "Item", "SKU", "Category"),
    ),
    fact(
        "opening",
        "number",
        "Opening stock",
        "期初库存",
        *("上期库存", "上月结存", "期初数量", "期初", "Opening balance", "Stock at start", "Opening"),
    ),
    fact(
        "received",
        "number",
        "Received",
        "本期进货",
        *("进货", "进货数量", "入库", "入库数量", "本期入库", "Sell-in", "Purchases", "Goods in", "Received units"),
    ),
    fact(
        "sold",
        "number",
        "Sold on",
        "本期销售",
        *(
            "出货",
            "销量",
            "出库",
            "出库数量",
            "本期出库",
            "终端销量",
            "实销",
            "Sold",
            "Sell-out",
            "Units sold",
            "Goods out",
        ),
    ),
)

LEDGERS = (
    Ledger("orders", _ORDER, Label("Orders", "订单"), account_aliases=ACCOUNT_ID_HEADERS),
    Ledger("receivables", _RECEIVABLE, Label("Receivables", "应收账款"), account_aliases=ACCOUNT_ID_HEADERS),
    Ledger("scans", _SCAN, Label("Scans", "扫码稽查"), account_aliases=ACCOUNT_ID_HEADERS),
    Ledger("stock", _STOCK, Label("Stock reports", "进销存"), account_aliases=ACCOUNT_ID_HEADERS),
)
"""``orders``: one row an order line; ``receivables``: one row a statement; ``scans``: one row a find in the market;
``stock``: one row a month and product of what the distributor had, received and sold on."""
