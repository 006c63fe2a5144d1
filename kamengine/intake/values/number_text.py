"""Numbers as people write them: the pattern, and the plain decimal that a cell means, by exact steps on its text.

``(¥1.2万)`` is -12000: the parts are found by one pattern, and the point is moved in the text itself, so that no
binary number stands on the way. Which of point and comma is the decimal sign is known for the whole column.
"""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import DecimalSign
from kamengine.intake.values.number_words import CURRENCY_PATTERN, SCALE_PATTERN, SCALES

_PARTS = ("sign", "before", "inner", "whole", "fraction", "exponent", "scale", "after", "percent", "tail")
_GROUPS = {"point": ",", "comma": r"\."}
_DECIMAL = {"point": r"\.", "comma": ","}


def _pattern(decimals: DecimalSign) -> str:
    group, point = _GROUPS[decimals], _DECIMAL[decimals]
    grouped = rf"[1-9]\d{{0,2}}(?:(?:{group}\d{{3}})+|(?: \d{{3}})+|(?:'\d{{3}})+)"
    return (
        rf"^([-+(]?) ?({CURRENCY_PATTERN})? ?([-+(]?) ?({grouped}|\d*)(?:{point}(\d*))?(?:e([-+]?\d{{1,4}}))?"
        rf" ?({SCALE_PATTERN})? ?({CURRENCY_PATTERN})? ?(%)?(-| ?\))?$"
    )


@dataclass(frozen=True)
class NumberParts:
    """Expressions over the parts of a number, once `split` has found them.

    Attributes:
        name: the column with the parts.
    """

    name: str

    def of(self, part: str) -> str:
        """One of the parts; empty when the cell has none, or is no number."""
        return f"{self.name}.{part}"

    @property
    def valid(self) -> str:
        """Whether the cell is a number; NULL when there are no parts."""
        signs = f"replace(concat({self.of('sign')}, {self.of('inner')}, {self.of('tail')}), ' ', '')"
        digits = f"({self.of('whole')} <> '' OR {self.of('fraction')} <> '')"
        power = f"({self.of('exponent')} = '' OR ({self.of('scale')} = '' AND {self.of('percent')} = ''))"
        return f"({signs} IN ('', '+', '-', '()') AND {digits} AND {power})"

    @property
    def grouped(self) -> str:
        """Whether its digits stand in groups."""
        return f"regexp_matches({self.of('whole')}, '\\D')"

    @property
    def negative_by_form(self) -> str:
        """Whether it is negative in the manner of accountants: ``(5)`` or ``5-``."""
        return f"{self.of('tail')} <> ''"

    @property
    def currencies(self) -> str:
        """The currencies that the cell names, in one text with ``|`` between."""
        return f"concat_ws('|', nullif({self.of('before')}, ''), nullif({self.of('after')}, ''))"

    def plain(self, *, keep_exponent: bool) -> str:
        """The number as a plain decimal; with ``e`` where an exponent stands and is to be kept."""
        sign = f"CASE WHEN regexp_matches(concat({self._signs}), '[-(]') THEN '-' ELSE '' END"
        whole, fraction = f"regexp_replace({self.of('whole')}, '\\D', '', 'g')", self.of("fraction")
        exponent = self.of("exponent")
        kept = f"WHEN {exponent} <> '' THEN concat({whole}, '.', {fraction}, 'e', {exponent})" if keep_exponent else ""
        moved = _moved(whole, fraction, self._power(exponents=not keep_exponent))
        return f"concat({sign}, CASE {kept} {moved} END)"

    @property
    def _signs(self) -> str:
        return f"{self.of('sign')}, {self.of('inner')}, {self.of('tail')}"

    def _power(self, *, exponents: bool) -> str:
        """By how many places the point moves to the right."""
        scales = " ".join(f"WHEN {literal(word)} THEN {power}" for word, power in SCALES.items())
        percent = f"CASE WHEN {self.of('percent')} = '' THEN 0 ELSE 2 END"
        exponent = f" + coalesce(TRY_CAST(nullif({self.of('exponent')}, '') AS INTEGER), 0)" if exponents else ""
        return f"(CASE {self.of('scale')} {scales} ELSE 0 END - {percent}{exponent})"


def split(text: str, decimals: DecimalSign) -> str:
    """The parts of a number, from a cell that `texts.clean_word` made clean; all of them empty when it is none."""
    names = ", ".join(literal(name) for name in _PARTS)
    return f"regexp_extract({text}, {literal(_pattern(decimals))}, [{names}])"


def _moved(whole: str, fraction: str, power: str) -> str:
    """The branches for a number whose point is moved to the right, or to the left by a negative power."""
    padded = f"concat(repeat('0', -{power}), {whole})"
    return (
        f"WHEN {power} = 0 THEN concat('0', {whole}, '.', {fraction}) "
        f"WHEN {power} > 0 THEN concat('0', {whole}, rpad({fraction}, {power}, '0'), '.', {fraction}[{power} + 1:]) "
        f"ELSE concat('0', left({padded}, {power}), '.', right({padded}, -{power}), {fraction})"
    )
