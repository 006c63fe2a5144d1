"""Adding and removing keys, tables and elements of lists of tables in a TOML file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kamengine.pack.editing.tokens import key_token
from kamengine.pack.editing.toml_text import Edit, Pair, Path, Span, TomlText


def below(text: TomlText, path: Path) -> tuple[list[Pair], list[Path]]:
    """What makes up a table or a value: its pairs outside its own blocks, and its blocks."""
    blocks = [block for block in text.blocks if block[: len(path)] == path]
    inside = {pair for block in blocks for pair in text.pairs if pair[: len(block)] == block}
    pairs = [
        pair for at, pair in text.pairs.items() if at[: len(path)] == path and at not in inside and not pair.inline
    ]
    return pairs, blocks


def end_of(text: TomlText, path: Path) -> int:
    """Where the last line ends that belongs to a table."""
    pairs, blocks = below(text, path)
    ends = [text.blocks[block].end for block in blocks] + [text.line_end(text.end_of(pair)) for pair in pairs]
    return max(ends)


def start_of(text: TomlText, path: Path) -> int:
    """Where the first line starts that belongs to a table."""
    pairs, blocks = below(text, path)
    starts = [text.blocks[block].header.start for block in blocks] + [pair.key.start for pair in pairs]
    return text.line_start(min(starts))


def removed(text: TomlText, path: Path) -> Iterator[Edit]:
    """The changes that remove a table or a key with all that is in it; comments around it stay."""
    pairs, blocks = below(text, path)
    for pair in pairs:
        yield Edit(text.line_start(pair.key.start), text.next_line(text.end_of(pair)), b"")
    for block in blocks:
        start, end = text.line_start(text.blocks[block].header.start), text.next_line(text.blocks[block].end)
        blank = text.next_line(end)
        if _is_blank(text, end, blank) and (start == 0 or _is_blank(text, text.line_start(start - 1), start)):
            end = blank
        yield Edit(start, end, b"")


def pair_added(text: TomlText, path: Path, after: Sequence[str], lines: Sequence[str]) -> Edit:
    """The change that gives a table one more key.

    Args:
        text: of the file.
        path: of the table, which has a block or keys of its own.
        after: keys of the table behind which the new one belongs, the nearest first.
        lines: of the new key and its value, the key without the table's path.

    Raises:
        LookupError: the table has no line of its own.
    """
    own = [path[:length] for length in range(len(path), 0, -1) if path[:length] in text.blocks]
    block = text.blocks[own[0]] if own else None
    step = "".join(f"{key_token(str(key))}." for key in path[len(own[0]) if own else 0 :])
    for key in after:
        pair = text.pairs.get((*path, key))
        if pair is not None and not pair.inline:
            indent = text.indent(pair.key.start) or b""
            return _lines_at(text, text.line_end(text.end_of(pair)), indent, step, lines)
    if block is not None and block.path == path:
        first = next((p for at, p in text.pairs.items() if at[:-1] == path and not p.inline), None)
        indent = (text.indent(first.key.start) if first else text.indent(block.header.start)) or b""
        return _lines_at(text, text.line_end(block.header.end), indent, step, lines)
    pairs = [pair for pair in below(text, path)[0] if pair.path[: len(path)] == path]
    if not pairs:
        raise LookupError(path)
    last = max(pairs, key=lambda pair: pair.key.start)
    return _lines_at(text, text.line_end(text.end_of(last)), text.indent(last.key.start) or b"", step, lines)


def has_lines(text: TomlText, path: Path) -> bool:
    """Whether a table has a header or keys of its own, and not only tables below it."""
    return path in text.blocks or path in text.inline or bool(below(text, path)[0])


def header_added(text: TomlText, path: Path, lines: Sequence[str]) -> Edit:
    """The change that gives a table a header and keys of its own, which so far has only tables below it."""
    header = f"[{'.'.join(key_token(str(step)) for step in path)}]"
    return tables_added(text, text.lead(start_of(text, path)), ["\n".join([header, *lines])], before=True)


def tables_added(text: TomlText, at: int, tables: Iterable[str], *, before: bool = False) -> Edit:
    """The change that puts whole tables behind a line that ends at a position, or before one that starts there."""
    gap = text.newline * 2
    written = [text.newline.join(line.encode() for line in table.strip("\n").split("\n")) for table in tables]
    if before:
        return Edit(at, at, b"".join(table + gap for table in written))
    return Edit(at, at, b"".join(gap + table for table in written))


def raw_table(text: TomlText, path: Path) -> str:
    """A table as it is written, from its first line to its last."""
    return text.raw(Span(start_of(text, path), end_of(text, path))).decode().replace("\r\n", "\n")


def _lines_at(text: TomlText, at: int, indent: bytes, step: str, lines: Sequence[str]) -> Edit:
    first, *others = lines
    written = [indent + step.encode() + first.encode(), *(indent + line.encode() for line in others)]
    return Edit(at, at, b"".join(text.newline + line for line in written))


def _is_blank(text: TomlText, start: int, end: int) -> bool:
    return start < end and not text.content[start:end].strip()
