"""What goes wrong, as values: collected, then shown all at once.

A `Message` is an English template with its arguments, translated only when it is shown. A `Problem` adds the place
(file, line, key) and the remedy. `KamError` carries problems to the edge, where the command line prints one line each.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

_MOST_WORDS = 8


@dataclass(frozen=True)
class Message:
    """An English template such as ``unknown name {name}`` and the values to put in; translated when shown."""

    template: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The message in English, as `kamengine.locale.Messages` has it: lists of anything are written out."""
        return self.template.format(**{name: _written_out(value) for name, value in self.arguments.items()})


def _written_out(value: object) -> object:
    """A list as text (``a, b``), whatever is in it; anything else as it is, to be formatted as the template says."""
    return ", ".join(str(_written_out(item)) for item in value) if isinstance(value, list | tuple) else value


def code_of(message: Message) -> str:
    """A stable name of what a message says, for scripts: ``unknown name {name}`` is ``unknown-name``."""
    head = re.split(r"[;:—]", message.template, maxsplit=1)[0]
    words = re.findall(r"[a-z0-9]+", re.sub(r"\{\w*\}", " ", head).lower())
    return "-".join(words[:_MOST_WORDS]) or "problem"


class Translator(Protocol):
    """Anything that turns a `Message` into text in one language (see `kamengine.locale.Messages`)."""

    def text(self, message: Message) -> str:
        """The message in the translator's language."""
        ...


def say(template: str, /, **arguments: object) -> Message:
    """A message; the template is the key of the translation catalogs, so it must be a literal."""
    return Message(template, arguments)


@dataclass(frozen=True)
class Place:
    """Where a problem is: a file, a line in it (1-based), a key (``tiers[2].when``). Any part may be missing."""

    file: str | None = None
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        """The place as ``file:line: key``, with what is missing left out."""
        head = self.file or ""
        if self.line is not None:
            head = f"{head}:{self.line}" if head else f"line {self.line}"
        return ": ".join(part for part in (head, self.key) if part)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    place: Place
    what: Message
    remedy: Message | None = None

    def text(self, translator: Translator | None = None) -> str:
        """The problem on one line: ``file:line: key: what is wrong — what to do``, with the marks of the language."""
        show = translator.text if translator else str
        where, line = str(self.place), show(self.what)
        if where:
            line = show(say("{where}: {what}", where=where, what=line))
        return show(say("{text} — {remedy}", text=line, remedy=show(self.remedy))) if self.remedy else line


class KamError(Exception):
    """Bad input or usage: one or more problems that the user can mend. Never a bug of ours."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order in which they should be shown."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))

    @classmethod
    def of(cls, what: Message, remedy: Message | None = None, *, place: Place | None = None) -> KamError:
        """An error with a single problem."""
        return cls([Problem(place or Place(), what, remedy)])


_REASONS: Mapping[int, Message] = {
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EROFS: say("Read-only file system"),
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EFBIG: say("File too large"),
    errno.EIO: say("Input/output error"),
    errno.ENOENT: say("No such file or directory"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.ELOOP: say("Too many levels of symbolic links"),
    errno.EMFILE: say("Too many open files"),
    errno.ENFILE: say("Too many open files in system"),
    errno.EBUSY: say("Device or resource busy"),
    errno.ENOMEM: say("Cannot allocate memory"),
    errno.EINVAL: say("Invalid argument"),
}


def system_reason(error: OSError) -> Message | str:
    """Why the system refused, in the words that Linux has for it, so that they can be translated."""
    known = _REASONS.get(error.errno or 0)
    return known if known is not None else error.strerror or type(error).__name__


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """A suggestion for a misspelt word, never the very word, or None when nothing known is near."""
    by_fold = {candidate.casefold(): candidate for candidate in known if candidate != word}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return say("did you mean {name}?", name=by_fold[near[0]]) if near else None
