"""Headers that are only similar to a field: a proposal with a confidence, never taken unasked.

Two texts are compared in two ways, and the better one counts:

- by their pairs of neighbouring letters: the coefficient of Dice (1945) and Sørensen (1948), 2·|A ∩ B| / (|A| + |B|),
  over the folded texts, which forgives slips and endings;
- by their words: the same coefficient over the letters in words that both have, after standard abbreviations and
  synonyms (`kamengine.intake.headers.words`), which forgives order and ``amt`` for amount.

Digits must agree (``Address 1: City`` is never similar to ``Address 2: City``), and what is the id of something else
(``Account Owner.id``, ``负责人_唯一性ID``) is similar to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kamengine.declarations import Field
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.words import is_id_of_another, words_of

LEAST_CONFIDENCE = 0.8
"""Below this a proposal would more often be wrong than right."""

_LONGEST_COMPARED = 80
_MOST_COMPARED = 1_000


@dataclass(frozen=True)
class _Spelling:
    """One text that means a field, taken apart."""

    field: Field
    digits: list[str]
    pairs: Counter[str]
    words: Counter[str]


def similar_fields(headers: Mapping[int, str], fields: Iterable[Field]) -> dict[int, tuple[Field, float]]:
    """The field that each column may mean, with how sure that is; a field goes to the most similar column only.

    Args:
        headers: of the columns that are left over, by position; a thousand different ones are looked at.
        fields: those that no column has.
    """
    index = _Index(fields)
    columns: dict[str, int] = {}
    for column, header in headers.items():
        if 2 <= len(header) <= _LONGEST_COMPARED and not is_id_of_another(header):
            columns.setdefault(header, column)
    found = [
        (-confidence, column, field.name, field)
        for header, column in list(columns.items())[:_MOST_COMPARED]
        for field, confidence in index.near(header)
    ]
    proposals: dict[int, tuple[Field, float]] = {}
    given: set[str] = set()
    for negative, column, name, field in sorted(found, key=lambda each: each[:3]):
        if column not in proposals and name not in given:
            proposals[column] = (field, -negative)
            given.add(name)
    return proposals


class _Index:
    """All spellings, found by the pairs of letters and the words in them."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._by_part: dict[str, list[_Spelling]] = defaultdict(list)
        for field in fields:
            for text in dict.fromkeys((field.name, *field.aliases, field.label.en, field.label.zh)):
                folded = fold_header(text)
                if folded:
                    spelling = _Spelling(field, _digits(folded), _pairs(folded), _weighed(text))
                    for part in {*spelling.pairs, *spelling.words}:
                        self._by_part[part].append(spelling)

    def near(self, header: str) -> list[tuple[Field, float]]:
        """The fields that a header is similar to, each with the best confidence of its spellings."""
        folded = fold_header(header)
        digits, pairs, words = _digits(folded), _pairs(folded), _weighed(header)
        candidates = {id(each): each for part in {*pairs, *words} for each in self._by_part.get(part, ())}
        best: dict[str, tuple[Field, float]] = {}
        for spelling in candidates.values():
            if spelling.digits != digits:
                continue
            confidence = round(max(_dice(pairs, spelling.pairs), _by_words(words, spelling.words)), 2)
            if confidence >= max(LEAST_CONFIDENCE, best.get(spelling.field.name, (None, 0.0))[1]):
                best[spelling.field.name] = (spelling.field, min(confidence, 0.99))
        return list(best.values())


def _pairs(folded: str) -> Counter[str]:
    """The pairs of neighbouring letters."""
    return Counter(a + b for a, b in pairwise(folded))


def _weighed(text: str) -> Counter[str]:
    """The words of a text, each as often as it has letters, so that long words count more."""
    return Counter({word: len(word) for word in words_of(text)})


def _dice(one: Counter[str], other: Counter[str]) -> float:
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def _by_words(one: Counter[str], other: Counter[str]) -> float:
    """How alike two sets of words are; a single word is not like two of which it is one."""
    return _dice(one, other) if min(len(one), len(other)) > 1 or set(one) == set(other) else 0.0


def _digits(folded: str) -> list[str]:
    return re.findall(r"\d+", folded)
