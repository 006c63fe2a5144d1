"""Numbers as people write them: the pattern, and the plain decimal that a cell means, by exact steps on its text.

``(¥1.2万)`` is -12000: whether a cell is a number is one pattern, the parts are found by another, simple one, and the
point is moved in the text itself, so that no binary number stands on the way. Which of point and comma is the decimal
sign is known for the whole column.
"""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.declarations import Kind
from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import DecimalSign
from kamengine.intake.values.number_words import CODES, CURRENCY_PATTERN, SCALE_PATTERN, SCALES

_PARTS = ("sign", "before", "inner", "whole", "fraction", "exponent", "after", "percent", "tail")
_GROUP = {"point": ",", "comma": r"\."}
_DECIMAL = {"point": r"\.", "comma": ","}
_PLAIN_GROUP = {"point": ",", "comma": "."}


def is_number(word: str, kind: Kind, decimals: DecimalSign) -> str:
    """Whether a cell is a number of a kind: a percentage is no money and no whole number, a ratio has no currency.

    Args:
        word: the cell, as `kamengine.intake.values.texts.clean_word` made it.
        kind: what the field holds.
        decimals: the decimal sign.
    """
    return f"regexp_full_match({word}, {literal(_exact(kind, decimals))})"


def split(word: str, decimals: DecimalSign) -> str:
    """The parts of a cell that is a number."""
    group, point = _PLAIN_GROUP[decimals], _DECIMAL[decimals]
    pattern = (
        rf"^([-+(]?) ?([^-+(0-9., ']*) ?([-+(]?) ?(\d[\d{group}' ]*\d|\d?)(?:{point}(\d*))?(?:e([-+]?\d{{1,4}}))?"
        r" ?([^-0-9%)]*)(%?)( ?[-)])?$"
    )
    names = ", ".join(literal(name) for name in _PARTS)
    return f"regexp_extract({word}, {literal(pattern)}, [{names}])"


def _exact(kind: Kind, decimals: DecimalSign) -> str:
    """What a number looks like, sign and brackets and all."""
    group, point = _GROUP[decimals], _DECIMAL[decimals]
    grouped = rf"[1-9]\d{{0,2}}(?:(?:{group}\d{{3}})+|(?: \d{{3}})+|(?:'\d{{3}})+)"
    digits = rf"(?:(?:{grouped}|\d+)(?:{point}\d*)?|{point}\d+)"
    named = "" if kind == "ratio" else rf"(?: ?(?:{CURRENCY_PATTERN}))?"
    before = "" if kind == "ratio" else rf"(?:(?:{CURRENCY_PATTERN}) ?)?"
    percent = "" if kind in ("integer", "money") else "(?: ?%)?"
    number = rf"{digits}(?:e[-+]?\d{{1,4}}{named}|(?: ?(?:{SCALE_PATTERN}))?{named}{percent})"
    forms = [rf"[-+]? ?{before}{number}", rf"{before}[-+] ?{number}", rf"{before}{number} ?-"]
    return "|".join([*forms, rf"\( ?{before}{number} ?\)", rf"{before}\( ?{number} ?\)"])


@dataclass(frozen=True)
class NumberParts:
    """Expressions over the parts of a number.

    Attributes:
        name: the column with what `split` found; NULL where the cell is no number.
    """

    name: str

    def of(self, part: str) -> str:
        """One of the parts; empty when the number has none."""
        return f"{self.name}.{part}"

    @property
    def grouped(self) -> str:
        """Whether its digits stand in groups."""
        return f"regexp_matches({self.of('whole')}, '\\D')"

    @property
    def negative_by_form(self) -> str:
        """Whether it is negative in the manner of accountants: ``(5)`` or ``5-``."""
        return f"{self.of('tail')} <> ''"

    @property
    def scale(self) -> str:
        """The word that multiplies it; empty when there is none."""
        after = self.of("after")
        currencies = ", ".join(literal(word) for word in CODES)
        named = f"{after} = '' OR {after} IN ({currencies})"  # krw is a currency, and not thousands of rw
        return f"CASE WHEN {named} THEN '' ELSE regexp_extract({after}, {literal(f'^(?:{SCALE_PATTERN})')}) END"

    def currencies(self, scale: str) -> str:
        """The currencies that the cell names, in one text with ``|`` between."""
        after = f"trim({self.of('after')}[strlen({scale}) + 1:])"
        return f"concat_ws('|', nullif({self.of('before')}, ''), nullif({after}, ''))"

    def plain(self, scale: str, *, keep_exponent: bool) -> str:
        """The number as a plain decimal; with ``e`` where an exponent stands and is to be kept."""
        signs = f"concat({self.of('sign')}, {self.of('inner')}, {self.of('tail')})"
        sign = f"CASE WHEN contains({signs}, '-') OR contains({signs}, '(') THEN '-' ELSE '' END"
        fraction, exponent = self.of("fraction"), self.of("exponent")
        whole = f"regexp_replace({self.of('whole')}, '\\D', '', 'g')"
        kept = f"WHEN {exponent} <> '' THEN concat({whole}, '.', {fraction}, 'e', {exponent})" if keep_exponent else ""
        moved = _moved(whole, fraction, self._power(scale, exponents=not keep_exponent))
        return f"concat({sign}, CASE {kept} {moved} END)"

    def _power(self, scale: str, *, exponents: bool) -> str:
        """By how many places the point moves to the right."""
        scales = " ".join(f"WHEN {literal(word)} THEN {power}" for word, power in SCALES.items())
        percent = f"CASE WHEN {self.of('percent')} = '' THEN 0 ELSE 2 END"
        exponent = f" + coalesce(TRY_CAST(nullif({self.of('exponent')}, '') AS INTEGER), 0)" if exponents else ""
        return f"(CASE WHEN {scale} = '' THEN 0 ELSE CASE {scale} {scales} END END - {percent}{exponent})"


def _moved(whole: str, fraction: str, power: str) -> str:
    """The branches for a number whose point is moved to the right, or to the left by a negative power."""
    padded = f"concat(repeat('0', -{power}), {whole})"
    return (
        f"WHEN {power} = 0 THEN concat('0', {whole}, '.', {fraction}) "
        f"WHEN {power} > 0 THEN concat('0', {whole}, rpad({fraction}, {power}, '0'), '.', {fraction}[{power} + 1:]) "
        f"ELSE concat('0', left({padded}, {power}), '.', right({padded}, -{power}), {fraction})"
    )
