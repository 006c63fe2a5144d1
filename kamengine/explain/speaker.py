"""The voice of explanations: messages, names and facts in one language, with blanks where the language wants them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kamengine.explain.model import MARKS, Trace
from kamengine.language.expressions import Constant, Expr, Type, names
from kamengine.locale import Messages
from kamengine.locale.display import boolean, plain, unknown
from kamengine.locale.display import date as date_text
from kamengine.locale.figures import figure, score_figure, written_out
from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message, say

_SEAM = "\ue000"  # where an argument meets the template; gone before anyone sees the text
_PLACE = re.compile(r" ?(\{\w+\}) ?")
_MOST_LISTED = 8


@dataclass(frozen=True)
class Speaker:
    """Says things about a pack in one language. Everything that comes out is safe on one line of a terminal.

    Attributes:
        checked: the pack whose labels and choices are used.
        messages: the translator.
        indicators: how each indicator without a ledger came about.
    """

    checked: CheckedPack
    messages: Messages
    indicators: Mapping[str, Trace] = field(default_factory=dict)

    def text(self, message: Message) -> str:
        """A message whose arguments are texts; in Chinese with a blank where Latin letters or digits meet it."""
        if self.messages.language == "en":
            return self.messages.text(message)
        marked = {name: f"{_SEAM}{value}{_SEAM}" for name, value in message.arguments.items()}
        return _joined(self.messages.text(Message(message.template, marked)).split(_SEAM))

    def filled(self, template: str, *arguments: str, **named: str) -> str:
        """The words of a function with its arguments in their places.

        Raises:
            LookupError, ValueError, AttributeError: the template asks for what is not there, or is none.
        """
        if self.messages.language == "en":
            return template.format(*arguments, **named)
        marked = [f"{_SEAM}{argument}{_SEAM}" for argument in arguments]
        close = _PLACE.sub(r"\1", template)
        text = close.format(*marked, **{name: f"{_SEAM}{value}{_SEAM}" for name, value in named.items()})
        return _joined(text.split(_SEAM))

    def name(self, name: str) -> str:
        """What people call a name of the pack."""
        return plain(self.messages.label(self.checked.label(name)))

    def listed(self, items: Sequence[str]) -> str:
        """Several things, set off by commas; of many only the first."""
        items = list(items)
        if len(items) > _MOST_LISTED + 1:
            rest = self.text(say("and {n} more", n=len(items) - _MOST_LISTED))
            items = [*items[:_MOST_LISTED], rest]
        return ("、" if self.messages.language == "zh" else ", ").join(items)

    def fact(
        self,
        value: object,
        expr: Expr,
        *,
        like: Expr | None = None,
        beside: object = None,
        bare: bool = False,
        aligned: bool = False,
    ) -> str:
        """A value as people read it.

        Args:
            value: None is unknown; the score is its two ends.
            expr: what has the value.
            like: what it is compared with: a bare number takes its unit, a text its choices.
            beside: the value of `like`, which the text must not contradict.
            bare: without the unit, since that was just said; a percentage keeps its sign.
            aligned: with as many decimals as what is beside it; see `kamengine.locale.figures.figure`.
        """
        language = self.messages.language
        if value is None:
            return unknown(language)
        if isinstance(value, tuple):
            return self._interval(value, beside)
        if isinstance(value, bool):
            return boolean(value, language)
        if isinstance(value, Decimal | float | int):
            unit = unit_of(expr.type) or (unit_of(like.type) if like is not None else None)
            if bare and unit != "ratio":
                unit = None
            if isinstance(expr, Constant) or expr.type.constant:
                return written_out(value, unit, language)
            return figure(value, unit, language, beside=_number(beside), aligned=aligned)
        if isinstance(value, date):
            return date_text(value, language)
        return self._choice(str(value), expr, like) if value else self.text(say("an empty text"))

    def _interval(self, ends: tuple[float, float], beside: object) -> str:
        """The score."""
        low, high = (score_figure(end, self.messages.language, beside=_number(beside)) for end in ends)
        return low if ends[0] == ends[1] else self.text(say("{low} to {high}", low=low, high=high))

    def _choice(self, value: str, expr: Expr, like: Expr | None) -> str:
        """The label of a choice; another text in quotation marks."""
        for source in (expr, like):
            for name in names(source, "field") if source is not None else ():
                for choice in self.checked.fields[name].choices:
                    if choice.id == value:
                        return plain(self.messages.label(choice.label) or value)
        return f"“{plain(value, 60)}”"


def source_text(source: str, messages: Messages) -> str:
    """Who vouches for a value, as packs say it; in words where nobody does."""
    return messages.say("assumption") if source.strip() == "assumption" else plain(source)


def unit_of(type: Type) -> str | None:
    """The unit of a quantity as it is written in packs."""
    if type.unit is None:
        return "ratio" if type.kind == "ratio" else None
    return str(type.unit)


def _number(value: object) -> Decimal | float | int | None:
    return value if isinstance(value, Decimal | float | int) and not isinstance(value, bool) else None


def _joined(pieces: Sequence[str]) -> str:
    text = ""
    for piece in pieces:
        text += " " + piece if text and piece and _needs_blank(text[-1], piece[0]) else piece
    return text


def _needs_blank(before: str, after: str) -> bool:
    latin_before = before.isascii() and (before.isalnum() or before == "%")
    if after in MARKS.values() and _is_han(before):
        return True
    latin_after = after.isascii() and (after.isalnum() or after == "-")
    return (latin_before and (latin_after or _is_han(after))) or (_is_han(before) and latin_after)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
