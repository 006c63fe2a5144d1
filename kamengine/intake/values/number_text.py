"""Numbers as people write them: the plain decimal that a cell means, by exact steps on its text.

``(¥1.2万)`` is -12000: whether a cell is a number is one pattern, the parts are found by another, simple one, and the
point is moved in the text itself, so that no binary number stands on the way. Which of point and comma is the decimal
sign is known for the whole column.
"""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.declarations import Kind
from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import DecimalSign
from kamengine.locale.number_words import CURRENCY_PATTERN, SCALE_PATTERN, SCALES
from kamengine.locale.written_numbers import PARTS, number_pattern, parts_pattern


def is_number(word: str, kind: Kind, decimals: DecimalSign) -> str:
    """Whether a cell is a number of a kind: a percentage is no money and no whole number, a ratio has no currency.

    Args:
        word: the cell, as `kamengine.intake.values.texts.clean_word` made it.
        kind: what the field holds.
        decimals: the decimal sign.
    """
    return f"regexp_full_match({word}, {literal(number_pattern(kind, decimals))})"


def split(word: str, decimals: DecimalSign) -> str:
    """The parts of a cell that is a number."""
    names = ", ".join(literal(name) for name in PARTS)
    return f"regexp_extract({word}, {literal(parts_pattern(decimals))}, [{names}])"


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
        currency = f"regexp_full_match({after}, {literal(CURRENCY_PATTERN)})"
        named = f"{after} = '' OR {currency}"  # krw is a currency, and not thousands of rw
        return f"CASE WHEN {named} THEN '' ELSE regexp_extract({after}, {literal(f'^(?:{SCALE_PATTERN})')}) END"

    def currencies(self, scale: str) -> str:
        """The currencies that the cell names, in one text with ``|`` between."""
        after = f"trim({self.of('after')}[length({scale}) + 1:])"
        return f"concat_ws('|', nullif({self.of('before')}, ''), nullif({after}, ''))"

    def power(self, scale: str, of_column: int, *, exponents: bool) -> str:
        """By how many places the point moves to the right: for column, scale, percent sign and, if asked, exponent."""
        percent, exponent = self.of("percent"), self.of("exponent")
        scales = " ".join(f"WHEN {literal(word)} THEN {power}" for word, power in SCALES.items())
        shifts = f"CASE {scale} {scales} ELSE 0 END - CASE WHEN {percent} = '' THEN 0 ELSE 2 END"
        added = f" + coalesce(TRY_CAST(nullif({exponent}, '') AS INTEGER), 0)" if exponents else ""
        still = f"{scale} = '' AND {percent} = '' AND {exponent} = ''"
        column = f" + {of_column}" if of_column >= 0 else f" + CASE WHEN {percent} = '' THEN {of_column} ELSE 0 END"
        still = "false" if of_column else still
        return f"CASE WHEN {self.name} IS NULL THEN NULL WHEN {still} THEN 0 ELSE {shifts}{added}{column} END"

    def plain(self, power: str, *, keep_exponent: bool) -> str:
        """The number as a plain decimal, its point moved; with ``e`` where an exponent stands and is to be kept."""
        signs = f"concat({self.of('sign')}, {self.of('inner')}, {self.of('tail')})"
        sign = f"CASE WHEN contains({signs}, '-') OR contains({signs}, '(') THEN '-' ELSE '' END"
        whole, fraction, exponent = self.of("whole"), self.of("fraction"), self.of("exponent")
        for sign_of_group in (",", ".", " ", "'"):
            whole = f"replace({whole}, {literal(sign_of_group)}, '')"
        kept = f"WHEN {exponent} <> '' THEN concat({whole}, '.', {fraction}, 'e', {exponent})" if keep_exponent else ""
        return f"concat({sign}, CASE {kept} {_moved(whole, fraction, power)} END)"


def _moved(whole: str, fraction: str, power: str) -> str:
    """The branches for a number whose point is moved to the right, or to the left by a negative power."""
    padded = f"concat(repeat('0', -{power}), {whole})"
    return (
        f"WHEN {power} = 0 THEN concat('0', {whole}, '.', {fraction}) "
        f"WHEN {power} > 0 THEN concat('0', {whole}, rpad({fraction}, {power}, '0'), '.', {fraction}[{power} + 1:]) "
        f"ELSE concat('0', left({padded}, {power}), '.', right({padded}, -{power}), {fraction})"
    )
