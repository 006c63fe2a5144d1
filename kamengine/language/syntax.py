"""Text → syntax tree, by sqlglot with a dialect of our own that knows the words of the language and nothing else.

Words of SQL that the language does not have (``select``, ``cast``, ``over``) are ordinary names to this dialect, so
they cannot form a query; what is left over is refused by name. To the parser every name is marked, so that it gives
none a meaning of its own. It is sqlglot's as it stands: its compiled build (``sqlglot[c]``) knows no subclasses.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import ClassVar

from sqlglot import exp, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from kamengine.problems import Message, say

MAX_CHARACTERS = 10_000
MAX_TOKENS = 2_000
MAX_DEPTH = 12

WORDS = {
    "AND": TokenType.AND,
    "OR": TokenType.OR,
    "NOT": TokenType.NOT,
    "BETWEEN": TokenType.BETWEEN,
    "IN": TokenType.IN,
    "IS": TokenType.IS,
    "NULL": TokenType.NULL,
    "LIKE": TokenType.LIKE,
    "CASE": TokenType.CASE,
    "WHEN": TokenType.WHEN,
    "THEN": TokenType.THEN,
    "ELSE": TokenType.ELSE,
    "END": TokenType.END,
    "TRUE": TokenType.TRUE,
    "FALSE": TokenType.FALSE,
    "DATE": TokenType.DATE,
}
SIGNS = {"<>": TokenType.NEQ, "!=": TokenType.NEQ, "<=": TokenType.LTE, ">=": TokenType.GTE}
_ALLOWED = {
    *WORDS.values(),
    *SIGNS.values(),
    *(TokenType.VAR, TokenType.NUMBER, TokenType.STRING, TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA),
    *(TokenType.EQ, TokenType.LT, TokenType.GT, TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH),
}
_FOREIGN = re.compile(
    r"select|from|where|cast|over|escape|ilike|glob|regexp|rlike|similar|exists|pragma|drop|delete|insert|update|"
    r"create|attach|copy|interval|distinct|union|with|as",
    re.IGNORECASE,
)
_MARK = "\0"
"""Stands before every name while it is parsed; no text of a condition has it."""
_OF_AN_OPERATOR = ("DISTINCT", "FROM")
"""Names that the parser may know, so that ``IS DISTINCT FROM`` is refused as a whole."""
_WANT_VALUE = ("=", "<", ">", "+", "-", "*", "/", "IN", "BETWEEN", "LIKE")
_WANT_CONDITION = ("AND", "OR", "NOT")
_ENDS = ("AND", "OR", ")", ",", "THEN", "ELSE", "END")
"""Words and signs behind which something must follow, and those which cannot be what follows."""
NAME = re.compile(r"[^\W\d]\w*")
_WIDE = re.compile("[\uff01-\uff5e‘’“”≤≥≠]")
"""Signs that a Chinese keyboard writes for those of the language."""
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", "≤": "<=", "≥": ">=", "≠": "<>"})


class ConditionDialect(Dialect):
    """SQL's expressions with the words of the language only; every function call is left for the checker."""

    class Tokenizer(tokens.Tokenizer):
        """Knows the words and signs of the language; no comments."""

        KEYWORDS: ClassVar = {**WORDS, **SIGNS}
        COMMENTS: ClassVar = []


def parse(text: str) -> exp.Expr | Message:
    """The syntax tree of a condition, or what is wrong with the text."""
    if len(text) > MAX_CHARACTERS:
        return say("the condition has {n} characters; at most {most} are allowed", n=len(text), most=MAX_CHARACTERS)
    if not text.strip():
        return say("the condition is empty")
    if not is_text(text):
        return say("the text cannot be read; is a quote missing?")
    try:
        words = ConditionDialect().tokenize(text)
    except SqlglotError:
        return say("the text cannot be read; is a quote missing?")
    refused = _refuse_tokens(text, words)
    if refused:
        return refused
    try:
        trees = ConditionDialect().parser().parse_into(exp.Condition, _marked(words), text)
    except SqlglotError as error:
        return _syntax_message(error, text, words)
    tree = trees[0] if trees else None
    return _unmarked(tree) if tree is not None else _syntax_message(SqlglotError(), text, words)


def _marked(words: list[Token]) -> list[Token]:
    """The same words, with every name marked; ``date`` is one unless a literal stands behind it."""
    return [
        Token(TokenType.VAR, _MARK + word.text, word.line, word.col, word.start, word.end)
        if _is_name(word, following)
        else word
        for word, following in zip(words, [*words[1:], None], strict=True)
    ]


def _is_name(word: Token, following: Token | None) -> bool:
    if word.token_type is TokenType.DATE:
        return following is None or following.token_type not in (TokenType.STRING, TokenType.NUMBER)
    return word.token_type is TokenType.VAR and word.text.upper() not in _OF_AN_OPERATOR


def _unmarked(tree: exp.Expr) -> exp.Expr:
    for named in tree.find_all(exp.Identifier, exp.Anonymous):
        named.set("this", named.name.removeprefix(_MARK))
    return tree


def read_date(text: str) -> date | None:
    """The date that a text such as ``2026-01-31`` writes, or None; no other form of it."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_text(value: str) -> bool:
    """Whether every character of a text can be written to a file: a shell passes on bytes that are none."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_name(word: str) -> bool:
    """Whether a word can be a name: letters, digits and ``_``, not first a digit, not a word of the language."""
    return bool(NAME.fullmatch(word)) and (word.upper() not in WORDS or word.upper() == "DATE")


def _refuse_tokens(text: str, words: list[Token]) -> Message | None:
    if len(words) > MAX_TOKENS:
        return say("the condition has {n} words and signs; at most {most} are allowed", n=len(words), most=MAX_TOKENS)
    depth = run = 0
    for word, following in zip(words, [*words[1:], None], strict=True):
        source = text[word.start : word.end + 1]
        if word.token_type is not TokenType.STRING and (wide := _WIDE.search(source)):
            at = word.start + wide.start() + 1
            return say(
                "{sign} (at character {at}) is not part of the language; write {plain}",
                sign=wide[0],
                at=at,
                plain=unicodedata.normalize("NFKC", wide[0]).translate(_PLAIN),
            )
        if word.token_type not in _ALLOWED or source == "!":
            return _not_allowed(source, word)
        together = source + following.text if following is not None and following.start == word.end + 1 else ""
        if together == "==":
            return say("write one = to compare (at character {at})", at=word.start + 1)
        if together in ("--", "/*"):
            return say("comments are not allowed in a condition (at character {at})", at=word.start + 1)
        if word.token_type is TokenType.NUMBER and following is not None and together:
            glued = text[word.start : following.end + 1]
            if following.token_type in (TokenType.VAR, TokenType.NUMBER):
                return say("{text} is not a number; write digits only, such as 10000 or 0.85", text=_quote(glued))
        if word.token_type in (TokenType.L_PAREN, TokenType.CASE):
            depth += 1
        elif word.token_type in (TokenType.R_PAREN, TokenType.END):
            depth -= 1
        run = run + 1 if word.token_type in (TokenType.NOT, TokenType.DASH, TokenType.PLUS) else 0
        if depth > MAX_DEPTH or run > MAX_DEPTH:
            return say("the condition is nested more than {most} deep", most=MAX_DEPTH)
    opened = [word.text for word in words if word.token_type in (TokenType.L_PAREN, TokenType.R_PAREN)]
    if opened.count("(") > opened.count(")"):
        return say("a parenthesis is not closed")
    return None


def _not_allowed(source: str, word: Token) -> Message:
    if source.startswith(("--", "/*", "#")):
        return say("comments are not allowed in a condition (at character {at})", at=word.start + 1)
    return say("{text} is not part of the language (at character {at})", text=_quote(source), at=word.start + 1)


def _missing(text: str, words: list[Token]) -> Message | None:
    """That something must follow a word; None where nothing is missing behind any."""
    between = False
    for word, following in zip(words, [*words[1:], None], strict=True):
        ends = following is None or following.text.upper() in _ENDS
        sign = text[word.start : word.end + 1]
        word_of_range = between and sign.upper() == "AND"
        between = sign.upper() == "BETWEEN" or (between and not word_of_range)
        if ends and (sign.upper() in _WANT_VALUE or word_of_range):
            return say("a value is missing behind {text} (character {at})", text=_quote(sign), at=word.start + 1)
        if ends and sign.upper() in _WANT_CONDITION:
            return say("a condition is missing behind {text} (character {at})", text=_quote(sign), at=word.start + 1)
    return None


def _syntax_message(error: SqlglotError, text: str, words: list[Token]) -> Message:
    for word in words:
        if word.token_type is TokenType.VAR and _FOREIGN.fullmatch(word.text):
            return say(
                "{text} is not part of the language (at character {at})", text=_quote(word.text), at=word.start + 1
            )
    if (missing := _missing(text, words)) is not None:
        return missing
    details = (getattr(error, "errors", None) or [{}])[0]
    place = details.get("line"), details.get("col")
    at = next((word.start + 1 for word in words if (word.line, word.col) == place), None)
    if at and details.get("highlight"):
        return say("cannot be understood at {text} (character {at})", text=_quote(details["highlight"]), at=at)
    return say("cannot be understood")


def _quote(text: str) -> str:
    clipped = text if len(text) <= 40 else text[:39] + "…"
    return f"`{clipped}`"
