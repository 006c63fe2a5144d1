"""What may be written in one place of a pack: names, functions, and which kinds of functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamengine.declarations import Choice
from kamengine.language.builtins import BUILTINS
from kamengine.language.expressions import Role, Type
from kamengine.language.functions import Function
from kamengine.problems import Message, did_you_mean, say


@dataclass(frozen=True)
class Symbol:
    """What a name stands for: its role, its type, and for a table the types of its keys.

    Attributes:
        words: what people and files call it; only for hints, since a condition takes the name.
        choices: the values that it may have, with their labels; only for hints too.
    """

    name: str
    role: Role
    type: Type
    keys: tuple[Type, ...] = ()
    words: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """What may be written: the names, the functions, and which scopes of functions.

    Attributes:
        symbols: by name.
        functions: by lower-case name; the built-in ones are always there.
        scopes: the scopes of functions that are allowed here; see `Function.scope`.
    """

    symbols: Mapping[str, Symbol]
    functions: Mapping[str, Function]
    scopes: Collection[str] = ("account", "portfolio")

    @classmethod
    def of(
        cls, symbols: Mapping[str, Symbol], functions: Mapping[str, Function] | None = None, *scopes: str
    ) -> Vocabulary:
        """A vocabulary with the built-in functions and those of plugins."""
        return cls(symbols, {**BUILTINS, **(functions or {})}, scopes or ("account", "portfolio"))

    def nearest(self, word: str) -> Message | None:
        """Did you mean: the name that a word is nearly, or that people call so."""
        called = {text: symbol.name for symbol in self.symbols.values() for text in symbol.words if text}
        if word in called:
            return say("did you mean {name}?", name=called[word])
        return did_you_mean(word, self.symbols) or _meant(word, called)

    def nearest_choice(self, name: str, word: str) -> Message | None:
        """Did you mean: the value of a field that a text is nearly, or is called so; None for a name without values."""
        choices = self.symbols[name].choices if name in self.symbols else ()
        called = {text: each.id for each in choices for text in (*each.aliases, each.label.en, each.label.zh) if text}
        return _meant(word, called)

    def choices_of(self, name: str, ids: Sequence[str]) -> object:
        """The values of a field, each with its label where it has one that says more."""
        choices = self.symbols[name].choices if name in self.symbols else ()
        labels = {each.id: each.label for each in choices if {each.label.en, each.label.zh} - {"", each.id}}
        if not labels:
            return ", ".join(ids)
        return [say("{id} ({label})", id=id, label=labels[id]) if id in labels else id for id in ids]


def _meant(word: str, called: Mapping[str, str]) -> Message | None:
    """Did you mean: what is nearly called so, else the only one that is called something with the word in it.

    Args:
        word: what somebody wrote.
        called: the names by what people call them.
    """
    near = did_you_mean(word, called)
    if near is not None:
        return say("did you mean {name}?", name=called[str(near.arguments["name"])])
    having = {name for text, name in called.items() if word and word.casefold() in text.casefold()}
    return say("did you mean {name}?", name=having.pop()) if len(having) == 1 else None
