"""Lines of invoices, as shops, wholesalers and accounting systems export them."""

from __future__ import annotations

from kamengine import Label, Ledger
from kamengine_crm.wording import fact

ACCOUNT_ID_HEADERS = (
    *("Customer ID", "CustomerID", "Customer no", "Customer number", "Customer code", "Account ID", "Account Name.id"),
    *("Client ID", "Sold-to party", "Bill-to customer"),
    *("客户编号", "客户编码", "客户代码", "客户ID", "客户名称_唯一性ID", "购方编号"),
)
"""Headers that mean the account's id on an invoice."""

_LINE = (
    fact(
        "date",
        "date",
        "Invoice date",
        "开票日期",
        *("Date", "Billing date", "Document date", "Posting date", "Transaction date"),
        *("日期", "发票日期", "单据日期", "销售日期", "记账日期"),
    ),
    fact(
        "invoice",
        "text",
        "Invoice",
        "发票号",
        *("Invoice no", "Invoice number", "Invoice ID", "Document number", "Voucher no", "Bill number"),
        *("发票号码", "发票编号", "单据号", "单据编号", "单号"),
    ),
    fact(
        "item",
        "text",
        "Item",
        "商品编号",
        *("Stock code", "Item code", "Item no", "SKU", "Product code", "Material", "Article number"),
        *("商品编码", "产品编号", "产品编码", "物料编码", "物料编号", "存货编码", "货号"),
    ),
    fact(
        "item_name",
        "text",
        "Item name",
        "商品名称",
        *("Description", "Item description", "Product", "Product name", "Product description"),
        *("产品名称", "品名", "货物名称", "存货名称", "物料名称", "规格型号", "说明"),
    ),
    fact(
        "quantity",
        "number",
        "Quantity",
        "数量",
        *("Qty", "Units", "Invoiced quantity", "Quantity sold", "销售数量", "开票数量", "件数"),
    ),
    fact(
        "unit_price",
        "money",
        "Unit price",
        "单价",
        *("Price", "Net price", "Sales price", "Price each", "Rate", "售价", "销售单价", "含税单价", "不含税单价"),
        unit="currency",
    ),
    fact(
        "amount",
        "money",
        "Amount",
        "金额",
        *(
            "Line total",
            "Line amount",
            "Net amount",
            "Total amount",
            "Invoice amount",
            "Total",
            "Sales amount",
            "Sales",
        ),
        *("销售额", "销售金额", "开票金额", "价税合计", "含税金额", "不含税金额", "合计金额"),
        unit="currency",
    ),
    fact("country", "text", "Country", "国家", "Ship-to country", "Country/Region"),
)

LEDGERS = (Ledger("invoices", _LINE, Label("Invoices", "发票"), account_aliases=ACCOUNT_ID_HEADERS),)
"""``invoices``: one row a line of an invoice; a cancelled one has negative quantities, and its price stays positive."""
