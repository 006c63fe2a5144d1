"""Changing the file of a pack until it says what another pack says; what it says already keeps its bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from kamengine.pack.editing.arrays import has_own_lines, insert_elements, remove_element
from kamengine.pack.editing.parameters import ParameterChange, change_parameters
from kamengine.pack.editing.sections import (
    end_of,
    has_lines,
    header_added,
    pair_added,
    raw_table,
    removed,
    start_of,
    tables_added,
)
from kamengine.pack.editing.toml_text import Edit, Path, Span, TomlText
from kamengine.pack.forms import GROUPS, WORK, Data, compact, full, same_data
from kamengine.pack.model import DatedValue
from kamengine.pack.write import element, pair, score, section, tables, value_text
from kamengine.problems import KamError, Place, say

_ORDER = ("pack", *GROUPS, "score", "tiers", *WORK, "playbooks", "tests")


def merge(file: str, content: bytes, data: Data) -> bytes:
    """The file with the differences to a pack written in.

    Args:
        file: how messages name it.
        content: its bytes: a pack that reads without a problem.
        data: what it shall say, in the full form of packs.

    Raises:
        KamError: the file is laid out in a way that cannot be changed piece by piece.
    """
    try:
        merged = change_parameters(content, list(_more_values(_toml(content), data)))
        text, written = TomlText.of(merged), _toml(merged)
        merged = text.changed(_Merger(text, written, compact(data, written)).edits())
        said = full(_toml(merged))
    except (LookupError, AssertionError, tomllib.TOMLDecodeError):
        said, merged = {}, b""
    if not same_data(said, data):
        what = say("the file is laid out in a way that cannot be changed piece by piece")
        raise KamError.of(what, say("convert without --onto, to another file"), place=Place(file))
    return merged


def _more_values(written: Data, data: Data) -> Iterator[ParameterChange]:
    """Values that a parameter gets besides its only one: its lines become a list, comments and all."""
    for name, param in data.get("params", {}).items():
        old = written.get("params", {}).get(name, {})
        if "value" in old and any(row.get("from") == old.get("from") for row in param["values"]):
            for row in param["values"]:
                if row.get("from") != old.get("from"):
                    yield ParameterChange(name, None, DatedValue(row["value"], row.get("from"), row["source"]))


def _toml(content: bytes) -> Data:
    return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)


class _Merger:
    """Walks what is written and what is wanted, and notes the changes."""

    def __init__(self, text: TomlText, old: Data, new: Data) -> None:
        self.text, self.old, self.new = text, old, new

    def edits(self) -> Iterator[Edit]:
        yield from self.table(("pack",), self.old["pack"], self.new["pack"])
        for group in GROUPS:
            yield from self.group(group, self.old.get(group, {}), self.new.get(group, {}))
        if "score" in self.old and "score" in self.new:
            yield from self.table(("score",), self.old["score"], self.new["score"])
        elif "score" in self.old:
            yield from removed(self.text, ("score",))
        elif "score" in self.new:
            yield tables_added(self.text, self.end_before("score"), [score(self.new["score"])])
        for group in WORK:
            yield from self.work(group, self.old.get(group, {}), self.new.get(group, {}))
        for group in ("tiers", "playbooks", "tests"):
            yield from self.value((group,), self.old.get(group, []), self.new.get(group, []))

    def work(self, group: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
        """Tables about work: by name, or a single one."""
        if group in ("roles", "stages"):
            yield from self.group(group, old, new)
        elif old and new:
            yield from self.table((group,), old, new)
        elif old:
            yield from removed(self.text, (group,))
        elif new:
            yield tables_added(self.text, self.end_before(group), tables(group, new))

    def group(self, group: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
        """The tables of a group by name, such as ``params``."""
        for name, record in old.items():
            if name not in new:
                yield from removed(self.text, (group, name))
            else:
                yield from self.table((group, name), record, new[name])
        added = [section((group, name), record) for name, record in new.items() if name not in old]
        if added:
            yield tables_added(self.text, self.end_before(group), added)

    def end_before(self, group: str) -> int:
        """Where the last table ends that comes no later than a group."""
        groups = _ORDER[: _ORDER.index(group) + 1]
        return next(end_of(self.text, (name,)) for name in reversed(groups) if self.old.get(name))

    def table(self, path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
        """A table key by key."""
        if path in self.text.inline and old.keys() != new.keys():
            yield self.rewritten(self.text.inline[path][0], new)
            return
        for key in old:
            if key not in new:
                yield from removed(self.text, (*path, key))
            elif not same_data(old[key], new[key]):
                yield from self.value((*path, key), old[key], new[key])
        added = {key: pair(key, value) for key, value in new.items() if key not in old}
        if not has_lines(self.text, path):
            lines = [line for written in added.values() for line in written]
            yield from [header_added(self.text, path, lines)] if lines else []
            return
        before: list[str] = []
        for key in new:
            if key in added:
                yield pair_added(self.text, path, before[::-1], added[key])
            else:
                before.append(key)

    def value(self, path: Path, old: object, new: object) -> Iterator[Edit]:
        """One value, as deep as it has to be changed."""
        if same_data(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self.table(path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and path in self.text.arrays:
            yield from self.array(path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and path not in self.text.pairs:
            yield from self.blocks(path, old, new)
        else:
            yield self.rewritten(self.span(path), new)

    def array(self, path: Path, old: list[Any], new: list[Any]) -> Iterator[Edit]:
        """A list in brackets, element by element where that keeps more."""
        array = self.text.arrays[path]
        if len(old) == len(new) and [_identity(item) for item in old] == [_identity(item) for item in new]:
            for index, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from self.value((*path, index), one, other)
        elif not has_own_lines(self.text, array):
            yield self.rewritten(array.span, new)
        else:
            for kept, first, last, wanted in _alignment(old, new):
                if kept:
                    for index, other in zip(range(first, last), wanted, strict=True):
                        yield from self.value((*path, index), old[index], other)
                    continue
                for index in range(first, last):
                    yield remove_element(self.text, array, index)
                yield from insert_elements(self.text, array, first, [value_text(item).encode() for item in wanted])

    def blocks(self, path: Path, old: list[Any], new: list[Any]) -> Iterator[Edit]:
        """A list of ``[[tables]]``; one that only moved keeps its text."""
        if not old:
            yield tables_added(self.text, self.end_before(str(path[0])), [element(_names(path), one) for one in new])
            return
        for kept, first, last, wanted in _alignment(old, new):
            if kept:
                for index, other in zip(range(first, last), wanted, strict=True):
                    yield from self.table((*path, index), old[index], other)
                continue
            for index in range(first, last):
                yield from removed(self.text, (*path, index))
            tables = [self.written(path, old, item) for item in wanted]
            if tables and first:
                yield tables_added(self.text, end_of(self.text, (*path, first - 1)), tables)
            elif tables:
                yield tables_added(self.text, self.text.lead(start_of(self.text, (*path, 0))), tables, before=True)

    def written(self, path: Path, old: list[Any], item: Any) -> str:
        index = next((index for index, known in enumerate(old) if same_data(known, item)), None)
        return element(_names(path), item) if index is None else raw_table(self.text, (*path, index))

    def span(self, path: Path) -> Span:
        """Where a value stands."""
        if isinstance(path[-1], int):
            return self.text.arrays[path[:-1]].elements[path[-1]]
        return self.text.pairs[path].value

    def rewritten(self, span: Span, value: object) -> Edit:
        """A value in the place of another; a list that had several lines has a line for each element again."""
        if isinstance(value, list) and value and b"\n" in self.text.raw(span):
            indent = self.text.content[self.text.line_start(span.start) :]
            margin = indent[: len(indent) - len(indent.lstrip(b" \t"))]
            lines = [b"[", *(margin + b"  " + value_text(item).encode() + b"," for item in value), margin + b"]"]
            return Edit(span.start, span.end, self.text.newline.join(lines))
        return Edit(span.start, span.end, value_text(value).encode())


def _names(path: Path) -> tuple[str, ...]:
    return tuple(str(step) for step in path if not isinstance(step, int))


def _identity(item: object) -> str:
    """What makes an element of a list the same one though its values change."""
    if not isinstance(item, dict):
        return "" if isinstance(item, list) else repr(item)
    for key in ("id", "name", "indicator"):
        if key in item:
            return f"{key} {item[key]}"
    return repr((item.get("key"), item.get("from")))


def _alignment(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[bool, int, int, Sequence[Any]]]:
    """Runs of elements that are the same ones, or that give way to others: kept, first and last old index, new ones."""
    matcher = SequenceMatcher(None, [_identity(item) for item in old], [_identity(item) for item in new], False)
    for tag, first, last, start, end in matcher.get_opcodes():
        yield tag == "equal", first, last, new[start:end]
