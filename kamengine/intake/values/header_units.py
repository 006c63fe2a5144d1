"""Units in a header: in ``年收入（万元）`` cells count tens of thousands, in ``占比(%)`` hundredths."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kamengine.declarations import Field
from kamengine.locale.number_words import CURRENCY_PATTERN, SCALE_PATTERN, SCALES, code_of

_UNIT = re.compile(
    rf"[(\[【]\s*(?:单位\s*[::]?\s*|in\s+)?(?:(?P<percent>%)|(?P<scale>{SCALE_PATTERN})?\s*(?P<currency>{CURRENCY_PATTERN})?)"
    r"\s*[)\]】]\s*$"
)
_PARTS_OF_UNIT = re.compile(r"[^\W\d_]*[¥$€£₩₹₽฿₫]|[^\W\d_]+")
_AMOUNT = re.compile(rf"(?:{SCALE_PATTERN})?({CURRENCY_PATTERN})")
_SCALED_UNIT = re.compile("[千万萬亿億]|%|百分|thousand|million|billion")


@dataclass(frozen=True)
class HeaderUnit:
    """What a header says of its cells.

    Attributes:
        power: the power of ten to multiply them by; -2 for percent.
        currency: the ISO 4217 code; None: none is named.
    """

    power: int = 0
    currency: str | None = None


def currency_of(field: Field, kept_in: str | None = None) -> str | None:
    """The currency of a field's amounts, by its unit; None when they are no amounts of money.

    Args:
        field: with a unit such as ``CNY/month``, ``万元``, or ``currency`` for the one of the workspace, in which
            money without a unit is too.
        kept_in: the currency of the workspace; None when it is not known.

    Returns:
        an ISO 4217 code, or what was given for ``kept_in``.
    """
    if field.kind not in ("integer", "number", "money"):
        return None
    for part in _PARTS_OF_UNIT.findall(unicodedata.normalize("NFKC", field.unit or "").lower()):
        if part == "currency":
            return kept_in
        if named := _AMOUNT.fullmatch(part):
            return code_of(named[1], kept_in)
    return kept_in if field.kind == "money" else None


def counts_money(field: Field) -> bool:
    """Whether a field's values are amounts of money, whatever its kind."""
    return currency_of(field, "XXX") is not None


def unit_of(header: str, field: Field, kept_in: str | None = None) -> HeaderUnit:
    """What the brackets at the end of a header say of the values of a field.

    A field whose own unit counts in tens of thousands or percent is written so on purpose; then the header multiplies
    nothing. Percent counts for ratios only.

    Args:
        header: of the column.
        field: that it is read as.
        kept_in: the currency that the field's amounts are kept in, which a sign such as ``$`` then means.
    """
    found = _UNIT.search(unicodedata.normalize("NFKC", header).lower())
    if found is None or field.kind not in ("integer", "number", "money", "ratio"):
        return HeaderUnit()
    if found["percent"] or field.kind == "ratio":
        percent = found["percent"] and field.kind == "ratio" and not _counts_otherwise(field)
        return HeaderUnit(-2) if percent else HeaderUnit()
    scale = found["scale"] if not _counts_otherwise(field) else None
    currency = code_of(found["currency"], kept_in) if found["currency"] else None
    return HeaderUnit(SCALES[scale] if scale else 0, currency)


def without_unit(header: str) -> str:
    """A header without the unit in brackets at its end, full-width letters made plain: ``年收入``."""
    plain = unicodedata.normalize("NFKC", header)
    found = _UNIT.search(plain.lower())
    return plain[: found.start()].strip() if found else plain


def _counts_otherwise(field: Field) -> bool:
    return bool(_SCALED_UNIT.search((field.unit or "").lower()))
