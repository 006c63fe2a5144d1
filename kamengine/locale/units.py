"""The words of units, such as CNY, month or visit, as people read them."""

from __future__ import annotations

import re

from kamengine.locale.choice import Language

# unit: one, many, Chinese. A unit that is not here is shown as it was written.
_WORDS: dict[str, tuple[str, str, str]] = {
    "CNY": ("CNY", "CNY", "元"),
    "USD": ("USD", "USD", "美元"),
    "EUR": ("EUR", "EUR", "欧元"),
    "GBP": ("GBP", "GBP", "英镑"),
    "JPY": ("JPY", "JPY", "日元"),
    "HKD": ("HKD", "HKD", "港元"),
    "second": ("second", "seconds", "秒"),
    "minute": ("minute", "minutes", "分钟"),
    "hour": ("hour", "hours", "小时"),
    "day": ("day", "days", "天"),
    "week": ("week", "weeks", "周"),
    "month": ("month", "months", "个月"),
    "quarter": ("quarter", "quarters", "个季度"),
    "year": ("year", "years", "年"),
    "account": ("account", "accounts", "个客户"),
    "box": ("box", "boxes", "箱"),
    "call": ("call", "calls", "次通话"),
    "case": ("case", "cases", "件"),
    "contract": ("contract", "contracts", "份合同"),
    "line": ("line", "lines", "条线路"),
    "order": ("order", "orders", "单"),
    "outlet": ("outlet", "outlets", "个网点"),
    "person": ("person", "people", "人"),
    "piece": ("piece", "pieces", "件"),
    "point": ("point", "points", "分"),
    "site": ("site", "sites", "个站点"),
    "store": ("store", "stores", "家门店"),
    "ticket": ("ticket", "tickets", "张工单"),
    "time": ("time", "times", "次"),
    "truck": ("truck", "trucks", "辆"),
    "vehicle": ("vehicle", "vehicles", "辆"),
    "visit": ("visit", "visits", "次拜访"),
    "kg": ("kg", "kg", "千克"),
    "km": ("km", "km", "公里"),
    "m2": ("m²", "m²", "平方米"),
    "sqm": ("m²", "m²", "平方米"),
    "m3": ("m³", "m³", "立方米"),
    "ton": ("ton", "tons", "吨"),
}
_BY_ANY_NAME = {name: words for key, words in _WORDS.items() for name in (key, *words[:2])}
_WORD = re.compile(r"([*/]?)([^\W\d]\w*)")


def unit_words(unit: str, language: Language, *, many: bool = True) -> str:
    """A unit as people read it: ``CNY/month`` is 元/月, ``day`` is days; products are written with ``·``.

    Args:
        unit: words joined by ``*`` and ``/``.
        language: the reader's language.
        many: in English, whether the number before it asks for the plural.
    """

    def word(match: re.Match[str]) -> str:
        sign, name = match.groups()
        divides = sign == "/"
        if name not in _BY_ANY_NAME:
            return match.group().replace("*", "·")
        one, more, chinese = _BY_ANY_NAME[name]
        shown = chinese if language == "zh" else (more if many and not divides else one)
        # 个月 counts months; "per month" is plainly 月
        return sign.replace("*", "·") + (shown.removeprefix("个") if divides and language == "zh" else shown)

    return _WORD.sub(word, unit.replace(" ", ""))
