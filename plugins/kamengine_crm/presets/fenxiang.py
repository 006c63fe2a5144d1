"""纷享销客 (Fenxiang Xiaoke, ShareCRM): customers as exported and as the import template has them.

Obligatory headers end in ``（必填）``; the template has a second row that says each column's type
(``单行文本字段类型,最大字符数100``); a lookup ``X`` has its record's id beside it in ``X_唯一性ID``.
"""

from __future__ import annotations

from kamengine import Label, Preset

_HEADERS = {
    "唯一性ID": "account_id",
    "客户名称": "name",
    "客户简称": "short_name",
    "负责人": "account_manager",
    "客户等级": "customer_grade",
    "客户级别": "customer_grade",
    "客户行业": "sector",
    "客户来源": "lead_source",
    "电话": "phone",
    "网址": "website",
    "邮件": "email",
    "备注": "description",
    "成交状态": "deal_status",
    "生命状态": "lifecycle_stage",
    "最后跟进时间": "last_activity",
    "最早成交日期": "first_deal_on",
    "最新成交日期": "last_deal_on",
    "创建时间": "created_on",
    "合作伙伴": "",
    "法定代表人": "legal_representative",
    "国家": "country",
    "省": "province",
    "市": "city",
    "区": "district",
    "详细地址": "street",
    **dict.fromkeys(("最后一次成交时间", "1级行业", "2级行业", "客户编号"), ""),
    **dict.fromkeys(("负责人主属部门", "归属部门", "外部负责人", "分配状态", "领取/分配时间", "锁定状态"), ""),
    **dict.fromkeys(("业务类型", "创建人", "最后修改人", "最后修改时间", "所属公海"), ""),
    **dict.fromkeys(("负责人_唯一性ID", "所属公海_唯一性ID", "合作伙伴_唯一性ID", "上级客户_唯一性ID"), ""),
}
_BY_NUMBER = {header: field for header, field in _HEADERS.items() if header != "客户编号"} | {"客户编号": "account_id"}

PRESETS = (
    Preset(
        "fenxiang",
        Label("Fenxiang Xiaoke (ShareCRM)", "纷享销客"),
        _HEADERS,
        signatures=(("唯一性ID", "客户名称"),),
        descriptions=True,
    ),
    Preset(
        "fenxiang_by_number",
        Label("Fenxiang Xiaoke (ShareCRM), by customer number", "纷享销客（按客户编号）"),
        _BY_NUMBER,
        signatures=(("客户编号", "客户名称", "所属公海"), ("客户编号", "客户名称", "生命状态", "锁定状态")),
        descriptions=True,
    ),
)
