"""A TOML file as text with the place of everything in it: what an editor needs that a parser throws away.

Places come from tree-sitter's TOML grammar. Changes are made by cutting and pasting bytes, so that comments, order,
blank lines, quotes and line ends outside a change stay as they are by construction.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

import tree_sitter
import tree_sitter_toml

Path = tuple[str | int, ...]
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Span:
    """A stretch of the text, in bytes; `end` is the first byte after it."""

    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """A key with its value.

    Attributes:
        path: the full path of the key.
        key: the key as written, dots included.
        step: the last step of the key, which is the whole key unless it is dotted.
        value: the value.
        comment: the comment behind it on the same line.
        inline: stands between braces, so no line of its own.
    """

    path: Path
    key: Span
    step: Span
    value: Span
    comment: Span | None
    inline: bool


@dataclass(frozen=True)
class Array:
    """A list in brackets: its elements, and where the commas are."""

    span: Span
    elements: tuple[Span, ...]
    commas: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """A ``[table]`` or ``[[table]]``: from its header to the end of the last line that belongs to it."""

    path: Path
    header: Span
    end: int


@dataclass(frozen=True)
class Edit:
    """Replace a stretch of the text; an empty stretch inserts."""

    start: int
    end: int
    new: bytes


@dataclass
class TomlText:
    """A TOML file that is sound (`tomllib` reads it), and the place of everything in it.

    Attributes:
        content: its bytes, without a byte order mark.
        bom: the byte order mark, if there was one.
        newline: how most of its lines end.
        pairs: every key with a value, by path.
        arrays: every list in brackets, by path.
        inline: every table in braces, by path, with the paths of its pairs in order.
        blocks: every table with a header of its own, by path; elements of ``[[…]]`` have their index in it.
    """

    content: bytes
    bom: bytes
    newline: bytes
    pairs: dict[Path, Pair] = field(default_factory=dict)
    arrays: dict[Path, Array] = field(default_factory=dict)
    inline: dict[Path, tuple[Span, tuple[Path, ...]]] = field(default_factory=dict)
    blocks: dict[Path, Block] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes) -> TomlText:
        """The text of a file that `tomllib` reads."""
        bom = _BOM if content.startswith(_BOM) else b""
        body = content[len(bom) :]
        crlf = body.count(b"\r\n")
        text = cls(body, bom, b"\r\n" if crlf * 2 > body.count(b"\n") else b"\n")
        _Indexer(text).run()
        return text

    def raw(self, span: Span) -> bytes:
        """The bytes of a stretch."""
        return self.content[span.start : span.end]

    def line_start(self, position: int) -> int:
        """Where the line of a position starts."""
        return self.content.rfind(b"\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Where the line of a position ends, before its line end."""
        end = self.content.find(b"\n", position)
        if end < 0:
            return len(self.content)
        return end - 1 if end > position and self.content[end - 1 : end] == b"\r" else end

    def next_line(self, position: int) -> int:
        """Where the line after that of a position starts, or the end of the text."""
        end = self.content.find(b"\n", position)
        return len(self.content) if end < 0 else end + 1

    def indent(self, position: int) -> bytes | None:
        """The blanks before a position on its line; None when something else stands there too."""
        before = self.content[self.line_start(position) : position]
        return before if not before.strip(b" \t") else None

    def lead(self, position: int) -> int:
        """Where the comment lines right above the line of a position start, or that line when there are none."""
        start = self.line_start(position)
        while start:
            above = self.line_start(start - 1)
            if not self.content[above:start].lstrip(b" \t").startswith(b"#"):
                break
            start = above
        return start

    def end_of(self, pair: Pair) -> int:
        """Where a pair with its comment ends."""
        return pair.comment.end if pair.comment else pair.value.end

    def changed(self, edits: Iterable[Edit]) -> bytes:
        """The file with these changes; they must not overlap. Those at one place come in the order given.

        Lines that are to follow a line that is removed take its place; new lines end as the others of the file do.
        """
        pieces: list[bytes] = [self.bom]
        done = 0
        edits = list(edits)
        removals = [edit for edit in edits if edit.start < edit.end and not edit.new]
        placed = [self._out_of(removals, edit) for edit in edits]
        for edit in sorted(placed, key=lambda edit: (edit.start, edit.end)):
            assert edit.start >= done, "changes overlap"
            new = edit.new.replace(b"\r\n", b"\n").replace(b"\n", self.newline)
            pieces += (self.content[done : edit.start], new)
            done = edit.end
        return b"".join((*pieces, self.content[done:]))

    def _out_of(self, removals: list[Edit], edit: Edit) -> Edit:
        """An insertion behind a removed line, moved to where that line starts."""
        around = next((removal for removal in removals if removal.start < edit.start < removal.end), None)
        if around is None or edit.start < edit.end:
            return edit
        return Edit(around.start, around.start, edit.new.removeprefix(self.newline) + self.newline)


class _Indexer:
    """Walks the syntax tree once and notes where everything is."""

    def __init__(self, text: TomlText) -> None:
        self.text = text
        self.counts: dict[Path, int] = {}

    def run(self) -> None:
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        for node in parser.parse(self.text.content).root_node.children:
            if node.type == "pair":
                self._pair(node, (), inline=False)
            elif node.type in ("table", "table_array_element"):
                self._block(node)

    def _block(self, node: tree_sitter.Node) -> None:
        header = next(child for child in node.children if child.is_named)
        brackets = [child for child in node.children if not child.is_named]
        path = self._inside_lists(self._steps(header))
        if node.type == "table_array_element":
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        end = self.text.line_end(brackets[-1].end_byte)
        for child in node.children:
            if child.type == "pair":
                end = max(end, self.text.line_end(self._pair(child, path, inline=False)))
        self.text.blocks[path] = Block(path, Span(node.start_byte, brackets[-1].end_byte), end)

    def _pair(self, node: tree_sitter.Node, inside: Path, *, inline: bool) -> int:
        parts = [child for child in node.children if child.is_named]
        key, value = parts[0], next(part for part in reversed(parts[1:]) if part.type != "comment")
        comment = parts[-1] if parts[-1].type == "comment" else None
        path = (*inside, *self._steps(key))
        step = [child for child in key.children if child.is_named][-1] if key.type == "dotted_key" else key
        behind = Span(comment.start_byte, comment.end_byte) if comment else None
        if comment and self.text.raw(Span(comment.end_byte - 1, comment.end_byte)) == b"\r":
            behind = Span(comment.start_byte, comment.end_byte - 1)
        pair = Pair(path, _span(key), _span(step), _span(value), behind, inline)
        self.text.pairs[path] = pair
        self._value(value, path)
        return self.text.end_of(pair)

    def _value(self, node: tree_sitter.Node, path: Path) -> None:
        if node.type == "inline_table":
            pairs = [child for child in node.children if child.type == "pair"]
            for pair in pairs:
                self._pair(pair, path, inline=True)
            self.text.inline[path] = (
                _span(node),
                tuple((*path, *self._steps(next(part for part in pair.children if part.is_named))) for pair in pairs),
            )
        elif node.type == "array":
            elements = [child for child in node.children if child.is_named and child.type != "comment"]
            commas = tuple(child.start_byte for child in node.children if child.type == ",")
            self.text.arrays[path] = Array(_span(node), tuple(map(_span, elements)), commas)
            for index, element in enumerate(elements):
                self._value(element, (*path, index))

    def _inside_lists(self, path: Path) -> Path:
        """The path of a header in the last element of each list of tables that it goes through."""
        full: Path = ()
        for index, step in enumerate(path):
            full = (*full, step)
            if full in self.counts and index < len(path) - 1:
                full = (*full, self.counts[full])
        return full

    def _steps(self, key: tree_sitter.Node) -> tuple[str, ...]:
        """The steps of a key as TOML reads them, escapes and quotes undone."""
        value = tomllib.loads((key.text or b"").decode() + " = 0")
        steps = []
        while isinstance(value, dict):
            ((step, value),) = value.items()
            steps.append(step)
        return tuple(steps)


def _span(node: tree_sitter.Node) -> Span:
    return Span(node.start_byte, node.end_byte)
