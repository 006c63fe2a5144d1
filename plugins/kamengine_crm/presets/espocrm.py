"""EspoCRM: accounts with labels in English or Chinese, or with attribute names (``billingAddressCity``).

Sources: ``application/Espo/Modules/Crm/Resources/i18n`` (en_US and zh_CN, Account.json) and ``Global.json``.
"""

from __future__ import annotations

from kamengine import Label, Preset

_ENGLISH = {
    "ID": "account_id",
    "Name": "name",
    "Type": "relationship_type",
    "Industry": "sector",
    "Sic Code": "sic_code",
    "Email": "email",
    "Phone": "phone",
    "Website": "website",
    "Billing Address": "street",
    "Assigned User": "account_manager",
    "Description": "description",
    "Created At": "created_on",
    **dict.fromkeys(("Shipping Address", "Teams", "Campaign", "Created By", "Modified By", "Modified At"), ""),
}
_ATTRIBUTES = {
    "id": "account_id",
    "name": "name",
    "type": "relationship_type",
    "industry": "sector",
    "sicCode": "sic_code",
    "emailAddress": "email",
    "phoneNumber": "phone",
    "website": "website",
    "billingAddressStreet": "street",
    "billingAddressCity": "city",
    "billingAddressState": "province",
    "billingAddressPostalCode": "postal_code",
    "billingAddressCountry": "country",
    "assignedUserName": "account_manager",
    "description": "description",
    "createdAt": "created_on",
    **dict.fromkeys(("modifiedAt", "createdById", "createdByName", "modifiedById", "modifiedByName"), ""),
    **dict.fromkeys(("deleted", "assignedUserId", "campaignId", "campaignName"), ""),
}
_CHINESE = {
    "ID": "account_id",
    "名称": "name",
    "类型": "relationship_type",
    "行业": "sector",
    "Sic代码": "sic_code",
    "电子邮件": "email",
    "电话": "phone",
    "网站": "website",
    "账单地址": "street",
    "已指派用户": "account_manager",
    "描述": "description",
    "创建于": "created_on",
    **dict.fromkeys(("邮寄地址", "团队", "营销活动", "创建者", "修改者", "修改于"), ""),
}

PRESETS = (
    Preset(
        "espocrm",
        Label("EspoCRM", "EspoCRM"),
        _ENGLISH,
        signatures=(("Name", "Billing Address", "Shipping Address"), ("Name", "Sic Code", "Assigned User")),
    ),
    Preset(
        "espocrm_attributes",
        Label("EspoCRM, names of attributes", "EspoCRM（属性名）"),
        _ATTRIBUTES,
        signatures=(("name", "billingAddressCity"), ("name", "assignedUserName", "emailAddress")),
    ),
    Preset(
        "espocrm_chinese",
        Label("EspoCRM, Chinese", "EspoCRM（中文）"),
        _CHINESE,
        signatures=(("名称", "账单地址", "邮寄地址"), ("名称", "行业", "电子邮件", "网站"), ("名称", "Sic代码")),
    ),
)
