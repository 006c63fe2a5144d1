"""The roles that every pack knows; a pack adds its own, or other words for these, under ``[roles.ID]``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kamengine.declarations import Label

ROLES: Mapping[str, Label] = MappingProxyType(
    {
        "account_manager": Label("Account manager", "客户经理"),
        "deputy": Label("Deputy account manager", "副客户经理"),
        "kam_head": Label("Head of key accounts", "大客户部负责人"),
        "sales_director": Label("Sales director", "销售总监"),
        "sponsor": Label("Executive sponsor", "高层负责人"),
        "technical": Label("Technical support", "技术支持"),
        "service": Label("Customer service", "客户服务"),
        "marketing": Label("Marketing", "市场部"),
        "finance": Label("Finance", "财务"),
        "logistics": Label("Logistics", "物流"),
        "legal": Label("Legal", "法务"),
    }
)
"""What they are called, by id. `account_manager` is who owns an account; `sales_director` answers for it."""
