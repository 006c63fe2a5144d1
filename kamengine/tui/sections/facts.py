"""The facts: everything that is known of the account, and what is not."""

from __future__ import annotations

from rich.cells import cell_len

from kamengine.explain import Explanation, Sentences
from kamengine.explain.provenance import origin_text, shown_corrections
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import say
from kamengine.tui.lines import Line, fit, paragraph

_LONGEST_TEXT = 400  # cells
_GIVEN_ABOVE = ("account_id", "name")


def facts(explanation: Explanation, messages: Messages, cells: int) -> list[Line]:
    """Fields, then indicators, each with its value (and where it was corrected, the imported one); then the unknown."""
    words = Sentences.of(explanation, messages)
    checked = explanation.checked
    names = [name for name in (*checked.fields, *checked.pack.indicators) if name not in _GIVEN_ABOVE]
    corrected = {fact.correction.field: origin_text(fact, words) for fact in shown_corrections(explanation)}
    known = [name for name in names if name in corrected or explanation.values.get(name) is not None]
    missing = [words.name(name) for name in names if name not in known]
    wide = min(max((cell_len(words.name(name)) for name in known), default=0), cells // 2)
    lines: list[Line] = []
    for name in known:
        label = (fit(words.name(name), wide), "muted")
        lines += paragraph(_value(explanation, words, name), cells, first=(label, ("  ", "")))
        if name in corrected:
            lines += paragraph(corrected[name], cells, "muted", first=((" " * (wide + 2), ""),))
    if missing:
        lines += paragraph(words.text(say("Not known: {facts}", facts=words.listed(missing))), cells, "muted")
    return lines


def _value(explanation: Explanation, words: Sentences, name: str) -> str:
    value = explanation.values.get(name)
    kind = explanation.checked.symbols[name].type.kind
    return plain(value, _LONGEST_TEXT) if kind == "text" and isinstance(value, str) else words.value_of(name, value)
