"""What a function of the language is. `kamengine.language.builtins` has the table of those that are always there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlglot import exp

from kamengine.declarations import Kind, Label
from kamengine.language.expressions import Type
from kamengine.language.typing_rules import TypeMismatch
from kamengine.language.units import Unit
from kamengine.problems import say

QUANTITY: tuple[str, ...] = ("integer", "number", "money", "ratio")
ORDERED: tuple[str, ...] = (*QUANTITY, "date")
ANYTHING: tuple[str, ...] = (*ORDERED, "bool", "text", "choice")


@dataclass(frozen=True)
class Parameter:
    """One argument of a function.

    Attributes:
        name: what the documentation calls it.
        kinds: the kinds it accepts; ``table`` for the name of a table of the pack.
        repeated: it may be given once or more; only for the last.
        optional: it may be left out; only for the last.
        constant: it must be a number written out or a parameter of the pack.
        unit: what it is measured in, such as ``ratio``; a bare number takes it.
        options: it must be one of these texts, written out; each with what a sentence calls it.
    """

    name: str
    kinds: tuple[str, ...] = QUANTITY
    repeated: bool = False
    optional: bool = False
    constant: bool = False
    unit: Unit | None = None
    options: Mapping[str, Label] = field(default_factory=dict, hash=False)

    @property
    def signature(self) -> str:
        """How it stands in a call: ``x``, ``[places]``, ``condition, …``, ``'before' | 'including'``."""
        name = " | ".join(f"'{option}'" for option in self.options) or self.name
        return f"[{name}]" if self.optional else f"{name}, …" if self.repeated else name


@dataclass(frozen=True)
class Function:
    """A function that conditions may call. One definition drives checking, SQL, reference evaluation and words.

    Attributes:
        name: lower case; calls may be written in any case.
        parameters: what it takes.
        result: the kind of what comes back, or a function of the argument types that gives it (it may raise
            `TypeMismatch`).
        sql: from one sqlglot expression per argument to the sqlglot expression of the result.
        reference: the same in Python, on plain values with None for unknown; slow, and the judge of `sql`.
        words: how a sentence names the result: ``{0}``, ``{1}`` are the arguments' words, ``{all}`` all of them.
        doc: one line for ``kam functions``.
        unit: unit of the result, when `result` is a kind.
        scope: ``account`` looks at one account; ``portfolio`` at the columns of all accounts in scope (`sql` writes
            windows, which may hold others; `reference` maps lists to a list, and gets one of True where there is no
            argument); ``ledger`` at the rows of one account (`sql` also gets the condition of the rows that count and
            their date, `reference` the list of values in the order of date).
        dated: of scope ``ledger``, and needs the dates: `sql` also gets the as-of date, last, and `reference` gets the
            dates in order, the as-of date, and then the values.
        unknown: ``strict``: unknown if any argument is, and the compiler sees to it; ``native``: the same, and the SQL
            does so by itself; ``own``: the function decides.
        numbers: ``float``: numbers arrive in double precision; ``as_is``: decimals stay decimals; ``decimal``: all
            arrive as decimals with six places, so that sums are exact; ``compared``: as comparisons take them, doubles
            rounded.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: Kind | Callable[[Sequence[Type]], Type]
    sql: Callable[..., exp.Expr]
    reference: Callable[..., Any]
    words: Label
    doc: Label
    unit: str | None = None
    scope: Literal["account", "portfolio", "ledger"] = "account"
    unknown: Literal["strict", "native", "own"] = "strict"
    numbers: Literal["float", "as_is", "decimal", "compared"] = "float"
    dated: bool = False

    @property
    def signature(self) -> str:
        """How it is called: ``round(x, [places])``, ``coalesce(x, …)``."""
        return f"{self.name}({', '.join(parameter.signature for parameter in self.parameters)})"

    def parameter(self, index: int) -> Parameter | None:
        """The parameter that takes the argument at an index; None when there are too many."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.parameters[-1] if self.parameters and self.parameters[-1].repeated else None

    def result_type(self, arguments: Sequence[Type]) -> Type:
        """The type of a call with arguments of these types.

        Raises:
            TypeMismatch: an argument does not fit, or there are too few or too many.
        """
        self._check_count(len(arguments))
        for index, type in enumerate(arguments):
            parameter = self.parameter(index)
            assert parameter is not None
            if type.kind != "null" and "table" not in parameter.kinds and type.kind not in parameter.kinds:
                raise TypeMismatch(
                    say(
                        "{name} of {function} must be {kinds}, not {kind}",
                        name=parameter.name,
                        function=self.name,
                        kinds=" | ".join(parameter.kinds),
                        kind=type.kind,
                    )
                )
        if callable(self.result):
            return self.result(arguments)
        return Type(self.result, Unit.parse(self.unit) if self.unit else None)

    def _check_count(self, count: int) -> None:
        least = sum(not p.optional for p in self.parameters)
        if count < least or (count and self.parameter(count - 1) is None):
            raise TypeMismatch(
                say("{signature} is called with {count} arguments", signature=self.signature, count=count)
            )
