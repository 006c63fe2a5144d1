"""What the user says of how cells are written: ``--dates dmy``, ``--decimal "Umsatz=comma"``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, get_args

from kamengine.intake.headers.folding import fold_header
from kamengine.intake.values.decisions import DateOrder, DecimalSign
from kamengine.problems import KamError, Place, Problem, did_you_mean, say

_T = TypeVar("_T", bound=str)


@dataclass(frozen=True)
class ValueOptions:
    """How cells are to be read where a column could be read in several ways.

    Attributes:
        dates: the order of day and month by folded header; under ``""`` that of all other columns.
        decimals: the decimal sign, likewise.
        native_numbers: the file holds numbers as numbers (a sheet, JSON), so that a point is always the decimal point.
    """

    dates: Mapping[str, DateOrder] = field(default_factory=dict)
    decimals: Mapping[str, DecimalSign] = field(default_factory=dict)
    native_numbers: bool = False

    def after(self, before: ValueOptions) -> ValueOptions:
        """These options, and of earlier ones what they do not speak of: one for all columns speaks of every one."""
        dates = self.dates if "" in self.dates else {**before.dates, **self.dates}
        decimals = self.decimals if "" in self.decimals else {**before.decimals, **self.decimals}
        return replace(self, dates=dates, decimals=decimals)

    def order_of(self, header: str) -> DateOrder | None:
        """The order of day and month that was given for a column; None when none was."""
        return self.dates.get(fold_header(header), self.dates.get(""))

    def sign_of(self, header: str) -> DecimalSign | None:
        """The decimal sign that was given for a column; None when none was."""
        return self.decimals.get(fold_header(header), self.decimals.get(""))


def value_options(dates: Sequence[str] = (), decimals: Sequence[str] = ()) -> ValueOptions:
    """Options from what was typed.

    Args:
        dates: each ``dmy``, ``mdy`` or ``ymd``, or one of them for a column: ``Header=dmy``.
        decimals: each ``point`` or ``comma``, or ``Header=comma``.

    Raises:
        KamError: another word stands there.
    """
    problems: list[Problem] = []
    orders = _by_header("--dates", dates, get_args(DateOrder), problems)
    signs = _by_header("--decimal", decimals, get_args(DecimalSign), problems)
    if problems:
        raise KamError(problems)
    return ValueOptions(orders, signs)


def _by_header(option: str, given: Sequence[str], words: tuple[_T, ...], problems: list[Problem]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    known = {str(word): word for word in words}
    for text in given:
        header, _, word = text.rpartition("=")
        if (meant := known.get(word.strip().lower())) is not None:
            found[fold_header(header)] = meant
            continue
        what = say("{option} {text}: {word} is none of {words}", option=option, text=text, word=word, words=[*words])
        problems.append(Problem(Place(), what, did_you_mean(word, known)))
    return found
