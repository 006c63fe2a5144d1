"""Messages in the reader's language, from gettext catalogs whose keys are the English templates."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from kamengine.declarations import Label
from kamengine.locale.choice import Language, choose_language
from kamengine.problems import Message

_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_BLANK_AT_A_NAME = re.compile("[\u3400-\u9fff] \\{|\\} [\u3400-\u9fff]")
_LIST_COMMA: dict[Language, str] = {"zh": "、", "en": ", "}


@dataclass(frozen=True)
class Messages:
    """A translator into one language; what has no translation is shown in English.

    Attributes:
        language: the language that comes out.
        translations: the template in that language, by English template.
    """

    language: Language
    translations: Mapping[str, str]

    @classmethod
    def of(cls, language: Language | None = None) -> Messages:
        """The translator into a language; None means the language of the environment (see `choose_language`)."""
        chosen = language or choose_language(None, os.environ)
        return cls(chosen, _catalog(chosen))

    def text(self, message: Message) -> str:
        """The message in this language.

        Messages and labels among its arguments are translated too, and lists of anything are written out
        (``a, b`` or ``a、b``). Other arguments go in as their format string says; text in them is never read as a
        template.
        """
        template = self.translations.get(message.template, message.template)
        arguments = {name: self._argument(value) for name, value in message.arguments.items()}
        words = {name for name, value in message.arguments.items() if isinstance(value, Message | Label)}
        if words and self.language == "zh" and _BLANK_AT_A_NAME.search(template):
            return _set_close(template, arguments, words)
        return template.format(**arguments)

    def say(self, template: str, /, **arguments: object) -> str:
        """A template with its arguments, in this language; the template must be a literal."""
        return self.text(Message(template, arguments))

    def label(self, label: Label) -> str:
        """The label in this language, or in the other one when it has no text in this."""
        return label.in_language(self.language)

    def _argument(self, value: object) -> object:
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, Label):
            return self.label(value)
        if isinstance(value, list | tuple):
            return _LIST_COMMA[self.language].join(str(self._argument(item)) for item in value)
        return value


def our_words(text: str) -> Label:
    """Text as words of ours, such as the name of a tier: set off by blanks in Chinese only where it is Latin.

    ``可能是战略客户``, but ``可能是 A 类``. Other texts keep the blanks of the template, so that it is seen where they
    begin and end.
    """
    return Label(text, text)


def _set_close(template: str, arguments: Mapping[str, object], words: Collection[str]) -> str:
    """The template with its arguments, without a blank beside our own words that would part two Chinese characters.

    Names in Latin letters are set off by blanks, Chinese words are not: ``导入 bills 的文件``, but ``导入客户的文件``.
    What people typed, and what stands in files, keeps its blanks, so that it is seen where it begins and ends.

    Args:
        template: in Chinese.
        arguments: as text or to be formatted.
        words: the names of the arguments that are our words.
    """
    text, before = "", False
    for literal, name, form, conversion in Formatter().parse(template):
        if before and literal.startswith(" ") and _IDEOGRAPH.match(text[-1:]) and _IDEOGRAPH.match(literal[1:]):
            literal = literal[1:]
        text += literal
        if name is None:
            continue
        before = name in words
        shown = f"{{{name}{f'!{conversion}' if conversion else ''}:{form}}}".format(**arguments)
        if before and text.endswith(" ") and _IDEOGRAPH.match(text[-2:]) and _IDEOGRAPH.match(shown):
            text = text[:-1]
        text += shown
    return text


@lru_cache
def _catalog(language: Language) -> Mapping[str, str]:
    """Translations by English template; read once, and for English not at all."""
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # costs 20 ms that English readers need not pay

    with Path(__file__).with_name("zh_CN.po").open("rb") as file:
        entries = read_po(file, locale="zh_CN", charset="utf-8", abort_invalid=True)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}
