"""悟空CRM (Wukong CRM): customers. An export has no id; ``--key 客户名称`` lets the names serve.

Source: WukongCRM-11.0-PHP, labels in ``public/sql/5kcrm.sql``.
"""

from __future__ import annotations

from kamengine import Label, Preset

_HEADERS = {
    "客户名称": "name",
    "客户级别": "customer_grade",
    "客户行业": "sector",
    "客户来源": "lead_source",
    "成交状态": "deal_status",
    "电话": "phone",
    "手机": "mobile",
    "邮箱": "email",
    "网址": "website",
    "下次联系时间": "next_activity",
    "最后跟进时间": "last_activity",
    "负责人": "account_manager",
    "创建时间": "created_on",
    "备注": "description",
    "详细地址": "street",
    **dict.fromkeys(("创建人", "更新时间", "锁定状态", "首要联系人"), ""),
}

PRESETS = (
    Preset(
        "wukong",
        Label("Wukong CRM", "悟空CRM"),
        _HEADERS,
        signatures=(("客户名称", "客户级别", "下次联系时间"), ("客户名称", "客户级别", "客户行业", "成交状态")),
    ),
)
