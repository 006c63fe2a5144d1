"""What may be written in one place of a pack: names, functions, and which kinds of functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kamengine.language.builtins import BUILTINS
from kamengine.language.expressions import Role, Type
from kamengine.language.functions import Function


@dataclass(frozen=True)
class Symbol:
    """What a name stands for: its role, its type, and for a table the types of its keys."""

    name: str
    role: Role
    type: Type
    keys: tuple[Type, ...] = ()


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
