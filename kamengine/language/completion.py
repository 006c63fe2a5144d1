"""What can stand where somebody is writing in a condition, and where in its text something wrong is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kamengine.language.checker import Finding
from kamengine.language.syntax import WORDS, is_name
from kamengine.language.vocabulary import Symbol, Vocabulary

CandidateKind = Literal["name", "function", "choice", "word"]
_WORD = re.compile(r"\w*\Z")
_OPEN_TEXT = re.compile(r"'([^']*)\Z")
_COMPARED = re.compile(r"(\w+)\s*(?:=|<>|!=|(?:not\s+)?in\s*\((?:\s*'[^']*'\s*,)*)\s*\Z", re.IGNORECASE)
_LANGUAGE = tuple(word.lower() for word in WORDS if word not in ("DATE", "WHEN", "THEN", "ELSE", "END"))


@dataclass(frozen=True)
class Candidate:
    """Something that can stand there.

    Attributes:
        text: as it is written in a condition, with quotes or an opening parenthesis where it needs them.
        kind: what it is.
        name: what it is called; of a choice its id.
        of: of a choice the name that is compared.
    """

    text: str
    kind: CandidateKind
    name: str
    of: str = ""


@dataclass(frozen=True)
class Completions:
    """What can stand in the place of a part of a text.

    Attributes:
        start: where the part begins.
        end: where it ends.
        candidates: the best first.
    """

    start: int
    end: int
    candidates: tuple[Candidate, ...]

    def take(self, text: str, candidate: Candidate) -> tuple[str, int]:
        """The text with a candidate in its place, and where the cursor is then: behind it."""
        return text[: self.start] + candidate.text + text[self.end :], self.start + len(candidate.text)


def completions(text: str, cursor: int, vocabulary: Vocabulary) -> Completions:
    """What can stand where the cursor is.

    Values of a choice come where a name is compared with one; else names, then functions, then words of the language.
    What begins with what was typed comes first, then what has it in it, then what people call so.

    Args:
        text: the condition so far.
        cursor: where somebody writes, from 0.
        vocabulary: what may be written.
    """
    before, after = text[:cursor], text[cursor:]
    if before.count("'") % 2:
        opened = _OPEN_TEXT.search(before)
        assert opened is not None
        rest = re.match(r"[^'\s]*'?", after)
        end = cursor + (rest.end() if rest is not None else 0)
        return Completions(opened.start(), end, _choices(before[: opened.start()], opened[1], vocabulary))
    typed = _WORD.search(before)
    assert typed is not None
    end = cursor + len(re.match(r"\w*", after)[0])  # type: ignore[index]  # it matches nothing, too
    if typed[0][:1].isdigit():
        return Completions(typed.start(), end, ())
    choices = _choices(before[: typed.start()], typed[0], vocabulary)
    named = () if choices and not typed[0] else tuple(_ranked(_written(vocabulary), typed[0], vocabulary))
    return Completions(typed.start(), end, (*choices, *named))


def place_of(finding: Finding, text: str) -> tuple[int, int] | None:
    """Where in a text something wrong is: from a place up to another; None when that cannot be told."""
    arguments = finding.what.arguments
    at = arguments.get("at")
    if isinstance(at, int) and 0 < at <= len(text):
        word = re.compile(r"\w+|\S").match(text, at - 1)
        return (at - 1, word.end()) if word is not None else (at - 1, at)
    for name in ("value", "text", "name"):
        wrong = arguments.get(name)
        if isinstance(wrong, str) and wrong:
            edge = r"(?!\w)" if wrong[-1:].isalnum() else ""
            found = re.search(rf"(?<!\w){re.escape(wrong)}{edge}", text)
            if found is not None:
                return found.span()
    return None


def _choices(before: str, typed: str, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """The values of the name that stands before, those that fit what was typed."""
    compared = _COMPARED.search(before)
    symbol = vocabulary.symbols.get(compared[1]) if compared is not None else None
    if symbol is None:
        return ()
    ids = symbol.type.choices or tuple(choice.id for choice in symbol.choices)
    found = [Candidate(f"'{id}'", "choice", id, symbol.name) for id in ids if "'" not in id]
    return tuple(_ranked(found, typed, vocabulary))


def _written(vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Everything that may be written: names, functions, words of the language."""
    for name, symbol in vocabulary.symbols.items():
        if symbol.role != "table" and is_name(name):
            yield Candidate(name, "name", name)
    for name, function in vocabulary.functions.items():
        if function.scope in vocabulary.scopes:
            yield Candidate(f"{name}(", "function", name)
    yield from (Candidate(word, "word", word) for word in _LANGUAGE)


def _ranked(candidates: Iterable[Candidate], typed: str, vocabulary: Vocabulary) -> list[Candidate]:
    """Those that fit what was typed, the best first, else as they came."""
    wanted = typed.casefold()
    found: tuple[list[Candidate], ...] = ([], [], [])
    for candidate in candidates:
        name = candidate.name.casefold()
        if name.startswith(wanted):
            found[0].append(candidate)
        elif wanted in name and candidate.kind != "word":
            found[1].append(candidate)
        elif any(wanted in word.casefold() for word in _called(candidate, vocabulary)):
            found[2].append(candidate)
    return [candidate for each in found for candidate in each]


def _called(candidate: Candidate, vocabulary: Vocabulary) -> Iterator[str]:
    """What people call it."""
    if candidate.kind == "name":
        yield from vocabulary.symbols[candidate.name].words
    elif candidate.kind == "function":
        doc = vocabulary.functions[candidate.name].doc
        yield from (doc.en, doc.zh)
    elif candidate.kind == "choice":
        symbol: Symbol = vocabulary.symbols[candidate.of]
        for choice in symbol.choices:
            if choice.id == candidate.name:
                yield from (choice.label.en, choice.label.zh, *choice.aliases)
