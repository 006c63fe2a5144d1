"""New elements in a list of a TOML file, laid out like their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamengine.pack.editing.toml_text import Array, Edit, Span, TomlText


def insert_elements(text: TomlText, array: Array, index: int, new: Sequence[bytes]) -> Iterator[Edit]:
    """The changes that put new elements before the one at an index; at the end when there is none.

    Where the neighbour has a line of its own, so has each new element, with the same indent, and a comma behind the
    last one if that is how the list was written. A comment behind a neighbour stays with it.
    """
    if not new:
        return
    if not array.elements:
        yield Edit(array.span.start + 1, array.span.start + 1, b" " + b", ".join(new) + b" ")
    elif index == 0:
        yield _before(text, array.elements[0], new)
    else:
        yield from _after(text, array, index - 1, new)


def has_own_lines(text: TomlText, array: Array) -> bool:
    """Whether each element begins a line and nothing but a comma and a comment follows it there."""
    return bool(array.elements) and all(
        text.indent(element.start) is not None
        and (index + 1 == len(array.elements) or array.elements[index + 1].start > text.line_end(element.end))
        and array.span.end - 1 > text.line_end(element.end)
        for index, element in enumerate(array.elements)
    )


def remove_element(text: TomlText, array: Array, index: int) -> Edit:
    """The change that removes an element of a list whose elements have lines of their own, with its line."""
    element = array.elements[index]
    return Edit(text.line_start(element.start), text.next_line(element.end), b"")


def _before(text: TomlText, first: Span, new: Sequence[bytes]) -> Edit:
    indent = text.indent(first.start)
    if indent is None:
        return Edit(first.start, first.start, b"".join(item + b", " for item in new))
    start = text.line_start(first.start)
    return Edit(start, start, b"".join(indent + item + b"," + text.newline for item in new))


def _after(text: TomlText, array: Array, index: int, new: Sequence[bytes]) -> Iterator[Edit]:
    element = array.elements[index]
    following = array.elements[index + 1].start if index + 1 < len(array.elements) else array.span.end - 1
    comma = next((at for at in array.commas if element.end <= at < following), None)
    indent, line = text.indent(element.start), text.line_end(element.end)
    if indent is None or (comma is not None and (comma > line or array.span.start < following <= line)):
        yield Edit(element.end, element.end, b"".join(b", " + item for item in new))
        return
    lines = [text.newline + indent + item for item in new]
    if comma is not None:
        yield Edit(line, line, b"".join(line_of + b"," for line_of in lines))
        return
    yield Edit(element.end, element.end, b",")
    at = min(line, array.span.end - 1) if following > line else element.end
    yield Edit(at, at, b",".join(lines))
