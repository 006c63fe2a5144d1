"""Where a customer is: the regions of mainland China with their provinces, and the levels of its cities."""

from __future__ import annotations

from kamengine import Choice
from kamengine_telecom.wording import choice

_MUNICIPALITIES = {"北京", "天津", "上海", "重庆"}
_AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}


def _names(province: str) -> tuple[str, str]:
    """A province's short and full name, such as 江苏 and 江苏省."""
    return province, _AUTONOMOUS.get(province, province + ("市" if province in _MUNICIPALITIES else "省"))


def _region(id: str, english: str, chinese: str, provinces: str) -> Choice:
    spellings = [chinese + ending for ending in ("区", "大区", "地区", "区域")]
    names = [name for province in provinces.split() for name in _names(province)]
    return choice(id, english, chinese, *spellings, *names)


REGIONS = (
    _region("north", "North China", "华北", "北京 天津 河北 山西 内蒙古"),
    _region("northeast", "Northeast China", "东北", "辽宁 吉林 黑龙江"),
    _region("east", "East China", "华东", "上海 江苏 浙江 安徽 福建 江西 山东"),
    _region("central", "Central China", "华中", "河南 湖北 湖南"),
    _region("south", "South China", "华南", "广东 广西 海南"),
    _region("southwest", "Southwest China", "西南", "重庆 四川 贵州 云南 西藏"),
    _region("northwest", "Northwest China", "西北", "陕西 甘肃 青海 宁夏 新疆"),
)
"""The seven regions; a file may name the province instead."""

CITY_LEVELS = (
    choice("municipality", "municipality", "直辖市", "直辖", "direct-administered municipality"),
    choice("province", "province-wide", "省级", "全省", "省公司", "省直管", "provincial"),
    choice("capital", "provincial capital", "省会", "省会城市", "副省级", "副省级市", "sub-provincial"),
    choice("prefecture", "prefecture-level city", "地级市", "地级", "地市", "地市级", "prefecture-level"),
    choice("county", "county", "县", "县级", "县级市", "县城", "区县", "county-level", "county-level city"),
    choice("township", "township", "乡镇", "镇", "乡", "town"),
)
"""The levels at which spending lines differ."""
