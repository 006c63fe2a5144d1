"""The words of a header, with the field's standard abbreviations and synonyms brought to one form."""

from __future__ import annotations

import re
import unicodedata

from kamengine.intake.headers.traditional import simplified

_SYNONYMS = {
    **dict.fromkeys(("acct", "acc", "acnt"), "account"),
    **dict.fromkeys(("cust", "client", "customers", "clients"), "customer"),
    **dict.fromkeys(("amt", "amounts"), "amount"),
    **dict.fromkeys(("qty", "quantities"), "quantity"),
    **dict.fromkeys(("rev", "revenues", "turnover"), "revenue"),
    **dict.fromkeys(("mgr", "managers"), "manager"),
    **dict.fromkeys(("rep", "reps", "representatives"), "representative"),
    **dict.fromkeys(("dt",), "date"),
    **dict.fromkeys(("tel", "telephone", "mobile"), "phone"),
    **dict.fromkeys(("zip", "postcode"), "postal"),
    **dict.fromkeys(("emp", "employee", "staff", "headcount"), "employees"),
    **dict.fromkeys(("yr", "yearly", "year"), "annual"),
    **dict.fromkeys(("mth", "mnth", "month", "mo"), "monthly"),
    **dict.fromkeys(("avg", "mean"), "average"),
    **dict.fromkeys(("desc",), "description"),
    **dict.fromkeys(("addr",), "address"),
    **dict.fromkeys(("org", "organisation", "organization", "co", "corp"), "company"),
    **dict.fromkeys(("ctry",), "country"),
    **dict.fromkeys(("prov",), "province"),
    **dict.fromkeys(("inv",), "invoice"),
    **dict.fromkeys(("prod", "products"), "product"),
    **dict.fromkeys(("spending", "charges", "charge"), "spend"),
    **dict.fromkeys(("curr", "ccy"), "currency"),
}
"""Abbreviations and synonyms that mean one thing wherever accounts are kept."""

_CHINESE_SYNONYMS = (
    ("顾客", "客户"),
    ("金额数", "金额"),
    ("营收", "营业收入"),
    ("员工数量", "员工数"),
    ("员工人数", "员工数"),
    ("职工人数", "员工数"),
    ("手机号码", "手机"),
    ("电话号码", "电话"),
    ("联系电话", "电话"),
    ("日期时间", "日期"),
    ("时间", "日期"),
    ("名字", "名称"),
    ("姓名", "名称"),
    ("编码", "编号"),
    ("代码", "编号"),
    ("等级", "级别"),
    ("产业", "行业"),
    ("归属", "所属"),
)
_IDLE = frozenset({"of", "the", "in", "a", "an", "for", "per", "by", "on", "and", "no", "number", "nr", "num"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+", re.UNICODE)
_IDENTIFIERS = frozenset(("id", "code", "phone", "tel", "mobile", "fax", "zip", "postal", "postcode", "sku", "sic"))
_CHINESE_IDENTIFIERS = (
    *("编号", "编码", "代码", "号码", "证号", "账号", "单号", "票号", "卡号", "税号"),
    *("电话", "手机", "传真", "邮编"),
)
_CODES = frozenset(("id", "no", "nr", "num", "number", "code", "key", "uuid", "guid"))
_CHINESE_CODES = ("编号", "编码", "代码", "代号", "单号", "户号", "序号", "工号")
_CODES_OF_THEMSELVES = re.compile(
    r"\b(?:phone|tel|telephone|mobile|fax|zip|postal)|电话|手机|传真|邮政|邮编", re.IGNORECASE
)
_DAYS = frozenset(("date", "day", "time", "month", "period", "on", "at", "datum", "monat"))
_CHINESE_DAYS = ("日", "时间", "月份", "月度", "账期")
_ID_OF_ANOTHER = re.compile(r"(?:[._:\s]\s*id|_?唯一性\s*id)\s*$", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    """The words that say what a header means: ``AnnualRev (CNY)`` and ``annual_revenue_cny`` have the same."""
    plain = simplified(unicodedata.normalize("NFKC", text))
    words = []
    for word in _WORD.findall(plain):
        lower = word.casefold()
        if lower.isascii():
            lower = _SYNONYMS.get(lower, lower)
        else:
            for spelling, meant in _CHINESE_SYNONYMS:
                lower = lower.replace(spelling, meant)
        if lower not in _IDLE:
            words.append(lower)
    return tuple(dict.fromkeys(words))


def latin_words(text: str) -> frozenset[str]:
    """Those of `words_of` that are written in Latin letters; blanks part no words in Chinese."""
    return frozenset(word for word in words_of(text) if word.isascii() and word.isalpha())


def names_a_day(header: str) -> bool:
    """Whether a header speaks of a day or a time: ``入账时间点``, ``Posted on``, ``Billing month``."""
    words = {word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", header))}
    return bool(words & _DAYS) or any(part in simplified(header) for part in _CHINESE_DAYS)


def is_id_of_another(header: str) -> bool:
    """Whether a column holds the id of what another column names, such as ``Account Owner.id`` or ``X_唯一性ID``."""
    return bool(_ID_OF_ANOTHER.search(unicodedata.normalize("NFKC", header)))


def is_code(header: str) -> bool:
    """Whether a header says that its cells are numbers or codes that something goes by: ``Cust No.``, ``客户编号``.

    The number of a phone is the phone itself, and ``Number of employees`` counts.
    """
    plain = simplified(unicodedata.normalize("NFKC", header))
    words = [word.casefold() for word in _WORD.findall(plain)]
    if not words or _CODES_OF_THEMSELVES.search(plain):
        return False
    return words[-1] in _CODES or words[-1].endswith(_CHINESE_CODES)


def names_an_identifier(header: str) -> bool:
    """Whether a header names something that is written with digits and counts nothing, such as a phone number."""
    words = _WORD.findall(simplified(unicodedata.normalize("NFKC", header)))
    latin = {word.casefold() for word in words}
    return bool(latin & _IDENTIFIERS) or any(word.endswith(_CHINESE_IDENTIFIERS) for word in words)
