"""A TOML file as data, with the line of every key.

The data come from `tomllib`; the lines from tree-sitter's TOML grammar, since `tomllib` keeps none.
"""

from __future__ import annotations

import ast
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import tree_sitter
import tree_sitter_toml

from kamengine.problems import Message, Place, Problem, say

MAX_BYTES = 1 << 20
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class TomlSource:
    """A TOML file that could be read.

    Attributes:
        file: how messages name it.
        data: its tables; fractions are `Decimal`.
        lines: 1-based line of each key and list element, by path.
        digest: SHA-256 of its bytes, in hex.
    """

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path, int]
    digest: str


def read_toml(file: str, content: bytes) -> TomlSource | Problem:
    """The file as data with lines, or the one thing that keeps it from being read."""
    if len(content) > MAX_BYTES:
        what = say("the file is too large: a rule pack has at most {most} bytes", most=MAX_BYTES)
        return Problem(Place(file), what, say("is this the right file?"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(Place(file, line), say("this is not UTF-8 text"), say("save the file as UTF-8"))
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(file, str(error))
    except RecursionError:
        return Problem(Place(file), say("the file is nested too deep"))
    except ValueError as error:  # a number or date that is none, such as a day 31 in April
        return Problem(Place(file), say("this is not TOML: {reason}", reason=str(error)[:200]))
    try:
        lines = _lines(text)
    except RecursionError:
        return Problem(Place(file), say("the file is nested too deep"))
    return TomlSource(file, data, lines, hashlib.sha256(content).hexdigest())


_REASONS = (
    say("Cannot overwrite a value"),
    say("Expected '=' after a key in a key/value pair"),
    say("Expected ']' at the end of a table declaration"),
    say("Expected ']]' at the end of an array declaration"),
    say("Expected newline or end of document after a statement"),
    say("Invalid date or datetime"),
    say("Invalid initial character for a key part"),
    say("Invalid statement"),
    say("Invalid value"),
    say("Unclosed array"),
    say("Unclosed inline table"),
    say("Unescaped '\\' in a string"),
    say("Unterminated string"),
)
"""What the TOML parser of Python finds wrong most often, in its own words, so that they can be translated."""


def _reason(text: str) -> Message | str:
    """The words of the parser as a message, where they are known."""
    twice = re.fullmatch(r"Cannot declare \((.*?),?\) twice", text)
    if twice is not None:
        return say("the table {name} is there twice", name=twice[1].replace("'", "").replace(", ", "."))
    return next((known for known in _REASONS if str(known) == text), text)


def _syntax_problem(file: str, error: str) -> Problem:
    match = re.search(r"\(at line (\d+), column (\d+)\)", error)
    reason = error.split(" (at ")[0][:200]
    line = int(match[1]) if match else None
    what = say("this is not TOML: {reason}", reason=_reason(reason))
    if "character for a key" in reason:
        return Problem(Place(file, line), what, say('put keys with other letters than a to z in quotes: ["客户"]'))
    return Problem(Place(file, line), what)


def _lines(text: str) -> dict[Path, int]:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    root = parser.parse(text.encode()).root_node
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    for node in root.children:
        if node.type == "pair":
            _note_pair(node, (), lines)
        elif node.type in ("table", "table_array_element"):
            _note_table(node, lines, counts)
    return lines


def _note_table(node: tree_sitter.Node, lines: dict[Path, int], counts: dict[Path, int]) -> None:
    header, *pairs = [child for child in node.children if child.is_named and child.type != "comment"]
    path = _inside_lists(tuple(_key(header)), counts)
    for length in range(1, len(path)):
        lines.setdefault(path[:length], node.start_point.row + 1)
    if node.type == "table_array_element":
        counts[path] = counts.get(path, -1) + 1
        lines.setdefault(path, node.start_point.row + 1)
        path = (*path, counts[path])
    lines.setdefault(path, node.start_point.row + 1)
    for pair in pairs:
        _note_pair(pair, path, lines)


def _inside_lists(path: Path, counts: Mapping[Path, int]) -> Path:
    """``("score", "parts", "x")`` is in the last element of the list ``score.parts``, if that is a list of tables."""
    full: Path = ()
    for index, step in enumerate(path):
        full = (*full, step)
        if full in counts and index < len(path) - 1:
            full = (*full, counts[full])
    return full


def _note_pair(node: tree_sitter.Node, inside: Path, lines: dict[Path, int]) -> None:
    if node.type != "pair":
        return
    key, value, *_ = [child for child in node.named_children if child.type != "comment"]
    path = inside
    for step in _key(key):
        path = (*path, step)
        lines.setdefault(path, node.start_point.row + 1)
    _note_value(value, path, lines)


def _note_value(node: tree_sitter.Node, path: Path, lines: dict[Path, int]) -> None:
    if node.type == "inline_table":
        for pair in node.named_children:
            _note_pair(pair, path, lines)
    elif node.type == "array":
        for index, item in enumerate(child for child in node.named_children if child.type != "comment"):
            lines[(*path, index)] = item.start_point.row + 1
            _note_value(item, (*path, index), lines)


def _key(node: tree_sitter.Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _key(child)
        return
    text = (node.text or b"").decode()
    if node.type == "quoted_key":
        try:
            text = str(ast.literal_eval(text)) if text.startswith('"') else text[1:-1]
        except (SyntaxError, ValueError):
            text = text[1:-1]
    yield text
