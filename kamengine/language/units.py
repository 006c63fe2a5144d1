"""Units of quantities: ``CNY/month``, ``day``, ``ratio``; multiplying and dividing them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d]\w*")
_PLURALS = {word + "s": word for word in ("day", "week", "month", "quarter", "year", "person", "hour")}
DIMENSIONLESS = {"ratio", "1"}


@dataclass(frozen=True)
class Unit:
    """A product of words with whole exponents, such as CNY¹·month⁻¹; no words at all is a ratio.

    Attributes:
        powers: the words in the order of first mention, each with its exponent (never 0).
    """

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def parse(cls, text: str, words: Mapping[str, str] | None = None) -> Unit | None:
        """The unit that a text such as ``CNY/month`` or ``CNY/month*month`` names; None if it names none.

        Args:
            text: words joined by ``*`` and ``/``; ``ratio`` is the unit of shares.
            words: words that stand for others, such as ``{"currency": "CNY"}``.
        """
        powers: Counter[str] = Counter()
        first, *rest = re.split(r"\s*([*/])\s*", text.strip())
        for operator, piece in (("*", first), *zip(rest[::2], rest[1::2], strict=True)):
            if not (_WORD.fullmatch(piece) or piece == "1"):
                return None
            sign = -1 if operator == "/" else 1
            word = _PLURALS.get(piece, piece)
            word = (words or {}).get(word, word)
            if word not in DIMENSIONLESS:
                powers[word] += sign
        return cls._of(powers)

    @classmethod
    def _of(cls, powers: Mapping[str, int]) -> Unit:
        return cls(tuple((word, power) for word, power in powers.items() if power))

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product (``sign=1``) or of a quotient (``sign=-1``)."""
        powers = Counter(dict(self.powers))
        for word, power in other.powers:
            powers[word] += sign * power
        return self._of(powers)

    def same_as(self, other: Unit) -> bool:
        """Whether both measure the same, in whatever order their words were written."""
        return dict(self.powers) == dict(other.powers)

    def __str__(self) -> str:
        """As it is written: ``CNY/month``; ``ratio`` when there are no words."""
        above = [word for word, power in self.powers for _ in range(max(power, 0))]
        below = [word for word, power in self.powers for _ in range(max(-power, 0))]
        if not above and not below:
            return "ratio"
        return "/".join(["*".join(above) or "1", *below])


RATIO = Unit()
