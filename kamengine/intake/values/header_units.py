"""Units in a header: in ``年收入（万元）`` cells count tens of thousands, in ``占比(%)`` hundredths."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kamengine.declarations import Field
from kamengine.intake.values.number_words import CODES, CURRENCY_PATTERN, SCALE_PATTERN, SCALES

_UNIT = re.compile(
    rf"[(\[【]\s*(?:单位\s*[::]?\s*|in\s+)?(?:(?P<percent>%)|(?P<scale>{SCALE_PATTERN})?\s*(?P<currency>{CURRENCY_PATTERN})?)"
    r"\s*[)\]】]\s*$"
)
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


def unit_of(header: str, field: Field) -> HeaderUnit:
    """What the brackets at the end of a header say of the values of a field.

    A field whose own unit counts in tens of thousands or percent is written so on purpose; then the header multiplies
    nothing. Percent counts for ratios only.
    """
    found = _UNIT.search(unicodedata.normalize("NFKC", header).lower())
    if found is None or field.kind not in ("integer", "number", "money", "ratio"):
        return HeaderUnit()
    if found["percent"] or field.kind == "ratio":
        percent = found["percent"] and field.kind == "ratio" and not _counts_otherwise(field)
        return HeaderUnit(-2) if percent else HeaderUnit()
    scale = found["scale"] if not _counts_otherwise(field) else None
    return HeaderUnit(SCALES[scale] if scale else 0, CODES[found["currency"]] if found["currency"] else None)


def without_unit(header: str) -> str:
    """A header without the unit in brackets at its end, full-width letters made plain: ``年收入``."""
    plain = unicodedata.normalize("NFKC", header)
    found = _UNIT.search(plain.lower())
    return plain[: found.start()].strip() if found else plain


def _counts_otherwise(field: Field) -> bool:
    return bool(_SCALED_UNIT.search((field.unit or "").lower()))
