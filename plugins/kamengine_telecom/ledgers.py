"""Dated rows that telecom billing systems keep about a customer."""

from __future__ import annotations

from kamengine import Label, Ledger
from kamengine_telecom.fields import ACCOUNT_ID_HEADERS, BILL_STATUSES
from kamengine_telecom.wording import fact

_BILL = (
    fact(
        "date",
        "date",
        "Bill date",
        "账期",
        *("出账日期", "出账日", "出账月份", "账单日期", "账单月份", "账单周期"),
        *("计费周期", "计费月", "月份", "Billing date", "Billing period", "Billing cycle", "Billing month"),
        *("Bill month", "Invoice date", "Statement date", "Period"),
    ),
    fact(
        "amount",
        "money",
        "Amount billed",
        "出账金额",
        *("账单金额", "出账收入", "消费金额", "应收金额", "应缴金额", "费用合计", "月消费", "金额"),
        *("Bill amount", "Billed amount", "Invoice amount", "Charges"),
        unit="currency",
    ),
    fact(
        "status",
        "choice",
        "Bill status",
        "账单状态",
        *("出账状态", "缴费状态", "销账状态", "状态", "Payment status", "Invoice status"),
        choices=BILL_STATUSES,
    ),
    fact(
        "service",
        "text",
        "Service billed",
        "业务类型",
        *("产品", "产品名称", "产品类型", "业务", "业务名称", "专业"),
        *("Service type", "Product", "Product line"),
    ),
)

LEDGERS = (Ledger("bills", _BILL, Label("Bills", "账单"), account_aliases=ACCOUNT_ID_HEADERS),)
"""``bills``: one row a bill; an account may have several a month, one for each service."""
