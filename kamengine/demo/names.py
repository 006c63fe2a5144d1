"""Made-up names of companies and people. The places are real, the companies are not."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.demo.dice import Dice


@dataclass(frozen=True)
class Place:
    """A city: where it lies, its names, and its level as billing systems print it."""

    region: str
    region_en: str
    province: str
    city: str
    city_en: str
    level: str


def _places(region: str, region_en: str, *rows: str) -> tuple[Place, ...]:
    """Places from rows such as ``江苏 苏州 Suzhou 地级市``; ``_`` stands for a blank."""
    return tuple(
        Place(region, region_en, province, city, english.replace("_", " "), level)
        for province, city, english, level in (row.split() for row in rows)
    )


PLACES = (
    *_places(
        "华北", "North China", "北京 北京 Beijing 直辖市", "天津 天津 Tianjin 直辖市", "河北 石家庄 Shijiazhuang 省会"
    ),
    *_places("华北", "North China", "河北 唐山 Tangshan 地级市", "山西 大同 Datong 地级市", "河北 迁安 Qian'an 县级市"),
    *_places(
        "东北", "Northeast China", "辽宁 沈阳 Shenyang 省会", "辽宁 鞍山 Anshan 地级市", "吉林 四平 Siping 地级市"
    ),
    *_places("东北", "Northeast China", "黑龙江 齐齐哈尔 Qiqihar 地级市", "辽宁 海城 Haicheng 县级市"),
    *_places("华东", "East China", "上海 上海 Shanghai 直辖市", "江苏 南京 Nanjing 省会", "浙江 杭州 Hangzhou 省会"),
    *_places("华东", "East China", "江苏 苏州 Suzhou 地级市", "江苏 无锡 Wuxi 地级市", "浙江 绍兴 Shaoxing 地级市"),
    *_places("华东", "East China", "山东 潍坊 Weifang 地级市", "福建 泉州 Quanzhou 地级市", "安徽 芜湖 Wuhu 地级市"),
    *_places("华东", "East China", "江苏 昆山 Kunshan 县级市", "浙江 义乌 Yiwu 县级市", "浙江 横店镇 Hengdian 乡镇"),
    *_places("华中", "Central China", "湖北 武汉 Wuhan 省会", "湖南 株洲 Zhuzhou 地级市", "河南 洛阳 Luoyang 地级市"),
    *_places(
        "华中", "Central China", "湖北 宜昌 Yichang 地级市", "河南 新郑 Xinzheng 县级市", "湖南 浏阳 Liuyang 县级市"
    ),
    *_places("华南", "South China", "广东 广州 Guangzhou 省会", "广东 佛山 Foshan 地级市", "广东 惠州 Huizhou 地级市"),
    *_places("华南", "South China", "广西 柳州 Liuzhou 地级市", "广东 普宁 Puning 县级市", "广东 古镇镇 Guzhen 乡镇"),
    *_places(
        "西南", "Southwest China", "重庆 重庆 Chongqing 直辖市", "四川 成都 Chengdu 省会", "四川 绵阳 Mianyang 地级市"
    ),
    *_places(
        "西南", "Southwest China", "贵州 遵义 Zunyi 地级市", "云南 曲靖 Qujing 地级市", "四川 西昌 Xichang 县级市"
    ),
    *_places("西北", "Northwest China", "陕西 西安 Xi'an 省会", "陕西 宝鸡 Baoji 地级市", "甘肃 天水 Tianshui 地级市"),
    *_places("西北", "Northwest China", "宁夏 石嘴山 Shizuishan 地级市", "陕西 神木 Shenmu 县级市"),
)

SECTORS = (
    *(("制造", "精密机械", "Machinery"), ("制造", "新材料", "Materials"), ("制造", "电子", "Electronics")),
    *(("制造", "纺织", "Textiles"), ("物流", "物流", "Logistics"), ("物流", "供应链", "Supply Chain")),
    *(("零售", "商贸", "Trading"), ("零售", "连锁超市", "Supermarkets"), ("医疗", "医院", "Hospital")),
    *(("教育", "职业学校", "Training College"), ("金融", "小额贷款", "Microfinance"), ("建筑", "建设", "Construction")),
    *(("互联网", "信息技术", "Software"), ("酒店餐饮", "酒店管理", "Hotels"), ("农业", "农业科技", "Agritech")),
    *(("政务", "公共服务中心", "Public Services"), ("能源", "新能源", "Energy"), ("文化传媒", "文化传媒", "Media")),
)
"""A customer's industry, and what its company name ends in, in Chinese and English."""

_NOT_A_COMPANY = {"医院", "职业学校", "公共服务中心"}
_FIRST = "澜桓翊祺沐岑霁湛晏珩恺皓煦硕朔钧旻衍屹峤"
_SECOND = "桐邈朗珂澍麓骞璟泓楷序岱榆阑渝昶穆鹤柏筠"
_BRANDS = (
    *("Alderwick", "Brightmoor", "Calverstone", "Dunmarrow", "Eastergale", "Fenwhistle", "Glenharrow", "Hartsmere"),
    *(
        "Ivorybrook",
        "Juniper Quay",
        "Kestrelford",
        "Larkhaven",
        "Marrowgate",
        "Northfathom",
        "Oakenshore",
        "Pinebarrow",
    ),
    *("Quillhaven", "Ravensmoor", "Silverfen", "Thistledale", "Umberleigh", "Vellacourt", "Willowmark", "Yarrowfield"),
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("静怡", "志远", "晓峰", "雅琴", "国栋", "思琪", "立新", "海燕", "明哲", "婷婷", "建平", "若溪")


class Names:
    """Gives out names, none of them twice."""

    def __init__(self, dice: Dice, english: float) -> None:
        """Names of companies are English with the probability `english`, else Chinese."""
        self._dice = dice
        self._english = english
        self._given_out: set[str] = set()

    def company(self, place: Place, chinese: str, english: str) -> str:
        """A company of a trade, such as 精密机械 or Machinery, in a place."""
        while (name := self._candidate(place, chinese, english)) in self._given_out:
            pass
        self._given_out.add(name)
        return name

    def _candidate(self, place: Place, chinese: str, english: str) -> str:
        dice = self._dice
        if dice.chance(self._english):
            return f"{dice.pick(_BRANDS)} {english} ({place.city_en}) Co., Ltd."
        brand = dice.pick(_FIRST) + dice.pick(_SECOND)
        ending = "" if chinese in _NOT_A_COMPANY else dice.pick(("有限公司", "有限公司", "股份有限公司"))
        return f"{place.city}{brand}{chinese}{ending}"


def people(dice: Dice, count: int) -> tuple[str, ...]:
    """So many names of people, none of them twice."""
    found: list[str] = []
    while len(found) < count:
        name = dice.pick(_SURNAMES) + dice.pick(_GIVEN)
        if name not in found:
            found.append(name)
    return tuple(found)
