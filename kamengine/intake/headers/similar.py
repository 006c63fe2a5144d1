"""Headers that are only similar to a field: a proposal with a confidence, never taken unasked.

Two texts are compared in two ways, and the better one counts:

- by their pairs of neighbouring letters: the coefficient of Dice (1945) and Sørensen (1948), 2·|A ∩ B| / (|A| + |B|),
  over the folded texts, which forgives slips and endings;
- by their words: the same coefficient over the letters in words that both have, after standard abbreviations and
  synonyms (`kamengine.intake.headers.words`), which forgives order and ``amt`` for amount.

Every word that sets one text apart must have its like in the other: ``total_day_charge`` is not ``total_charges``, and
``First order date`` not ``Last order date``, however many letters they share. Digits must agree (``Address 1: City`` is
never similar to ``Address 2: City``), numbers and codes are similar only to such (``Cust No.`` is no name), and what is
the id of something else (``Account Owner.id``, ``负责人_唯一性ID``) is similar to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kamengine.declarations import Field
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.headers.words import is_code, is_id_of_another, latin_words, words_of

LEAST_CONFIDENCE = 0.8
"""Below this a proposal would more often be wrong than right."""

_SLIP = 0.6
"""Words that share this much of their pairs of letters are one word with a slip or another ending."""

_GLUED = 0.7
"""A word of which so much is made of words of the other text is these words, written together."""

_SETS_NOTHING_APART = frozenset(
    ("total", "amount", "value", "sum", "name", "cny", "rmb", "usd", "eur", "gbp", "hkd", "jpy", "yuan", "currency")
)
_LONGEST_COMPARED = 80
_MOST_COMPARED = 1_000


@dataclass(frozen=True)
class _Spelling:
    """One text that means a field, taken apart."""

    field: Field
    digits: list[str]
    pairs: Counter[str]
    words: Counter[str]
    latin: frozenset[str]
    code: bool


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
                    parts = _digits(folded), _pairs(folded), _weighed(text), latin_words(text), is_code(text)
                    spelling = _Spelling(field, *parts)
                    for part in {*spelling.pairs, *spelling.words}:
                        self._by_part[part].append(spelling)

    def near(self, header: str) -> list[tuple[Field, float]]:
        """The fields that a header is similar to, each with the best confidence of its spellings."""
        folded = fold_header(header)
        digits, pairs, words, latin = _digits(folded), _pairs(folded), _weighed(header), latin_words(header)
        code = is_code(header)
        candidates = {id(each): each for part in {*pairs, *words} for each in self._by_part.get(part, ())}
        best: dict[str, tuple[Field, float]] = {}
        for spelling in candidates.values():
            if spelling.digits != digits or spelling.code != code:
                continue
            confidence = round(max(_dice(pairs, spelling.pairs), _by_words(words, spelling.words)), 2)
            if confidence < max(LEAST_CONFIDENCE, best.get(spelling.field.name, (None, 0.0))[1]):
                continue
            if not (_set_apart(latin, spelling.latin) or _set_apart(spelling.latin, latin)):
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


def _set_apart(one: Iterable[str], other: Collection[str]) -> bool:
    """Whether a word of one text says something that the other does not."""
    return any(word not in _SETS_NOTHING_APART and not _has_like(word, other) for word in one)


def _has_like(word: str, others: Collection[str]) -> bool:
    """Whether a word is one of the others, but for a slip or an ending, or is some of them written together."""
    if word in others or any(_dice(_pairs(word), _pairs(other)) >= _SLIP for other in others):
        return True
    within = sum(len(other) for other in others if len(other) > 2 and other in word)
    return within >= _GLUED * len(word) or any(len(word) > 2 and word in other for other in others)


def _digits(folded: str) -> list[str]:
    return re.findall(r"\d+", folded)
