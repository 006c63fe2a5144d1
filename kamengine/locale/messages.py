"""Messages in the reader's language, from gettext catalogs whose keys are the English templates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kamengine.declarations import Label
from kamengine.locale.choice import Language, choose_language
from kamengine.problems import Message

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
        return template.format(**{name: self._argument(value) for name, value in message.arguments.items()})

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


@lru_cache
def _catalog(language: Language) -> Mapping[str, str]:
    """Translations by English template; read once, and for English not at all."""
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # costs 20 ms that English readers need not pay

    with Path(__file__).with_name("zh_CN.po").open("rb") as file:
        entries = read_po(file, locale="zh_CN", charset="utf-8", abort_invalid=True)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}
