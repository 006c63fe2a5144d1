"""A new value of a parameter, written into the pack's TOML: with a date and a source, beside the values before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kamengine.pack.editing.arrays import insert_elements
from kamengine.pack.editing.tokens import token
from kamengine.pack.editing.toml_text import Block, Edit, Pair, Path, Span, TomlText
from kamengine.pack.model import DatedValue, Pack
from kamengine.pack.read import read_pack


@dataclass(frozen=True)
class ParameterChange:
    """A value that a parameter gets.

    Attributes:
        param: its name.
        index: the value that is replaced, counted from 0; None for one more value.
        new: the value, the day from which it holds, and its source.
    """

    param: str
    index: int | None
    new: DatedValue


def change_parameters(content: bytes, changes: Sequence[ParameterChange]) -> bytes:
    """The file with these values; everything else keeps its bytes.

    Args:
        content: a rule pack that reads without a problem.
        changes: to parameters that it has, each parameter at most once.

    Raises:
        AssertionError: the file would say anything else than before and these values (a bug of ours).
    """
    for change in changes:
        text = TomlText.of(content)
        before, _ = read_pack("", content)
        assert before is not None
        edits = _added(text, before, change) if change.index is None else _replaced(text, before, change, change.index)
        content = text.changed(edits)
        _see_that_only_this_changed(before, content, change)
    return content


def _replaced(text: TomlText, pack: Pack, change: ParameterChange, index: int) -> list[Edit]:
    """The tokens of value and source, where they stand; a token that says the same already is left alone."""
    base: Path = ("params", change.param)
    if (*base, "value") not in text.pairs:
        base = (*base, "values", index)
    old, edits = pack.params[change.param].values[index], []
    for key, same in (("value", old.value == change.new.value), ("source", old.source == change.new.source)):
        span = text.pairs[(*base, key)].value
        if not same:
            edits.append(Edit(span.start, span.end, _tokens(change.new)[key]))
    return edits


def _added(text: TomlText, pack: Pack, change: ParameterChange) -> list[Edit]:
    base: Path = ("params", change.param)
    if (*base, "value") in text.pairs:
        pairs = [text.pairs[(*base, key)] for key in ("value", "from", "source") if (*base, key) in text.pairs]
        return _in_braces(text, pairs, change.new) if pairs[0].inline else _on_lines(text, pairs, change.new)
    rows = pack.params[change.param].values
    position = _position(rows, change.new)
    like = max(position - 1, 0)
    if rows[like].start is None:  # a row with a date shows where the date goes
        like = next((index for index, row in enumerate(rows) if row.start is not None), like)
    values: Path = (*base, "values")
    if values in text.arrays:
        row = _row_like(text, (*values, like), change.new)
        return list(insert_elements(text, text.arrays[values], position, [row]))
    return [_new_block(text, values, position, like, change.new)]


def _position(rows: Sequence[DatedValue], new: DatedValue) -> int:
    """Where a value belongs: in order of dates, or newest first if that is how the others stand."""
    days = [row.start or date.min for row in rows]
    day = new.start or date.min
    if len(days) > 1 and all(one > other for one, other in pairwise(days)):
        return next((index for index, known in enumerate(days) if known < day), len(days))
    return max((index + 1 for index, known in enumerate(days) if known < day), default=0)


# ── rows in a list ───────────────────────────────────────────────────────────────────────────────────────────────────


def _row_like(text: TomlText, like: Path, new: DatedValue) -> bytes:
    """A value in braces, spaced and ordered like another."""
    span, paths = text.inline[like]
    pairs = [text.pairs[path] for path in paths]
    tokens = _tokens(new)
    first, last = pairs[0], pairs[-1]
    opening, closing = text.raw(Span(span.start, first.key.start)), text.raw(Span(last.value.end, span.end))
    between = text.raw(Span(first.value.end, pairs[1].key.start)) if len(pairs) > 1 else b", "
    return opening + between.join(_written(text, pairs, tokens)) + closing


def _written(text: TomlText, pairs: Sequence[Pair], tokens: dict[str, bytes]) -> list[bytes]:
    """Keys as others write them, with other values; a date that they lack comes behind the value."""
    present = {str(pair.path[-1]) for pair in pairs}
    written = []
    for pair in pairs:
        key, before = str(pair.path[-1]), text.raw(Span(pair.key.start, pair.step.start))
        equals = text.raw(Span(pair.key.end, pair.value.start))
        if key in tokens:
            written.append(text.raw(Span(pair.key.start, pair.value.start)) + tokens[key])
        if key == "value" and "from" in tokens and "from" not in present:
            written.append(before + b"from" + equals + tokens["from"])
    return written


def _new_block(text: TomlText, values: Path, position: int, like: int, new: DatedValue) -> Edit:
    """A ``[[params.NAME.values]]`` like another."""
    model = text.blocks[(*values, like)]
    pairs = sorted((pair for path, pair in text.pairs.items() if path[:-1] == model.path), key=lambda p: p.key.start)
    indent = text.indent(model.header.start) or b""
    margin = text.indent(pairs[0].key.start) or b""
    lines = [indent + text.raw(model.header), *(margin + line for line in _written(text, pairs, _tokens(new)))]
    block = text.newline.join(lines)
    gap = text.newline * (2 if _blank_above(text, model) else 1)
    if position == 0:
        at = text.lead(text.blocks[(*values, 0)].header.start)
        return Edit(at, at, block + gap)
    at = text.blocks[(*values, position - 1)].end
    return Edit(at, at, gap + block)


def _blank_above(text: TomlText, block: Block) -> bool:
    start = text.lead(block.header.start)
    return start > 0 and not text.content[text.line_start(start - 1) : start].strip()


# ── one value becomes several ────────────────────────────────────────────────────────────────────────────────────────


def _on_lines(text: TomlText, pairs: Sequence[Pair], new: DatedValue) -> list[Edit]:
    """``value = …`` on a line becomes ``values = [ … ]``; comments behind the lines go behind the row."""
    value, *others = pairs
    indent = text.indent(value.key.start) or b""
    comments = b"".join(b" " + text.raw(pair.comment) for pair in pairs if pair.comment)
    lines = [
        text.raw(Span(value.key.start, value.step.start)) + b"values" + _equals(text, value) + b"[",
        indent + b"  " + _old_row(text, pairs) + b"," + comments,
        indent + b"  " + token(_as_table(new)).encode() + b",",
        indent + b"]",
    ]
    edits = [Edit(value.key.start, text.end_of(value), text.newline.join(lines))]
    for pair in others:
        edits.append(Edit(text.line_start(pair.key.start), text.next_line(text.end_of(pair)), b""))
    return edits


def _in_braces(text: TomlText, pairs: Sequence[Pair], new: DatedValue) -> list[Edit]:
    """``{ value = …, source = … }`` becomes ``{ values = [ … ] }``, other keys as they are."""
    value = pairs[0]
    paths = next(inside for _, inside in text.inline.values() if value.path in inside)
    rows = b"[ " + _old_row(text, pairs) + b", " + token(_as_table(new)).encode() + b" ]"
    written = []
    for pair in (text.pairs[path] for path in paths):
        if pair == value:
            before = text.raw(Span(pair.key.start, pair.step.start))
            written.append(before + b"values" + _equals(text, pair) + rows)
        elif pair not in pairs:
            written.append(text.raw(Span(pair.key.start, pair.value.end)))
    return [Edit(text.pairs[paths[0]].key.start, text.pairs[paths[-1]].value.end, b", ".join(written))]


def _old_row(text: TomlText, pairs: Sequence[Pair]) -> bytes:
    """The value as it was written, with its date and source, as a row."""
    inside = b", ".join(str(pair.path[-1]).encode() + b" = " + text.raw(pair.value) for pair in pairs)
    return b"{ " + inside + b" }"


def _equals(text: TomlText, pair: Pair) -> bytes:
    return text.raw(Span(pair.key.end, pair.value.start))


# ── what is written, and whether it is right ─────────────────────────────────────────────────────────────────────────


def _as_table(value: DatedValue) -> dict[str, object]:
    found: dict[str, object] = {"value": value.value}
    if value.start is not None:
        found["from"] = value.start
    return {**found, "source": value.source}


def _tokens(value: DatedValue) -> dict[str, bytes]:
    return {key: token(item).encode() for key, item in _as_table(value).items()}


def _see_that_only_this_changed(before: Pack, content: bytes, change: ParameterChange) -> None:
    after, problems = read_pack("", content)
    assert after is not None and not problems, problems
    old, new = before.params[change.param].values, after.params[change.param].values
    kept = [value for index, value in enumerate(old) if index != change.index]
    assert Counter(new) == Counter([*kept, change.new]), "other values than asked for"
    params = {**after.params, change.param: before.params[change.param]}
    same = replace(after, params=params, digest=before.digest, lines=before.lines)
    assert same == before, "more than a value changed"
