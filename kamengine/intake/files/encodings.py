"""Which encoding a text file is in: by its byte order mark, by what fits, and by what the text would then say."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kamengine.intake.files import likelihood
from kamengine.intake.files.likelihood import Model, log_likelihood
from kamengine.intake.rows import shown
from kamengine.problems import KamError, Message, Place, did_you_mean, say

BYTE_ORDER_MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}

_SAMPLE = 1 << 14  # bytes of different words that are enough to tell an encoding
_FEW = 1 << 10
_MOST_PIECES = 1 << 11
_LONGEST_WORD = 400
_LONGEST_START = 40
_CERTAIN = 4.0
"""One encoding must make the text e⁴ times, over fifty times, likelier than any other that fits."""
_IMPLAUSIBLE = -7.2
_WORD = re.compile(rb"([\x80-\xff][^\x00-\x2f:;]{0,%d})[^\x00-\x2f:;]*+" % _LONGEST_WORD)
_START_OF_WORD = re.compile(rb"[^\x00-\x2f:;]*+\Z")
_ALIASES = {
    **dict.fromkeys(("gbk", "gb2312", "cp936", "ansi", "euc_cn"), "gb18030"),
    **dict.fromkeys(("cp950", "big5"), "big5"),
    **dict.fromkeys(("utf-16", "utf16"), "utf-16-le"),
    "utf-32": "utf-32-le",
    "utf-8-sig": "utf-8",
}
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7"})


@dataclass(frozen=True)
class Candidate:
    """An encoding that files may be in.

    Attributes:
        name: what users call it.
        model: how likely texts in it are.
        prior: the logarithm of how much more, or less, usual it is than the others.
        alone: whether bytes in it hardly look like text in an encoding that is none of the candidates; else Greek,
            Hebrew or Arabic may be meant, and the user is asked.
    """

    name: str
    model: Model
    prior: float = 0.0
    alone: bool = True

    @property
    def codec(self) -> str:
        """Python's codec for it."""
        return codec_of(self.name)


CANDIDATES = (
    Candidate("utf-8", likelihood.any_script, 4.0),
    Candidate("gb18030", likelihood.simplified),
    Candidate("big5", likelihood.traditional),
    Candidate("cp1252", likelihood.western),
    Candidate("shift_jis", likelihood.japanese, -5.0),
    Candidate("euc_kr", likelihood.korean, -5.0),
    Candidate("cp1251", likelihood.cyrillic, -5.0, alone=False),
)


class Sample:
    """Words of a file that are not ASCII, each once; of long ones their beginning.

    Attributes:
        words: the words, as bytes.
        enough: whether more of them would not help.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.words: set[bytes] = set()
        self.enough = False
        self._pieces = self._size = 0

    def add(self, block: bytes) -> None:
        """Take the words of the next block, but not those that may be cut."""
        for start in range(0, len(block), _SAMPLE):
            if self.enough:
                return
            piece = block[start : start + _SAMPLE]
            for word in _WORD.finditer(piece):
                before = _START_OF_WORD.search(piece[max(0, word.start() - _LONGEST_START) : word.start()])
                begins = word.start() - len(before.group() if before else b"")
                if (begins or not self._pieces) and (word.end() < len(piece) or len(piece) < _SAMPLE):
                    self._take(piece[begins : word.end(1)][:_LONGEST_WORD])
            self._pieces += 1
            self.enough = self._size >= _SAMPLE or self._pieces >= _MOST_PIECES

    def _take(self, word: bytes) -> None:
        if word not in self.words:
            self.words.add(word)
            self._size += len(word)

    def certainly_utf8(self) -> bool:
        """Whether words that can be UTF-8 cannot be a few Chinese characters whose bytes happen to fit."""
        return not self.words or self._size > _FEW or any(max(word) >= 0xE0 for word in self.words)


@dataclass(frozen=True)
class Fit:
    """How well an encoding fits the words of a file.

    Attributes:
        candidate: the encoding.
        likely: the logarithm of how likely these words are.
        errors: how many bytes cannot be decoded.
        plausible: whether the words look like text at all.
        example: the first word as it would read.
    """

    candidate: Candidate
    likely: float
    errors: int
    plausible: bool
    example: str

    @property
    def encoding(self) -> str:
        """The name of the encoding."""
        return self.candidate.name

    def words(self) -> dict[str, str]:
        """The encoding and the example, for a message."""
        return {"encoding": self.encoding, "example": shown(self.example)}


def codec_of(encoding: str) -> str:
    """Python's codec for an encoding: the widest of a family, as Windows writes them."""
    return {"big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949"}.get(encoding, encoding)


def named(name: str, place: Place) -> str:
    """The encoding that a user named.

    Raises:
        KamError: there is none of that name.
    """
    plain = name.strip().lower()
    try:
        found = codecs.lookup(_ALIASES.get(plain, plain)).name
        "a".encode(found)
    except (LookupError, ValueError):
        found = None
    if found is None or found in _NOT_FOR_FILES:
        known = [candidate.name for candidate in CANDIDATES]
        what = say("there is no encoding {encoding}", encoding=name)
        hint = did_you_mean(plain, ["gbk", "utf-16", *known]) or say("write one of {encodings}", encodings=known)
        raise KamError.of(what, hint, place=place)
    return _ALIASES.get(found, found)


def marked(head: bytes) -> str:
    """The encoding that a byte order mark names; empty without one."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS.items() if head.startswith(mark)), "")


def without_mark(head: bytes) -> str:
    """The kind of UTF-16 that bytes without a byte order mark are in; empty when they are in none.

    Most bytes that can be delimiters or line breaks must be whole characters of it, with a zero.
    """
    found = [match.start() for match in re.finditer(rb"[\n\r,;\t|]", head)]
    for encoding, before in (("utf-16-le", 0), ("utf-16-be", 1)):
        whole = [at for at in found if at % 2 == before and head[at + 1 - 2 * before : at + 2 - 2 * before] == b"\0"]
        if found and 2 * len(whole) > len(found) and not any(map(_never_written, set(_decoded(head, encoding)))):
            return encoding
    return ""


def _decoded(head: bytes, encoding: str) -> str:
    """The beginning of a text; a character that no text holds when it is none."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return "\0"


def fits(found: Collection[bytes]) -> list[Fit]:
    """How well each encoding fits the words of a file, the best first."""
    ordered = sorted(found)
    return sorted((_fit(candidate, ordered) for candidate in CANDIDATES), key=lambda fit: -fit.likely)


def choose(found: Collection[bytes], place: Place) -> str:
    """The encoding of a file by its words; a file that is broken gets the one that it is mostly in.

    Raises:
        KamError: several encodings fit about as well, or none does.
    """
    best, *others = fits(found)
    whole = [fit for fit in others if not fit.errors and best.likely - fit.likely < _CERTAIN]
    if not best.errors and (whole or not best.candidate.alone):
        raise KamError.of(*_uncertain([best, *whole]), place=place)
    if not best.plausible:
        what = say("the encoding cannot be told; in {encoding} it would read {example}", **best.words())
        raise KamError.of(what, _name_it(), place=place)
    return best.encoding


def _fit(candidate: Candidate, found: list[bytes]) -> Fit:
    """How well one encoding fits; plausible by what its characters that are not ASCII cost, for each of their bytes."""
    likely, errors, cost, size = candidate.prior, 0, 0.0, 0
    for word in found:
        text = word.decode(candidate.codec, "replace")
        if len(word) == _LONGEST_WORD:
            text = text.rstrip("\ufffd")  # cut within a character
        plain = "".join(filter(str.isascii, text))
        whole = log_likelihood(text, candidate.model)
        errors += text.count("\ufffd")
        likely += whole
        cost += whole - log_likelihood(plain, candidate.model)
        size += len(word) - len(plain)
    example = found[0].decode(candidate.codec, "replace") if found else ""
    return Fit(candidate, likely, errors, cost / max(size, 1) >= _IMPLAUSIBLE, example)


def _uncertain(found: list[Fit]) -> tuple[Message, Message]:
    readings = [f"{fit.encoding} ({shown(fit.example)})" for fit in found]
    what = say("the encoding is not certain; the file may be in {encodings}", encodings=readings)
    return what, say("say which with --encoding, such as --encoding {encoding}", encoding=found[0].encoding)


def _name_it() -> Message:
    return say("name its encoding with --encoding, or save it as UTF-8")


def _never_written(character: str) -> bool:
    """Whether no text holds the character: it is not assigned, for private use, or a control."""
    return character not in "\t\n\r\ufeff" and unicodedata.category(character) in ("Cc", "Cn", "Co")
