"""Fields by what people call them: the name, a label or an alias."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine.declarations import Field
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.rows import shown
from kamengine.problems import Message, did_you_mean, say

_LONGEST_COMPARED = 80


def fields_called(text: str, fields: Iterable[Field]) -> list[Field]:
    """The fields that a name means, else a label or an alias; capitals, blanks and punctuation do not matter.

    Returns:
        one field when the text is its name, else all that have such a label or alias.
    """
    fields = tuple(fields)
    named = [field for field in fields if field.name.casefold() == text.casefold()]
    folded = fold_header(text)
    return named[:1] or [field for field in fields if folded and folded in map(fold_header, spellings_of(field))]


def nearest_field(text: str, fields: Iterable[Field]) -> Message | None:
    """Did you mean: the field with the nearest name, label or alias; None when none is near."""
    names: dict[str, str] = {}
    for field in fields:
        for spelling in spellings_of(field):
            names.setdefault(spelling, field.name)
    hint = did_you_mean(text[:_LONGEST_COMPARED], [each for each in names if len(each) <= _LONGEST_COMPARED])
    if hint is None:
        return None
    near = str(hint.arguments["name"])
    if fold_header(names[near]) == fold_header(near):
        return say("did you mean {name}?", name=names[near])
    return say("did you mean {name} ({label})?", name=names[near], label=shown(near))


def spellings_of(field: Field) -> tuple[str, ...]:
    """All that a field is called: its name, labels and aliases."""
    return tuple(filter(None, (field.name, field.label.en, field.label.zh, *field.aliases)))
