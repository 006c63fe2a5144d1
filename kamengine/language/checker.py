"""Walks a syntax tree from node to node and keeps what it finds wrong; what each node means is in ``check_….py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from kamengine.language import expressions as node
from kamengine.language.expressions import NULL, Expr, Type
from kamengine.language.typing_rules import TypeMismatch
from kamengine.language.vocabulary import Vocabulary
from kamengine.problems import Message, did_you_mean, say

NOTHING = node.Constant(NULL, None)
"""Stands for a part that is wrong."""


@dataclass(frozen=True)
class Finding:
    """Something wrong in a condition, with a remedy where there is one."""

    what: Message
    remedy: Message | None = None


class Checker:
    """Walks one syntax tree; keeps what it finds wrong."""

    def __init__(self, vocabulary: Vocabulary, handlers: Mapping[type[exp.Expr], Handler]) -> None:
        """Nothing is wrong yet.

        Args:
            vocabulary: what may be written.
            handlers: for each kind of node that is part of the language, what types it.
        """
        self.vocabulary, self.handlers = vocabulary, handlers
        self.findings: list[Finding] = []

    def expression(self, tree: exp.Expr) -> Expr:
        """The typed form of any node."""
        while type(tree) is exp.Paren:
            tree = tree.this
        handler = self.handlers.get(type(tree))
        if handler is None:
            return self.wrong(say("{text} is not part of the language", text=source(tree)))
        try:
            return handler(self, tree)
        except TypeMismatch as mismatch:
            return self.wrong(mismatch.message)

    def condition(self, tree: exp.Expr) -> Expr:
        """The typed form of a node that must be yes, no or unknown."""
        expr = self.expression(tree)
        self.refuse_score(expr)
        if expr.type.kind not in ("bool", "null"):
            return self.wrong(say("{text} is a {kind}, not a condition", text=source(tree), kind=expr.type.kind))
        return expr

    def quantity(self, tree: exp.Expr) -> Expr:
        """The typed form of a node that takes part in arithmetic."""
        expr = self.expression(tree)
        self.refuse_score(expr)
        if not expr.type.numeric and expr.type.kind != "null":
            return self.wrong(
                say("{text} is a {kind}; only numbers are added or multiplied", text=source(tree), kind=expr.type.kind)
            )
        return expr

    def wrong(self, what: Message, remedy: Message | None = None) -> Expr:
        """Note what is wrong; the expression that takes the place of what was written."""
        self.findings.append(Finding(what, remedy))
        return NOTHING

    def refuse_score(self, expr: Expr) -> None:
        """Note it when the score is used otherwise than in a comparison."""
        if is_score(expr):
            self.wrong(say("score can only be compared, such as score >= 80"))

    def is_wrong(self, *parts: Expr) -> bool:
        """Whether one of these is wrong, which has been noted already."""
        return any(part is NOTHING for part in parts)

    def check_choices(self, left: Expr, right: Expr) -> None:
        """Note it when a text written beside a choice is not in its list."""
        for item, other in ((left, right), (right, left)):
            if item.type.kind != "choice" or not isinstance(other, node.Constant) or other.value is None:
                continue
            if str(other.value) not in item.type.choices:
                name = item.name if isinstance(item, node.Name) else "this"
                what = say(
                    "{value} is not one of the choices of {name} ({choices})",
                    value=f"'{other.value}'",
                    name=name,
                    choices=self.vocabulary.choices_of(name, item.type.choices),
                )
                near = self.vocabulary.nearest_choice(name, str(other.value))
                self.findings.append(Finding(what, near or did_you_mean(str(other.value), item.type.choices)))

    def check_words(self, left: Expr, right: Expr) -> None:
        """Note it when a single word is compared with all words of a list, which are it for hardly anybody."""
        for item, other in ((left, right), (right, left)):
            if not item.type.words or not isinstance(other, node.Constant) or not other.value:
                continue
            word, name = str(other.value), item.name if isinstance(item, node.Name) else "this"
            if "," not in word:
                what = say("{name} lists all words of an account in one text, such as 'vip, at risk'", name=name)
                calls = {"any": f"{name} like '%{word}%'", "only": f"{name} like '{word}'"}
                self.findings.append(Finding(what, say("write {any}, or {only} for those that have no other", **calls)))


def varying(type: Type) -> Type:
    """The type of a value that is chosen or computed per account, even when all it can be is constant."""
    return Type(type.kind, type.unit, type.choices, type.decimal, fine=type.fine)


def is_score(expr: Expr) -> bool:
    """Whether this is the score itself."""
    return isinstance(expr, node.Name) and expr.role == "score"


def source(tree: exp.Expr) -> str:
    """A part of a condition as it is written, clipped."""
    text = tree.sql()
    return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


Handler = Callable[[Checker, Any], Expr]
"""Types one kind of node."""
