"""The columns of a run as people name them: by name, or by the label that stands above them in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamengine.engine.results import Results


def columns_meant(text: str, results: Results) -> tuple[str, ...]:
    """The names of the columns in a list with commas, each with the ``-`` that may stand before it.

    A label stands for its column where only one has it; capitals, blanks and punctuation do not matter. What is called
    by neither stays as it was typed, for whoever looks the columns up to refuse.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word.removeprefix("-") not in results.columns() | results.looked_at]
    labels = _labels(results) if unknown else {}
    return tuple(_named(word, labels) if word in unknown else word for word in words)


def _named(word: str, labels: Mapping[str, set[str]]) -> str:
    from kamengine.intake.headers.folding import fold_header

    sign = "-" if word.startswith("-") else ""
    found = labels.get(fold_header(word.removeprefix("-")), set())
    return f"{sign}{next(iter(found))}" if len(found) == 1 else word


def _labels(results: Results) -> dict[str, set[str]]:
    """The columns that each label names, in both languages, by the folded label."""
    from kamengine.declarations import Label
    from kamengine.engine.headings import HEADINGS
    from kamengine.engine.results import SCORE
    from kamengine.intake.headers.folding import fold_header

    found: dict[str, set[str]] = {}
    for name in (*results.columns(), *results.looked_at, SCORE):
        label, heading = results.checked.label(name), HEADINGS.get(name, Label())
        for text in filter(None, (label.en, label.zh, heading.en, heading.zh)):
            found.setdefault(fold_header(text), set()).add(name)
    return found
